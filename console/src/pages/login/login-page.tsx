import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LoginRequest, Me } from '../../../../api/console/wire/login.ts'
import { keys, rememberMe } from '../../api/queries.ts'
import { queryClient } from '../../api/query-client.ts'
import { post, RequestFailed } from '../../api/request.ts'
import { applyLanguage, hasChosenLanguage } from '../../i18n/language.ts'
import { failureText } from '../../parts/failure-text.ts'
import { LanguageLine } from './language-line.tsx'
import { LoginFrame } from './login-frame.tsx'

/** Login and password, and the code of the second factor when the server asks for it; then back to where one was. */
export function LoginPage() {
  const { t } = useTranslation('login')
  const { t: tCommon } = useTranslation()
  const { to, again } = useSearch({ strict: false }) as { to?: string; again?: string }
  const navigate = useNavigate()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [needsCode, setNeedsCode] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setProblem(null)
    try {
      const wanted: LoginRequest = { login: login.trim(), password, ...(needsCode ? { code: code.trim() } : {}) }
      const me = rememberMe(await post<Me>('login', wanted))
      queryClient.setQueryData(keys.me, me)
      if (me.account.language && !hasChosenLanguage()) await applyLanguage(me.account.language)
      await navigate({ href: inside(to), replace: true })
    } catch (error) {
      if (error instanceof RequestFailed && error.code === 'code_required' && !needsCode) setNeedsCode(true)
      else setProblem(problemText(error))
    } finally {
      setBusy(false)
    }
  }

  function problemText(error: unknown): string {
    const refused = error instanceof RequestFailed ? error.code : ''
    if (refused === 'invalid_credentials' || refused === 'code_required') return needsCode ? t('wrongCode') : t('wrong')
    if (refused === 'rate_limited') return t('limited')
    return failureText(tCommon, error)
  }

  return (
    <LoginFrame title={t('title')}>
      <form onSubmit={(event) => void submit(event)}>
        <Stack gap="md">
          {again && !problem && (
            <Alert variant="light" color="gray" icon={<IconInfoCircle aria-hidden />}>
              {t('again')}
            </Alert>
          )}
          {problem && (
            <Alert role="alert" variant="light" color="red" icon={<IconAlertTriangle aria-hidden />}>
              {problem}
            </Alert>
          )}
          <TextInput
            label={t('login')}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            value={login}
            onChange={(event) => setLogin(event.currentTarget.value)}
            maxLength={200}
            required
            withAsterisk={false}
            autoFocus
          />
          <PasswordInput
            label={t('password')}
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            maxLength={1_000}
            required
            withAsterisk={false}
          />
          {needsCode && (
            <TextInput
              label={t('code')}
              description={t('codeHint')}
              autoComplete="one-time-code"
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              minLength={6}
              maxLength={40}
              required
              withAsterisk={false}
              autoFocus
            />
          )}
          <Button type="submit" loading={busy} fullWidth mt="xs">
            {t('submit')}
          </Button>
          <Text size="xs" c="dimmed">
            {t('forgotten')}
          </Text>
          <LanguageLine />
        </Stack>
      </form>
    </LoginFrame>
  )
}

// Only a path within the console: an address from elsewhere must not lead away after the login.
function inside(to: string | undefined): string {
  return to && /^\/(?![/\\])/.test(to) && !to.startsWith('/login') ? to : '/'
}
