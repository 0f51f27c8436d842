import type * as ocpp from 'typed-ocpp/dist/ocpp21/types.js'
import type { Reply } from '../socket/dialogue.ts'
import type { World201 } from '../v201/messages.ts'
import type { Battery } from './battery-swap.ts'
import type { DerControls } from './der-controls.ts'
import type { DynamicProfiles } from './dynamic-profiles.ts'
import type { PriorityCharging } from './priority-charging.ts'
import type { Resuming } from './resume.ts'
import type { Streams } from './streams.ts'
import type { Tariffs } from './tariffs.ts'
import type { TransactionLimits } from './transaction-limits.ts'
import type { WebPayments } from './web-payment.ts'

/** The calls of the server that 2.1 has beside those of 2.0.1, or that mean more there. */
export type Calls21 = {
  AFRRSignal: [ocpp.AFRRSignalRequest, ocpp.AFRRSignalResponse]
  AdjustPeriodicEventStream: [ocpp.AdjustPeriodicEventStreamRequest, ocpp.AdjustPeriodicEventStreamResponse]
  ChangeTransactionTariff: [ocpp.ChangeTransactionTariffRequest, ocpp.ChangeTransactionTariffResponse]
  ClearDERControl: [ocpp.ClearDERControlRequest, ocpp.ClearDERControlResponse]
  ClearTariffs: [ocpp.ClearTariffsRequest, ocpp.ClearTariffsResponse]
  GetDERControl: [ocpp.GetDERControlRequest, ocpp.GetDERControlResponse]
  GetPeriodicEventStream: [ocpp.GetPeriodicEventStreamRequest, ocpp.GetPeriodicEventStreamResponse]
  GetTariffs: [ocpp.GetTariffsRequest, ocpp.GetTariffsResponse]
  NotifyAllowedEnergyTransfer: [ocpp.NotifyAllowedEnergyTransferRequest, ocpp.NotifyAllowedEnergyTransferResponse]
  NotifyWebPaymentStarted: [ocpp.NotifyWebPaymentStartedRequest, ocpp.NotifyWebPaymentStartedResponse]
  RequestBatterySwap: [ocpp.RequestBatterySwapRequest, ocpp.RequestBatterySwapResponse]
  RequestStartTransaction: [ocpp.RequestStartTransactionRequest, ocpp.RequestStartTransactionResponse]
  Reset: [ocpp.ResetRequest, ocpp.ResetResponse]
  SetChargingProfile: [ocpp.SetChargingProfileRequest, ocpp.SetChargingProfileResponse]
  SetDERControl: [ocpp.SetDERControlRequest, ocpp.SetDERControlResponse]
  SetDefaultTariff: [ocpp.SetDefaultTariffRequest, ocpp.SetDefaultTariffResponse]
  TriggerMessage: [ocpp.TriggerMessageRequest, ocpp.TriggerMessageResponse]
  UpdateDynamicSchedule: [ocpp.UpdateDynamicScheduleRequest, ocpp.UpdateDynamicScheduleResponse]
  UsePriorityCharging: [ocpp.UsePriorityChargingRequest, ocpp.UsePriorityChargingResponse]
}

/** What the parts of a 2.1 charger work with. */
export type World21 = World201 & {
  readonly streams: Streams
  readonly tariffs: Tariffs
  readonly transactionLimits: TransactionLimits
  readonly dynamicProfiles: DynamicProfiles
  readonly priorityCharging: PriorityCharging
  readonly derControls: DerControls
  readonly batteries: Battery[]
  readonly resuming: Resuming
  readonly webPayments: WebPayments
  /** Kinds of energy transfer that the server allows, by transaction. Q02 */
  readonly allowedTransfers: Map<string, readonly ocpp.EnergyTransferModeEnumType[]>
}

export type Answer21<Action extends keyof Calls21> = (
  world: World21,
  request: Calls21[Action][0],
) => (Reply & { answer: Calls21[Action][1] }) | Promise<Reply & { answer: Calls21[Action][1] }>

export type Answers21 = { [Action in keyof Calls21]: Answer21<Action> }
