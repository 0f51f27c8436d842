import { Button } from '@mantine/core'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerEventView } from '../../../../../api/console/wire/devices.ts'
import type { device } from '../../../i18n/en/device.ts'
import { Instant } from '../../../parts/values.tsx'
import { Frame } from '../message-row.tsx'
import { eventLine, hasMore } from './event-text.ts'
import { GravityMark, useEventPlace, useEventTitle } from './event-words.tsx'
import classes from './events.module.css'

type KindTexts = (typeof device)['event']['kind']

/** One event: when, what, where, how bad, whether it is over; all that came with it when somebody asks. */
export function EventRow({ event }: { event: ChargerEventView }) {
  const { t, i18n } = useTranslation('device')
  const titleOf = useEventTitle()
  const placeOf = useEventPlace()
  const [open, setOpen] = useState(false)
  const panel = useId()
  const { kind, type, clearedAt, at } = event
  const title = titleOf(event)
  const place = placeOf(event)
  const line = eventLine(event)
  const kindText = i18n.exists(`event.kind.${kind}`, { ns: 'device' })
    ? t(`event.kind.${kind as keyof KindTexts}`)
    : kind
  return (
    <div className={classes.event} data-over={clearedAt !== null || undefined}>
      <span className={classes.time}>
        <Instant at={at} seconds />
      </span>
      <div className={classes.words}>
        <div className={classes.head}>
          <strong>{title}</strong>
          <GravityMark event={event} />
          {clearedAt !== null && (
            <span className={classes.over}>
              {t('event.over')} <Instant at={clearedAt} />
            </span>
          )}
        </div>
        <div className={classes.dim}>
          {[kindText, title === type ? null : type, place].filter((text) => text !== null).join(' · ')}
        </div>
        {line !== '' && <div>{line}</div>}
        {hasMore(event) && (
          <Button
            size="compact-xs"
            variant="subtle"
            aria-expanded={open}
            aria-controls={open ? panel : undefined}
            onClick={() => setOpen(!open)}
          >
            {t(open ? 'event.hide' : 'event.show')}
          </Button>
        )}
        {open && (
          <div id={panel}>
            <Frame title={t('event.details')} copyLabel={t('event.copy')} frame={JSON.stringify(event.body)} />
          </div>
        )}
      </div>
    </div>
  )
}
