import { Type } from 'typebox'
import { addCards } from '#core/authorization/add-cards.ts'
import { errors, reply } from './replies.ts'
import type { DepotRoute } from './route.ts'
import { Done } from './success.ts'
import { tagForm } from './tag.ts'

const Import = Type.Object({
  interimVehicleIDs: Type.Array(Type.String({ pattern: tagForm }), {
    minItems: 1,
    maxItems: 1_000,
    description: 'Tag numbers: 1 to 20 letters, digits, `-`, `_` or `.` each; compared without regard to case',
    examples: [['7A11C3F0', '04A2B9D1E77180']],
  }),
})

const done = { message: 'RFID has been created successfully.' }

export const importRfid: DepotRoute = async (app) => {
  app.post(
    '/v2/rfid',
    {
      schema: {
        operationId: 'importRfid',
        summary: 'Add RFID tags',
        description:
          'All of them or, if one is not valid, none. New tags are enabled; tags that exist stay as they are.',
        tags: ['RFID Management'],
        body: Import,
        response: { 201: reply(Done, 'The tags are known', done), ...errors() },
      },
      config: { grant: 'rfid' },
    },
    async ({ ctx, body }, reply) => {
      await addCards(ctx, body.interimVehicleIDs)
      return reply.code(201).send(done)
    },
  )
}
