import { Type } from 'typebox'
import { switchCard } from '#core/authorization/switch-card.ts'
import { errors, reply } from './replies.ts'
import type { DepotRoute } from './route.ts'
import { Done } from './success.ts'
import { tag } from './tag.ts'

const done = { message: 'RFID status has been updated successfully.' }

export const switchRfid: DepotRoute = async (app) => {
  app.post(
    '/v2/rfid/:tag/:status',
    {
      schema: {
        operationId: 'switchRfid',
        summary: 'Enable or disable an RFID tag',
        description: 'A disabled tag is refused as blocked. Chargers that keep a local list are brought up to date.',
        tags: ['RFID Management'],
        params: Type.Object({
          tag,
          status: Type.Unsafe<'true' | 'false' | '1' | '0'>({
            type: 'string',
            enum: ['true', 'false', '1', '0'],
            description: '`true` enables, `false` disables',
            examples: ['true'],
          }),
        }),
        response: { 201: reply(Done, 'The tag is as asked', done), ...errors(404) },
      },
      config: { grant: 'rfid' },
    },
    async ({ ctx, params }, reply) => {
      await switchCard(ctx, params.tag, params.status === 'true' || params.status === '1')
      return reply.code(201).send(done)
    },
  )
}
