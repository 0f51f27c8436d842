import type { SessionState } from '../sessions/session.ts'

/** A charger as it is seen at this moment: what was configured of it, and what it said last. Never changed in place. */
export type LiveCharger = {
  id: number
  identity: string
  name: string | null
  blocked: boolean
  connected: boolean
  /** When it connected or left; null when it was never connected. */
  linkChangedAt: Temporal.Instant | null
  version: string | null
  vendor: string | null
  model: string | null
  firmware: string | null
  heardAt: Temporal.Instant | null
  /** What it says of itself as a whole. */
  whole: LiveStatus | null
  /** By their number within the charger. */
  connectors: readonly LiveConnector[]
  /** What the meters of its EVSEs showed last; none for the main meter. */
  meters: readonly LiveMeter[]
  /** Those that are open, oldest first. */
  sessions: readonly LiveSession[]
}

export type LiveStatus = {
  /** In the words of the charger's OCPP version. */
  status: string
  errorCode: string | null
  /** Since when it has this status, as far as we know. */
  since: Temporal.Instant
}

export type LiveConnector = { evse: number; connector: number; number: number; status: LiveStatus | null }

export type LiveMeter = {
  evse: number
  at: Temporal.Instant
  powerW: number | null
  energyWh: number | null
  socPercent: number | null
}

/** A session with what the meter says of it by now: its stored record is behind while it is open. */
export type LiveSession = {
  id: number
  state: SessionState
  evse: number | null
  connector: number | null
  card: string | null
  vehicle: string | null
  startedAt: Temporal.Instant | null
  endedAt: Temporal.Instant | null
  /** What the register showed when it began; null when that is not known. */
  startWh: number | null
  energyWh: number
  powerW: number | null
  initialSoc: number | null
  socPercent: number | null
  /** 2.x only. */
  chargingState: string | null
  endReason: string | null
  flags: readonly string[]
}

/** Does it still run, as far as we know? */
export function isOpen({ state }: Pick<LiveSession, 'state'>): boolean {
  return state === 'pending' || state === 'active' || state === 'unknown'
}

/** The power that a charger draws; of one that is not connected nobody knows. */
export function powerOf({ connected, meters }: Pick<LiveCharger, 'connected' | 'meters'>): number {
  return connected ? meters.reduce((sum, meter) => sum + (meter.powerW ?? 0), 0) : 0
}
