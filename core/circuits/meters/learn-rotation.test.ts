import assert from 'node:assert/strict'
import { test } from 'node:test'
import { learntPhase, phaseMoved, type RotationObservation } from './learn-rotation.ts'

const start = (L1: number, L2: number, L3: number, changeA = 16): RotationObservation => ({
  changeA,
  phases: { L1, L2, L3 },
})

test('the phase that moves when a charger starts or stops is the one it is connected to', () => {
  assert.equal(phaseMoved(start(0.4, 15.7, -1)), 'L2')
  assert.equal(phaseMoved(start(0.4, -1, -15.5, -16)), 'L3')
})

test('nothing is told by a small change, by another load at the same time, or by a missing phase', () => {
  assert.equal(phaseMoved(start(2, 0, 0, 2)), null)
  assert.equal(phaseMoved(start(16, 16, 0)), null)
  assert.equal(phaseMoved(start(16, 8, 0)), null)
  assert.equal(phaseMoved(start(30, 0, 0)), null)
  assert.equal(phaseMoved({ changeA: 16, phases: { L1: 16, L2: null, L3: 0 } }), null)
})

test('a phase is learnt once three observations agree and hardly any speaks against it', () => {
  const [first, second, unclear] = [start(16, 0, 0), start(0, 16, 0), start(9, 9, 9)]
  assert.equal(learntPhase([first, first]), null)
  assert.equal(learntPhase([first, unclear, first, unclear, first]), 'L1')
  assert.equal(learntPhase([first, first, first, second]), null)
  assert.equal(learntPhase([first, first, first, first, second]), 'L1')
})
