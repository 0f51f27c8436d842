import { type Static, Type } from 'typebox'
import type { Evse } from '#core/chargers/charger.ts'
import type { Uses } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import type { Reservation as CoreReservation, ReservationState } from '#core/reservations/reservation.ts'
import { Refusal } from './errors.ts'
import { isoTime } from './iso-time.ts'
import { readTime } from './read-input.ts'

const statuses = ['Scheduled', 'Active', 'Used', 'Expired', 'Cancelled', 'Failed'] as const

const terms = {
  ReservationStart: Type.String({
    format: 'date-time',
    description: 'Start of the charging session; at most five minutes ago',
    examples: ['2025-03-02T04:00:00.000Z'],
  }),
  ReservationEnd: Type.String({
    format: 'date-time',
    description: 'End of the charging session, after its start and to come, within a year',
    examples: ['2025-03-02T05:30:00.000Z'],
  }),
  AuthorizationType: Type.Unsafe<'RFID'>({
    type: 'string',
    enum: ['RFID'],
    description: 'How the vehicle shows who it is',
    examples: ['RFID'],
  }),
  AuthorizationValue: Type.String({
    description: 'For `RFID` the number of the tag, which is known and enabled',
    examples: ['7A11C3F0'],
  }),
}

export const ReservationBody = Type.Object(terms)

export const Reservation = Type.Object(
  {
    ReservationID: Type.Integer({ description: 'Also the number that the charger knows', examples: [4711] }),
    ChargerID: Type.String({ examples: ['BAY-07'] }),
    ConnectorID: Type.Integer({
      description: 'The number of the connector within its charger; 0 is any of its connectors',
      examples: [2],
    }),
    ...terms,
    Status: Type.Unsafe<(typeof statuses)[number]>({
      type: 'string',
      enum: statuses,
      description:
        '`Scheduled`: it is still to begin, or the charger has not answered. `Active`: the connector is kept free. `Failed`: the charger has refused it, or given it up',
      examples: ['Scheduled'],
    }),
    message: Type.Optional(Type.String({ examples: ['Reservation has been created successfully.'] })),
  },
  { $id: 'Reservation', title: 'Reservation' },
)

export const reservationId = Type.Integer({ description: 'The `ReservationID`', examples: [4711] })

/** The reservation of this number; those of other tenants do not exist here, nor any beyond what OCPP can name. */
export async function findReservation(ctx: Uses<'reservations'>, number: number): Promise<CoreReservation> {
  const found = number >= 1 && number < 2 ** 31 ? await ctx.reservations.findByNumber(number) : null
  if (found) return found
  throw new Refusal(404, 'reservation_not_found', `Reservation ${number} was not found.`, {
    parameter: 'reservationId',
  })
}

export function readTerms(body: Static<typeof ReservationBody>) {
  return {
    tokenUid: body.AuthorizationValue,
    startsAt: readTime(body.ReservationStart)!,
    expiresAt: readTime(body.ReservationEnd)!,
  }
}

/** What the core refuses of the body, said of the member at fault. */
export async function namingMembers<T>(work: Promise<T>): Promise<T> {
  return work.catch((error) => {
    const pointer = error instanceof Problem && error.code === 'invalid_value' && pointers[error.subject ?? '']
    throw pointer ? new Refusal(400, 'invalid_body', error.message, { pointer, cause: error }) : error
  })
}

const pointers: Record<string, string> = {
  startsAt: '/ReservationStart',
  expiresAt: '/ReservationEnd',
  card: '/AuthorizationValue',
}

/** For one that is kept at any of an EVSE, the first of its connectors is named. */
export function connectorOf({ evse, connector }: CoreReservation, evses: readonly Evse[]): number {
  const connectors = evses.find(({ number }) => number === evse)?.connectors ?? []
  const found = connectors.find(({ ocpp }) => connector === null || ocpp === connector)
  return found?.number ?? 0
}

export async function viewFound(ctx: Uses<'chargers'>, reservation: CoreReservation) {
  const charger = await ctx.chargers.find(reservation.charger.identity)
  return viewReservation(reservation, connectorOf(reservation, charger ? await ctx.chargers.evses(charger) : []))
}

export function viewReservation(reservation: CoreReservation, connector: number): Static<typeof Reservation> {
  return {
    ReservationID: reservation.reservationId,
    ChargerID: reservation.charger.identity,
    ConnectorID: connector,
    ReservationStart: isoTime(reservation.startsAt),
    ReservationEnd: isoTime(reservation.expiresAt),
    AuthorizationType: 'RFID',
    AuthorizationValue: reservation.tokenUid,
    Status: statusOf[reservation.state],
  }
}

const statusOf: Record<ReservationState, (typeof statuses)[number]> = {
  scheduled: 'Scheduled',
  requested: 'Scheduled',
  active: 'Active',
  used: 'Used',
  expired: 'Expired',
  cancelled: 'Cancelled',
  rejected: 'Failed',
  removed: 'Failed',
}
