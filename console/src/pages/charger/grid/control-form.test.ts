import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ControlForm, controlOf, newControl, pointsOf, termFault, termsOf } from './control-form.ts'
import { controlTypes } from './control-types.ts'

const form = (change: Partial<ControlForm>): ControlForm => ({ ...newControl(), ...change })

test('a control for a while has its time, and one that always holds has none', () => {
  const terms = { pctMaxDischargePower: '62,5' }
  assert.deepEqual(controlOf(form({ terms, priority: '3', startsAt: '2027-01-31T12:00' }), 'n-1'), {
    ...{ id: 'n-1', type: 'LimitMaxDischarge', isDefault: true, priority: 3, terms: { pctMaxDischargePower: 62.5 } },
  })
  const once = controlOf(form({ terms, when: 'scheduled', startsAt: '2027-01-31T12:00', minutes: '90' }), 'n-1')
  assert.deepEqual([once.isDefault, once.durationSeconds], [false, 5_400])
  assert.equal(once.startsAt, new Date('2027-01-31T12:00').toISOString())
  assert.equal(controlOf(form({ type: 'Gradients', when: 'scheduled' }), 'n-1').isDefault, true)
})

test('each type of control sends its own values and no others', () => {
  const left = { setpoint: '-20', displacement: '0.95', overFreq: '50.2' }
  const of = (type: string) => controlOf(form({ type, terms: left, points: '99; 0\n103 -40' }), 'n').terms
  assert.deepEqual(of('FixedVar'), { setpoint: -20, unit: 'PctMaxVar' })
  assert.deepEqual(of('FixedPFInject'), { displacement: 0.95, excitation: true })
  assert.deepEqual(of('VoltVar'), {
    yUnit: 'PctMaxVar',
    curveData: [
      { x: 99, y: 0 },
      { x: 103, y: -40 },
    ],
  })
})

test('a line that is no point is found before it is sent', () => {
  for (const text of ['', '1', '1; x', '1; 2; 3', Array(11).fill('1; 2').join('\n')])
    assert.equal(pointsOf(text), null, text)
  assert.deepEqual(pointsOf('50,2; 100\n\n'), [{ x: 50.2, y: 100 }])
})

test('a value that lacks or is out of its bounds is found before it is sent', () => {
  const [percent] = termsOf('LimitMaxDischarge')
  assert.deepEqual(
    ['', 'much', '101', '100'].map((text) => termFault(percent!, text)),
    ['missing', 'number', 'bounds', null],
  )
  for (const type of controlTypes) assert.ok(termsOf(type).length > 0, type)
})
