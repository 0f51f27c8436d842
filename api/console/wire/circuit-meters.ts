import { type Static, Type } from 'typebox'
import { PerPhase, Place } from './electrical.ts'
import { closed, Id, orNull, Time, Words } from './parts.ts'

const MeterFields = Type.Object(
  {
    l1: orNull(Type.String({ maxLength: 200 })),
    l2: orNull(Type.String({ maxLength: 200 })),
    l3: orNull(Type.String({ maxLength: 200 })),
    power: orNull(Type.String({ maxLength: 200 })),
    at: orNull(Type.String({ maxLength: 200 })),
    /** W when it is left out. */
    powerUnit: Type.Optional(Words(['W', 'kW'] as const)),
  },
  closed,
)

const Register = orNull(
  Type.Object(
    {
      address: Type.Integer({ minimum: 0, maximum: 65_535 }),
      type: Words(['int16', 'uint16', 'int32', 'uint32', 'float32'] as const),
      scale: Type.Number(),
    },
    closed,
  ),
)

const MeterSource = Type.Union([
  Type.Object({ kind: Type.Literal('push') }, closed),
  Type.Object({ kind: Type.Literal('ocpp'), chargerId: Id, evse: Place }, closed),
  Type.Object(
    {
      kind: Type.Literal('mqtt'),
      /** `mqtt://host:1883` or `mqtts://host:8883`. */
      url: Type.String({ minLength: 1, maxLength: 500 }),
      topic: Type.String({ minLength: 1, maxLength: 500 }),
      username: orNull(Type.String({ maxLength: 200 })),
      map: MeterFields,
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('modbus'),
      host: Type.String({ minLength: 1, maxLength: 253 }),
      port: Type.Integer({ minimum: 1, maximum: 65_535 }),
      unit: Type.Integer({ minimum: 0, maximum: 255 }),
      registers: Type.Object(
        {
          table: Words(['holding', 'input'] as const),
          wordOrder: Words(['big', 'little'] as const),
          l1: Register,
          l2: Register,
          l3: Register,
          power: Register,
        },
        closed,
      ),
    },
    closed,
  ),
])

/** A meter of a circuit with what it says now. */
export const CircuitMeter = Type.Object({
  id: Id,
  circuitId: Id,
  measures: Words(['total', 'unmanaged'] as const),
  intervalSeconds: Type.Number(),
  source: MeterSource,
  /** Null while this node does not steer the site. */
  state: orNull(Words(['good', 'returning', 'silent', 'implausible', 'never'] as const)),
  why: orNull(Type.String()),
  amps: PerPhase,
  powerW: orNull(Type.Number()),
  at: orNull(Time),
})
export type CircuitMeter = Static<typeof CircuitMeter>

/** POST /circuits/{id}/meters (administrator). Password and push token are kept sealed and never shown. */
export const NewCircuitMeter = Type.Object(
  {
    measures: Words(['total', 'unmanaged'] as const),
    intervalSeconds: Type.Integer({ minimum: 1, maximum: 3_600 }),
    source: MeterSource,
    /** Of an MQTT broker. */
    password: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  },
  closed,
)
export type NewCircuitMeter = Static<typeof NewCircuitMeter>

/** Its answer: a meter that is pushed to us gets a token, which is shown this once. */
export const AddedMeter = Type.Object({ meter: CircuitMeter, pushToken: orNull(Type.String()) })
export type AddedMeter = Static<typeof AddedMeter>

/** GET /meters/{id}/history?from&to: minute by minute. */
export const MeterHistory = Type.Object({
  points: Type.Array(Type.Object({ at: Time, amps: PerPhase, powerW: orNull(Type.Number()) })),
})
export type MeterHistory = Static<typeof MeterHistory>
