import type { FastifyReply, FastifyRequest } from 'fastify'
import { clientAddress } from '#api/http/client-address.ts'
import { networks } from '#api/http/networks.ts'
import { createRateLimiter } from '#api/http/rate-limit.ts'
import { Refusal } from './errors.ts'
import type { Depot } from './route.ts'

/** Counts a request against its caller's address; calls and token requests apart (depot-api 5). */
export function limitRate({ world, settings: { rateLimit } }: Depot) {
  const nowMs = () => world.now().epochMilliseconds
  const buckets = { calls: createRateLimiter(rateLimit, nowMs), tokens: createRateLimiter(rateLimit, nowMs) }
  const isAllowed = networks(rateLimit.allowNetworks)
  const trust = { trustProxyHops: rateLimit.trustProxyHops, isProxy: networks(rateLimit.trustedProxies) }

  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const bucket = request.routeOptions.config.bucket ?? 'calls'
    if (!rateLimit.enabled || bucket === 'none') return
    const address = clientAddress(request.raw, trust)
    if (isAllowed(address)) return

    const { allowed, remaining, resetSeconds } = buckets[bucket].take(address)
    reply.headers({
      'ratelimit-limit': rateLimit.max,
      'ratelimit-remaining': remaining,
      'ratelimit-reset': resetSeconds,
    })
    if (allowed) return
    throw new Refusal(429, 'rate_limited', `More than ${rateLimit.max} requests in ${rateLimit.windowSeconds} s.`, {
      headers: { 'retry-after': String(resetSeconds) },
    })
  }
}
