import { Radio, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { Client, ClientSecret } from '../../../../api/console/wire/administration.ts'
import { post } from '../../api/request.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { nameFault, packages } from './client-rules.ts'
import { refreshClients } from './use-clients.ts'

interface AddClientDialogProps {
  onClose: () => void
  onAdded: (secret: ClientSecret & { name: string }) => void
}

/** Adds an API client; its secret goes to `onAdded` and is told nowhere else. */
export function AddClientDialog({ onClose, onAdded }: AddClientDialogProps) {
  const { t } = useTranslation('clients')
  const form = useForm<{ name: string; package: Client['package'] }>({
    initialValues: { name: '', package: 'basic' },
    validateInputOnBlur: true,
    validate: {
      name(name) {
        const fault = nameFault(name)
        return fault && t(`rule.${fault}`)
      },
    },
  })

  return (
    <FormDialog
      title={t('form.title')}
      form={form}
      action={t('add')}
      onClose={onClose}
      onSubmit={async (values) => {
        const name = values.name.trim()
        const secret = await post<ClientSecret>('clients', { name, package: values.package })
        void refreshClients()
        onAdded({ ...secret, name })
      }}
    >
      <TextInput
        label={t('form.name')}
        description={t('form.nameHint')}
        autoComplete="off"
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Radio.Group label={t('form.package')} {...form.getInputProps('package')}>
        <Stack gap="sm" mt={6}>
          {packages.map((one) => (
            <Radio key={one} value={one} label={t(`package.${one}`)} description={t(`packageText.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Text size="sm" c="dimmed">
        {t('form.next')}
      </Text>
    </FormDialog>
  )
}
