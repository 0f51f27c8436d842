import { provisionCharger } from '#core/chargers/provision-charger.ts'
import { ChargePoint, chargePointFields } from './charge-point-fields.ts'
import { bodySchema } from './fields.ts'
import { findChargePoint } from './find-charge-point.ts'
import { errors, item } from './replies.ts'
import type { PlatformRoute } from './route.ts'
import { viewChargePoint } from './view-charge-point.ts'
import { writtenChargePoint } from './write-charge-point.ts'

export const createChargePoint: PlatformRoute = async (app, { world }) => {
  app.post(
    '/resources/charge-points/v2.0',
    {
      schema: {
        operationId: 'createChargePoint',
        summary: 'Create a charge point',
        description:
          'It may connect at once as `network.id` with its password. Without a password one is made that nobody gets to see; the charge point gets in once one was set. It has no EVSEs: create them, or let it tell of them.',
        tags: ['Charge points'],
        body: bodySchema(chargePointFields, { isNew: true }),
        response: { 201: item(ChargePoint, 'The charge point'), ...errors() },
      },
    },
    async ({ ctx, body }, reply) => {
      const { password = null, ...setup } = writtenChargePoint(body, { isNew: true })
      const { id } = await provisionCharger(
        { transaction: ctx.transaction, chargerLink: ctx.chargerLink, hashSecret: world.hashSecret },
        { ...asNew, ...setup, password },
      )
      const charger = await findChargePoint(ctx, id)
      return reply.code(201).send({ data: viewChargePoint(charger, { now: ctx.now(), include: [], evses: [] }) })
    },
  )
}

/** What is not said of a new one. */
const asNew = {
  identity: '',
  name: null,
  registration: 'accepted',
  bootIntervalSeconds: null,
  provisioning: 'automatic',
  securityProfile: 1,
  protocols: null,
  kept: {},
} as const
