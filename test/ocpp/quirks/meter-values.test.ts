import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logIn } from '#test/support/console.ts'
import { connectWire, notingLog } from '#test/support/ocpp-wire.ts'
import { type BenchCharger, type SessionBench, sessionBench } from '#test/support/session-bench.ts'
import { readingsOf, recordsOf, sessionsOf } from '#test/support/session-rows.ts'
import { eventually, startSystem } from '#test/support/system.ts'

test('meter values', async (t) => {
  const bench = await sessionBench(t, { tokens: ['CARD-1'] })
  const { system, ago } = bench

  await t.test('Q-158: a 0 among registers is kept as it came, and counts for nothing', async () => {
    const { charger, transactionId } = await charging(bench, 890)
    for (const [seconds, value] of [
      [50, '895'],
      [40, '0'],
      [30, '896'],
    ] as const)
      await show(charger, { transactionId, at: ago(seconds), value })
    await bench.pass({ hours: 24 * 8 })
    // Its stop never came: only the registers tell.
    const [record] = await recordsOf(await bench.depot(), charger.identity)
    assert.equal(record!.EnergyDelivered, 6)
    const [{ flags }] = (await sessionsOf(system, charger.identity)) as [Record<string, any>]
    assert.ok(flags.includes('zero-register'))
  })

  for (const [what, start, values, stop, energy] of [
    ['the meter counts its life, the values the session', 6_325_600, ['120', '400', '895'], 6_326_495, 895],
    ['the values count both in turn', 0, ['412', '6326412', '800', '6326800'], 895, 895],
    ['the meter counts the session, the values its life', 0, ['6326010', '6326400', '6326890'], 895, 895],
  ] as const) {
    await t.test(`Q-159: where ${what}, a session has the energy of its own meter`, async () => {
      const { charger, transactionId } = await charging(bench, start)
      for (const [index, value] of values.entries()) {
        await show(charger, { transactionId, at: ago(50 - 10 * index), value })
      }
      await charger.call('StopTransaction', { transactionId, meterStop: stop, timestamp: ago(1) })
      const [record] = await recordsOf(await bench.depot(), charger.identity)
      assert.equal(record!.EnergyDelivered, energy)
    })
  }

  await t.test('Q-165: after a stop the power is 0, though the charger never says so', async () => {
    const { charger, transactionId } = await charging(bench, 1_000)
    const sampledValue = [{ value: '7200', unit: 'W', measurand: 'Power.Active.Import' }, { value: '1100' }]
    const meterValue = [{ timestamp: ago(10), sampledValue }]
    await charger.call('MeterValues', { connectorId: 1, transactionId, meterValue })
    assert.equal((await boardRow(bench, charger, ({ powerW }) => powerW === 7_200)).powerW, 7_200)
    await charger.call('StopTransaction', { transactionId, meterStop: 1_200, timestamp: ago(5) })
    await charger.call('MeterValues', {
      connectorId: 1,
      meterValue: [{ timestamp: ago(1), sampledValue: [{ value: '1200' }] }],
    })
    const row = await boardRow(bench, charger, ({ powerW }) => powerW === 0)
    assert.equal(row.connectors[0].powerW ?? 0, 0)
  })

  await t.test('V-03: a value of something unknown is kept, and is no energy', async () => {
    const { charger, transactionId } = await charging(bench, 1_000)
    const raw = await connectWire(system, charger.identity)
    const sampledValue = [
      { value: '21.5', measurand: 'Coolant.Level' },
      { value: '99', unit: 'parsec' },
      { value: '1100', unit: 'Wh' },
    ]
    const meterValue = [{ timestamp: ago(10), sampledValue }]
    assert.deepEqual((await raw.call('MeterValues', { connectorId: 1, transactionId, meterValue }))[2], {})
    raw.close()
    const [reading, ...others] = await readingsOf(system, charger.identity)
    assert.deepEqual(others, [])
    assert.equal(reading!.energy_wh, '1100.000')
    const kept = reading!.rest.map(({ measurand, value }: any) => [measurand, value])
    assert.deepEqual(kept, [
      ['Coolant.Level', '21.5'],
      ['Energy.Active.Import.Register', '99'],
    ])
  })

  await t.test('V-10: a charger with one connector that calls it 0 has its values in its session', async () => {
    const { charger, transactionId } = await charging(bench, 1_000, 1)
    for (const [seconds, value] of [
      [40, '1100'],
      [20, '1900'],
    ] as const)
      await show(charger, { transactionId, at: ago(seconds), value, connectorId: 0 })
    const placed = (await readingsOf(system, charger.identity)).map((one) => [one.ocpp_evse, one.session_id !== null])
    assert.deepEqual(placed, [
      [1, true],
      [1, true],
    ])
    // Without the number of its session it is the main meter, as the standard says.
    await show(charger, { at: ago(10), value: '5000000', connectorId: 0 })
    await bench.pass({ hours: 24 * 8 })
    const [record] = await recordsOf(await bench.depot(), charger.identity)
    assert.equal(record!.EnergyDelivered, 900)
    assert.ok((await sessionsOf(system, charger.identity))[0]!.flags.includes('main-meter'))
  })

  await t.test('V-10: where the connector speaks for itself, 0 is the main meter', async () => {
    const { charger, transactionId } = await charging(bench, 1_000, 1)
    await show(charger, { transactionId, at: ago(40), value: '1100' })
    await show(charger, { transactionId, at: ago(20), value: '7777777', connectorId: 0 })
    const [main] = (await readingsOf(system, charger.identity)).filter((one) => one.ocpp_evse === 0)
    assert.deepEqual([main!.energy_wh, main!.session_id], ['7777777.000', null])
  })
})

