import { type CircuitSample, channels, channelValue } from '../meter.ts'
import { type MeteredCircuit, wattsPerPhaseAmp } from './metered-circuit.ts'

/** Says nothing at all, or something that is no number. */
export function isUnreadable(sample: CircuitSample): boolean {
  const values = channels.map((channel) => channelValue(sample, channel)).filter((value) => value !== null)
  return values.length === 0 || values.some((value) => !Number.isFinite(value))
}

/** Tells some of three phases, or none any more. */
export function isPhaseMissing(sample: CircuitSample, before: CircuitSample | null, { phases }: MeteredCircuit) {
  const told = phasesTold(sample)
  if (phases === 3 && told > 0 && told < 3) return true
  return before !== null && told === 0 && phasesTold(before) > 0
}

/** More than fuse × 1.5, or a leap by as much from one sample to the next. */
export function isImpossible(
  sample: CircuitSample,
  before: CircuitSample | null,
  most: { amps: number | null; powerW: number | null },
): boolean {
  return channels.some((channel) => {
    const limit = channel === 'power' ? most.powerW : most.amps
    const value = channelValue(sample, channel)
    if (limit === null || value === null) return false
    const last = before === null ? null : channelValue(before, channel)
    return Math.abs(value) > 1.5 * limit || (last !== null && Math.abs(value - last) > 1.5 * limit)
  })
}

/** Power and currents tell the same but for a factor of a thousand: kW taken for W, or the other way about. */
export function isUnitMixUp({ amps, powerW }: CircuitSample, circuit: MeteredCircuit): boolean {
  const known = [amps.L1, amps.L2, amps.L3].filter((value) => value !== null)
  if (powerW === null || powerW === 0 || known.length < circuit.phases) return false
  const apparentW = known.reduce((sum, value) => sum + Math.abs(value), 0) * wattsPerPhaseAmp(circuit)
  const share = Math.abs(powerW) / apparentW
  // A power factor above a third, and a meter that is off by a tenth.
  const isThousandth = apparentW >= 1000 && share > 0.3 / 1000 && share < 1.1 / 1000
  return isThousandth || (Math.abs(powerW) >= 1000 && share > 300 && share < 1100)
}

function phasesTold({ amps }: CircuitSample): number {
  return [amps.L1, amps.L2, amps.L3].filter((value) => value !== null).length
}
