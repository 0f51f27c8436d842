import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail, ChargerRow, ConnectorRow } from '../../../../api/console/wire/chargers.ts'
import type { SessionRow } from '../../../../api/console/wire/sessions.ts'
import { useOfServerNow } from '../../clock/use-server-now.ts'
import { formatPower } from '../../format/format.ts'
import { useOcppWords } from '../../i18n/ocpp-words.ts'
import { Age } from '../../parts/age.tsx'
import { Needs } from '../../parts/needs.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { Plot } from '../../parts/plot.tsx'
import { shownStatus } from '../../parts/shown-status.ts'
import { StatusBadge } from '../../parts/state-badge.tsx'
import { Energy, Power, SocBar } from '../../parts/values.tsx'
import { durationWords } from '../session/duration-words.ts'
import classes from './charger.module.css'
import { targetOf } from './command-progress.ts'
import { EvseActions, EvseMenu } from './evse-actions.tsx'
import { FreshCommand } from './fresh-command.tsx'
import { type PowerPoint, windowMs } from './power-window.ts'
import type { Commands } from './use-commands.ts'

interface EvseCardProps {
  detail: ChargerDetail
  evse: number
  connectors: readonly ConnectorRow[]
  session: SessionRow | undefined
  points: readonly PowerPoint[]
  commands: Commands
  onStart: () => void
}

/** One EVSE: what its connectors do, the running session, and what can be asked of it. */
export function EvseCard({ detail, evse, connectors, session, points, commands, onStart }: EvseCardProps) {
  const { t } = useTranslation('charger')
  const running = connectors.find(({ sessionId }) => sessionId !== null)
  const isOld = !detail.row.connected
  const title = useEvseTitle(evse, connectors)
  return (
    <section className={classes.evse} data-old={isOld || undefined} aria-label={title}>
      <header className={classes.evseHead}>
        <h2 className={classes.evseTitle}>{title}</h2>
        {isOld && detail.row.heardAt !== null && (
          <span className={classes.dim}>
            {t('evse.asOf')} <Age at={detail.row.heardAt} />
          </span>
        )}
        <Needs role="operator">
          <EvseMenu detail={detail} evse={evse} connectors={connectors} commands={commands} />
        </Needs>
      </header>
      {connectors.map((connector) => (
        <ConnectorStatus
          key={connector.connector}
          row={detail.row}
          connector={connector}
          named={connectors.length > 1}
        />
      ))}
      {running && <Running connector={running} session={session} />}
      {points.length > 1 && !isOld && <LivePower evse={evse} points={points} />}
      <Needs role="operator">
        <EvseActions detail={detail} evse={evse} connectors={connectors} commands={commands} onStart={onStart} />
      </Needs>
      <FreshCommand commands={commands.commands} isHere={(command) => isAbout(command, evse, connectors)} />
    </section>
  )
}

function useEvseTitle(evse: number, connectors: readonly ConnectorRow[]): string {
  const { t } = useTranslation('charger')
  const only = connectors.length === 1 ? connectors[0] : undefined
  // In 1.6 every connector is an EVSE of the same number: once is enough.
  if (!only || only.connector === 1 || only.connector === evse) return t('evse.label', { evse })
  return t('evse.labelConnector', { evse, connector: only.connector })
}

interface ConnectorStatusProps {
  row: ChargerRow
  connector: ConnectorRow
  named: boolean
}

function ConnectorStatus({ row, connector, named }: ConnectorStatusProps) {
  const { t } = useTranslation('charger')
  const words = useOcppWords()
  const { errorCode, since } = connector
  const status = shownStatus(row, connector)
  const hasError = errorCode !== null && errorCode !== 'NoError'
  return (
    <div className={classes.connector}>
      <div className={classes.connectorLine}>
        {named && <span className={classes.dim}>{t('evse.connector', { connector: connector.connector })}</span>}
        <StatusBadge status={status} reported={connector.status} plain={!row.connected} />
        {since !== null && (
          <span className={classes.dim}>
            <Age at={since} bare />
          </span>
        )}
      </div>
      <div className={classes.meaning}>{words.statusMeaning(status)}</div>
      {hasError && (
        <div className={classes.fault} role="note">
          <strong>{words.errorWord(errorCode)}</strong> <span>{words.errorMeaning(errorCode)}</span>
        </div>
      )}
    </div>
  )
}

function Running({ connector, session }: { connector: ConnectorRow; session: SessionRow | undefined }) {
  const { t } = useTranslation('charger')
  const startedAt = session?.startedAt ?? null
  const duration = useOfServerNow((nowMs) => (startedAt === null ? '–' : durationWords(nowMs - Date.parse(startedAt))))
  const who = [session?.vehicle, session?.card].filter((text) => text !== null && text !== undefined)
  return (
    <div className={classes.running}>
      <dl className={classes.measures}>
        <Measure label={t('evse.power')} big>
          <Power watts={connector.powerW} />
        </Measure>
        <Measure label={t('evse.energy')} big>
          <Energy wattHours={connector.energyWh} />
        </Measure>
        <Measure label={t('evse.duration')} big>
          <span className="numbers">{duration}</span>
        </Measure>
        {connector.socPercent !== null && (
          <Measure label={t('evse.soc')}>
            <SocBar percent={connector.socPercent} label={t('evse.soc')} />
          </Measure>
        )}
      </dl>
      <PageLink to={`/sessions/${connector.sessionId}`} className={classes.sessionLink}>
        {t('evse.session')}
        {who.length > 0 && `: ${who.join(' · ')}`}
      </PageLink>
    </div>
  )
}

function Measure({ label, big, children }: { label: string; big?: boolean; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd data-big={big || undefined}>{children}</dd>
    </div>
  )
}

function LivePower({ evse, points }: { evse: number; points: readonly PowerPoint[] }) {
  const { t } = useTranslation('charger')
  const toMs = useOfServerNow((nowMs) => Math.floor(nowMs / 5_000) * 5_000)
  const times = points.map(({ ms }) => ms)
  const last = times.at(-1) ?? toMs
  return (
    <Plot
      label={`${t('now.power')}, ${t('now.evse', { evse })}`}
      times={times}
      series={[
        { label: t('evse.power'), values: points.map(({ powerW }) => powerW), format: formatPower, filled: true },
      ]}
      fromMs={Math.max(toMs, last) - windowMs}
      toMs={Math.max(toMs, last)}
      height={120}
    />
  )
}

function isAbout(
  command: { kind: string; params: Record<string, unknown> },
  evse: number,
  connectors: readonly ConnectorRow[],
): boolean {
  if (command.kind === 'reset' || command.kind === 'trigger') return false
  const session = command.params.sessionId
  if (typeof session === 'number' && connectors.some(({ sessionId }) => sessionId === session)) return true
  const target = targetOf(command)
  if (target === null) return false
  return command.kind === 'start' || command.kind === 'stop'
    ? target === evse
    : connectors.some(({ number }) => number === target)
}
