import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WhatIfAnswer } from '../../../../../api/console/wire/circuit-limits.ts'
import { capOf, whatIfOf, worstFirst } from './cap-form.ts'

test('a cap is amperes as they are, or kilowatts in whole watts, and nothing that is no number', () => {
  assert.deepEqual(whatIfOf({ amount: '16,5', unit: 'A' }), { value: 16.5, unit: 'A' })
  assert.deepEqual(whatIfOf({ amount: '11.04', unit: 'kW' }), { value: 11_040, unit: 'W' })
  assert.equal(whatIfOf({ amount: 'lots', unit: 'A' }), null)
  assert.deepEqual(capOf({ amount: '0', unit: 'A', until: '', reason: ' works ' }), {
    ...{ value: 0, unit: 'A', until: null, reason: 'works' },
  })
})

test('whoever a cap would make late is named first, then who is late anyway, then who would lose most', () => {
  const session = (sessionId: number, granted: number, wouldBeGranted: number, isLate: boolean, wouldBeLate: boolean) =>
    ({ sessionId, granted, wouldBeGranted, isLate, wouldBeLate }) as WhatIfAnswer['sessions'][number]
  const sessions = [
    session(1, 16, 16, false, false),
    session(2, 16, 8, false, false),
    session(3, 32, 32, true, true),
    session(4, 16, 15, false, true),
  ]
  assert.deepEqual(
    worstFirst(sessions).map(({ sessionId }) => sessionId),
    [4, 3, 2, 1],
  )
})
