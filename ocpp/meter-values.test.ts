import assert from 'node:assert/strict'
import test from 'node:test'
import { Decimal } from 'decimal.js'
import type { Reading } from '#core/metering/reading.ts'
import { type MeterValue, readMeterValues, type SampledValue } from './meter-values.ts'

const timestamp = '2026-03-01T12:00:00Z'
const measuredAt = Temporal.Instant.from(timestamp)

function read(meterValues: readonly MeterValue[] | MeterValue | undefined, version: '1.6' | '2.x' = '1.6'): Reading[] {
  return readMeterValues(meterValues, {
    evse: 1,
    connector: 1,
    version,
    timeOf: (text) => (text === timestamp ? measuredAt : null),
  })
}

/** What one frame of these samples says, without what it leaves open. */
function readOne(sampledValue: SampledValue[], version: '1.6' | '2.x' = '1.6'): Partial<Reading> {
  const readings = read([{ timestamp, sampledValue }], version)
  assert.equal(readings.length, 1)
  return said(readings[0]!)
}

function said(reading: Reading): Partial<Reading> {
  const { evse, connector, reportedAt, context, ...rest } = reading
  const isSaid = (value: unknown) => value !== null && !(Array.isArray(value) && value.every((item) => item === null))
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => isSaid(value)))
}

const wh = (value: number | string) => new Decimal(value)
const measurand = (name: string, more: SampledValue = {}) => ({ measurand: name, ...more })
const energy = 'Energy.Active.Import.Register'
const power = 'Power.Active.Import'
const current = 'Current.Import'

type Case = [name: string, samples: SampledValue[], expected: Partial<Reading>]

