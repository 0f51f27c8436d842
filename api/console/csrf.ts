import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Person } from '#core/access/account.ts'
import { Refusal } from './errors.ts'
import type { ConsoleWorld } from './world.ts'

/** What every request that changes something must carry as `x-csrf-token`. It stays the same as long as the session. */
export function csrfToken({ secrets }: Pick<ConsoleWorld, 'secrets'>, { account, session }: Person): string {
  return secrets.hash(`console csrf ${account.tenant}.${session.id}`).toString('base64url')
}

export function changesNothing({ method }: { method: string }): boolean {
  return method === 'GET' || method === 'HEAD'
}

export function checkCsrfToken(world: Pick<ConsoleWorld, 'secrets'>, request: FastifyRequest): void {
  const wanted = Buffer.from(csrfToken(world, request.person))
  const given = Buffer.from(String(request.headers['x-csrf-token'] ?? ''))
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw new Refusal(403, 'bad_token', 'The header x-csrf-token is missing or not that of this login.')
  }
}

/** Refuses what another site made a browser send. Programs that are no browsers say nothing of a site. */
export function checkSite(request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site']
  if (site === 'same-origin' || site === 'none') return
  if (site === undefined && isOwnOrigin(request)) return
  throw new Refusal(403, 'forbidden', 'This request comes from another site.')
}

// A proxy may hand on another Host than the browser's, so that one is compared which the browser itself sent, if any.
function isOwnOrigin({ headers }: FastifyRequest): boolean {
  const { origin, host } = headers
  if (origin === undefined) return true
  if (!URL.canParse(origin)) return false
  return [host, headers['x-forwarded-host']].includes(new URL(origin).host)
}
