import type { FastifyPluginAsync, RawServerDefault } from 'fastify'
import type { TypeBoxProvider } from '#api/http/typebox-provider.ts'
import type { PlatformSettings, PlatformWorld } from './world.ts'

export type Platform = { world: PlatformWorld; settings: PlatformSettings }

/** One route of the platform API as a Fastify plugin; paths are below `/public-api`. */
export type PlatformRoute = FastifyPluginAsync<Platform, RawServerDefault, TypeBoxProvider>
