import { type Static, Type } from 'typebox'
import { orNull, Time } from './parts.ts'

/** A planning system that is told of a site, by the last connection of its API client; exact to about ten seconds. */
export const PlanningSystem = Type.Object({
  /** The id of the API client that it logged in as. */
  client: Type.String(),
  /** As it calls itself. */
  presystem: Type.String(),
  isConnected: Type.Boolean(),
  connectedAt: Time,
  sentAt: orNull(Time),
  confirmedAt: orNull(Time),
  failingSince: orNull(Time),
  /** Why it does not take what it is told. */
  error: orNull(Type.String()),
})
export type PlanningSystem = Static<typeof PlanningSystem>

/** GET /sites/{id}/planning-systems */
export const PlanningSystems = Type.Object({ items: Type.Array(PlanningSystem) })
