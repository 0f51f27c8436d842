import { Type } from 'typebox'
import { changeReservation as change } from '#core/reservations/change-reservation.ts'
import { errors, reply } from './replies.ts'
import {
  findReservation,
  namingMembers,
  Reservation,
  ReservationBody,
  readTerms,
  reservationId,
  viewFound,
} from './reservation.ts'
import type { DepotRoute } from './route.ts'

export const changeReservation: DepotRoute = async (app) => {
  app.put(
    '/v1/reservations/:reservationId',
    {
      schema: {
        operationId: 'changeReservation',
        summary: 'Change a reservation',
        description:
          'While it is `Scheduled` or `Active`. A charger that was asked for it gives it up, and is asked anew at the new start. Its number and its connector stay; a start that is not changed may lie in the past.',
        tags: ['Reservations'],
        params: Type.Object({ reservationId }),
        body: ReservationBody,
        response: { 200: reply(Reservation, 'The reservation as it is now'), ...errors(404, 409) },
      },
      config: { grant: 'reservations' },
    },
    async ({ ctx, params, body }) => {
      const { id } = await findReservation(ctx, params.reservationId)
      return viewFound(ctx, await namingMembers(change(ctx, id, readTerms(body), { wait: true })))
    },
  )
}
