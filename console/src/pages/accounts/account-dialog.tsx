import { Alert, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconShieldLock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Account, AccountPassword } from '../../../../api/console/wire/administration.ts'
import type { Role } from '../../../../api/console/wire/parts.ts'
import { patch, post } from '../../api/request.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { loginFault, nameFault, roles } from './account-rules.ts'
import { refreshAccounts } from './use-accounts.ts'

interface AccountDialogProps {
  /** Null adds one. */
  account: Account | null
  /** Whether it is the last administrator, whose role stays. */
  last: boolean
  onClose: () => void
  /** Gets the made password of a new account, which is told nowhere else. */
  onAdded: (password: AccountPassword) => void
}

/** Adds an account, or changes name and role of one. */
export function AccountDialog({ account, last, onClose, onAdded }: AccountDialogProps) {
  const { t } = useTranslation('accounts')
  const { t: tCommon } = useTranslation()
  const outcome = useOutcome()
  const before: { login: string; name: string; role: Role } = {
    login: account?.login ?? '',
    name: account?.name ?? '',
    role: account?.role ?? 'viewer',
  }
  const form = useForm({
    initialValues: before,
    validateInputOnBlur: true,
    validate: {
      login: (login) => said(loginFault(login)),
      name: (name) => said(nameFault(name)),
    },
  })

  function said(fault: NonNullable<ReturnType<typeof loginFault> | ReturnType<typeof nameFault>> | null) {
    return fault && t(`rule.${fault}`)
  }

  async function save(values: typeof before) {
    const name = values.name.trim()
    if (account) {
      await patch(`accounts/${account.id}`, {
        ...(name !== before.name && { name }),
        ...(values.role !== before.role && { role: values.role }),
      })
      outcome.done(t('done.changed', { name }))
    } else onAdded(await post<AccountPassword>('accounts', { login: values.login.trim(), name, role: values.role }))
    void refreshAccounts()
  }

  return (
    <FormDialog
      title={account ? t('form.editTitle', { name: account.name }) : t('form.addTitle')}
      form={form}
      action={account ? tCommon('actions.save') : t('add')}
      onSubmit={save}
      onClose={onClose}
    >
      {!account && (
        <TextInput
          label={t('form.login')}
          description={t('form.loginHint')}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          data-autofocus
          {...form.getInputProps('login')}
        />
      )}
      <TextInput
        label={t('form.name')}
        autoComplete="off"
        required
        data-autofocus={account ? true : undefined}
        {...form.getInputProps('name')}
      />
      <Radio.Group label={t('form.role')} {...form.getInputProps('role')}>
        <Stack gap="sm" mt={6}>
          {roles.map((role) => (
            <Radio
              key={role}
              value={role}
              label={tCommon(`role.${role}`)}
              description={t(`roleText.${role}`)}
              disabled={last && role !== 'administrator'}
            />
          ))}
        </Stack>
      </Radio.Group>
      {last && (
        <Alert variant="light" color="gray" icon={<IconShieldLock aria-hidden />}>
          {t('lastAdministrator')}
        </Alert>
      )}
      {!account && (
        <Text size="sm" c="dimmed">
          {t('form.next')}
        </Text>
      )}
    </FormDialog>
  )
}
