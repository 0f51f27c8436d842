import type { Phase } from '../../dispatch/row.ts'
import type { Circuit } from '../circuit.ts'
import type { CircuitMeter, CircuitSample } from '../meter.ts'
import { assumedAt } from '../unmanaged-load.ts'
import type { Load, MeterState } from './judge-sample.ts'
import { type MeteredCircuit, wattsPerPhaseAmp } from './metered-circuit.ts'

/** What a circuit carries that is not ours to steer, and how that is known. */
export type UnmanagedLoad = {
  amps: Record<Phase, number>
  powerW: number
  /** `assumed` is configured for this time of day; `whole-fuse` is all but the fallbacks; `none`: there is nothing. */
  source: 'measured' | 'assumed' | 'whole-fuse' | 'none'
  /** Set while a meter that should tell does not, or is not believed. */
  reason: 'meter_fallback' | null
}

export type UnmanagedQuestion = {
  circuit: MeteredCircuit & Pick<Circuit, 'assumed' | 'marginPercent' | 'leastMarginA'>
  /** Null for a circuit without one. */
  meter: Pick<CircuitMeter, 'measures'> | null
  state: MeterState | null
  /** What chargers below drew when the last good sample was taken. */
  drawnThen: Load
  /** What chargers below fall back to by themselves, together. */
  fallback: Load
  now: Temporal.Instant
  timeZone: string
}

/**
 * The unmanaged load of one circuit. A meter of everything is read less what chargers drew at that very time, and never
 * below zero. While a meter is not believed the worst case counts: what is assumed for this time of day, or all of the
 * fuse but what the chargers fall back to (smart-charging 3.3).
 */
export function unmanagedLoad(asked: UnmanagedQuestion): UnmanagedLoad {
  const { circuit, meter, state, fallback } = asked
  if (meter && state?.condition === 'good' && state.good) return measured(state.good, asked)
  const reason = meter ? ('meter_fallback' as const) : null
  if (circuit.assumed.length > 0) {
    const local = asked.now.toZonedDateTimeISO(asked.timeZone).toPlainTime()
    return { ...withPower(assumedAt(circuit, local), circuit), source: 'assumed', reason }
  }
  if (!meter) return { amps: { L1: 0, L2: 0, L3: 0 }, powerW: 0, source: 'none', reason: null }
  return { ...wholeFuse(circuit, fallback), source: 'whole-fuse', reason }
}

function measured(sample: CircuitSample, { circuit, meter, drawnThen }: UnmanagedQuestion): UnmanagedLoad {
  const ours: Load = meter?.measures === 'unmanaged' ? { L1: 0, L2: 0, L3: 0, power: 0 } : drawnThen
  const perAmp = wattsPerPhaseAmp(circuit)
  const rest = (value: number, channel: keyof Load) => Math.max(0, value - ours[channel])
  const told = phases.filter((phase) => sample.amps[phase] !== null)
  // A meter that tells only power may have all of it on one phase.
  const restW = sample.powerW === null ? null : rest(sample.powerW, 'power')
  const amps = (phase: Phase) =>
    told.length > 0
      ? rest(sample.amps[phase] ?? 0, phase)
      : phase === 'L1' || circuit.phases === 3
        ? restW! / perAmp
        : 0
  const each = { L1: amps('L1'), L2: amps('L2'), L3: amps('L3') }
  return { amps: each, powerW: restW ?? (each.L1 + each.L2 + each.L3) * perAmp, source: 'measured', reason: null }
}

/** All that the limit leaves beside the fallbacks, so that these still fit below it. */
function wholeFuse({ ratedA, limitW, ...circuit }: UnmanagedQuestion['circuit'], fallback: Load) {
  const marginA = ratedA === null ? 0 : Math.max((ratedA * circuit.marginPercent) / 100, circuit.leastMarginA)
  const perAmp = wattsPerPhaseAmp({ ratedA, limitW, ...circuit })
  const fuseA = ratedA ?? (limitW === null ? 0 : limitW / perAmp)
  const fuseW = limitW ?? (ratedA === null ? 0 : ratedA * perAmp * circuit.phases)
  const left = (phase: Phase) => Math.max(0, fuseA - marginA - fallback[phase])
  return {
    amps: { L1: left('L1'), L2: left('L2'), L3: left('L3') },
    powerW: Math.max(0, fuseW - fallback.power),
  }
}

function withPower(amps: Record<Phase, number>, circuit: MeteredCircuit) {
  const used = phases.slice(0, circuit.phases)
  return { amps, powerW: used.reduce((sum, phase) => sum + amps[phase], 0) * wattsPerPhaseAmp(circuit) }
}

const phases = ['L1', 'L2', 'L3'] as const
