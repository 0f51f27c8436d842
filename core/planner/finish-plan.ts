import { boundsFor } from './bounds-for-dispatcher.ts'
import { type Draft, keptWithinLimits } from './draft.ts'
import { limitRows, loadOf } from './limit-rows.ts'
import type { Plan, SiteCap, VehiclePlan } from './plan.ts'
import { hoursOf, type PlanInput } from './plan-input.ts'
import { forecastOf } from './readiness.ts'

/** Makes a draft a plan: kept within all limits, with forecasts and with bounds for now. */
export function finishPlan(
  input: PlanInput,
  made: { draft: Draft; source: Plan['source']; marginal: readonly number[] | null },
): Plan {
  const rows = limitRows(input)
  const { charge, precondition } = keptWithinLimits(made.draft, input, rows)
  const total = charge.map((powers, vehicle) => powers.map((power, at) => power + precondition[vehicle]![at]!))
  const loads = new Map(
    rows.map((row) => [row, input.blocks.map((_, at) => loadOf(row, (vehicle) => total[vehicle]![at]!))]),
  )
  const vehicles = input.vehicles.map((vehicle, at): VehiclePlan => {
    const powerW = charge[at]!
    const preconditionW = precondition[at]!
    const forecast = forecastOf(input, at, powerW, loads)
    const planned = { powerW, preconditionW, missingFullWh: forecast.missingFullWh }
    return {
      id: vehicle.id,
      powerW,
      preconditionW,
      bounds: boundsFor(vehicle, planned, made.marginal, input),
      forecast,
    }
  })
  const gridW = input.blocks.map((_, at) => gridPower(input, total, at))
  return {
    siteId: input.siteId,
    madeAtS: input.nowS,
    source: made.source,
    blocks: input.blocks,
    vehicles,
    gridW,
    marginal: made.marginal ?? input.prices.buy,
    energyCost: costOf(input, gridW),
    peakW: Math.max(0, ...gridW),
    cap: made.source === 'greedy' ? null : capFor(input, gridW),
  }
}

function capFor({ windows, nowS, peak }: PlanInput, gridW: readonly number[]): SiteCap | null {
  const window = windows.find(({ fromS, toS, highW }) => highW !== null && fromS <= nowS && nowS < toS)
  if (window) {
    return { powerW: Math.max(window.highW!, gridW[0] ?? 0), reason: 'flexibility_activation', boundBy: window.id }
  }
  if (peak.pricePerKw <= 0) return null
  return { powerW: Math.max(peak.soFarW, ...gridW), reason: 'schedule_wait', boundBy: null }
}

function gridPower(input: PlanInput, total: readonly (readonly number[])[], at: number): number {
  const ours = total.reduce((sum, powers, vehicle) => sum + powers[at]! * input.vehicles[vehicle]!.gridFactor, 0)
  return ours + (input.site.baseW[at] ?? 0) - (input.site.solarW[at] ?? 0)
}

function costOf(input: PlanInput, gridW: readonly number[]): number {
  return gridW.reduce((sum, power, at) => {
    const price = power >= 0 ? input.prices.buy[at] : input.prices.sell[at]
    return sum + (power / 1000) * hoursOf(input.blocks[at]!) * (price ?? 0)
  }, 0)
}
