import { type Channel, type CircuitSample, channels, channelValue } from '../meter.ts'
import { type FrozenRun, isFrozen, runOf } from './frozen-value.ts'
import { isImpossible, isPhaseMissing, isUnitMixUp, isUnreadable } from './implausible.ts'
import { type MeteredCircuit, mostOf } from './metered-circuit.ts'
import { type Suspicion, suspicionOf } from './suspicion.ts'

/** Why a meter is not believed (smart-charging 3.3). */
export type MeterFault =
  | 'silent' // nothing was heard for so long
  | 'late' // what came was measured too long ago
  | 'future' // more than a minute ahead of our clock
  | 'phase_missing'
  | 'sign_flip'
  | 'jump' // beyond what the fuse lets through, or a leap by as much
  | 'frozen' // the same value while chargers change
  | 'units' // W taken for kW, or mA for A
  | 'unreadable'

/** Whether a meter is believed, and what is needed to judge its next sample. Never changed in place. */
export type MeterState = {
  condition: 'good' | 'stale' | 'implausible'
  fault: MeterFault | null
  /** Good samples one after another, up to three. */
  goodInRow: number
  /** The last sample that was good; believed while the condition is good. */
  good: CircuitSample | null
  /** The last sample of any kind that could be read. */
  last: { sample: CircuitSample; drawn: Load | null } | null
  run: Record<Channel, FrozenRun | null>
  suspicion: Record<Channel, Suspicion | null>
}

/** What chargers below a circuit are measured to draw together. */
export type Load = Record<Channel, number>

export type Judging = {
  circuit: MeteredCircuit
  measures: 'total' | 'unmanaged'
  intervalSeconds: number
  now: Temporal.Instant
  /** At the time of the sample; null: not known. */
  drawn: Load | null
}

export const unheard: MeterState = {
  condition: 'stale',
  fault: 'silent',
  goodInRow: 0,
  good: null,
  last: null,
  run: { L1: null, L2: null, L3: null, power: null },
  suspicion: { L1: null, L2: null, L3: null, power: null },
}

/**
 * What is to be thought of a meter after its next sample. Whatever was wrong, it is believed again only after three good
 * samples, one after another. A sample that is no newer than the one before tells nothing.
 */
export function judgeSample(state: MeterState, sample: CircuitSample, judging: Judging): MeterState {
  if (!isUnreadable(sample) && state.last && !isNewer(sample, state.last.sample)) return state
  const before = isOver(state.last?.sample.at, judging) ? { ...state, last: null, run: unheard.run } : state
  const fault = faultOf(before, sample, judging)
  if (fault === 'unreadable' || fault === 'future' || fault === 'late') return refused(before, fault)

  const suspicion = perChannel((channel) => suspicionOf(before, sample, judging, channel))
  const run = perChannel((channel) => runOf(before.run[channel], channelValue(sample, channel), judging, channel))
  const heard: MeterState = { ...before, last: { sample, drawn: judging.drawn }, suspicion, run }
  const suspected = channels.map((channel) => suspicion[channel]?.fault).find((one) => one !== undefined)
  const found = fault ?? suspected ?? (channels.some((channel) => isFrozen(run[channel])) ? 'frozen' : null)
  if (found) return refused(heard, found)

  const goodInRow = Math.min(heard.goodInRow + 1, goodSamples)
  const isGood = goodInRow === goodSamples
  return { ...heard, goodInRow, good: sample, ...(isGood ? { condition: 'good', fault: null } : {}) }
}

/** What is to be thought of a meter that has said nothing until now. */
export function judgeSilence(state: MeterState, judging: Pick<Judging, 'intervalSeconds' | 'now'>): MeterState {
  if (!isOver(state.last?.sample.at, judging)) return state
  if (state.condition === 'stale' && state.goodInRow === 0) return state
  return { ...state, condition: 'stale', fault: 'silent', goodInRow: 0 }
}

/** After how long a sample tells nothing of now any more. */
export function staleAfterSeconds(intervalSeconds: number): number {
  return Math.max(3 * intervalSeconds, 15)
}

const goodSamples = 3
const mostAheadSeconds = 60

function faultOf(state: MeterState, sample: CircuitSample, judging: Judging): MeterFault | null {
  const most = mostOf(judging.circuit)
  if (isUnreadable(sample)) return 'unreadable'
  if (secondsBetween(judging.now, sample.at) > mostAheadSeconds) return 'future'
  if (isOver(sample.at, judging)) return 'late'
  if (isPhaseMissing(sample, state.last?.sample ?? null, judging.circuit)) return 'phase_missing'
  if (isImpossible(sample, state.last?.sample ?? null, most)) return 'jump'
  return isUnitMixUp(sample, judging.circuit) ? 'units' : null
}

/** Late samples and silence are the same to whoever relies on it: stale. */
function refused(state: MeterState, fault: MeterFault): MeterState {
  const condition = fault === 'late' ? 'stale' : 'implausible'
  return { ...state, condition, fault, goodInRow: 0 }
}

function isOver(at: Temporal.Instant | undefined, { intervalSeconds, now }: Pick<Judging, 'intervalSeconds' | 'now'>) {
  return at !== undefined && secondsBetween(at, now) > staleAfterSeconds(intervalSeconds)
}

function isNewer(sample: CircuitSample, last: CircuitSample): boolean {
  return Temporal.Instant.compare(sample.at, last.at) > 0
}

function secondsBetween(from: Temporal.Instant, to: Temporal.Instant): number {
  return (to.epochMilliseconds - from.epochMilliseconds) / 1000
}

function perChannel<T>(of: (channel: Channel) => T): Record<Channel, T> {
  return { L1: of('L1'), L2: of('L2'), L3: of('L3'), power: of('power') }
}
