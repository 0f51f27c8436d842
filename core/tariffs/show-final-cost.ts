import { askCharger } from '../commands/ask-charger.ts'
import type { ChargerRef, Uses } from '../context.ts'
import type { Session } from '../sessions/session.ts'
import { costDisplayOf, showsCosts } from './cost-display.ts'
import { type PricedSession, priceSession } from './price-session.ts'
import { isRefused } from './refused-displays.ts'
import { courseOf } from './running-session.ts'

type Used = Uses<
  'chargerLink' | 'chargers' | 'chargerWork' | 'commands' | 'devices' | 'now' | 'settings' | 'tariffs' | 'transaction'
>

/**
 * Has a 1.6 charger show what a session has cost in the end (California pricing), once. Where it goes on reckoning
 * idle time after the stop, that waits until it says that the vehicle is unplugged.
 *
 * What was over before the charger came back is not shown: nobody stands there any more.
 */
export async function showFinalCost(ctx: Used, charger: ChargerRef, wireId: number): Promise<void> {
  if (wireId <= 0 || !(await ctx.tariffs.inUse()) || !(await showsCosts(ctx, charger))) return
  const session = await ctx.chargerWork(charger, (work) => work.sessions.findByWireId('1.6', String(wireId)))
  if (session?.state !== 'finished' || isHistory(session, ctx.now())) return
  if (await isShown(ctx, charger, session)) return
  const priced = await priceSession(ctx, charger, session)
  if (priced === null) return
  const isPaidOn = priced.tariff.terms.idleTime.length > 0 && session.record.unpluggedAt === null
  if (isPaidOn && (await costDisplayOf(ctx, charger)).idleAfterStop)
    return showIdling(ctx, charger, { session, priced })
  if (await isRefused(ctx, charger, 'FinalCost')) return

  const { startedAt, endedAt, energyWh } = session.record
  const seconds = startedAt && endedAt ? Math.max(0, Math.round(endedAt.since(startedAt).total('seconds'))) : 0
  const figures = { totalCost: priced.cost.inclTax.toFixed(), energyWh: energyWh.toFixed(), seconds }
  const request = { kind: 'show-final-cost', sessionId: session.id, wireId: session.wireId, ...figures } as const
  await askCharger(ctx, charger, request, { withinSeconds: 300 })
}

async function showIdling(
  ctx: Used,
  charger: ChargerRef,
  { session, priced }: { session: Session; priced: PricedSession },
): Promise<void> {
  if (await isRefused(ctx, charger, 'RunningCost')) return
  const totalCost = priced.cost.inclTax.toFixed()
  const course = await courseOf(ctx, charger, session)
  await askCharger(
    ctx,
    charger,
    { kind: 'cost-updated', sessionId: session.id, totalCost, course },
    { withinSeconds: 60 },
  )
}

/** It was begun and stopped without a connection. */
function isHistory({ evidence: { start, stop } }: Session, now: Temporal.Instant): boolean {
  const stoppedMs = stop?.at ?? 0
  return !start?.live && now.epochMilliseconds - stoppedMs > 5 * 60_000
}

async function isShown(ctx: Used, charger: ChargerRef, { id }: Session): Promise<boolean> {
  const asked = await ctx.commands.list(charger.id, lately)
  return asked.some(({ request }) => request.kind === 'show-final-cost' && request.sessionId === id)
}

const lately = 50
