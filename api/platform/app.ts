import { randomUUID } from 'node:crypto'
import { METHODS } from 'node:http'
import type { FastifySchemaCompiler } from 'fastify'
import Fastify, { type FastifyInstance, type FastifyPluginAsync, type FastifyReply, type FastifyRequest } from 'fastify'
import { writersWhenUsed } from '#api/http/compile-when-used.ts'
import { noteRequest, watchRequests } from '#api/http/request.ts'
import { checkAccess } from './check-access.ts'
import { documentPlatform, serveDocs } from './docs.ts'
import { answerError, PlatformError, Refusal } from './errors.ts'
import { routes } from './index.ts'
import { parseQuery, readQuery } from './read-query.ts'
import { resources } from './resources.ts'
import type { Platform } from './route.ts'
import type { PlatformSettings, PlatformWorld } from './world.ts'

/** The platform API, ready to answer through `app.routing`. */
export async function createPlatformApi(world: PlatformWorld, settings: PlatformSettings): Promise<FastifyInstance> {
  const answer = answerError(world.log)
  const app: FastifyInstance = Fastify({
    schemaController: writersWhenUsed,
    bodyLimit: 1024 * 1024,
    // Read by each route, as PHP would.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 16 * 1024, querystringParser: () => ({}) },
    // A path that cannot be decoded gets here before any hook.
    frameworkErrors: (error, request, reply) => {
      mark(reply, settings)
      void answer(error, request, reply)
      noteRequest(world, request, reply)
    },
  })

  watchRequests(app, world)
  app.addHook('onRequest', async (_, reply) => mark(reply, settings))
  app.setErrorHandler(answer)
  for (const schema of [PlatformError, ...resources]) app.addSchema(schema)
  await documentPlatform(app, settings)
  await app.register(async (api) => void tables.set(app, await serveRoutes(api, { world, settings })))
  await serveDocs(app, settings)
  await app.ready()
  return app
}

/** Where the platform API answers, for the dispatcher. */
export function platformPrefixes({ basePath }: Pick<PlatformSettings, 'basePath'>): string[] {
  return ['/public-api', '/docs/platform'].map((prefix) => basePath + prefix)
}

export type PlatformRouteEntry = { method: string; url: string }

/** Every route of a running platform API: what tests of all routes start from. */
export function platformRoutes(app: FastifyInstance): readonly PlatformRouteEntry[] {
  return tables.get(app) ?? []
}

const tables = new WeakMap<FastifyInstance, PlatformRouteEntry[]>()

// platform-api 1.6
function mark(reply: FastifyReply, { version }: PlatformSettings): void {
  reply.headers({ 'x-app-version': version, 'x-req-trace-id': randomUUID() })
}

async function serveRoutes(api: FastifyInstance, platform: Platform): Promise<PlatformRouteEntry[]> {
  const table: PlatformRouteEntry[] = []
  readBodies(api)
  api.setValidatorCompiler(readInput)
  api.addHook('onRequest', async (request) => {
    if (request.is404) throw noRoute(request)
  })
  api.setNotFoundHandler((request) => {
    throw noRoute(request)
  })

  const known: FastifyPluginAsync = async (scope) => {
    scope.addHook('onRequest', checkAccess(platform))
    scope.addHook('preValidation', async (request) => {
      const search = request.raw.url!.split('?').slice(1).join('?')
      request.query = parseQuery(search.split('#', 1)[0]!)
    })
    scope.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) table.push({ method: each, url })
    })
    for (const route of routes) await scope.register(route, platform)
  }
  await api.register(known, { prefix: `${platform.settings.basePath}/public-api` })
  refuseOtherMethods(api, table)
  return table
}

/** An empty body is none, whatever its type says: some clients name one with every call. */
function readBodies(api: FastifyInstance): void {
  api.removeAllContentTypeParsers()
  const parse = api.getDefaultJsonParser('remove', 'remove')
  api.addContentTypeParser(/^application\/(.+\+)?json/i, { parseAs: 'string' }, (request, text, done) => {
    const body = String(text).replace(/^\uFEFF/, '')
    if (body.trim() === '') done(null, undefined)
    else void parse(request, body, done)
  })
  api.addContentTypeParser('*', { parseAs: 'string' }, (_, text, done) => {
    if (text === '') done(null, undefined)
    else done(Object.assign(new Error('unsupported media type'), { statusCode: 415 }))
  })
}

/** Bodies are read by their routes; ids that are none belong to nothing. */
const readInput: FastifySchemaCompiler<{ properties?: Record<string, object> }> = ({ schema, httpPart }) => {
  if (httpPart === 'querystring') {
    return (given) => attempt(() => readQuery(schema.properties ?? {}, given))
  }
  if (httpPart === 'params') return (given) => attempt(() => readParams(given))
  return (given: unknown) => ({ value: given })
}

function readParams(given: Record<string, string>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(given).map(([name, text]) => {
      if (!/^[1-9]\d{0,14}$/.test(text)) throw new Refusal(404, `No query results for model [${name}]`)
      return [name, Number(text)]
    }),
  )
}

function attempt<T>(read: () => T): { value: T } | { error: Error } {
  try {
    return { value: read() }
  } catch (error) {
    return { error: error as Error }
  }
}

function noRoute({ url }: FastifyRequest): Refusal {
  const path = url.split('?', 1)[0]!.replace(/^\/+/, '').slice(0, 200)
  return new Refusal(404, `The route ${path} could not be found.`)
}

/** The paths that exist, called with a method that they do not know. */
function refuseOtherMethods(api: FastifyInstance, table: readonly PlatformRouteEntry[]): void {
  for (const method of METHODS) {
    if (method !== 'CONNECT' && !api.supportedMethods.includes(method)) api.addHttpMethod(method)
  }
  for (const [url, entries] of Map.groupBy(table, (entry) => entry.url)) {
    const allowed = entries.map((entry) => entry.method)
    api.route({
      method: api.supportedMethods.filter((method) => !allowed.includes(method)),
      url,
      schema: { hide: true },
      onRequest: (request) => {
        const message = `The ${request.method} method is not supported for this route. Supported methods: ${allowed.join(', ')}.`
        throw new Refusal(405, message, { headers: { allow: allowed.join(', ') } })
      },
      handler: () => null,
    })
  }
}
