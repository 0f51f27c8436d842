import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectWire, handshake, notingLog, rawSocket } from '../support/ocpp-wire.ts'
import { read } from '../support/session-rows.ts'
import { eventually, type System, startSystem } from '../support/system.ts'

// Chapter 5 of the reliability contract: connections that are dead and do not know it.

const boot = { chargePointVendor: 'Acme', chargePointModel: 'One' }

test('zombie connections: a charger that returns while its old connection is half-open gets in at once', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const first = await connectWire(system, 'CP-1')
  await first.call('BootNotification', boot)
  // The line is gone: it neither reads nor says goodbye.
  rawSocket(first.socket).pause()
  const second = await connectWire(system, 'CP-1')
  assert.equal((await second.call('Heartbeat', {}))[0], 3)
  assert.equal(await linkOf(system), true)
  rawSocket(first.socket).destroy()
  second.close()
})

test('zombie connections: what the old connection does after it was replaced concerns nobody', async (t) => {
  const log = notingLog()
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'], log })
  const first = await connectWire(system, 'CP-1')
  await first.call('BootNotification', boot)
  const firstSocket = rawSocket(first.socket)
  firstSocket.pause()
  const second = await connectWire(system, 'CP-1')
  await second.call('BootNotification', boot)

  // It speaks once more, then its close arrives, long after the other one is at work.
  const answers = first.frames.length
  first.send('[2,"late","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Faulted"}]')
  await second.call('StatusNotification', { connectorId: 1, errorCode: 'NoError', status: 'Available' })
  firstSocket.resume()
  firstSocket.destroy()
  await eventually(
    async () => log.entries.filter(({ message }) => message === 'charger disconnected').length,
    (closed) => closed === 1,
  )
  assert.equal(first.frames.length, answers)
  const [state] = await read(system, 'select status from evse_state where ocpp_evse = 1')
  assert.equal(state!.status, 'Available')
  assert.equal(await linkOf(system), true)
  assert.deepEqual(await read(system, 'select from link_change where not connected'), [])

  // Commands go to the one that lives.
  const request = { kind: 'reset', mode: 'soft' }
  const command = system.admin('command.send', { charger: 'CP-1', request, deadlineSeconds: 20 })
  second.answer(await second.nextCall(), { status: 'Accepted' })
  assert.equal((await command).state, 'accepted')
  second.close()
})

test('zombie connections: each connection has a number of its own, and its close is told under that', async (t) => {
  const log = notingLog()
  const system = await startSystem(t, { chargers: ['CP-1'], log })
  for (let n = 0; n < 3; n += 1) {
    const charger = await connectWire(system, 'CP-1')
    await charger.call('Heartbeat', {})
    charger.close()
    await eventually(
      () => linkOf(system),
      (connected) => !connected,
    )
  }
  const numbers = (message: string) =>
    log.entries.filter((entry) => entry.message === message).map(({ event }) => event.connection)
  const opened = numbers('charger connected')
  assert.equal(new Set(opened).size, 3)
  assert.deepEqual(numbers('charger disconnected'), opened)
})

test('zombie connections: nobody without the password ends the connection of a charger', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const charger = await connectWire(system, 'CP-1')
  await charger.call('BootNotification', boot)
  for (const asked of [{ password: 'wrong password 1' }, { headers: { authorization: null } }]) {
    assert.equal((await handshake(system, 'CP-1', asked)).status, 401)
  }
  assert.equal((await charger.call('Heartbeat', {}))[0], 3)
  assert.equal(charger.socket.readyState, charger.socket.OPEN)
  charger.close()
})

test('zombie connections: a limit on connections does not keep out the one that replaces another', async (t) => {
  const env = { VOLTYARD_CONNECTS_PER_CHARGER_PER_MINUTE: '10', VOLTYARD_REPLACE_LIMIT: '5' }
  const system = await startSystem(t, { chargers: ['CP-1'], env })
  let newest = await connectWire(system, 'CP-1')
  for (let n = 0; n < 4; n += 1) {
    const replaced = newest
    newest = await connectWire(system, 'CP-1')
    assert.equal((await replaced.closed).code, 1000)
  }
  assert.equal((await newest.call('Heartbeat', {}))[0], 3)
  newest.close()
})

async function linkOf(system: System): Promise<boolean> {
  const [row] = await read(system, 'select connected from charger_state')
  return row?.connected ?? false
}
