import { Type } from 'typebox'
import { writePrices } from '#core/prices/write-prices.ts'
import { readSpan } from './read-span.ts'
import { readTime } from './read-time.ts'
import type { ConsoleRoute } from './route.ts'
import { SiteParams, siteOf } from './site-params.ts'
import { timeText } from './time-text.ts'
import { SpanQuery } from './wire/parts.ts'
import { Prices } from './wire/site-prices.ts'

/** What energy costs at a site; without a span, the two days from now on. */
export const sitePrices: ConsoleRoute = async (app) => {
  app.get(
    '/sites/:id/prices',
    {
      schema: { params: SiteParams, querystring: SpanQuery, response: { 200: Prices } },
      config: { role: 'viewer' },
    },
    async (request) => {
      const { ctx, params, query } = request
      const { id } = await siteOf(request, params.id)
      const { from, to } = readSpan(query, { from: ctx.now(), hours: 48, mostHours: 50 * 24 })
      const found = await ctx.siteLimits.prices(id, from, to)
      return { items: found.map((one) => ({ ...one, from: timeText(one.from), to: timeText(one.to) })) }
    },
  )

  app.put(
    '/sites/:id/prices',
    { schema: { params: SiteParams, body: Prices, response: { 204: Type.Null() } }, config: { role: 'operator' } },
    async ({ ctx, params, body }, reply) => {
      const blocks = body.items.map((one) => ({
        ...one,
        from: readTime('from', one.from)!,
        to: readTime('to', one.to)!,
      }))
      await writePrices(ctx, params.id, blocks)
      return reply.code(204).send(null)
    },
  )
}
