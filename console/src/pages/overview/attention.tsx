import { IconChevronRight, IconCircleCheck } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import type { ChargerRow } from '../../../../api/console/wire/chargers.ts'
import { formatNumber } from '../../format/format.ts'
import { Age } from '../../parts/age.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import classes from './rows.module.css'
import { Section } from './section.tsx'
import { faultyConnector } from './site-summary.ts'

/** How many are told here; the list of chargers has them all. */
const most = 8

/** What needs a person: which charger, since when, why, and what to do. */
export function Attention({ rows, total }: { rows: readonly ChargerRow[]; total: number }) {
  const { t } = useTranslation('overview')
  const { t: tWords } = useTranslation('words')
  return (
    <Section title={t('attention.title')} count={rows.length > 0 ? formatNumber(rows.length) : undefined}>
      {rows.length === 0 ? (
        <EmptyState icon={IconCircleCheck} tone="good" title={t('attention.fine', { count: total })}>
          {t('attention.fineText')}
        </EmptyState>
      ) : (
        <>
          <ul className={classes.rows}>
            {rows.slice(0, most).map((row) => {
              const cause = causeOf(tWords, row)
              return (
                <li key={row.id}>
                  <PageLink to={`/chargers/${row.id}`} className={classes.row}>
                    <span className={classes.line}>
                      <strong className={classes.name}>
                        {row.identity}
                        {row.name && <small>{row.name}</small>}
                      </strong>
                      <StateBadge state={row.state} />
                      {row.since !== null && (
                        <span className={classes.age}>
                          <Age at={row.since} />
                        </span>
                      )}
                      <IconChevronRight size={16} aria-hidden className={classes.arrow} />
                    </span>
                    <span className={classes.cause}>
                      {cause.code && <code>{cause.code}</code>}
                      {cause.text}
                    </span>
                  </PageLink>
                </li>
              )
            })}
          </ul>
          {rows.length > most && (
            <PageLink to="/chargers" search={{ state: 'offline,faulted,never' }} className={classes.all}>
              {t('attention.all', { count: rows.length })}
            </PageLink>
          )}
        </>
      )}
    </Section>
  )
}

function causeOf(t: TFunction<'words'>, row: ChargerRow): { code: string | null; text: string } {
  if (row.state === 'offline' || row.state === 'never') return { code: null, text: t(`cause.${row.state}`) }
  const connector = faultyConnector(row)
  const code = connector?.errorCode ?? null
  if (code === null || code === 'NoError') return { code: null, text: t('fault.none') }
  return { code, text: isKnownFault(code) ? t(`fault.${code}`) : t('fault.other') }
}

const knownFaults = [
  'ConnectorLockFailure',
  'EVCommunicationError',
  'GroundFailure',
  'HighTemperature',
  'InternalError',
  'LocalListConflict',
  'OtherError',
  'OverCurrentFailure',
  'OverVoltage',
  'PowerMeterFailure',
  'PowerSwitchFailure',
  'ReaderFailure',
  'ResetFailure',
  'UnderVoltage',
  'WeakSignal',
] as const

function isKnownFault(code: string): code is (typeof knownFaults)[number] {
  return knownFaults.includes(code as (typeof knownFaults)[number])
}
