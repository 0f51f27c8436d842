import type { FastifyReply, FastifyRequest } from 'fastify'
import { isAlive } from './check-access.ts'
import { Refusal } from './errors.ts'
import { readTopics } from './live/topics.ts'
import type { Console, ConsoleRoute } from './route.ts'
import { StreamQuery } from './wire/stream.ts'

export const stream: ConsoleRoute = async (app, console) => {
  const { boards } = console.world

  app.get(
    '/stream',
    { schema: { querystring: StreamQuery }, exposeHeadRoute: false, config: { role: 'viewer' } },
    async (request, reply) => {
      const topics = readTopics(request.query.topics)
      if (!topics) throw new Refusal(400, 'invalid_value', 'These are no topics.', { field: 'topics' })
      const { account, session } = request.person
      const owner = `${account.tenant}/${session.id}`
      const board = await boards.of(account.tenant)
      if (!boards.streams.hasRoomFor(owner)) {
        const headers = { 'retry-after': '10' }
        throw new Refusal(429, 'rate_limited', 'Too many streams are open.', { headers })
      }
      const last = lastEventId(request)
      reply.hijack()
      boards.streams.open({
        response: reply.raw,
        headers: headersOf(reply),
        board,
        topics,
        since: last ?? request.query.since ?? null,
        isResumed: last !== null,
        session: owner,
        clock: () => console.world.clock(),
        mayGoOn: () => isStillLoggedIn(console, request),
      })
    },
  )
}

/** The same session, not ended nor run out, of a person with the same role. */
async function isStillLoggedIn({ world, settings }: Console, { ctx, person }: FastifyRequest): Promise<boolean> {
  const account = await ctx.accounts.find(person.account.id)
  if (!account || account.role !== person.account.role || account.mustChangePassword) return false
  const session = (await ctx.accounts.sessions(account.id)).find((one) => one.id === person.session.id)
  return session !== undefined && isAlive({ account, session }, world.now(), settings)
}

function lastEventId({ headers }: FastifyRequest): string | null {
  const id = headers['last-event-id']
  return typeof id === 'string' && id !== '' ? id.slice(0, 60) : null
}

function headersOf(reply: FastifyReply): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value : String(value)
  }
  return headers
}
