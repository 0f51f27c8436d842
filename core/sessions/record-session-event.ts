import { type Authorization, authorize } from '../authorization/authorize.ts'
import { withOneSession } from '../authorization/one-session.ts'
import { type Decision, foldUid, writtenUid } from '../authorization/token.ts'
import type { Evse } from '../chargers/charger.ts'
import type { ChargerWork, PlacedReading, Uses } from '../context.ts'
import { placeInTime } from '../metering/clock.ts'
import { placeReadings } from '../metering/place-readings.ts'
import { withReservations } from '../reservations/refuse-others.ts'
import type { Reservation } from '../reservations/reservation.ts'
import { blankSession, longestSilence } from './blank-session.ts'
import { hasSeqNo, isGapFree, type SessionEvidence, withEvent, withFlag, withReadings } from './evidence.ts'
import { notOngoing } from './learn-transaction-status.ts'
import { gapShown } from './missing-events.ts'
import type { SessionEventReport } from './reports.ts'
import type { Session } from './session.ts'
import { finish, settle } from './settle.ts'
import { presentedToken } from './start-session.ts'

/** `decision` is null when the event carried no token. */
export type EventAnswer = {
  decision: Decision | null
  groupId: string | null
  expiresAt: Temporal.Instant | null
  session: Session
  /** Events that this one has shown to be missing. */
  gap: 'gap' | 'gap-at-end' | null
  /** What came of it matters anew to the price: charging began, paused, went on or ended. */
  chargingChanged: boolean
  /** What is reserved at the charger; null when this event did not have to know. */
  reserved: readonly Reservation[] | null
}

const nothingNew = { gap: null, chargingChanged: false }

/**
 * Takes in one OCPP 2.x TransactionEvent. The order of arrival does not matter: a session begins with whatever event
 * comes first, and is finished when its end is there and nothing between start and end is missing.
 *
 * The same event again changes nothing and gets the same answer; another one with its number is kept and flagged
 * . A late event corrects a finished session and never opens it again.
 */
export async function recordSessionEvent(
  ctx: Uses<'findToken' | 'isChargingElsewhere' | 'now' | 'chargerWork' | 'reservations' | 'settings'>,
  told: SessionEventReport,
): Promise<EventAnswer> {
  const [shown, reserved] = await Promise.all([
    told.token && authorize(ctx, told.token.uid, told.token.type),
    told.token && mayBegin(told) ? ctx.reservations.ofCharger(told.charger.id) : null,
  ])
  const report = { ...told, token: told.token && { ...told.token, uid: writtenUid(told.token) } }

  const answer = await ctx.chargerWork(report.charger, async (work) => {
    const named = await work.sessions.findByWireId('2', report.wireId)
    const isReused = named !== undefined && usesIdAgain(named, report, work.receivedAt)
    const known = isReused ? undefined : named
    const sameNumber =
      known && hasSeqNo(known.evidence, report.seqNo) ? await work.sessions.eventsAt(known, report.seqNo) : []
    if (known && sameNumber.some((hash) => hash.equals(report.contentHash))) {
      return { ...answerFor(known, report, shown), ...nothingNew }
    }

    const before = known ?? (await newSession(work, report, isReused ? named.epoch + 1 : 0))
    const authorization = shown && (await judged(ctx, { shown, reserved }, before, report))
    const evidence = takeIn(work, before, report)
    const after = withSaid(before, sameNumber.length > 0 ? withFlag(evidence, 'seq-repeated') : evidence, {
      work,
      report,
      authorization,
      // Chargers with little memory drop some events.
      gapGraceHours: ctx.settings.gapGraceHours,
    })
    if (!known && !report.offline) {
      const { id, evse, connector } = after
      work.addFact({ kind: 'session.started', subjectId: id, body: { evse, connector } })
    }
    return {
      ...answerFor(await keep(work, before, after), report, authorization),
      gap: gapShown(before.evidence, after.evidence),
      chargingChanged: before.evidence.chargingState?.value !== after.evidence.chargingState?.value,
    }
  })
  return { ...answer, reserved }
}

/** What a charger kept while it was offline has happened. */
function mayBegin({ offline, type }: SessionEventReport): boolean {
  return !offline && type !== 'Ended'
}

/** A session's first token has to be one that may have sessions; whatever comes later may only end it. */
async function judged(
  ctx: Uses<'isChargingElsewhere' | 'now'>,
  { shown, reserved }: { shown: Authorization; reserved: readonly Reservation[] | null },
  { evidence, evse }: Session,
  report: SessionEventReport,
): Promise<Authorization> {
  if (evidence.token !== null) return shown
  // A-08, C16: a master pass has no session of its own.
  if (shown.decision === 'accepted' && shown.token?.masterPass)
    return { ...shown, decision: 'blocked', expiresAt: null }
  if (!mayBegin(report)) return shown
  const { charger, wireId, reservationId } = report
  const place = { evse: report.evse ?? evse, at: ctx.now() }
  const admitted = withReservations(shown, reserved ?? [], { ...place, reservationId })
  return withOneSession(ctx, admitted, { charger, wireId, ...place })
}

/**
 * Does a start give the id of a finished session to another one? Ids begin anew when a charger is reset or its board
 * swapped. Its own start came before its end, and has come already.
 */
export function usesIdAgain(
  known: Pick<Session, 'state' | 'evidence' | 'record'>,
  { type, at }: Pick<SessionEventReport, 'type' | 'at'>,
  receivedAt: Temporal.Instant,
): boolean {
  const { state, evidence, record } = known
  if (type !== 'Started' || state !== 'finished' || evidence.startedSeqNo === null || record.endedAt === null)
    return false
  return Temporal.Instant.compare(placeInTime(at, receivedAt, evidence.clockOffsetMs).at, record.endedAt) > 0
}

