import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { type SessionBench, sessionBench } from '../support/session-bench.ts'
import { readingsOf, recordsOf, sessionsOf, signedValuesOf } from '../support/session-rows.ts'

type Sample = Record<string, unknown>

/** What one frame with these samples leaves in storage. */
const frames: [name: string, samples: Sample[], stored: Record<string, unknown>][] = [
  [
    'Q-153: a value alone is a register in Wh',
    [{ value: '1500' }],
    { energy_wh: '1500.000', context: 'Sample.Periodic' },
  ],
  [
    'Q-154: kilos become base units, and L1-N is L1',
    [
      { value: '0.01', unit: 'kWh' },
      { value: '3.45', unit: 'kW', measurand: 'Power.Active.Import', phase: 'L1-N' },
      { value: '15', measurand: 'Current.Import', phase: 'L1-N', unit: 'A' },
    ],
    { energy_wh: '10.000', power_w: 3_450, current_l1_a: 15 },
  ],
  [
    'Q-155: the power that was sent is believed, with the phases that are in use',
    [
      { value: '3.4', unit: 'kW', measurand: 'Power.Active.Import' },
      { value: '14.8', measurand: 'Current.Import', phase: 'L1' },
      { value: '0', measurand: 'Current.Import', phase: 'L2' },
      { value: '0', measurand: 'Current.Import', phase: 'L3' },
    ],
    { power_w: 3_400, current_l1_a: 14.8, current_l2_a: 0, current_l3_a: 0 },
  ],
  [
    'Q-156: power by phase is added up',
    ['L1', 'L2', 'L3'].map((phase) => ({ value: '1100', unit: 'W', measurand: 'Power.Active.Import', phase })),
    { power_w: 3_300 },
  ],
  [
    'Q-160: each phase has its own voltage',
    ['241', '1.5', '0.2'].map((value, index) => ({ value, measurand: 'Voltage', phase: `L${index + 1}`, unit: 'V' })),
    { voltage_l1_v: 241, voltage_l2_v: 1.5, voltage_l3_v: 0.2 },
  ],
  [
    'Q-161: a value of the neutral line is none of a phase',
    [
      { value: '230', measurand: 'Voltage', phase: 'L1', unit: 'V' },
      { value: '3', measurand: 'Current.Import', phase: 'N', unit: 'A' },
    ],
    { voltage_l1_v: 230, current_l1_a: null, current_l2_a: null, current_l3_a: null },
  ],
  [
    'Q-168: where the total and the sum of the phases differ, the sum is shown, flagged',
    [
      { value: '5000', unit: 'W', measurand: 'Power.Active.Import' },
      ...['L1', 'L2', 'L3'].map((phase) => ({ value: '1100', unit: 'W', measurand: 'Power.Active.Import', phase })),
    ],
    { power_w: 3_300, flags: 'phase-sum-differs' },
  ],
  ['Q-169: a measurand is known in any case', [{ value: '7', measurand: 'Current.import' }], { current_l1_a: 7 }],
  ['Q-162: blanks around a number are no harm', [{ value: ' 230.1 ', measurand: 'Voltage' }], { voltage_l1_v: 230.1 }],
  ['Q-162: nor is a decimal comma', [{ value: '230,1', measurand: 'Voltage' }], { voltage_l1_v: 230.1 }],
  ['Q-162: nor a number in place of text', [{ value: 230.1, measurand: 'Voltage' }], { voltage_l1_v: 230.1 }],
  [
    'Q-162: what is no number is dropped alone',
    [
      { value: '' },
      { value: 'NaN', measurand: 'Power.Active.Import', unit: 'W' },
      { value: '230.1', measurand: 'Voltage', unit: 'V' },
    ],
    { energy_wh: null, power_w: null, voltage_l1_v: 230.1, flags: 'value-dropped' },
  ],
  [
    'V-12: a state of charge that cannot be is dropped',
    [{ value: '101', measurand: 'SoC', unit: 'Percent' }, { value: '1500' }],
    { soc_percent: null, energy_wh: '1500.000', flags: 'value-dropped' },
  ],
]

