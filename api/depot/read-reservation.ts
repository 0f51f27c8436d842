import { Type } from 'typebox'
import { errors, reply } from './replies.ts'
import { findReservation, Reservation, reservationId, viewFound } from './reservation.ts'
import type { DepotRoute } from './route.ts'

export const readReservation: DepotRoute = async (app) => {
  app.get(
    '/v1/reservations/:reservationId',
    {
      schema: {
        operationId: 'readReservation',
        summary: 'Read a reservation',
        tags: ['Reservations'],
        description: 'Also one that has ended.',
        params: Type.Object({ reservationId }),
        response: { 200: reply(Reservation, 'The reservation'), ...errors(404) },
      },
      config: { grant: 'reservations' },
    },
    async ({ ctx, params }) => viewFound(ctx, await findReservation(ctx, params.reservationId)),
  )
}
