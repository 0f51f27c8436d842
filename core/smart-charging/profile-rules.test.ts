import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DeviceVariable, stationVariable } from '../devices/device-variable.ts'
import { noCapabilities, readCapabilities, readUnits } from './capabilities.ts'
import type { ChargingProfile, ChargingSchedule } from './profile.ts'
import { profileIdFor } from './profile-id.ts'
import { type ProfileSituation, profileFault } from './profile-rules.ts'

const now = Temporal.Instant.from('2027-03-01T12:00:00Z')
const situation: ProfileSituation = { version: '2.0.1', evse: 1, capabilities: noCapabilities, installed: [], now }
const good: ChargingProfile = {
  id: 7,
  stackLevel: 1,
  purpose: 'default',
  kind: 'absolute',
  schedules: [{ unit: 'A', startsAt: '2027-03-01T12:00:00Z', periods: [{ startSeconds: 0, limit: 16 }] }],
}
const schedule = (change: Partial<ChargingSchedule>): Partial<ChargingProfile> => ({
  schedules: [{ ...good.schedules[0]!, ...change }],
})
const { startsAt: _, ...unstarted } = good.schedules[0]!
const able = (change: object) => ({ capabilities: { ...noCapabilities, ...change } })
const placed = (evse: number, change: Partial<ChargingProfile>) => ({ evse, profile: { ...good, ...change } })
const v21 = { version: '2.1' } as const

const cases: [string, Partial<ChargingProfile>, Partial<ProfileSituation>, RegExp | null][] = [
  ['a good one', {}, {}, null],
  [
    'Q-207: the first period begins at 120',
    schedule({ periods: [{ startSeconds: 120, limit: 16 }] }),
    {},
    /begin at 0/,
  ],
  [
    'K01.FR.35: periods out of order',
    schedule({
      periods: [
        { startSeconds: 0, limit: 6 },
        { startSeconds: 60, limit: 7 },
        { startSeconds: 30, limit: 8 },
      ],
    }),
    {},
    /one after/,
  ],
  ['no periods', schedule({ periods: [] }), {}, /without periods/],
  ['two decimals', schedule({ periods: [{ startSeconds: 0, limit: 6.25 }] }), {}, /decimal/],
  ['a limit of 0 is a pause (K-05)', schedule({ periods: [{ startSeconds: 0, limit: 0 }] }), {}, null],
  ['K01.FR.22: an external constraint', { purpose: 'external' }, { evse: 0 }, /outside/],
  ['a maximum at an EVSE', { purpose: 'max' }, {}, /whole charger/],
  ['a maximum at the charger', { purpose: 'max' }, { evse: 0 }, null],
  [
    'K01.FR.38: a relative maximum',
    { purpose: 'max', kind: 'relative', schedules: [unstarted] },
    { evse: 0 },
    /no session/,
  ],
  ['a session’s limit at the charger', { purpose: 'transaction', wireId: 'T' }, { evse: 0 }, /EVSE/],
  ['a session’s limit without a session', { purpose: 'transaction' }, {}, /names/],
  ['absolute without a start (K-03)', { schedules: [unstarted] }, {}, /needs a start/],
  ['relative with a start (K-03)', { kind: 'relative' }, {}, /begins with/],
  ['recurring without how often', { kind: 'recurring' }, {}, /how often/],
  ['a dynamic one in 2.0.1', { kind: 'dynamic', schedules: [unstarted] }, {}, /no dynamic/],
  ['a dynamic one in 2.1', { kind: 'dynamic', schedules: [unstarted] }, v21, null],
  ['priority in 2.0.1', { purpose: 'priority' }, {}, /knows no/],
  ['priority in 2.1', { purpose: 'priority' }, v21, null],
  ['above the highest level', {}, able({ maxStackLevel: 0 }), /levels up to 0/],
  ['K01.FR.26: a unit it does not take', {}, able({ units: ['W'] }), /in A/],
  [
    'too many periods',
    schedule({
      periods: [
        { startSeconds: 0, limit: 6 },
        { startSeconds: 9, limit: 7 },
      ],
    }),
    able({ maxPeriods: 1 }),
    /takes 1/,
  ],
  ['K01.FR.80: an id of the charger’s own', {}, able({ maxExternalId: 7 }), /own/],
  ['the charger is full', {}, { ...able({ maxProfiles: 1 }), installed: [placed(2, { id: 9 })] }, /holds 1/],
  [
    'the charger is full, but it takes a place that is there',
    {},
    { ...able({ maxProfiles: 1 }), installed: [placed(1, { id: 7 })] },
    null,
  ],
  ['K01.FR.06: another id in the same place', {}, { installed: [placed(1, { id: 9 })] }, /has this place/],
  ['in 1.6 the newer takes the place', {}, { version: '1.6', installed: [placed(1, { id: 9 })] }, null],
  ['K01.FR.52: one default level at the charger and at an EVSE', {}, { installed: [placed(0, { id: 9 })] }, /either/],
  ['K01.FR.53: and the other way round', {}, { evse: 0, installed: [placed(1, { id: 9 })] }, /either/],
  [
    'K01.FR.20: a phase to use without switching',
    schedule({ periods: [{ startSeconds: 0, limit: 6, phases: 1, phaseToUse: 2 }] }),
    {},
    /phase/,
  ],
  [
    'K01.FR.19: a phase to use',
    schedule({ periods: [{ startSeconds: 0, limit: 6, phases: 1, phaseToUse: 2 }] }),
    able({ switchesPhases: true }),
    null,
  ],
  [
    'Q02.FR.02: discharging while only charging',
    schedule({ periods: [{ startSeconds: 0, limit: 6, dischargeLimit: -6 }] }),
    v21,
    /operation mode/,
  ],
  [
    'Q03.FR.02: a central setpoint with a limit',
    schedule({ periods: [{ startSeconds: 0, limit: 6, setpoint: 5, operationMode: 'CentralSetpoint' }] }),
    v21,
    /setpoint/,
  ],
  [
    'Q03.FR.02: a central setpoint',
    schedule({ periods: [{ startSeconds: 0, setpoint: -5, operationMode: 'CentralSetpoint' }] }),
    v21,
    null,
  ],
  ['a period without a limit in 2.0.1', schedule({ periods: [{ startSeconds: 0 }] }), {}, /needs a limit/],
]

