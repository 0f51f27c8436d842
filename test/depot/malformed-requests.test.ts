import assert from 'node:assert/strict'
import { type ClientRequest, type IncomingHttpHeaders, request } from 'node:http'
import { test } from 'node:test'
import { basic, countRows, type DepotApi, openDepot } from '#test/support/depot-api.ts'
import { dayAt, reportCharge } from '#test/support/depot-sessions.ts'
import { startSystem } from '#test/support/system.ts'

type Malformed = { method?: string; path: string; headers?: Record<string, string>; body?: string | Buffer }
type Answer = { status: number; headers: IncomingHttpHeaders; text: string }

test('S12: whatever is sent to the depot API is answered, by no fault of ours, and changes nothing', async (t) => {
  const failures: object[] = []
  const log = { ...silent, error: (event: object) => failures.push(event) }
  const env = { VOLTYARD_DEPOT_RATE_LIMIT: 'off' }
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'], env, log })
  const depot = await openDepot(system)
  const charger = await system.connectCharger('CP-1')
  await reportCharge(charger, { startedAt: dayAt(1, '08:00'), endedAt: dayAt(1, '09:00') })
  await charger.close()
  const before = await settledCount(system.databaseUrl)

  const all = [...paths(depot), ...queries(), ...headers(depot), ...bodies(depot), ...writes(depot), ...methods()]
  assert.ok(all.length >= 2_000, `only ${all.length} requests`)
  const faults: string[] = []
  const left = all.values()
  const sendTheRest = async () => {
    for (const malformed of left) {
      const fault = await send(system.url, depot.token, malformed).then(faultOf, (error: Error) => error.message)
      if (fault) faults.push(`${JSON.stringify(malformed).slice(0, 200)}: ${fault}`)
    }
  }
  await Promise.all(Array.from({ length: 12 }, sendTheRest))

  assert.deepEqual(faults, [])
  assert.deepEqual(failures, [])
  // What was tolerated of chargers is counted with a delay.
  const seen = ({ deviation: _, ...others }: Record<string, number>) => others
  assert.deepEqual(seen(await countRows(system.databaseUrl)), seen(before))
  assert.equal((await depot.call('/v2/transactions')).body.length, 1)
})

const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** What is wrong with an answer, or nothing. */
function faultOf({ status, headers, text }: Answer): string | null {
  if (status >= 500) return `${status} ${text}`
  if (!/^application\/(vnd\.api\+)?json; charset=utf-8$/.test(headers['content-type'] ?? '')) {
    return `${status} with ${headers['content-type']}`
  }
  // A HEAD has no body.
  if (status < 400 || text === '') return null
  const body = JSON.parse(text)
  // A remote command says everything in an envelope of its own.
  if (body.commandType !== undefined && body.response.message) return null
  if (body.code !== status || typeof body.message !== 'string' || body.message === '') return `${status} ${text}`
  if (/node_modules|\.ts:|\bat \w+ \(|select |insert /.test(text)) return `tells of our insides: ${text}`
  return null
}

const nasty = [
  '%00',
  'a%00b',
  '%',
  '%2',
  '%zz',
  '%ff',
  '%c3%28',
  '%ed%a0%80',
  '%u0041',
  '%25%30%30',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '..%2f..',
  '%5c..%5c',
  "'%20or%201=1--",
  '1;drop%20table%20session',
  '$(id)',
  '%24%7Bjndi%7D',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '[object%20Object]',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  '-Infinity',
  '-0',
  '-1',
  '0',
  '00',
  '+1',
  '1e9',
  '1e999',
  '0x10',
  '1.0',
  '1,5',
  '2147483648',
  '-2147483649',
  '9007199254740993',
  '9223372036854775808',
  '9'.repeat(400),
  '%F0%9F%94%8C',
  '%E2%80%AE',
  '%0d%0aSet-Cookie:x=1',
  '%09',
  '%20',
  'true',
  '[]',
  '%7B%7D',
  'x'.repeat(4_000),
  '2025-02-30',
  '2025-02-11T25:00:00Z',
  '9999-99-99',
  '%2B275760-09-13',
  '-271821-04-20T00:00:00Z',
  '0000-01-01',
  '9999-12-31T23:59:60Z',
  '2025-02-11T00:00:00.000000000000000000001Z',
  '2025-02-11T00:00:00+99:99',
  '2016-12-31T23:59:60Z',
  "2025-02-11'",
]

/** Every parameter of every path, and each of them in turn not as it should be. */
function paths({ document }: DepotApi): Malformed[] {
  const wrong = Object.entries(document.paths).flatMap(([path, methods]) => {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
    return Object.keys(methods).flatMap((method) =>
      names.flatMap((name) => nasty.map((value) => ({ method: method.toUpperCase(), path: fill(path, name, value) }))),
    )
  })
  const odd = [
    '/v2/transactions;x=1',
    '/v2/transactions%2f1',
    '/v1/%2e%2e/v2/transactions',
    '/v2/./transactions',
    '/v2/?',
  ]
  return [...wrong, ...[...nasty.map((value) => `/v1/${value}`), ...odd].map((path) => ({ path }))]
}

/** The path with this value for one parameter, and for the others what is there. */
function fill(path: string, name: string, value: string): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, one: string) => (one === name ? value : (known[one] ?? 'none')))
}

