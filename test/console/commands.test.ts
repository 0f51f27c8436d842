import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logIn } from '#test/support/console.ts'
import { openEvents } from '#test/support/event-stream.ts'
import { read } from '#test/support/session-rows.ts'
import { eventually, startSystem } from '#test/support/system.ts'

test('the outcome of a command comes by the stream, whoever asked for it', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'] })
  const operator = await logIn(system, { role: 'operator' })
  const { id } = (await operator.get('board')).body.chargers[0]
  const charger = await system.connectCharger('CP-1')
  await charger.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
  const events = await openEvents(system.url, operator, `topics=charger:${id}`)
  await events.event('tick')
  const told = (commandId: number, state: string) =>
    events.event('commands', ({ commands }) => commands.some((one: any) => one.id === commandId && one.state === state))
  const send = (body: object) => operator.post(`chargers/${id}/commands`, body)

  let answer: (reply: object) => void = () => undefined
  charger.handle('ChangeAvailability', ({ connectorId, type }) => {
    if (connectorId === 1) return { status: 'Scheduled' }
    return type === 'Inoperative' ? { status: 'Accepted' } : { status: 'Rejected' }
  })
  charger.handle('RemoteStartTransaction', () => new Promise((resolve) => (answer = resolve)))

  const whole = await send({ kind: 'availability', operative: false, connector: null })
  assert.equal(whole.status, 202)
  assert.deepEqual(
    [whole.body.kind, whole.body.params, whole.body.requestedBy, whole.body.door],
    ['availability', { operative: false, connector: null }, 'operator', 'console'],
  )
  await told(whole.body.id, 'accepted')
  assert.equal((await operator.get(`chargers/${id}`)).body.commandedAvailability, 'inoperative')
  const one = await send({ kind: 'availability', operative: true, connector: 1 })
  const scheduled = await told(one.body.id, 'accepted')
  assert.equal(scheduled.data.commands.find((each: any) => each.id === one.body.id).reason, 'Scheduled')
  assert.equal((await operator.get(`chargers/${id}`)).body.commandedAvailability, 'inoperative')
  const back = await send({ kind: 'availability', operative: true, connector: null })
  await told(back.body.id, 'refused')

  const start = await send({ kind: 'start', evse: 1, card: 'CARD-1' })
  assert.deepEqual(start.body.params, { evse: 1, card: 'CARD-1' })
  await told(start.body.id, 'sent')
  assert.equal((await operator.get(`commands/${start.body.id}`)).body.state, 'sent')
  answer({ status: 'Accepted' })
  await told(start.body.id, 'accepted')
  const ended = (await operator.get(`commands/${start.body.id}`)).body
  assert.ok(ended.endedAt !== null)

  charger.handle('Reset', () => ({ status: 'Accepted' }))
  const other = await system.admin('command.send', { charger: 'CP-1', request: { kind: 'reset', mode: 'soft' } })
  await told(Number(other.id), 'accepted')
  await charger.close()
  await eventually(
    async () => (await operator.get('board')).body.chargers[0].connected,
    (connected) => !connected,
  )
  const late = await system.admin('command.send', { charger: 'CP-1', request: { kind: 'reset', mode: 'soft' } })
  await told(Number(late.id), 'offline')

  const listed = (await operator.get(`chargers/${id}/commands?limit=3`)).body.items
  assert.deepEqual(
    listed.map((each: any) => [each.kind, each.state, each.door]),
    [
      ['reset', 'offline', 'cli'],
      ['reset', 'accepted', 'cli'],
      ['start', 'accepted', 'console'],
    ],
  )
  const audited = await read(
    system,
    `select subject from audit_entry where action = 'command.requested' and door = 'console'`,
  )
  assert.equal(audited.length, 4)
})

