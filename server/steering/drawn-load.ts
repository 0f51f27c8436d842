import type { EvseSupply } from '#core/circuits/circuit.ts'
import { linesOf } from '#core/circuits/line-currents.ts'
import type { Load } from '#core/circuits/meters/judge-sample.ts'
import type { Phase } from '#core/dispatch/row.ts'
import type { Drawn } from './picture.ts'

/**
 * What an EVSE's reading means on the lines of its circuit, to be subtracted from what the circuit's meter shows.
 *
 * One or two phases of which nobody knows the lines are reckoned with on all three, so they are subtracted from all
 * three: what a line carries is then never less than it is as long as the EVSE keeps what it has. Only what it may still
 * draw is subtracted so, or a vehicle that has left would hide as much load on the other lines until the next sample.
 */
export function drawnLoad(
  supply: EvseSupply,
  { perPhaseV, neutralV }: { perPhaseV: number; neutralV: number },
  { powerW, amps, cap }: Pick<Drawn, 'powerW' | 'amps'> & { cap: number },
): Load {
  const power = powerW ?? amps.reduce<number>((sum, one) => sum + (one ?? 0) * perPhaseV, 0)
  if (supply.kind === 'dc') return spread(power / supply.efficiency, neutralV)
  const phases = supply.phases === 'unknown' ? (supply.learntPhases ?? supply.phases) : supply.phases
  if (phases === 'L1L2L3') return { ...ofThree(supply, amps, cap), power }
  const first = amps.find((one) => one !== null) ?? 0
  if (phases === 'unknown') return { ...everywhere(Math.min(first, cap)), power }
  const on = (line: Phase) => (phases.includes(line) ? first : 0)
  return { L1: on('L1'), L2: on('L2'), L3: on('L3'), power }
}

/** The same on all three lines. */
export function spread(power: number, neutralV: number): Load {
  return { ...everywhere(power / 3 / neutralV), power }
}

function ofThree(supply: EvseSupply, told: Drawn['amps'], cap: number): Record<Phase, number> {
  const amps = told.map((one) => one ?? 0)
  const used = supply.rotation === null ? own.filter((_, at) => amps[at]! >= inUseA) : own
  const lines = linesOf(supply, used)
  if (lines) {
    const on = (line: Phase) => (lines.includes(line) ? amps[own.indexOf(used[lines.indexOf(line)]!)]! : 0)
    return { L1: on('L1'), L2: on('L2'), L3: on('L3') }
  }
  return everywhere(used.length < own.length ? Math.min(Math.max(...amps), cap) : Math.min(...amps))
}

function everywhere(amps: number): Record<Phase, number> {
  return { L1: amps, L2: amps, L3: amps }
}

const own = ['L1', 'L2', 'L3'] as const satisfies readonly Phase[]
const inUseA = 0.5
