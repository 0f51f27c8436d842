import { addDescribedCard } from '#core/authorization/describe-card.ts'
import { bodySchema } from './fields.ts'
import { findIdTag } from './find-id-tag.ts'
import { IdTag, idTagFields } from './id-tag-fields.ts'
import { errors, item } from './replies.ts'
import type { PlatformRoute } from './route.ts'
import { viewIdTag } from './view-id-tag.ts'
import { writtenIdTag } from './write-id-tag.ts'

export const createIdTag: PlatformRoute = async (app) => {
  app.post(
    '/resources/id-tags/v2.0',
    {
      schema: {
        operationId: 'createIdTag',
        summary: 'Create an id tag',
        description: 'It is authorised at once while its status is `enabled`, with a user or without.',
        tags: ['Id tags'],
        body: bodySchema(idTagFields, { isNew: true }),
        response: { 201: item(IdTag, 'The id tag'), ...errors() },
      },
    },
    async ({ ctx, body }, reply) => {
      const id = await addDescribedCard(ctx, { ...asNew, ...writtenIdTag(body, { isNew: true }) })
      return reply.code(201).send({ data: viewIdTag(await findIdTag(ctx, id)) })
    },
  )
}

/** What is not said of a new one. */
const asNew = {
  uid: '',
  type: 'RFID',
  blocked: false,
  validUntil: null,
  vehicleId: null,
  groupId: null,
  visualNumber: null,
  note: null,
  masterPass: false,
  kept: {},
} as const
