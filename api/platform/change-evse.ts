import { changeEvse as change } from '#core/chargers/set-up-evse.ts'
import type { Context } from '#core/context.ts'
import { faulty } from './errors.ts'
import { Evse, evseFields } from './evse-fields.ts'
import { bodySchema, withFallbacks } from './fields.ts'
import { findEvse } from './find-charge-point.ts'
import { evseOfChargePointParams, evseParams } from './params.ts'
import { errors, item } from './replies.ts'
import type { PlatformRoute } from './route.ts'
import { viewOneEvse } from './view-evse.ts'
import { writtenEvse } from './write-evse.ts'

export const changeEvse: PlatformRoute = async (app) => {
  const described = {
    body: bodySchema(evseFields, { isNew: false }),
    response: { 200: item(Evse, 'The EVSE'), ...errors(404) },
  }
  app.patch(
    '/resources/evses/v2.1/:evse',
    {
      schema: {
        operationId: 'changeEvse',
        summary: 'Change an EVSE',
        description: 'What is left out stays.',
        tags: ['EVSEs'],
        params: evseParams,
        ...described,
      },
    },
    async ({ ctx, params, body }) => patch(ctx, params, body),
  )

  app.patch(
    '/resources/charge-points/v2.0/:chargePoint/evses/:evse',
    {
      schema: {
        operationId: 'changeEvseOfChargePoint',
        summary: 'Change an EVSE of a charge point',
        description: 'What is left out stays.',
        tags: ['Charge points'],
        params: evseOfChargePointParams,
        ...described,
      },
    },
    async ({ ctx, params, body }) => patch(ctx, params, body),
  )

  app.put(
    '/resources/evses/v2.0/:evse',
    {
      schema: {
        operationId: 'replaceEvse',
        summary: 'Replace what is said of an EVSE',
        description: 'What is left out is as if it had never been said.',
        deprecated: true,
        tags: ['EVSEs'],
        params: evseParams,
        body: bodySchema(evseFields, { isNew: true }),
        response: described.response,
      },
    },
    async ({ ctx, params, body }) => {
      const written = writtenEvse(body, { isNew: true })
      return save(ctx, params, { ...written, kept: { ...withFallbacks(writable, {}), ...written.kept } })
    },
  )
}

const { networkId: _, physicalReference: __, ...optional } = evseFields
const writable = Object.fromEntries(Object.entries(optional).filter(([, field]) => !field.readOnly && !field.included))

type Place = Parameters<typeof findEvse>[1]

function patch(ctx: Context, place: Place, body: unknown) {
  return save(ctx, place, writtenEvse(body, { isNew: false }))
}

async function save(
  ctx: Context,
  place: Place,
  { number, kept }: Pick<ReturnType<typeof writtenEvse>, 'number' | 'kept'>,
) {
  const evse = await findEvse(ctx, place)
  if (number !== undefined && number !== evse.number) {
    throw faulty('networkId', 'The networkId of an EVSE cannot be changed: create another one.')
  }
  await change(ctx, evse, kept)
  return { data: await viewOneEvse(ctx, await findEvse(ctx, place)) }
}
