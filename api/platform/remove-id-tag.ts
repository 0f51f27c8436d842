import { removeCard } from '#core/authorization/change-card.ts'
import { findIdTag } from './find-id-tag.ts'
import { idTagParams } from './params.ts'
import { errors, nothing } from './replies.ts'
import type { PlatformRoute } from './route.ts'

export const removeIdTag: PlatformRoute = async (app) => {
  app.delete(
    '/resources/id-tags/v2.0/:idTag',
    {
      schema: {
        operationId: 'removeIdTag',
        summary: 'Remove an id tag',
        description: 'Chargers hear that it is unknown. Its sessions are kept.',
        tags: ['Id tags'],
        params: idTagParams,
        response: { 204: nothing, ...errors(404) },
      },
    },
    async ({ ctx, params }, reply) => {
      const { id } = await findIdTag(ctx, params.idTag)
      await removeCard(ctx, id)
      return reply.code(204).send(null)
    },
  )
}
