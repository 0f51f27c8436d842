import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EvseSupply } from '#core/circuits/circuit.ts'
import { supplyOfEvse } from '#core/circuits/usual-supply.ts'
import { circuit } from '../../test/circuits/site-model.ts'
import { drawnLoad } from './drawn-load.ts'

const supply = supplyOfEvse({ evse: 1 }, { kind: null, maxA: null, maxW: null, phases: null }, circuit(1))!
const cases: [
  what: string,
  parts: Partial<EvseSupply>,
  amps: [number | null, number | null, number | null],
  lines: number[],
][] = [
  ['three phases, as far as each line is sure to carry it', {}, [16, 15, 15.5], [15, 15, 15]],
  ['three phases, line by line where they are known', { rotation: 'STR' }, [16, 15, 14], [14, 16, 15]],
  ['one of three on the line that is known', { rotation: 'TSR' }, [16, 0, 0], [0, 0, 16]],
  ['one of three on the line that was learnt', { learntPhases: 'L2' }, [16, 0.1, 0], [0, 16, 0]],
  ['one of three, nobody knows which: on all, as it is reckoned with', {}, [16, 0, 0], [16, 16, 16]],
  ['no more of it than it may still draw', {}, [24, 0, 0], [20, 20, 20]],
  ['a single phase that is known', { phases: 'L3' }, [16, null, null], [0, 0, 16]],
  ['a single phase that nobody knows', { phases: 'unknown' }, [16, null, null], [16, 16, 16]],
]

for (const [what, parts, amps, expected] of cases) {
  test(`what an EVSE draws is subtracted from a meter: ${what}`, () => {
    const voltages = { perPhaseV: 230, neutralV: 230 }
    const { L1, L2, L3 } = drawnLoad({ ...supply, ...parts }, voltages, { powerW: null, amps, cap: 20 })
    assert.deepEqual([L1, L2, L3], expected)
  })
}
