import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { logIn } from '#test/support/console.ts'
import { openEvents } from '#test/support/event-stream.ts'
import { eventually, startSystem } from '#test/support/system.ts'

const soon = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString()
const status = (connectorId: number, word: string) => ({
  connectorId,
  status: word,
  errorCode: 'NoError',
  timestamp: soon(0),
})
const values = (transactionId: number, energyWh: number, powerW: number, soc: number) => ({
  connectorId: 1,
  transactionId,
  meterValue: [
    {
      timestamp: soon(0),
      sampledValue: [
        { value: String(energyWh), measurand: 'Energy.Active.Import.Register', unit: 'Wh' },
        { value: String(powerW), measurand: 'Power.Active.Import', unit: 'W' },
        { value: String(soc), measurand: 'SoC', unit: 'Percent' },
      ],
    },
  ],
})

test('the board shows every charger as it is, and the stream each change of it', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1', 'CP-2'], tokens: ['CARD-1'] })
  const viewer = await logIn(system, { role: 'viewer' })
  const row = async (identity: string) =>
    (await viewer.get('board')).body.chargers.find((one: { identity: string }) => one.identity === identity)

  const before = (await viewer.get('board')).body
  assert.deepEqual(
    before.chargers.map((one: any) => [one.identity, one.state, one.connected, one.connectors.length]),
    [
      ['CP-1', 'never', false, 2],
      ['CP-2', 'never', false, 2],
    ],
  )
  const events = await openEvents(system.url, viewer, `topics=board,sessions&since=${before.cursor}`)
  assert.equal(events.status, 200)
  assert.match(String(events.headers['content-type']), /^text\/event-stream/)
  assert.equal(events.headers['cache-control'], 'no-store')
  assert.equal(events.headers['x-accel-buffering'], 'no')
  const shown = (pleases: (row: any) => boolean) =>
    events.event('board', ({ chargers }) => chargers.some((one: any) => one.identity === 'CP-1' && pleases(one)))

  const charger = await system.connectCharger('CP-1')
  await shown((one) => one.connected && one.version === '1.6')
  const boot = {
    chargePointVendor: '<script>x</script>',
    chargePointModel: '"><img src=x>',
    firmwareVersion: '1',
  }
  await charger.call('BootNotification', boot)
  await shown((one) => one.vendor === boot.chargePointVendor && one.model === boot.chargePointModel)
  await charger.call('StatusNotification', status(1, 'Available'))
  await shown((one) => one.state === 'available')
  await charger.call('StatusNotification', { ...status(2, 'Faulted'), errorCode: 'GroundFailure', info: '<b>' })
  await shown((one) => one.state === 'faulted' && one.connectors[1].errorCode === 'GroundFailure')
  await charger.call('StatusNotification', status(2, 'Available'))

  const start = { connectorId: 1, idTag: 'CARD-1', meterStart: 1_000, timestamp: soon(0) }
  const { transactionId } = await charger.call('StartTransaction', start)
  await charger.call('StatusNotification', status(1, 'Charging'))
  await shown((one) => one.state === 'charging')
  await charger.call('MeterValues', values(transactionId, 1_250, 11_000, 40))
  await shown((one) => one.powerW === 11_000 && one.connectors[0].socPercent === 40)
  const live = await row('CP-1')
  assert.deepEqual(
    [live.powerW, live.connectors[0].powerW, live.connectors[0].energyWh, live.connectors[1].powerW],
    [11_000, 11_000, '250', null],
  )
  const running = await events.event('sessions', ({ sessions }) => sessions[0].powerW === 11_000)
  const [session] = running.data.sessions
  assert.deepEqual(
    [session.state, session.card, session.energyWh, session.soc, session.charger.identity],
    ['active', 'CARD-1', '250', 40, 'CP-1'],
  )
  await events.event('load', (point) => point.powerW === 11_000 && point.charging === 1 && point.chargers === 2)

  // A board that is read anew from the database says the same.
  await charger.call('MeterValues', values(transactionId, 1_300, 11_000, 42))
  await system.restart()
  const again = await logIn(system, { login: viewer.login, password: viewer.password })
  const [reread] = (await again.get('board')).body.chargers
  assert.deepEqual([reread.state, reread.connectors[0].sessionId], ['offline', session.id])
  const returned = await system.connectCharger('CP-1')
  await eventually(
    async () => (await again.get('board')).body.chargers[0],
    (one) => one.state === 'charging',
  )
  const last = await openEvents(system.url, again, 'topics=sessions')
  await last.event('tick')
  await returned.call('MeterValues', values(transactionId, 1_400, 11_000, 45))
  const goesOn = await last.event('sessions', ({ sessions }) => sessions[0].soc === 45)
  const [continued] = goesOn.data.sessions
  assert.deepEqual([continued.initialSoc, continued.energyWh], [40, '400'])
  await returned.call('StopTransaction', { transactionId, meterStop: 1_500, timestamp: soon(1) })
  await returned.call('StatusNotification', status(1, 'Available'))
  const finished = await last.event('sessions', ({ sessions }) => sessions[0].state === 'finished')
  const [record] = finished.data.sessions
  assert.deepEqual([record.id, record.energyWh, record.powerW, record.endReason], [session.id, '500', null, 'Local'])
  assert.ok(record.recordNo > 0)
  const idle = await eventually(
    async () => (await again.get('board')).body.chargers[0],
    (one) => one.state === 'available',
  )
  assert.deepEqual([idle.powerW, idle.connectors[0].sessionId, idle.connectors[0].powerW], [0, null, null])
})

