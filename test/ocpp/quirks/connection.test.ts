import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectWire, metric, type Wire } from '#test/support/ocpp-wire.ts'
import { read } from '#test/support/session-rows.ts'
import { eventually, type System, startSystem } from '#test/support/system.ts'

const boot = { reason: 'PowerUp', chargingStation: { vendorName: 'Acme', model: 'Three' } }

async function connect21(system: System): Promise<Wire> {
  const charger = await connectWire(system, 'CP-1', { protocol: 'ocpp2.1' })
  assert.equal(charger.socket.protocol, 'ocpp2.1')
  assert.equal((await charger.call('BootNotification', boot, 'boot'))[2].status, 'Accepted')
  return charger
}

test('Q-028: a message of an unknown kind is ignored on 2.1', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const charger = await connect21(system)
  charger.send('[9,"nine","Heartbeat",{}]')
  assert.equal((await charger.call('Heartbeat', {}))[0], 3)
  assert.equal(charger.frames.length, 2)
  assert.equal(await metric(system, 'voltyard_dropped_frames_total', { why: 'unknown-message-type' }), 1)
  charger.close()
})

test('Q-029: a SEND is never answered, whatever is in it', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const charger = await connect21(system)
  const stream = { id: 1, pending: 0, basetime: new Date().toISOString(), data: [{ t: 0, v: '230.1' }] }
  const sent = [
    [6, 'good', 'NotifyPeriodicEventStream', stream],
    [6, 'bad', 'NotifyPeriodicEventStream', { id: 'x' }],
    [6, 'none', 'NotifyPeriodicEventStream'],
    [6, 'strange', 'Nothing', {}],
    [6, 'call', 'Heartbeat', {}],
    [6, 7.5, 'NotifyPeriodicEventStream', stream],
    [6],
  ]
  for (const frame of sent) charger.send(JSON.stringify(frame))
  assert.equal((await charger.call('Heartbeat', {}))[0], 3)
  const logged = () => read(system, `select message_id from message_log where action = 'NotifyPeriodicEventStream'`)
  await eventually(logged, (rows) => rows.some(({ message_id: id }) => id === 'good'))
  assert.deepEqual(
    charger.frames.map(([type]) => type),
    [3, 3],
  )
  charger.close()
})

test('Q-030: a charger that cannot use our answer is noticed, and not told again', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const charger = await connect21(system)
  charger.send('[5,"boot","PropertyConstraintViolation","no such status",{}]')
  assert.equal((await charger.call('Heartbeat', {}))[0], 3)
  const facts = () => read(system, `select body from fact where kind = 'message.refused'`)
  const [fact] = await eventually(facts, ({ length }) => length === 1)
  const told = { messageId: 'boot', code: 'PropertyConstraintViolation', description: 'no such status' }
  assert.deepEqual(fact!.body, told)
  assert.deepEqual(
    charger.frames.map(([type, id]) => [type, id]),
    [
      [3, 'boot'],
      [3, 'w-1'],
    ],
  )
  charger.close()
})
