import type { BindingLimit } from '../circuits/effective-limit.ts'
import type { Context } from '../context.ts'
import type { Reason } from '../dispatch/reason.ts'
import type { Phase } from '../dispatch/row.ts'
import type { RoundInput, RoundPlace } from './round.ts'

/** What the engine of a site holds in memory right now, as it shows it to people; plain values. */
export type SiteView = {
  siteId: number
  at: Temporal.Instant
  fence: number
  rows: readonly RowView[]
  places: readonly PlaceView[]
  meters: readonly MeterView[]
  planner: PlannerView
  /** The last round that decided grants; null before the first. What-if questions start from its input. */
  lastRound: { id: number; at: Temporal.Instant; input: RoundInput } | null
}

/** Where a door asks for sites. */
export type SiteViews = {
  /** As this node steers it; null: another node does, or nobody. */
  view(siteId: number): SiteView | null
  /** As whoever steers it has put it on record last, half a minute ago at most; null: there is no record. */
  recorded(ctx: Context, siteId: number): Promise<SiteView | null>
}

/** One limit of one circuit with what is on it; A for currents and unbalance, W for power. */
export type RowView = {
  id: string
  circuitId: number
  kind: 'current' | 'power' | 'unbalance'
  phase: Phase | null
  /** In force, after margins. */
  limit: number
  /** What is drawn there and not ours to steer, as the engine reckons with it. */
  base: number
  /** What chargers may be drawing at most right now, and the base. */
  committed: number
  /** All that flows, by the circuit's meter; null when nothing fresh tells. */
  measured: number | null
  /** What makes the limit what it is. */
  source: SourceView
}

/** `meter-loss`: the meter is silent or cannot be believed; the value is what is left beside what is assumed instead. */
export type SourceView = Omit<BindingLimit, 'kind'> & { kind: BindingLimit['kind'] | 'meter-loss' }

/** One EVSE: what it may be following, what it is granted and why. */
export type PlaceView = Pick<RoundPlace, 'account' | 'calm' | 'wattsPerUnit'> & {
  sessionId: number | null
  /** What its vehicle may be following at most: `cap_i` of smart-charging 3.4. */
  cap: number
  /** By the last round; null without a session. */
  granted: number | null
  reason: Reason | null
  boundBy: string | null
  laxityHours: number | null
  departsAt: Temporal.Instant | null
  /** Which inputs nobody said: `departure`, `need`, `soc`, `battery`, `phases`. */
  assumed: readonly string[]
  /** When a session that waits for capacity may expect its turn. */
  startsAt: Temporal.Instant | null
}

export type MeterView = {
  meterId: number
  circuitId: number
  /** `silent`: no fresh sample. `implausible`: samples that cannot be. `returning`: good again, not yet three times. */
  state: 'good' | 'returning' | 'silent' | 'implausible' | 'never'
  why: string | null
  amps: Record<Phase, number | null>
  powerW: number | null
  at: Temporal.Instant | null
}

export type PlannerView = {
  /** `late`: no plan for 15 minutes; the dispatcher works alone. */
  state: 'planned' | 'late' | 'none'
  source: string | null
  madeAt: Temporal.Instant | null
}
