import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertError, openDepot } from '#test/support/depot-api.ts'
import { eventually, startSystem } from '#test/support/system.ts'

test('remote commands, forced disconnection and tags, over the depot API', async (t) => {
  const env = { VOLTYARD_DEPOT_RATE_LIMIT: 'off' }
  const system = await startSystem(t, { chargers: ['CP-1', 'CP-2', 'AWAY'], env })
  const depot = await openDepot(system)
  const older = await system.connectCharger('CP-1')
  const newer = await system.connectCharger('CP-2', { protocol: 'ocpp2.0.1' })
  await older.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
  const chargingStation = { vendorName: 'Acme', model: 'Two' }
  await newer.call('BootNotification', { reason: 'PowerUp', chargingStation })
  const send = (charger: string, command: string, body: unknown = {}) =>
    depot.call(`/v1/chargerControl/chargers/${charger}/remoteCommands/${command}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const post = (path: string, body?: object) =>
    depot.call(path, {
      method: 'POST',
      ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
    })
  const asked: [string, unknown][] = []
  let status = 'Accepted'
  for (const [charger, actions] of [
    [older, ['RemoteStartTransaction', 'Reset', 'UnlockConnector', 'ChangeAvailability', 'ChangeConfiguration']],
    [newer, ['RequestStartTransaction']],
  ] as const) {
    for (const action of actions) {
      charger.handle(action, (params: unknown) => {
        asked.push([action, params])
        return { status: action === 'UnlockConnector' && status === 'Accepted' ? 'Unlocked' : status }
      })
    }
  }
  const last = () => asked.at(-1)

  await t.test('a start is answered by the charger, in the envelope of this call', async () => {
    const { status, body } = await send('CP-1', 'startChargingSession', { connectorId: 2, idTag: '7A11C3F0' })
    assert.equal(status, 200)
    assert.deepEqual(body, {
      commandType: 'startChargingSession',
      response: {
        status: 'Accepted',
        message: 'Operation successful: Start charging request has been accepted.',
      },
    })
    assert.deepEqual(last(), ['RemoteStartTransaction', { connectorId: 2, idTag: '7A11C3F0' }])
    const other = await send('CP-2', 'startChargingSession', { connectorId: 1, idTag: 'AB', idTagType: 'Central' })
    assert.equal(other.status, 200)
    assert.equal(last()?.[0], 'RequestStartTransaction')
  })

  await t.test('what a charger refuses is a 400 with its status', async () => {
    status = 'Rejected'
    const { status: code, body } = await send('CP-1', 'startChargingSession', { connectorId: 1, idTag: 'AB' })
    status = 'Accepted'
    assert.equal(code, 400)
    assert.deepEqual(body.response, { status: 'Rejected', message: 'Operation denied: Rejected by the charger.' })
  })

  await t.test('what is not valid is a 400 without a status, and reaches no charger', async () => {
    const before = asked.length
    const bad: [string, unknown][] = [
      ['startChargingSession', '{'],
      ['startChargingSession', ''],
      ['startChargingSession', []],
      ['startChargingSession', {}],
      ['startChargingSession', { connectorId: 1 }],
      ['startChargingSession', { connectorId: 0, idTag: 'AB' }],
      ['startChargingSession', { connectorId: '1', idTag: 'AB' }],
      ['startChargingSession', { connectorId: 1.5, idTag: 'AB' }],
      ['startChargingSession', { connectorId: 1, idTag: '' }],
      ['startChargingSession', { connectorId: 1, idTag: 'longer-than-20-in-1.6' }],
      ['startChargingSession', { connectorId: 1, idTag: 'a\u0000b' }],
      ['stopChargingSession', {}],
      ['resetCharger', { type: 'Sideways' }],
      ['changeAvailability', {}],
      ['changeConfiguration', { key: 'HeartbeatInterval' }],
    ]
    for (const [command, body] of bad) {
      const answer = await send('CP-1', command, body)
      assert.equal(answer.status, 400, JSON.stringify([command, body]))
      assert.deepEqual(answer.body, {
        commandType: command,
        response: { message: 'Operation denied: Invalid Payload.' },
      })
    }
    assert.equal(asked.length, before)
  })

  await t.test('what does not exist is a 404, and a charger that is away a 409, in the same envelope', async () => {
    const body = { connectorId: 1, idTag: 'AB' }
    const message = async (charger: string, command: string, given: object, expected: number) => {
      const { status, body } = await send(charger, command, given)
      assert.equal(status, expected)
      return body.response.message
    }
    assert.equal(await message('NONE', 'startChargingSession', body, 404), 'Operation denied: Charger not found.')
    assert.equal(await message('CP-1', 'dance', body, 404), 'Operation denied: Command not supported.')
    const elsewhere = { ...body, connectorId: 9 }
    assert.equal(
      await message('CP-1', 'startChargingSession', elsewhere, 404),
      'Operation denied: Connector not found.',
    )
    assert.equal(await message('AWAY', 'startChargingSession', body, 409), 'Operation denied: Charger is offline.')
    const stop = await send('CP-1', 'stopChargingSession', { connectorId: 1 })
    assert.deepEqual([stop.status, stop.body.response.status], [400, 'Rejected'])
  })

  await t.test('the session on a connector is stopped, whoever asks', async () => {
    const { transactionId } = await older.call('StartTransaction', {
      ...{ connectorId: 2, idTag: 'CARD-9', meterStart: 0, timestamp: new Date().toISOString() },
    })
    const stopped: unknown[] = []
    older.handle('RemoteStopTransaction', (params: unknown) => {
      stopped.push(params)
      return { status: 'Accepted' }
    })
    const { status, body } = await send('CP-1', 'stopChargingSession', { connectorId: 2, idTag: 'SOMEBODY' })
    assert.equal(status, 200, JSON.stringify(body))
    assert.equal(body.response.message, 'Operation successful: Stop charging request has been accepted.')
    assert.deepEqual(stopped, [{ transactionId }])
  })

  await t.test('what runs at another connector of the same EVSE is not stopped', async () => {
    const timestamp = new Date().toISOString()
    for (const connectorId of [1, 2]) {
      await newer.call('StatusNotification', { timestamp, connectorStatus: 'Available', evseId: 1, connectorId })
    }
    await newer.call('TransactionEvent', {
      ...{ eventType: 'Started', timestamp, triggerReason: 'Authorized', seqNo: 0 },
      ...{ transactionInfo: { transactionId: 'T-1', chargingState: 'Charging' }, evse: { id: 1, connectorId: 2 } },
    })
    newer.handle('RequestStopTransaction', () => ({ status: 'Accepted' }))
    const stop = async (connectorId: number) => (await send('CP-2', 'stopChargingSession', { connectorId })).status
    // Numbers count through the charger: EVSE 2 came with it, and has had the 2 before the second connector of EVSE 1.
    assert.deepEqual([await stop(1), await stop(3)], [400, 200])
  })

  await t.test('chargers are reset, unlocked, taken out of use and configured', async () => {
    for (const [command, body, expected] of [
      ['resetCharger', { type: 'Hard' }, ['Reset', { type: 'Hard' }]],
      ['resetCharger', {}, ['Reset', { type: 'Soft' }]],
      ['unlockConnector', { connectorId: 1 }, ['UnlockConnector', { connectorId: 1 }]],
      [
        'changeAvailability',
        { connectorId: 1, type: 'Inoperative' },
        ['ChangeAvailability', { connectorId: 1, type: 'Inoperative' }],
      ],
      [
        'changeConfiguration',
        { key: 'HeartbeatInterval', value: '120' },
        ['ChangeConfiguration', { key: 'HeartbeatInterval', value: '120' }],
      ],
    ] as const) {
      const { status, body: answer } = await send('CP-1', command, body)
      assert.equal(status, 200, JSON.stringify(answer))
      assert.deepEqual(last(), expected)
    }
  })

  await t.test('a connection that is ended is gone at once, and the charger may come back', async () => {
    const end = (charger: string, body?: string) =>
      depot.call(`/v1/chargerControl/${charger}/forceTerminateConnection`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body }),
      })
    const connectivity = async () =>
      (await depot.call('/v1/chargerStatus/chargers/CP-2/connectivityStatus')).body.items[0].value
    assert.equal(await connectivity(), 'true')
    const { status, body } = await end('CP-2')
    assert.deepEqual([status, body], [200, { code: 200, message: 'Charger Accepted.' }])
    assert.equal(await connectivity(), 'false')
    assertError(await end('CP-2', '{}'), 409, 'charger_offline')
    assertError(await end('NONE', '{}'), 404, 'charger_not_found')
    assert.equal((await end('chargers/CP-2')).status, 404)
    await system.connectCharger('CP-2', { protocol: 'ocpp2.0.1' })
    await eventually(connectivity, (value) => value === 'true')
  })

  await t.test('tags are taken in all or none, in whatever case, and switched', async () => {
    const uids = ['7A11C3F0', '04A2B9D1E77180']
    const { status, body } = await post('/v2/rfid', { interimVehicleIDs: uids })
    assert.deepEqual([status, body], [201, { message: 'RFID has been created successfully.' }])
    const shown = async (idTag: string) => (await older.call('Authorize', { idTag })).idTagInfo.status
    assert.equal(await shown('7a11c3f0'), 'Accepted')

    const off = await post('/v2/rfid/7a11c3f0/false')
    assert.deepEqual([off.status, off.body], [201, { message: 'RFID status has been updated successfully.' }])
    assert.equal(await shown('7A11C3F0'), 'Blocked')
    // Known ones stay as they are.
    assert.equal((await post('/v2/rfid', { interimVehicleIDs: ['7A11C3F0', '7a11c3f0'] })).status, 201)
    assert.equal(await shown('7A11C3F0'), 'Blocked')
    assert.equal((await post('/v2/rfid/7A11C3F0/TRUE')).status, 201)
    assert.equal(await shown('7A11C3F0'), 'Accepted')

    for (const interimVehicleIDs of [
      ['NEW-1', 'has blank'],
      ['NEW-1', 'x'.repeat(21)],
      ['NEW-1', 1],
      [],
      'NEW-1',
      null,
    ]) {
      assertError(await post('/v2/rfid', { interimVehicleIDs: interimVehicleIDs as never }), 400, 'invalid_body')
    }
    assert.equal(await shown('NEW-1'), 'Invalid')
    assertError(await post('/v2/rfid/NEW-1/true'), 404, 'rfid_not_found')
    assertError(await post('/v2/rfid/7A11C3F0/maybe'), 400, 'invalid_parameter')
    // Lists and removal are an extension that is switched off.
    assert.equal((await depot.call('/v2/rfid')).status, 405)
  })
})
