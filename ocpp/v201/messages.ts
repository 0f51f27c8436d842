import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'

/** The calls of a 2.0.1 charger. */
export type Messages = {
  Authorize: { request: ocpp.AuthorizeRequest; response: ocpp.AuthorizeResponse }
  BootNotification: { request: ocpp.BootNotificationRequest; response: ocpp.BootNotificationResponse }
  ClearedChargingLimit: { request: ocpp.ClearedChargingLimitRequest; response: ocpp.ClearedChargingLimitResponse }
  DataTransfer: { request: ocpp.DataTransferRequest; response: ocpp.DataTransferResponse }
  FirmwareStatusNotification: {
    request: ocpp.FirmwareStatusNotificationRequest
    response: ocpp.FirmwareStatusNotificationResponse
  }
  Get15118EVCertificate: { request: ocpp.Get15118EVCertificateRequest; response: ocpp.Get15118EVCertificateResponse }
  GetCertificateStatus: { request: ocpp.GetCertificateStatusRequest; response: ocpp.GetCertificateStatusResponse }
  Heartbeat: { request: ocpp.HeartbeatRequest; response: ocpp.HeartbeatResponse }
  LogStatusNotification: { request: ocpp.LogStatusNotificationRequest; response: ocpp.LogStatusNotificationResponse }
  MeterValues: { request: ocpp.MeterValuesRequest; response: ocpp.MeterValuesResponse }
  NotifyChargingLimit: { request: ocpp.NotifyChargingLimitRequest; response: ocpp.NotifyChargingLimitResponse }
  NotifyCustomerInformation: {
    request: ocpp.NotifyCustomerInformationRequest
    response: ocpp.NotifyCustomerInformationResponse
  }
  NotifyDisplayMessages: { request: ocpp.NotifyDisplayMessagesRequest; response: ocpp.NotifyDisplayMessagesResponse }
  NotifyEVChargingNeeds: { request: ocpp.NotifyEVChargingNeedsRequest; response: ocpp.NotifyEVChargingNeedsResponse }
  NotifyEVChargingSchedule: {
    request: ocpp.NotifyEVChargingScheduleRequest
    response: ocpp.NotifyEVChargingScheduleResponse
  }
  NotifyEvent: { request: ocpp.NotifyEventRequest; response: ocpp.NotifyEventResponse }
  NotifyMonitoringReport: { request: ocpp.NotifyMonitoringReportRequest; response: ocpp.NotifyMonitoringReportResponse }
  NotifyReport: { request: ocpp.NotifyReportRequest; response: ocpp.NotifyReportResponse }
  PublishFirmwareStatusNotification: {
    request: ocpp.PublishFirmwareStatusNotificationRequest
    response: ocpp.PublishFirmwareStatusNotificationResponse
  }
  ReportChargingProfiles: { request: ocpp.ReportChargingProfilesRequest; response: ocpp.ReportChargingProfilesResponse }
  ReservationStatusUpdate: {
    request: ocpp.ReservationStatusUpdateRequest
    response: ocpp.ReservationStatusUpdateResponse
  }
  SecurityEventNotification: {
    request: ocpp.SecurityEventNotificationRequest
    response: ocpp.SecurityEventNotificationResponse
  }
  SignCertificate: { request: ocpp.SignCertificateRequest; response: ocpp.SignCertificateResponse }
  StatusNotification: { request: ocpp.StatusNotificationRequest; response: ocpp.StatusNotificationResponse }
  TransactionEvent: { request: ocpp.TransactionEventRequest; response: ocpp.TransactionEventResponse }
}

