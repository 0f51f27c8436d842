import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startSystem } from '../../support/system.ts'

const preparing = { connectorId: 1, errorCode: 'NoError', status: 'Preparing' }

test('Q-211, Q-212: a start that is asked for while a status is answered goes out at once, and neither waits for the other', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'] })
  const charger = await system.connectCharger('CP-1')
  await charger.call('BootNotification', { chargePointVendor: 'Maker', chargePointModel: 'One' })
  // The charger answers the start only after its next status has been answered.
  charger.handle('RemoteStartTransaction', async () => {
    assert.deepEqual(await charger.call('StatusNotification', preparing), {})
    return { status: 'Accepted' }
  })
  const request = { kind: 'start', evse: 1, tokenUid: 'CARD-1' }
  const [status, command] = await Promise.all([
    charger.call('StatusNotification', preparing),
    system.admin('command.send', { charger: 'CP-1', request }),
  ])
  assert.deepEqual(status, {})
  assert.equal(command.state, 'accepted')
  assert.deepEqual(charger.violations, [])
})

test('Q-213: statuses are asked for without connector 0, and of each connector by its number', async (t) => {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const charger = await system.connectCharger('CP-1')
  await charger.call('BootNotification', { chargePointVendor: 'Maker', chargePointModel: 'One' })
  const asked: object[] = []
  charger.handle('TriggerMessage', (payload) => {
    asked.push(payload)
    return { status: payload.connectorId === 0 ? 'Rejected' : 'Accepted' }
  })
  for (const connector of [null, 2]) {
    const request = { kind: 'trigger', message: 'StatusNotification', connector }
    assert.equal((await system.admin('command.send', { charger: 'CP-1', request })).state, 'accepted')
  }
  const requestedMessage = 'StatusNotification'
  assert.deepEqual(asked, [{ requestedMessage }, { requestedMessage, connectorId: 2 }])
})
