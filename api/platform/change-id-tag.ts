import { changeDescribedCard } from '#core/authorization/describe-card.ts'
import { bodySchema } from './fields.ts'
import { findIdTag } from './find-id-tag.ts'
import { IdTag, idTagFields } from './id-tag-fields.ts'
import { idTagParams } from './params.ts'
import { errors, item } from './replies.ts'
import type { PlatformRoute } from './route.ts'
import { viewIdTag } from './view-id-tag.ts'
import { writtenIdTag } from './write-id-tag.ts'

export const changeIdTag: PlatformRoute = async (app) => {
  app.patch(
    '/resources/id-tags/v2.0/:idTag',
    {
      schema: {
        operationId: 'changeIdTag',
        summary: 'Change an id tag',
        description: 'What is left out stays. It counts from the next time that the tag is shown.',
        tags: ['Id tags'],
        params: idTagParams,
        body: bodySchema(idTagFields, { isNew: false }),
        response: { 200: item(IdTag, 'The id tag'), ...errors(404) },
      },
    },
    async ({ ctx, params, body }) => {
      const { id } = await findIdTag(ctx, params.idTag)
      await changeDescribedCard(ctx, id, writtenIdTag(body, { isNew: false }))
      return { data: viewIdTag(await findIdTag(ctx, id)) }
    },
  )
}
