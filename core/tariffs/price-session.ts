import type { ChargerRef, Uses } from '../context.ts'
import type { Session } from '../sessions/session.ts'
import { costDisplayOf } from './cost-display.ts'
import { type Cost, priceOf } from './price.ts'
import type { Tariff } from './tariff.ts'
import type { SessionCost, TariffInForce } from './tariffs.ts'
import { untilUnplugged, usageOf } from './usage.ts'

type Used = Uses<'devices' | 'now' | 'tariffs' | 'transaction'>

export type PricedSession = { cost: Cost; tariff: Tariff; before: SessionCost | null }

/**
 * Reckons what a session costs so far, or in the end, and keeps it. Null when no tariff applies: a missing tariff is no
 * price of zero. The tariff is that of the session's beginning, unless it was changed for this session (S25).
 */
export async function priceSession(ctx: Used, charger: ChargerRef, session: Session): Promise<PricedSession | null> {
  if (!(await ctx.tariffs.inUse())) return null
  const before = await ctx.tariffs.costOf(session.id)
  const tariff = before?.tariff ?? (await tariffOfSession(ctx, charger, session))?.tariff ?? null
  if (tariff === null) return null

  const course = await ctx.tariffs.courseOf(session, charger)
  const timeZone = (await ctx.tariffs.timeZoneOf(charger)) ?? 'UTC'
  const isFinal = session.evidence.stop !== null || session.state === 'finished'
  const usage = usageOf(session, course, ctx.now().epochMilliseconds)
  const isPaid = await isPaidAfterStop(ctx, charger, { session, tariff })
  const cost = priceOf(tariff.terms, isPaid ? untilUnplugged(usage, session.record) : usage, timeZone)
  await ctx.transaction((tx) =>
    tx.tariffs.keepCost({ id: session.id, chargerId: charger.id, version: session.version }, { tariff, cost, isFinal }),
  )
  return { cost, tariff, before }
}

/** A driver pays for idle time after the stop only where the charger has shown it to them. */
async function isPaidAfterStop(
  ctx: Uses<'devices'>,
  charger: ChargerRef,
  { session, tariff }: { session: Session; tariff: Tariff },
): Promise<boolean> {
  const { endedAt, unpluggedAt } = session.record
  if (session.wireFamily !== '1.6' || tariff.terms.idleTime.length === 0) return false
  if (!endedAt || !unpluggedAt || Temporal.Instant.compare(unpluggedAt, endedAt) <= 0) return false
  const { shows, idleAfterStop } = await costDisplayOf(ctx, charger)
  return shows && idleAfterStop
}

/** The tariff that was in force where and when the session began. */
export async function tariffOfSession(
  ctx: Uses<'tariffs'>,
  charger: ChargerRef,
  { evse, token, record, openedAt }: Session,
): Promise<TariffInForce | null> {
  const at = record.startedAt ?? openedAt
  return ctx.tariffs.inForce({ chargerId: charger.id, evse, tokenUid: token?.uid ?? null, at })
}
