import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertError, openDepot } from '#test/support/depot-api.ts'
import { startSystem } from '#test/support/system.ts'

const grant = { grant_type: 'client_credentials' }

test('an address may make so many calls in a window, and as many token requests beside them', async (t) => {
  let now = Temporal.Now.instant()
  const system = await startSystem(t, { env: { VOLTYARD_DEPOT_RATE_LIMIT_MAX: '4' }, now: () => now })
  const depot = await openDepot(system)
  const list = (token?: string | null) => depot.call('/v2/transactions', token === undefined ? {} : { token })

  for (const remaining of ['3', '2']) {
    const { status, headers } = await list()
    assert.equal(status, 200)
    assert.deepEqual(limitsOf(headers), ['4', remaining, '300'])
  }
  now = now.add({ seconds: 100 })
  assert.equal((await list(null)).status, 401)
  assert.equal((await depot.call('/v2/nowhere')).status, 404)

  const refused = await list()
  assertError(refused, 429, 'rate_limited')
  assert.deepEqual(limitsOf(refused.headers), ['4', '0', '200'])
  assert.equal(refused.headers.get('retry-after'), '200')
  assertError(await depot.call('/v1/chargerStatus/chargers/CP-1/connectivityStatus'), 429, 'rate_limited')

  // One was taken when the client got its token.
  for (const remaining of ['2', '1', '0']) {
    const { status, headers } = await depot.askToken(grant, remaining === '1' ? 'Basic eDp5' : undefined)
    assert.equal(status, remaining === '1' ? 403 : 200)
    assert.equal(limitsOf(headers)[1], remaining)
  }
  assertError(await depot.askToken(grant), 429, 'rate_limited')

  now = now.add({ seconds: 199 })
  assert.equal((await list()).status, 429)
  now = now.add({ seconds: 1 })
  assert.equal((await list()).status, 200)
  assert.equal((await list()).status, 200)
  assert.equal((await list()).status, 429, 'the window moves: two calls of the second hundred seconds still count')
})

test('unless it is set, the limit is 100 in five minutes', async (t) => {
  const depot = await openDepot(await startSystem(t))
  const { headers } = await depot.call('/v2/transactions')
  assert.deepEqual(limitsOf(headers), ['100', '99', '300'])
})

test('a caller does not get another address by writing one into a header', async (t) => {
  const system = await startSystem(t, { env: { VOLTYARD_DEPOT_RATE_LIMIT_MAX: '2' } })
  const depot = await openDepot(system)
  const call = (address: string) =>
    depot.call('/v2/transactions', { headers: { 'x-forwarded-for': address, forwarded: `for=${address}` } })
  assert.deepEqual(
    [await call('10.1.1.1'), await call('10.1.1.2'), await call('10.1.1.3')].map(({ status }) => status),
    [200, 200, 429],
  )
})

test('behind a proxy of ours each caller has a limit of its own', async (t) => {
  const env = { VOLTYARD_DEPOT_RATE_LIMIT_MAX: '2', VOLTYARD_TRUSTED_PROXIES: '127.0.0.0/8' }
  const system = await startSystem(t, { env })
  const depot = await openDepot(system)
  const call = async (forwarded: string) =>
    (await depot.call('/v2/transactions', { headers: { 'x-forwarded-for': forwarded } })).status
  assert.deepEqual([await call('10.1.1.1'), await call('9.9.9.9, 10.1.1.1'), await call('10.1.1.1')], [200, 200, 429])
  assert.equal(await call('10.1.1.2'), 200)
})

test('networks may be freed of the limit, and the limit may be off', async (t) => {
  const free: Record<string, string>[] = [
    { VOLTYARD_DEPOT_RATE_LIMIT_ALLOW_NETWORKS: '127.0.0.1' },
    { VOLTYARD_DEPOT_RATE_LIMIT: 'off' },
  ]
  for (const more of free) {
    const system = await startSystem(t, { env: { VOLTYARD_DEPOT_RATE_LIMIT_MAX: '1', ...more } })
    const depot = await openDepot(system)
    for (let call = 0; call < 3; call++) {
      const { status, headers } = await depot.call('/v2/transactions')
      assert.equal(status, 200)
      assert.equal(headers.get('ratelimit-limit'), null)
    }
  }
})

function limitsOf(headers: Headers): (string | null)[] {
  return ['limit', 'remaining', 'reset'].map((name) => headers.get(`ratelimit-${name}`))
}
