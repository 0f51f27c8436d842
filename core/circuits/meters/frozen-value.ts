import type { Channel } from '../meter.ts'
import type { Judging } from './judge-sample.ts'

/** A value that is told again and again, with what chargers drew when they had told what belongs to it. */
export type FrozenRun = { value: number; drawn: number; changes: number; sinceMs: number }

/**
 * A meter sees a change of the chargers earlier than they tell of it, by as much as they are silent between two samples:
 * what they tell in that time belongs to the value. After it one repeated value proves nothing: two after a change do.
 */
export function runOf(
  run: FrozenRun | null,
  value: number | null,
  { measures, drawn, now }: Pick<Judging, 'measures' | 'drawn' | 'now'>,
  channel: Channel,
): FrozenRun | null {
  // What is not ours does not move with our chargers.
  if (value === null || drawn === null || measures === 'unmanaged') return null
  const nowMs = now.epochMilliseconds
  if (run?.value !== value) return { value, drawn: drawn[channel], changes: 0, sinceMs: nowMs }
  if (nowMs - run.sinceMs < tellingMs) return { ...run, drawn: drawn[channel] }
  const least = channel === 'power' ? 230 : 1
  const isChanged = Math.abs(drawn[channel] - run.drawn) > Math.max(0.1 * run.drawn, least)
  return { ...run, changes: isChanged || run.changes >= provenAfter ? run.changes + 1 : 0 }
}

export function isFrozen(run: FrozenRun | null): boolean {
  return run !== null && run.changes >= provenAfter
}

const provenAfter = 2
/** Chargers tell of themselves once a minute, usually. */
const tellingMs = 90_000
