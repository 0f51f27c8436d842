import type { Plan } from '../planner/plan.ts'

/** What is kept of a site's last plan: the plan, and what of its input people ask about. */
export type PlanBody = {
  plan: Plan
  vehicles: readonly PlannedStay[]
  /** Per block, as decimal text; null where nothing says one. */
  prices: readonly (string | null)[]
  currency: string | null
  /** At the grid connections, per block. */
  limitW: readonly (number | null)[]
  /** Own solar power that was expected, per block; plans of earlier versions say nothing of it. */
  solarW?: readonly number[]
}

/** A vehicle of the plan, known there by `id`. */
export type PlannedStay = {
  id: string
  /** Null for one that is still to come. */
  sessionId: number | null
  requestId: string | null
  place: { chargerId: number; evse: number | null } | null
  arrivesAtS: number | null
  departsAtS: number | null
  needMinWh: number
  needFullWh: number
  socPercent: number | null
  minimumSoc: number | null
  targetSoc: number | null
  /** Which inputs nobody said: `departure`, `need`, `soc`, `battery`, `phases`. */
  assumed: readonly string[]
}
