import { Type } from 'typebox'
import { makeReservation } from '#core/reservations/make-reservation.ts'
import { findCharger, placeOf } from './find-charger.ts'
import { chargerId, connectorIdFromOne } from './parameters.ts'
import { errors, reply } from './replies.ts'
import { namingMembers, Reservation, ReservationBody, readTerms, viewReservation } from './reservation.ts'
import type { DepotRoute } from './route.ts'

export const addReservation: DepotRoute = async (app) => {
  app.post(
    '/v1/reservations/chargers/:chargerId/connectors/:connectorId',
    {
      schema: {
        operationId: 'addReservation',
        summary: 'Reserve a connector',
        description:
          'The charger is asked to keep the connector free when the start is reached, or at once when it is due; then the answer waits for the charger, at most for half a minute. Where a charger has no reservations, other tags are refused at the connector during the interval.',
        tags: ['Reservations'],
        params: Type.Object({ chargerId, connectorId: connectorIdFromOne }),
        body: ReservationBody,
        response: {
          201: reply(Reservation, 'The reservation is made; `Failed` when the charger has refused it at once'),
          ...errors(404, 409),
        },
      },
      config: { grant: 'reservations' },
    },
    async ({ ctx, params, body }, reply) => {
      const charger = await findCharger(ctx, params.chargerId)
      const place = placeOf(await ctx.chargers.evses(charger), params.connectorId)
      const wish = { ...place, ...readTerms(body) }
      const made = await namingMembers(makeReservation(ctx, charger.identity, wish, { wait: true }))
      const message =
        made.state === 'rejected'
          ? 'Reservation has been refused by the charger.'
          : 'Reservation has been created successfully.'
      return reply.code(201).send({ ...viewReservation(made, params.connectorId), message })
    },
  )
}
