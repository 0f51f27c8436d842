import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

interface TextDialogProps {
  opened: boolean
  onClose: () => void
  title: string
  label: string
  hint: string
  value: string | null
  suggestions?: readonly string[]
  maxLength: number
  /** Null when it was left empty. */
  onSave: (text: string | null) => Promise<void>
}

/** Asks for one text, which may be left empty. */
export function TextDialog({
  opened,
  onClose,
  title,
  label,
  hint,
  value,
  suggestions,
  maxLength,
  onSave,
}: TextDialogProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    if (opened) setText(value ?? '')
  }, [opened, value])
  const listId = `${label}-suggestions`
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setBusy(true)
          onSave(text.trim() === '' ? null : text.trim())
            .then(onClose, () => {})
            .finally(() => setBusy(false))
        }}
      >
        <TextInput
          label={label}
          description={hint}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          maxLength={maxLength}
          list={suggestions ? listId : undefined}
          autoComplete="off"
          data-autofocus
        />
        {suggestions && (
          <datalist id={listId}>
            {suggestions.map((one) => (
              <option key={one} value={one} />
            ))}
          </datalist>
        )}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            {t('actions.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('actions.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