test('availability in 2.0.1 names the EVSE, or the whole charger', async (t) => {
  const system = await startSystem(t, { chargers: ['CS-1'] })
  const charger = await system.connectCharger('CS-1', { protocol: 'ocpp2.0.1' })
  await charger.call('BootNotification', { reason: 'PowerUp', chargingStation: { vendorName: 'A', model: 'B' } })
  const got: object[] = []
  charger.handle('ChangeAvailability', (payload) => {
    got.push(payload)
    return { status: 'Accepted' }
  })
  const send = (request: object) => system.admin('command.send', { charger: 'CS-1', request })
  const kind = 'availability'
  assert.equal((await send({ kind, operative: false, connector: null })).state, 'accepted')
  assert.equal((await send({ kind, operative: true, connector: 2 })).state, 'accepted')
  assert.equal((await send({ kind, operative: true, connector: 9 })).state, 'refused')
  assert.deepEqual(got, [
    { operationalStatus: 'Inoperative' },
    { operationalStatus: 'Operative', evse: { id: 2, connectorId: 1 } },
  ])
  assert.deepEqual(charger.violations, [])
})

test('who may do what to a charger', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const viewer = await logIn(system, { role: 'viewer' })
  const operator = await logIn(system, { role: 'operator' })
  const { id } = (await viewer.get('board')).body.chargers[0]
  const reset = { kind: 'reset', mode: 'soft' }
  const refused = await viewer.post(`chargers/${id}/commands`, reset)
  assert.deepEqual([refused.status, refused.body.error.code], [403, 'forbidden'])
  for (const attempt of [
    viewer.post('chargers', { identity: 'CP-2' }),
    viewer.patch(`chargers/${id}`, { blocked: true }),
    viewer.post(`chargers/${id}/restore`),
    ...[viewer, operator].flatMap((user) => [user.del(`chargers/${id}`), user.post(`chargers/${id}/password`)]),
  ]) {
    assert.equal((await attempt).body.error.code, 'forbidden')
  }
  assert.equal((await operator.post('chargers', { identity: 'CP-2' })).status, 201)
  assert.equal((await operator.patch(`chargers/${id}`, { name: 'Bay 1' })).status, 204)
  assert.equal((await operator.post(`chargers/${id}/commands`, reset)).status, 202)
  const forbidden = await read(system, `select actor, subject from audit_entry where action = 'forbidden'`)
  assert.equal(forbidden.length, 8)

  for (const body of [
    { kind: 'explode' },
    { kind: 'reset' },
    { kind: 'unlock', connector: 0 },
    { kind: 'reset', mode: 'soft', more: 1 },
    { kind: 'start', evse: 1, card: '' },
    { kind: 'availability', operative: 'no', connector: null },
    [],
  ]) {
    assert.equal((await operator.post(`chargers/${id}/commands`, body)).status, 400, JSON.stringify(body))
  }
  assert.equal((await operator.post('chargers/999999/commands', reset)).status, 404)
  assert.equal((await operator.get('commands/999999')).status, 404)
  assert.equal((await read(system, 'select from command')).length, 1)
})

test('a hard reset, a removal and a new password ask for the password again', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const admin = await logIn(system)
  const { id } = (await admin.get('board')).body.chargers[0]
  await read(system, `update console_session set confirmed_at = now() - interval '11 minutes'`)
  for (const attempt of [
    () => admin.post(`chargers/${id}/commands`, { kind: 'reset', mode: 'hard' }),
    () => admin.del(`chargers/${id}`),
    () => admin.post(`chargers/${id}/password`),
  ]) {
    const answer = await attempt()
    assert.deepEqual([answer.status, answer.body.error.code], [403, 'confirm_required'])
  }
  assert.equal((await admin.post(`chargers/${id}/commands`, { kind: 'reset', mode: 'soft' })).status, 202)
  assert.equal((await admin.post('confirm', { password: admin.password })).status, 204)
  assert.equal((await admin.post(`chargers/${id}/commands`, { kind: 'reset', mode: 'hard' })).status, 202)
  assert.equal((await admin.get(`chargers/${id}`)).body.row.connected, false)
})