const cases: Case[] = [
  // V-01, V-02
  ['Q-153: a value alone is the register in Wh', [{ value: '1234.5' }], { energyWh: wh('1234.5') }],
  ['V-01: empty fields are absent', [{ value: '7', measurand: '', unit: '', phase: '' }], { energyWh: wh(7) }],
  [
    'V-02: no unit',
    [measurand('SoC', { value: '55' }), measurand('Voltage', { value: '230' })],
    { socPercent: 55, voltageV: [230, null, null], flags: ['unit-assumed'] },
  ],
  [
    'V-02: Wh on a current',
    [measurand(current, { value: '16', unit: 'Wh' })],
    { currentA: [16, null, null], flags: ['unit-assumed'] },
  ],
  [
    'V-02: a power factor has no unit',
    [measurand('Power.Factor', { value: '0.98' })],
    { rest: [{ measurand: 'Power.Factor', unit: '', value: '0.98' }] },
  ],
  // V-03
  [
    'Q-152: spellings of units',
    [
      measurand('Frequency', { value: '50.01', unit: 'Hertz' }),
      measurand('Temperature', { value: '31', unit: 'Celcius' }),
      measurand('Temperature', { value: '300.15', unit: 'K', location: 'Body' }),
      measurand('Temperature', { value: '212', unit: 'fahrenheit' }),
    ],
    {
      rest: [
        { measurand: 'Frequency', unit: 'Hz', value: '50.01' },
        { measurand: 'Temperature', unit: 'Celsius', value: '31' },
        { measurand: 'Temperature', unit: 'Celsius', value: '27', location: 'Body' },
        { measurand: 'Temperature', unit: 'Celsius', value: '100' },
      ],
    },
  ],
  [
    'Q-154: 0.01 kWh and 3.45 kW on L1-N',
    [{ value: '0.01', unit: 'kWh' }, measurand(power, { value: '3.45', unit: 'KW', phase: 'L1-N' })],
    { energyWh: wh(10), powerW: 3450, rest: [{ measurand: power, unit: 'W', value: '3450', phase: 'L1' }] },
  ],
  ['V-03: no rounding on the way to W', [measurand(power, { value: '1.005', unit: 'kW' })], { powerW: 1005 }],
  [
    'V-03: an unknown unit',
    [measurand(power, { value: '3.45', unit: 'hp' })],
    { rest: [{ measurand: power, unit: 'hp', value: '3.45' }], flags: ['unit-unknown'] },
  ],
  [
    'V-03: a unit of something else',
    [measurand(power, { value: '3', unit: 'kWh' })],
    { rest: [{ measurand: power, unit: 'Wh', value: '3000' }], flags: ['unit-unknown'] },
  ],
  ['Q-169: Current.import', [measurand('Current.import', { value: '6', unit: 'A' })], { currentA: [6, null, null] }],
  [
    'a measurand that nobody knows',
    [measurand('Door.Angle', { value: '12', unit: 'V' }), measurand('Noise', { value: '4' })],
    {
      rest: [
        { measurand: 'Door.Angle', unit: 'V', value: '12' },
        { measurand: 'Noise', unit: '', value: '4' },
      ],
    },
  ],
  [
    'export and reactive energy',
    [
      measurand('Energy.Active.Export.Register', { value: '1.5', unit: 'kWh' }),
      measurand('Energy.Reactive.Import.Register', { value: '12', phase: 'L2' }),
    ],
    {
      rest: [
        { measurand: 'Energy.Active.Export.Register', unit: 'Wh', value: '1500' },
        { measurand: 'Energy.Reactive.Import.Register', unit: 'varh', value: '12', phase: 'L2' },
      ],
      flags: ['unit-assumed'],
    },
  ],
  [
    'a register and an interval are two things',
    [{ value: '5000' }, measurand('Energy.Active.Import.Interval', { value: '80', unit: 'Wh' })],
    { energyWh: wh(5000), intervalWh: wh(80) },
  ],
  // V-08
  [
    'Q-155: power with the current of one phase',
    [
      measurand(power, { value: '3.4', unit: 'kW' }),
      measurand(current, { value: '14.8', unit: 'A', phase: 'L1' }),
      measurand(current, { value: '0', unit: 'A', phase: 'L2' }),
      measurand(current, { value: '0', unit: 'A', phase: 'L3' }),
    ],
    { powerW: 3400, currentA: [14.8, 0, 0] },
  ],
  [
    'Q-156: only the power of each phase',
    ['L1', 'L2', 'L3'].map((phase) => measurand(power, { value: '1200.5', unit: 'W', phase })),
    {
      powerW: 3601.5,
      rest: ['L1', 'L2', 'L3'].map((phase) => ({ measurand: power, unit: 'W', value: '1200.5', phase })),
    },
  ],
  [
    'V-08: only the register of each phase',
    ['L1', 'L2'].map((phase) => ({ value: '0.1', unit: 'kWh', phase })),
    { energyWh: wh(200), rest: ['L1', 'L2'].map((phase) => ({ measurand: energy, unit: 'Wh', value: '100', phase })) },
  ],
  [
    'Q-160: voltages of a single-phase supply',
    [
      measurand('Voltage', { value: '241', unit: 'V', phase: 'L1' }),
      measurand('Voltage', { value: '1.5', unit: 'V', phase: 'L2' }),
      measurand('Voltage', { value: '0.2', unit: 'V', phase: 'L3' }),
    ],
    { voltageV: [241, 1.5, 0.2] },
  ],
  [
    'V-08: voltages between phases',
    [
      measurand('Voltage', { value: '400', unit: 'V', phase: 'L1-L2' }),
      measurand('Voltage', { value: '229', unit: 'V', phase: 'L1-N' }),
      measurand('Voltage', { value: '400', unit: 'V', phase: 'L2-L3' }),
    ],
    {
      voltageV: [229, 400 / Math.sqrt(3), null],
      rest: [
        { measurand: 'Voltage', unit: 'V', value: '400', phase: 'L1-L2' },
        { measurand: 'Voltage', unit: 'V', value: '400', phase: 'L2-L3' },
      ],
    },
  ],
  [
    'Q-161: N is no line',
    [measurand(current, { value: '3', unit: 'A', phase: 'N' })],
    { rest: [{ measurand: current, unit: 'A', value: '3', phase: 'N' }] },
  ],
  [
    'V-08: a current without a phase beside its phases',
    [
      measurand(current, { value: '16', unit: 'A' }),
      measurand(current, { value: '15', unit: 'A', phase: 'L1' }),
      measurand(current, { value: '16', unit: 'A', phase: 'L2' }),
    ],
    { currentA: [15, 16, null], rest: [{ measurand: current, unit: 'A', value: '16' }] },
  ],
  [
    'Q-168: a total that differs from its phases by more than 10 %',
    [
      measurand(power, { value: '2000', unit: 'W' }),
      ...['L1', 'L2', 'L3'].map((phase) => measurand(power, { value: '2000', unit: 'W', phase })),
    ],
    {
      powerW: 6000,
      rest: ['L1', 'L2', 'L3'].map((phase) => ({ measurand: power, unit: 'W', value: '2000', phase })),
      flags: ['phase-sum-differs'],
    },
  ],
  [
    'Q-168: a total that differs from the one phase that came stays',
    [measurand(power, { value: '6000', unit: 'W' }), measurand(power, { value: '2000', unit: 'W', phase: 'L1' })],
    {
      powerW: 6000,
      rest: [{ measurand: power, unit: 'W', value: '2000', phase: 'L1' }],
      flags: ['phase-sum-differs'],
    },
  ],
  [
    'Q-168: a register is billed, so its phases never replace it',
    [{ value: '9000' }, { value: '100', phase: 'L1' }],
    {
      energyWh: wh(9000),
      rest: [{ measurand: energy, unit: 'Wh', value: '100', phase: 'L1' }],
      flags: ['phase-sum-differs'],
    },
  ],
  [
    'V-08: power from volts and amperes',
    [
      measurand(current, { value: '10', unit: 'A', phase: 'L1' }),
      measurand(current, { value: '0', unit: 'A', phase: 'L2' }),
      measurand('Voltage', { value: '230', unit: 'V', phase: 'L1' }),
    ],
    { powerW: 2300, currentA: [10, 0, null], voltageV: [230, null, null] },
  ],
  [
    'V-08: power of direct current',
    [measurand(current, { value: '125', unit: 'A' }), measurand('Voltage', { value: '400', unit: 'V' })],
    { powerW: 50_000, currentA: [125, null, null], voltageV: [400, null, null] },
  ],
  // V-12
  [
    'Q-162: numbers in all forms',
    [
      measurand('Voltage', { value: ' 230.1 ', unit: 'V', phase: 'L1' }),
      measurand('Voltage', { value: '230,1', unit: 'V', phase: 'L2' }),
      measurand('Voltage', { value: 230.1, unit: 'V', phase: 'L3' }),
      ...['', 'NaN', '-', '0x10', '0x1e', '1,000.5', 'Infinity', null, true].map((value) => ({ value })),
    ],
    { voltageV: [230.1, 230.1, 230.1], flags: ['value-dropped'] },
  ],
  ['an exponent', [{ value: '1.2e3' }], { energyWh: wh(1200) }],
  [
    'an exponent that means nothing',
    [{ value: '1e-9000000' }, { value: '1e20' }],
    { energyWh: wh(0), flags: ['value-dropped'] },
  ],
  [
    'V-12: a state of charge beyond a battery',
    [{ value: '1' }, measurand('SoC', { value: '101', unit: 'Percent' })],
    { energyWh: wh(1), flags: ['value-dropped'] },
  ],
  // Locations
  [
    'a state of charge is measured in the car',
    [
      measurand('SoC', { value: '12', unit: 'Percent', location: 'Inlet' }),
      measurand('SoC', { value: '55', unit: '%', location: 'EV' }),
    ],
    { socPercent: 55 },
  ],
  [
    'what is measured elsewhere is kept apart',
    [
      measurand(current, { value: '16', unit: 'A', location: 'Outlet' }),
      measurand(current, { value: '17', unit: 'A', location: 'Inlet', phase: 'L1' }),
    ],
    {
      currentA: [16, null, null],
      rest: [{ measurand: current, unit: 'A', value: '17', phase: 'L1', location: 'Inlet' }],
    },
  ],
  [
    'V-07: two registers under one name',
    [{ value: '895' }, { value: '6326000' }],
    { energyWh: wh(895), rest: [{ measurand: energy, unit: 'Wh', value: '6326000' }] },
  ],
]

