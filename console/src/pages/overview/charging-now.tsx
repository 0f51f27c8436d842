import { IconBoltOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format/format.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { Energy, Power, SocBar } from '../../parts/values.tsx'
import classes from './rows.module.css'
import { Section } from './section.tsx'
import type { RunningCharge } from './site-summary.ts'
import { useIsWall } from './wall.ts'

/** How many are told here. */
const most = { desk: 12, wall: 24 }

/** The vehicles that charge now, with power and battery. */
export function ChargingNow({ charges }: { charges: readonly RunningCharge[] }) {
  const { t } = useTranslation('overview')
  const shown = most[useIsWall() ? 'wall' : 'desk']
  const { t: tChargers } = useTranslation('chargers')
  return (
    <Section title={t('charging.title')} count={charges.length > 0 ? formatNumber(charges.length) : undefined}>
      {charges.length === 0 ? (
        <EmptyState icon={IconBoltOff} title={t('charging.none')}>
          {t('charging.noneText')}
        </EmptyState>
      ) : (
        <>
          <ul className={classes.rows}>
            {charges.slice(0, shown).map(({ charger, connector }) => (
              <li key={`${charger.id}:${connector.number}`}>
                <PageLink
                  to={connector.sessionId === null ? `/chargers/${charger.id}` : `/sessions/${connector.sessionId}`}
                  className={`${classes.row} ${classes.charge}`}
                >
                  <strong className={classes.name}>
                    {charger.identity}
                    {charger.connectors.length > 1 && (
                      <small className={classes.number} title={t('charging.connector', { number: connector.number })}>
                        {connector.number}
                      </small>
                    )}
                  </strong>
                  <SocBar percent={connector.socPercent} label={tChargers('columns.soc')} />
                  <Energy wattHours={connector.energyWh} />
                  <strong>
                    <Power watts={connector.powerW} />
                  </strong>
                </PageLink>
              </li>
            ))}
          </ul>
          {charges.length > shown && (
            <PageLink to="/chargers" search={{ state: 'charging' }} className={classes.all}>
              {t('charging.all', { count: charges.length })}
            </PageLink>
          )}
        </>
      )}
    </Section>
  )
}
