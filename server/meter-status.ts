import type { CircuitSample } from '#core/circuits/meter.ts'
import { type MeterFault, type MeterState, unheard } from '#core/circuits/meters/judge-sample.ts'
import type { MeterReader } from '#feeds/meters/reader.ts'
import type { MeterToRead } from '#storage/meter-feed.ts'

/** What is held of one meter while it is read. */
export type HeldMeter = {
  meter: MeterToRead
  /** Whether this node does; what it is told by others counts all the same. */
  isRead: boolean
  reader: MeterReader | null
  state: MeterState
  heardAt: Temporal.Instant | null
  link: { connected: boolean; error: string | null; since: Temporal.Instant }
  wrong: { count: number; why: string | null; at: Temporal.Instant | null }
}

/** A meter as people see it at this moment. */
export type MeterStatus = {
  /** Of a meter that pushes: whether it has sent anything since this server runs. */
  link: HeldMeter['link']
  condition: MeterState['condition']
  fault: MeterFault | null
  /** How many good samples in a row there are, of the three that are needed. */
  goodInRow: number
  heardAt: Temporal.Instant | null
  /** The last that could be read, good or not. */
  sample: CircuitSample | null
  /** Messages that were no readings, since this server runs. */
  wrong: HeldMeter['wrong']
}

export function heldMeter(meter: MeterToRead, now: Temporal.Instant): HeldMeter {
  return {
    meter,
    isRead: false,
    reader: null,
    state: unheard,
    heardAt: null,
    link: { connected: false, error: null, since: now },
    wrong: { count: 0, why: null, at: null },
  }
}

export function statusOf({ link, wrong, heardAt }: HeldMeter, state: MeterState): MeterStatus {
  const { condition, fault, goodInRow, last } = state
  return { link, condition, fault, goodInRow, heardAt, sample: last?.sample ?? null, wrong }
}
