import type { ChargerRef, Uses } from '../context.ts'
import type { Session } from '../sessions/session.ts'
import { tariffOfSession } from './price-session.ts'
import type { SessionLimits, TariffInForce } from './tariffs.ts'

/**
 * How long a charger may keep that a token was accepted: not at all when it pays beforehand, since its balance is
 * another one next time (A-05, C17.FR.01).
 */
export async function whenCached(
  ctx: Uses<'now' | 'tariffs'>,
  charger: ChargerRef,
  { session, answer }: { session: Session; answer: { expiresAt: Temporal.Instant | null } },
): Promise<Temporal.Instant | null> {
  const inForce = await tariffOfToken(ctx, charger, session)
  return inForce?.prepaid ? ctx.now() : answer.expiresAt
}

/** The limits of a session, for the event that shows its token first: they are told once (E16.FR.02). */
export async function limitsOfSession(
  ctx: Uses<'tariffs'>,
  charger: ChargerRef,
  { session, seqNo }: { session: Session; seqNo: number },
): Promise<SessionLimits> {
  const isFirst = session.evidence.token?.seqNo === seqNo && session.decision === 'accepted'
  if (!isFirst || session.state !== 'active') return {}
  return (await tariffOfToken(ctx, charger, session))?.limits ?? {}
}

/** What applies to a session of this token, when a tariff is in use at all. */
async function tariffOfToken(
  ctx: Uses<'tariffs'>,
  charger: ChargerRef,
  session: Session,
): Promise<TariffInForce | null> {
  return (await ctx.tariffs.inUse()) ? tariffOfSession(ctx, charger, session) : null
}
