import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bindingPlace } from './binding.ts'

test('what binds a session leads to where it is shown', () => {
  assert.deepEqual(bindingPlace(3, 'c12/L2'), { to: '/sites/3', hash: 'circuit-12' })
  assert.deepEqual(bindingPlace(3, 'c12/W'), { to: '/sites/3', hash: 'circuit-12' })
  assert.deepEqual(bindingPlace(3, 'limit7'), { to: '/sites/3', hash: 'limits' })
  assert.deepEqual(bindingPlace(3, 'charger5'), { to: '/chargers/5' })
  assert.deepEqual(bindingPlace(3, 'charger:5'), { to: '/chargers/5' })
  assert.equal(bindingPlace(3, 'policy'), null)
  assert.equal(bindingPlace(3, null), null)
})
