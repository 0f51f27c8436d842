/** Where a limit comes from. Every source can only lower (smart-charging 3.1). */
export const limitKinds = ['schedule', 'external', 'grid-operator', 'flexibility', 'operator', 'thermal'] as const
export type LimitKind = (typeof limitKinds)[number]

/** What one source says of one circuit: one list at a time, replaced as a whole. */
export type LimitSource = {
  id: number
  circuitId: number
  kind: LimitKind
  /** Unique for the circuit and the kind: the name of the system or the person that limits. */
  name: string
  unit: 'A' | 'W'
  /** The unit in which it was told, where that is another one; values are in `unit`. */
  toldIn?: 'kW'
  author: string
  reason: string | null
  /** They may overlap: the lowest counts. */
  intervals: readonly LimitInterval[]
  writtenAt: Temporal.Instant
  /** Null: what is written stays. */
  lease: LimitLease | null
}

/** From inclusive, to exclusive; A per phase or W. Null: for ever. */
export type LimitInterval = { from: Temporal.Instant; to: Temporal.Instant | null; value: number }

/** Whoever writes has to be heard again within `seconds`, else `fallback` applies, for `leastSeconds` at least. */
export type LimitLease = NewLease & {
  renewedAt: Temporal.Instant
  /** A lease had run out before it was written anew: until then nothing above the fallback. */
  fallbackUntil: Temporal.Instant | null
}

export type NewLease = { seconds: number; fallback: number; leastSeconds: number }

/** By which a source is known. */
export type LimitKey = Pick<LimitSource, 'circuitId' | 'kind' | 'name'>

export type NewLimitSource = Pick<
  LimitSource,
  'circuitId' | 'kind' | 'name' | 'unit' | 'toldIn' | 'reason' | 'intervals'
> & {
  lease: NewLease | null
}