const known: Record<string, string> = { chargerId: 'CP-1', connectorId: '1', remoteCommandType: 'startChargingSession' }

/** Every call that takes a body, with one that is not what it takes. */
function writes({ document }: DepotApi): Malformed[] {
  const bad = [...rubbish.filter((text) => text.length < 100_000), '{}', '{"":{}}', '{"toString":1}']
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { requestBody }]) => path !== '/oauth2/token' && requestBody)
      .flatMap(([method, { requestBody }]) => {
        const { example } = requestBody!.content['application/json']!
        const odd = Object.keys(example as object).flatMap((name) =>
          ['\0', -1, 1e300, {}, [[]], '\ud800'].map((value) =>
            JSON.stringify({ ...(example as object), [name]: value }),
          ),
        )
        return [...bad, ...odd].map((body) => ({
          ...{ method: method.toUpperCase(), path: fill(path, '', ''), body },
          headers: { 'content-type': 'application/json' },
        }))
      }),
  )
}

function queries(): Malformed[] {
  const list = ['chargerId', 'connectorId', 'vehicleId', 'page', 'limit', 'orderBy', 'order', 'from', 'to', 'filterBy']
  const history = '/v1/chargerStatus/chargers/CP-1/availabilityStatus'
  const wrong = [
    ...list.flatMap((name) => nasty.map((value) => `/v2/transactions?${name}=${value}`)),
    ...['from', 'to', 'limit'].flatMap((name) => nasty.map((value) => `${history}?${name}=${value}`)),
  ]
  const repeated = list.flatMap((name) => [
    `/v2/transactions?${name}=1&${name}=1`,
    `/v2/transactions?${name}[]=1`,
    `/v2/transactions?${name}[a][b]=1`,
    `/v2/transactions?${name}`,
    `/v2/transactions?${name}=&${name}=`,
  ])
  const odd = [
    '?',
    '??',
    '?&',
    '?=',
    '?&&&=&',
    `?${'a=1&'.repeat(2_000)}`,
    '?__proto__=1',
    '?__proto__[x]=1',
    '?%=%',
    '?%00',
  ]
  return [...wrong, ...repeated, ...odd.map((query) => `/v2/transactions${query}`)].map((path) => ({ path }))
}

function headers(depot: DepotApi): Malformed[] {
  const authorizations = [
    'Bearer',
    'Bearer ',
    'Bearer a.b.c',
    'Bearer ..',
    `Bearer ${'a'.repeat(8_000)}`,
    `Bearer ${depot.token}.x`,
    `Bearer ${depot.token.slice(1)}`,
    `Bearer ${Buffer.from('{"alg":"RS256","__proto__":{}}').toString('base64url')}.e30.x`,
    `Bearer ${Buffer.from('null').toString('base64url')}.bnVsbA.x`,
    `Bearer ${Buffer.from('[]').toString('base64url')}.W10.`,
    `Bearer ${Buffer.from('{"alg":["RS256"],"kid":{}}').toString('base64url')}.e30.AAAA`,
    'Digest username=x',
    'Basic Og==',
    'Bearer \u00ff\u00fe',
    '\u00e9',
  ]
  const accepts = [
    ',',
    ';',
    'a',
    '*',
    '*/json',
    'application/json;q=x',
    'application/json;q=-1',
    '*/*;q=1e9',
    'x'.repeat(4_000),
  ]
  const others: Record<string, string>[] = [
    { 'x-forwarded-for': 'x, , ::1, 999.999.999.999' },
    { 'x-forwarded-for': ','.repeat(4_000) },
    { 'content-type': 'application/json' },
    { 'content-type': ';;' },
    { 'content-length': '0', 'content-type': 'x' },
    { range: 'bytes=0-' },
    { 'if-none-match': '*' },
    { cookie: '__proto__=1; a' },
    { expect: '100-continue' },
    { origin: 'null' },
    { 'accept-encoding': 'identity;q=0' },
    { 'x-http-method-override': 'DELETE' },
    { __proto__: 'x', constructor: 'y' } as Record<string, string>,
  ]
  return [
    ...authorizations.map((authorization) => ({ authorization })),
    ...accepts.map((accept) => ({ accept })),
    ...others,
  ].map((one) => ({ path: '/v2/transactions', headers: one }))
}

const deep = (open: string, close: string) => open.repeat(20_000) + close.repeat(20_000)