/** What we ask of a 2.0.1 charger. */
export type Calls = {
  CancelReservation: { request: ocpp.CancelReservationRequest; response: ocpp.CancelReservationResponse }
  CertificateSigned: { request: ocpp.CertificateSignedRequest; response: ocpp.CertificateSignedResponse }
  ChangeAvailability: { request: ocpp.ChangeAvailabilityRequest; response: ocpp.ChangeAvailabilityResponse }
  ClearCache: { request: ocpp.ClearCacheRequest; response: ocpp.ClearCacheResponse }
  ClearChargingProfile: { request: ocpp.ClearChargingProfileRequest; response: ocpp.ClearChargingProfileResponse }
  ClearDisplayMessage: { request: ocpp.ClearDisplayMessageRequest; response: ocpp.ClearDisplayMessageResponse }
  ClearVariableMonitoring: {
    request: ocpp.ClearVariableMonitoringRequest
    response: ocpp.ClearVariableMonitoringResponse
  }
  CostUpdated: { request: ocpp.CostUpdatedRequest; response: ocpp.CostUpdatedResponse }
  CustomerInformation: { request: ocpp.CustomerInformationRequest; response: ocpp.CustomerInformationResponse }
  DataTransfer: { request: ocpp.DataTransferRequest; response: ocpp.DataTransferResponse }
  DeleteCertificate: { request: ocpp.DeleteCertificateRequest; response: ocpp.DeleteCertificateResponse }
  GetBaseReport: { request: ocpp.GetBaseReportRequest; response: ocpp.GetBaseReportResponse }
  GetChargingProfiles: { request: ocpp.GetChargingProfilesRequest; response: ocpp.GetChargingProfilesResponse }
  GetCompositeSchedule: { request: ocpp.GetCompositeScheduleRequest; response: ocpp.GetCompositeScheduleResponse }
  GetDisplayMessages: { request: ocpp.GetDisplayMessagesRequest; response: ocpp.GetDisplayMessagesResponse }
  GetInstalledCertificateIds: {
    request: ocpp.GetInstalledCertificateIdsRequest
    response: ocpp.GetInstalledCertificateIdsResponse
  }
  GetLocalListVersion: { request: ocpp.GetLocalListVersionRequest; response: ocpp.GetLocalListVersionResponse }
  GetLog: { request: ocpp.GetLogRequest; response: ocpp.GetLogResponse }
  GetMonitoringReport: { request: ocpp.GetMonitoringReportRequest; response: ocpp.GetMonitoringReportResponse }
  GetReport: { request: ocpp.GetReportRequest; response: ocpp.GetReportResponse }
  GetTransactionStatus: { request: ocpp.GetTransactionStatusRequest; response: ocpp.GetTransactionStatusResponse }
  GetVariables: { request: ocpp.GetVariablesRequest; response: ocpp.GetVariablesResponse }
  InstallCertificate: { request: ocpp.InstallCertificateRequest; response: ocpp.InstallCertificateResponse }
  PublishFirmware: { request: ocpp.PublishFirmwareRequest; response: ocpp.PublishFirmwareResponse }
  RequestStartTransaction: {
    request: ocpp.RequestStartTransactionRequest
    response: ocpp.RequestStartTransactionResponse
  }
  RequestStopTransaction: { request: ocpp.RequestStopTransactionRequest; response: ocpp.RequestStopTransactionResponse }
  ReserveNow: { request: ocpp.ReserveNowRequest; response: ocpp.ReserveNowResponse }
  Reset: { request: ocpp.ResetRequest; response: ocpp.ResetResponse }
  SendLocalList: { request: ocpp.SendLocalListRequest; response: ocpp.SendLocalListResponse }
  SetChargingProfile: { request: ocpp.SetChargingProfileRequest; response: ocpp.SetChargingProfileResponse }
  SetDisplayMessage: { request: ocpp.SetDisplayMessageRequest; response: ocpp.SetDisplayMessageResponse }
  SetMonitoringBase: { request: ocpp.SetMonitoringBaseRequest; response: ocpp.SetMonitoringBaseResponse }
  SetMonitoringLevel: { request: ocpp.SetMonitoringLevelRequest; response: ocpp.SetMonitoringLevelResponse }
  SetNetworkProfile: { request: ocpp.SetNetworkProfileRequest; response: ocpp.SetNetworkProfileResponse }
  SetVariableMonitoring: { request: ocpp.SetVariableMonitoringRequest; response: ocpp.SetVariableMonitoringResponse }
  SetVariables: { request: ocpp.SetVariablesRequest; response: ocpp.SetVariablesResponse }
  TriggerMessage: { request: ocpp.TriggerMessageRequest; response: ocpp.TriggerMessageResponse }
  UnlockConnector: { request: ocpp.UnlockConnectorRequest; response: ocpp.UnlockConnectorResponse }
  UnpublishFirmware: { request: ocpp.UnpublishFirmwareRequest; response: ocpp.UnpublishFirmwareResponse }
  UpdateFirmware: { request: ocpp.UpdateFirmwareRequest; response: ocpp.UpdateFirmwareResponse }
}

export type IdTokenInfo = ocpp.IdTokenInfoType
export type IdTokenType = ocpp.IdTokenEnumType
