import type { Circuit } from '#core/circuits/circuit.ts'
import { voltageToNeutral } from '#core/circuits/line-currents.ts'
import type { Load, MeterState } from '#core/circuits/meters/judge-sample.ts'
import { type UnmanagedLoad, unmanagedLoad } from '#core/circuits/meters/unmanaged-load.ts'
import type { Amps } from '#core/circuits/unmanaged-load.ts'
import type { SiteInputs } from './site-inputs.ts'

type Given = {
  stateOf(meterId: number): MeterState | null
  /** What chargers below a circuit drew at that time. */
  drawnBelow(circuitId: number, at: Temporal.Instant): Load
  /** What chargers below a circuit fall back to by themselves. */
  fallbackBelow(circuitId: number): Load
  now: Temporal.Instant
}

/** What is not ours to steer, by circuit, with all that is below it. */
export function unmanagedLoads(inputs: SiteInputs, given: Given): Map<number, UnmanagedLoad> {
  const { now } = given
  return new Map(
    inputs.topology.circuits.map((circuit) => {
      const meter = inputs.meters.find(({ circuitId }) => circuitId === circuit.id) ?? null
      const state = meter && given.stateOf(meter.id)
      const drawnThen = state?.good ? given.drawnBelow(circuit.id, state.good.at) : nothing
      const fallback = given.fallbackBelow(circuit.id)
      const { timeZone } = inputs.site
      return [circuit.id, unmanagedLoad({ circuit, meter, state, drawnThen, fallback, now, timeZone })]
    }),
  )
}

/**
 * What draws at each circuit itself: of what its meter shows, that which the circuits below do not account for. A circuit
 * below with another voltage is not subtracted: it is then counted twice, which is safe.
 */
export function ownLoads(inputs: SiteInputs, found: ReadonlyMap<number, UnmanagedLoad>): Map<number, Amps> {
  const own = new Map<number, Amps>()
  const whole = new Map<number, Amps>()
  for (const circuit of inputs.topology.circuits.toReversed()) {
    const below = inputs.topology.circuits.filter((one) => one.parentId === circuit.id && isAlike(one, circuit))
    const sum = total(below.map(({ id }) => whole.get(id)!))
    const { amps, source } = found.get(circuit.id)!
    const isMetered = source === 'measured' || source === 'whole-fuse'
    own.set(circuit.id, isMetered ? less(amps, sum) : amps)
    whole.set(circuit.id, isMetered ? most(amps, sum) : total([amps, sum]))
  }
  return own
}

/**
 * In W, at all grid connections together. What limits are kept by where nothing is known, all of the fuse, is nobody's
 * draw: it counts for nothing here.
 */
export function drawnBeside(inputs: SiteInputs, found: ReadonlyMap<number, UnmanagedLoad>): number {
  const own = ownLoads(inputs, found)
  return inputs.topology.circuits.reduce((sum, circuit) => {
    if (found.get(circuit.id)?.source === 'whole-fuse') return sum
    const { L1, L2, L3 } = own.get(circuit.id)!
    return sum + (L1 + L2 + L3) * voltageToNeutral(circuit)
  }, 0)
}

/**
 * In W, at all grid connections together, by their meters alone: less than nothing while more sun is fed in than is
 * drawn. It is for what a plan wishes; no limit is ever kept by what a cloud can take away. Null: not all are measured.
 */
export function measuredBeside(
  { topology, meters }: SiteInputs,
  { stateOf, drawnBelow }: Pick<Given, 'stateOf' | 'drawnBelow'>,
): number | null {
  let sum = 0
  for (const circuit of topology.circuits.filter(({ parentId }) => parentId === null)) {
    const meter = meters.find(({ circuitId }) => circuitId === circuit.id)
    const state = meter && stateOf(meter.id)
    if (state?.condition !== 'good' || !state.good) return null
    const { amps, powerW, at } = state.good
    const volts = voltageToNeutral(circuit)
    const flowsW = powerW ?? ((amps.L1 ?? 0) + (amps.L2 ?? 0) + (amps.L3 ?? 0)) * volts
    if (meter!.measures === 'unmanaged') sum += flowsW
    else {
      const { L1, L2, L3, power } = drawnBelow(circuit.id, at)
      sum += flowsW - (powerW === null ? (L1 + L2 + L3) * volts : power)
    }
  }
  return sum
}

const nothing: Load = { L1: 0, L2: 0, L3: 0, power: 0 }

function isAlike(one: Circuit, other: Circuit): boolean {
  return (
    one.wiring === other.wiring && one.voltageV === other.voltageV && one.phases === other.phases && !one.transformer
  )
}

function total(loads: readonly Amps[]): Amps {
  const sum = (phase: keyof Amps) => loads.reduce((all, load) => all + load[phase], 0)
  return { L1: sum('L1'), L2: sum('L2'), L3: sum('L3') }
}

function less(one: Amps, other: Amps): Amps {
  const rest = (phase: keyof Amps) => Math.max(0, one[phase] - other[phase])
  return { L1: rest('L1'), L2: rest('L2'), L3: rest('L3') }
}

function most(one: Amps, other: Amps): Amps {
  const higher = (phase: keyof Amps) => Math.max(one[phase], other[phase])
  return { L1: higher('L1'), L2: higher('L2'), L3: higher('L3') }
}
