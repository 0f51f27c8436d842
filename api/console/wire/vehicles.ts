import { type Static, Type } from 'typebox'
import { Card } from './administration.ts'
import { closed, Id, orNull, Time } from './parts.ts'
import { ChargingRequest } from './site-requests.ts'

const described = {
  name: orNull(Type.String({ minLength: 1, maxLength: 100 })),
  vin: orNull(Type.String({ minLength: 17, maxLength: 17 })),
  /** What of the battery can be used. */
  batteryWh: orNull(Type.Integer({ minimum: 1, maximum: 10_000_000 })),
  /** Per phase. */
  maxAcA: orNull(Type.Number({ exclusiveMinimum: 0, maximum: 1_000 })),
  phases: orNull(Type.Unsafe<1 | 2 | 3>({ type: 'integer', enum: [1, 2, 3] })),
  maxDcW: orNull(Type.Integer({ minimum: 1, maximum: 10_000_000 })),
  /** Higher goes first where not everybody can be ready. */
  klass: orNull(Type.Integer({ minimum: -1_000, maximum: 1_000 })),
}

/** A vehicle as far as anybody has described it. `vehicle` is what cards, sessions and planning systems call it. */
export const Vehicle = Type.Object({
  id: Id,
  vehicle: Type.String(),
  ...described,
  // The core takes any whole number.
  klass: orNull(Type.Integer()),
})
export type Vehicle = Static<typeof Vehicle>

/** GET /vehicles: all of them, by what they are called. */
export const Vehicles = Type.Object({ items: Type.Array(Vehicle) })
export type Vehicles = Static<typeof Vehicles>

/** POST /vehicles (operator) */
export const NewVehicle = Type.Object(
  { vehicle: Type.String({ minLength: 1, maxLength: 100 }), ...Type.Partial(Type.Object(described)).properties },
  closed,
)
export type NewVehicle = Static<typeof NewVehicle>

/** PATCH /vehicles/{id} (operator): what is left out stays as it is. */
export const VehicleDescription = Type.Partial(Type.Object(described), closed)
export type VehicleDescription = Static<typeof VehicleDescription>

/** GET /vehicles/{id} */
export const VehicleDetail = Type.Object({
  vehicle: Vehicle,
  /** At most 100, the newest first. */
  cards: Type.Array(Card),
  /** What was said of its stays to come and of the one that runs, by whomever; the next departure first. */
  requests: Type.Array(
    Type.Object({
      ...ChargingRequest.properties,
      site: Type.Object({ id: Id, name: Type.String() }),
      charger: orNull(Type.String()),
      /** Nothing newer has been said for too long: its departure counts as assumed. */
      heardAt: orNull(Time),
    }),
  ),
})
export type VehicleDetail = Static<typeof VehicleDetail>
