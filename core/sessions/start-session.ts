import { createHash } from 'node:crypto'
import { type Authorization, authorize } from '../authorization/authorize.ts'
import { withOneSession } from '../authorization/one-session.ts'
import { type Decision, foldUid } from '../authorization/token.ts'
import type { ChargerWork, Uses } from '../context.ts'
import { placeInTime } from '../metering/clock.ts'
import { withReservations } from '../reservations/refuse-others.ts'
import type { Reservation } from '../reservations/reservation.ts'
import { blankSession, missingStopGrace } from './blank-session.ts'
import { joinEvidence, type StartEvidence, withFlag, withStart } from './evidence.ts'
import type { SessionStart } from './reports.ts'
import type { Session, SessionToken } from './session.ts'
import { finish, settle } from './settle.ts'

export type StartedSession = {
  session: Session
  decision: Decision
  groupId: string | null
  expiresAt: Temporal.Instant | null
  /** What was reserved at the charger when it began. */
  reserved: readonly Reservation[]
}

/**
 * Opens a session when an OCPP 1.6 charger reports that charging has begun.
 *
 * A charger that missed our reply reports the same start again and gets the session it already has, and the decision
 * of the first time. A refused token still opens a session: the charger may have begun, and the energy has to
 * be accounted for. A stop that came before its start is joined, which ends the session at once.
 */
export async function startSession(
  ctx: Uses<'findToken' | 'isChargingElsewhere' | 'now' | 'chargerWork' | 'reservations'>,
  start: SessionStart,
): Promise<StartedSession> {
  const { authorization, reserved } = await authorizeStart(ctx, start)

  const started = await ctx.chargerWork(start.charger, async (work) => {
    const startKey = startKeyOf(start)
    const known = await work.sessions.findByStart(startKey)
    if (known && isRepeat(known, start, work.receivedAt)) return answerFor(known, authorization)

    const session = await openSession(work, start, startKey, authorization)
    const orphan = matchingOrphan(work.sessions.open(), session)
    const superseded = supersededBy(session, work.sessions.open())
    for (const older of superseded.older) await supersede(work, older)

    const { id, evse, connector } = session
    work.addFact({ kind: 'session.started', subjectId: id, body: { evse, connector } })
    if (orphan) return answerFor(await joinOrphan(work, session, orphan), authorization)
    if (superseded.isItself) return answerFor(await supersede(work, session), authorization)
    return answerFor(await settle(work, session, session.evidence), authorization)
  })
  return { ...started, reserved }
}

/** What a charger kept while it was offline has happened: only of a start of now it counts what runs elsewhere now. */
async function authorizeStart(
  ctx: Uses<'findToken' | 'isChargingElsewhere' | 'now' | 'reservations'>,
  start: SessionStart,
): Promise<{ authorization: Authorization; reserved: Reservation[] }> {
  const { charger, connector, startedAt, tokenUid, reservationId } = start
  const [authorization, reserved] = await Promise.all([
    authorize(ctx, tokenUid),
    ctx.reservations.ofCharger(charger.id),
  ])
  const now = ctx.now()
  const isLive = startedAt === null || Math.abs(now.epochMilliseconds - startedAt.epochMilliseconds) <= liveWithinMs
  if (!isLive) return { authorization, reserved }
  const judged = withReservations(authorization, reserved, { evse: connector, reservationId, at: now })
  const place = { charger, evse: connector, wireId: null, at: now }
  return { authorization: await withOneSession(ctx, judged, place), reserved }
}

/** Tells a repeated start from a new one, in whatever case its token is spelled. */
export function startKeyOf(start: Omit<SessionStart, 'charger'>): Buffer {
  const stamp = stampOf(start.startedAt)
  const content = [
    start.connector,
    foldUid(start.tokenUid),
    start.startedAt?.epochMilliseconds ?? null,
    start.meterStartWh.toFixed(),
  ]
  return createHash('sha256')
    .update(JSON.stringify(stamp === null ? [...content, start.reservationId] : content))
    .digest()
}

/** The same content is the same start for 30 days; without a usable time, for ten minutes. */
export function isRepeat(
  known: Pick<Session, 'openedAt'>,
  start: Pick<SessionStart, 'startedAt'>,
  receivedAt: Temporal.Instant,
): boolean {
  const days = 24 * 60 * 60_000
  const lifetimeMs = stampOf(start.startedAt) === null ? 10 * 60_000 : 30 * days
  return receivedAt.epochMilliseconds - known.openedAt.epochMilliseconds <= lifetimeMs
}

/**
 * The one stop that came before this start: same token, not before it, and on no other EVSE. Null when there are two,
 * for none of them is known to be it.
 */
