import { type Static, Type } from 'typebox'
import { Id, orNull, Time } from './parts.ts'

/** What the chargers of one model and firmware do differently, under one rule and in one message. */
export const Deviation = Type.Object({
  /** Empty where the charger never said. */
  vendor: Type.String(),
  model: Type.String(),
  firmware: Type.String(),
  /** Stable: `enum-case`, `frame-empty`. */
  rule: Type.String(),
  /** The message it was seen in; empty where it belongs to none. */
  action: Type.String(),
  times: Type.Number(),
  firstSeenAt: Time,
  lastSeenAt: Time,
  /** The charger that did it last; without an id when it was removed. */
  charger: Type.Object({ id: orNull(Id), identity: Type.String() }),
  /** A short, masked piece of what it sent. */
  example: Type.String(),
})
export type Deviation = Static<typeof Deviation>

/** GET /deviations, that seen last first; `isWhole` is false when there are more than are listed. */
export const Deviations = Type.Object({ items: Type.Array(Deviation), isWhole: Type.Boolean() })
export type Deviations = Static<typeof Deviations>
