import { Type } from 'typebox'
import { clearAlarm } from '#core/steering/clear-alarm.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { closed, Id } from './wire/parts.ts'
import { SiteAlarmQuery, SiteAlarms } from './wire/site-alarms.ts'

/** What is wrong at sites, newest first. */
export const siteAlarms: ConsoleRoute = async (app) => {
  app.get(
    '/site-alarms',
    { schema: { querystring: SiteAlarmQuery, response: { 200: SiteAlarms } }, config: { role: 'viewer' } },
    async ({ ctx, query }) => {
      const onlyOpen = query.open === '1' || query.open === 'true'
      const [found, sites] = await Promise.all([
        ctx.steering.alarms(query.site ?? null, onlyOpen),
        ctx.circuits.sites(),
      ])
      const nameOf = new Map(sites.map(({ id, name }) => [id, name]))
      const items = found.map(({ raisedAt, clearedAt, body, ...alarm }) => ({
        ...alarm,
        site: nameOf.get(alarm.siteId) ?? '',
        body: { ...body },
        raisedAt: timeText(raisedAt),
        clearedAt: clearedAt && timeText(clearedAt),
      }))
      return { items }
    },
  )

  app.post(
    '/site-alarms/:id/clear',
    {
      schema: { params: Type.Object({ id: Id }, closed), response: { 204: Type.Null() } },
      config: { role: 'operator' },
    },
    async ({ ctx, params }, reply) => {
      await clearAlarm(ctx, params.id)
      return reply.code(204).send(null)
    },
  )
}
