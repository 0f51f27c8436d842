import { Type } from 'typebox'
import { withdrawReservation } from '#core/reservations/withdraw-reservation.ts'
import { errors } from './replies.ts'
import { findReservation, reservationId } from './reservation.ts'
import type { DepotRoute } from './route.ts'

export const cancelReservation: DepotRoute = async (app) => {
  app.delete(
    '/v1/reservations/:reservationId',
    {
      schema: {
        operationId: 'cancelReservation',
        summary: 'Cancel a reservation',
        description: 'It ends at once. A charger that keeps it is told so; one that is away when it comes back.',
        tags: ['Reservations'],
        params: Type.Object({ reservationId }),
        response: { 204: Type.Null({ description: 'The reservation is cancelled' }), ...errors(404, 409) },
      },
      config: { grant: 'reservations' },
    },
    async ({ ctx, params }, reply) => {
      const { id } = await findReservation(ctx, params.reservationId)
      await withdrawReservation(ctx, id)
      return reply.code(204).send(null)
    },
  )
}
