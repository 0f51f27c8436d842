import type { ChargingProfile } from './profiles/charging-profile.ts'
import type { Vehicle } from './vehicle.ts'

export type StopReason =
  | 'local'
  | 'remote'
  | 'unplugged'
  | 'refused'
  | 'fault'
  | 'power-loss'
  | 'soft-reset'
  | 'hard-reset'
  | 'unlocked'

/** A card and the group that it belongs to, null for none or one that is not known. */
export type Guest = { readonly card: string; readonly group: string | null }

/** One charge at one EVSE, as the charger knows it. */
export type Session = Guest & {
  /** The charger's own id; on the wire in 2.0.1. */
  readonly id: string
  /** What the other side calls it: from the reply in 1.6, our own in 2.0.1; null while unknown. */
  wireId: string | null
  readonly evse: number
  readonly vehicle: Vehicle
  readonly socStart: number
  readonly startedMs: number
  readonly meterStartWh: number
  readonly start: SessionStart
  /** The card was refused afterwards, and the charger is set to stop only the energy. */
  isSuspended: boolean
  ended: SessionEnd | null
}

/** How it came to the session. */
export type SessionStart = {
  by: 'card' | 'remote'
  remoteStartId: number | null
  reservationId: number | null
  /** For this session only, from whoever started it. */
  profile: ChargingProfile | null
}

export type SessionEnd = { atMs: number; meterWh: number; soc: number; reason: StopReason; card: string | null }