test('meter values of 1.6 chargers', async (t) => {
  const bench = await sessionBench(t, { tokens: ['CARD-1'] })
  const { system, ago } = bench

  for (const [name, samples, stored] of frames) {
    await t.test(name, async () => {
      const { identity, send } = await chargingCharger(bench)
      assert.deepEqual(await send(samples), {})
      const [reading, ...others] = await readingsOf(system, identity)
      assert.deepEqual(others, [])
      for (const [column, value] of Object.entries(stored)) assert.equal(reading![column], value, column)
    })
  }

  await t.test('Q-150: one value in place of a list is stored', async () => {
    const { identity, raw, transactionId } = await chargingCharger(bench)
    const meterValue = { timestamp: ago(10), sampledValue: { value: '1200' } }
    assert.equal((await raw.call('MeterValues', { connectorId: 1, transactionId, meterValue }))[0], 3)
    assert.equal((await readingsOf(system, identity))[0]!.energy_wh, '1200.000')
  })

  await t.test('Q-151: a frame without samples stores nothing', async () => {
    const { identity, send } = await chargingCharger(bench)
    assert.deepEqual(await send([]), {})
    assert.deepEqual(await readingsOf(system, identity), [])
  })

  for (const [value, unit, measurand, kept] of [
    ['50', 'Hz', 'Frequency', { measurand: 'Frequency', unit: 'Hz', value: '50' }],
    ['50.1', 'Hertz', 'Frequency', { measurand: 'Frequency', unit: 'Hz', value: '50.1' }],
    ['31', 'Celcius', 'Temperature', { measurand: 'Temperature', unit: 'Celsius', value: '31' }],
    ['31', 'Celsius', 'Temperature', { measurand: 'Temperature', unit: 'Celsius', value: '31' }],
  ] as const) {
    await t.test(`Q-152: ${measurand} in ${unit} is kept in its base unit`, async () => {
      const { identity, send } = await chargingCharger(bench)
      await send([{ value, unit, measurand }])
      assert.deepEqual((await readingsOf(system, identity))[0]!.rest, [kept])
    })
  }

  await t.test('Q-157: a 0 of the beginning does not override the register beside it', async () => {
    const { identity, send, stop } = await chargingCharger(bench, { meterStart: 0 })
    await send([{ value: '678' }, { value: '0', context: 'Transaction.Begin' }])
    const stored = (await readingsOf(system, identity)).map(({ context, energy_wh: wh }) => [context, wh])
    assert.deepEqual(stored, [
      ['Sample.Periodic', '678.000'],
      ['Transaction.Begin', '0.000'],
    ])
    await stop(700)
    assert.equal((await records(bench, identity))[0]!.EnergyDelivered, 700)
  })

  await t.test('Q-158: a register that falls to 0 and comes back is flagged, and the 0 not counted', async () => {
    const { identity, send, stop } = await chargingCharger(bench, { meterStart: 890 })
    for (const [seconds, value] of [
      [50, '895'],
      [40, '0'],
      [30, '896'],
    ] as const)
      await send([{ value }], { at: ago(seconds) })
    await stop(896)
    assert.equal((await records(bench, identity))[0]!.EnergyDelivered, 6)
    assert.ok((await sessionsOf(system, identity))[0]!.flags.includes('zero-register'))
  })

  await t.test('Q-159: session and lifetime registers in one session make no session of thousands of kWh', async () => {
    const { identity, send, stop } = await chargingCharger(bench, { meterStart: 0 })
    await send([{ value: '412' }], { at: ago(50) })
    await send([{ value: '6326', unit: 'kWh' }], { at: ago(30) })
    await stop(895)
    assert.equal((await records(bench, identity))[0]!.EnergyDelivered, 895)
  })

  await t.test('Q-163: the main meter belongs to no session, whatever the charger says', async () => {
    const { identity, send } = await chargingCharger(bench)
    await send([{ value: '999999' }], { connectorId: 0 })
    const [reading] = await readingsOf(system, identity)
    assert.deepEqual([reading!.ocpp_evse, reading!.session_id], [0, null])
  })

  for (const transactionId of [0, -1]) {
    await t.test(
      `Q-164: values of transaction ${transactionId} are those of the session on the connector`,
      async () => {
        const { identity, send, stop } = await chargingCharger(bench)
        await send([{ value: '44', measurand: 'SoC', unit: 'Percent' }], { transactionId })
        await stop(1_500)
        const [session] = await sessionsOf(system, identity)
        const [reading] = await readingsOf(system, identity)
        assert.deepEqual([reading!.session_id, reading!.flags], [session!.id, 'session-assumed'])
        assert.equal((await records(bench, identity))[0]!.InitialSoC, 44)
      },
    )
  }

  await t.test('Q-166: signed values are kept byte by byte', async () => {
    const { identity, send } = await chargingCharger(bench)
    const ocmf = `OCMF|{"FV":"1.0","RD":[{"RV":1.50,"RU":"kWh"}]}|{"SD":"${'a1'.repeat(1_500)}"}`
    const fields = { signedMeterData: 'AbC+/=', signingMethod: '', encodingMethod: 'EDL', publicKey: 'b2Nh' }
    await send([{ value: ocmf, format: 'SignedData', context: 'Transaction.Begin' }], { at: ago(20) })
    await send([{ value: JSON.stringify(fields), format: 'SignedData', context: 'Transaction.End' }], { at: ago(10) })
    const [first, second] = await signedValuesOf(system, identity)
    assert.equal(first!.data, ocmf)
    assert.deepEqual([second!.data, second!.encoding_method, second!.public_key], ['AbC+/=', 'EDL', 'b2Nh'])
  })

  for (const [first, initial] of [
    ['55', 55],
    ['4', 0],
  ] as const) {
    await t.test(`Q-167: a state of charge of 0 followed by ${first} began at ${initial}`, async () => {
      const { identity, send, stop } = await chargingCharger(bench)
      await send([{ value: '0', measurand: 'SoC' }], { at: ago(40) })
      await send([{ value: first, measurand: 'SoC' }], { at: ago(30) })
      await send([{ value: '80', measurand: 'SoC' }], { at: ago(20) })
      await stop(1_500)
      const [record] = await records(bench, identity)
      assert.deepEqual([record!.InitialSoC, record!.EndSoC], [initial, 80])
    })
  }

  await t.test('the same values sent again are stored once', async () => {
    const { identity, send } = await chargingCharger(bench)
    const at = ago(10)
    await send([{ value: '1200' }], { at })
    await send([{ value: '1200' }], { at })
    assert.equal((await readingsOf(system, identity)).length, 1)
  })
})

