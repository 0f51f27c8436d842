import { Type } from 'typebox'
import { vdvActions } from '#core/vdv463/message.ts'

/**
 * What we take of VDV 463, versions 1.0 to 2.0. Members of a later version are let through and not looked at: a planning
 * system that knows more than we do is still understood.
 */
const instant = Type.String({ format: 'date-time', maxLength: 40 })
const percent = Type.Number({ minimum: 0, maximum: 100 })
const identifier = Type.String({ minLength: 1, maxLength: 255 })

const ChargingRequest = Type.Object({
  chargingRequestId: identifier,
  vehicleId: identifier,
  chargingPointId: Type.Optional(identifier),
  chargingProcessId: Type.Optional(identifier),
  priority: Type.Optional(Type.Integer()),
  chargingInstruction: Type.Optional(
    Type.Union([Type.Literal('Normal'), Type.Literal('Changed'), Type.Literal('Terminate')]),
  ),
  chargingRequestData: Type.Object({
    expectedArrivalTimeAtChargingPoint: Type.Optional(instant),
    expectedSocAtArrival: Type.Optional(percent),
    minTargetSoc: percent,
    maxTargetSoc: percent,
    requestedTimeForDeparture: Type.Optional(instant),
    adHocCharging: Type.Optional(Type.Boolean()),
  }),
  automaticPreconditioning: Type.Optional(
    Type.Object({
      preconditioningRequest: Type.String({ maxLength: 100 }),
      ambientTemperature: Type.Optional(Type.Number()),
      requestedStartTime: Type.Optional(instant),
      requestedFinishTime: Type.Optional(instant),
      targetSoc: Type.Optional(percent),
    }),
  ),
  manualPreconditioning: Type.Optional(
    Type.Object({
      hvacPreconditioningStartTime: instant,
      hvacAuxiliaryConsumerPower: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
      systemPreconditioningStartTime: instant,
      systemAuxiliaryConsumerPower: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
      targetSoc: Type.Optional(percent),
    }),
  ),
})

export const ProvideChargingRequests = Type.Object({
  chargingRequestList: Type.Array(ChargingRequest, { maxItems: 5_000 }),
})

export const BootNotification = Type.Object({ presystem: Type.Union([Type.Literal('BMS'), Type.Literal('ITCS')]) })

export const Envelope = Type.Tuple([
  Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3)]),
  Type.String({ maxLength: 255 }),
  Type.String({ maxLength: 255 }),
  instant,
  Type.String({ minLength: 1, maxLength: 64 }),
  Type.Union(vdvActions.map((action) => Type.Literal(action))),
  // Of an error anything, as there is no agreement on it.
  Type.Unknown(),
])
