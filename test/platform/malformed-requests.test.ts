import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actions, chargePoints, evses, idTags, openPlatform, type PlatformApi } from '#test/support/platform-api.ts'
import { startSystem } from '#test/support/system.ts'

const nastyText = [
  '%00',
  'a%00b',
  '%',
  '%zz',
  '%ff',
  '%ed%a0%80',
  '..%2f..',
  "'%20or%201=1--",
  '__proto__',
  '-1',
  '0',
  '1e9',
]
const nastyIds = [
  ...nastyText,
  '1.0',
  '9223372036854775808',
  '9'.repeat(400),
  '%F0%9F%94%8C',
  'null',
  '%20x',
  'x'.repeat(4_000),
]
const nastyValues: unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  9_007_199_254_740_992,
  '',
  ' ',
  'a\0b',
  '\ud800',
  '\u202e',
  'x'.repeat(10_000),
  '9223372036854775808',
  '2025-02-30',
  '+275760-09-13T00:00:00Z',
  [],
  [[]],
  [null],
  [{}],
  Array(2_000).fill(1),
  {},
  { a: { b: { c: 1 } } },
  { '\0': '\0' },
  JSON.parse('{"__proto__":{"x":1}}'),
]

test('S12: whatever is sent to the platform API is answered, and never by a fault of ours', async (t) => {
  const failures: object[] = []
  const log = { debug() {}, info() {}, warn() {}, error: (event: object) => failures.push(event) }
  const off = { VOLTYARD_PLATFORM_REQUESTS_PER_MINUTE: 'off', VOLTYARD_PLATFORM_REQUESTS_PER_DAY: 'off' }
  const system = await startSystem(t, { env: off, log })
  const platform = await openPlatform(system)
  const point = await platform.addChargePoint('CP-1')
  const evse = { chargePointId: point.id, physicalReference: 'A', currentType: 'ac', networkId: '1', status: 'enabled' }
  const { id: evseId } = (await platform.post(evses, evse)).body.data
  const tag = { idTagUid: 'CARD-1', type: 'rfid', status: 'enabled' }
  const { id: tagId } = (await platform.post(idTags, tag)).body.data
  const [connector] = (await platform.get(`${chargePoints}/${point.id}/evses/${evseId}/connectors`)).body.data
  const ids: Record<string, string> = { chargePoint: point.id, evse: evseId, connector: connector.id, idTag: tagId }

  const sent = [...paths(system.server.routes.platform), ...queries(platform), ...bodies(platform, ids), ...frames()]
  assert.ok(sent.length > 1_000, `only ${sent.length} requests`)
  const faults: string[] = []
  const send = async ({ method, path, body, headers }: Sent) => {
    try {
      const answer = await platform.call(path, { method, body, ...(headers ? { headers } : {}) })
      if (answer.status >= 500)
        faults.push(`${method} ${path.slice(0, 100)} ${String(JSON.stringify(body)).slice(0, 100)}: ${answer.text}`)
      if (/node_modules|\.ts:|select |insert /.test(answer.text)) faults.push(`tells of our insides: ${answer.text}`)
    } catch (error) {
      faults.push(`${method} ${path.slice(0, 100)} ${String(JSON.stringify(body)).slice(0, 100)}: ${error}`)
    }
  }
  const waiting = sent.values()
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const one of waiting) await send(one)
    }),
  )
  assert.deepEqual(failures.slice(0, 3), [])
  assert.deepEqual(faults.slice(0, 5), [])
})

type Sent = { method: string; path: string; body?: unknown; headers?: Record<string, string> }

function paths(routes: readonly { method: string; url: string }[]): Sent[] {
  const open = routes.filter(({ url, method }) => url.includes(':') && method !== 'HEAD')
  const wrong = open.flatMap(({ method, url }) =>
    nastyIds.map((id) => ({ method, path: url.replaceAll(/:\w+/g, id), ...(method === 'GET' ? {} : { body: {} }) })),
  )
  const methods = ['HEAD', 'PUT', 'OPTIONS', 'PROPFIND', 'QUERY'].map((method) => ({ method, path: chargePoints }))
  const odd = ['/public-api', '/public-api/', '/public-api/resources', '/public-api/%', `${chargePoints};x=1`]
  return [...wrong, ...methods, ...odd.map((path) => ({ method: 'GET', path }))]
}

function queries({ document }: PlatformApi): Sent[] {
  return [chargePoints, evses, idTags].flatMap((path) => {
    const names = (document.paths[path]!.get!.parameters ?? []).map(({ name }) => name)
    const odd = [
      '?',
      '??',
      '?&&=&',
      `?${'a=1&'.repeat(2_000)}`,
      '?__proto__[x]=1',
      '?%=%',
      '?filter[__proto__][a]=1',
      '?filter[]=1',
      '?[=]',
    ]
    return [
      ...names.flatMap((name) => nastyText.map((value) => `?${name}=${value}`)),
      ...names.flatMap((name) => [`?${name}`, `?${name}=1&${name}=2`, `?${name}[]=1`, `?${name}[a][b]=1`]),
      ...odd,
    ].map((query) => ({ method: 'GET', path: path + query }))
  })
}

/** Every member that the document says a body may have, with wrong values. */
function bodies({ document }: PlatformApi, ids: Record<string, string>): Sent[] {
  return Object.entries(document.paths).flatMap(([template, methods]) => {
    const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name]!)
    return Object.entries(methods).flatMap(([method, operation]) => {
      const schema = (operation as any).requestBody?.content['application/json'].schema
      if (!schema) return []
      // A third of the values for each member, another third for the next.
      const wrong = membersOf(schema).flatMap((member, place) =>
        nastyValues.filter((_, index) => index % 3 === place % 3).map((value) => bodyWith(member, value)),
      )
      return [...wrong, ...nastyValues].map((body) => ({
        method: method.toUpperCase(),
        path,
        body: JSON.stringify(body),
      }))
    })
  })
}

function membersOf(schema: any, path: string[] = []): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]: [string, any]) => [
    [...path, name],
    ...membersOf(inner, [...path, name]),
  ])
}

function bodyWith(path: string[], value: unknown): object {
  return path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object
}

function frames(): Sent[] {
  const deep = '['.repeat(20_000) + ']'.repeat(20_000)
  const nested = `{"capabilityOverrides":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`
  const texts = [
    '{',
    '}',
    'null',
    '"x"',
    '[]',
    '{"name":NaN}',
    '\ufeff{}',
    '{"__proto__":{}}',
    deep,
    nested,
    ' '.repeat(900_000),
  ]
  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    ';',
    'application/json; charset=utf-16',
  ]
  return [
    ...[chargePoints, evses, idTags, `${actions}/1/send-custom-ocpp`].flatMap((path) =>
      texts.map((body) => ({ method: 'POST', path, body })),
    ),
    ...types.map((type) => ({ method: 'POST', path: idTags, body: 'x=1', headers: { 'content-type': type } })),
    ...types.map((type) => ({ method: 'DELETE', path: `${idTags}/999`, body: '', headers: { 'content-type': type } })),
  ]
}
