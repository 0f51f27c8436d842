import type { ChargerRef, ChargerWork, Uses } from '../context.ts'
import { withFlag } from './evidence.ts'
import type { Session } from './session.ts'
import { settle } from './settle.ts'

/** What a 2.x charger says of a session when it is asked; `isOngoing` is null when it did not say. */
export type TransactionStatus = { wireId: string; isOngoing: boolean | null; hasMessages: boolean }

/** Its charger said that the session does not go on, without having told of its end. */
export const notOngoing = 'not-ongoing'

/**
 * How long an answer that nothing more will come may be wrong. Chargers give it while their queue still drains:
 * whatever comes of the session in this time takes the answer back.
 */
export const denialGrace = Temporal.Duration.from({ minutes: 2 })

/**
 * Takes in what a charger answered about a session. While messages wait in it, so do we. When there are none and
 * the session does not go on, or has ended with gaps, it is closed soon with what is known and flagged; late messages
 * correct its record.
 */
export async function learnTransactionStatus(
  ctx: Uses<'chargerWork'>,
  charger: ChargerRef,
  status: TransactionStatus,
): Promise<void> {
  await ctx.chargerWork(charger, async (work) => {
    const { wireId } = status
    const session = work.sessions.open().find((one) => one.wireFamily === '2' && one.wireId === wireId)
    if (session?.state !== 'active') return
    const meaning = meaningOf(session, status)
    if (meaning === 'nothing') return
    const closeDueAt = earlier(session.closeDueAt, work.receivedAt.add(denialGrace))
    if (meaning === 'gaps-stay') work.sessions.save({ ...session, closeDueAt })
    else await deny(work, { ...session, closeDueAt })
  })
}

/** What an answer means for a session that is open here. */
export function meaningOf(
  { evidence }: Pick<Session, 'evidence'>,
  { isOngoing, hasMessages }: Pick<TransactionStatus, 'isOngoing' | 'hasMessages'>,
): 'nothing' | 'gaps-stay' | 'is-over' {
  if (hasMessages) return 'nothing'
  if (evidence.endedSeqNo !== null) return 'gaps-stay'
  return isOngoing === false ? 'is-over' : 'nothing'
}

/** Whether the charger has denied the session and said nothing of it since. */
export function isDenied({ evidence, lastMessageAt }: Session, now: Temporal.Instant): boolean {
  if (!evidence.flags.includes(notOngoing) || evidence.endedSeqNo !== null) return false
  return Temporal.Instant.compare(lastMessageAt.add(denialGrace), now) <= 0
}

async function deny(work: ChargerWork, session: Session): Promise<void> {
  await settle(work, session, withFlag(session.evidence, notOngoing))
}

function earlier(a: Temporal.Instant | null, b: Temporal.Instant): Temporal.Instant {
  return a !== null && Temporal.Instant.compare(a, b) < 0 ? a : b
}
