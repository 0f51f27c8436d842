import { createHash } from 'node:crypto'
import { type Authorization, authorize } from '../authorization/authorize.ts'
import { type Decision, foldUid } from '../authorization/token.ts'
import type { ChargerWork, PlacedReading, Uses } from '../context.ts'
import { placeInTime } from '../metering/clock.ts'
import { placeReadings } from '../metering/place-readings.ts'
import { blankSession } from './blank-session.ts'
import { type StopEvidence, sameStop, withFlag, withOtherStop, withReadings, withStop } from './evidence.ts'
import type { SessionStop } from './reports.ts'
import type { Session } from './session.ts'
import { finish, settle } from './settle.ts'

/** All null when the stop carried no token: then there is nothing to say of one. */
export type StopAnswer = {
  decision: Decision | null
  groupId: string | null
  expiresAt: Temporal.Instant | null
  /** Its start is not known (yet). */
  isOrphan: boolean
}

/**
 * Ends a session when an OCPP 1.6 charger reports its stop.
 *
 * The session is the one that the stop names; a placeholder (0 or negative) is resolved by token and time, when only
 * one session can be meant. Any other stop is kept as an orphan, with all that it said, until its start comes
 * nothing is refused, and no session is closed for a number that is not its own. A repeat changes nothing; of
 * two different stops the first counts.
 */
export async function stopSession(
  ctx: Uses<'findToken' | 'now' | 'chargerWork'>,
  stop: SessionStop,
): Promise<StopAnswer> {
  const authorization = stop.tokenUid === null ? null : await authorize(ctx, stop.tokenUid)

  const isOrphan = await ctx.chargerWork(stop.charger, async (work) => {
    const named = stop.wireId > 0 ? await work.sessions.findByWireId('1.6', String(stop.wireId)) : undefined
    if (named) {
      await end(work, named, stop, authorization)
      return false
    }

    const orphanId = orphanIdOf(stop)
    if (await work.sessions.findByWireId('1.6', orphanId)) return false // a repeat

    const meant = stop.wireId > 0 ? null : meantByPlaceholder(work.sessions.open(), stop, work.receivedAt)
    await keepOrphan(work, stop, { wireId: orphanId, isJoined: meant !== null })
    if (meant) await end(work, meant, stop, authorization)
    return meant === null
  })

  return {
    decision: authorization?.decision ?? null,
    groupId: authorization?.groupId ?? null,
    expiresAt: authorization?.expiresAt ?? null,
    isOrphan,
  }
}

/** The one open session of the same token that started before the stop; null when none or several did. */
export function meantByPlaceholder(
  sessions: readonly Session[],
  stop: Pick<SessionStop, 'tokenUid' | 'endedAt'>,
  receivedAt: Temporal.Instant,
): Session | null {
  if (stop.tokenUid === null) return null
  const uid = foldUid(stop.tokenUid)
  const matching = sessions.filter(({ state, wireFamily, token, evidence }) => {
    if (state !== 'active' || wireFamily !== '1.6' || token === null || foldUid(token.uid) !== uid) return false
    const stoppedAt = placeInTime(stop.endedAt, receivedAt, evidence.clockOffsetMs).at
    return evidence.start !== null && evidence.start.at <= stoppedAt.epochMilliseconds
  })
  return matching.length === 1 ? matching[0]! : null
}

/** What a stop means to a session that may have had one already. */
export function decideStop(known: StopEvidence | null, stop: StopEvidence): 'ends' | 'repeated' | 'differs' {
  if (known === null) return 'ends'
  return sameStop(known, stop) ? 'repeated' : 'differs'
}

/** An orphan has no number of ours. Its name is its content, so that its repeat finds it. */
export function orphanIdOf(stop: Omit<SessionStop, 'charger' | 'readings'>): string {
  const stoppedMs = stop.endedAt?.epochMilliseconds ?? null
  const uid = stop.tokenUid === null ? null : foldUid(stop.tokenUid)
  const content = JSON.stringify([stop.wireId, uid, stoppedMs, stop.meterStopWh.toFixed(), stop.reason])
  return `orphan-${createHash('sha256').update(content).digest('hex').slice(0, 32)}`
}

async function end(
  work: ChargerWork,
  session: Session,
  stop: SessionStop,
  authorization: Authorization | null,
): Promise<void> {
  const stopEvidence = stopEvidenceOf(stop, work, session.evidence.clockOffsetMs)
  const meaning = decideStop(session.evidence.stop, stopEvidence)
  if (meaning === 'repeated') return
  if (meaning === 'differs') {
    const flagged = withOtherStop(session.evidence, stopEvidence)
    if (flagged === session.evidence) return
    addReadings(work, session, stop)
    await settle(work, session, flagged)
    return
  }
  const readings = addReadings(work, session, stop)
  const stopped = { ...session, lastMessageAt: work.receivedAt }
  let evidence = withStop(withReadings(session.evidence, readings), stopEvidence)
  if (isForeign(session, stop, authorization)) evidence = withFlag(evidence, 'stopped-by-other-token')
  // Closed by the server before: its record gets the true end.
  if (session.state === 'finished') await settle(work, stopped, evidence)
  else await finish(work, stopped, evidence)
}

// The row of a joined orphan stays, so that the repeat of a placeholder stop does not end a second session.
async function keepOrphan(
  work: ChargerWork,
  stop: SessionStop,
  orphan: { wireId: string; isJoined: boolean },
): Promise<void> {
  const { id } = await work.sessions.newIds()
  const blank = blankSession(work, id, { family: '1.6', id: orphan.wireId })
  const stopEvidence = withStop(blank.evidence, stopEvidenceOf(stop, work, blank.evidence.clockOffsetMs))
  if (orphan.isJoined) {
    await settle(work, { ...blank, state: 'expired', closeDueAt: null }, withFlag(stopEvidence, 'joined'))
    return
  }
  const evse = stop.readings.find((reading) => reading.evse > 0)?.evse ?? null
  const session: Session = { ...blank, state: 'unknown', evse }
  work.addFact({ kind: 'session.flagged', subjectId: id, body: { flag: 'orphan-stop' } })
  await settle(work, session, withReadings(stopEvidence, addReadings(work, session, stop)))
}

function stopEvidenceOf(stop: SessionStop, work: ChargerWork, clockOffsetMs: number): StopEvidence {
  const { at, flags } = placeInTime(stop.endedAt, work.receivedAt, clockOffsetMs)
  return {
    at: at.epochMilliseconds,
    estimated: flags.includes('time-estimated'),
    meterWh: stop.meterStopWh.toFixed(),
    reason: stop.reason,
    tokenUid: stop.tokenUid,
  }
}

function addReadings(work: ChargerWork, session: Session, stop: SessionStop): readonly PlacedReading[] {
  const readings = placeReadings(stop.readings, {
    receivedAt: work.receivedAt,
    offsetMs: session.evidence.clockOffsetMs,
    messageAt: stop.endedAt,
    session,
  })
  for (const reading of readings) work.addReading(reading)
  return readings
}

// another token may end a session when both belong to one group. The charger has ended it in any case.
function isForeign(session: Session, stop: SessionStop, authorization: Authorization | null): boolean {
  if (stop.tokenUid === null || session.token === null) return false
  if (foldUid(stop.tokenUid) === foldUid(session.token.uid)) return false
  if (authorization?.token?.masterPass) return false
  return authorization?.groupId == null || authorization.groupId !== session.token.groupId
}
