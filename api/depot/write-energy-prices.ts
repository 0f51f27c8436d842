import { Type } from 'typebox'
import { writePrices } from '#core/prices/write-prices.ts'
import { EnergyPricesBody, listOf, readPrices } from './energy-prices.ts'
import { findSite, siteId } from './find-site.ts'
import { errors, reply } from './replies.ts'
import type { DepotRoute } from './route.ts'
import { Success } from './success.ts'

const done = { code: 200, message: 'Energy prices have been updated.' }

export const writeEnergyPrices: DepotRoute = async (app, { settings }) => {
  app.post(
    '/v1/vppController/:siteId/energyPrices',
    {
      schema: {
        operationId: 'writeEnergyPrices',
        summary: 'Write the energy prices of a site',
        description:
          'They replace what is stored in the span from the earliest start to the latest end; what is outside stays. Blocks that overlap are refused.',
        tags: ['Virtual Power Plant'],
        params: Type.Object({ siteId }),
        body: EnergyPricesBody,
        response: { 200: reply(Success, 'The prices are stored', done), ...errors(404) },
      },
      config: { grant: 'vpp' },
    },
    async ({ ctx, params, body }) => {
      const site = await findSite(ctx, params.siteId)
      const { durationUnit, currency } = settings.vpp
      const { blocks, unit } = readPrices(listOf(body), {
        unit: durationUnit,
        currency: site.currency ?? currency,
      })
      await writePrices(ctx, site.id, blocks, { durationUnit: unit })
      return done
    },
  )
}
