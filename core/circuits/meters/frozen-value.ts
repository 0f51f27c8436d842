import type { Channel } from '../meter.ts'
import type { Judging } from './judge-sample.ts'

/** A value that is told again and again, with what chargers drew when it was told first. */
export type FrozenRun = { value: number; drawn: number; changes: number }

/**
 * A meter sees a change of the chargers a little earlier or later than they tell of it, so that one repeated value
 * proves nothing: two of them after a change do.
 */
export function runOf(
  run: FrozenRun | null,
  value: number | null,
  { measures, drawn }: Pick<Judging, 'measures' | 'drawn'>,
  channel: Channel,
): FrozenRun | null {
  // What is not ours does not move with our chargers.
  if (value === null || drawn === null || measures === 'unmanaged') return null
  if (run?.value !== value) return { value, drawn: drawn[channel], changes: 0 }
  const least = channel === 'power' ? 230 : 1
  const isChanged = Math.abs(drawn[channel] - run.drawn) > Math.max(0.1 * run.drawn, least)
  return { ...run, changes: isChanged || run.changes >= provenAfter ? run.changes + 1 : 0 }
}

export function isFrozen(run: FrozenRun | null): boolean {
  return run !== null && run.changes >= provenAfter
}

const provenAfter = 2
