import { type Channel, type CircuitSample, channelValue } from '../meter.ts'
import type { Judging, MeterState } from './judge-sample.ts'
import { mostOf } from './metered-circuit.ts'

/**
 * A change that no load makes: the same value with the other sign, or a thousandth of it. What comes after would look
 * right again, and leave room that is not there; so it stays suspect until the value is as it was before.
 */
export type Suspicion = { fault: 'sign_flip' | 'units'; value: number; drawn: number | null }

export function suspicionOf(
  state: MeterState,
  sample: CircuitSample,
  judging: Judging,
  channel: Channel,
): Suspicion | null {
  const value = channelValue(sample, channel)
  const held = state.suspicion[channel]
  const drawn = judging.drawn?.[channel] ?? null
  if (value === null) return held
  if (held) return isOver(held, value, drawn) ? null : held
  const last = state.last === null ? null : channelValue(state.last.sample, channel)
  if (last === null) return null
  const before = { value: last, drawn: state.last?.drawn?.[channel] ?? null }
  if (isMirrored(last, value, judging, channel)) return { fault: 'sign_flip', ...before }
  const isThousandth = isShrunk(last, value, channel) && !isExplained(before, value, drawn)
  return isThousandth ? { fault: 'units', ...before } : null
}

function isMirrored(last: number, value: number, { circuit }: Judging, channel: Channel): boolean {
  const most = mostOf(circuit)
  const least = channel === 'power' ? Math.max(500, 0.1 * (most.powerW ?? 0)) : Math.max(2, 0.1 * (most.amps ?? 0))
  return (
    Math.abs(last) >= least && Math.sign(value) === -Math.sign(last) && Math.abs(last + value) < 0.2 * Math.abs(last)
  )
}

function isShrunk(last: number, value: number, channel: Channel): boolean {
  const share = value / last
  return Math.abs(last) >= (channel === 'power' ? 1000 : 5) && share > 0.6 / 1000 && share < 1.5 / 1000
}

/** Chargers stopped: that takes away at least half of what is gone. */
function isExplained(before: Pick<Suspicion, 'value' | 'drawn'>, value: number, drawn: number | null): boolean {
  return before.drawn !== null && drawn !== null && before.drawn - drawn >= 0.5 * (before.value - value)
}

function isOver(held: Suspicion, value: number, drawn: number | null): boolean {
  if (held.fault === 'sign_flip') return Math.sign(value) !== -Math.sign(held.value)
  return value / held.value > 1 / 30 || isExplained(held, value, drawn)
}
