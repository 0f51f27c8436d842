import { Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { MadeApiToken } from '../../../../api/console/wire/administration.ts'
import { post } from '../../api/request.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { nameFault } from './client-rules.ts'
import { refreshApiTokens } from './use-api-tokens.ts'

interface AddApiTokenDialogProps {
  onClose: () => void
  onAdded: (made: MadeApiToken) => void
}

/** Makes a token for the platform API; it goes to `onAdded` and is told nowhere else. */
export function AddApiTokenDialog({ onClose, onAdded }: AddApiTokenDialogProps) {
  const { t } = useTranslation('clients')
  const form = useForm<{ name: string }>({
    initialValues: { name: '' },
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
      title={t('tokens.add')}
      form={form}
      action={t('tokens.add')}
      onClose={onClose}
      onSubmit={async ({ name }) => {
        const made = await post<MadeApiToken>('api-tokens', { name: name.trim() })
        void refreshApiTokens()
        onAdded(made)
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
      <Text size="sm" c="dimmed">
        {t('tokens.next')}
      </Text>
    </FormDialog>
  )
}
