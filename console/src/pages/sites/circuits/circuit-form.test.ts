import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CircuitView } from '../../../../../api/console/wire/circuits.ts'
import { circuitOf, formOf } from './circuit-form.ts'
import { treesOf } from './circuit-tree.ts'

const circuit = {
  ...{ id: 4, publicId: 'c', parentId: 1, name: 'Row A', phases: 3, wiring: 'star', voltageV: 230, ratedA: 63 },
  ...{ limitW: 40_500, contractW: null, unbalanceA: null, marginPercent: 3, leastMarginA: 1, transformer: null },
  ...{ assumed: [{ from: '00:00', amps: { L1: 5, L2: 5, L3: 5 } }], etag: 1, rows: [], meters: [] },
} satisfies CircuitView

test('a circuit that is opened and saved unchanged stays what it was', () => {
  const { id, publicId, transformer, etag, rows, meters, ...members } = circuit
  assert.deepEqual(circuitOf(formOf(circuit, null), circuit), members)
})

test('a load over the day that the form cannot show is left as it is', () => {
  const amps = { L1: 9, L2: 1, L3: 1 }
  const shaped = { ...circuit, assumed: [...circuit.assumed, { from: '08:00', amps }] }
  const form = formOf(shaped, null)
  assert.equal('assumed' in circuitOf(form, shaped), false)
  assert.deepEqual(circuitOf({ ...form, assumedA: '3' }, shaped).assumed, [
    { from: '00:00', amps: { L1: 3, L2: 3, L3: 3 } },
  ])
})

test('a circuit below another takes over how that one is wired', () => {
  const made = circuitOf({ ...formOf(null, { ...circuit, phases: 1, voltageV: 240 }), name: ' Pod ' }, null)
  assert.deepEqual([made.name, made.parentId, made.phases, made.voltageV, made.ratedA], ['Pod', 4, 1, 240, null])
})

test('circuits make trees, and one whose parent is gone still stands at the top', () => {
  const lost = { ...circuit, id: 9, parentId: 77 }
  const grid = { ...circuit, id: 1, parentId: null }
  const [first, second] = treesOf({ circuits: [grid, circuit, lost], chargers: [] })
  assert.deepEqual([first?.circuit.id, first?.below.map((one) => one.circuit.id), second?.circuit.id], [1, [4], 9])
})
