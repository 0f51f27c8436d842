import { Type } from 'typebox'
import { EnergyPrices, viewPrices } from './energy-prices.ts'
import { findSite, siteId } from './find-site.ts'
import { from, to } from './parameters.ts'
import { checkInterval, query } from './read-input.ts'
import { errors, reply } from './replies.ts'
import type { DepotRoute } from './route.ts'

export const readEnergyPrices: DepotRoute = async (app, { settings }) => {
  app.get(
    '/v1/vppController/:siteId/energyPrices',
    {
      schema: {
        operationId: 'readEnergyPrices',
        summary: 'Read the energy prices of a site',
        description:
          'Those of now and of the future, ascending, with durations in the unit in which they were written last. With `from` or `to`: those that reach into that span.',
        tags: ['Virtual Power Plant'],
        params: Type.Object({ siteId }),
        querystring: query({ from: Type.Optional(from), to: Type.Optional(to) }),
        response: { 200: reply(EnergyPrices, 'The prices; none is an empty list'), ...errors(404) },
      },
      config: { grant: 'vpp' },
    },
    async ({ ctx, params, query: asked }) => {
      checkInterval(asked)
      const site = await findSite(ctx, params.siteId)
      const blocks = await ctx.siteLimits.prices(site.id, asked.from ?? ctx.now(), asked.to ?? farAhead)
      const { durationUnit } = settings.vpp
      const unit = durationUnit === 'auto' ? await ctx.siteLimits.priceDurationUnit(site.id) : durationUnit
      return viewPrices(blocks, unit ?? 'minutes')
    },
  )
}

const farAhead = Temporal.Instant.from('9999-12-31T23:59:59Z')
