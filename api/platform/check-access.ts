import type { FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from './errors.ts'
import type { Platform } from './route.ts'
import { createBudgets } from './token-budget.ts'

/**
 * Lets a request through when it shows a living token that has not asked too often. The tenant is that of the token
 * and of nothing else in the request.
 */
export function checkAccess({ world, settings: { rateLimit } }: Platform) {
  const take = rateLimit && createBudgets(rateLimit, () => world.now().epochMilliseconds)

  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const shown = /^Bearer +(\S{1,200}) *$/i.exec(request.headers.authorization ?? '')?.[1]?.toLowerCase()
    const token = shown && isUuid.test(shown) ? await world.findToken(world.hashSecret(shown)) : null
    if (!token) throw new Refusal(401, 'Unauthenticated.', { headers: { 'www-authenticate': 'Bearer' } })

    request.clientId = `api token ${token.id}`
    request.ctx = world.contextFor(token.tenant, { kind: 'client', name: token.name })
    world.tokenUsed(token)
    if (!take) return
    const { isAllowed, limit, remaining, resetMs } = take(token.id)
    reply.headers({ 'x-ratelimit-limit': limit, 'x-ratelimit-remaining': remaining })
    if (isAllowed) return
    const seconds = Math.max(1, Math.ceil((resetMs - world.now().epochMilliseconds) / 1000))
    const headers = { 'retry-after': String(seconds), 'x-ratelimit-reset': String(Math.ceil(resetMs / 1000)) }
    throw new Refusal(429, 'Too Many Attempts.', { headers })
  }
}

const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
