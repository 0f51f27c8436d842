import type * as ocpp from 'typed-ocpp/dist/ocpp21/types.js'

/** The calls of a 2.1 charger. */
export type Messages = {
  Authorize: { request: ocpp.AuthorizeRequest; response: ocpp.AuthorizeResponse }
  BatterySwap: { request: ocpp.BatterySwapRequest; response: ocpp.BatterySwapResponse }
  BootNotification: { request: ocpp.BootNotificationRequest; response: ocpp.BootNotificationResponse }
  ClearedChargingLimit: { request: ocpp.ClearedChargingLimitRequest; response: ocpp.ClearedChargingLimitResponse }
  ClosePeriodicEventStream: {
    request: ocpp.ClosePeriodicEventStreamRequest
    response: ocpp.ClosePeriodicEventStreamResponse
  }
  DataTransfer: { request: ocpp.DataTransferRequest; response: ocpp.DataTransferResponse }
  FirmwareStatusNotification: {
    request: ocpp.FirmwareStatusNotificationRequest
    response: ocpp.FirmwareStatusNotificationResponse
  }
  Get15118EVCertificate: { request: ocpp.Get15118EVCertificateRequest; response: ocpp.Get15118EVCertificateResponse }
  GetCertificateChainStatus: {
    request: ocpp.GetCertificateChainStatusRequest
    response: ocpp.GetCertificateChainStatusResponse
  }
  GetCertificateStatus: { request: ocpp.GetCertificateStatusRequest; response: ocpp.GetCertificateStatusResponse }
  Heartbeat: { request: ocpp.HeartbeatRequest; response: ocpp.HeartbeatResponse }
  LogStatusNotification: { request: ocpp.LogStatusNotificationRequest; response: ocpp.LogStatusNotificationResponse }
  MeterValues: { request: ocpp.MeterValuesRequest; response: ocpp.MeterValuesResponse }
  NotifyChargingLimit: { request: ocpp.NotifyChargingLimitRequest; response: ocpp.NotifyChargingLimitResponse }
  NotifyCustomerInformation: {
    request: ocpp.NotifyCustomerInformationRequest
    response: ocpp.NotifyCustomerInformationResponse
  }
  NotifyDERAlarm: { request: ocpp.NotifyDERAlarmRequest; response: ocpp.NotifyDERAlarmResponse }
  NotifyDERStartStop: { request: ocpp.NotifyDERStartStopRequest; response: ocpp.NotifyDERStartStopResponse }
  NotifyDisplayMessages: { request: ocpp.NotifyDisplayMessagesRequest; response: ocpp.NotifyDisplayMessagesResponse }
  NotifyEVChargingNeeds: { request: ocpp.NotifyEVChargingNeedsRequest; response: ocpp.NotifyEVChargingNeedsResponse }
  NotifyEVChargingSchedule: {
    request: ocpp.NotifyEVChargingScheduleRequest
    response: ocpp.NotifyEVChargingScheduleResponse
  }
  NotifyEvent: { request: ocpp.NotifyEventRequest; response: ocpp.NotifyEventResponse }
  NotifyMonitoringReport: { request: ocpp.NotifyMonitoringReportRequest; response: ocpp.NotifyMonitoringReportResponse }
  NotifyPriorityCharging: { request: ocpp.NotifyPriorityChargingRequest; response: ocpp.NotifyPriorityChargingResponse }
  NotifyReport: { request: ocpp.NotifyReportRequest; response: ocpp.NotifyReportResponse }
  NotifySettlement: { request: ocpp.NotifySettlementRequest; response: ocpp.NotifySettlementResponse }
  OpenPeriodicEventStream: {
    request: ocpp.OpenPeriodicEventStreamRequest
    response: ocpp.OpenPeriodicEventStreamResponse
  }
  PublishFirmwareStatusNotification: {
    request: ocpp.PublishFirmwareStatusNotificationRequest
    response: ocpp.PublishFirmwareStatusNotificationResponse
  }
  PullDynamicScheduleUpdate: {
    request: ocpp.PullDynamicScheduleUpdateRequest
    response: ocpp.PullDynamicScheduleUpdateResponse
  }
  ReportChargingProfiles: { request: ocpp.ReportChargingProfilesRequest; response: ocpp.ReportChargingProfilesResponse }
  ReportDERControl: { request: ocpp.ReportDERControlRequest; response: ocpp.ReportDERControlResponse }
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
  VatNumberValidation: { request: ocpp.VatNumberValidationRequest; response: ocpp.VatNumberValidationResponse }
}

