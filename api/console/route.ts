import type { FastifyPluginAsync, RawServerDefault } from 'fastify'
import type { TypeBoxProvider } from '#api/http/typebox-provider.ts'
import type { Person } from '#core/access/account.ts'
import type { LoginThrottle } from './login-throttle.ts'
import type { Role } from './wire/parts.ts'
import type { ConsoleSettings, ConsoleWorld } from './world.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The least role that may call a route of the console; `open` ones need no login. */
    role?: Role | 'open'
    /** Needs the password again when it was not given within the last ten minutes. */
    dangerous?: boolean
    /** May be called while the first password, which somebody else made, has not been changed yet. */
    beforePasswordChange?: boolean
  }
  interface FastifyRequest {
    /** Who is logged in, on all routes but the open ones. */
    person: Person
    /** When the request came, by the wall clock. */
    askedAt: Temporal.Instant
  }
}

export type Console = { world: ConsoleWorld; settings: ConsoleSettings; throttle: LoginThrottle }

/** One route of the console's API as a Fastify plugin; paths are below `/console-api`. */
export type ConsoleRoute = FastifyPluginAsync<Console, RawServerDefault, TypeBoxProvider>