export function matchingOrphan(sessions: readonly Session[], session: Session): Session | null {
  const startedMs = session.evidence.start?.at
  const uid = session.token?.uid
  if (startedMs === undefined || uid === undefined) return null
  const matching = sessions.filter(({ state, evse, evidence: { start, stop } }) => {
    if (state !== 'unknown' || start !== null || stop === null || stop.tokenUid === null) return false
    const isElsewhere = evse !== null && evse !== session.evse
    return !isElsewhere && foldUid(stop.tokenUid) === foldUid(uid) && stop.at >= startedMs
  })
  return matching.length === 1 ? matching[0]! : null
}

/**
 * Of two sessions that are open on one EVSE, the one that started last goes on, which is not always the one that was
 * reported last: those that give way to this one, and whether it gives way itself.
 */
export function supersededBy(
  session: Session,
  others: readonly Session[],
): { older: readonly Session[]; isItself: boolean } {
  const rivals = others.filter(
    (other) =>
      other.state === 'active' && other.wireFamily === '1.6' && other.evse === session.evse && other.id !== session.id,
  )
  return {
    older: rivals.filter((other) => startedMs(other) <= startedMs(session) && !isSuperseded(other)),
    isItself: rivals.some((other) => startedMs(other) > startedMs(session)),
  }
}

export function isSuperseded({ evidence }: Session): boolean {
  return evidence.flags.includes('superseded')
}

/** The token as it was presented, with what it belonged to at that time. */
export function presentedToken(shown: { uid: string; type: string | null }, { token }: Authorization): SessionToken {
  return {
    uid: shown.uid,
    type: token?.type ?? shown.type ?? 'OTHER',
    tokenId: token?.id ?? null,
    vehicleId: token?.vehicleId ?? null,
    groupId: token?.groupId ?? null,
  }
}

/** Keeps a session open for the stop that may still be on its way, and closes it after that. */
async function supersede(work: ChargerWork, session: Session): Promise<Session> {
  const closeDueAt = work.receivedAt.add(missingStopGrace)
  return settle(work, { ...session, closeDueAt }, withFlag(session.evidence, 'superseded'))
}

async function openSession(
  work: ChargerWork,
  start: SessionStart,
  startKey: Buffer,
  authorization: Authorization,
): Promise<Session> {
  const { id, wireId } = await work.sessions.newIds()
  const session = blankSession(work, id, { family: '1.6', id: String(wireId) })
  const evidence = withStart(session.evidence, startEvidenceOf(work, start))
  return {
    ...session,
    // In 1.6 a connector is an EVSE of its own.
    evse: start.connector > 0 ? start.connector : null,
    connector: start.connector > 0 ? 1 : null,
    startKey,
    token: presentedToken({ uid: start.tokenUid, type: null }, authorization),
    decision: authorization.decision,
    // What a charger reports before it has booted and is let in has to be looked at before it is billed (S10).
    evidence:
      work.hasBooted && work.charger.registration === 'accepted' ? evidence : withFlag(evidence, 'before-registration'),
  }
}

/** A start that comes five minutes late was kept while the charger was offline, or its clock is wrong. */
const liveWithinMs = 5 * 60_000

function startEvidenceOf(work: ChargerWork, start: SessionStart): StartEvidence {
  const { at, flags } = placeInTime(start.startedAt, work.receivedAt, work.clock.offsetMs)
  const estimated = flags.includes('time-estimated')
  return {
    at: at.epochMilliseconds,
    estimated,
    meterWh: start.meterStartWh.toFixed(),
    reservationId: start.reservationId,
    live: !estimated && Math.abs(work.receivedAt.epochMilliseconds - at.epochMilliseconds) <= liveWithinMs,
  }
}

/** A stop kept for a start that comes now ends the session in the same step; its own row remembers that it was used. */
async function joinOrphan(work: ChargerWork, session: Session, orphan: Session): Promise<Session> {
  await settle(work, { ...orphan, state: 'expired', closeDueAt: null }, withFlag(orphan.evidence, 'joined'))
  return finish(work, session, joinEvidence(session.evidence, orphan.evidence))
}

function answerFor(session: Session, authorization: Authorization): Omit<StartedSession, 'reserved'> {
  const decision = session.decision ?? authorization.decision
  return {
    session,
    decision,
    groupId: session.token?.groupId ?? authorization.groupId,
    expiresAt: decision === authorization.decision ? authorization.expiresAt : null,
  }
}

function startedMs(session: Session): number {
  return session.evidence.start?.at ?? session.openedAt.epochMilliseconds
}

// Z-02: a charger that has not set its clock yet stamps everything alike.
function stampOf(startedAt: Temporal.Instant | null): number | null {
  const ms = startedAt?.epochMilliseconds ?? null
  return ms === null || ms < Date.UTC(2015, 0, 1) ? null : ms
}
