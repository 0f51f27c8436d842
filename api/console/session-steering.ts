import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { Problem } from '#core/errors.ts'
import { namesOfBindings } from './name-of-binding.ts'
import type { ConsoleRoute } from './route.ts'
import { wiringOf } from './site-params.ts'
import { timeText } from './time-text.ts'
import { closed, Id, orNull } from './wire/parts.ts'
import { SessionSteering } from './wire/site-chargers.ts'

/** What a session is granted and why, by itself: asked more often than all that is known of the session. */
export const sessionSteering: ConsoleRoute = async (app) => {
  app.get(
    '/sessions/:id/steering',
    {
      schema: { params: Type.Object({ id: Id }, closed), response: { 200: orNull(SessionSteering) } },
      config: { role: 'viewer' },
    },
    async (request) => {
      const [session] = await request.ctx.sessionViews.ofIds([request.params.id])
      if (!session) throw new Problem('session_not_found', 'There is no such session.')
      return steeringOf(request, session.id)
    },
  )
}

/** What binds the session now, or bound it last; null when no engine ever steered it. */
export async function steeringOf(
  request: Pick<FastifyRequest, 'ctx'>,
  sessionId: number,
): Promise<SessionSteering | null> {
  const { ctx } = request
  const said = await ctx.steering.sessionReason(sessionId)
  const site = said && (await ctx.circuits.site(said.siteId))
  if (!site) return null
  const { topology, limits, meters } = await wiringOf(request, site.id)
  const { reason, boundBy, granted, unit, laxityHours, assumed, at } = said
  return {
    ...{ siteId: site.id, siteName: site.name, reason, boundBy, granted, unit, laxityHours },
    boundByName: namesOfBindings(topology, limits, meters)(boundBy),
    assumed: [...assumed],
    at: timeText(at),
  }
}
