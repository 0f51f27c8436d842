import { METHODS } from 'node:http'
import Fastify, { type FastifyInstance, type FastifyPluginAsync, type FastifyReply, type FastifyRequest } from 'fastify'
import { writersWhenUsed } from '#api/http/compile-when-used.ts'
import { noteRequest, watchRequests } from '#api/http/request.ts'
import type { Grant } from '#core/access/api-client.ts'
import { answerType } from './answer-type.ts'
import { checkAccess } from './check-access.ts'
import { documentDepot, serveDocs } from './docs.ts'
import { EnergyPrices } from './energy-prices.ts'
import { ApiError, answerError, Refusal } from './errors.ts'
import { ExternalPowerLimits } from './external-power-limits.ts'
import { routes } from './index.ts'
import { TokenError, TokenReply } from './issue-token.ts'
import { KeySet } from './jwks.ts'
import { limitRate } from './limit-rate.ts'
import { ChargerGroups } from './list-charger-groups.ts'
import { RfidList } from './list-rfid.ts'
import { checkUrl, readInput } from './read-input.ts'
import { RemoteCommandReply } from './remote-command-reply.ts'
import { Reservation } from './reservation.ts'
import type { Depot } from './route.ts'
import { Done, Success } from './success.ts'
import { TimeSeries } from './time-series.ts'
import { vdvPaths } from './vdv261/post-vdv.ts'
import { VdvAnswer } from './vdv261/view-told.ts'
import { SessionReports } from './view-session-report.ts'
import { AvailabilityStatusList, ConnectivityStatusList } from './view-status.ts'
import { Transaction } from './view-transaction.ts'
import type { DepotSettings, DepotWorld } from './world.ts'

/** The depot API, ready to answer through `app.routing`. */
export async function createDepotApi(world: DepotWorld, settings: DepotSettings): Promise<FastifyInstance> {
  const answer = answerError(world.log)
  const app: FastifyInstance = Fastify({
    schemaController: writersWhenUsed,
    bodyLimit: 1024 * 1024,
    // An address is at most as long as Node's header limit; a long name in it is simply not found.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 16 * 1024 },
    // A path that cannot be decoded gets here before any hook.
    frameworkErrors: (error, request, reply) => {
      void answer(error, request, reply)
      noteRequest(world, request, reply)
    },
  })

  watchRequests(app, world)
  app.setErrorHandler(answer)
  // One that no route names would be in the document for nothing.
  const named = namedSchemas.filter((schema) => schema !== RfidList || settings.rfidList)
  for (const schema of named) app.addSchema(schema)
  await documentDepot(app, settings)
  await app.register(async (api) => void tables.set(app, await serveRoutes(api, { world, settings })))
  await serveDocs(app, settings)
  await app.ready()
  return app
}

/** Where the depot API answers, for the dispatcher. */
export function depotPrefixes(settings: Pick<DepotSettings, 'basePath' | 'vdv261'>): string[] {
  const prefixes = ['/oauth2', '/v1', '/v2', '/docs/depot', '/.well-known/jwks.json', ...vdvPaths(settings)]
  return prefixes.map((prefix) => settings.basePath + prefix)
}

export type RouteEntry = { method: string; url: string; grant: Grant | 'open' }

/** Every route of a running depot API: what tests of all routes start from. */
export function depotRoutes(app: FastifyInstance): readonly RouteEntry[] {
  return tables.get(app) ?? []
}

const tables = new WeakMap<FastifyInstance, RouteEntry[]>()

const namedSchemas = [
  ApiError,
  TokenReply,
  TokenError,
  KeySet,
  AvailabilityStatusList,
  ConnectivityStatusList,
  Transaction,
  Success,
  Done,
  RfidList,
  RemoteCommandReply,
  ChargerGroups,
  ExternalPowerLimits,
  EnergyPrices,
  TimeSeries,
  SessionReports,
  Reservation,
  VdvAnswer,
]

async function serveRoutes(api: FastifyInstance, depot: Depot): Promise<RouteEntry[]> {
  const table: RouteEntry[] = []
  readBodies(api)
  api.addHook('preParsing', refuseEncoded)
  api.setValidatorCompiler(readInput)
  api.addHook('onRequest', limitRate(depot))
  api.addHook('onRequest', refuseUnanswerable)
  api.setNotFoundHandler(() => {
    throw notFound()
  })

  const known: FastifyPluginAsync = async (scope) => {
    scope.addHook('onRequest', checkAccess(depot))
    scope.addHook('onRoute', ({ method, url, config }) => {
      if (!config?.grant) throw new Error(`the route ${url} does not say which grant it asks for`)
      for (const each of [method].flat()) table.push({ method: each, url, grant: config.grant })
    })
    for (const route of routes) await scope.register(route, depot)
  }
  await api.register(known, { prefix: depot.settings.basePath })
  refuseOtherMethods(api, table)
  return table
}

function readBodies(api: FastifyInstance): void {
  api.removeContentTypeParser(['text/plain', 'application/json'])
  // Like all members that no schema knows, those of these names are ignored (depot-api 1).
  const parse = api.getDefaultJsonParser('remove', 'remove')
  for (const type of ['application/json', 'application/vnd.api+json']) {
    // Whether a body is needed says the schema of the route: clients send this header without one (depot-api 11).
    api.addContentTypeParser(type, { parseAs: 'string' }, (request, body: string, done) =>
      body.trim() === '' ? done(null) : parse(request, body, done),
    )
  }
  // HTTP libraries name a type when they send nothing, too: an empty body is none, of whatever type.
  api.addContentTypeParser('*', { parseAs: 'string' }, (_request, body: string, done) => {
    if (body.trim() === '') done(null)
    else done(new Refusal(400, 'invalid_body', 'The media type of the body is not one that this address takes.'))
  })
}

async function refuseEncoded(request: FastifyRequest): Promise<void> {
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (/^ *identity *$/i.test(encoding)) return
  throw new Refusal(400, 'invalid_body', 'The body comes as it is, without Content-Encoding.', {
    headers: { connection: 'close' },
  })
}

async function refuseUnanswerable(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  checkUrl(request.url)
  const type = answerType(request)
  if (!type) throw new Refusal(406, 'not_acceptable', 'The answer is application/json.')
  if (type !== 'application/json') reply.type(type)
  if (request.is404) throw notFound()
  if (request.routeOptions.schema?.deprecated) reply.header('deprecation', 'true')
}

function notFound(): Refusal {
  return new Refusal(404, 'not_found', 'There is nothing at this address.')
}

/** The paths that exist, called with a method that they do not know. */
function refuseOtherMethods(api: FastifyInstance, table: readonly RouteEntry[]): void {
  for (const method of METHODS) {
    if (method !== 'CONNECT' && !api.supportedMethods.includes(method)) api.addHttpMethod(method)
  }
  for (const [url, entries] of Map.groupBy(table, (entry) => entry.url)) {
    const allowed = entries.map((entry) => entry.method)
    api.route({
      method: api.supportedMethods.filter((method) => !allowed.includes(method)),
      url,
      schema: { hide: true },
      onRequest: () => {
        const message = `This address takes ${allowed.join(', ')}.`
        throw new Refusal(405, 'method_not_allowed', message, { headers: { allow: allowed.join(', ') } })
      },
      handler: () => null,
    })
  }
}
