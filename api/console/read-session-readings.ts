import { readSessionReadings as read } from '#core/sessions/read-session.ts'
import { SessionParams } from './read-session.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { Readings } from './wire/sessions.ts'

export const readSessionReadings: ConsoleRoute = async (app) => {
  app.get(
    '/sessions/:id/readings',
    { schema: { params: SessionParams, response: { 200: Readings } }, config: { role: 'viewer' } },
    async (request) => {
      const points = await read(request.ctx, request.params.id)
      return {
        points: points.map(({ atMs, ...values }) => ({
          at: timeText(Temporal.Instant.fromEpochMilliseconds(Math.round(atMs))),
          ...values,
        })),
      }
    },
  )
}
