import type { Coefficient } from '../dispatch/demand.ts'

/** A part of the horizon in which a plan is constant, in seconds since the epoch; half-open. */
export type Block = { startS: number; endS: number }

/**
 * All that a plan of one site stands on; plain values, so that it can cross to a worker. Arrays have one value per
 * block. Power is in W, energy in Wh; a vehicle's are those that its charger gives, losses before the charger are in
 * `coeff` and `gridFactor`.
 */
export type PlanInput = {
  siteId: number
  nowS: number
  blocks: readonly Block[]
  rows: readonly PlanRow[]
  vehicles: readonly PlanVehicle[]
  /** Per kWh. Selling for more than buying is planned as selling at the price of buying. */
  prices: { buy: readonly number[]; sell: readonly number[] }
  /** At the grid connection: what is expected beside our vehicles, and of own solar (50th percentile). */
  site: { baseW: readonly number[]; solarW: readonly number[] }
  /** Of the running billing period. */
  peak: { soFarW: number; pricePerKw: number }
  windows: readonly FlexibilityWindow[]
  /** How long before a departure nothing is left to do for the sake of a price. */
  bufferS: number
  /**
   * How much of what lies ahead is left to vehicles that nobody has announced, 0 to 1. Putting energy off costs this share
   * of the most that a price or a peak could save: with 0, for a fleet's complete list, every gain counts; with 1, where
   * anybody may come, nothing is put off.
   */
  reserveShare: number
}

/** One limit in every block: after margins, with unmanaged load at its 90th percentile. */
export type PlanRow = {
  id: string
  kind: 'current' | 'power' | 'unbalance'
  limit: readonly number[]
  base: readonly number[]
}

/** A vehicle that is here, or that is expected. */
export type PlanVehicle = {
  /** The session, or the request of one that is expected. */
  id: string
  here: boolean
  /** How sure it is that it comes, 0 to 1; 1 when it is here. */
  confidence: number
  arrivesAtS: number
  /** With a site's usual stay when none is known: `departureAssumed`. */
  departsAtS: number
  departureAssumed: boolean
  klass: number
  /** What is still missing to the minimum and to the full target. */
  needMinWh: number
  needFullWh: number
  /** With all limits of others gone: the smallest of vehicle, cable and EVSE. */
  fullW: number
  /** The smallest rate that is not a pause. */
  minimumW: number
  taper: Taper | null
  precondition: { powerW: number; seconds: number } | null
  /** What one W adds to a row. */
  coeff: readonly Coefficient[]
  /** What one W adds at the grid connection, in W. */
  gridFactor: number
  /** To say a state of charge; null when it is not known. */
  battery: { capacityWh: number; socPercent: number; efficiency: number } | null
  /** Of the oldest thing that need and departure stand on. */
  inputAgeS: number
}

/** Near the top the rate is at most `perHour` · (`roomWh` − what came since now), for a battery that takes `roomWh`. */
export type Taper = { perHour: number; roomWh: number }

/** What the site has committed to draw from the grid (import less export), at least and at most. */
export type FlexibilityWindow = {
  id: string
  fromS: number
  toS: number
  lowW: number | null
  highW: number | null
}

export function hoursOf(block: Block): number {
  return (block.endS - block.startS) / 3600
}
