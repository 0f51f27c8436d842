import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Deviation } from '../../../../api/console/wire/deviations.ts'
import { byModel } from './by-model.ts'

const deviation = (model: string, rule: string, times: number): Deviation => ({
  ...{ vendor: 'Acme', model, firmware: '1.0', rule, action: 'BootNotification', times, example: '' },
  ...{ firstSeenAt: '2027-01-01T00:00:00.000Z', lastSeenAt: '2027-01-02T00:00:00.000Z' },
  charger: { id: 1, identity: 'CP-1' },
})

const seen = [deviation('Two', 'enum-case', 1), deviation('One', 'frame-empty', 3), deviation('Two', 'id-number', 9)]
const shown = (q: string) =>
  byModel(seen, q, (rule) => `text of ${rule}`).map(({ model, deviations }) => [
    model,
    deviations.map((one) => one.rule),
  ])

test('deviations are shown by model, the frequent ones first', () => {
  assert.deepEqual(shown(''), [
    ['Two', ['id-number', 'enum-case']],
    ['One', ['frame-empty']],
  ])
})

test('a search finds model, rule and its text, all words of it', () => {
  assert.deepEqual(shown('TWO enum'), [['Two', ['enum-case']]])
  assert.deepEqual(shown('text of frame'), [['One', ['frame-empty']]])
  assert.deepEqual(shown('nothing'), [])
})