for (const [name, profile, change, expected] of cases) {
  test(`before it is sent, a profile is looked at: ${name}`, () => {
    const fault = profileFault({ ...good, ...profile }, { ...situation, ...change })
    if (expected === null) assert.equal(fault, null)
    else assert.match(fault ?? 'nothing', expected)
  })
}

test('Q-204: the units of a charger are understood however it spells them', () => {
  assert.deepEqual(readUnits('Current,Power'), ['A', 'W'])
  assert.deepEqual(readUnits('A'), ['A'])
  assert.deepEqual(readUnits('W'), ['W'])
  assert.deepEqual(readUnits('Power'), ['W'])
  assert.deepEqual(readUnits(' current ; power'), ['A', 'W'])
  assert.equal(readUnits('kVA'), null)
  assert.equal(readUnits(null), null)
})

test('K01.FR.80: ids are of 31 bits, above the charger’s own, and the same for the same place', () => {
  const of = (number: number, change: object = {}) =>
    profileIdFor(number, { evse: 1, profile: good, installed: [], maxExternalId: null, ...change })
  assert.equal(of(5), 5)
  assert.equal(of(2_147_483_648), 1)
  assert.equal(of(5, { maxExternalId: 1_000 }), 1_005)
  assert.equal(of(5, { installed: [placed(1, { id: 42 })] }), 42)
  assert.equal(of(5, { installed: [placed(2, { id: 5 })] }), 6)
  assert.equal(of(5, { installed: [placed(1, { id: 42 })], maxExternalId: 50 }), 55)
})

test('what a charger says that it can do is the same by keys and by variables', () => {
  const variable = (
    name: string,
    value: string,
    instance: string | null = null,
    more: object = {},
  ): DeviceVariable => ({
    ...stationVariable('SmartChargingCtrlr', name, instance),
    ...{
      attribute: 'Actual',
      value,
      mutability: null,
      persistent: null,
      constant: null,
      characteristics: null,
      observedAt: now,
    },
    ...more,
  })
  const known = readCapabilities([
    variable('ProfileStackLevel', '8'),
    variable('RateUnit', 'A,W'),
    variable('PeriodsPerSchedule', '24'),
    variable('Entries', '2', 'ChargingProfiles', { characteristics: { maxLimit: 20 } }),
    variable('ChargingProfilePersistence', 'true', 'TxProfile'),
  ])
  assert.deepEqual(known, {
    ...{ maxStackLevel: 8, units: ['A', 'W'], maxPeriods: 24, maxProfiles: 20, maxExternalId: null },
    ...{ switchesPhases: false, persistent: ['TxProfile'] },
  })
  assert.equal(readCapabilities([variable('Entries', '5', 'ChargingProfiles')]).maxProfiles, 5)
  assert.deepEqual(readCapabilities([]), noCapabilities)
})
