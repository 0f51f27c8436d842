import type { ChargerWork, PlacedReading, Uses } from '../context.ts'
import { hearClock, placeReadings } from '../metering/place-readings.ts'
import { blankSession } from './blank-session.ts'
import { withFlag, withReadings } from './evidence.ts'
import type { MeterReport } from './reports.ts'
import type { Session } from './session.ts'
import { settle } from './settle.ts'

/** A session and how sure it is that the readings are its own. */
type Attached = { session: Session; isAssumed: boolean }

/**
 * Keeps what a meter showed, and adds it to the session that it belongs to.
 *
 * Readings of an open session are durable by themselves, so the session is only held, not stored. Those of a finished
 * one correct its record and never open it again. A number that we do not know, of a connector that is
 * charging, opens a session of its own. The main meter belongs to no session, whatever the charger says (V-10).
 */
export function recordMeterValues(ctx: Uses<'chargerWork'>, report: MeterReport): Promise<void> {
  return ctx.chargerWork(report.charger, (work) => {
    hearPeriodic(work, report)
    const onlyConnector = meantConnector(work, report)
    if (onlyConnector) return keep(work, ...onlyConnector)
    const attached = attachedOpen(work.sessions.open(), report, work.receivedAt)
    if (attached || report.evse === 0 || report.wireId === null || report.wireId <= 0)
      return keep(work, report, attached)
    return keepNamed(work, report, report.wireId)
  })
}

/**
 * The session that these readings belong to, among those held. Without a usable number it is the one that runs on
 * the EVSE (V-11) or, in 1.6, that ended there in the last ten minutes.
 */
export function attachedOpen(
  sessions: readonly Session[],
  { evse, wireId }: Pick<MeterReport, 'evse' | 'wireId'>,
  receivedAt: Temporal.Instant,
): Attached | null {
  if (evse === 0 || sessions.length === 0) return null
  if (wireId !== null && wireId > 0) {
    const text = String(wireId)
    const named = sessions.find((session) => session.wireId === text && session.wireFamily === '1.6')
    return named ? { session: named, isAssumed: false } : null
  }
  const here = sessions.filter((session) => session.wireFamily === '1.6' && session.evse === evse)
  const session =
    latestStarted(here.filter(isActive)) ?? latestStarted(here.filter((one) => endedLately(one, receivedAt)))
  return session ? { session, isAssumed: true } : null
}

/**
 * Some chargers with a single connector speak of it as 0, the number of the main meter (KEBA KeContact P30, V-10). When
 * they name its session, and nothing else has told what that meter shows, the connector is meant.
 */
function meantConnector(work: ChargerWork, report: MeterReport): [MeterReport, Attached] | null {
  if (report.evse !== 0 || report.wireId === null || report.wireId <= 0) return null
  const [evse, ...others] = work.evses
  if (evse === undefined || others.length > 0 || evse.connectors.length !== 1) return null
  const attached = attachedOpen(work.sessions.open(), { evse: evse.number, wireId: report.wireId }, work.receivedAt)
  if (!attached || attached.session.evse !== evse.number || !isUnmetered(attached.session)) return null
  const evidence = withFlag(attached.session.evidence, ofMainMeter)
  const place = { evse: evse.number, connector: evse.connectors[0]!.ocpp }
  const readings = report.readings.map((reading) => ({ ...reading, ...place }))
  return [
    { ...report, ...place, readings },
    { ...attached, session: { ...attached.session, evidence } },
  ]
}

/** Its own connector has shown no register. */
function isUnmetered({ evidence }: Session): boolean {
  const { registers, begin, flags } = evidence
  return flags.includes(ofMainMeter) || (registers.first === null && registers.zeroFrom === null && begin === null)
}

const ofMainMeter = 'main-meter'

/** Does a connector in this state charge a session that we were not told of? */
export function isCharging(status: string | undefined): boolean {
  return status === 'Charging' || status === 'SuspendedEV' || status === 'SuspendedEVSE'
}

async function keepNamed(work: ChargerWork, report: MeterReport, wireId: number): Promise<void> {
  const known = await work.sessions.findByWireId('1.6', String(wireId))
  if (known) return keep(work, report, { session: known, isAssumed: false })

  const adopted = adoptable(work, report) ? await adopt(work, report, wireId) : null
  return keep(work, report, adopted && { session: adopted, isAssumed: false })
}

function keep(work: ChargerWork, report: MeterReport, attached: Attached | null): void | Promise<void> {
  const readings = placeReadings(report.readings, {
    receivedAt: work.receivedAt,
    offsetMs: attached ? attached.session.evidence.clockOffsetMs : work.clock.offsetMs,
    session: attached?.session ?? null,
    isAssumed: attached?.isAssumed,
  })
  for (const reading of readings) work.addReading(reading)
  return attached ? addTo(work, attached.session, readings) : undefined
}

function addTo(work: ChargerWork, session: Session, readings: readonly PlacedReading[]): void | Promise<void> {
  const evidence = withReadings(session.evidence, readings)
  if (isActive(session)) {
    const next = { ...session, evidence, lastMessageAt: work.receivedAt }
    // That there are signed values, and flags, are not told by the readings alone.
    const stored = work.sessions.open().find(({ id }) => id === session.id)?.evidence
    if (evidence.hasSigned === stored?.hasSigned && evidence.flags === stored.flags) work.sessions.hold(next)
    else work.sessions.save(next)
    return
  }
  if (evidence === session.evidence) return
  return settle(work, session, evidence).then(() => undefined)
}

/** Where another session runs it is not for us to say which of the two the energy belongs to. */
function adoptable(work: ChargerWork, report: MeterReport): boolean {
  const isBusy = work.sessions.open().some((session) => isActive(session) && session.evse === report.evse)
  return !isBusy && isCharging(work.connectorState(report.evse, report.connector ?? 1)?.status)
}

async function adopt(work: ChargerWork, report: MeterReport, wireId: number): Promise<Session> {
  const { id } = await work.sessions.newIds()
  const blank = blankSession(work, id, { family: '1.6', id: String(wireId) })
  // Its number is none of ours, and one of ours may come to be the same: it lives in an epoch of its own.
  const session: Session = { ...blank, epoch: -1, evse: report.evse, connector: report.connector ?? 1 }
  work.addFact({ kind: 'session.started', subjectId: id, body: { evse: session.evse, connector: session.connector } })
  work.addFact({ kind: 'session.flagged', subjectId: id, body: { flag: 'adopted' } })
  return settle(work, session, withFlag(session.evidence, 'adopted'))
}

// A charger that was offline sends what it kept in one go; one instant at a time is how it speaks while it is online.
function hearPeriodic(work: ChargerWork, { readings }: MeterReport): void {
  const reading = readings[0]
  if (readings.length === 1 && reading?.context === 'Sample.Periodic') hearClock(work, reading.reportedAt)
}

function isActive({ state }: Session): boolean {
  return state === 'active'
}

function endedLately({ state, record, lastMessageAt }: Session, receivedAt: Temporal.Instant): boolean {
  if (state !== 'finished' || record.endedAt === null) return false
  return receivedAt.epochMilliseconds - lastMessageAt.epochMilliseconds <= 10 * 60_000
}

function latestStarted(sessions: readonly Session[]): Session | undefined {
  return sessions.reduce<Session | undefined>(
    (latest, one) => (latest === undefined || startOf(one) >= startOf(latest) ? one : latest),
    undefined,
  )
}

function startOf({ evidence, openedAt }: Session): number {
  return evidence.start?.at ?? openedAt.epochMilliseconds
}
