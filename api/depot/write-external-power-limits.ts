import { Type } from 'typebox'
import { writeLimitsOfProgram } from '#core/limit-feeds/limit-by-program.ts'
import { ExternalPowerLimit, readLimits } from './external-power-limits.ts'
import { chargerGroupId, findChargerGroup } from './find-charger-group.ts'
import { errors, reply } from './replies.ts'
import type { DepotRoute } from './route.ts'
import { Done } from './success.ts'

const done = { message: 'External power limits have been updated.' }

export const writeExternalPowerLimits: DepotRoute = async (app) => {
  app.put(
    '/v1/chargerControl/chargerGroups/:chargerGroupId/externalPowerLimits',
    {
      schema: {
        operationId: 'writeExternalPowerLimits',
        summary: 'Set the external power limits of a charger group',
        description:
          'The list replaces all that the same `source` has said of this group; an empty one withdraws it. What counts is the lowest of the fixed limit of the group and of what every source says at that moment. Chargers are told a lower limit at once.',
        tags: ['Charger Control'],
        params: Type.Object({ chargerGroupId }),
        body: ExternalPowerLimit,
        response: { 200: reply(Done, 'The limits are stored', done), ...errors(404, 409) },
      },
      config: { grant: 'chargerControl' },
    },
    async ({ ctx, params, body }) => {
      const circuit = await findChargerGroup(ctx, params.chargerGroupId)
      await writeLimitsOfProgram(ctx, circuit, { name: body.source, reason: null, lease: null, ...readLimits(body) })
      return done
    },
  )
}
