import { Autocomplete, Button, Group, Modal, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Card } from '../../../../api/console/wire/administration.ts'
import { get } from '../../api/request.ts'
import classes from './charger.module.css'

interface StartDialogProps {
  /** Null closes the dialog. */
  evse: number | null
  onClose: () => void
  /** True when the request was taken. */
  onStart: (card: string) => Promise<boolean>
}

/** Asks for the card that charging is started with: one of the known, or any number that is typed. */
export function StartDialog({ evse, onClose, onStart }: StartDialogProps) {
  const { t } = useTranslation('charger')
  const { t: common } = useTranslation()
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [q] = useDebouncedValue(text.trim(), 200)
  const { data, isFetching } = useQuery({
    queryKey: ['cards', 'pick', q],
    queryFn: ({ signal }) => get<{ items: Card[] }>('cards', { q, limit: 20 }, signal),
    enabled: evse !== null,
    placeholderData: (before) => before,
  })
  const cards = data?.items ?? []
  const uid = text.trim()
  const chosen = cards.find((card) => card.uid.toLowerCase() === uid.toLowerCase())
  const isUnknown = uid !== '' && q === uid && !isFetching && !chosen

  function close() {
    setText('')
    onClose()
  }

  async function start() {
    setBusy(true)
    const taken = await onStart(chosen?.uid ?? uid)
    setBusy(false)
    if (taken) close()
  }

  return (
    <Modal
      opened={evse !== null}
      onClose={close}
      title={evse === null ? t('start.title') : t('start.titleEvse', { evse })}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (uid !== '' && !busy) void start()
        }}
      >
        <Autocomplete
          label={t('start.card')}
          description={t('start.hint')}
          placeholder={t('start.placeholder')}
          value={text}
          onChange={setText}
          data={cards.map((card) => card.uid)}
          filter={({ options }) => options}
          renderOption={({ option }) => {
            const card = cards.find(({ uid }) => uid === option.value)
            return card ? <CardOption card={card} /> : option.value
          }}
          maxLength={36}
          maxDropdownHeight={260}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        <Text size="sm" mt="sm" role="status" className={classes.startNote}>
          {chosen && chosen.status !== 'active' && t('start.refusedHint')}
          {isUnknown && t('start.use', { uid })}
        </Text>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={close}>
            {common('actions.cancel')}
          </Button>
          <Button type="submit" disabled={uid === ''} loading={busy}>
            {t('start.action')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

function CardOption({ card }: { card: Card }) {
  const { t } = useTranslation('charger')
  const about = [card.vehicle, card.visualNumber, card.group].filter((text) => text !== null).join(' · ')
  return (
    <span className={classes.cardOption}>
      <code>{card.uid}</code>
      {card.status !== 'active' && <span className={classes.cardStatus}>{t(`start.${card.status}`)}</span>}
      {about !== '' && <span className={classes.dim}>{about}</span>}
    </span>
  )
}
