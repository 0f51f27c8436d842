import type { PlanInput, PlanVehicle } from './plan-input.ts'
import { hoursOf } from './plan-input.ts'

/**
 * What the programme pays for, per kWh in the currency of the prices, each far above what comes after it:
 * minimum target 1000, flexibility 100, full target 10 (smart-charging 6.1).
 */
export type Weights = {
  minimum: number
  flexibility: number
  full: number
  /** For energy in the buffer before a departure: more than any price or peak could save. */
  buffer: number
  /** For energy that is put off, where others may come that nobody knows of. */
  putOff: number
  /** Per kWh and hour of waiting: what is equally cheap comes early. */
  lateness: number
  /** Per kW of change from block to block. */
  change: number
  /** How a vehicle's shortfalls count: its class, and how sure it is to come. */
  ofVehicle: (vehicle: PlanVehicle) => number
}

/** A shortfall costs more the larger its share of the need, so that vehicles of a class share it (goal 4). */
export const shortfallTranches = [
  { share: 0.009, factor: 1 },
  { share: 0.09, factor: 1.2 },
  { share: 1, factor: 1.4 },
] as const

export function weightsFor(input: PlanInput): Weights {
  const { buy, sell } = input.prices
  const spread = Math.max(0, ...buy) - Math.min(0, ...buy, ...sell)
  const shortestH = input.blocks.reduce((least, block) => Math.min(least, hoursOf(block)), 1)
  // One kWh moved out of the shortest block can spare a whole peak.
  const worth = spread + (input.peak.pricePerKw / shortestH) * 1.01 + 0.05
  const scale = Math.max(1, (worth * 6) / (10 * leastConfidence))
  return {
    minimum: 1000 * scale,
    flexibility: 100 * scale,
    full: 10 * scale,
    buffer: worth,
    putOff: worth * input.reserveShare,
    lateness: 1e-4,
    change: 1e-4,
    ofVehicle: weightOf(input.vehicles),
  }
}

const leastConfidence = 0.2
// Below what keeps the dearest shortfall of a full target (10 · 6 · 1.4) under a deviation from a commitment (100).
const highestClass = 6

function weightOf(vehicles: readonly PlanVehicle[]): Weights['ofVehicle'] {
  const classes = [...new Set(vehicles.map((vehicle) => vehicle.klass))].sort((a, b) => a - b)
  const rank = new Map(classes.map((klass, at) => [klass, classes.length > 1 ? at / (classes.length - 1) : 0]))
  return (vehicle) => {
    // Never more urgent than one with a real departure.
    const certainty = Math.max(leastConfidence, vehicle.confidence) * (vehicle.departureAssumed ? 0.7 : 1)
    return highestClass ** (rank.get(vehicle.klass) ?? 0) * certainty
  }
}
