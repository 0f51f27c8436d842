import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logIn } from '#test/support/console.ts'
import { askDatabase } from '#test/support/depot-api.ts'
import { actions, assertRefused, chargePoints, openPlatform } from '#test/support/platform-api.ts'
import { eventually, startSystem } from '#test/support/system.ts'

const configuration = { configurationKey: [{ key: 'HeartbeatInterval', readonly: false, value: '300' }] }

test('a back office sends a charger any message of its version, and hears what it answers', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'], env: { VOLTYARD_PLATFORM_ACTION_SECONDS: '2' } })
  const platform = await openPlatform(system)
  const [one, two] = (await platform.get(chargePoints)).body.data
  const send = (id: number, body: unknown) => platform.post(`${actions}/${id}/send-custom-ocpp`, body)

  await t.test('a charger that is not connected, or not known', async () => {
    const offline = await send(two.id, { action: 'ClearCache', payload: {} })
    assertRefused(offline, 424)
    assert.equal(offline.body.success, false)
    assertRefused(await send(999_999, { action: 'ClearCache', payload: {} }), 404)
  })

  await t.test('a body that says no message', async () => {
    for (const [body, field] of [
      [{ payload: {} }, 'action'],
      [{ action: '', payload: {} }, 'action'],
      [{ action: 'Clear Cache', payload: {} }, 'action'],
      [{ action: 'ClearCache', payload: [] }, 'payload'],
      [{ action: 'ClearCache', payload: 'x' }, 'payload'],
      ['[]', 'body'],
      ['{', 'body'],
    ] as const) {
      assertRefused(await send(one.id, body), 422, field)
    }
  })

  const charger = await system.connectCharger('CP-1')
  await charger.call('BootNotification', { chargePointVendor: 'A', chargePointModel: 'B' })

  await t.test('an answer is a success, whatever it says', async () => {
    let seen: unknown
    charger.handle('GetConfiguration', (params) => {
      seen = params
      return configuration
    })
    const answered = await send(one.id, { action: 'GetConfiguration', payload: { key: ['HeartbeatInterval'] } })
    assert.deepEqual([answered.status, answered.body], [200, { success: true, response: configuration, error: null }])
    assert.deepEqual(seen, { key: ['HeartbeatInterval'] })
    charger.handle('ClearCache', () => ({ status: 'Rejected' }))
    assert.deepEqual((await send(one.id, { action: 'ClearCache' })).body, {
      success: true,
      response: { status: 'Rejected' },
      error: null,
    })
  })

  await t.test('an error of the charger is told with its code, its words and its details', async () => {
    // The client knows no such call, and says so.
    const { status, body } = await send(one.id, { action: 'GetLocalListVersion', payload: {} })
    assert.deepEqual([status, body.success, body.response, body.error.code], [200, false, null, 'NotImplemented'])
  })

  await t.test('what its version does not know is not sent', async () => {
    for (const body of [
      { action: 'Nonsense', payload: {} },
      { action: 'ChangeAvailability', payload: { connectorId: 'one' } },
    ]) {
      const { body: told } = await send(one.id, body)
      assert.deepEqual([told.success, told.response], [false, null])
      assert.equal(typeof told.error.code, 'string')
    }
    assert.deepEqual(charger.violations, [])
  })

  await t.test('silence ends in time', async () => {
    await charger.close()
    const silent = await system.connectRaw('CP-1')
    await silent.call('BootNotification', { chargePointVendor: 'A', chargePointModel: 'B' })
    const { status, body } = await send(one.id, { action: 'ClearCache', payload: {} })
    assert.deepEqual([status, body.success, body.response, body.error.code], [200, false, null, 'Timeout'])
    silent.close()
  })

  await t.test('each is in the audit trail as an override', async () => {
    const rows = await askDatabase(
      system.databaseUrl,
      `select actor, door, subject, body from audit_entry where action = 'command.custom' order by id`,
    )
    assert.ok(rows.length >= 6)
    const found = rows.find(({ body }) => body.action === 'GetConfiguration')
    assert.deepEqual([found.actor, found.door, found.subject], ['client:back office', 'platform', 'CP-1'])
  })
})

test('an operator sends the same from the console, once the password was given', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'] })
  const charger = await system.connectCharger('CP-1')
  await charger.call('BootNotification', { chargePointVendor: 'A', chargePointModel: 'B' })
  charger.handle('ClearCache', () => ({ status: 'Accepted' }))
  const message = { action: 'ClearCache', payload: {} }
  const otto = await logIn(system, { role: 'operator' })
  const [one, two] = await askDatabase(system.databaseUrl, 'select id::int from charger order by identity')
  const sent = await eventually(
    () => otto.post(`chargers/${one.id}/custom-ocpp`, message),
    ({ status }) => status === 200,
  )
  assert.deepEqual(sent.body, { success: true, response: { status: 'Accepted' }, error: null })
  assert.equal((await otto.post(`chargers/${two.id}/custom-ocpp`, message)).status, 409)
  assert.equal((await otto.post('chargers/999999/custom-ocpp', message)).status, 404)
  const vera = await logIn(system, { role: 'viewer' })
  assert.equal((await vera.post(`chargers/${one.id}/custom-ocpp`, message)).status, 403)
})
