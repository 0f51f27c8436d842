import type * as ocpp from 'typed-ocpp/dist/ocpp16/types.js'

/** The calls of a 1.6 charger. */
export type Messages = {
  Authorize: { request: ocpp.AuthorizeRequest; response: ocpp.AuthorizeResponse }
  BootNotification: { request: ocpp.BootNotificationRequest; response: ocpp.BootNotificationResponse }
  DataTransfer: { request: ocpp.DataTransferRequest; response: ocpp.DataTransferResponse }
  DiagnosticsStatusNotification: {
    request: ocpp.DiagnosticsStatusNotificationRequest
    response: ocpp.DiagnosticsStatusNotificationResponse
  }
  FirmwareStatusNotification: {
    request: ocpp.FirmwareStatusNotificationRequest
    response: ocpp.FirmwareStatusNotificationResponse
  }
  Heartbeat: { request: ocpp.HeartbeatRequest; response: ocpp.HeartbeatResponse }
  LogStatusNotification: { request: ocpp.LogStatusNotificationRequest; response: ocpp.LogStatusNotificationResponse }
  MeterValues: { request: ocpp.MeterValuesRequest; response: ocpp.MeterValuesResponse }
  SecurityEventNotification: {
    request: ocpp.SecurityEventNotificationRequest
    response: ocpp.SecurityEventNotificationResponse
  }
  SignCertificate: { request: ocpp.SignCertificateRequest; response: ocpp.SignCertificateResponse }
  SignedFirmwareStatusNotification: {
    request: ocpp.SignedFirmwareStatusNotificationRequest
    response: ocpp.SignedFirmwareStatusNotificationResponse
  }
  StartTransaction: { request: ocpp.StartTransactionRequest; response: ocpp.StartTransactionResponse }
  StatusNotification: { request: ocpp.StatusNotificationRequest; response: ocpp.StatusNotificationResponse }
  StopTransaction: { request: ocpp.StopTransactionRequest; response: ocpp.StopTransactionResponse }
}

/** What we ask of a 1.6 charger. */
export type Calls = {
  CancelReservation: { request: ocpp.CancelReservationRequest; response: ocpp.CancelReservationResponse }
  CertificateSigned: { request: ocpp.CertificateSignedRequest; response: ocpp.CertificateSignedResponse }
  ChangeAvailability: { request: ocpp.ChangeAvailabilityRequest; response: ocpp.ChangeAvailabilityResponse }
  ChangeConfiguration: { request: ocpp.ChangeConfigurationRequest; response: ocpp.ChangeConfigurationResponse }
  ClearCache: { request: ocpp.ClearCacheRequest; response: ocpp.ClearCacheResponse }
  ClearChargingProfile: { request: ocpp.ClearChargingProfileRequest; response: ocpp.ClearChargingProfileResponse }
  DataTransfer: { request: ocpp.DataTransferRequest; response: ocpp.DataTransferResponse }
  DeleteCertificate: { request: ocpp.DeleteCertificateRequest; response: ocpp.DeleteCertificateResponse }
  ExtendedTriggerMessage: { request: ocpp.ExtendedTriggerMessageRequest; response: ocpp.ExtendedTriggerMessageResponse }
  GetCompositeSchedule: { request: ocpp.GetCompositeScheduleRequest; response: ocpp.GetCompositeScheduleResponse }
  GetConfiguration: { request: ocpp.GetConfigurationRequest; response: ocpp.GetConfigurationResponse }
  GetDiagnostics: { request: ocpp.GetDiagnosticsRequest; response: ocpp.GetDiagnosticsResponse }
  GetInstalledCertificateIds: {
    request: ocpp.GetInstalledCertificateIdsRequest
    response: ocpp.GetInstalledCertificateIdsResponse
  }
  GetLocalListVersion: { request: ocpp.GetLocalListVersionRequest; response: ocpp.GetLocalListVersionResponse }
  GetLog: { request: ocpp.GetLogRequest; response: ocpp.GetLogResponse }
  InstallCertificate: { request: ocpp.InstallCertificateRequest; response: ocpp.InstallCertificateResponse }
  RemoteStartTransaction: { request: ocpp.RemoteStartTransactionRequest; response: ocpp.RemoteStartTransactionResponse }
  RemoteStopTransaction: { request: ocpp.RemoteStopTransactionRequest; response: ocpp.RemoteStopTransactionResponse }
  ReserveNow: { request: ocpp.ReserveNowRequest; response: ocpp.ReserveNowResponse }
  Reset: { request: ocpp.ResetRequest; response: ocpp.ResetResponse }
  SendLocalList: { request: ocpp.SendLocalListRequest; response: ocpp.SendLocalListResponse }
  SetChargingProfile: { request: ocpp.SetChargingProfileRequest; response: ocpp.SetChargingProfileResponse }
  SignedUpdateFirmware: { request: ocpp.SignedUpdateFirmwareRequest; response: ocpp.SignedUpdateFirmwareResponse }
  TriggerMessage: { request: ocpp.TriggerMessageRequest; response: ocpp.TriggerMessageResponse }
  UnlockConnector: { request: ocpp.UnlockConnectorRequest; response: ocpp.UnlockConnectorResponse }
  UpdateFirmware: { request: ocpp.UpdateFirmwareRequest; response: ocpp.UpdateFirmwareResponse }
}

export type IdTagInfo = ocpp.AuthorizeResponse['idTagInfo']
