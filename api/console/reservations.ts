import { Type } from 'typebox'
import { cancelReservation } from '#core/reservations/cancel-reservation.ts'
import { makeReservation } from '#core/reservations/make-reservation.ts'
import type { Reservation as CoreReservation } from '#core/reservations/reservation.ts'
import { ChargerParams, chargerOf } from './charger-params.ts'
import { Refusal } from './errors.ts'
import { readTime } from './read-time.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { closed, Id } from './wire/parts.ts'
import { NewReservation, Reservation, ReservationQuery, Reservations } from './wire/reservations.ts'

/** What is kept free, at which charger, for whom. */
export const reservations: ConsoleRoute = async (app) => {
  const params = Type.Object({ id: Id }, closed)

  app.get(
    '/reservations',
    { schema: { querystring: ReservationQuery, response: { 200: Reservations } }, config: { role: 'viewer' } },
    async ({ ctx, query }) => {
      const { charger = null, open, after, limit = 50 } = query
      const found = await ctx.reservations.list({
        chargerId: charger,
        isOpen: open === undefined ? null : open === '1' || open === 'true',
        before: after === undefined ? null : Number(after),
        limit: limit + 1,
      })
      const items = found.slice(0, limit)
      return { items: items.map(viewReservation), next: found.length > limit ? String(items.at(-1)!.id) : null }
    },
  )

  app.post(
    '/chargers/:id/reservations',
    {
      schema: { params: ChargerParams, body: NewReservation, response: { 202: Reservation } },
      config: { role: 'operator' },
    },
    async (request, reply) => {
      const { identity } = await chargerOf(request, request.params.id)
      const { evse, card, group, connectorType } = request.body
      const startsAt = request.body.startsAt ? readTime('startsAt', request.body.startsAt) : null
      const expiresAt = readTime('expiresAt', request.body.expiresAt)
      if (!expiresAt) throw new Refusal(400, 'invalid_value', 'A reservation has an end.', { field: 'expiresAt' })
      const made = await makeReservation(request.ctx, identity, {
        evse,
        tokenUid: card,
        ...{ startsAt, expiresAt },
        connectorType: connectorType ?? null,
        ...(group === undefined ? {} : { groupId: group }),
      })
      return reply.code(202).send(viewReservation(made))
    },
  )

  app.post(
    '/reservations/:id/cancel',
    { schema: { params, response: { 202: Reservation } }, config: { role: 'operator' } },
    async (request, reply) =>
      reply.code(202).send(viewReservation(await cancelReservation(request.ctx, request.params.id))),
  )
}

function viewReservation(one: CoreReservation): Reservation {
  return {
    id: one.id,
    chargerId: one.charger.id,
    charger: one.charger.identity,
    reservationId: one.reservationId,
    evse: one.evse,
    connectorType: one.connectorType,
    card: one.tokenUid,
    group: one.groupId,
    startsAt: timeText(one.startsAt),
    expiresAt: timeText(one.expiresAt),
    state: one.state,
    keptBy: one.keptBy,
    reason: one.reason,
    sessionId: one.sessionId,
    createdAt: timeText(one.createdAt),
    endedAt: one.endedAt && timeText(one.endedAt),
  }
}
