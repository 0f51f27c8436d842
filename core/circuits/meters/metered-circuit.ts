import type { Circuit } from '../circuit.ts'

/** What of a circuit tells whether a reading of it can be true. */
export type MeteredCircuit = Pick<Circuit, 'phases' | 'wiring' | 'voltageV' | 'ratedA' | 'limitW'>

/** W for an equal current in every phase. */
export function wattsPerAmp({ phases, wiring, voltageV }: MeteredCircuit): number {
  if (phases === 1) return voltageV
  return voltageV * (wiring === 'star' ? 3 : Math.sqrt(3))
}

/** W for one A in one phase. */
export function wattsPerPhaseAmp(circuit: MeteredCircuit): number {
  return wattsPerAmp(circuit) / circuit.phases
}

/** What the fuse lets through: by its rating, else by its limit in power. */
export function mostOf(circuit: MeteredCircuit): { amps: number | null; powerW: number | null } {
  const perAmp = wattsPerAmp(circuit)
  return {
    amps: circuit.ratedA ?? (circuit.limitW === null ? null : circuit.limitW / wattsPerPhaseAmp(circuit)),
    powerW: circuit.ratedA === null ? circuit.limitW : circuit.ratedA * perAmp,
  }
}
