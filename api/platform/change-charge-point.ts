import { foldIdentity } from '#core/chargers/charger.ts'
import { changeProvisioning } from '#core/chargers/provision-charger.ts'
import { ChargePoint, chargePointFields } from './charge-point-fields.ts'
import { faulty } from './errors.ts'
import { bodySchema } from './fields.ts'
import { findChargePoint } from './find-charge-point.ts'
import { chargePointParams } from './params.ts'
import { errors, item } from './replies.ts'
import type { PlatformRoute } from './route.ts'
import { viewChargePoint } from './view-charge-point.ts'
import { writtenChargePoint } from './write-charge-point.ts'

export const changeChargePoint: PlatformRoute = async (app, { world }) => {
  app.patch(
    '/resources/charge-points/v2.0/:chargePoint',
    {
      schema: {
        operationId: 'changeChargePoint',
        summary: 'Change a charge point',
        description:
          'What is left out stays. It counts at once, and the charge point is sent nothing. It is disconnected only when it would not be let in as it came, as with another password.',
        tags: ['Charge points'],
        params: chargePointParams,
        body: bodySchema(chargePointFields, { isNew: false }),
        response: { 200: item(ChargePoint, 'The charge point'), ...errors(404) },
      },
    },
    async ({ ctx, params, body }) => {
      const before = await findChargePoint(ctx, params.chargePoint)
      const { identity, ...change } = writtenChargePoint(body, { isNew: false })
      if (identity !== undefined && foldIdentity(identity) !== foldIdentity(before.identity)) {
        throw faulty('network.id', 'The network.id of a charge point cannot be changed: create another one.')
      }
      const used = { transaction: ctx.transaction, chargerLink: ctx.chargerLink, hashSecret: world.hashSecret }
      await changeProvisioning(used, before.id, change)
      const charger = await findChargePoint(ctx, before.id)
      return { data: viewChargePoint(charger, { now: ctx.now(), include: [], evses: [] }) }
    },
  )
}
