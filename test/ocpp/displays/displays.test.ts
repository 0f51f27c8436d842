import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { CommandRequest } from '#core/commands/requests.ts'
import { sendCommand } from '#core/commands/send-command.ts'
import { type System, startSystem } from '../../support/system.ts'

const message = {
  id: 7,
  priority: 'InFront',
  text: 'Out of order until noon',
  format: 'UTF8',
  language: 'en',
  state: 'Idle',
  from: '2026-03-01T08:00:00Z',
  until: null,
  sessionId: null,
} as const

const shown = {
  id: 7,
  priority: 'InFront',
  state: 'Idle',
  startDateTime: '2026-03-01T08:00:00Z',
  message: { format: 'UTF8', content: 'Out of order until noon', language: 'en' },
}

test('O01, O05: a message is shown and taken away, and what is shown is known', async (t) => {
  const { system, charger, ctx } = await start(t)
  const got: unknown[] = []
  charger.handle('SetDisplayMessage', (payload) => {
    got.push(payload)
    return { status: payload.message.id === 7 ? 'Accepted' : 'NotSupportedPriority' }
  })
  assert.equal((await ask(system, { kind: 'show-message', message })).state, 'accepted')
  assert.deepEqual(got, [{ message: shown }])
  const refused = await ask(system, { kind: 'show-message', message: { ...message, id: 8 } })
  assert.deepEqual([refused.state, refused.reason], ['refused', 'NotSupportedPriority'])
  assert.deepEqual(
    (await ctx.devices.installed(1, 'display-message')).map(({ key }) => key),
    ['7'],
  )

  const unfit = await ask(system, { kind: 'show-message', message: { ...message, text: 'x'.repeat(513) } })
  assert.deepEqual([unfit.state, unfit.response], ['refused', null])
  const nobodys = await ask(system, { kind: 'show-message', message: { ...message, sessionId: 4 } })
  assert.equal(nobodys.reason, 'Session 4 does not run on this charger.')
  assert.equal(got.length, 2, 'neither was sent')

  charger.handle('ClearDisplayMessage', ({ id }) => ({ status: id === 7 ? 'Accepted' : 'Unknown' }))
  assert.equal((await ask(system, { kind: 'clear-message', id: 7 })).state, 'accepted')
  assert.deepEqual((await ask(system, { kind: 'clear-message', id: 9 })).reason, 'Unknown')
  assert.deepEqual(await ctx.devices.installed(1, 'display-message'), [])
  assert.deepEqual(charger.violations, [])
})

test('O03: what a charger shows is read in parts; a charger that has nothing to show says so', async (t) => {
  const { system, charger, ctx } = await start(t)
  charger.handle('GetDisplayMessages', () => ({ status: 'Accepted' }))
  await ask(system, { kind: 'read-messages', requestId: 21, ids: null })
  await charger.call('NotifyDisplayMessages', { requestId: 21, tbc: true, messageInfo: [shown] })
  assert.deepEqual(await ctx.devices.installed(1, 'display-message'), [])
  await charger.call('NotifyDisplayMessages', { requestId: 21, messageInfo: [{ ...shown, id: 8 }] })
  assert.deepEqual(
    (await ctx.devices.installed(1, 'display-message')).map(({ key }) => key),
    ['7', '8'],
  )

  charger.handle('GetDisplayMessages', () => ({ status: 'Unknown' }))
  assert.equal((await ask(system, { kind: 'read-messages', requestId: 22, ids: [3] })).state, 'accepted')
  const states = (await ctx.errands.list(1, { kind: 'display-messages', limit: 5 })).map(({ state }) => state)
  assert.deepEqual(states, ['done', 'done'])
})

