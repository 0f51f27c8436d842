import type { ChargerRef, Uses } from '../context.ts'
import { answerTime, askBeforeClosing } from './ask-before-closing.ts'
import { longestSilence, missingStopGrace } from './blank-session.ts'
import { withFlag } from './evidence.ts'
import { isDenied } from './learn-transaction-status.ts'
import { closedByServer } from './record.ts'
import type { Session } from './session.ts'
import { finish, settle } from './settle.ts'
import { isSuperseded } from './start-session.ts'

export type Overdue =
  | { action: 'nothing' }
  | { action: 'wait'; until: Temporal.Instant }
  | { action: 'close'; flag: (typeof closedByServer)[keyof typeof closedByServer] }
  | { action: 'expire' }

/**
 * Ends a session whose time has run out, with the best that is known of it, unless its charger has spoken of it
 * meanwhile. A 2.x charger that is connected is asked first. A stop that comes later still corrects the record.
 */
export async function closeOverdueSession(
  ctx: Uses<'chargerLink' | 'chargerWork' | 'commands' | 'now' | 'settings' | 'transaction'>,
  charger: ChargerRef,
  sessionId: number,
): Promise<void> {
  await ctx.chargerWork(charger, async (work) => {
    const session = work.sessions.open().find((one) => one.id === sessionId)
    if (!session) return
    const status = work.connectorState(session.evse ?? 0, session.connector ?? 0)?.status
    const overdue = decideOverdue(session, status, ctx.now())
    if (await askBeforeClosing(ctx, charger, { session, overdue })) {
      return work.sessions.save({ ...session, closeDueAt: ctx.now().add(answerTime) })
    }
    switch (overdue.action) {
      case 'nothing':
        return
      case 'wait':
        return work.sessions.save({ ...session, closeDueAt: overdue.until })
      case 'expire':
        await settle(work, { ...session, state: 'expired', closeDueAt: null }, session.evidence)
        return
      case 'close':
        await finish(work, session, withFlag(session.evidence, overdue.flag))
    }
  })
}

/**
 * A superseded session, and one whose connector is free, wait 15 minutes for their stop; an ended one with
 * gaps waits until it is due; all others are given up after seven days of silence, and so are orphans,
 * which never get a record.
 */
export function decideOverdue(session: Session, status: string | undefined, now: Temporal.Instant): Overdue {
  const { state, closeDueAt, evidence } = session
  const isOpen = state === 'active' || state === 'pending' || state === 'unknown'
  if (!isOpen || closeDueAt === null || Temporal.Instant.compare(closeDueAt, now) > 0) return { action: 'nothing' }
  if (state === 'active' && evidence.endedSeqNo !== null) return { action: 'close', flag: closedByServer.gaps }

  // its charger said so, and has not spoken of it since.
  if (state === 'active' && isDenied(session, now)) return { action: 'close', flag: closedByServer.missingStop }

  const seemsOver = state === 'active' && (isSuperseded(session) || isFree(session, status))
  const until = lastSign(session, now).add(seemsOver ? missingStopGrace : longestSilence)
  if (Temporal.Instant.compare(until, now) > 0) return { action: 'wait', until }
  return state === 'active' ? { action: 'close', flag: closedByServer.missingStop } : { action: 'expire' }
}

function isFree({ wireFamily }: Session, status: string | undefined): boolean {
  return wireFamily === '1.6' && status === 'Available'
}

// The time of the last message is not stored with every reading; the readings tell it after a restart.
function lastSign({ lastMessageAt, evidence }: Session, now: Temporal.Instant): Temporal.Instant {
  const toldMs = Math.min(evidence.to ?? 0, now.epochMilliseconds)
  return Temporal.Instant.fromEpochMilliseconds(Math.max(lastMessageAt.epochMilliseconds, toldMs))
}
