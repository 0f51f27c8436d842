import { Button, Group, VisuallyHidden } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconArrowBackUp, IconCheck } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { RequestFailed } from '../api/request.ts'
import { failureText } from './failure-text.ts'

/** How long an action can be undone. */
const undoMs = 10_000

export interface Outcome {
  /** Tells that something was done. */
  done: (text: string) => void
  /** Tells that something was done and offers to undo it for ten seconds. */
  doneWithUndo: (text: string, undo: () => Promise<unknown>) => void
  /** Tells why something failed. Says nothing when the person gave up the confirmation. */
  failed: (error: unknown) => void
}

/** Tells outcomes to the eye and to screen readers. */
export function useOutcome(): Outcome {
  const { t } = useTranslation()
  const outcome: Outcome = {
    done(text) {
      announce(text)
      notifications.show({ message: text, icon: <IconCheck size={16} aria-hidden />, color: 'volt', autoClose: 4_000 })
    },
    doneWithUndo(text, undo) {
      announce(text)
      const id = notifications.show({
        autoClose: undoMs,
        icon: <IconCheck size={16} aria-hidden />,
        color: 'volt',
        message: (
          <Group justify="space-between" wrap="nowrap">
            <span>{text}</span>
            <Button
              size="compact-sm"
              variant="default"
              flex="none"
              leftSection={<IconArrowBackUp size={15} aria-hidden />}
              onClick={() => {
                notifications.hide(id)
                undo().then(() => outcome.done(t('undone')), outcome.failed)
              }}
            >
              {t('actions.undo')}
            </Button>
          </Group>
        ),
      })
    },
    failed(error) {
      if (error instanceof RequestFailed && (error.code === 'cancelled' || error.code === 'not_logged_in')) return
      const text = failureText(t, error)
      announce(text)
      notifications.show({
        message: text,
        icon: <IconAlertTriangle size={16} aria-hidden />,
        color: 'red',
        autoClose: 10_000,
      })
    },
  }
  return outcome
}

let said = ''
const listeners = new Set<() => void>()

/** Has screen readers say it. */
export function announce(text: string): void {
  // The same words twice are said twice only when the text differs.
  said = said === text ? `${text}\u00a0` : text
  for (const listener of listeners) listener()
}

/** The one place that screen readers listen to; stands in the page from the beginning. */
export function Announcer() {
  const text = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => said,
  )
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {text}
    </VisuallyHidden>
  )
}
