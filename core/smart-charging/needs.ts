import type { EnergyTransferMode } from '../commands/requests/smart-charging.ts'
import type { RateUnit } from './profile.ts'

/** What a vehicle says that it needs, and can (ISO 15118). */
export type ChargingNeeds = {
  mode: EnergyTransferMode
  departureAt: string | null
  energyWh: number | null
  minA: number | null
  maxA: number | null
  maxW: number | null
  maxV: number | null
  /** The most energy it can give back, as its maximum discharge power; null when it gives none. */
  maxDischargeW: number | null
  /** How many periods it can take; null is not said. */
  maxPeriods: number | null
}

/** Alternating current is limited in amperes, direct current in watts (K-04). */
export function unitFor({ mode }: Pick<ChargingNeeds, 'mode'>): RateUnit {
  return mode.startsWith('AC') ? 'A' : 'W'
}

export function phasesFor({ mode }: Pick<ChargingNeeds, 'mode'>): number | null {
  return mode === 'AC_single_phase' ? 1 : mode === 'AC_two_phase' ? 2 : mode.startsWith('AC') ? 3 : null
}