test('what an EVSE of 2.0.1 does is told by its session', async (t) => {
  const system = await startSystem(t, { chargers: ['CS-1'], tokens: ['CARD-1'] })
  const viewer = await logIn(system, { role: 'viewer' })
  const state = () => viewer.get('board').then(({ body }) => body.chargers[0])
  const charger = await system.connectCharger('CS-1', { protocol: 'ocpp2.0.1' })
  await charger.call('BootNotification', {
    reason: 'PowerUp',
    chargingStation: { vendorName: '<b>Acme</b>', model: 'Two' },
  })
  await charger.call('StatusNotification', {
    timestamp: soon(0),
    connectorStatus: 'Occupied',
    evseId: 1,
    connectorId: 1,
  })
  assert.equal((await eventually(state, (one) => one.state !== 'available')).state, 'occupied')
  let seqNo = 0
  const event = (eventType: string, chargingState: string, more: object = {}) =>
    charger.call('TransactionEvent', {
      eventType,
      triggerReason: 'ChargingStateChanged',
      seqNo: seqNo++,
      timestamp: soon(seqNo),
      transactionInfo: { transactionId: 'tx-1', chargingState },
      ...more,
    })
  await event('Started', 'Charging', {
    idToken: { idToken: 'CARD-1', type: 'ISO14443' },
    evse: { id: 1, connectorId: 1 },
  })
  await eventually(state, (one) => one.state === 'charging')
  await event('Updated', 'SuspendedEV')
  await eventually(state, (one) => one.state === 'occupied')
})

test('a charger of another tenant is not on the board, nor anything of it', async (t) => {
  const system = await startSystem(t, { chargers: [] })
  await system.admin('tenant.add', { slug: 'other' })
  await system.addCharger('CP-1', { tenant: 'other' })
  await system.addCharger('CP-1', { tenant: 'default' })
  const ours = await logIn(system, { role: 'administrator', login: 'ours', tenant: 'default' })
  const theirs = await logIn(system, { role: 'administrator', login: 'theirs', tenant: 'other' })
  const [own] = (await ours.get('board')).body.chargers
  const board = (await theirs.get('board')).body
  assert.equal(board.chargers.length, 1)
  assert.notEqual(board.chargers[0].id, own.id)

  for (const path of ['', '/commands', '/messages', '/history']) {
    assert.equal((await theirs.get(`chargers/${own.id}${path}`)).status, 404, path)
  }
  const events = await openEvents(
    system.url,
    theirs,
    `topics=board,charger:${own.id},log:${own.id}&since=${board.cursor}`,
  )
  const foreign = await ours.patch(`chargers/${own.id}`, { name: 'Ours' })
  assert.equal(foreign.status, 204)
  assert.equal((await theirs.patch(`chargers/${own.id}`, { name: 'Mine' })).status, 404)
  assert.equal((await theirs.patch(`chargers/${board.chargers[0].id}`, { name: 'Theirs' })).status, 204)
  const renamed = await events.event('board')
  assert.deepEqual(
    renamed.data.chargers.map((one: any) => one.name),
    ['Theirs'],
  )
})

