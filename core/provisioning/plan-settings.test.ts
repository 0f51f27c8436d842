import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeOfKey } from '../devices/configuration-keys.ts'
import { type DeviceVariable, stationVariable, variableKey } from '../devices/device-variable.ts'
import { sampledMeasurands } from './default-template.ts'
import { planSettings, type SettingReport } from './plan-settings.ts'

const place = stationVariable('TxCtrlr', 'EVConnectionTimeOut')
const key = variableKey(place)
const wanted = { settings: [{ ...place, value: '60', generation: null }], measurands: null }

function has(value: string | null, more: Partial<DeviceVariable> = {}): DeviceVariable {
  return {
    ...place,
    attribute: 'Actual',
    value,
    mutability: 'ReadWrite',
    persistent: null,
    constant: null,
    characteristics: null,
    observedAt: Temporal.Instant.from('2026-11-01T00:00:00Z'),
    ...more,
  }
}

const none = { generation: '1.6', before: {} } as const

test('D-06: only what is there, can be written and is different is written', () => {
  const cases: [DeviceVariable[], SettingReport['outcome']][] = [
    [[], 'unknown'],
    [[has('60')], 'same'],
    [[has('060 ')], 'same'],
    [[has('30')], 'different'],
    [[has(null)], 'different'],
    [[has('30', { mutability: null })], 'different'],
    [[has('30', { mutability: 'ReadOnly' })], 'read-only'],
    [[has('30', { constant: true })], 'read-only'],
    [[has('30', { attribute: 'Target' })], 'unknown'],
  ]
  for (const [variables, outcome] of cases) {
    const plan = planSettings(variables, wanted, none)
    assert.equal(plan.reports[key]!.outcome, outcome, JSON.stringify(variables))
    assert.equal(plan.writes.length, outcome === 'different' ? 1 : 0)
  }
})

test('D-02: what is written is spelled as the charger spells it', () => {
  const [write] = planSettings([has('30', { variable: 'evCONNECTIONtimeout' })], wanted, none).writes
  assert.equal(write!.variable, 'evCONNECTIONtimeout')
})

test('Q-205: what was refused is given up until the value or the wish is another', () => {
  const refused = { name: '', wanted: '60', value: '30', outcome: 'refused', reason: 'Rejected' } as const
  const outcome = (value: string, before: SettingReport) =>
    planSettings([has(value)], wanted, { generation: '1.6', before: { [key]: before } }).reports[key]!.outcome
  assert.equal(outcome('30', refused), 'given-up')
  assert.equal(outcome('30', { ...refused, outcome: 'needs-restart' }), 'given-up')
  assert.equal(outcome('31', refused), 'different')
  assert.equal(outcome('30', { ...refused, wanted: '90' }), 'different')
  assert.equal(outcome('30', { ...refused, outcome: 'written' }), 'different')
})

test('what is meant for the other generation is left out', () => {
  const settings = [{ ...place, value: '60', generation: '2' as const }]
  assert.deepEqual(planSettings([has('30')], { settings, measurands: null }, none).reports, {})
  const two = planSettings([has('30')], { settings, measurands: null }, { generation: '2', before: {} })
  assert.equal(two.writes.length, 1)
})

test('V-15: a list has a form for each measurand that may be refused, and never one that is too long', () => {
  const measurands = ['Energy.Active.Import.Register', 'Voltage', 'SoC', 'Power.Offered']
  const list = (...more: DeviceVariable[]) =>
    planSettings([has('Voltage', sampledMeasurands), ...more], { settings: [], measurands }, none).lists[0]!
  assert.deepEqual(list().forms, [
    'Energy.Active.Import.Register,Voltage,SoC,Power.Offered',
    'Energy.Active.Import.Register,Voltage,SoC',
    'Energy.Active.Import.Register,Voltage',
    'Energy.Active.Import.Register',
  ])
  assert.equal(list().original, 'Voltage')
  assert.equal(
    list(has('2', placeOfKey('MeterValuesSampledDataMaxLength'))).forms[0],
    'Energy.Active.Import.Register,Voltage',
  )
  const valuesList = 'Energy.Active.Import.Register, SoC'
  const known = has('Voltage', { ...sampledMeasurands, characteristics: { valuesList } })
  const [able] = planSettings([known], { settings: [], measurands }, none).lists
  assert.deepEqual(able!.forms, ['Energy.Active.Import.Register,SoC', 'Energy.Active.Import.Register'])
})
