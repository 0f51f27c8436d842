import { type Static, Type } from 'typebox'
import { CircuitMeter } from './circuit-meters.ts'
import { Amps, Phase, Unit, Watts } from './electrical.ts'
import { closed, Id, Name, orNull, PublicId, Time, Words } from './parts.ts'

/** What makes a limit what it is. */
export const LimitOrigin = Type.Object({
  kind: Words([
    'rating',
    'power',
    'contract',
    'transformer',
    'unbalance',
    'meter-loss',
    'schedule',
    'external',
    'grid-operator',
    'flexibility',
    'operator',
    'thermal',
  ] as const),
  /** As `boundBy` names it. */
  id: Type.String(),
  /** Of the list of limits, when it is one. */
  limitId: orNull(Id),
  name: Type.String(),
  author: orNull(Type.String()),
  reason: orNull(Type.String()),
  from: orNull(Time),
  to: orNull(Time),
  /** Before the margin. */
  value: Type.Number(),
  unit: Unit,
  /** Its writer is silent, and its fallback counts. */
  isFallback: Type.Boolean(),
})
export type LimitOrigin = Static<typeof LimitOrigin>

/** One limit of one circuit and what is on it now. */
export const CircuitRow = Type.Object({
  id: Type.String(),
  kind: Words(['current', 'power', 'unbalance'] as const),
  phase: orNull(Phase),
  /** In force, after margins. */
  limit: Type.Number(),
  /** Drawn there and not ours to steer. */
  unmanaged: Type.Number(),
  /** What chargers may be drawing at most right now, and what is unmanaged: never above the limit by our doing. */
  committed: Type.Number(),
  /** All that flows, by the meter. */
  measured: orNull(Type.Number()),
  source: LimitOrigin,
})
export type CircuitRow = Static<typeof CircuitRow>

const AssumedLoad = Type.Object(
  {
    /** Local time `06:00`, until the next one. */
    from: Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' }),
    amps: Type.Object({ L1: Amps, L2: Amps, L3: Amps }, closed),
  },
  closed,
)

const CircuitMembers = {
  /** Null: a grid connection. */
  parentId: orNull(Id),
  name: Name,
  phases: Type.Unsafe<1 | 3>({ type: 'integer', enum: [1, 3] }),
  wiring: Words(['star', 'delta'] as const),
  voltageV: Type.Number({ exclusiveMinimum: 0, maximum: 100_000 }),
  ratedA: orNull(Amps),
  limitW: orNull(Watts),
  contractW: orNull(Watts),
  unbalanceA: orNull(Amps),
  marginPercent: Type.Number({ minimum: 0, maximum: 100 }),
  leastMarginA: Amps,
  transformer: orNull(
    Type.Object({ primaryRatedA: Amps, turnsRatio: Type.Number({ exclusiveMinimum: 0, maximum: 1_000 }) }, closed),
  ),
  assumed: Type.Array(AssumedLoad, { maxItems: 96 }),
}

export const CircuitView = Type.Object({
  id: Id,
  publicId: Type.String(),
  ...CircuitMembers,
  etag: Type.Integer(),
  /** Empty while this node does not steer the site. */
  rows: Type.Array(CircuitRow),
  meters: Type.Array(CircuitMeter),
})
export type CircuitView = Static<typeof CircuitView>

/** POST /sites/{id}/circuits (administrator). What is left out: 3 phases, star, 230 V, margins of 3 % and 1 A. */
export const NewCircuit = Type.Object(
  { publicId: Type.Optional(PublicId), ...Type.Partial(Type.Object(CircuitMembers)).properties, name: Name },
  closed,
)
export type NewCircuit = Static<typeof NewCircuit>

/** PATCH /circuits/{id} (administrator; confirmed when the site is live). DELETE /circuits/{id} likewise. */
export const CircuitChange = Type.Partial(Type.Object(CircuitMembers), closed)
export type CircuitChange = Static<typeof CircuitChange>
