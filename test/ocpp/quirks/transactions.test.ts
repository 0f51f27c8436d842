import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectWire } from '#test/support/ocpp-wire.ts'
import { type BenchCharger, sessionBench } from '#test/support/session-bench.ts'
import { quarantineOf, read, recordsOf, sessionsOf } from '#test/support/session-rows.ts'
import { startSystem } from '#test/support/system.ts'

test('transactions', async (t) => {
  const bench = await sessionBench(t, { tokens: ['CARD-1', 'CARD-2'] })
  const { system, ago } = bench

  await t.test('Q-125: a 1.6 start of 0 that was no register is not counted from', async () => {
    const charger = await bench.charger()
    const { transactionId } = await start(charger, { meterStart: 0, timestamp: ago(600) })
    await meterValues(charger, { transactionId, at: ago(300), wh: 909_948 })
    await meterValues(charger, { transactionId, at: ago(60), wh: 910_020 })
    await stop(charger, { transactionId, meterStop: 910_031, timestamp: ago(1) })
    const [record] = await recordsOf(await bench.depot(), charger.identity)
    assert.equal(record!.EnergyDelivered, 83)
    assert.ok((await sessionsOf(system, charger.identity))[0]!.flags.includes('placeholder-start'))
  })

  await t.test('Q-129: a start is answered while one of our calls still waits for its answer', async () => {
    const identity = 'CP-SLOW'
    await system.addCharger(identity)
    const charger = await connectWire(system, identity)
    await charger.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
    const request = { kind: 'reset', mode: 'soft' }
    const command = system.admin('command.send', { charger: identity, request, deadlineSeconds: 30 })
    const open = await charger.nextCall()
    const begin = { connectorId: 1, idTag: 'CARD-1', meterStart: 5, timestamp: ago(1) }
    const [, , answer] = await charger.call('StartTransaction', begin)
    assert.equal(answer.idTagInfo.status, 'Accepted')
    charger.answer(open, { status: 'Accepted' })
    assert.equal((await command).state, 'accepted')
    charger.close()
  })

  await t.test('X-01: an id that a reset charger uses again is a session of its own', async () => {
    const charger = await bench.charger({ protocol: 'ocpp2.0.1' })
    const tell = (seqNo: number, eventType: string, seconds: number, value: number) => {
      const timestamp = ago(seconds)
      return charger.call('TransactionEvent', {
        ...{
          eventType,
          triggerReason: 'MeterValuePeriodic',
          seqNo,
          timestamp,
          transactionInfo: { transactionId: '1' },
        },
        ...(seqNo === 0 ? { evse: { id: 1, connectorId: 1 }, idToken: { idToken: 'CARD-1', type: 'ISO14443' } } : {}),
        meterValue: [{ timestamp, sampledValue: [{ value, context: contextOf[eventType] }] }],
      })
    }
    await tell(0, 'Started', 600, 1_000)
    await tell(1, 'Ended', 500, 1_400)
    const repeated = ago(499)
    await tell(0, 'Started', 300, 1_400)
    await tell(1, 'Updated', 200, 2_000)
    await tell(2, 'Ended', 100, 2_500)
    const records = await recordsOf(await bench.depot(), charger.identity)
    assert.deepEqual(
      records.map((record) => record.EnergyDelivered),
      [400, 1_100],
    )
    const stored = await sessionsOf(system, charger.identity)
    assert.deepEqual(
      stored.map(({ wire_id, epoch, state, flags }) => [wire_id, epoch, state, flags]),
      [
        ['1', 0, 'finished', []],
        ['1', 1, 'finished', []],
      ],
    )
    assert.ok(Date.parse(repeated) < Date.parse(records[1]!.StartAt))
    assert.deepEqual(charger.violations, [])
  })
})

test('Q-113: a stop that the server cannot store is answered, and ends neither the connection nor the session of others', async (t) => {
  const system = await startSystem(t, {
    chargers: ['CP-1'],
    tokens: ['CARD-1'],
    log: { debug() {}, info() {}, warn() {}, error() {} },
  })
  const charger = await connectWire(system, 'CP-1')
  await charger.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
  const timestamp = new Date().toISOString()
  const begin = (connectorId: number) => ({ connectorId, idTag: 'CARD-1', meterStart: 0, timestamp })
  const [, , first] = await charger.call('StartTransaction', begin(1))
  const [, , second] = await charger.call('StartTransaction', begin(2))
  // Whatever the reason is for which the database refuses it.
  await read(system, 'alter table session add constraint refused check (energy_wh <> 666)')

  const bad = { transactionId: first.transactionId, meterStop: 666, timestamp }
  const answers: any[] = []
  for (let attempt = 0; attempt < 3; attempt += 1) answers.push(await charger.call('StopTransaction', bad))
  for (const [type, , code] of answers) assert.ok(type === 3 || code === 'InternalError', JSON.stringify(answers))
  // The charger's queue moves on: at last it is acknowledged, and kept for a person.
  assert.deepEqual(answers.at(-1)!.slice(0, 1), [3])
  assert.equal((await quarantineOf(system, 'CP-1'))[0]!.action, 'StopTransaction')

  const good = { transactionId: second.transactionId, meterStop: 700, timestamp }
  assert.equal((await charger.call('StopTransaction', good))[0], 3)
  assert.equal(charger.socket.readyState, charger.socket.OPEN)
  const states = (await sessionsOf(system, 'CP-1')).map(({ state, energy_wh: wh }) => [state, wh])
  assert.deepEqual(states[1], ['finished', '700.000'])
  charger.close()
})

const contextOf: Record<string, string> = {
  Started: 'Transaction.Begin',
  Updated: 'Sample.Periodic',
  Ended: 'Transaction.End',
}

type Message = Record<string, unknown>

function start(charger: BenchCharger, message: Message): Promise<any> {
  return charger.call('StartTransaction', { connectorId: 1, idTag: 'CARD-1', meterStart: 1_000, ...message })
}

function stop(charger: BenchCharger, message: Message): Promise<any> {
  return charger.call('StopTransaction', message)
}

function meterValues(
  charger: BenchCharger,
  { transactionId, at, wh }: { transactionId: number; at: string; wh: number },
): Promise<any> {
  const meterValue = [{ timestamp: at, sampledValue: [{ value: String(wh) }] }]
  return charger.call('MeterValues', { connectorId: 1, transactionId, meterValue })
}
