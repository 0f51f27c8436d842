import { channels } from '../meter.ts'
import type { Load } from './judge-sample.ts'

/** What one EVSE was measured to draw on the phases of its circuit at one time. */
export type DrawnAt = { evse: string; at: Temporal.Instant; load: Load }

/**
 * What chargers drew together at that time, as far as it is proven: of two readings around it the lower one, and
 * nothing of an EVSE whose reading is too old. Too little makes the unmanaged load look larger, which is safe.
 */
export function drawnAt(readings: readonly DrawnAt[], at: Temporal.Instant, holdsSeconds = 90): Load {
  const sum: Load = { L1: 0, L2: 0, L3: 0, power: 0 }
  for (const ofEvse of Map.groupBy(readings, ({ evse }) => evse).values()) {
    const ages = ofEvse.map((reading) => ({ ...reading, age: at.epochMilliseconds - reading.at.epochMilliseconds }))
    const before = ages.filter(({ age }) => age >= 0 && age <= holdsSeconds * 1000).toSorted((a, b) => a.age - b.age)[0]
    if (!before) continue
    const after = ages.filter(({ age }) => age < 0).toSorted((a, b) => b.age - a.age)[0] ?? before
    for (const channel of channels) sum[channel] += Math.min(before.load[channel], after.load[channel])
  }
  return sum
}
