import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { Reply } from '../socket/dialogue.ts'
import type { SpeakerWorld } from '../speaker.ts'
import type { Additions } from './additions.ts'
import type { Monitors } from './monitors.ts'
import type { Network } from './network.ts'
import type { Station201 } from './station.ts'
import type { Transactions } from './transactions.ts'

/** The calls of the server that a 2.0.1 charger obeys. */
export type Calls = {
  CancelReservation: [ocpp.CancelReservationRequest, ocpp.CancelReservationResponse]
  CertificateSigned: [ocpp.CertificateSignedRequest, ocpp.CertificateSignedResponse]
  ChangeAvailability: [ocpp.ChangeAvailabilityRequest, ocpp.ChangeAvailabilityResponse]
  ClearCache: [ocpp.ClearCacheRequest, ocpp.ClearCacheResponse]
  ClearChargingProfile: [ocpp.ClearChargingProfileRequest, ocpp.ClearChargingProfileResponse]
  ClearDisplayMessage: [ocpp.ClearDisplayMessageRequest, ocpp.ClearDisplayMessageResponse]
  ClearVariableMonitoring: [ocpp.ClearVariableMonitoringRequest, ocpp.ClearVariableMonitoringResponse]
  CostUpdated: [ocpp.CostUpdatedRequest, ocpp.CostUpdatedResponse]
  CustomerInformation: [ocpp.CustomerInformationRequest, ocpp.CustomerInformationResponse]
  DataTransfer: [ocpp.DataTransferRequest, ocpp.DataTransferResponse]
  DeleteCertificate: [ocpp.DeleteCertificateRequest, ocpp.DeleteCertificateResponse]
  GetBaseReport: [ocpp.GetBaseReportRequest, ocpp.GetBaseReportResponse]
  GetChargingProfiles: [ocpp.GetChargingProfilesRequest, ocpp.GetChargingProfilesResponse]
  GetCompositeSchedule: [ocpp.GetCompositeScheduleRequest, ocpp.GetCompositeScheduleResponse]
  GetDisplayMessages: [ocpp.GetDisplayMessagesRequest, ocpp.GetDisplayMessagesResponse]
  GetInstalledCertificateIds: [ocpp.GetInstalledCertificateIdsRequest, ocpp.GetInstalledCertificateIdsResponse]
  GetLocalListVersion: [ocpp.GetLocalListVersionRequest, ocpp.GetLocalListVersionResponse]
  GetLog: [ocpp.GetLogRequest, ocpp.GetLogResponse]
  GetMonitoringReport: [ocpp.GetMonitoringReportRequest, ocpp.GetMonitoringReportResponse]
  GetReport: [ocpp.GetReportRequest, ocpp.GetReportResponse]
  GetTransactionStatus: [ocpp.GetTransactionStatusRequest, ocpp.GetTransactionStatusResponse]
  GetVariables: [ocpp.GetVariablesRequest, ocpp.GetVariablesResponse]
  InstallCertificate: [ocpp.InstallCertificateRequest, ocpp.InstallCertificateResponse]
  PublishFirmware: [ocpp.PublishFirmwareRequest, ocpp.PublishFirmwareResponse]
  RequestStartTransaction: [ocpp.RequestStartTransactionRequest, ocpp.RequestStartTransactionResponse]
  RequestStopTransaction: [ocpp.RequestStopTransactionRequest, ocpp.RequestStopTransactionResponse]
  ReserveNow: [ocpp.ReserveNowRequest, ocpp.ReserveNowResponse]
  Reset: [ocpp.ResetRequest, ocpp.ResetResponse]
  SendLocalList: [ocpp.SendLocalListRequest, ocpp.SendLocalListResponse]
  SetChargingProfile: [ocpp.SetChargingProfileRequest, ocpp.SetChargingProfileResponse]
  SetDisplayMessage: [ocpp.SetDisplayMessageRequest, ocpp.SetDisplayMessageResponse]
  SetMonitoringBase: [ocpp.SetMonitoringBaseRequest, ocpp.SetMonitoringBaseResponse]
  SetMonitoringLevel: [ocpp.SetMonitoringLevelRequest, ocpp.SetMonitoringLevelResponse]
  SetNetworkProfile: [ocpp.SetNetworkProfileRequest, ocpp.SetNetworkProfileResponse]
  SetVariableMonitoring: [ocpp.SetVariableMonitoringRequest, ocpp.SetVariableMonitoringResponse]
  SetVariables: [ocpp.SetVariablesRequest, ocpp.SetVariablesResponse]
  TriggerMessage: [ocpp.TriggerMessageRequest, ocpp.TriggerMessageResponse]
  UnlockConnector: [ocpp.UnlockConnectorRequest, ocpp.UnlockConnectorResponse]
  UnpublishFirmware: [ocpp.UnpublishFirmwareRequest, ocpp.UnpublishFirmwareResponse]
  UpdateFirmware: [ocpp.UpdateFirmwareRequest, ocpp.UpdateFirmwareResponse]
}

/** What the answers and the speaker of 2.x work with. */
export type World201 = SpeakerWorld &
  Station201 & {
    readonly monitors: Monitors
    readonly network: Network
    readonly transactions: Transactions
    readonly additions: Additions
    /** Says these without being asked by what happens. */
    tellStatus(evse: number): void
    tellMeter(evse: number): void
    tellTransaction(evse: number): void
  }

export type Answer<Action extends keyof Calls> = (
  world: World201,
  request: Calls[Action][0],
) => (Reply & { answer: Calls[Action][1] }) | Promise<Reply & { answer: Calls[Action][1] }>

export type Answers = { [Action in keyof Calls]: Answer<Action> }

/** An answer by name, once the schema has been checked. */
export type AnyAnswer = (world: World201, request: never) => Reply | Promise<Reply>

export type IdToken = ocpp.IdTokenType
export type IdTokenInfo = ocpp.IdTokenInfoType
export type Profile201 = ocpp.ChargingProfileType
export type Purpose201 = ocpp.ChargingProfilePurposeEnumType
