import { Type } from 'typebox'
import { Problem } from '#core/errors.ts'
import { addLimitFeed } from '#core/limit-feeds/add-limit-feed.ts'
import type { LimitFeed as KnownFeed } from '#core/limit-feeds/limit-feed.ts'
import { removeLimitFeed } from '#core/limit-feeds/remove-limit-feed.ts'
import type { ConsoleRoute } from './route.ts'
import { CircuitParams, circuitOf, confirmWhenLive, SiteParams, siteOf } from './site-params.ts'
import { timeText } from './time-text.ts'
import { LimitFeed, LimitFeeds, NewLimitFeed } from './wire/limit-feeds.ts'
import { closed, Id } from './wire/parts.ts'

/** The links to those who limit circuits of a site; secrets go in and never come out. */
export const limitFeeds: ConsoleRoute = async (app) => {
  app.get(
    '/sites/:id/limit-feeds',
    { schema: { params: SiteParams, response: { 200: LimitFeeds } }, config: { role: 'viewer' } },
    async (request) => {
      const { id } = await siteOf(request, request.params.id)
      return { items: (await request.ctx.limitFeeds.list(id)).map(viewFeed) }
    },
  )

  app.post(
    '/circuits/:id/limit-feeds',
    {
      schema: { params: CircuitParams, body: NewLimitFeed, response: { 201: LimitFeed } },
      config: { role: 'administrator' },
    },
    async (request, reply) => {
      const { id: circuitId, siteId } = await circuitOf(request, request.params.id)
      await confirmWhenLive(request, siteId)
      const { name, secret, levelsW, ...settings } = request.body
      const levels = levelsW && ([levelsW[0]!, levelsW[1]!, levelsW[2]!] as const)
      const asked = {
        siteId,
        circuitId,
        protocol: 'openadr',
        name,
        settings: { ...settings, levelsW: levels },
      } as const
      return reply.code(201).send(viewFeed(await addLimitFeed(request.ctx, asked, secret)))
    },
  )

  app.delete(
    '/limit-feeds/:id',
    {
      schema: { params: Type.Object({ id: Id }, closed), response: { 204: Type.Null() } },
      config: { role: 'administrator' },
    },
    async (request, reply) => {
      const feed = await request.ctx.limitFeeds.byId(request.params.id)
      if (!feed) throw new Problem('not_found', 'There is no such feed.', { subject: 'feed' })
      await confirmWhenLive(request, feed.siteId)
      await removeLimitFeed(request.ctx, feed.id)
      return reply.code(204).send(null)
    },
  )
}

function viewFeed({ id, circuitId, protocol, name, settings, heardAt, failingSince, error }: KnownFeed): LimitFeed {
  const { levelsW, lease, ...rest } = settings
  return {
    ...{ id, circuitId, protocol, name, ...rest },
    lease: { ...lease },
    levelsW: levelsW && [...levelsW],
    heardAt: heardAt && timeText(heardAt),
    failingSince: failingSince && timeText(failingSince),
    error,
  }
}
