import type { Reason } from '../dispatch/reason.ts'
import type { Block } from './plan-input.ts'
import type { Forecast } from './readiness.ts'

/** Advice for the dispatcher and for people: no plan ever raises a limit. */
export type Plan = {
  siteId: number
  madeAtS: number
  /** `last`: the former plan, carried on because no new one could be made. */
  source: 'programme' | 'last' | 'greedy'
  blocks: readonly Block[]
  vehicles: readonly VehiclePlan[]
  /** Import less export, per block. */
  gridW: readonly number[]
  /** What one more kWh would cost in each block, peak and commitments included, hard limits left out. */
  marginal: readonly number[]
  /** In the currency of the prices, an estimate for people; no invoice stands on it. */
  energyCost: number
  peakW: number
  /** What the site should not draw more than now (import less export); none when nothing but hard limits says so. */
  cap?: SiteCap | null
}

/**
 * For the dispatcher as a row at the grid connection, for as long as the plan is fresh: bounds of vehicles alone cannot
 * keep their sum below the planned peak.
 */
export type SiteCap = { powerW: number; reason: Reason; boundBy: string | null }

export type VehiclePlan = {
  id: string
  /** Mean power per block, preconditioning left out. */
  powerW: readonly number[]
  preconditionW: readonly number[]
  bounds: Bounds
  forecast: Forecast
}

/** For the dispatcher, now. `lo` is a wish; `hiReason` is null when the plan does not hold the vehicle back. */
export type Bounds = { loW: number; hiW: number; hiReason: Reason | null; hiBoundBy: string | null }
