import { Checkbox, Radio, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { Client } from '../../../../api/console/wire/administration.ts'
import { patch } from '../../api/request.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { grantsOf, packages } from './client-rules.ts'
import { grantWords } from './grant-words.ts'
import { refreshClients } from './use-clients.ts'

interface GrantsDialogProps {
  client: Client
  onClose: () => void
}

/** What a program may call: a package, and of it or beside it what is ticked. */
export function GrantsDialog({ client, onClose }: GrantsDialogProps) {
  const { t } = useTranslation('clients')
  const { t: tCommon } = useTranslation()
  const outcome = useOutcome()
  const form = useForm<{ package: Client['package']; grants: string[] }>({
    initialValues: { package: client.package, grants: client.grants },
    validate: { grants: (grants) => (grants.length === 0 ? t('rule.nothing') : null) },
  })

  return (
    <FormDialog
      title={t('grants.title', { name: client.name })}
      form={form}
      action={tCommon('actions.save')}
      onClose={onClose}
      onSubmit={async (values) => {
        await patch(`clients/${client.id}`, values)
        void refreshClients()
        outcome.done(t('done.allowed', { name: client.name }))
      }}
    >
      <Radio.Group
        label={t('form.package')}
        value={form.values.package}
        onChange={(chosen) => {
          const named = packages.find((one) => one === chosen) ?? client.package
          form.setValues({ package: named, grants: grantsOf(named) })
        }}
      >
        <Stack gap="sm" mt={6}>
          {packages.map((one) => (
            <Radio key={one} value={one} label={t(`package.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <Checkbox.Group label={t('column.mayCall')} {...form.getInputProps('grants')}>
        <Stack gap="xs" mt={6}>
          {grantsOf('premium').map((grant) => (
            <Checkbox key={grant} value={grant} label={grantWords(t, [grant])[0]} />
          ))}
        </Stack>
      </Checkbox.Group>
      <Text size="sm" c="dimmed">
        {t('grants.next')}
      </Text>
    </FormDialog>
  )
}
