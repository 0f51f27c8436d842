import { Button } from '@mantine/core'
import {
  type Icon,
  IconAlertTriangle,
  IconBan,
  IconCalendarTime,
  IconCircleCheck,
  IconClock,
  IconClockX,
  IconLock,
  IconUnlink,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Reservation } from '../../../../api/console/wire/reservations.ts'
import { Age } from '../../parts/age.tsx'
import { Mark, type Tone } from '../../parts/mark.tsx'
import { Needs } from '../../parts/needs.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { Instant } from '../../parts/values.tsx'
import { connectorTypes } from './reservation-form.ts'
import classes from './reservations.module.css'

const looks: Record<Reservation['state'], { tone: Tone; icon: Icon }> = {
  scheduled: { tone: 'quiet', icon: IconCalendarTime },
  requested: { tone: 'quiet', icon: IconClock },
  active: { tone: 'active', icon: IconLock },
  used: { tone: 'good', icon: IconCircleCheck },
  expired: { tone: 'quiet', icon: IconClockX },
  cancelled: { tone: 'quiet', icon: IconBan },
  rejected: { tone: 'bad', icon: IconAlertTriangle },
  removed: { tone: 'warn', icon: IconUnlink },
}

interface ReservationRowProps {
  reservation: Reservation
  withCharger: boolean
  onCancel: () => void
}

/** One reservation: what is kept free for whom, until when, and what became of it. */
export function ReservationRow({ reservation, withCharger, onCancel }: ReservationRowProps) {
  const { t } = useTranslation('access')
  const { state, card, evse, group, reason, sessionId, startsAt, expiresAt, endedAt, connectorType } = reservation
  const known = connectorTypes.find((one) => one === connectorType)
  const isOpen = state === 'scheduled' || state === 'requested' || state === 'active'
  const hint = state === 'active' && reservation.keptBy === 'server' ? 'activeHere' : state
  return (
    <li className={classes.row}>
      <div className={classes.who}>
        <span className={classes.place}>
          {withCharger && <PageLink to={`/chargers/${reservation.chargerId}`}>{reservation.charger}</PageLink>}
          <span>{evse === null ? t('reservations.anyEvse') : t('reservations.evse', { evse })}</span>
        </span>
        <span>
          {t('reservations.forCard')}{' '}
          <PageLink to="/cards" search={{ q: card }}>
            <code>{card}</code>
          </PageLink>
          {group !== null && <span className={classes.dim}> {t('reservations.orGroup', { group })}</span>}
        </span>
        {connectorType !== null && (
          <span className={classes.dim}>{known ? t(`form.connectorTypes.${known}`) : connectorType}</span>
        )}
      </div>
      <div className={classes.who}>
        <Mark {...looks[state]} label={t(`state.${state}`)} hint={t(`stateHint.${hint}`)} />
        <span className={classes.dim}>
          {isOpen ? (
            <>
              {state === 'scheduled' && (
                <>
                  {t('reservations.from')} <Instant at={startsAt} />{' '}
                </>
              )}
              {t('reservations.until')} <Instant at={expiresAt} /> (<Age at={expiresAt} ahead />)
            </>
          ) : (
            <>
              {t('reservations.ended')} <Instant at={endedAt} />
            </>
          )}
        </span>
        {reason !== null && <span>{reason}</span>}
        {sessionId !== null && <PageLink to={`/sessions/${sessionId}`}>{t('reservations.session')}</PageLink>}
      </div>
      {isOpen && (
        <Needs role="operator">
          <Button size="xs" variant="default" onClick={onCancel} aria-label={t('cancel.of', { card })}>
            {t('cancel.action')}
          </Button>
        </Needs>
      )}
    </li>
  )
}
