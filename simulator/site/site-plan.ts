import type { SupplyPhase } from '../evse.ts'
import type { Misbehaviour } from '../misbehaviour.ts'
import type { Scenario } from '../scenario.ts'
import { planChargers } from './plan-chargers.ts'
import { planCircuits } from './plan-circuits.ts'
import { planVehicles } from './plan-vehicles.ts'

export type SiteOptions = {
  seed: number
  hours: number
  start: Temporal.Instant
  ac: number
  dc: number
  /** Chargers answer and obey at once, vehicles follow at once and never sleep, meters lose nothing. */
  isIdeal: boolean
  /** Simulated seconds between two readings of a charger's meter. */
  sampleSeconds: number
  /** How often all meters of circuits are silent, and how long. */
  meterOutages: { count: number; minutes: number }
  /** For how long a charger loses its link, from and to. */
  linkLossMinutes: readonly [number, number]
}

/** A site for which everything that will happen is settled: the same seed makes the same. */
export type SitePlan = SiteOptions & {
  circuits: readonly PlannedCircuit[]
  chargers: readonly PlannedCharger[]
  /** Chargers, vehicles, and when links are lost. */
  scenario: Scenario
}

export type PlannedCircuit = {
  name: string
  /** Null: the grid connection. Parents stand before their children. */
  parent: string | null
  ratedA: number
  hasMeter: boolean
  /** What else draws here, of itself and not below: its range per phase; null for nothing. */
  unmanagedA: readonly [number, number] | null
}

/** A charger as whoever commissions it would write it down. */
export type PlannedCharger = {
  identity: string
  circuit: string
  current: 'AC' | 'DC'
  phases: 1 | 3
  firstPhase: SupplyPhase
  /** Per phase, of the supply. */
  maxA: number
  maxW: number
  /** The smallest rate and the steps, in A or, of direct current, in W; and what it falls back to. */
  least: number
  step: number
  fallback: number
  efficiency: number
  standbyW: number
  misbehaviour: Partial<Misbehaviour>
}

export const usualSite: Omit<SiteOptions, 'seed' | 'start'> = {
  hours: 24,
  ac: 60,
  dc: 20,
  isIdeal: false,
  sampleSeconds: 15,
  meterOutages: { count: 2, minutes: 10 },
  linkLossMinutes: [1, 60],
}

/** Of a story shorter than a day the same share is bad: outages of meters are shortened with it, and so are those of links. */
export function usualTroubles(hours: number): Pick<SiteOptions, 'meterOutages' | 'linkLossMinutes'> {
  const { meterOutages, linkLossMinutes } = usualSite
  const [shortest, longest] = linkLossMinutes
  return {
    meterOutages: { ...meterOutages, minutes: Math.max(1, meterOutages.minutes * Math.min(1, hours / 24)) },
    linkLossMinutes: [shortest, Math.max(2, longest * Math.min(1, hours / 24))],
  }
}

/** Plans a site of three levels: the grid connection, feeders, and boards with chargers. */
export function planSite(options: SiteOptions): SitePlan {
  const circuits = planCircuits(options)
  const chargers = planChargers(options, circuits)
  const vehicles = planVehicles(options, chargers)
  const { seed, hours, isIdeal } = options
  return {
    ...options,
    circuits,
    chargers: chargers.map(({ planned }) => planned),
    scenario: {
      name: 'site',
      description: 'A site with bad chargers.',
      timeZone: 'UTC',
      clock: { rate: 1, durationSeconds: hours * 3_600 + 3_600 },
      seed,
      chargers: chargers.map(({ group }) => group),
      vehicles,
      mishaps: isIdeal ? [] : chargers.flatMap(({ linkLosses }) => linkLosses),
    },
  }
}
