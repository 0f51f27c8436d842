import type { Reason } from '../dispatch/reason.ts'
import { secondsFor } from './charging-time.ts'
import type { Bounds } from './plan.ts'
import type { PlanInput, PlanVehicle } from './plan-input.ts'

type Planned = { powerW: readonly number[]; preconditionW: readonly number[]; missingFullWh: number }

/**
 * What a plan tells the dispatcher about now. `hi` holds a vehicle back only where waiting was chosen, for energy that
 * is cheaper later, own solar, the peak or a commitment; where only a limit holds it back, the dispatcher knows better
 * and `hi` stays its full rate. `hi` is never below what its laxity needs; `lo` is what it must have now or be late.
 */
export function boundsFor(
  vehicle: PlanVehicle,
  planned: Planned,
  marginal: readonly number[] | null,
  input: PlanInput,
): Bounds {
  const conditioningW = planned.preconditionW[0] ?? 0
  const needsW = neededNow(vehicle, input, input.bufferS)
  const lateW = neededNow(vehicle, input, 0)
  const nowW = planned.powerW[0] ?? 0
  const waiting = marginal && nowW < vehicle.fullW * 0.999 ? waitingFor(planned, marginal, input) : null

  if (waiting) {
    const hiW = Math.min(vehicle.fullW, snapped(Math.max(nowW, needsW), vehicle)) + conditioningW
    return { loW: Math.min(hiW, lateW + conditioningW), hiW, hiReason: waiting.reason, hiBoundBy: waiting.boundBy }
  }
  const loW = Math.max(lateW, isOrdered(input) || isTight(vehicle, planned, input) ? nowW : 0)
  const hiW = vehicle.fullW + conditioningW
  return { loW: Math.min(hiW, loW + conditioningW), hiW, hiReason: null, hiBoundBy: null }
}

// The rate that keeps a vehicle at its buffer until the next plan, when it would fall below it by waiting.
function neededNow(vehicle: PlanVehicle, input: PlanInput, bufferS: number): number {
  const nextPlanS = Math.max(300, (input.blocks[0]?.endS ?? 0) - input.nowS)
  const slackS = vehicle.departsAtS - input.nowS - secondsFor(vehicle, vehicle.needFullWh) - bufferS - nextPlanS
  if (slackS >= 0 || vehicle.needFullWh <= 0) return 0
  return vehicle.fullW * Math.min(1, -slackS / nextPlanS)
}

function waitingFor(planned: Planned, marginal: readonly number[], input: PlanInput): Wait | null {
  const now = marginal[0] ?? 0
  let best: number | null = null
  for (let at = 1; at < input.blocks.length; at++) {
    if (planned.powerW[at]! <= 1 || marginal[at]! >= now - gain) continue
    if (best === null || marginal[at]! < marginal[best]!) best = at
  }
  return best === null ? null : reasonFor(best, input)
}

type Wait = { reason: Reason; boundBy: string | null }

// What counts as cheaper, per kWh; above what the programme adds to have equally cheap energy early.
const gain = 0.0005

function reasonFor(later: number, input: PlanInput): Wait {
  const { nowS, windows, site, prices } = input
  const window = windows.find((candidate) => candidate.fromS <= nowS && nowS < candidate.toS)
  if (window) return { reason: 'flexibility_activation', boundBy: window.id }
  const hasSurplus = (at: number) => (site.solarW[at] ?? 0) > (site.baseW[at] ?? 0)
  if (hasSurplus(later) && !hasSurplus(0)) return { reason: 'solar_wait', boundBy: null }
  const isCheaper = (prices.buy[later] ?? 0) < (prices.buy[0] ?? 0) - gain
  return { reason: isCheaper ? 'price_wait' : 'schedule_wait', boundBy: null }
}

// The site has committed to draw at least so much.
function isOrdered({ windows, nowS }: PlanInput): boolean {
  return windows.some(({ fromS, toS, lowW }) => lowW !== null && fromS <= nowS && nowS < toS)
}

// It fills its stay up to the buffer, or not even so has all: what is not used now is not made up later.
function isTight(vehicle: PlanVehicle, planned: Planned, input: PlanInput): boolean {
  if (planned.missingFullWh > 0) return true
  const last = planned.powerW.findLastIndex((power) => power > 1)
  return last >= 0 && input.blocks[last]!.endS > vehicle.departsAtS - input.bufferS - 900
}

// Between nothing and the smallest rate there is nothing to hold a vehicle to.
function snapped(powerW: number, { minimumW }: PlanVehicle): number {
  if (powerW >= minimumW) return powerW
  return powerW >= minimumW / 2 && powerW > 0 ? minimumW : 0
}
