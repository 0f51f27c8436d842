import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertError, basic, type DepotAnswer, type DepotApi, openDepot } from '#test/support/depot-api.ts'
import { startSystem } from '#test/support/system.ts'

// Numbered as in chapter 21 of the contract of this API; the numbers that are not here stand in the files of their routes.
test('a program that was written for the original finds what it knows', async (t) => {
  const system = await startSystem(t, {
    chargers: ['CP-1'],
    tokens: ['CARD-1'],
    // Who calls us directly is not counted; who comes through the proxy has an address of its own.
    env: { VOLTYARD_DEPOT_RATE_LIMIT_ALLOW_NETWORKS: '127.0.0.1', VOLTYARD_TRUSTED_PROXIES: '127.0.0.0/8' },
  })
  const depot = await openDepot(system)
  const charger = await system.connectCharger('CP-1')
  await charger.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
  const send = (path: string, body: object, method = 'POST') =>
    depot.call(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

  await t.test('check 1: a token has three members, and a wrong secret is a 403', async () => {
    const { status, body } = await depot.askToken({ grant_type: 'client_credentials' })
    assert.deepEqual([status, Object.keys(body)], [200, ['access_token', 'expires_in', 'token_type']])
    const wrong = await depot.askToken({ grant_type: 'client_credentials' }, basic(depot.clientId, 'wrong'))
    assert.equal(wrong.status, 403)
  })

  for (const [method, path] of originals) {
    await t.test(`check 2: ${method} ${path} is there, and no other method of writing`, async () => {
      const place = path.replaceAll(/\{\w+\}/g, '1')
      const { status, body } = await depot.call(place, { method, token: null })
      assert.ok(path === '/oauth2/token' ? status === 403 : status === 401, `${status} ${JSON.stringify(body)}`)
      const elsewhere = await depot.call(`${place}/a/b/c/d/e`, { method })
      assertError(elsewhere, 404, 'not_found')
      const patched = await depot.call(place, { method: 'PATCH' })
      assert.ok(patched.headers.get('allow')!.split(', ').includes(method))
    })
  }

  await t.test('check 2: a connection is ended without /chargers/ in the path', async () => {
    const end = (path: string) => depot.call(`/v1/chargerControl/${path}/forceTerminateConnection`, { method: 'PUT' })
    assertError(await end('chargers/CP-1'), 404, 'not_found')
    assertError(await end('NONE'), 404, 'charger_not_found')
  })

  await t.test('check 8: tags are taken and switched, in the words of the original', async () => {
    const taken = await send('/v2/rfid', { interimVehicleIDs: ['7A11C3F0'] })
    assert.deepEqual([taken.status, taken.body], [201, { message: 'RFID has been created successfully.' }])
    assert.equal((await depot.call('/v2/rfid/7A11C3F0/false', { method: 'POST' })).status, 201)
  })

  await t.test('check 9: a start is accepted, refused by the charger, or not readable', async () => {
    const start = (body: object) => send('/v1/chargerControl/chargers/CP-1/remoteCommands/startChargingSession', body)
    const wish = { connectorId: 1, idTag: 'CARD-1' }
    charger.handle('RemoteStartTransaction', () => ({ status: 'Accepted' }))
    const accepted = await start(wish)
    assert.deepEqual([accepted.status, accepted.body.response.status], [200, 'Accepted'])
    assert.equal(accepted.body.commandType, 'startChargingSession')
    charger.handle('RemoteStartTransaction', () => ({ status: 'Rejected' }))
    const rejected = await start({ ...wish, connectorId: 2 })
    assert.deepEqual([rejected.status, rejected.body.response.status], [400, 'Rejected'])
    const unreadable = await start({ connectorId: 'one' })
    assert.equal(unreadable.status, 400)
    assert.deepEqual(unreadable.body.response, { message: 'Operation denied: Invalid Payload.' })
  })

  const from = (address: string, path = '/v2/transactions', method = 'GET') =>
    depot.call(path, { method, headers: { 'x-forwarded-for': address } })

  await t.test('check 10: an address is answered a hundred times in five minutes, and then with a 429', async () => {
    for (let n = 1; n <= 100; n += 1) assert.equal((await from('192.0.2.1')).status, 200, `the ${n}th`)
    const refused = await from('192.0.2.1')
    assertError(refused, 429, 'rate_limited')
    const seconds = Number(refused.headers.get('retry-after'))
    assert.ok(seconds > 0 && seconds <= 300, String(seconds))
  })

  await t.test('check 10: of three hundred requests at once exactly a hundred pass', async () => {
    const answers = await Promise.all(Array.from({ length: 300 }, () => from('192.0.2.2')))
    const count = (status: number) => answers.filter((answer) => answer.status === status).length
    assert.deepEqual([count(200), count(429)], [100, 200])
  })

  await t.test('check 10: what vehicles tell is not counted', async () => {
    const answers = await Promise.all(
      Array.from({ length: 120 }, (_, n) => from('192.0.2.3', n % 2 === 0 ? '/vdv' : '/v1/vdv', 'POST')),
    )
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([401]))
    assert.equal((await from('192.0.2.3')).headers.get('ratelimit-remaining'), '99')
  })

  await t.test('check 11: a basic package has no tags, and nobody has them without a token', async () => {
    const small = await openDepot(system, { name: 'small', package: 'basic' })
    assertError(await small.call('/v2/rfid', { method: 'POST' }), 403, 'forbidden')
    assertError(await small.call('/v2/rfid', { method: 'POST', token: null }), 401, 'unauthorized')
  })

  await t.test('check 15: every error has a code and a message, but that of a remote command', async () => {
    const errors = await errorsOf(depot)
    assert.ok(errors.length >= 60, String(errors.length))
    for (const { asked, answer } of errors) {
      assert.ok(answer.status >= 400, `${asked}: ${answer.status}`)
      assert.equal(answer.body.code, answer.status, asked)
      assert.ok(answer.body.message, asked)
    }
  })
})

