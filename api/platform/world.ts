import type { RequestWatch } from '#api/http/request.ts'
import type { ApiToken, FindApiToken } from '#core/access/api-token.ts'
import type { HashSecret } from '#core/access/credentials.ts'
import type { Actor, Context } from '#core/context.ts'

/** Everything the platform API needs from outside. */
export type PlatformWorld = RequestWatch & {
  /** The context of one caller, with the door 'platform'. */
  contextFor(tenant: number, actor: Actor): Context
  findToken: FindApiToken
  hashSecret: HashSecret
  /** Told of every proven use of a token. It must not wait. */
  tokenUsed(token: ApiToken): void
  /** The wall clock: for rates. */
  now(): Temporal.Instant
}

export type PlatformSettings = {
  /** Stands before every path; empty or beginning with a slash: `/charging`. */
  basePath: string
  /** How callers reach this server: `https://charging.example.org`. Empty: by the address that they ask for. */
  publicUrl: string
  version: string
  /** Requests of one token; null is any number (platform-api 1.7). */
  rateLimit: { perMinute: number; perDay: number } | null
  /** How long an action waits for the charger's answer; the caller is told by then, whatever happens. */
  actionSeconds: number
}

export const platformDefaults: PlatformSettings = {
  basePath: '',
  publicUrl: '',
  version: '0.0.0',
  rateLimit: { perMinute: 1_000, perDay: 100_000 },
  actionSeconds: 28,
}
