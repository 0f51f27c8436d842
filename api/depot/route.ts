import type { FastifyPluginAsync, RawServerDefault } from 'fastify'
import type { TypeBoxProvider } from '#api/http/typebox-provider.ts'
import type { Grant } from '#core/access/api-client.ts'
import type { DepotSettings, DepotWorld } from './world.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a caller's credentials must allow; `open` routes ask for none. */
    grant?: Grant | 'open'
    /** Whose requests are counted together; `calls` when absent, and `none` are not counted. */
    bucket?: 'calls' | 'tokens' | 'none'
  }
}

export type Depot = { world: DepotWorld; settings: DepotSettings }

/** One route of the depot API as a Fastify plugin. */
export type DepotRoute = FastifyPluginAsync<Depot, RawServerDefault, TypeBoxProvider>

/** Transactions live under v2; v1 is an alias that does the same. */
export const versions = [
  { version: 'v2', suffix: '', deprecated: false },
  { version: 'v1', suffix: 'V1', deprecated: true },
] as const
