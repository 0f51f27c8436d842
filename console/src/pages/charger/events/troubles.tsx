import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Age } from '../../../parts/age.tsx'
import { PageLink } from '../../../parts/page-link.tsx'
import { eventLine } from './event-text.ts'
import { GravityMark, useEventPlace, useEventTitle } from './event-words.tsx'
import classes from './events.module.css'
import { useTroubles } from './use-events.ts'

const mostShown = 5

/** What the charger says is wrong with it; nothing while nothing is. */
export function TroubleList({ chargerId }: { chargerId: number }) {
  const { t } = useTranslation('device')
  const titleOf = useEventTitle()
  const placeOf = useEventPlace()
  const { data } = useTroubles(chargerId)
  if (!data || data.items.length === 0) return null
  return (
    <section className={classes.troubles} aria-labelledby="troubles-title">
      <h2 className={classes.troublesTitle} id="troubles-title">
        <IconAlertTriangle size={18} aria-hidden />
        {t('event.troubles')}
      </h2>
      <ul className={classes.list}>
        {data.items.slice(0, mostShown).map((event) => (
          <li key={event.id} className={classes.trouble}>
            <span>
              <strong>{titleOf(event)}</strong>
              {placeOf(event) !== null && <> · {placeOf(event)}</>}
            </span>
            <GravityMark event={event} />
            {eventLine(event) !== '' && <span>{eventLine(event)}</span>}
            <span className={classes.dim}>
              {t('event.since')} <Age at={event.at} bare />
            </span>
          </li>
        ))}
      </ul>
      <PageLink to={`/chargers/${chargerId}`} search={{ tab: 'events', kind: 'device' }}>
        {t('event.all')}
      </PageLink>
    </section>
  )
}
