import { type LimitRow, limitRows, loadOf } from './limit-rows.ts'
import { hoursOf, type PlanInput } from './plan-input.ts'

/** Who is to get how much power in each block (W), by the vehicle's place in the input, before it is made into a plan. */
export type Draft = { charge: number[][]; precondition: number[][] }

export function emptyDraft(input: Pick<PlanInput, 'vehicles' | 'blocks'>): Draft {
  const zeros = () => input.vehicles.map(() => input.blocks.map(() => 0))
  return { charge: zeros(), precondition: zeros() }
}

/**
 * Makes a draft keep the hard rules exactly, whatever a solver's tolerance or a changed limit left: nothing below zero,
 * no more energy than needed, no row above its limit. It only takes away.
 */
export function keptWithinLimits(draft: Draft, input: PlanInput, rows: readonly LimitRow[] = limitRows(input)): Draft {
  const charge = draft.charge.map((powers, vehicle) => withinNeed(powers, input, vehicle))
  const precondition = draft.precondition.map((powers) => powers.map((power) => Math.max(0, power)))
  for (const at of input.blocks.keys()) {
    for (const row of rows) {
      const load = loadOf(row, (vehicle) => charge[vehicle]![at]! + precondition[vehicle]![at]!)
      const factor = scaleTo(row, at, load)
      if (factor === 1) continue
      for (const [vehicle, coefficient] of row.coefficients) {
        if (coefficient <= 0) continue
        charge[vehicle]![at]! *= factor
        precondition[vehicle]![at]! *= factor
      }
    }
  }
  return { charge, precondition }
}

// Rows of quality (H4) may be left by taking away elsewhere; what the dispatcher grants is checked against them again.
function scaleTo(row: LimitRow, at: number, load: number): number {
  const most = row.most[at]!
  return row.least === null && load > most ? Math.max(0, (most / load) * (1 - 1e-12)) : 1
}

function withinNeed(powers: readonly number[], input: PlanInput, vehicle: number): number[] {
  const { needFullWh, fullW } = input.vehicles[vehicle]!
  const clamped = powers.map((power) => Math.min(fullW, Math.max(0, power)))
  const energyWh = energyOf(clamped, input)
  const factor = energyWh > needFullWh ? Math.max(0, needFullWh / energyWh) : 1
  return factor === 1 ? clamped : clamped.map((power) => power * factor)
}

export function energyOf(powers: readonly number[], { blocks }: Pick<PlanInput, 'blocks'>): number {
  return powers.reduce((sum, power, at) => sum + power * hoursOf(blocks[at]!), 0)
}