// Those of table 0.3 whose path and method are the original's.
const originals = [
  ['POST', '/oauth2/token'],
  ['GET', '/v1/chargerStatus/chargers/{chargerId}/availabilityStatus'],
  ['GET', '/v1/chargerStatus/chargers/{chargerId}/connectors/{connectorId}/availabilityStatus'],
  ['GET', '/v1/chargerStatus/chargers/{chargerId}/connectivityStatus'],
  ['GET', '/v2/transactions'],
  ['GET', '/v2/transactions/{TransactionID}'],
  ['GET', '/v1/sessionReports'],
  ['GET', '/v1/timeSeries/chargers/{chargerId}'],
  ['PUT', '/v1/chargerControl/{chargerId}/forceTerminateConnection'],
  ['POST', '/v2/rfid'],
  ['POST', '/v2/rfid/{tag}/{status}'],
  ['POST', '/v1/chargerControl/chargers/{chargerId}/remoteCommands/{remoteCommandType}'],
  ['POST', '/v1/reservations/chargers/{chargerId}/connectors/{connectorId}'],
  ['PUT', '/v1/chargerControl/chargerGroups/{chargerGroupId}/externalPowerLimits'],
  ['POST', '/v1/vppController/{siteId}/energyPrices'],
  ['POST', '/vdv'],
] as const

/** Every call of the document, asked so that it has to refuse. */
async function errorsOf(depot: DepotApi): Promise<{ asked: string; answer: DepotAnswer }[]> {
  const errors: { asked: string; answer: DepotAnswer }[] = []
  for (const [path, methods] of Object.entries(depot.document.paths)) {
    if (path.includes('remoteCommands')) continue
    const place = path.replaceAll(/\{\w+\}/g, '987654')
    const ask = async (asked: string, request: Parameters<DepotApi['call']>[1], address = place) => {
      const answer = await depot.call(address, request)
      errors.push({ asked: `${request!.method} ${address}: ${asked}`, answer })
    }
    for (const method of Object.keys(methods).map((name) => name.toUpperCase())) {
      await ask('nothing acceptable', { method, headers: { accept: 'text/html' } })
      await ask('not percent-encoded', { method }, `${place}?%zz`)
      const isOpen = methods[method.toLowerCase()]!.security?.length === 0
      if (!isOpen) await ask('no credentials', { method, token: null })
      if (path.includes('{') || method === 'POST') await ask('nothing to be found', { method })
    }
    await ask('another method', { method: 'PATCH' })
  }
  return errors
}
