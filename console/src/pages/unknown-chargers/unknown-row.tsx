import { Button } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { UnknownCharger } from '../../../../api/console/wire/provisioning.ts'
import { useOfServerNow } from '../../clock/use-server-now.ts'
import { formatNumber } from '../../format/format.ts'
import { Age } from '../../parts/age.tsx'
import { Mark } from '../../parts/mark.tsx'
import classes from './unknown-chargers-page.module.css'

interface UnknownRowProps {
  charger: UnknownCharger
  onAccept: () => void
  onDismiss: () => void
}

/** One charger that nobody has added: what is known of it, and what can be done. */
export function UnknownRow({ charger, onAccept, onDismiss }: UnknownRowProps) {
  const { t } = useTranslation('unknown')
  const { identity, firstSeenAt, lastSeenAt, times, addresses, protocols, sentPassword, welcomeUntil } = charger
  const isWelcome = useOfServerNow((nowMs) => welcomeUntil !== null && Date.parse(welcomeUntil) > nowMs)
  return (
    <div className={classes.row}>
      <div className={classes.words}>
        <div className={classes.head}>
          <strong>{identity}</strong>
          {isWelcome && <Mark tone="active" icon={IconClock} label={t('awaited')} hint={t('awaitedHint')} />}
        </div>
        <div>
          {t('lastSeen')} <Age at={lastSeenAt} /> · {t('times', { count: times, times: formatNumber(times) })}{' '}
          {times > 1 && (
            <span className={classes.dim}>
              {t('since')} <Age at={firstSeenAt} />
            </span>
          )}
        </div>
        <div className={classes.dim}>
          {[addresses.join(', '), protocols.join(', '), t(sentPassword ? 'withPassword' : 'withoutPassword')]
            .filter((text) => text !== '')
            .join(' · ')}
        </div>
      </div>
      <div className={classes.actions}>
        <Button size="xs" onClick={onAccept} aria-label={t('acceptOf', { identity })}>
          {t('accept.action')}
        </Button>
        <Button size="xs" variant="default" onClick={onDismiss} aria-label={t('dismissOf', { identity })}>
          {t('dismiss')}
        </Button>
      </div>
    </div>
  )
}
