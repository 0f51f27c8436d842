import type { ChargerRef, Uses } from '../context.ts'
import type { Session } from '../sessions/session.ts'
import { type Cost, priceOf } from './price.ts'
import type { Tariff } from './tariff.ts'
import type { SessionCost, TariffInForce } from './tariffs.ts'
import { usageOf } from './usage.ts'

type Used = Uses<'now' | 'tariffs' | 'transaction'>

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
  const cost = priceOf(tariff.terms, usageOf(session, course, ctx.now().epochMilliseconds), timeZone)
  await ctx.transaction((tx) =>
    tx.tariffs.keepCost({ id: session.id, chargerId: charger.id, version: session.version }, { tariff, cost, isFinal }),
  )
  return { cost, tariff, before }
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
