import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Command } from '#core/commands/command.ts'
import type { CommandRequest } from '#core/commands/requests.ts'
import { sendCommand } from '#core/commands/send-command.ts'
import type { RawCharger } from '../support/raw-charger.ts'
import { eventually, type System, startSystem } from '../support/system.ts'

const reset: CommandRequest = { kind: 'reset', mode: 'soft' }
const boots = {
  'ocpp1.6': { chargePointVendor: 'Maker', chargePointModel: 'One' },
  'ocpp2.0.1': { reason: 'PowerUp', chargingStation: { vendorName: 'Maker', model: 'One' } },
  'ocpp2.1': { reason: 'PowerUp', chargingStation: { vendorName: 'Maker', model: 'One' } },
}

test('Q-032: an answer that comes when nobody waits any more still tells what became of the command', async (t) => {
  const { system, charger } = await start(t, 'ocpp1.6')
  const sending = send(system, reset, 1)
  const [, id] = await charger.next()
  const timedOut = await sending
  assert.equal(timedOut.state, 'timed_out')

  charger.send(JSON.stringify([3, id, { status: 'Accepted' }]))
  const late = await eventually(
    () => find(system, timedOut.id),
    ({ state }) => state === 'accepted',
  )
  assert.match(late.reason ?? '', /late/)
  assert.deepEqual(late.response, { status: 'Accepted' })
})

test('Q-224: a charger that is alive but answers none of our calls is disconnected, so that it comes back', async (t) => {
  const { system, charger } = await start(t, 'ocpp1.6')
  for (let n = 1; n <= 3; n++) assert.equal((await send(system, reset, 1)).state, 'timed_out')
  const { code, reason } = await charger.closed
  assert.equal(code, 1001)
  assert.match(reason, /not answered/)
})

test('F-04: a 2.1 charger is told once that its answer cannot be used, and the command has failed', async (t) => {
  const { system, charger } = await start(t, 'ocpp2.1')
  const sending = send(system, reset)
  const [, id] = await charger.next()
  charger.send(JSON.stringify([3, id, { status: 'Perhaps' }]))
  const command = await sending
  assert.equal(command.state, 'refused')
  assert.equal(command.error?.code, 'PropertyConstraintViolation')
  assert.deepEqual(command.response, { status: 'Perhaps' })
  const [type, about, code, , details] = await charger.next()
  assert.deepEqual([type, about, code, details], [5, id, 'PropertyConstraintViolation', {}])
})

test('F-04: older versions have no such message, and are not told', async (t) => {
  const { system, charger } = await start(t, 'ocpp2.0.1')
  const sending = send(system, reset)
  const [, id] = await charger.next()
  charger.send(JSON.stringify([3, id, { status: 'Perhaps' }]))
  assert.equal((await sending).state, 'refused')
  assert.equal((await charger.call('Heartbeat', {}))[0], 3)
  assert.deepEqual(
    charger.frames.filter((frame) => frame.startsWith('[5')),
    [],
  )
})

for (const protocol of ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const) {
  test(`an operator's own message goes to an ${protocol} charger word for word, whatever its standing`, async (t) => {
    for (const registration of ['accepted', 'pending', 'rejected']) {
      const { system, charger } = await start(t, protocol, registration)
      const payload = { vendorId: 'de.maker', messageId: 'blink', data: 'three times' }
      const sending = send(system, { kind: 'custom', action: 'DataTransfer', payload })
      const [type, id, action, sent] = await charger.next()
      assert.deepEqual([type, action, sent], [2, 'DataTransfer', payload])
      charger.send(JSON.stringify([3, id, { status: 'Rejected', data: 'no' }]))
      const command = await sending
      assert.deepEqual(command.response, { status: 'Rejected', data: 'no' }, registration)
      assert.equal(command.error, null)
      charger.close()
    }
  })

  test(`a message that ${protocol} does not know, or that breaks its schema, is not sent`, async (t) => {
    const { system, charger } = await start(t, protocol)
    const unknown = await send(system, { kind: 'custom', action: 'MakeCoffee', payload: {} })
    assert.equal(unknown.state, 'refused')
    assert.equal(unknown.error?.code, 'NotImplemented')

    const broken = await send(system, { kind: 'custom', action: 'DataTransfer', payload: { data: 'to whom?' } })
    const missing = protocol === 'ocpp1.6' ? 'OccurenceConstraintViolation' : 'OccurrenceConstraintViolation'
    assert.equal(broken.error?.code, missing)
    assert.match(broken.reason ?? '', /vendorId/)
    assert.equal(charger.frames.filter((frame) => frame.startsWith('[2')).length, 0)
  })

  test(`the frames of a command to an ${protocol} charger can be read afterwards`, async (t) => {
    const { system, charger } = await start(t, protocol)
    const sending = send(system, reset)
    const [, id] = await charger.next()
    charger.send(JSON.stringify([4, id, 'InternalError', 'the door is open', { door: 2 }]))
    const command = await sending
    assert.deepEqual(command.error, { code: 'InternalError', description: 'the door is open', details: { door: 2 } })
    const frames = await contextOf(system).commands.frames(command.id)
    assert.deepEqual(JSON.parse(frames!.request!).slice(0, 3), [2, id, 'Reset'])
    assert.deepEqual(JSON.parse(frames!.reply!), [4, id, 'InternalError', 'the door is open', { door: 2 }])
  })
}

test('the password in a custom message is in no row and no log once it was sent', async (t) => {
  const { system, charger } = await start(t, 'ocpp1.6')
  const secret = '0A0B0C0D0E0F0A0B0C0D0E0F0A0B0C0D'
  const payload = { key: 'AuthorizationKey', value: secret }
  const sending = send(system, { kind: 'custom', action: 'ChangeConfiguration', payload })
  const [, id, , sent] = await charger.next()
  assert.deepEqual(sent, payload)
  charger.send(JSON.stringify([3, id, { status: 'Accepted' }]))
  const command = await sending
  assert.ok(!JSON.stringify(command).includes(secret))
  assert.ok(!JSON.stringify(await contextOf(system).commands.frames(command.id)).includes(secret))
})

type Protocol = keyof typeof boots
type Started = { system: System; charger: RawCharger }

async function start(
  t: import('node:test').TestContext,
  protocol: Protocol,
  registration = 'accepted',
): Promise<Started> {
  const system = await startSystem(t, { chargers: ['CP-1'] })
  if (registration !== 'accepted') {
    await system.server.storage.database.asOwner((owner) =>
      owner.query('update charger set registration = $1', [registration]),
    )
  }
  const charger = await system.connectRaw('CP-1', { protocols: [protocol] })
  const [, , answer] = await charger.call('BootNotification', boots[protocol])
  assert.equal(answer.status.toLowerCase(), registration)
  return { system, charger }
}

function contextOf({ server }: System) {
  return server.storage.contextFor({ tenant: 1, actor: { kind: 'person', name: 'test' }, door: 'console' })
}

function send(system: System, request: CommandRequest, deadlineSeconds = 20): Promise<Command> {
  return sendCommand(contextOf(system), 'CP-1', request, { deadlineSeconds })
}

async function find(system: System, id: number): Promise<Command> {
  return (await contextOf(system).commands.find(id))!
}
