import type { FastifyRequest } from 'fastify'
import { Problem } from '#core/errors.ts'
import type { RoundSummary } from '#core/steering/steering-store.ts'
import type { ConsoleRoute } from './route.ts'
import { SiteParams, siteOf } from './site-params.ts'
import { timeText } from './time-text.ts'
import { RoundQuery, type SteeringRound, SteeringRoundDetail, SteeringRounds } from './wire/site-rounds.ts'

/** What the engine decided, with all that it stood on: to be read, and done again elsewhere. */
export const siteRounds: ConsoleRoute = async (app) => {
  app.get(
    '/sites/:id/rounds',
    {
      schema: { params: SiteParams, querystring: RoundQuery, response: { 200: SteeringRounds } },
      config: { role: 'viewer' },
    },
    async (request) => {
      const { id } = await siteOf(request, request.params.id)
      const { after, limit = 50 } = request.query
      const found = await request.ctx.steering.rounds(id, after === undefined ? null : Number(after), limit + 1)
      const items = found.slice(0, limit).map(viewRound)
      return { items, next: found.length > limit ? String(items.at(-1)!.id) : null }
    },
  )

  app.get(
    '/rounds/:id',
    { schema: { params: SiteParams, response: { 200: SteeringRoundDetail } }, config: { role: 'viewer' } },
    async (request) => {
      const { summary, input, outcome } = await roundOf(request, request.params.id)
      return { summary: viewRound(summary), input: JSON.parse(input), outcome: JSON.parse(outcome) }
    },
  )

  app.get(
    '/rounds/:id/download',
    { schema: { params: SiteParams }, config: { role: 'viewer' } },
    async (request, reply) => {
      const { summary, input, outcome } = await roundOf(request, request.params.id)
      reply.header('content-disposition', `attachment; filename="voltyard-round-${summary.id}.json"`)
      // As they were, to the byte: the hash is that of the input.
      const text = `{"summary":${JSON.stringify(viewRound(summary))},\n"input":${input},\n"outcome":${outcome}}\n`
      return reply.type('application/json').send(text)
    },
  )
}

async function roundOf({ ctx }: Pick<FastifyRequest, 'ctx'>, id: number) {
  const round = await ctx.steering.round(id)
  if (!round) throw new Problem('not_found', 'There is no such round, or it is past its retention.')
  return round
}

function viewRound({ at, ...round }: RoundSummary): SteeringRound {
  return { ...round, at: timeText(at) }
}
