import fastifyCookie from '@fastify/cookie'
import Fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify'
import { writersWhenUsed } from '#api/http/compile-when-used.ts'
import { noteRequest, watchRequests } from '#api/http/request.ts'
import { checkAccess } from './check-access.ts'
import { compressLarge } from './compress-large.ts'
import { answerError, Refusal } from './errors.ts'
import { routes } from './index.ts'
import { createLoginThrottle } from './login-throttle.ts'
import { checkTexts, createValidatorCompiler } from './read-input.ts'
import type { Console } from './route.ts'
import type { Role } from './wire/parts.ts'
import type { ConsoleSettings, ConsoleWorld } from './world.ts'

/** The console's API, ready to answer through `app.routing`. */
export async function createConsoleApi(world: ConsoleWorld, settings: ConsoleSettings): Promise<FastifyInstance> {
  const answer = answerError(world.log)
  const app: FastifyInstance = Fastify({
    schemaController: writersWhenUsed,
    bodyLimit: 1024 * 1024,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1_000 },
    // A path that cannot be decoded gets here before any hook.
    frameworkErrors: (error, request, reply) => {
      void answer(error, request, reply.headers(answerHeaders))
      noteRequest(world, request, reply)
    },
  })

  watchRequests(app, world)
  app.addHook('onRequest', async (_, reply) => void reply.headers(answerHeaders))
  app.addHook('onSend', compressLarge)
  app.setErrorHandler(answer)
  app.setNotFoundHandler(() => {
    throw new Refusal(404, 'not_found', 'There is nothing at this address.')
  })
  app.setValidatorCompiler(createValidatorCompiler())
  app.removeContentTypeParser('text/plain')
  app.addContentTypeParser('text/csv', { parseAs: 'string' }, async (_: unknown, body: string | Buffer) => String(body))
  await app.register(fastifyCookie)

  const throttle = createLoginThrottle(() => world.now().epochMilliseconds)
  const table: ConsoleRouteEntry[] = []
  tables.set(app, table)
  await app.register(serveRoutes(table, { world, settings, throttle }), { prefix: consolePrefix(settings) })
  await app.ready()
  return app
}

/** Where the console's API answers, for the dispatcher. */
export function consolePrefix({ basePath }: Pick<ConsoleSettings, 'basePath'>): string {
  return `${basePath}/console-api`
}

export type ConsoleRouteEntry = { method: string; url: string; role: Role | 'open'; dangerous: boolean }

/** Every route of a running console API: what tests of all routes start from. */
export function consoleRoutes(app: FastifyInstance): readonly ConsoleRouteEntry[] {
  return tables.get(app) ?? []
}

const tables = new WeakMap<FastifyInstance, ConsoleRouteEntry[]>()

/** What every answer says; routes that write to the socket themselves take them from `reply.getHeaders()`. */
const answerHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

function serveRoutes(table: ConsoleRouteEntry[], console: Console): FastifyPluginAsync {
  return async (scope) => {
    scope.addHook('onRequest', checkAccess(console))
    scope.addHook('preValidation', checkTexts)
    scope.addHook('onRoute', ({ method, url, config }) => {
      if (!config?.role) throw new Error(`the route ${url} does not say which role it asks for`)
      const { role, dangerous = false } = config
      for (const each of [method].flat()) table.push({ method: each, url, role, dangerous })
    })
    for (const route of routes) await scope.register(route, console)
  }
}
