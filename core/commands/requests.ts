import type { DerRequest } from './requests/der.ts'
import type { DisplayRequest } from './requests/displays.ts'
import type { FirmwareRequest } from './requests/firmware.ts'
import type { MonitoringRequest } from './requests/monitoring.ts'
import type { ReservationRequest } from './requests/reservations.ts'
import type { SecurityRequest } from './requests/security.ts'
import type { SettingsRequest } from './requests/settings.ts'
import type { SmartChargingRequest } from './requests/smart-charging.ts'
import type { TransactionRequest } from './requests/transactions.ts'

/** What can be asked of a charger, whatever OCPP version it speaks. What a version cannot do is refused before it is sent. */
export type CommandRequest =
  | { kind: 'start'; evse: number | null; tokenUid: string }
  /** Without a session's number, the only one that runs on the EVSE, or on the charger. */
  | { kind: 'stop'; sessionId: number | null; evse: number | null; connector?: number }
  | { kind: 'reset'; mode: 'soft' | 'hard' }
  | { kind: 'unlock'; connector: number }
  /** Of one connector, or of the whole charger: whether it may be used. */
  | { kind: 'availability'; operative: boolean; connector: number | null }
  | { kind: 'trigger'; message: TriggerableMessage; connector: number | null }
  | DerRequest
  | DisplayRequest
  | FirmwareRequest
  | MonitoringRequest
  | SecurityRequest
  | ReservationRequest
  | SettingsRequest
  | SmartChargingRequest
  | TransactionRequest
  | CustomRequest

/** A message of the charger's own OCPP version, word for word: an operator's explicit override. */
export type CustomRequest = { kind: 'custom'; action: string; payload: object }

/** What a charger can be made to send, in the words of the standard; `LogStatus` is 1.6's diagnostics as well. */
export type TriggerableMessage =
  | 'BootNotification'
  | 'FirmwareStatusNotification'
  | 'Heartbeat'
  | 'LogStatusNotification'
  | 'MeterValues'
  | 'PublishFirmwareStatusNotification'
  | 'StatusNotification'
  | 'TransactionEvent'
