import type * as ocpp from 'typed-ocpp/dist/ocpp16/types.js'
import type { Reply } from '../socket/dialogue.ts'
import type { SpeakerWorld } from '../speaker.ts'

/** The calls of the server that a 1.6 charger obeys. */
export type Calls = {
  CancelReservation: [ocpp.CancelReservationRequest, ocpp.CancelReservationResponse]
  CertificateSigned: [ocpp.CertificateSignedRequest, ocpp.CertificateSignedResponse]
  ChangeAvailability: [ocpp.ChangeAvailabilityRequest, ocpp.ChangeAvailabilityResponse]
  ChangeConfiguration: [ocpp.ChangeConfigurationRequest, ocpp.ChangeConfigurationResponse]
  ClearCache: [ocpp.ClearCacheRequest, ocpp.ClearCacheResponse]
  ClearChargingProfile: [ocpp.ClearChargingProfileRequest, ocpp.ClearChargingProfileResponse]
  DataTransfer: [ocpp.DataTransferRequest, ocpp.DataTransferResponse]
  DeleteCertificate: [ocpp.DeleteCertificateRequest, ocpp.DeleteCertificateResponse]
  ExtendedTriggerMessage: [ocpp.ExtendedTriggerMessageRequest, ocpp.ExtendedTriggerMessageResponse]
  GetCompositeSchedule: [ocpp.GetCompositeScheduleRequest, ocpp.GetCompositeScheduleResponse]
  GetConfiguration: [ocpp.GetConfigurationRequest, ocpp.GetConfigurationResponse]
  GetDiagnostics: [ocpp.GetDiagnosticsRequest, ocpp.GetDiagnosticsResponse]
  GetInstalledCertificateIds: [ocpp.GetInstalledCertificateIdsRequest, ocpp.GetInstalledCertificateIdsResponse]
  GetLocalListVersion: [ocpp.GetLocalListVersionRequest, ocpp.GetLocalListVersionResponse]
  GetLog: [ocpp.GetLogRequest, ocpp.GetLogResponse]
  InstallCertificate: [ocpp.InstallCertificateRequest, ocpp.InstallCertificateResponse]
  RemoteStartTransaction: [ocpp.RemoteStartTransactionRequest, ocpp.RemoteStartTransactionResponse]
  RemoteStopTransaction: [ocpp.RemoteStopTransactionRequest, ocpp.RemoteStopTransactionResponse]
  ReserveNow: [ocpp.ReserveNowRequest, ocpp.ReserveNowResponse]
  Reset: [ocpp.ResetRequest, ocpp.ResetResponse]
  SendLocalList: [ocpp.SendLocalListRequest, ocpp.SendLocalListResponse]
  SetChargingProfile: [ocpp.SetChargingProfileRequest, ocpp.SetChargingProfileResponse]
  SignedUpdateFirmware: [ocpp.SignedUpdateFirmwareRequest, ocpp.SignedUpdateFirmwareResponse]
  TriggerMessage: [ocpp.TriggerMessageRequest, ocpp.TriggerMessageResponse]
  UnlockConnector: [ocpp.UnlockConnectorRequest, ocpp.UnlockConnectorResponse]
  UpdateFirmware: [ocpp.UpdateFirmwareRequest, ocpp.UpdateFirmwareResponse]
}

export type World16 = SpeakerWorld & {
  /** Says these without being asked by what happens. */
  tellStatus(connector: number): void
  tellMeter(connector: number): void
}

export type Answer<Action extends keyof Calls> = (
  world: World16,
  request: Calls[Action][0],
) => Reply & { answer: Calls[Action][1] }

export type Answers = { [Action in keyof Calls]: Answer<Action> }

export type IdTagInfo = ocpp.AuthorizeResponse['idTagInfo']
export type Profile16 = ocpp.SetChargingProfileRequest['csChargingProfiles']
