import { Type } from 'typebox'
import { markSeen } from '#core/live/quarantine.ts'
import { Refusal } from './errors.ts'
import type { ConsoleRoute } from './route.ts'
import { timeText } from './time-text.ts'
import { KeptMessageQuery, KeptMessages } from './wire/messages.ts'
import { closed, Id } from './wire/parts.ts'

/** Messages that could not be understood or stored: listed, read, and marked as seen. */
export const keptMessages: ConsoleRoute = async (app, { world }) => {
  app.get(
    '/kept-messages',
    { schema: { querystring: KeptMessageQuery, response: { 200: KeptMessages } }, config: { role: 'viewer' } },
    async ({ ctx, query }) => {
      const { before = null, limit = 50, seen } = query
      const unseen = seen !== '1' && seen !== 'true'
      const found = await ctx.quarantine.list({ unseen, before, limit })
      const items = found.slice(0, limit).map(({ at, seenAt, frame, ...message }) => ({
        ...message,
        at: timeText(at),
        seenAt: seenAt && timeText(seenAt),
        frame: world.maskFrame(frame),
      }))
      return { items, next: found.length > limit ? items.at(-1)!.id : null, unseen: await ctx.quarantine.unseen() }
    },
  )

  app.post(
    '/kept-messages/:id/seen',
    { schema: { params: Type.Object({ id: Id }, closed) }, config: { role: 'operator' } },
    async ({ ctx, params }, reply) => {
      if ((await markSeen(ctx, params.id)) === 'unknown') {
        throw new Refusal(404, 'not_found', 'There is no such message that nobody has seen.')
      }
      return reply.code(204).send()
    },
  )
}
