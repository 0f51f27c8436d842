import type { StopReason } from './session.ts'

/**
 * One charge of one vehicle, as the vehicle and the meter saw it: what the server's record must agree with. A vehicle
 * that goes on after a fault or a power loss begins another visit, since the charger does.
 */
export type Visit = {
  id: string
  vehicle: string
  charger: string
  evse: number
  card: string
  pluggedAt: Temporal.Instant
  /** Null: it never charged. */
  startedAt: Temporal.Instant | null
  endedAt: Temporal.Instant | null
  unpluggedAt: Temporal.Instant | null
  /** Whole watt-hours that passed the meter into this vehicle. */
  energyWh: number
  /** The session's id on the wire; null while the charger knows none. */
  transactionId: string | null
  /** Shares of the battery, 0 to 1. */
  socStart: number
  socEnd: number
  stopReason: StopReason | null
  /** The card was not accepted, or there was no place to charge. */
  refused: boolean
}
