import { Type } from 'typebox'
import { sendCustom } from '#core/commands/send-custom.ts'
import { faulty } from './errors.ts'
import { bodySchema, type Members, map, text } from './fields.ts'
import { findChargePoint } from './find-charge-point.ts'
import { chargePointParams } from './params.ts'
import { readBody } from './read-body.ts'
import { errors } from './replies.ts'
import type { PlatformRoute } from './route.ts'

const fields: Members = {
  action: text({ required: true, longest: 50, description: 'As in the OCPP version that the charge point speaks' }),
  payload: map({ description: 'What that version says of the action; empty without it' }),
}

const Answer = Type.Object({
  success: Type.Boolean({ description: 'Whether the charge point answered with a result, whatever it says' }),
  response: Type.Unsafe<object | null>({
    type: ['object', 'null'],
    additionalProperties: true,
    description: 'Its answer',
  }),
  error: Type.Unsafe<object | null>({
    type: ['object', 'null'],
    description: 'The error that it answered with, or the reason why there is no answer',
    properties: {
      code: { type: 'string' },
      description: { type: 'string' },
      details: { type: 'object', additionalProperties: true },
    },
    required: ['code', 'description', 'details'],
  }),
})

export const sendCustomOcpp: PlatformRoute = async (app, { settings }) => {
  app.post(
    '/actions/charge-point/v1.0/:chargePoint/send-custom-ocpp',
    {
      schema: {
        operationId: 'sendCustomOcpp',
        summary: 'Send a charge point any message of its OCPP version',
        description: 'Answers within 30 seconds with what the charge point says to it.',
        tags: ['Charge points'],
        params: chargePointParams,
        body: bodySchema(fields, { isNew: true }),
        response: { 200: Answer, ...errors(404, 424) },
      },
    },
    async ({ ctx, params, body }) => {
      const { identity } = await findChargePoint(ctx, params.chargePoint)
      const { action, payload = {} } = readBody(fields, body, { isNew: true }) as { action: string; payload?: object }
      if (!/^[A-Za-z][A-Za-z0-9]*$/.test(action))
        throw faulty('action', 'The action must be the name of an OCPP message.')
      return sendCustom(ctx, identity, { action, payload, withinSeconds: settings.actionSeconds })
    },
  )
}
