import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '../errors.ts'
import { readMessage } from './read-message.ts'
import { viewTold } from './view-told.ts'
import { createWrongPasswords } from './wrong-passwords.ts'

const vin = 'WEB62800123456789'

test('numbers are taken as numbers or as text, and what is out of range is not available', () => {
  const said = (value: unknown) => readMessage({ seq: 0, vin, bat_reqtime: value }).said.batteryMinutes
  for (const value of [40, '40', ' 40', '+40', 40.0]) assert.equal(said(value), 40, JSON.stringify(value))
  assert.deepEqual([0, 250].map(said), [0, 250])
  for (const value of [251, -1, 255, 65_535, 1.5, '4e1', '', 'x', null, true, [], {}, 1e300]) {
    assert.equal(said(value), null, JSON.stringify(value))
  }
  assert.equal('batteryMinutes' in readMessage({ seq: 0, vin }).said, false)
})

test('every member has its meaning, and those without one are kept as they are', () => {
  const message = readMessage({
    ...{ seq: '255', vin, evccid: '001A2B3C4D5E', odo: 21_055_406, bat_reqtime: 1, bat_eamount: 1_000 },
    ...{ bprec_eamount: 2, prec_reqtime: 3, prec_eamount: 4, chrg_stat: 2, h2_stat: 9, data_num: 'x' },
  })
  assert.deepEqual(message, {
    ...{ seq: 255, vin, controllerId: '001A2B3C4D5E', others: { h2_stat: 9, data_num: 'x' } },
    said: {
      ...{ odometerKm: 21_055_406, batteryMinutes: 1, needKwh: 1_000, batteryKwh: 2, cabinMinutes: 3, cabinKwh: 4 },
      charging: 'impossible',
    },
  })
  assert.equal(readMessage({ seq: 0, vin, chrg_stat: 3 }).said.charging, null)
  assert.equal(readMessage({ seq: 0, vin, evccid: 7 }).controllerId, null)
})

test('a message without a right count or a VIN is refused', () => {
  for (const body of [
    ...[null, undefined, [], 'x', 7, {}, { seq: 1 }, { vin }, { seq: 256, vin }, { seq: -1, vin }, { seq: 'a', vin }],
    ...[
      { seq: 0, vin: 7 },
      { seq: 0, vin: '' },
      { seq: 0.5, vin },
      { seq: 0, vin, x: 'a\0b' },
    ],
  ]) {
    assert.throws(
      () => readMessage(body),
      (error) => error instanceof Refusal && error.status === 400,
    )
  }
})

test('an answer has all its members, with the numbers that say that nothing is known', () => {
  const nothing = { driveoffMinutes: null, conditions: false, climate: 'vehicle', ambientC: null } as const
  assert.deepEqual(viewTold({ seq: 3, vin }, nothing), {
    ...{ seq: 3, vin, driveoff: 65_535, prec_dsrd: 0, prec_hvac: 3, ambienttemp: 255 },
  })
  const all = { driveoffMinutes: 0, conditions: true, climate: 'ventilation', ambientC: 0 } as const
  assert.deepEqual(viewTold({ seq: 0, vin }, all), {
    ...{ seq: 0, vin, driveoff: 0, prec_dsrd: 1, prec_hvac: 0, ambienttemp: 0 },
  })
})

test('who guesses passwords has to wait, and a vehicle at the same address that knows its own does not', () => {
  let now = 1_000_000
  const passwords = createWrongPasswords(() => now)
  passwords.right('10.0.0.1', 'OWN')
  for (let i = 0; i < 10; i++) {
    assert.equal(passwords.waitOf('10.0.0.1', vin), null)
    passwords.wrong('10.0.0.1', vin)
  }
  assert.equal(passwords.waitOf('10.0.0.1', vin.toLowerCase()), 60)
  assert.equal(passwords.waitOf('10.0.0.2', vin), null)
  for (let i = 0; i < 300; i++) passwords.wrong('10.0.0.1', `V${i}`)
  assert.equal(passwords.waitOf('10.0.0.1', 'NEW'), 60)
  assert.equal(passwords.waitOf('10.0.0.1', 'OWN'), null)
  now += 60_000
  assert.equal(passwords.waitOf('10.0.0.1', vin), null)
  now -= 3_600_000
  assert.ok((passwords.waitOf('10.0.0.1', vin) ?? 0) <= 60)
})
