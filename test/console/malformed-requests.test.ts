import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { anyText } from '#test/support/any-text.ts'
import { logIn } from '#test/support/console.ts'
import { countRows } from '#test/support/depot-api.ts'
import { startSystem } from '#test/support/system.ts'

test('S12: whatever is sent to the console, it is answered by no fault of ours', async (t) => {
  const failures: object[] = []
  const log = { debug() {}, info() {}, warn() {}, error: (event: object) => failures.push(event) }
  const env = { VOLTYARD_CONSOLE_RATE_LIMIT: 'off' }
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'], env, log })
  const anna = await logIn(system)
  const routes = system.server.routes.console.filter(({ url, method }) => {
    // A stream has no end, and a logout would end the test.
    return method !== 'HEAD' && !/\/(logout|stream)$/.test(url)
  })
  const before = await rows(system.databaseUrl)

  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...routes), nastyText, nastyText, nastyBody, async (route, id, query, body) => {
      const path = route.url.replaceAll(/:\w+/g, encodeURIComponent(id.toWellFormed()) || '0')
      const hasBody = route.method !== 'GET'
      const response = await fetch(`${system.url}${path}?${queryOf(query)}`, {
        method: route.method,
        headers: {
          cookie: anna.cookie,
          'x-csrf-token': anna.csrfToken,
          ...(hasBody ? { 'content-type': body.type } : {}),
        },
        ...(hasBody ? { body: body.text } : {}),
      })
      const text = await response.text()
      assert.ok(response.status < 500, `${response.status} ${text}`)
      if (response.status < 400) return
      const { error } = JSON.parse(text)
      assert.equal(typeof error.code, 'string')
      assert.doesNotMatch(text, /node_modules|\.ts:|\bat \w+ \(|select |insert /)
    }),
    { numRuns: 600 },
  )

  assert.deepEqual(failures, [])
  assert.deepEqual(await rows(system.databaseUrl), before)
  assert.equal((await anna.get('me')).status, 200)
})

const nastyText = fc.oneof(
  fc.constantFrom('\0', '1\0', '0', '-1', '1.5', '9007199254740993', '99999999999999999999', '1e3', 'NaN', '__proto__'),
  fc.constantFrom('constructor', "' or 1=1--", '%', '../..', '\ud800', '🚍', ' ', 'null'),
  anyText({ maxLength: 30 }),
)

const names = ['login', 'password', 'code', 'name', 'role', 'q', 'after', 'limit', 'from', 'to', 'uid', 'days', 'kind']

const nastyBody = fc.oneof(
  fc.constantFrom(
    { type: 'application/json', text: '' },
    { type: 'application/json', text: '{' },
    { type: 'application/json', text: '{"__proto__":{"role":"administrator"}}' },
    { type: 'application/json', text: '['.repeat(5_000) },
    { type: 'application/json', text: '{"name":"\\ud800"}' },
    { type: 'text/plain', text: '{}' },
    { type: 'text/csv', text: 'uid\n"' },
    { type: 'application/x-www-form-urlencoded', text: 'login=admin' },
  ),
  fc
    .dictionary(fc.constantFrom(...names), fc.oneof(nastyText, fc.jsonValue({ maxDepth: 3 })), { maxKeys: 5 })
    .map((body) => ({ type: 'application/json', text: JSON.stringify(body) })),
  fc.jsonValue({ maxDepth: 4 }).map((body) => ({ type: 'application/json', text: JSON.stringify(body) })),
)

function queryOf(text: string): string {
  return names
    .slice(5)
    .map((name) => `${name}=${encodeURIComponent(text.toWellFormed())}`)
    .join('&')
}

async function rows(databaseUrl: string) {
  const { audit_entry: _, load_sample: __, ...others } = await countRows(databaseUrl)
  return others
}
