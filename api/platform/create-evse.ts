import { addEvse } from '#core/chargers/set-up-evse.ts'
import type { Context } from '#core/context.ts'
import { faulty } from './errors.ts'
import { Evse, evseFields, newEvseFields } from './evse-fields.ts'
import { bodySchema } from './fields.ts'
import { findChargePoint, findEvse } from './find-charge-point.ts'
import { chargePointParams } from './params.ts'
import { errors, item } from './replies.ts'
import type { PlatformRoute } from './route.ts'
import { viewOneEvse } from './view-evse.ts'
import { writtenEvse } from './write-evse.ts'

const description =
  'An EVSE that the charge point told of by itself, and that nobody has described, is the one that this describes.'

export const createEvse: PlatformRoute = async (app) => {
  app.post(
    '/resources/evses/v2.1',
    {
      schema: {
        operationId: 'createEvse',
        summary: 'Create an EVSE',
        description,
        tags: ['EVSEs'],
        body: bodySchema(newEvseFields, { isNew: true }),
        response: { 201: item(Evse, 'The EVSE'), ...errors() },
      },
    },
    async ({ ctx, body }, reply) => {
      const { chargePointId, ...evse } = writtenEvse(body, { isNew: true, namesCharger: true })
      const [charger] = await ctx.inventory.chargers(
        { id: chargePointId! },
        { from: null, skip: 0, limit: 1 },
        ctx.now(),
      )
      if (!charger) throw faulty('chargePointId', 'The selected chargePointId is invalid.')
      return reply.code(201).send(await create(ctx, charger.id, evse))
    },
  )

  app.post(
    '/resources/charge-points/v2.0/:chargePoint/evses',
    {
      schema: {
        operationId: 'createEvseOfChargePoint',
        summary: 'Create an EVSE of a charge point',
        description,
        tags: ['Charge points'],
        params: chargePointParams,
        body: bodySchema(evseFields, { isNew: true }),
        response: { 201: item(Evse, 'The EVSE'), ...errors(404) },
      },
    },
    async ({ ctx, params, body }, reply) => {
      const charger = await findChargePoint(ctx, params.chargePoint)
      return reply.code(201).send(await create(ctx, charger.id, writtenEvse(body, { isNew: true })))
    },
  )
}

type Written = Pick<ReturnType<typeof writtenEvse>, 'number' | 'kept'>

async function create(ctx: Context, charger: number, { number, kept }: Written) {
  const { id } = await addEvse(ctx, charger, { number: number!, kept })
  return { data: await viewOneEvse(ctx, await findEvse(ctx, { evse: id })) }
}