test('Q-170: a charger that can send values only every minute, and none on demand, raises no alarm', async (t) => {
  const log = notingLog()
  let aheadMs = 0
  const now = () => Temporal.Instant.fromEpochMilliseconds(Date.now() + aheadMs)
  const system = await startSystem(t, { chargers: ['CP-1'], tokens: ['CARD-1'], log, now })
  const charger = await connectWire(system, 'CP-1')
  await charger.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
  const started = { connectorId: 1, idTag: 'CARD-1', meterStart: 0, timestamp: now().toString() }
  const [, , { transactionId }] = await charger.call('StartTransaction', started)
  const request = { kind: 'trigger', message: 'MeterValues', connector: 1 }
  const command = system.admin('command.send', { charger: 'CP-1', request, deadlineSeconds: 20 })
  charger.answer(await charger.nextCall(), { status: 'NotImplemented' })
  assert.equal((await command).state, 'refused')
  for (let minute = 1; minute <= 5; minute += 1) {
    aheadMs += 60_000
    const timestamp = now().toString({ smallestUnit: 'millisecond' })
    const meterValue = [{ timestamp, sampledValue: [{ value: String(minute * 100) }] }]
    assert.deepEqual((await charger.call('MeterValues', { connectorId: 1, transactionId, meterValue }))[2], {})
  }
  assert.deepEqual(
    log.entries.filter(({ level, event }) => (level === 'warn' || level === 'error') && 'chargerId' in event),
    [],
  )
  assert.equal((await readingsOf(system, 'CP-1')).length, 5)
  assert.deepEqual(
    (await sessionsOf(system, 'CP-1')).map(({ state, flags }) => [state, flags]),
    [['active', []]],
  )
  charger.close()
})

/** A charger with a session that began a minute ago. */
async function charging(bench: SessionBench, meterStart: number, evses = 2) {
  const charger = await bench.charger({ evses })
  const begin = { connectorId: 1, idTag: 'CARD-1', meterStart, timestamp: bench.ago(60) }
  const { transactionId } = await charger.call('StartTransaction', begin)
  return { charger, transactionId: transactionId as number }
}

type Shown = { transactionId?: number; at: string; value: string; connectorId?: number }

function show(charger: BenchCharger, { at, value, ...rest }: Shown): Promise<any> {
  const meterValue = [{ timestamp: at, sampledValue: [{ value }] }]
  return charger.call('MeterValues', { connectorId: 1, ...rest, meterValue })
}

async function boardRow({ system }: SessionBench, { identity }: BenchCharger, pleases: (row: any) => boolean) {
  const viewer = await logIn(system, { role: 'viewer' })
  const row = async () => (await viewer.get('board')).body.chargers.find((one: any) => one.identity === identity)
  return eventually(row, pleases)
}
