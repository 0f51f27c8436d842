import { type Static, Type } from 'typebox'
import { closed, orNull, Time, Words } from './parts.ts'

const told = {
  /** Whether it may come in. */
  isEnabled: Type.Boolean(),
  /** Whether it is warmed or cooled before it leaves. */
  preconditions: Type.Boolean(),
  climate: Words(['vehicle', 'automatic', 'ventilation', 'heating', 'cooling'] as const),
  /** How it reads its departure; null: as the installation has it. */
  driveoff: orNull(Words(['minutesOfDay', 'minutesUntilDeparture'] as const)),
}

const number = orNull(Type.Integer())

/** GET /vehicles/{id}/link: how a vehicle talks to us about itself (VDV 261), and what it said last. */
export const VehicleLink = Type.Object({
  ...told,
  /** Null: it has none and cannot come in. */
  passwordSetAt: orNull(Time),
  /** When it first came in with this password; null: it has not. */
  synchronisedAt: orNull(Time),
  heard: orNull(
    Type.Object({
      at: Time,
      seq: Type.Integer(),
      controllerId: orNull(Type.String()),
      ...{ odometerKm: number, needKwh: number, batteryMinutes: number, batteryKwh: number },
      ...{ cabinMinutes: number, cabinKwh: number },
      charging: orNull(Words(['ready', 'charging', 'impossible'] as const)),
    }),
  ),
})
export type VehicleLink = Static<typeof VehicleLink>

/** PATCH /vehicles/{id}/link (operator): what is left out stays as it is. */
export const VehicleLinkChange = Type.Partial(Type.Object(told), closed)
export type VehicleLinkChange = Static<typeof VehicleLinkChange>

/** POST /vehicles/{id}/password (administrator): one of the person's own, else one is made. The answer shows it once. */
export const VehiclePassword = Type.Object(
  {
    password: Type.Optional(Type.String({ minLength: 1, maxLength: 150 })),
    /** 1 for vehicles of version 1 of the protocol, which take any. */
    rule: Type.Optional(Type.Unsafe<1 | 2>({ type: 'integer', enum: [1, 2] })),
  },
  closed,
)
export type VehiclePassword = Static<typeof VehiclePassword>
