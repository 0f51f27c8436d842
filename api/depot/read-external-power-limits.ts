import { Type } from 'typebox'
import { ExternalPowerLimits, viewLimits } from './external-power-limits.ts'
import { chargerGroupId, findChargerGroup } from './find-charger-group.ts'
import { errors, reply } from './replies.ts'
import type { DepotRoute } from './route.ts'

export const readExternalPowerLimits: DepotRoute = async (app) => {
  app.get(
    '/v1/chargerControl/chargerGroups/:chargerGroupId/externalPowerLimits',
    {
      schema: {
        operationId: 'readExternalPowerLimits',
        summary: 'Read the external power limits of a charger group',
        description: 'All that external systems have said of this group and not withdrawn, by their names.',
        tags: ['Charger Control'],
        params: Type.Object({ chargerGroupId }),
        response: {
          200: reply(ExternalPowerLimits, 'One element for each source; none is an empty list'),
          ...errors(404),
        },
      },
      config: { grant: 'chargerControl' },
    },
    async ({ ctx, params }) => {
      const { id, siteId } = await findChargerGroup(ctx, params.chargerGroupId)
      const sources = await ctx.siteLimits.limits(siteId, sinceEver)
      const external = sources.filter(({ circuitId, kind }) => circuitId === id && kind === 'external')
      return { items: external.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(viewLimits) }
    },
  )
}

// A list whose last interval is over is still what was written.
const sinceEver = Temporal.Instant.from('0001-01-01T00:00:00Z')
