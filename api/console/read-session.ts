import { Type } from 'typebox'
import { readSession as read } from '#core/sessions/read-session.ts'
import type { ConsoleRoute } from './route.ts'
import { steeringOf } from './session-steering.ts'
import { viewCost } from './tariffs.ts'
import { timeText } from './time-text.ts'
import { viewSessionRow } from './view-session.ts'
import { closed, Id } from './wire/parts.ts'
import { SessionDetail } from './wire/sessions.ts'

export const SessionParams = Type.Object({ id: Id }, closed)

export const readSession: ConsoleRoute = async (app, { world }) => {
  app.get(
    '/sessions/:id',
    { schema: { params: SessionParams, response: { 200: SessionDetail } }, config: { role: 'viewer' } },
    async (request) => {
      // Before the reading, so that nothing is missed between it and the stream.
      const { cursor } = await world.boards.of(request.person.account.tenant)
      const { session, timeline, ending } = await read(request.ctx, request.params.id)
      const cost = await request.ctx.tariffs.costOf(session.id)
      const time = (at: Temporal.Instant | null) => at && timeText(at)
      return {
        row: viewSessionRow(session),
        cursor,
        clock: world.clock(),
        decision: session.decision,
        wireFamily: session.wireFamily,
        wireId: session.wireId,
        pluggedAt: time(session.pluggedAt),
        unpluggedAt: time(session.unpluggedAt),
        energyMethod: session.energyMethod,
        lastMessageAt: timeText(session.lastMessageAt),
        closeDueAt: time(session.closeDueAt),
        insertedAt: time(session.insertedAt),
        timeline: timeline.map(({ at, kind, detail }) => ({ at: timeText(at), kind, detail })),
        cost: cost && viewCost(cost),
        steering: await steeringOf(request, session.id),
        ending,
      }
    },
  )
}
