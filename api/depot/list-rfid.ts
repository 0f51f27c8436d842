import { Type } from 'typebox'
import { removeCardByUid } from '#core/authorization/switch-card.ts'
import { pageLinks } from './page-links.ts'
import { isReachable, limit, page } from './parameters.ts'
import { query } from './read-input.ts'
import { errors, reply } from './replies.ts'
import type { DepotRoute } from './route.ts'
import { tag } from './tag.ts'

export const RfidList = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        tag: Type.String({ examples: ['7A11C3F0'] }),
        status: Type.Boolean({ description: 'Whether it is enabled', examples: [true] }),
      }),
    ),
  },
  { $id: 'RFIDList', title: 'RFIDList' },
)

/** An extension that has to be switched on (depot-api 12.2). */
export const listRfid: DepotRoute = async (app, { settings }) => {
  if (!settings.rfidList) return
  app.get(
    '/v2/rfid',
    {
      schema: {
        operationId: 'listRfid',
        summary: 'List RFID tags',
        description: 'In the order in which they came. Without a `next` in the header `Link` the page is the last one.',
        tags: ['RFID Management'],
        querystring: query({ page, limit }),
        response: { 200: reply(RfidList, 'One page of tags'), ...errors() },
      },
      config: { grant: 'rfid' },
    },
    async (request, reply) => {
      const { page, limit } = request.query
      const cards = isReachable(request.query)
        ? await request.ctx.cards.ofType('RFID', { skip: (page - 1) * limit, limit: limit + 1 })
        : []
      const more = cards.length > limit
      reply.header('link', pageLinks({ url: request.url, routeUrl: request.routeOptions.url! }, { page, more }))
      return { items: cards.slice(0, limit).map(({ uid, blocked }) => ({ tag: uid, status: !blocked })) }
    },
  )

  app.delete(
    '/v2/rfid/:tag',
    {
      schema: {
        operationId: 'removeRfid',
        summary: 'Remove an RFID tag',
        tags: ['RFID Management'],
        params: Type.Object({ tag }),
        response: { 204: Type.Null({ description: 'The tag is unknown from now on' }), ...errors(404) },
      },
      config: { grant: 'rfid' },
    },
    async ({ ctx, params }, reply) => {
      await removeCardByUid(ctx, params.tag)
      return reply.code(204).send(null)
    },
  )
}