/** What we ask of a 2.1 charger. */
export type Calls = {
  AFRRSignal: { request: ocpp.AFRRSignalRequest; response: ocpp.AFRRSignalResponse }
  AdjustPeriodicEventStream: {
    request: ocpp.AdjustPeriodicEventStreamRequest
    response: ocpp.AdjustPeriodicEventStreamResponse
  }
  CancelReservation: { request: ocpp.CancelReservationRequest; response: ocpp.CancelReservationResponse }
  CertificateSigned: { request: ocpp.CertificateSignedRequest; response: ocpp.CertificateSignedResponse }
  ChangeAvailability: { request: ocpp.ChangeAvailabilityRequest; response: ocpp.ChangeAvailabilityResponse }
  ChangeTransactionTariff: {
    request: ocpp.ChangeTransactionTariffRequest
    response: ocpp.ChangeTransactionTariffResponse
  }
  ClearCache: { request: ocpp.ClearCacheRequest; response: ocpp.ClearCacheResponse }
  ClearChargingProfile: { request: ocpp.ClearChargingProfileRequest; response: ocpp.ClearChargingProfileResponse }
  ClearDERControl: { request: ocpp.ClearDERControlRequest; response: ocpp.ClearDERControlResponse }
  ClearDisplayMessage: { request: ocpp.ClearDisplayMessageRequest; response: ocpp.ClearDisplayMessageResponse }
  ClearTariffs: { request: ocpp.ClearTariffsRequest; response: ocpp.ClearTariffsResponse }
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
  GetDERControl: { request: ocpp.GetDERControlRequest; response: ocpp.GetDERControlResponse }
  GetDisplayMessages: { request: ocpp.GetDisplayMessagesRequest; response: ocpp.GetDisplayMessagesResponse }
  GetInstalledCertificateIds: {
    request: ocpp.GetInstalledCertificateIdsRequest
    response: ocpp.GetInstalledCertificateIdsResponse
  }
  GetLocalListVersion: { request: ocpp.GetLocalListVersionRequest; response: ocpp.GetLocalListVersionResponse }
  GetLog: { request: ocpp.GetLogRequest; response: ocpp.GetLogResponse }
  GetMonitoringReport: { request: ocpp.GetMonitoringReportRequest; response: ocpp.GetMonitoringReportResponse }
  GetPeriodicEventStream: { request: ocpp.GetPeriodicEventStreamRequest; response: ocpp.GetPeriodicEventStreamResponse }
  GetReport: { request: ocpp.GetReportRequest; response: ocpp.GetReportResponse }
  GetTariffs: { request: ocpp.GetTariffsRequest; response: ocpp.GetTariffsResponse }
  GetTransactionStatus: { request: ocpp.GetTransactionStatusRequest; response: ocpp.GetTransactionStatusResponse }
  GetVariables: { request: ocpp.GetVariablesRequest; response: ocpp.GetVariablesResponse }
  InstallCertificate: { request: ocpp.InstallCertificateRequest; response: ocpp.InstallCertificateResponse }
  NotifyAllowedEnergyTransfer: {
    request: ocpp.NotifyAllowedEnergyTransferRequest
    response: ocpp.NotifyAllowedEnergyTransferResponse
  }
  NotifyWebPaymentStarted: {
    request: ocpp.NotifyWebPaymentStartedRequest
    response: ocpp.NotifyWebPaymentStartedResponse
  }
  PublishFirmware: { request: ocpp.PublishFirmwareRequest; response: ocpp.PublishFirmwareResponse }
  RequestBatterySwap: { request: ocpp.RequestBatterySwapRequest; response: ocpp.RequestBatterySwapResponse }
  RequestStartTransaction: {
    request: ocpp.RequestStartTransactionRequest
    response: ocpp.RequestStartTransactionResponse
  }
  RequestStopTransaction: { request: ocpp.RequestStopTransactionRequest; response: ocpp.RequestStopTransactionResponse }
  ReserveNow: { request: ocpp.ReserveNowRequest; response: ocpp.ReserveNowResponse }
  Reset: { request: ocpp.ResetRequest; response: ocpp.ResetResponse }
  SendLocalList: { request: ocpp.SendLocalListRequest; response: ocpp.SendLocalListResponse }
  SetChargingProfile: { request: ocpp.SetChargingProfileRequest; response: ocpp.SetChargingProfileResponse }
  SetDERControl: { request: ocpp.SetDERControlRequest; response: ocpp.SetDERControlResponse }
  SetDefaultTariff: { request: ocpp.SetDefaultTariffRequest; response: ocpp.SetDefaultTariffResponse }
  SetDisplayMessage: { request: ocpp.SetDisplayMessageRequest; response: ocpp.SetDisplayMessageResponse }
  SetMonitoringBase: { request: ocpp.SetMonitoringBaseRequest; response: ocpp.SetMonitoringBaseResponse }
  SetMonitoringLevel: { request: ocpp.SetMonitoringLevelRequest; response: ocpp.SetMonitoringLevelResponse }
  SetNetworkProfile: { request: ocpp.SetNetworkProfileRequest; response: ocpp.SetNetworkProfileResponse }
  SetVariableMonitoring: { request: ocpp.SetVariableMonitoringRequest; response: ocpp.SetVariableMonitoringResponse }
  SetVariables: { request: ocpp.SetVariablesRequest; response: ocpp.SetVariablesResponse }
  TriggerMessage: { request: ocpp.TriggerMessageRequest; response: ocpp.TriggerMessageResponse }
  UnlockConnector: { request: ocpp.UnlockConnectorRequest; response: ocpp.UnlockConnectorResponse }
  UnpublishFirmware: { request: ocpp.UnpublishFirmwareRequest; response: ocpp.UnpublishFirmwareResponse }
  UpdateDynamicSchedule: { request: ocpp.UpdateDynamicScheduleRequest; response: ocpp.UpdateDynamicScheduleResponse }
  UpdateFirmware: { request: ocpp.UpdateFirmwareRequest; response: ocpp.UpdateFirmwareResponse }
  UsePriorityCharging: { request: ocpp.UsePriorityChargingRequest; response: ocpp.UsePriorityChargingResponse }
}

/** What a 2.1 charger sends without wanting an answer. */
export type Sends = { NotifyPeriodicEventStream: ocpp.NotifyPeriodicEventStream }
