import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context, Log } from '#core/context.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What the caller may touch; set once it is known who calls. */
    ctx: Context
    /** Who calls, once that is proven. */
    clientId: string | null
  }
}

/** One log event per request that reaches a route or none. */
export function logRequests(app: FastifyInstance, log: Log): void {
  app.decorateRequest('clientId', null)
  app.addHook('onResponse', async (request, reply) => logRequest(log, request, reply))
}

/**
 * The path is logged as the route's template and the query not at all, because both carry identities and, from careless
 * callers, secrets.
 */
export function logRequest(log: Log, request: FastifyRequest, reply: FastifyReply): void {
  log.info(
    {
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      clientId: request.clientId ?? null,
    },
    'request answered',
  )
}