test('N09: what a charger keeps of a customer is told in parts, and only to whoever asked', async (t) => {
  const { system, charger, ctx } = await start(t)
  charger.handle('CustomerInformation', () => ({ status: 'Accepted' }))
  const request = {
    kind: 'customer-information',
    requestId: 31,
    report: true,
    clear: false,
    tokenUid: '04A1B2C3',
    customer: null,
  } as const
  assert.equal((await ask(system, request)).state, 'accepted')
  const part = (seqNo: number, tbc: boolean, data: string) =>
    charger.call('NotifyCustomerInformation', {
      requestId: 31,
      seqNo,
      tbc,
      data,
      generatedAt: new Date().toISOString(),
    })
  await part(0, true, 'last charged ')
  await part(1, false, 'yesterday')
  const [errand] = await ctx.errands.list(1, { kind: 'customer-information', limit: 1 })
  assert.deepEqual([errand!.state, errand!.result], ['done', { information: 'last charged yesterday' }])

  charger.handle('CustomerInformation', () => ({ status: 'Invalid' }))
  assert.equal((await ask(system, { ...request, requestId: 32 })).state, 'refused')
  const nobodys = await ask(system, { ...request, requestId: 33, tokenUid: null })
  assert.equal(nobodys.reason, 'It has to be said whose information is meant.')
})

test('a charger that leaves in the middle of a report leaves nothing that hangs', async (t) => {
  const { system, charger, ctx } = await start(t)
  charger.handle('GetDisplayMessages', () => ({ status: 'Accepted' }))
  await ask(system, { kind: 'read-messages', requestId: 21, ids: null })
  await charger.call('NotifyDisplayMessages', { requestId: 21, tbc: true, messageInfo: [shown] })
  await charger.close()
  const { database } = system.server.storage
  await database.asOwner((owner) => owner.query("update errand set deadline_at = server_time() - interval '1 second'"))
  const { expireErrands } = await import('#storage/errand-feed.ts')
  await expireErrands(database.reader)
  const [errand] = await ctx.errands.list(1, { kind: 'display-messages', limit: 1 })
  assert.equal(errand!.state, 'expired')
  assert.deepEqual(
    (await ctx.errands.steps(errand!.id)).map(({ progress }) => progress),
    ['1 parts', 'expired'],
  )
})

test('P01, P02: a vendor that nobody knows is told so, in both directions and every version', async (t) => {
  for (const protocol of ['ocpp1.6', 'ocpp2.0.1']) {
    const { system, charger } = await start(t, protocol)
    assert.equal(
      (await charger.call('DataTransfer', { vendorId: 'com.nobody', messageId: 'x' })).status,
      'UnknownVendorId',
    )
    charger.handle('DataTransfer', () => ({ status: 'UnknownMessageId' }))
    const request = { kind: 'data-transfer', vendorId: 'com.maker', messageId: 'blink', data: null } as const
    assert.deepEqual((await ask(system, request)).reason, 'UnknownMessageId')
    charger.handle('ClearCache', () => ({ status: 'Accepted' }))
    assert.equal((await ask(system, { kind: 'clear-cache' })).state, 'accepted')
    await charger.close()
  }
})

test('S-09: security events are kept, also old ones and the same one twice', async (t) => {
  for (const protocol of ['ocpp1.6', 'ocpp2.0.1']) {
    const { charger, ctx } = await start(t, protocol)
    const event = { type: 'TamperDetectionActivated', timestamp: '2026-01-01T00:00:00Z', techInfo: 'door' }
    assert.deepEqual(await charger.call('SecurityEventNotification', event), {})
    assert.deepEqual(await charger.call('SecurityEventNotification', event), {})
    const [kept, ...more] = await ctx.devices.events(1, { limit: 5, kind: 'security' })
    assert.deepEqual(more, [])
    assert.deepEqual([kept!.type, String(kept!.at), kept!.body], [event.type, '2026-01-01T00:00:00Z', { info: 'door' }])
    await charger.close()
  }
})

function contextOf({ server }: System) {
  return server.storage.contextFor({ tenant: 1, actor: { kind: 'person', name: 'test' }, door: 'console' })
}

function ask(system: System, request: CommandRequest) {
  return sendCommand(contextOf(system), 'CP-1', request, { deadlineSeconds: 20 })
}

async function start(t: TestContext, protocol = 'ocpp2.0.1') {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  const charger = await system.connectCharger('CP-1', { protocol })
  const boot =
    protocol === 'ocpp1.6'
      ? { chargePointVendor: 'Maker', chargePointModel: 'One' }
      : { reason: 'PowerUp', chargingStation: { vendorName: 'Maker', model: 'One' } }
  await charger.call('BootNotification', boot)
  return { system, charger, ctx: contextOf(system) }
}