for (const [name, samples, expected] of cases) {
  test(name, () => assert.deepEqual(readOne(samples), expected))
}

test('a reading says where, when and in which context', () => {
  const [reading] = read([{ timestamp, sampledValue: [{ value: '1', context: 'transaction.begin' }] }])
  assert.equal(reading?.context, 'Transaction.Begin')
  assert.equal(reading?.reportedAt, measuredAt)
  assert.deepEqual([reading?.evse, reading?.connector], [1, 1])
})

test('Q-163: the main meter stays at 0', () => {
  const origin = { evse: 0, connector: null, version: '1.6' as const, timeOf: () => null }
  const [reading] = readMeterValues([{ sampledValue: [{ value: '1' }] }], origin)
  assert.deepEqual([reading?.evse, reading?.connector, reading?.reportedAt], [0, null, null])
})

test('Q-157: a Transaction.Begin in the same frame is another reading', () => {
  const readings = read([
    {
      timestamp,
      sampledValue: [
        { value: '678' },
        { value: '0', context: 'Transaction.Begin' },
        measurand('SoC', { value: '5', unit: 'Percent' }),
      ],
    },
  ])
  assert.deepEqual(
    readings.map(({ context, energyWh, socPercent }) => [context, energyWh?.toNumber(), socPercent]),
    [
      ['Sample.Periodic', 678, 5],
      ['Transaction.Begin', 0, null],
    ],
  )
})

test('V-09: a context that nobody knows is Other', () => {
  assert.equal(read([{ timestamp, sampledValue: [{ value: '1', context: 'Sample.Weekly' }] }])[0]?.context, 'Other')
})

test('Q-150: an object instead of a list', () => {
  assert.equal(read({ timestamp, sampledValue: { value: '5' } })[0]?.energyWh?.toNumber(), 5)
})

