import { Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { post, RequestFailed } from '../api/request.ts'
import { failureText } from '../parts/failure-text.ts'

let answer: ((confirmed: boolean) => void) | null = null
let asked: Promise<boolean> | null = null
const listeners = new Set<() => void>()

/** Asks for the password again before a dangerous action; all who ask meanwhile get the same answer. */
export function askForPassword(): Promise<boolean> {
  asked ??= new Promise((resolve) => {
    answer = (confirmed) => {
      asked = null
      answer = null
      resolve(confirmed)
      tell()
    }
  })
  tell()
  return asked
}

/** The dialog of `askForPassword`; stands once in the page. */
export function PasswordDialog() {
  const { t } = useTranslation()
  const open = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => answer !== null,
  )
  return (
    <Modal opened={open} onClose={() => answer?.(false)} title={t('confirmPassword.title')} zIndex={400}>
      {open && <PasswordForm />}
    </Modal>
  )
}

function PasswordForm() {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [needsCode, setNeedsCode] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    try {
      await post('confirm', code.trim() === '' ? { password } : { password, code: code.trim() })
      answer?.(true)
    } catch (error) {
      if (error instanceof RequestFailed && error.code === 'code_required') setNeedsCode(true)
      else setProblem(error)
    } finally {
      setBusy(false)
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack>
        <Text size="sm">{t('confirmPassword.text')}</Text>
        <PasswordInput
          label={t('confirmPassword.password')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          error={problem === null ? undefined : failureText(t, problem)}
          required
          data-autofocus
        />
        {needsCode && (
          <TextInput
            label={t('confirmPassword.code')}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            autoComplete="one-time-code"
            required
            autoFocus
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => answer?.(false)}>
            {t('actions.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={password === ''}>
            {t('actions.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function tell(): void {
  for (const listener of listeners) listener()
}
