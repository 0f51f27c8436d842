import type { FastifyReply, FastifyRequest } from 'fastify'
import { clientAddress } from '#api/http/client-address.ts'
import { networks } from '#api/http/networks.ts'
import { createRateLimiter, type RateLimiter } from '#api/http/rate-limit.ts'
import { type FoundSession, includesRole, type Person } from '#core/access/account.ts'
import { changesNothing, checkCsrfToken, checkSite } from './csrf.ts'
import { Refusal } from './errors.ts'
import type { Console } from './route.ts'
import { createSessionCookie, type SessionCookie } from './session-cookie.ts'
import type { ConsoleSettings } from './world.ts'

/** How long requests under way may still show the token before a change. */
const graceSeconds = 60
const rotationMinutes = 15
const confirmedMinutes = 10

/**
 * Lets a request through when it belongs to a living session whose person may do it; sets `person` and `ctx`.
 *
 * The tenant is that of the session and of nothing else in the request.
 */
export function checkAccess(console: Console) {
  const { world, settings } = console
  const cookie = createSessionCookie(console)
  const limits = createLimits(console)

  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { role, dangerous, beforePasswordChange } = request.routeOptions.config
    request.askedAt = world.now()
    if (!changesNothing(request)) checkSite(request)
    const shown = cookie.read(request)
    limits.take(request, reply, shown?.token)
    if (role === 'open') return

    const found = shown && (await world.accounts.findSession(shown.tenant, shown.hash))
    if (!found || !isAlive(found, request.askedAt, settings)) throw notLoggedIn()
    const { account, session } = found
    request.person = { account, session }
    request.ctx = world.contextFor(account.tenant, { kind: 'person', name: account.login })
    request.clientId = `person ${account.id}`
    await keepSession({ request, reply, cookie, found, hash: shown.hash })
    limits.known(shown.token)

    if (account.mustChangePassword && !beforePasswordChange) {
      throw new Refusal(403, 'password_change_required', 'The password must be changed first.')
    }
    if (!changesNothing(request)) checkCsrfToken(world, request)
    if (!role || !includesRole(account.role, role)) await refuseRole(request)
    if (dangerous) requireConfirmed(request)
  }
}

/** For what is dangerous only sometimes: a Refusal when the password was not given within the last ten minutes. */
export function requireConfirmed(request: FastifyRequest): void {
  if (confirmedUntil(request.person, request.askedAt)) return
  throw new Refusal(403, 'confirm_required', 'Please give your password again.')
}

/** Until when dangerous actions need no password again; null when they need one now. */
export function confirmedUntil({ session }: Person, now: Temporal.Instant): Temporal.Instant | null {
  const until = session.confirmedAt.add({ minutes: confirmedMinutes })
  return Temporal.Instant.compare(now, until) < 0 ? until : null
}

/** Whether neither the idle time nor the whole time of a session has run out. */
export function isAlive(
  { account, session }: Person,
  now: Temporal.Instant,
  { idleMinutes }: Pick<ConsoleSettings, 'idleMinutes'>,
): boolean {
  const isBefore = (end: Temporal.Instant) => Temporal.Instant.compare(now, end) < 0
  return account.enabled && isBefore(session.expiresAt) && isBefore(session.lastSeenAt.add({ minutes: idleMinutes }))
}

type Shown = {
  request: FastifyRequest
  reply: FastifyReply
  cookie: SessionCookie
  found: FoundSession
  hash: Buffer
}

/**
 * Notes the sign of life, and changes the token every quarter of an hour. Two who hold the same token then part: the
 * one with the former token is found out, and the session ends for both. A former token whose successor was never
 * shown is no such sign, for the answer that carried it may have been lost.
 */
async function keepSession({ request, reply, cookie, found, hash }: Shown): Promise<void> {
  const { session, shown, rotatedAt, currentSeen } = found
  const now = request.askedAt
  const ageSeconds = secondsBetween(rotatedAt, now)
  if (shown === 'former' && currentSeen && ageSeconds >= graceSeconds) {
    await endCopied(request)
    throw notLoggedIn()
  }

  const isDue = shown === 'current' ? ageSeconds >= rotationMinutes * 60 : !currentSeen && ageSeconds >= graceSeconds
  if (isDue) {
    const next = cookie.newToken(found.account.tenant)
    const change = { from: hash, to: next.hash, at: now }
    const rotated = await request.ctx.transaction((tx) => tx.consoleSessions.rotate(session.id, change))
    if (rotated) cookie.write(request, reply, next.token)
    return
  }
  const isFirst = shown === 'current' && !currentSeen
  if (isFirst || secondsBetween(session.lastSeenAt, now) >= 30) {
    await request.ctx.transaction((tx) => tx.consoleSessions.seen(session.id, now, isFirst))
  }
}

async function endCopied({ ctx, person, askedAt }: FastifyRequest): Promise<void> {
  await ctx.transaction(async (tx) => {
    const { account, session } = person
    const ended = await tx.consoleSessions.end(session.id, account.id, askedAt, 'copied')
    if (ended) await tx.audit('session.copied', account.login, { session: session.id })
  })
}

async function refuseRole(request: FastifyRequest): Promise<never> {
  const subject = `${request.method} ${request.routeOptions.url}`
  await request.ctx.transaction((tx) => tx.audit('forbidden', subject, { role: request.person.account.role }))
  throw new Refusal(403, 'forbidden', 'Your role does not allow this.')
}

function notLoggedIn(): Refusal {
  return new Refusal(401, 'not_logged_in', 'Please log in.')
}

function secondsBetween(from: Temporal.Instant, to: Temporal.Instant): number {
  return (to.epochMilliseconds - from.epochMilliseconds) / 1000
}

const mostKnown = 10_000
/** Each of them is remembered with the times of its requests. */
const mostCounted = 1_000

/** A login has a rate of its own; whoever has none shares that of the address. */
function createLimits({ world, settings: { rateLimit } }: Console) {
  const nowMs = () => world.now().epochMilliseconds
  const people: RateLimiter = createRateLimiter(rateLimit, nowMs, mostCounted)
  const strangers: RateLimiter = createRateLimiter(rateLimit, nowMs, mostCounted)
  const isAllowed = networks(rateLimit.allowNetworks)
  const trust = { trustProxyHops: rateLimit.trustProxyHops, isProxy: networks(rateLimit.trustedProxies) }
  const living = new Set<string>()

  return {
    /** A token that was good a moment ago: the address is not asked about it again. */
    known(token: string): void {
      living.delete(token)
      living.add(token)
      if (living.size > mostKnown) living.delete(living.values().next().value!)
    },
    take(request: FastifyRequest, reply: FastifyReply, token: string | undefined): void {
      if (!rateLimit.enabled) return
      const address = clientAddress(request.raw, trust)
      if (isAllowed(address)) return
      const isKnown = token !== undefined && living.has(token)
      const { allowed, resetSeconds } = isKnown ? people.take(token) : strangers.take(address)
      if (allowed) return
      reply.header('retry-after', resetSeconds)
      throw new Refusal(429, 'rate_limited', `More than ${rateLimit.max} requests in ${rateLimit.windowSeconds} s.`)
    },
  }
}
