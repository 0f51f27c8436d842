import { IdTag } from './id-tag-fields.ts'
import { idTagFilter, idTagQuery } from './id-tag-filter.ts'
import { cursorEnvelope, cursorPage, numberedEnvelope, numberedParts, pageQuery, readPage, whereOf } from './paging.ts'
import { query } from './read-query.ts'
import { errors, page } from './replies.ts'
import type { PlatformRoute } from './route.ts'
import { viewIdTag } from './view-id-tag.ts'

export const listIdTags: PlatformRoute = async (app, { settings }) => {
  app.get(
    '/resources/id-tags/v2.0',
    {
      schema: {
        operationId: 'listIdTags',
        summary: 'List id tags',
        description: 'By numbered pages, or by cursors when `cursor` is given.',
        tags: ['Id tags'],
        querystring: query({ ...pageQuery, ...idTagQuery }),
        response: { 200: page(IdTag, numberedParts), ...errors() },
      },
    },
    async (request) => {
      const { describedCards } = request.ctx
      const asked = readPage(request.query, { numbered: true })
      const filter = idTagFilter(request.query)
      const found = filter ? await describedCards.page(filter, asked.list) : []
      const where = whereOf(request, settings.publicUrl)
      if (asked.page !== null) {
        const total = filter ? await describedCards.count(filter) : 0
        return numberedEnvelope(found.map(viewIdTag), { page: asked.page, perPage: asked.perPage, total }, where)
      }
      const { rows, ...around } = cursorPage(found, asked)
      return cursorEnvelope(rows.map(viewIdTag), around, where, asked.perPage)
    },
  )
}
