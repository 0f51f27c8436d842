import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertError, openDepot } from '#test/support/depot-api.ts'
import { startSystem } from '#test/support/system.ts'

const env = { VOLTYARD_DEPOT_RATE_LIMIT: 'off' }

test('the rules of HTTP in the depot API', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], env })
  const depot = await openDepot(system)
  const list = '/v2/transactions'
  const link = '/v1/chargerStatus/chargers/CP-1/connectivityStatus'

  const accepted: [string | undefined, string][] = [
    [undefined, 'application/json; charset=utf-8'],
    ['', 'application/json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
    ['application/*', 'application/json; charset=utf-8'],
    ['application/json', 'application/json; charset=utf-8'],
    ['APPLICATION/JSON; q=0.5', 'application/json; charset=utf-8'],
    ['text/html, */*; q=0.1', 'application/json; charset=utf-8'],
    ['application/vnd.api+json', 'application/vnd.api+json; charset=utf-8'],
    ['application/json; q=0.2, application/vnd.api+json', 'application/vnd.api+json; charset=utf-8'],
  ]
  for (const [accept, type] of accepted) {
    await t.test(`Accept ${accept ?? 'absent'} is answered with ${type}`, async () => {
      const headers: Record<string, string> = accept === undefined ? {} : { accept }
      for (const path of [list, link, '/v2/transactions/1']) {
        assert.equal((await depot.call(path, { headers })).headers.get('content-type'), type)
      }
    })
  }

  for (const accept of ['text/html', 'application/xml, text/*', 'application/json; q=0', 'application/vnd.ms-excel']) {
    await t.test(`Accept ${accept} is refused with 406`, async () => {
      for (const path of [list, '/oauth2/token']) {
        const method = path === list ? 'GET' : 'POST'
        assertError(await depot.call(path, { method, headers: { accept } }), 406, 'not_acceptable')
      }
    })
  }

  await t.test('paths tell letters apart, queries and identities do not', async () => {
    for (const path of [
      '/V2/transactions',
      '/v2/Transactions',
      '/OAUTH2/token',
      link.replace('chargerS', 'chargers'),
    ]) {
      assertError(await depot.call(path), 404, 'not_found')
    }
    assert.equal((await depot.call(link.replace('CP-1', 'cp-1'))).status, 200)
  })

  await t.test('a slash at the end is ignored, and no other one', async () => {
    for (const path of [`${list}/`, `${list}/?limit=1`, `${link}/`, '/.well-known/jwks.json/']) {
      assert.equal((await depot.call(path)).status, 200, path)
    }
    assertError(await depot.call('/v2/transactions/1/'), 404, 'transaction_not_found')
    assert.equal((await depot.askToken({ grant_type: 'client_credentials' })).status, 200)
    for (const path of ['/v2//transactions', `${list}//1`]) assertError(await depot.call(path), 404, 'not_found')
  })

  await t.test('an identity may hold any sign that is percent-encoded', async () => {
    const odd = 'DE*ABC@1|2=3'
    await system.addCharger(odd)
    const path = `/v1/chargerStatus/chargers/${encodeURIComponent(odd)}/connectivityStatus`
    assert.deepEqual((await depot.call(path)).body, { items: [] })
  })

  await t.test('there is nothing at other addresses', async () => {
    for (const path of ['/v1', '/v2/', '/v1/chargerStatus', '/oauth2', '/v2/transactions/1/2']) {
      assertError(await depot.call(path), 404)
    }
    for (const path of ['/v3/transactions', '/nowhere']) {
      const answer = await fetch(system.url + path)
      assert.equal(answer.status, 404)
      assert.equal(((await answer.json()) as { code: number }).code, 404)
    }
  })

  await t.test('HEAD answers as GET does, without a body', async () => {
    for (const path of [list, link, '/.well-known/jwks.json', '/v2/transactions/1']) {
      const [get, head] = [await depot.call(path), await depot.call(path, { method: 'HEAD' })]
      assert.equal(head.status, get.status)
      assert.equal(head.text, '')
      for (const name of ['content-type', 'content-length', 'link']) {
        assert.equal(head.headers.get(name), get.headers.get(name), `${name} of ${path}`)
      }
    }
    assert.equal((await depot.call(list, { method: 'HEAD', token: null })).status, 401)
  })

  const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']
  for (const [path, allowed] of [
    [list, ['GET', 'HEAD']],
    ['/v1/transactions/1', ['GET', 'HEAD']],
    [link, ['GET', 'HEAD']],
    ['/oauth2/token', ['POST']],
  ] as const) {
    await t.test(`${path} takes ${allowed.join(', ')} and says so to any other method`, async () => {
      for (const method of methods.filter((one) => !(allowed as readonly string[]).includes(one))) {
        const answer = await depot.call(path, { method, token: null })
        assert.deepEqual(answer.headers.get('allow')?.split(', ').toSorted(), allowed.toSorted(), method)
        if (method !== 'HEAD') assertError(answer, 405, 'method_not_allowed')
        else assert.equal(answer.status, 405)
      }
    })
  }

  await t.test('a body on a call that takes none is not looked at', async () => {
    assert.equal(
      (await depot.call(`${link}?x=1`, { method: 'GET', headers: { 'content-type': 'text/html' } })).status,
      200,
    )
  })

  await t.test('an empty body is none, of whatever type', async () => {
    for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain']) {
      const away = await depot.call('/v1/chargerControl/CP-1/forceTerminateConnection', {
        method: 'PUT',
        headers: { 'content-type': type },
        body: '',
      })
      assertError(away, 409, 'charger_offline')
    }
  })

  await t.test('a body that is a form, or compressed, is refused for that', async () => {
    const refused: [Record<string, string>, RegExp][] = [
      [{ 'content-type': 'application/x-www-form-urlencoded' }, /media type/],
      [{ 'content-type': 'application/json', 'content-encoding': 'gzip' }, /Content-Encoding/],
    ]
    for (const [headers, why] of refused) {
      const answer = await depot.call('/v2/rfid', {
        method: 'POST',
        headers,
        body: 'interimVehicleIDs=A&interimVehicleIDs=B',
      })
      assertError(answer, 400, 'invalid_body')
      assert.match(answer.body.message, why)
    }
  })

  await t.test('members of a body that nobody knows are ignored, whatever they are called', async () => {
    const body = '{"interimVehicleIDs":["7A11C3F0"],"__proto__":{"x":1},"constructor":{"prototype":{}}}'
    const headers = { 'content-type': 'application/json' }
    assert.equal((await depot.call('/v2/rfid', { method: 'POST', headers, body })).status, 201)
  })

  await t.test('an error does not tell of our insides', async () => {
    for (const path of ['/v2/transactions?from=%ff', '/v2/%', '/v2/transactions?chargerId=%00', '/v2/transactions?%']) {
      const answer = await depot.call(path)
      assertError(answer, 400, 'invalid_parameter')
      assert.doesNotMatch(answer.text, /stack|node_modules|\.ts|Error/)
    }
  })
})