test('Q-151: without a usable sample there is no reading', () => {
  assert.deepEqual(read([{ timestamp, sampledValue: [] }, { timestamp }]), [])
  assert.deepEqual(read([{ timestamp, sampledValue: [{ value: 'NaN' }] }]), [])
  assert.deepEqual(read(undefined), [])
})

test('each entry is a reading of its own', () => {
  const later = '2026-03-01T12:01:00Z'
  const readings = read([
    { timestamp, sampledValue: [{ value: '1' }] },
    { timestamp: later, sampledValue: [{ value: '2' }] },
  ])
  assert.deepEqual(
    readings.map(({ reportedAt }) => reportedAt),
    [measuredAt, null],
  )
})

type Case2x = [name: string, sample: SampledValue, expected: Partial<Reading>]

const cases2x: Case2x[] = [
  ['2.x: a number of Wh', { value: 1234.567 }, { energyWh: wh('1234.567') }],
  ['2.x: a multiplier', { value: 1.2345, unitOfMeasure: { multiplier: 3 } }, { energyWh: wh('1234.5') }],
  [
    '2.x: a unit and a multiplier',
    { value: 110, measurand: power, unitOfMeasure: { unit: 'kW', multiplier: -1 } },
    { powerW: 11_000 },
  ],
  [
    '2.x: the default unit of a voltage',
    { value: 230, measurand: 'Voltage', unitOfMeasure: {} },
    { voltageV: [230, null, null], flags: ['unit-assumed'] },
  ],
  [
    '2.x: a multiplier of an unknown unit',
    { value: 5, measurand: power, unitOfMeasure: { unit: 'hp', multiplier: 2 } },
    { rest: [{ measurand: power, unit: 'hp', value: '500' }], flags: ['unit-unknown'] },
  ],
  [
    '2.x: a very small number stays plain text',
    { value: 1e-7, measurand: 'Current.Export', unitOfMeasure: { unit: 'A' } },
    { rest: [{ measurand: 'Current.Export', unit: 'A', value: '0.0000001' }] },
  ],
]

for (const [name, sample, expected] of cases2x) {
  test(name, () => assert.deepEqual(readOne([sample], '2.x'), expected))
}

test('2.x: a multiplier beyond reason drops the sample', () => {
  assert.deepEqual(read([{ timestamp, sampledValue: [{ value: 1, unitOfMeasure: { multiplier: 9e9 } }] }], '2.x'), [])
})

const ocmf = 'OCMF|{"FV":"1.0", "RD":[{"RV":268.978 ,"RU":"kWh"}]}|{"SD":"3046…\\u00e9"}'
const fields = {
  signedMeterData: 'T0NNRnx7fQ==',
  signingMethod: '',
  encodingMethod: 'OCMF',
  publicKey: 'b2NhOmJhc2UxNg==',
}
const context = 'Transaction.End'
const { signingMethod: _empty, signedMeterData, ...keys } = fields
const signedFields = { measurand: energy, context, data: signedMeterData, ...keys }

type SignedCase = [name: string, version: '1.6' | '2.x', samples: SampledValue[], signed: object[]]

// V-14, Q-166
const signedCases: SignedCase[] = [
  ['OCMF text', '1.6', [{ value: ocmf, format: 'SignedData' }], [{ measurand: energy, context, data: ocmf }]],
  ['OCMF text that does not say it is signed', '1.6', [{ value: ocmf }], [{ measurand: energy, context, data: ocmf }]],
  ['four fields as JSON', '1.6', [{ value: JSON.stringify(fields), format: 'SignedData' }], [signedFields]],
  [
    'a text that only looks like JSON',
    '1.6',
    [{ value: ' {raw', format: 'signeddata' }],
    [{ measurand: energy, context, data: ' {raw' }],
  ],
  [
    'more than 2500 characters',
    '1.6',
    [{ value: ` ${'A1'.repeat(2000)}\n`, format: 'SignedData' }],
    [{ measurand: energy, context, data: ` ${'A1'.repeat(2000)}\n` }],
  ],
  ['the four fields of 2.x', '2.x', [{ value: 5, signedMeterValue: fields }], [signedFields]],
  [
    'one container on every sample',
    '2.x',
    [
      { value: 5, signedMeterValue: fields },
      { value: 6, measurand: power, signedMeterValue: fields },
    ],
    [signedFields],
  ],
]

for (const [name, version, samples, signed] of signedCases) {
  test(`signed values are kept to the byte: ${name}`, () => {
    const sampledValue = samples.map((sample) => ({ ...sample, context }))
    assert.deepEqual(read([{ timestamp, sampledValue }], version)[0]?.signed, signed)
  })
}
