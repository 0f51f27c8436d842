import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { plainAddress } from '#api/http/client-address.ts'
import { networks } from '#api/http/networks.ts'
import type { Console } from './route.ts'

/** The cookie that says which session a request belongs to. Its token begins with the tenant: `7.Zm9v…`. */
export type SessionCookie = {
  read(request: FastifyRequest): { tenant: number; token: string; hash: Buffer } | null
  write(request: FastifyRequest, reply: FastifyReply, token: string): void
  clear(request: FastifyRequest, reply: FastifyReply): void
  newToken(tenant: number): { token: string; hash: Buffer }
  isHttps(request: FastifyRequest): boolean
}

export function createSessionCookie({ world, settings }: Console): SessionCookie {
  const isProxy = networks(settings.rateLimit.trustedProxies)
  const path = settings.basePath === '' ? '/' : settings.basePath
  const hash = (token: string) => world.secrets.hash(`console session ${token}`)

  // Who holds the connection terminates TLS: only a proxy of ours is believed to have done so.
  const isHttps = (request: FastifyRequest) => {
    const peer = plainAddress(request.raw.socket.remoteAddress ?? '')
    const proto = String(request.headers['x-forwarded-proto'] ?? '')
      .split(',')
      .at(-1)!
    return isProxy(peer) && proto.trim().toLowerCase() === 'https'
  }
  // A browser takes __Host- only for the path "/".
  const nameOf = (request: FastifyRequest) => {
    if (!isHttps(request)) return 'voltyard_session'
    return path === '/' ? '__Host-voltyard_session' : '__Secure-voltyard_session'
  }
  const options = (request: FastifyRequest) =>
    ({ path, httpOnly: true, sameSite: 'strict', secure: isHttps(request) }) as const

  return {
    isHttps,
    read(request) {
      const token = request.cookies[nameOf(request)] ?? ''
      const tenant = Number(/^([1-9]\d{0,14})\.[\w-]{43}$/.exec(token)?.[1])
      return Number.isNaN(tenant) ? null : { tenant, token, hash: hash(token) }
    },
    write: (request, reply, token) => void reply.setCookie(nameOf(request), token, options(request)),
    clear: (request, reply) => void reply.clearCookie(nameOf(request), options(request)),
    newToken(tenant) {
      const token = `${tenant}.${randomBytes(32).toString('base64url')}`
      return { token, hash: hash(token) }
    },
  }
}