test('meter values of 2.0.1 chargers', async (t) => {
  const bench = await sessionBench(t)
  await energyCase(t, bench, 'a multiplier is applied', 12_400, (context, wh) => ({
    value: wh / 1_000,
    unitOfMeasure: { unit: 'Wh', multiplier: 3 },
    context,
  }))
  await energyCase(
    t,
    bench,
    'X-23: without registers the intervals are added up, each once',
    24_800,
    (context, wh) => ({
      value: wh === 0 ? 12_400 : wh,
      measurand: 'Energy.Active.Import.Interval',
      context,
    }),
  )
  // An hour from 10 to 20 kW.
  await energyCase(t, bench, 'X-23: without any energy the power is integrated', 15_000, (context, wh) => ({
    value: wh === 0 ? 10_000 : 20_000,
    measurand: 'Power.Active.Import',
    context,
  }))
})

/** A session of an hour with one sample at each end. */
async function energyCase(
  t: TestContext,
  bench: SessionBench,
  name: string,
  expectedWh: number,
  sample: (context: string, wh: number) => object,
): Promise<void> {
  await t.test(name, async () => {
    const charger = await bench.charger({ protocol: 'ocpp2.0.1' })
    const begin = bench.ago(3_600 + 5)
    const end = new Date(Date.parse(begin) + 3_600_000).toISOString()
    const event = (seqNo: number, eventType: string, timestamp: string, sampled: object) => ({
      ...{ eventType, triggerReason: 'MeterValueClock', seqNo, timestamp, evse: { id: 1, connectorId: 1 } },
      ...{ transactionInfo: { transactionId: 'tx-1' }, meterValue: [{ timestamp, sampledValue: [sampled] }] },
    })
    const ended = event(1, 'Ended', end, sample('Transaction.End', 12_400))
    await charger.call('TransactionEvent', event(0, 'Started', begin, sample('Transaction.Begin', 0)))
    await charger.call('TransactionEvent', ended)
    await charger.call('TransactionEvent', ended)
    assert.equal((await records(bench, charger.identity))[0]!.EnergyDelivered, expectedWh)
    assert.deepEqual(charger.violations, [])
  })
}

let count = 0

/** A charger with a session that began a minute ago. */
async function chargingCharger({ system, ago }: SessionBench, start: { meterStart?: number } = {}) {
  const identity = `CP-M${++count}`
  await system.addCharger(identity)
  const raw = await system.connectRaw(identity)
  const begin = { connectorId: 1, idTag: 'CARD-1', meterStart: 1_000, timestamp: ago(60), ...start }
  const [, , { transactionId }] = await raw.call('StartTransaction', begin)
  return {
    identity,
    raw,
    transactionId: transactionId as number,
    async send(sampledValue: Sample[], { at = ago(10), ...more }: Record<string, any> = {}): Promise<unknown> {
      const meterValue = [{ timestamp: at, sampledValue }]
      const [type, , payload] = await raw.call('MeterValues', { connectorId: 1, transactionId, meterValue, ...more })
      assert.equal(type, 3)
      return payload
    },
    stop: (meterStop: number) => raw.call('StopTransaction', { transactionId, meterStop, timestamp: ago(1) }),
  }
}

async function records(bench: SessionBench, identity: string): Promise<Record<string, any>[]> {
  return recordsOf(await bench.depot(), identity)
}
