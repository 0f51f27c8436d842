import { laxitySeconds } from './charging-time.ts'
import type { LimitRow } from './limit-rows.ts'
import { hoursOf, type PlanInput, type PlanVehicle } from './plan-input.ts'
import { stayOf } from './stay.ts'

export const readinessStates = ['ready', 'on track', 'at risk', 'will be late'] as const
export type ReadinessState = (typeof readinessStates)[number]

/** How a vehicle will leave, by the plan. */
export type Forecast = {
  state: ReadinessState
  energyWh: number
  /** Null when its state of charge or its battery is not known. */
  socPercent: number | null
  missingMinWh: number
  missingFullWh: number
  /** Null: not within the stay, or not within the horizon. */
  minimumAtS: number | null
  fullAtS: number | null
  laxityS: number
  departsAtS: number
  /** The row that first keeps it below its full rate while it still needs energy. */
  firstLimit: { row: string; atS: number } | null
}

/** A vehicle is late when it leaves with more than this share of its need missing. */
export const lateShare = 0.01
const leastLateWh = 200
const riskLaxityS = 15 * 60
const riskAgeS = 10 * 60

/** What each row carries per block. */
export type RowLoads = ReadonlyMap<LimitRow, readonly number[]>

/** What a plan means for one vehicle; `at` is its place in the input (smart-charging 6.2). */
export function forecastOf(input: PlanInput, at: number, powers: readonly number[], loads: RowLoads): Forecast {
  const vehicle = input.vehicles[at]!
  const energyWh = powers.reduce((sum, power, block) => sum + power * hoursOf(input.blocks[block]!), 0)
  // What is left for after the horizon is not missing yet.
  const laterS = Math.max(0, vehicle.departsAtS - (input.blocks.at(-1)?.endS ?? 0))
  const possibleWh = energyWh + (laterS / 3600) * vehicle.fullW
  const missingMinWh = whole(vehicle.needMinWh - possibleWh)
  const missingFullWh = whole(vehicle.needFullWh - possibleWh)
  const laxityS = laxitySeconds(vehicle, input.nowS)
  return {
    state: stateOf(vehicle, missingMinWh, missingFullWh, laxityS),
    energyWh: Math.round(energyWh),
    socPercent: socAfter(vehicle, energyWh),
    missingMinWh,
    missingFullWh,
    minimumAtS: reachedAtS(input, powers, vehicle.needMinWh),
    fullAtS: reachedAtS(input, powers, vehicle.needFullWh),
    laxityS,
    departsAtS: vehicle.departsAtS,
    firstLimit: firstLimit(input, at, powers, loads),
  }
}

function stateOf(vehicle: PlanVehicle, missingMinWh: number, missingFullWh: number, laxityS: number): ReadinessState {
  const tolerated = Math.max(lateShare * vehicle.needFullWh, leastLateWh)
  if (vehicle.here && vehicle.needFullWh <= leastLateWh) return 'ready'
  if (missingFullWh > tolerated || missingMinWh > tolerated) return 'will be late'
  return laxityS < riskLaxityS || vehicle.inputAgeS > riskAgeS ? 'at risk' : 'on track'
}

function whole(wh: number): number {
  return wh < 1 ? 0 : Math.round(wh)
}

function socAfter({ battery }: PlanVehicle, energyWh: number): number | null {
  if (!battery) return null
  return Math.min(100, battery.socPercent + (100 * energyWh * battery.efficiency) / battery.capacityWh)
}

function reachedAtS(input: PlanInput, powers: readonly number[], needWh: number): number | null {
  if (needWh <= 0) return input.nowS
  let left = needWh - 1
  for (const [at, block] of input.blocks.entries()) {
    const energy = powers[at]! * hoursOf(block)
    if (energy > 0 && energy >= left) return Math.round(block.startS + (left / powers[at]!) * 3600)
    left -= energy
  }
  return null
}

function firstLimit(input: PlanInput, at: number, powers: readonly number[], loads: RowLoads) {
  const mine = [...loads].filter(([row]) => (row.coefficients.get(at) ?? 0) > 0)
  let left = input.vehicles[at]!.needFullWh
  for (const { at: block, hours, mostKw } of stayOf(input.vehicles[at]!, input)) {
    const power = powers[block]!
    const couldTake = Math.min(mostKw * 1000, left / hours)
    if (left > 1 && power < couldTake * 0.999) {
      const full = mine.find(([row, load]) => load[block]! >= row.most[block]! * 0.999)
      if (full) return { row: full[0].id, atS: input.blocks[block]!.startS }
    }
    left -= power * hours
  }
  return null
}
