import type { Phase } from '../dispatch/row.ts'
import type { Channel, CircuitMeter, MeterMinute, NewMeter } from './meter.ts'

/** The meters of circuits, of one tenant; removed ones are left out, and so are those of removed circuits. */
export type MeterStore = {
  all(): Promise<CircuitMeter[]>
  meters(siteId: number): Promise<CircuitMeter[]>
  meter(id: number): Promise<CircuitMeter | null>
  /** The highest rise within one interval, 99th percentile of the last 14 days; null before there are enough (3.2). */
  usualRise(meterId: number): Promise<Record<Channel, number | null>>
  /** Minute by minute, mean values. */
  history(
    meterId: number,
    from: Temporal.Instant,
    to: Temporal.Instant,
  ): Promise<{ at: Temporal.Instant; amps: Record<Phase, number | null>; powerW: number | null }[]>
}

export type MeterWriter = {
  /** Null when the circuit has a meter already. */
  addMeter(meter: NewMeter, secret: MeterSecret): Promise<CircuitMeter | null>
  /** Null when there is none. */
  removeMeter(id: number): Promise<CircuitMeter | null>
  /** What is kept of a minute already is joined with it. */
  keepMinutes(minutes: readonly MeterMinute[]): Promise<void>
}

/** What a meter is read with, or shows who it is with: sealed and hashed before it comes here. */
export type MeterSecret = { passwordSealed: Buffer | null; pushTokenHash: Buffer | null }