/** What is to be done with a session after an event. Readings and sequence numbers are stored on their own. */
export function decideEvent(before: Session, after: Session): 'finish' | 'correct' | 'save' | 'hold' {
  if (before.state !== 'active') return after.evidence === before.evidence ? 'hold' : 'correct'
  if (isGapFree(after.evidence)) return 'finish'
  if (before.version === 0 || before.closeDueAt !== after.closeDueAt) return 'save'
  return tellsMore(before, after) ? 'save' : 'hold'
}

/** The connector that an event speaks of; told by the EVSE alone when it has no other. */
export function connectorOf(evses: readonly Evse[], evse: number | null, connector: number | null): number | null {
  if (connector !== null || evse === null) return connector
  const connectors = evses.find((one) => one.number === evse)?.connectors ?? []
  return connectors.length === 1 ? connectors[0]!.ocpp : null
}

async function keep(work: ChargerWork, before: Session, after: Session): Promise<Session> {
  switch (decideEvent(before, after)) {
    case 'finish':
      return finish(work, after, after.evidence)
    case 'correct':
    case 'save':
      return settle(work, after, after.evidence)
    case 'hold':
      if (after.state === 'active') work.sessions.hold(after)
      return after
  }
}

async function newSession(work: ChargerWork, report: SessionEventReport, epoch: number): Promise<Session> {
  const { id } = await work.sessions.newIds()
  return { ...blankSession(work, id, { family: '2', id: report.wireId }), epoch }
}

/** Stores the event and its readings, and gives the evidence that includes them. */
function takeIn(work: ChargerWork, session: Session, report: SessionEventReport): SessionEvidence {
  const { at, flags } = placeInTime(report.at, work.receivedAt, session.evidence.clockOffsetMs)
  const { seqNo, contentHash, type, trigger, chargingState } = report
  work.sessions.addEvent({ sessionId: session.id, seqNo, contentHash, type, trigger, chargingState, at })

  const readings: PlacedReading[] = placeReadings(report.readings, {
    receivedAt: work.receivedAt,
    offsetMs: session.evidence.clockOffsetMs,
    messageAt: report.at,
    session: { id: session.id, evse: report.evse ?? session.evse, connector: report.connector ?? session.connector },
  })
  for (const reading of readings) work.addReading(reading)

  const placed = { ...report, at: flags.includes('time-estimated') ? null : report.at, placedAt: at }
  return withEvent(withReadings(session.evidence, readings), placed)
}

/** The session with what is sent once: EVSE, connector and token stay when an event does not repeat them. */
function withSaid(
  session: Session,
  evidence: SessionEvidence,
  {
    work,
    report,
    authorization,
    gapGraceHours,
  }: {
    work: ChargerWork
    report: SessionEventReport
    authorization: Authorization | null
    gapGraceHours: number
  },
): Session {
  const evse = evidence.evse?.value ?? null
  const isFirstToken = authorization !== null && report.token !== null && evidence.token !== session.evidence.token
  const closeDueAt = () => {
    if (session.evidence.endedSeqNo !== null) return session.closeDueAt
    if (evidence.endedSeqNo !== null) return work.receivedAt.add({ hours: gapGraceHours })
    // the charger denied it, and speaks of it all the same.
    return evidence.flags.includes(notOngoing) ? work.receivedAt.add(longestSilence) : session.closeDueAt
  }
  return {
    ...session,
    evidence,
    evse,
    connector: connectorOf(work.evses, evse, evidence.connector?.value ?? null),
    token: isFirstToken ? presentedToken(report.token!, authorization) : session.token,
    decision: isFirstToken ? authorization.decision : session.decision,
    lastMessageAt: work.receivedAt,
    closeDueAt: session.state === 'active' ? closeDueAt() : session.closeDueAt,
  }
}

/** Did the event tell more than what is stored of every reading and event anyway? */
function tellsMore(before: Session, after: Session): boolean {
  const [was, is] = [before.evidence, after.evidence]
  return (
    was.start !== is.start ||
    was.stop !== is.stop ||
    was.otherStops !== is.otherStops ||
    was.evse !== is.evse ||
    was.connector !== is.connector ||
    was.token !== is.token ||
    was.lastToken !== is.lastToken ||
    was.chargingState?.value !== is.chargingState?.value ||
    was.pluggedAt !== is.pluggedAt ||
    was.poweredAt !== is.poweredAt ||
    was.unpluggedAt !== is.unpluggedAt ||
    was.hasSigned !== is.hasSigned ||
    was.flags !== is.flags
  )
}

/** A token is judged anew each time it is shown, except that a repeated event hears what it heard before. */
function answerFor(
  session: Session,
  report: SessionEventReport,
  authorization: Authorization | null,
): Omit<EventAnswer, keyof typeof nothingNew | 'reserved'> {
  if (authorization === null || report.token === null) {
    return { decision: null, groupId: null, expiresAt: null, session }
  }
  const isFirst = session.evidence.token?.seqNo === report.seqNo && session.token !== null
  const isSame = isFirst && foldUid(session.token!.uid) === foldUid(report.token.uid)
  const decision = isSame ? (session.decision ?? authorization.decision) : authorization.decision
  return {
    decision,
    groupId: isSame ? session.token!.groupId : authorization.groupId,
    expiresAt: decision === authorization.decision ? authorization.expiresAt : null,
    session,
  }
}