test('a charger that is added, blocked, removed and restored appears and behaves so', async (t) => {
  const system = await startSystem(t, {})
  const admin = await logIn(system)
  const cursor = (await admin.get('board')).body.cursor
  const events = await openEvents(system.url, admin, `topics=board&since=${cursor}`)
  const shown = (pleases: (row: any) => boolean) => events.event('board', ({ chargers }) => chargers.some(pleases))

  const added = await admin.post('chargers', { identity: 'CP-9', name: 'Gate', evses: 1 })
  assert.equal(added.status, 201)
  const { id, password } = added.body
  system.passwords.set('CP-9', password)
  await shown((one) => one.id === id && one.name === 'Gate')
  assert.equal((await admin.post('chargers', { identity: 'cp-9' })).status, 409)
  for (const body of [{ identity: '' }, { identity: 'a/b' }, { identity: 'x', evses: 0 }, { identity: 'x', more: 1 }]) {
    assert.equal((await admin.post('chargers', body)).status, 400)
  }

  const charger = await system.connectCharger('CP-9')
  await shown((one) => one.id === id && one.connected)
  assert.equal((await admin.patch(`chargers/${id}`, { name: 'North gate' })).status, 204)
  await shown((one) => one.name === 'North gate')
  await charger.call('Heartbeat', {})
  assert.equal((await admin.patch(`chargers/${id}`, { timeZone: 'Middle/Earth' })).body.error.field, 'timeZone')

  assert.equal((await admin.patch(`chargers/${id}`, { blocked: true })).status, 204)
  assert.equal((await charger.closed).code, 1008)
  await assert.rejects(system.connectRaw('CP-9'), { status: 403 })
  await shown((one) => one.blocked && !one.connected)
  assert.equal((await admin.patch(`chargers/${id}`, { blocked: false })).status, 204)
  const returned = await system.connectCharger('CP-9')

  const renewed = await admin.post(`chargers/${id}/password`)
  assert.equal(renewed.status, 200)
  assert.equal((await returned.closed).code, 1008)
  await assert.rejects(system.connectRaw('CP-9'), { status: 401 })
  system.passwords.set('CP-9', renewed.body.password)
  const last = await system.connectCharger('CP-9')

  assert.equal((await admin.del(`chargers/${id}`)).status, 204)
  assert.equal((await last.closed).code, 1008)
  await events.event('board', ({ removed }) => removed.includes(id))
  assert.equal((await admin.get('board')).body.chargers.length, 0)
  assert.equal((await admin.get(`chargers/${id}`)).status, 404)
  await assert.rejects(system.connectRaw('CP-9'), { status: 404 })

  const successor = await admin.post('chargers', { identity: 'CP-9' })
  assert.equal(successor.status, 201)
  assert.equal((await admin.post(`chargers/${id}/restore`)).body.error.code, 'conflict')
  assert.equal((await admin.del(`chargers/${successor.body.id}`)).status, 204)
  assert.equal((await admin.post(`chargers/${id}/restore`)).status, 204)
  assert.equal((await admin.post(`chargers/${id}/restore`)).status, 404)
  await system.connectCharger('CP-9')
  const detail = (await admin.get(`chargers/${id}`)).body
  assert.deepEqual([detail.row.name, detail.hasPassword, detail.ocppPath], ['North gate', true, '/ocpp/CP-9'])

  const { rows } = await query(
    system.databaseUrl,
    `select action from audit_entry where action like 'charger.%' and door = 'console' order by id`,
  )
  assert.deepEqual(
    rows.map((row) => row.action.slice(8)),
    ['added', 'changed', 'changed', 'changed', 'password_renewed', 'removed', 'added', 'removed', 'restored'],
  )
  const text = JSON.stringify((await query(system.databaseUrl, 'select * from audit_entry')).rows)
  assert.ok(!text.includes(password) && !text.includes(renewed.body.password))
})

test('a charger that another node serves obeys its new configuration, and its state appears', async (t) => {
  const first = await startSystem(t, { chargers: ['CP-1'] })
  const second = await startSystem(t, { sharing: first })
  const admin = await logIn(second)
  const id = (await admin.get('board')).body.chargers[0].id
  const charger = await first.connectCharger('CP-1')
  await eventually(
    async () => (await admin.get('board')).body.chargers[0].connected,
    (connected) => connected,
    25_000,
  )
  assert.equal((await admin.patch(`chargers/${id}`, { blocked: true })).status, 204)
  assert.equal((await charger.closed).code, 1008)
  await assert.rejects(first.connectRaw('CP-1'), { status: 403 })
})

async function query(url: string, text: string) {
  const client = new pg.Client(url)
  await client.connect()
  return client.query(text).finally(() => client.end())
}
