import { type Static, Type } from 'typebox'
import { Unit } from './electrical.ts'
import { closed, Id, Name, orNull, Time, Words } from './parts.ts'

const LimitIntervals = Type.Array(Type.Object({ from: Time, to: orNull(Time), value: Type.Number() }))

/** What one source says of one circuit. */
export const CircuitLimit = Type.Object({
  id: Id,
  circuitId: Id,
  circuit: Type.String(),
  kind: Words(['schedule', 'external', 'grid-operator', 'flexibility', 'operator', 'thermal'] as const),
  name: Type.String(),
  unit: Unit,
  author: Type.String(),
  reason: orNull(Type.String()),
  intervals: LimitIntervals,
  writtenAt: Time,
  /** What it says now; null: nothing now. */
  valueNow: orNull(Type.Number()),
  /** Its writer has to renew it. */
  lease: orNull(
    Type.Object({
      seconds: Type.Number(),
      renewedAt: Time,
      fallback: Type.Number(),
      isLate: Type.Boolean(),
    }),
  ),
})
export type CircuitLimit = Static<typeof CircuitLimit>

/** One change of a limit: who, when, what. */
export const LimitChange = Type.Object({
  at: Time,
  author: Type.String(),
  action: Type.String(),
  subject: Type.String(),
  detail: Type.Record(Type.String(), Type.Unknown()),
})
export type LimitChange = Static<typeof LimitChange>

/** GET /sites/{id}/limits: those that say something now or later, and the last changes, newest first. */
export const CircuitLimits = Type.Object({ items: Type.Array(CircuitLimit), history: Type.Array(LimitChange) })
export type CircuitLimits = Static<typeof CircuitLimits>

/** POST /circuits/{id}/cap (operator; a value of 0 is confirmed): the operator's own limit, replacing the former one. */
export const CapToSet = Type.Object(
  {
    /** A per phase, or W. */
    value: Type.Number({ minimum: 0, maximum: 1_000_000_000 }),
    unit: Unit,
    /** Null: until it is taken back. */
    until: orNull(Time),
    reason: Type.String({ minLength: 1, maxLength: 500 }),
  },
  closed,
)
export type CapToSet = Static<typeof CapToSet>

/**
 * POST /circuits/{id}/limits (operator; a limit of 0 is confirmed): what another system limits, written by hand in its
 * name; it replaces that system's former list as a whole. DELETE /sites/{id}/limits/{limit} (operator, confirmed) takes
 * such a list back. What a feed writes is the feed's.
 */
export const LimitsToWrite = Type.Object(
  {
    name: Name,
    unit: Unit,
    reason: orNull(Type.String({ minLength: 1, maxLength: 500 })),
    intervals: Type.Array(
      Type.Object({ from: Time, to: orNull(Time), value: Type.Number({ minimum: 0, maximum: 1_000_000_000 }) }, closed),
      { minItems: 1, maxItems: 2_000 },
    ),
  },
  closed,
)
export type LimitsToWrite = Static<typeof LimitsToWrite>

// DELETE /circuits/{id}/cap (operator): takes it back.
// POST /sites/{id}/limits/{limit}/undo (operator; confirmed unless it is an operator's cap): as that source was one step
// before; answers LimitUndone. A cap that was withdrawn is undone by POST /circuits/{id}/cap/undo. What the grid operator
// or a flexibility contract says cannot be undone here.
export const LimitUndone = Type.Object({ limit: orNull(CircuitLimit) })

/** POST /circuits/{id}/what-if (viewer): changes nothing. */
export const WhatIf = Type.Object({ value: Type.Number({ minimum: 0, maximum: 1_000_000_000 }), unit: Unit }, closed)
export type WhatIf = Static<typeof WhatIf>

export const WhatIfAnswer = Type.Object({
  /** Of the round from which it was reckoned. */
  at: Time,
  /** Seen from now, if it stayed so; those who are late without it as well. */
  late: Type.Integer(),
  lateNow: Type.Integer(),
  sessions: Type.Array(
    Type.Object({
      sessionId: Id,
      charger: Type.String(),
      evse: Type.Integer(),
      vehicle: orNull(Type.String()),
      unit: Unit,
      granted: Type.Number(),
      /** What the chargers would be granted. */
      wouldBeGranted: Type.Number(),
      reason: Type.String(),
      boundByName: orNull(Type.String()),
      departsAt: orNull(Time),
      isLate: Type.Boolean(),
      wouldBeLate: Type.Boolean(),
    }),
  ),
})
export type WhatIfAnswer = Static<typeof WhatIfAnswer>
