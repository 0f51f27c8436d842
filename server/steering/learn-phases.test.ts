import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EvseSupply } from '#core/circuits/circuit.ts'
import { rowsOf } from '#core/circuits/rows-of.ts'
import { charger, circuit, site } from '../../test/circuits/site-model.ts'
import { PhaseLearner } from './learn-phases.ts'
import type { Drawn } from './picture.ts'

type Inputs = Parameters<PhaseLearner['take']>[1]
type Picture = Parameters<PhaseLearner['take']>[2]

/** What is learnt of an EVSE while vehicles that draw like this come and go, and L2 of the circuit moves with them. */
function learntOf(parts: Partial<EvseSupply>, drawing: Drawn['amps'], onMeter = 16): unknown[] {
  const topology = site([circuit(1)], [charger(5, 1, parts)])
  const meter = { id: 9, circuitId: 1, measures: 'total', intervalSeconds: 5, source: { kind: 'push' } }
  const inputs = { rows: rowsOf(topology), meters: [meter] } as unknown as Inputs
  const learner = new PhaseLearner()
  const learnt: unknown[] = []
  const drawn: Drawn[] = []
  const picture = { drawnLately: () => drawn } as unknown as Picture
  for (let step = 0; step < 6; step++) {
    const atMs = 1_700_000_000_000 + step * 60_000
    const isDrawing = step % 2 === 1
    drawn.unshift({ powerW: null, amps: isDrawing ? drawing : [0, 0, 0], atMs })
    const amps = { L1: 20, L2: 5 + (isDrawing ? onMeter : 0), L3: 12 }
    const at = Temporal.Instant.fromEpochMilliseconds(atMs)
    for (const seconds of [0, 5]) {
      const sample = { meterId: 9, at: at.add({ seconds }), amps, powerW: null }
      for (const { learntPhases } of learner.take(sample, inputs, picture)) learnt.push(learntPhases)
    }
  }
  return learnt
}

test('the line of a single phase, and of the first of three, is learnt from what the meter shows', () => {
  assert.equal(learntOf({ phases: 'unknown' }, [16, null, null])[0], 'L2')
  assert.equal(learntOf({}, [16, 0.1, 0])[0], 'L2')
})

test('nothing is learnt where it was said, from another phase than the first, or from several', () => {
  assert.deepEqual(learntOf({ rotation: 'RST' }, [16, 0, 0]), [])
  assert.deepEqual(learntOf({}, [0, 16, 0]), [])
  assert.deepEqual(learntOf({}, [16, 16, 0]), [])
  assert.deepEqual(learntOf({}, [16, null, null]), [])
})
