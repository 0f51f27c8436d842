import { Button, Group, Modal, Text, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface ConfirmDialogProps {
  opened: boolean
  onClose: () => void
  title: string
  /** What happens, to whom, and what cannot be undone: "3 vehicles stop charging". */
  children: ReactNode
  /** The verb of the action, as on the button that led here. */
  action: string
  /** Resolves when done: the dialog closes. Rejects: it stays, and the caller tells why. */
  onConfirm: () => Promise<unknown>
  dangerous?: boolean
  /** For the worst: has to be typed before the button works, as the charger's identity. */
  word?: string
}

/** Asks before an action that reaches far or cannot be undone. */
export function ConfirmDialog({
  opened,
  onClose,
  title,
  children,
  action,
  onConfirm,
  dangerous,
  word,
}: ConfirmDialogProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const ready = word === undefined || typed.trim() === word

  function close() {
    setTyped('')
    onClose()
  }

  return (
    <Modal opened={opened} onClose={close} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!ready || busy) return
          setBusy(true)
          onConfirm()
            .then(close, () => {})
            .finally(() => setBusy(false))
        }}
      >
        <Text component="div" size="sm">
          {children}
        </Text>
        {word !== undefined && (
          <TextInput
            mt="md"
            label={t('confirm.typeToConfirm', { word })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
          />
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close}>
            {t('actions.cancel')}
          </Button>
          <Button type="submit" color={dangerous ? 'red.8' : undefined} disabled={!ready} loading={busy}>
            {action}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
