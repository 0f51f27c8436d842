import assert from 'node:assert/strict'
import { test } from 'node:test'
import { controlsInForce, type DerControl, derControlFault } from './der-control.ts'

const now = Temporal.Instant.from('2027-03-01T12:00:00Z')
const control = (change: Partial<DerControl> = {}): DerControl => ({
  id: 'A',
  type: 'VoltVar',
  isDefault: true,
  priority: 2,
  terms: {},
  ...change,
})
const scheduled = (change: Partial<DerControl> = {}) =>
  control({ isDefault: false, startsAt: '2027-03-01T11:50:00Z', durationSeconds: 1_200, ...change })

const cases: [string, DerControl, RegExp | null][] = [
  ['a default', control(), null],
  ['a scheduled one', scheduled(), null],
  ['21e §2.59: a default with a start', control({ startsAt: '2027-03-01T12:00:00Z' }), /no time/],
  ['21e §2.59: a default with a duration', control({ durationSeconds: 60 }), /no time/],
  ['a scheduled one without a start', scheduled({ startsAt: undefined as never }), /start and a duration/],
  ['a scheduled one of no duration', scheduled({ durationSeconds: 0 }), /over/],
  ['a scheduled gradient', scheduled({ type: 'Gradients' }), /only be a default/],
  ['no id', control({ id: '' }), /characters/],
  ['half a priority', control({ priority: 0.5 }), /whole number/],
]

for (const [name, told, expected] of cases) {
  test(`before it is sent, a control is looked at: ${name}`, () => {
    const fault = derControlFault(told)
    if (expected === null) assert.equal(fault, null)
    else assert.match(fault ?? 'nothing', expected)
  })
}

test('R04.FR.03: the lower number counts, and what is scheduled now counts before the default', () => {
  const idOf = (controls: DerControl[]) => controlsInForce(controls, now).get('VoltVar')?.id
  assert.equal(idOf([]), undefined)
  assert.equal(idOf([control(), control({ id: 'B', priority: 1 })]), 'B')
  assert.equal(idOf([scheduled({ id: 'S', priority: 9 }), control({ priority: 0 })]), 'S')
  assert.equal(idOf([scheduled({ id: 'S' }), scheduled({ id: 'T', priority: 1 })]), 'T')
  assert.equal(idOf([control(), scheduled({ id: 'S', startsAt: '2027-03-01T13:00:00Z' })]), 'A', 'not yet')
  assert.equal(idOf([control(), scheduled({ id: 'S', durationSeconds: 600 })]), 'A', 'no more')
})
