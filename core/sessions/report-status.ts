import { hash } from 'node:crypto'
import type { ConnectorState } from '../chargers/charger.ts'
import type { ChargerRef, ChargerWork, Uses } from '../context.ts'
import { placeInTime } from '../metering/clock.ts'
import { hearClock } from '../metering/place-readings.ts'
import { loseReservations, renewReservations } from '../reservations/lose-reservations.ts'
import { longestSilence, missingStopGrace } from './blank-session.ts'

/** What an EVSE, a connector or the whole charger says of itself, translated from its OCPP version. */
export type StatusInput = { charger: ChargerRef } & Omit<ConnectorState, 'changedAt' | 'reportKey'>

/**
 * Takes in what an EVSE, a connector or the whole charger (EVSE 0) says of itself.
 *
 * A report that is older than the known state is kept as history only (Z-05), and a repeated one changes nothing. A
 * connector that nobody told us of is made (I-01). An error code beside a status other than Faulted is kept as it is
 * and means no fault (I-02).
 */
export async function reportStatus(
  ctx: Uses<'chargerLink' | 'chargerWork' | 'now' | 'reservations' | 'settings' | 'transaction'>,
  input: StatusInput,
): Promise<void> {
  const { isMissing, meaning } = await ctx.chargerWork(input.charger, (work) => {
    const current = work.connectorState(input.evse, input.connector)
    const reportKey = reportKeyOf(input, work.messageId)
    if (current?.reportKey.equals(reportKey)) return { isMissing: false, meaning: null }

    const { at, flags } = placeInTime(input.reportedAt, work.receivedAt, work.clock.offsetMs)
    const state: ConnectorState = {
      ...shownOf(input),
      reportedAt: flags.includes('time-estimated') ? null : input.reportedAt,
      changedAt: work.receivedAt,
      reportKey,
    }
    work.addStatusReport({ ...state, at })
    const isNews = !isOutdated(current, state)
    if (isNews) {
      hearClock(work, input.reportedAt)
      setCurrent(work, current, state)
    }
    const meaning = isNews ? meaningForReservations(work, current, state) : null
    return { isMissing: isUnknownConnector(work, input), meaning }
  })
  if (isMissing) await addConnector(ctx, input.charger, input)
  if (meaning === 'unusable') await loseReservations(ctx, input.charger, input)
  if (meaning === 'free') await renewReservations(ctx, input.charger, input.evse)
}

/**
 * What a change says of what is reserved there: that it cannot be kept, or that the charger has lost it.
 * Null for all others, so that the usual report reads nothing.
 */
function meaningForReservations(
  work: ChargerWork,
  current: ConnectorState | undefined,
  state: ConnectorState,
): 'unusable' | 'free' | null {
  if (current?.status === state.status) return null
  if (current?.status === 'Reserved' && state.status === 'Available' && state.evse > 0) return 'free'
  if (!unusable.has(state.status)) return null
  // An EVSE with another connector that works is still one.
  const others = [...work.connectorStates()].filter(
    (one) => one.evse === state.evse && one.connector !== state.connector,
  )
  return others.every(({ status }) => unusable.has(status)) ? 'unusable' : null
}

const unusable = new Set(['Faulted', 'Unavailable'])

/** The same report, sent again, has the same key; one without a time is the same only in the same message. */
export function reportKeyOf(input: Omit<StatusInput, 'charger'>, messageId: string | null): Buffer {
  const { evse, connector, status, errorCode, vendorId, vendorErrorCode, info, reportedAt } = input
  const time = reportedAt === null ? ['message', messageId] : ['time', reportedAt.epochMilliseconds]
  const content = [evse, connector, status, errorCode, vendorId, vendorErrorCode, info, ...time]
  return hash('sha256', JSON.stringify(content), 'buffer').subarray(0, 16)
}

/**
 * Is the report older than what we know (Z-05)? Equal and absent times go by arrival. A stamp from the future counts
 * as its arrival, so that a clock that is put right does not freeze the state.
 */
export function isOutdated(
  current: Pick<ConnectorState, 'reportedAt' | 'changedAt'> | undefined,
  report: Pick<ConnectorState, 'reportedAt' | 'changedAt'>,
): boolean {
  if (!current?.reportedAt || !report.reportedAt) return false
  return happenedMs(report) < happenedMs(current)
}

function setCurrent(work: ChargerWork, current: ConnectorState | undefined, state: ConnectorState): void {
  work.setConnectorState(state)
  if (current?.status === state.status) return
  if (state.evse > 0) watchSessions(work, state) // I-03: the whole charger's status says nothing of one connector
}

/** A session on a free connector waits for its stop, and goes on when the connector charges again. */
function watchSessions(work: ChargerWork, state: ConnectorState): void {
  const open = work.sessions.open().filter(({ wireFamily, state: is, evse, evidence }) => {
    const isEarlier = (evidence.start?.at ?? 0) <= happenedMs(state)
    return wireFamily === '1.6' && is === 'active' && evse === state.evse && isEarlier
  })
  const soon = work.receivedAt.add(missingStopGrace)
  for (const session of open) {
    const isWaiting = session.closeDueAt !== null && Temporal.Instant.compare(session.closeDueAt, soon) <= 0
    if (state.status === 'Available' && !isWaiting) work.sessions.save({ ...session, closeDueAt: soon })
    const isSuperseded = session.evidence.flags.includes('superseded')
    if (chargesOn.has(state.status) && isWaiting && !isSuperseded) {
      work.sessions.save({ ...session, closeDueAt: work.receivedAt.add(longestSilence) })
    }
  }
}

const chargesOn = new Set(['Charging', 'SuspendedEV', 'SuspendedEVSE'])

function happenedMs({ reportedAt, changedAt }: Pick<ConnectorState, 'reportedAt' | 'changedAt'>): number {
  const arrivedMs = changedAt.epochMilliseconds
  return Math.min(reportedAt?.epochMilliseconds ?? arrivedMs, arrivedMs)
}

function shownOf({ evse, connector, status, errorCode, vendorId, vendorErrorCode, info }: StatusInput) {
  return { evse, connector, status, errorCode, vendorId, vendorErrorCode, info }
}

/** Numbers above 255 are a charger's mistake; their reports are kept, but nothing is built for them. */
const highestConnector = 255

function isUnknownConnector(work: ChargerWork, { evse, connector }: StatusInput): boolean {
  const isPlace = evse > 0 && connector > 0 && evse <= highestConnector && connector <= highestConnector
  if (!isPlace) return false
  return !work.evses.some((one) => one.number === evse && one.connectors.some(({ ocpp }) => ocpp === connector))
}

async function addConnector(ctx: Uses<'transaction'>, charger: ChargerRef, { evse, connector }: StatusInput) {
  await ctx.transaction(async (tx) => {
    await tx.chargers.addConnector(charger, evse, connector)
    await tx.audit('connector.added', charger.identity, { evse, connector })
  })
}
