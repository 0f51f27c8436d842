import { ActionIcon, Menu } from '@mantine/core'
import {
  IconAlertTriangle,
  IconDots,
  IconPencil,
  IconPlugConnected,
  IconPlugConnectedX,
  IconRefresh,
  IconShieldCheck,
  IconShieldQuestion,
  IconUnlink,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CircuitView } from '../../../../../api/console/wire/circuits.ts'
import type { EvseSteering, SiteCharger } from '../../../../../api/console/wire/site-chargers.ts'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { Age } from '../../../parts/age.tsx'
import { Mark } from '../../../parts/mark.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { PageLink } from '../../../parts/page-link.tsx'
import { Instant } from '../../../parts/values.tsx'
import { LoadBar } from '../load-bar.tsx'
import { rateText } from '../rate-text.ts'
import { ReasonText } from '../reason-text.tsx'
import classes from '../sites.module.css'
import { useKnownText } from '../use-known-text.ts'
import type { CircuitAction } from './circuits-tab.tsx'

interface BlockProps {
  site: SiteDetail
  charger: SiteCharger
  circuit: CircuitView
  onAction: (action: CircuitAction) => void
}

/** A charger below its circuit: whether it can be steered, and what each of its EVSEs gets and why. */
export function ChargerBlock({ site, charger, circuit, onAction }: BlockProps) {
  const { t } = useTranslation('sites')
  return (
    <li className={classes.charger}>
      <div className={classes.chargerHead}>
        <PageLink to={`/chargers/${charger.id}`} className={classes.chargerName}>
          {charger.identity}
        </PageLink>
        <Marks charger={charger} />
        <Needs role="administrator">
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon
                variant="subtle"
                color="gray"
                className={classes.meterRemove}
                aria-label={t('charger.actionsOf', { charger: charger.identity })}
              >
                <IconDots size={16} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={<IconPencil size={16} aria-hidden />}
                onClick={() => onAction({ kind: 'charger', circuit, charger })}
              >
                {t('charger.edit')}
              </Menu.Item>
              <Menu.Item
                c="var(--vy-bad)"
                leftSection={<IconUnlink size={16} aria-hidden />}
                onClick={() => onAction({ kind: 'disconnect', circuit, charger })}
              >
                {t('charger.disconnect')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Needs>
      </div>
      <ul className={classes.plain}>
        {charger.evses.map((evse) => (
          <EvseLine key={evse.evse} siteId={site.row.id} evse={evse} isSteered={site.row.isSteered} />
        ))}
      </ul>
    </li>
  )
}

/** Link, conduct and fallback, each with words. What is as it should be is told quietly. */
function Marks({ charger }: { charger: SiteCharger }) {
  const { t } = useTranslation('sites')
  const { online, conduct, reconciled, evses } = charger
  return (
    <span className={classes.marks}>
      {online === true && <Mark plain tone="good" icon={IconPlugConnected} label={t('charger.online')} />}
      {online === false && (
        <Mark plain tone="bad" icon={IconPlugConnectedX} label={t('charger.offline')} hint={t('charger.offlineHint')} />
      )}
      {online === false && charger.onlineSince !== null && (
        <span className={classes.dim}>
          <Age at={charger.onlineSince} bare />
        </span>
      )}
      {online === true && reconciled === false && (
        <Mark plain tone="warn" icon={IconRefresh} label={t('charger.asked')} hint={t('charger.askedHint')} />
      )}
      {conduct !== null && conduct !== 'steerable' && (
        <Mark
          tone="bad"
          icon={IconAlertTriangle}
          label={t(`charger.conduct.${conduct}`)}
          hint={t(`charger.conductHint.${conduct}`)}
        />
      )}
      {evses.some(({ obeysLease }) => !obeysLease) && (
        <Mark tone="warn" icon={IconAlertTriangle} label={t('charger.noLease')} hint={t('charger.noLeaseHint')} />
      )}
      {charger.fallbackVerified ? (
        <Mark
          plain
          tone="quiet"
          icon={IconShieldCheck}
          label={t('charger.verified')}
          hint={t('charger.verifiedHint')}
        />
      ) : (
        <Mark
          plain
          tone="warn"
          icon={IconShieldQuestion}
          label={t('charger.unverified')}
          hint={t('charger.unverifiedHint')}
        />
      )}
    </span>
  )
}

function EvseLine({ siteId, evse, isSteered }: { siteId: number; evse: EvseSteering; isSteered: boolean }) {
  const { t } = useTranslation('sites')
  const known = useKnownText()
  const { unit } = evse
  const most = unit === 'A' ? evse.maxA : evse.maxW
  return (
    <li className={classes.evse} data-plain={!isSteered || undefined}>
      <span className={classes.rowName}>
        {t('evse.name', { evse: evse.evse })}
        <small className={classes.dim}>
          {(evse.phases === 'unknown' && evse.learntPhases) || t(`phases.${evse.phases}`)}
        </small>
      </span>
      {isSteered && <LoadBar now={evse.measured} committed={evse.cap} limit={most} plain />}
      <span className={classes.rowText}>
        {evse.sessionId === null ? (
          <span className={classes.dim}>
            {t(evse.place === 'plugged' ? 'evse.plugged' : 'evse.free')} ·{' '}
            {t('evse.fallback', { value: rateText(evse.fallback, unit), most: rateText(most, unit) })}
          </span>
        ) : (
          <>
            <PageLink to={`/sessions/${evse.sessionId}`}>
              {evse.vehicle ?? t('evse.session', { id: evse.sessionId })}
            </PageLink>{' '}
            · <strong className="numbers">{t('evse.granted', { value: rateText(evse.granted, unit) })}</strong>
            {evse.measured !== null && (
              <span className="numbers"> · {t('evse.measured', { value: rateText(evse.measured, unit) })}</span>
            )}
            {evse.pending.length > 0 && (
              <span className={classes.dim}>
                {' '}
                · {t('evse.pending', { value: evse.pending.map((value) => rateText(value, unit)).join(', ') })}
              </span>
            )}
            {evse.cap !== null && evse.granted !== null && evse.cap > evse.granted && (
              <span className={classes.dim}> · {t('evse.cap', { value: rateText(evse.cap, unit) })}</span>
            )}
          </>
        )}
      </span>
      {evse.sessionId !== null && (
        <span className={classes.origin}>
          <ReasonText siteId={siteId} reason={evse.reason} boundBy={evse.boundBy} boundByName={evse.boundByName} />
          {evse.startsAt !== null && (
            <>
              {' '}
              · {t('evse.starts')} <Instant at={evse.startsAt} />
            </>
          )}
          {evse.departsAt !== null && (
            <>
              {' '}
              · {t('evse.departs')} <Instant at={evse.departsAt} />
            </>
          )}
          {evse.assumed.length > 0 && (
            <> · {t('assumed', { what: evse.assumed.map((word) => known('assumed', word)).join(', ') })}</>
          )}
        </span>
      )}
    </li>
  )
}
