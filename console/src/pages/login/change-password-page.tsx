import { Alert, Anchor, Button, PasswordInput, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { meQuery } from '../../api/queries.ts'
import { queryClient } from '../../api/query-client.ts'
import { post, RequestFailed } from '../../api/request.ts'
import { failureText } from '../../parts/failure-text.ts'
import { leave } from '../../shell/leave.ts'
import { LoginFrame } from './login-frame.tsx'

/** For who logged in with a password that someone else made. */
export function ChangePasswordPage() {
  const { t } = useTranslation('login')
  const { t: tCommon } = useTranslation()
  const navigate = useNavigate()
  const [problem, setProblem] = useState<string | null>(null)
  const form = useForm({
    initialValues: { current: '', wanted: '', repeat: '' },
    validateInputOnBlur: true,
    validate: {
      wanted: (value, { current }) =>
        value.length < 12 ? t('change.tooShort') : value === current ? t('change.same') : null,
      repeat: (value, { wanted }) => (value === wanted ? null : t('change.differs')),
    },
  })

  async function submit({ current, wanted }: { current: string; wanted: string }) {
    setProblem(null)
    try {
      await post('password', { current, wanted })
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 })
      await navigate({ to: '/' })
    } catch (error) {
      if (error instanceof RequestFailed && error.code === 'invalid_credentials')
        form.setFieldError('current', t('change.wrong'))
      else if (error instanceof RequestFailed && error.field === 'wanted') form.setFieldError('wanted', error.message)
      else if (error instanceof RequestFailed && error.code === 'not_logged_in') await navigate({ to: '/login' })
      else setProblem(failureText(tCommon, error))
    }
  }

  async function logOut() {
    await post('logout').catch(() => {})
    await navigate({ to: '/login' })
    leave()
  }

  return (
    <LoginFrame title={t('change.title')}>
      <form onSubmit={form.onSubmit(submit)}>
        <Stack gap="md">
          <Text size="sm">{t('change.text')}</Text>
          {problem && (
            <Alert role="alert" variant="light" color="red" icon={<IconAlertTriangle aria-hidden />}>
              {problem}
            </Alert>
          )}
          <PasswordInput
            label={t('change.current')}
            autoComplete="current-password"
            required
            withAsterisk={false}
            {...form.getInputProps('current')}
          />
          <PasswordInput
            label={t('change.wanted')}
            description={t('change.hint')}
            autoComplete="new-password"
            required
            withAsterisk={false}
            {...form.getInputProps('wanted')}
          />
          <PasswordInput
            label={t('change.repeat')}
            autoComplete="new-password"
            required
            withAsterisk={false}
            {...form.getInputProps('repeat')}
          />
          <Button type="submit" loading={form.submitting} fullWidth>
            {t('change.submit')}
          </Button>
          <Anchor component="button" type="button" size="sm" onClick={() => void logOut()}>
            {t('change.logOut')}
          </Anchor>
        </Stack>
      </form>
    </LoginFrame>
  )
}
