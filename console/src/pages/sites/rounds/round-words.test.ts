import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { grantsOf, nameOfBinding } from './round-words.ts'

const site = {
  circuits: [{ id: 12, name: 'Row A' }],
  chargers: [{ id: 7, identity: 'BUS-7' }],
} as SiteDetail

test('a recorded round tells what each session was granted, why, and what was sent', () => {
  const outcome = {
    grants: [
      { key: '7/1', sessionId: '9', value: 16, unit: 'A', reason: 'phase_limit', boundBy: 'c12/L2' },
      { key: '8/2', sessionId: '10', value: 0, unit: 'W', reason: 'fault', boundBy: null },
      { key: 5 },
      null,
    ],
    sends: [{ key: '7/1', kind: 'raise', value: 16 }],
  }
  assert.deepEqual(
    grantsOf({ outcome }, site.chargers).map(({ place, value, reason, sent }) => [place, value, reason, sent]),
    [
      ['BUS-7 / 1', 16, 'phase_limit', 'raise'],
      ['8 / 2', 0, 'fault', null],
    ],
  )
  assert.deepEqual(grantsOf({ outcome: {} }, []), [])
})

test('what bound a session is named, and told as it stands when it is gone', () => {
  const bindings = ['c12/L2', 'c12/W', 'c13/L1', 'charger7', 'limit4', null]
  assert.deepEqual(
    bindings.map((one) => nameOfBinding(one, site)),
    ['Row A L2', 'Row A', 'c13/L1', 'BUS-7', 'limit4', null],
  )
})
