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

export type RequestWatch = {
  log: Log
  /** Told of every request that was answered; `route` is the pattern, never the path. */
  answered(request: { route: string; status: number; seconds: number }): void
}

/** One log event per request that reaches a route or none. */
export function watchRequests(app: FastifyInstance, watch: RequestWatch): void {
  app.decorateRequest('clientId', null)
  app.addHook('onResponse', async (request, reply) => noteRequest(watch, request, reply))
}

/**
 * The path is logged as the route's template and the query not at all, because both carry identities and, from careless
 * callers, secrets.
 */
export function noteRequest({ log, answered }: RequestWatch, request: FastifyRequest, reply: FastifyReply): void {
  const route = request.routeOptions.url ?? null
  answered({ route: route ?? 'none', status: reply.statusCode, seconds: reply.elapsedTime / 1000 })
  log.info(
    {
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      clientId: request.clientId ?? null,
    },
    'request answered',
  )
}
