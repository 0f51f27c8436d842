import { type Static, Type } from 'typebox'
import { Evse } from './electrical.ts'
import { closed, Id, orNull, Time, Words } from './parts.ts'

const RequestSource = Words(['vehicle', 'vdv463', 'iso15118', 'fleet', 'operator', 'default'] as const)

export const ChargingRequest = Type.Object({
  id: Id,
  source: RequestSource,
  requestId: Type.String(),
  vehicleId: orNull(Id),
  chargerId: orNull(Id),
  evse: orNull(Type.Integer()),
  sessionId: orNull(Id),
  arrivesAt: orNull(Time),
  departsAt: orNull(Time),
  soc: orNull(Type.Number()),
  minimumSoc: orNull(Type.Number()),
  targetSoc: orNull(Type.Number()),
  needMinimumWh: orNull(Type.Number()),
  needFullWh: orNull(Type.Number()),
  klass: orNull(Type.Integer()),
  precondition: orNull(Type.Object({ powerW: Type.Number(), minutes: Type.Number() })),
  confidence: Type.Number(),
  reportedAt: Time,
})
export type ChargingRequest = Static<typeof ChargingRequest>

/** GET /sites/{id}/requests, and when each source was heard last, also when it had nothing new to say. */
export const ChargingRequests = Type.Object({
  items: Type.Array(ChargingRequest),
  heard: Type.Array(Type.Object({ source: RequestSource, at: Time })),
})
export type ChargingRequests = Static<typeof ChargingRequests>

const Soc = Type.Number({ minimum: 0, maximum: 100 })

/**
 * POST /sites/{id}/requests (operator): a departure and a target by hand, for the session that runs at this EVSE or for
 * one to come. A second one for the same place replaces the first. DELETE /sites/{id}/requests/{requestId} withdraws.
 */
export const RequestToWrite = Type.Object(
  {
    /** Without one, the place names it. */
    requestId: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    chargerId: Id,
    evse: Type.Optional(orNull(Evse)),
    arrivesAt: Type.Optional(orNull(Time)),
    departsAt: Type.Optional(orNull(Time)),
    minimumSoc: Type.Optional(orNull(Soc)),
    targetSoc: Type.Optional(orNull(Soc)),
    needMinimumWh: Type.Optional(orNull(Type.Integer({ minimum: 0, maximum: 10_000_000 }))),
    needFullWh: Type.Optional(orNull(Type.Integer({ minimum: 0, maximum: 10_000_000 }))),
    klass: Type.Optional(orNull(Type.Integer({ minimum: -1_000, maximum: 1_000 }))),
  },
  closed,
)
export type RequestToWrite = Static<typeof RequestToWrite>
