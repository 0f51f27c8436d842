import type { ChargerRef, Uses } from '../context.ts'
import { placeInTime } from '../metering/clock.ts'
import { withUnplugged } from './evidence.ts'
import { settle } from './settle.ts'

/**
 * Takes in when the vehicle of a session was unplugged, from a 1.6 charger that tells so reliably. False when there is
 * no such session. The first word counts, and none is of the future: the time until then may be paid for.
 */
export function noteUnplugged(
  ctx: Uses<'chargerWork'>,
  charger: ChargerRef,
  { wireId, at }: { wireId: number; at: Temporal.Instant | null },
): Promise<boolean> {
  return ctx.chargerWork(charger, async (work) => {
    const session = await work.sessions.findByWireId('1.6', String(wireId))
    if (!session) return false
    const { clockOffsetMs, unpluggedAt } = session.evidence
    if (unpluggedAt !== null) return true
    const placed = placeInTime(at, work.receivedAt, clockOffsetMs).at.epochMilliseconds
    const atMs = Math.min(placed, work.receivedAt.epochMilliseconds)
    await settle(work, session, withUnplugged(session.evidence, atMs))
    return true
  })
}
