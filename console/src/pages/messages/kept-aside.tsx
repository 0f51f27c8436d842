import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { KeptMessage, KeptMessages } from '../../../../api/console/wire/messages.ts'
import { get, post } from '../../api/request.ts'
import { formatTime } from '../../format/format.ts'
import { Needs } from '../../parts/needs.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { Frame } from '../charger/message-row.tsx'
import classes from './kept-aside.module.css'

const queryKey = ['messages', 'kept']

/** Messages that could not be understood or stored and that nobody has looked at; nothing when there are none. */
export function KeptAside() {
  const { t } = useTranslation('messages')
  const [open, setOpen] = useState(false)
  const { data } = useQuery({
    queryKey,
    queryFn: ({ signal }) => get<KeptMessages>('kept-messages', { limit: 20 }, signal),
    refetchInterval: 60_000,
  })
  if (!data || data.unseen === 0) return null
  return (
    <section className={classes.kept} aria-labelledby="kept-title">
      <div className={classes.head}>
        <IconAlertTriangle size={18} aria-hidden className={classes.icon} />
        <h2 className={classes.title} id="kept-title">
          {t('kept.title', { count: data.unseen })}
        </h2>
        <Button size="compact-sm" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'kept.hide' : 'kept.show')}
        </Button>
      </div>
      <p className={classes.text}>{t('kept.text')}</p>
      {open && (
        <ul className={classes.list}>
          {data.items.map((message) => (
            <li key={message.id} className={classes.item}>
              <Kept message={message} />
            </li>
          ))}
        </ul>
      )}
      {open && data.next !== null && <p className={classes.text}>{t('kept.more')}</p>}
    </section>
  )
}

function Kept({ message: { id, at, charger, action, reason, frame } }: { message: KeptMessage }) {
  const { t } = useTranslation('messages')
  const client = useQueryClient()
  const outcome = useOutcome()
  const [sending, setSending] = useState(false)

  async function markSeen() {
    setSending(true)
    try {
      await post(`kept-messages/${id}/seen`)
      outcome.done(t('kept.marked'))
      await client.invalidateQueries({ queryKey })
    } catch (error) {
      outcome.failed(error)
      setSending(false)
    }
  }

  return (
    <>
      <div className={classes.line}>
        <time dateTime={at} className="numbers">
          {formatTime(at, { seconds: true })}
        </time>
        <PageLink to={`/chargers/${charger.id}`}>{charger.name ?? charger.identity}</PageLink>
        <strong>{action}</strong>
        <Needs role="operator">
          <Button
            size="compact-sm"
            variant="light"
            loading={sending}
            leftSection={<IconCheck size={15} aria-hidden />}
            aria-label={t('kept.markOf', { action, charger: charger.name ?? charger.identity })}
            onClick={() => void markSeen()}
          >
            {t('kept.mark')}
          </Button>
        </Needs>
      </div>
      <p className={classes.reason}>{reason}</p>
      <Frame
        title={t('kept.frame')}
        copyLabel={t('kept.copy', { action, charger: charger.name ?? charger.identity })}
        frame={frame}
      />
    </>
  )
}
