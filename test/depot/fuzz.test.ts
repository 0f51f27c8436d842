import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { arbitrariesOf, rubbish, type Schema } from '#test/support/arbitrary-of-schema.ts'
import { basic, type DepotApi, type DepotRequest, type OpenApiOperation, openDepot } from '#test/support/depot-api.ts'
import { reportCharge, secondsAgo } from '#test/support/depot-sessions.ts'
import { startSystem } from '#test/support/system.ts'

const env = { VOLTYARD_DEPOT_RATE_LIMIT: 'off', VOLTYARD_DEPOT_RFID_LIST: 'on' }
const runsPerOperation = 30
/** That of the examples of the document. */
const vin = 'WEB62800123456789'

test('whatever is asked, well or badly, is answered as the document says, by no fault of ours', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1', 'AWAY'], tokens: ['CARD-1', 'CARD-2'], env })
  const depot = await openDepot(system)
  const charger = await system.connectCharger('CP-1')
  for (const action of ['RemoteStartTransaction', 'RemoteStopTransaction', 'Reset', 'ChangeConfiguration']) {
    charger.handle(action, () => ({ status: 'Accepted' }))
  }
  await reportCharge(charger, { startedAt: secondsAgo(600), endedAt: secondsAgo(300) })
  const site = await system.admin('site.add', { name: 'Depot', timeZone: 'Europe/Berlin' })
  const [{ TransactionID }] = (await depot.call('/v2/transactions')).body
  const group = await system.admin('group.add', { name: 'Hall', maxW: 50_000, chargers: ['AWAY'], live: false })
  const vehicle = await system.admin('vehicle.add', { vehicle: 'BUS-12', vin, batteryWh: 350_000 })
  const reserved = await depot.call('/v1/reservations/chargers/CP-1/connectors/2', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(reservation()),
  })
  const known: Known = {
    chargerId: ['CP-1', 'AWAY'],
    connectorId: ['1', '2', '0'],
    TransactionID: [String(TransactionID)],
    siteId: [String(site.publicId)],
    chargerGroupId: [String(group.chargerGroupId)],
    reservationId: [String(reserved.body.ReservationID)],
    tag: ['CARD-2'],
    status: ['true', 'false'],
    remoteCommandType: ['startChargingSession', 'stopChargingSession', 'resetCharger', 'changeConfiguration'],
  }

  for (const { path, method, operation } of inOrder(depot)) {
    await t.test(`${method} ${path}`, async () => {
      const statuses = new Set<number>()
      const asking = requestsOf(depot, { path, method, operation }, { known, vehicle: String(vehicle.password) })
      const isAnswered = fc.asyncProperty(asking, async ({ url, request }) => {
        const { status } = await depot.call(url, request)
        statuses.add(status)
        assert.ok(status < 500, `${status}`)
      })
      await fc.assert(isAnswered, { seed: 261, numRuns: runsPerOperation, endOnFailure: true })
      assert.ok(
        [...statuses].some((status) => status < 300),
        `only ${[...statuses].join(', ')}`,
      )
    })
  }
  assert.deepEqual(charger.violations, [])
})

function reservation(): object {
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
  return {
    ...{ ReservationStart: inHours(24), ReservationEnd: inHours(30) },
    ...{ AuthorizationType: 'RFID', AuthorizationValue: 'CARD-1' },
  }
}

type Known = Record<string, string[]>
type Operation = { path: string; method: string; operation: OpenApiOperation }
type Request = { url: string; request: DepotRequest }

/** The one that ends connections comes last. */
function inOrder({ document }: DepotApi): Operation[] {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
  const endsConnections = ({ path }: Operation) => path.endsWith('/forceTerminateConnection')
  return [...all.filter((one) => !endsConnections(one)), ...all.filter(endsConnections)]
}

function requestsOf(
  depot: DepotApi,
  { path, method, operation }: Operation,
  { known, vehicle }: { known: Known; vehicle: string },
): fc.Arbitrary<Request> {
  const texts = Object.values(known).flat()
  const values = arbitrariesOf(depot.document.components.schemas, { texts, now: Date.now() })
  const { parameters = [], requestBody, security = [] } = operation
  const parts = (place: string) => parameters.filter((parameter) => parameter.in === place)
  const one = (name: string, schema: Schema): fc.Arbitrary<string> => {
    const right = known[name] ? fc.constantFrom(...known[name]) : values.fitting(schema).map(String)
    return fc.oneof({ arbitrary: right, weight: 8 }, { arbitrary: wrongText, weight: 1 })
  }
  const ids = fc.record(Object.fromEntries(parts('path').map(({ name, schema }) => [name, one(name, schema)])))
  const needed = parts('query').filter(({ required }) => required)
  const query = fc.record(Object.fromEntries(parts('query').map(({ name, schema }) => [name, one(name, schema)])), {
    requiredKeys: needed.map(({ name }) => name),
  })
  const type = Object.keys(requestBody?.content ?? {})[0]
  const schema = type ? (requestBody!.content[type]!.schema as Schema) : null
  const body = schema
    ? fc.oneof(
        { arbitrary: values.fitting(schema).map((value) => encode(value, type!)), weight: 5 },
        // What rules ask for that no schema tells.
        ...(path.startsWith('/v1/reservations/') ? [fc.constant(JSON.stringify(reservation()))] : []),
        { arbitrary: values.nearlyFitting(schema).map((value) => encode(value, type!)), weight: 4 },
        { arbitrary: rubbish.map((value) => encode(value, type!)), weight: 1 },
        { arbitrary: fc.constantFrom('', '{', '[]', 'null', '{"a":}'), weight: 1 },
      )
    : fc.constantFrom(undefined, undefined, '{}')
  const schemes = security.flatMap((one) => Object.keys(one))
  const login = schemes.includes('basic')
    ? basic(depot.clientId, depot.secret)
    : schemes.includes('vehicle')
      ? basic(vin, vehicle)
      : null

  return fc.record({ ids, query, body }).map((made) => ({
    url: addressOf(path, made.ids, made.query),
    request: {
      method,
      ...(made.body === undefined || method === 'GET' ? {} : { body: made.body }),
      headers: {
        ...(schema ? { 'content-type': type! } : {}),
        ...(login ? { authorization: login } : {}),
      },
      ...(login ? { token: null } : {}),
    },
  }))
}

const wrongText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '0',
    '-1',
    '1.5',
    'x',
    'null',
    '2147483648',
    '9'.repeat(30),
    'x'.repeat(3_000),
    '\0',
    '2025-02-30',
    ';',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
)

function encode(value: unknown, type: string): string {
  if (!type.includes('form')) return JSON.stringify(value) ?? ''
  const isPlain = typeof value === 'object' && value !== null
  return new URLSearchParams(isPlain ? Object.entries(value).map(([k, v]) => [k, String(v)]) : []).toString()
}

function addressOf(path: string, ids: Record<string, string>, query: Record<string, string>): string {
  // A client would take one or two dots for steps in the path.
  const fill = (text: string) => (/^\.{0,2}$/.test(text) ? 'dots' : encodeURIComponent(text))
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => fill(ids[name]!))
  return `${filled}?${Object.entries(query)
    .map(([name, text]) => `${name}=${encodeURIComponent(text)}`)
    .join('&')}`
}