const rubbish = [
  '',
  '{',
  '}',
  'null',
  'true',
  '0',
  '"text"',
  '[]',
  '[[]]',
  '{"grant_type":{}}',
  '{"grant_type":["client_credentials"]}',
  '{"grant_type":"client_credentials","client_id":{},"client_secret":[]}',
  '{"grant_type":"client_credentials","client_id":1,"client_secret":2}',
  '{"grant_type":"client_credentials","client_id":"\\u0000","client_secret":"x"}',
  '{"grant_type":"client_credentials","client_id":"x","client_secret":"\\u0000"}',
  '{"grant_type":"client_credentials","client_id":"\\ud800","client_secret":"\\udfff"}',
  `{"grant_type":"client_credentials","client_id":"${'x'.repeat(500_000)}","client_secret":"x"}`,
  `{"grant_type":"client_credentials","client_id":"x","client_secret":"${'x'.repeat(500_000)}"}`,
  `{"grant_type":"${'x'.repeat(100_000)}"}`,
  '{"__proto__":{"grant_type":"client_credentials"}}',
  '{"constructor":{"prototype":{"grant_type":"client_credentials"}}}',
  '{"grant_type":"a","grant_type":"b"}',
  '{"grant_type":1e999}',
  '{"grant_type":NaN}',
  "{'grant_type':'x'}",
  '{"grant_type":"x",}',
  '\ufeff{"grant_type":"x"}',
  '{"grant_type":"x"} {}',
  deep('[', ']'),
  deep('{"a":', '}').replace('}', '1}'),
  '['.repeat(100_000),
  `[${'1,'.repeat(100_000)}1]`,
  ' '.repeat(1_000_000),
  'x'.repeat(1024 * 1024 + 1),
]

function bodies({ clientId, secret }: DepotApi): Malformed[] {
  const json = [
    ...rubbish,
    `{"grant_type":"client_credentials","client_id":"${clientId}\\u0000","client_secret":"${secret}"}`,
  ]
  const forms = [
    '',
    '=',
    '&&&',
    'grant_type',
    'grant_type=',
    'grant_type=%',
    'grant_type=%00',
    'grant_type=%ff',
    'grant_type=a&grant_type=b',
    'grant_type[]=client_credentials',
    'grant_type=client_credentials&client_id=%00&client_secret=x',
    'grant_type=client_credentials&client_id=a&client_id=b&client_secret=c',
    'grant_type=client_credentials&client_id=%ff&client_secret=%ff',
    `grant_type=client_credentials&client_id=${'x'.repeat(100_000)}&client_secret=x`,
    '__proto__=x&constructor=y',
    '__proto__[grant_type]=client_credentials',
    'a=1&'.repeat(20_000),
  ]
  const bytes = [Buffer.from([0xff, 0xfe, 0x00]), Buffer.alloc(1_000), Buffer.from('{"grant_type":"\xff"}', 'latin1')]
  const types = [
    'application/json',
    'application/vnd.api+json',
    'application/x-www-form-urlencoded',
    'text/plain',
    'multipart/form-data',
    'x/y',
    'application/json; charset=utf-16',
    ';',
  ]
  const credentials = [
    basic('', ''),
    basic(':', ':'),
    basic('a\0b', 'c'),
    basic(clientId, `\0${secret}`),
    basic('x'.repeat(6_000), 'y'),
    basic('__proto__', 'constructor'),
    `Basic ${Buffer.from([0xff, 0x3a, 0xfe]).toString('base64')}`,
    'Basic =',
    'Basic ====',
    'Basic a b',
    `Basic ${'/'.repeat(6_000)}`,
  ]
  const ask = (type: string, body: string | Buffer, more: Record<string, string> = {}) => ({
    method: 'POST',
    path: '/oauth2/token',
    headers: { 'content-type': type, ...more },
    body,
  })
  const form = 'application/x-www-form-urlencoded'
  return [
    ...json.map((body) => ask('application/json', body)),
    ...forms.map((body) => ask(form, body)),
    ...types.flatMap((type) => bytes.map((body) => ask(type, body))),
    ...credentials.map((authorization) => ask(form, 'grant_type=client_credentials', { authorization })),
    ...[...json.slice(0, 12), ...forms].map((body) => ({
      method: 'GET',
      path: '/v2/transactions?limit=x',
      headers: { 'content-type': 'application/json' },
      body,
    })),
  ]
}

function methods(): Malformed[] {
  const all = ['HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'LOCK', 'REPORT', 'QUERY']
  const at = [
    '/v2/transactions',
    '/v2/transactions/1',
    '/v1/transactions?%',
    '/oauth2/token',
    '/v2/%',
    '/.well-known/jwks.json',
  ]
  return all.flatMap((method) =>
    at
      .filter((path) => method !== 'POST' || path !== '/oauth2/token')
      .flatMap((path) => [
        { method, path },
        { method, path, headers: { 'content-type': 'application/json' }, body: '{"__proto__":' },
      ]),
  )
}

/** With Node's bare client: it sends what a browser's `fetch` would repair. */
function send(url: string, token: string, { method = 'GET', path, headers, body }: Malformed): Promise<Answer> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const all = { authorization: `Bearer ${token}`, ...length, ...headers }
    const asked: ClientRequest = request({ hostname, port, method, path, headers: all }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode!,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      )
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

/** Once the rows that nobody waits for are in: the log of the last messages, and that the charger has left. */
async function settledCount(databaseUrl: string): Promise<Record<string, number>> {
  for (let last = ''; ; ) {
    const counts = await countRows(databaseUrl)
    if (JSON.stringify(counts) === last) return counts
    last = JSON.stringify(counts)
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
