import type { ChargerRef, Uses } from '../context.ts'
import { isIdleAt, runningSession } from './running-session.ts'
import { tellCost } from './tell-cost.ts'

type Used = Uses<
  'chargerLink' | 'chargers' | 'chargerWork' | 'devices' | 'now' | 'settings' | 'tariffs' | 'transaction'
>

/** Tells a driver at a 1.6 charger the cost of their session after its meter has spoken, unless that was in the past. */
export async function tellCostAt(
  ctx: Used,
  charger: ChargerRef,
  { evse, wireId, at }: { evse: number; wireId: number | null; at: Temporal.Instant | null },
): Promise<void> {
  if (!(await ctx.tariffs.inUse())) return
  if (at !== null && Math.abs(ctx.now().epochMilliseconds - at.epochMilliseconds) > liveWithinMs) return
  const session = await runningSession(ctx, charger, { evse, wireId })
  if (session?.decision === 'accepted') await tellCost(ctx, charger, { session, isUrgent: false })
}

/** Takes in a status of a 1.6 connector; when by it a vehicle has stopped to charge, or goes on, its driver hears what that costs. */
export async function followIdling(
  ctx: Used,
  charger: ChargerRef,
  { evse, report }: { evse: number; report: () => Promise<void> },
): Promise<void> {
  if (!(await ctx.tariffs.inUse())) return report()
  const wasIdle = await isIdleAt(ctx, charger, evse)
  await report()
  if ((await isIdleAt(ctx, charger, evse)) === wasIdle) return
  const session = await runningSession(ctx, charger, { evse, wireId: null })
  if (session?.decision === 'accepted') await tellCost(ctx, charger, { session, isUrgent: true })
}

const liveWithinMs = 5 * 60_000
