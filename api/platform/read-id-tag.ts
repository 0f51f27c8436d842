import { findIdTag } from './find-id-tag.ts'
import { IdTag } from './id-tag-fields.ts'
import { idTagParams } from './params.ts'
import { errors, item } from './replies.ts'
import type { PlatformRoute } from './route.ts'
import { viewIdTag } from './view-id-tag.ts'

export const readIdTag: PlatformRoute = async (app) => {
  app.get(
    '/resources/id-tags/v2.0/:idTag',
    {
      schema: {
        operationId: 'readIdTag',
        summary: 'Read an id tag',
        tags: ['Id tags'],
        params: idTagParams,
        response: { 200: item(IdTag, 'The id tag'), ...errors(404) },
      },
    },
    async ({ ctx, params }) => ({ data: viewIdTag(await findIdTag(ctx, params.idTag)) }),
  )
}