test('the depot API may live under a path', async (t) => {
  const system = await startSystem(t, { env: { ...env, VOLTYARD_BASE_PATH: '/charging' } })
  const { clientId, secret } = await system.admin('client.add', { name: 'fleet', package: 'basic' })
  const base = `${system.url}/charging`
  const asked = await fetch(`${base}/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'client_credentials', client_id: clientId, client_secret: secret }),
  })
  const { access_token } = (await asked.json()) as { access_token: string }
  const headers = { authorization: `Bearer ${access_token}` }
  const listed = await fetch(`${base}/v2/transactions?page=2`, { headers })
  assert.equal(listed.status, 200)
  assert.match(listed.headers.get('link')!, /^<\/charging\/v2\/transactions\?page=1>; rel="first"/)
  assert.equal((await fetch(`${base}/docs/depot/openapi.json`)).status, 200)
  assert.equal((await fetch(`${system.url}/v2/transactions`, { headers })).status, 404)
  for (const path of ['/vdv', '/v1/vdv']) {
    assert.equal((await fetch(base + path, { method: 'POST' })).status, 401, path)
    assert.equal((await fetch(system.url + path, { method: 'POST' })).status, 404, path)
  }
  const older = await fetch(`${base}/v1/transactions`, { headers })
  assert.deepEqual([older.status, older.headers.get('deprecation')], [200, 'true'])
})
