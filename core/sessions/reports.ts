import type { Decimal } from 'decimal.js'
import type { ChargerRef } from '../context.ts'
import type { Reading } from '../metering/reading.ts'

/** What a charger says of a session, translated from its OCPP version. Times are the charger's own; null where it gave none. */

/** OCPP 1.6 StartTransaction. */
export type SessionStart = {
  charger: ChargerRef
  connector: number
  tokenUid: string
  startedAt: Temporal.Instant | null
  meterStartWh: Decimal
  reservationId: number | null
}

/** OCPP 1.6 StopTransaction. `wireId` is as sent: it may be 0, negative or unknown to us. */
export type SessionStop = {
  charger: ChargerRef
  wireId: number
  tokenUid: string | null
  endedAt: Temporal.Instant | null
  meterStopWh: Decimal
  /** Null means Local. */
  reason: string | null
  readings: readonly Reading[]
}

/** OCPP 1.6 MeterValues, and 2.x MeterValues (`wireId` null: outside sessions only). */
export type MeterReport = {
  charger: ChargerRef
  evse: number
  connector: number | null
  wireId: number | null
  readings: readonly Reading[]
}

/** OCPP 2.x TransactionEvent. Fields are sent once: null means "not said", never "no longer". */
export type SessionEventReport = {
  charger: ChargerRef
  wireId: string
  type: 'Started' | 'Updated' | 'Ended'
  seqNo: number
  trigger: string
  at: Temporal.Instant | null
  offline: boolean
  evse: number | null
  connector: number | null
  token: { uid: string; type: string } | null
  chargingState: string | null
  stoppedReason: string | null
  reservationId: number | null
  remoteStartId: number | null
  readings: readonly Reading[]
  /** SHA-256 over the payload: tells a repeat from a second event with the same number. */
  contentHash: Buffer
}
