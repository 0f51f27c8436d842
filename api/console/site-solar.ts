import { Type } from 'typebox'
import { writeSolar } from '#core/planner/feeds/write-solar.ts'
import { readSpan } from './read-span.ts'
import { readTime } from './read-time.ts'
import type { ConsoleRoute } from './route.ts'
import { SiteParams, siteOf } from './site-params.ts'
import { timeText } from './time-text.ts'
import { SpanQuery } from './wire/parts.ts'
import { SolarForecast } from './wire/site-solar.ts'

/** Own solar power that is expected at a site; without a span, the two days from now on. */
export const siteSolar: ConsoleRoute = async (app) => {
  app.get(
    '/sites/:id/solar',
    {
      schema: { params: SiteParams, querystring: SpanQuery, response: { 200: SolarForecast } },
      config: { role: 'viewer' },
    },
    async (request) => {
      const { ctx, params, query } = request
      const { id } = await siteOf(request, params.id)
      const { from, to } = readSpan(query, { from: ctx.now(), hours: 48, mostHours: 50 * 24 })
      const found = await ctx.planFeeds.solar(id, from, to)
      return { items: found.map((one) => ({ ...one, from: timeText(one.from), to: timeText(one.to) })) }
    },
  )

  app.put(
    '/sites/:id/solar',
    {
      schema: { params: SiteParams, body: SolarForecast, response: { 204: Type.Null() } },
      config: { role: 'operator' },
    },
    async ({ ctx, params, body }, reply) => {
      const blocks = body.items.map(({ from, to, powerW }) => ({
        ...{ from: readTime('from', from)!, to: readTime('to', to)!, powerW },
      }))
      await writeSolar(ctx, params.id, blocks)
      return reply.code(204).send(null)
    },
  )
}
