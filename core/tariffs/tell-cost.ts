import { askCharger } from '../commands/ask-charger.ts'
import type { ChargerRef, Uses } from '../context.ts'
import { stationVariable } from '../devices/device-variable.ts'
import { recordOf } from '../sessions/record.ts'
import type { Session } from '../sessions/session.ts'
import { showsCosts } from './cost-display.ts'
import { priceSession } from './price-session.ts'
import { isRefused } from './refused-displays.ts'
import { courseOf } from './running-session.ts'

type Used = Uses<
  'chargerLink' | 'chargers' | 'chargerWork' | 'devices' | 'now' | 'settings' | 'tariffs' | 'transaction'
>

/**
 * Has the driver of a running session told what it costs so far (I02), at most once a minute, or at once when what is
 * paid for has changed. Nothing is told without a tariff, or by a charger that cannot show it.
 *
 * A 1.6 charger goes on by itself from what it is told, so that it is told the prices as soon as the session begins.
 */
export async function tellCost(
  ctx: Used,
  charger: ChargerRef,
  { session, isUrgent }: { session: Session; isUrgent: boolean },
): Promise<void> {
  if (session.state !== 'active' || !(await ctx.tariffs.inUse())) return
  const goesOn = session.wireFamily === '1.6'
  if (!(goesOn ? await canGoOn(ctx, charger) : await canTellCost(ctx, charger))) return
  const now = ctx.now()
  const pause = { milliseconds: Math.round((isUrgent ? 1 : betweenSeconds) * 1000) }
  const known = await ctx.tariffs.costOf(session.id)
  if (known?.toldAt && Temporal.Instant.compare(known.toldAt, now.subtract(pause)) > 0) return
  const priced = await priceSession(ctx, charger, session)
  if (priced === null) return
  const totalCost = priced.cost.inclTax.toFixed()
  if (!goesOn) {
    // Nothing has been used, and nobody waits to hear so: the next event, with a cost, would have to wait a minute.
    if (!known?.toldAt && priced.cost.inclTax.isZero() && recordOf(session.evidence).energyWh.isZero()) return
    if (isUrgent && known?.toldAt && known.inclTax === totalCost) return
  }
  if (!(await ctx.transaction((tx) => tx.tariffs.noteTold(session.id, now, now.subtract(pause))))) return
  const course = goesOn ? { course: await courseOf(ctx, charger, session) } : {}
  // Old news are of no use: the next will be better.
  const request = { kind: 'cost-updated', sessionId: session.id, totalCost, ...course } as const
  await askCharger(ctx, charger, request, { withinSeconds: 60 })
}

/** Unless the charger said that it cannot: one that has not said is tried once, and its answer is remembered. */
export async function canTellCost(ctx: Uses<'devices'>, charger: ChargerRef): Promise<boolean> {
  const values = await Promise.all(
    ['Available', 'Enabled'].map((name) => ctx.devices.variable(charger.id, costVariable(name))),
  )
  return values.every((variable) => variable?.value?.toLowerCase() !== 'false')
}

/** What a charger says, or has shown, of its showing a cost. */
export function costVariable(name: string) {
  return stationVariable('TariffCostCtrlr', name, 'Cost')
}

async function canGoOn(ctx: Used, charger: ChargerRef): Promise<boolean> {
  return (await showsCosts(ctx, charger)) && !(await isRefused(ctx, charger, 'RunningCost'))
}

const betweenSeconds = 60
