import type { Block, PlanInput, PlanVehicle } from './plan-input.ts'
import { hoursOf } from './plan-input.ts'

/** A block in which a vehicle can charge, and the most it can take in it (mean kW). */
export type StayBlock = {
  at: number
  hours: number
  mostKw: number
  /** How much of its energy falls into the buffer before the departure, 0 to 1. */
  bufferShare: number
  /** Of the conditioning before the departure. */
  preconditionKw: number
}

/** The blocks of a vehicle's stay. Blocks of which it stays only a part give it that part of its rate. */
export function stayOf(vehicle: PlanVehicle, input: Pick<PlanInput, 'blocks' | 'bufferS' | 'nowS'>): StayBlock[] {
  const { arrivesAtS, departsAtS, precondition } = vehicle
  // One that stays after its departure is charged on: it leaves at any moment, and is late.
  const leavesAtS = vehicle.here ? Math.max(departsAtS, input.blocks[0]?.endS ?? 0) : departsAtS
  const stay: StayBlock[] = []
  for (const [at, block] of input.blocks.entries()) {
    if (block.startS >= leavesAtS) break
    const present = overlapS(block, arrivesAtS, leavesAtS)
    if (present <= 0) continue
    const lengthS = block.endS - block.startS
    const conditioning = precondition ? overlapS(block, departsAtS - precondition.seconds, departsAtS) : 0
    stay.push({
      at,
      hours: hoursOf(block),
      // Both pass one plug.
      mostKw: Math.max(0, (vehicle.fullW * present - (precondition?.powerW ?? 0) * conditioning) / lengthS / 1000),
      bufferShare: overlapS(block, Math.max(arrivesAtS, departsAtS - input.bufferS), leavesAtS) / present,
      preconditionKw: ((precondition?.powerW ?? 0) / 1000) * (conditioning / lengthS),
    })
  }
  return stay
}

/**
 * What of a need may be left for after the horizon, when the vehicle stays longer than we look ahead: half of what it
 * could still take then, as what others will want is not known.
 */
export function deferrableWh(vehicle: PlanVehicle, blocks: readonly Block[]): number {
  const endS = blocks.at(-1)?.endS ?? 0
  return (Math.max(0, vehicle.departsAtS - Math.max(endS, vehicle.arrivesAtS)) / 3600) * vehicle.fullW * 0.5
}

function overlapS(block: Block, fromS: number, toS: number): number {
  return Math.max(0, Math.min(block.endS, toS) - Math.max(block.startS, fromS))
}
