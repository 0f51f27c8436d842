import type * as ocpp from 'typed-ocpp/dist/ocpp16/types.js'

/** The calls of a 1.6 charger that we handle. */
export type Messages = {
  Authorize: { request: ocpp.AuthorizeRequest; response: ocpp.AuthorizeResponse }
  BootNotification: { request: ocpp.BootNotificationRequest; response: ocpp.BootNotificationResponse }
  DataTransfer: { request: ocpp.DataTransferRequest; response: ocpp.DataTransferResponse }
  Heartbeat: { request: ocpp.HeartbeatRequest; response: ocpp.HeartbeatResponse }
  MeterValues: { request: ocpp.MeterValuesRequest; response: ocpp.MeterValuesResponse }
  SecurityEventNotification: {
    request: ocpp.SecurityEventNotificationRequest
    response: ocpp.SecurityEventNotificationResponse
  }
  StartTransaction: { request: ocpp.StartTransactionRequest; response: ocpp.StartTransactionResponse }
  StatusNotification: { request: ocpp.StatusNotificationRequest; response: ocpp.StatusNotificationResponse }
  StopTransaction: { request: ocpp.StopTransactionRequest; response: ocpp.StopTransactionResponse }
}

/** What we ask of a 1.6 charger. */
export type Calls = {
  ChangeAvailability: { request: ocpp.ChangeAvailabilityRequest; response: ocpp.ChangeAvailabilityResponse }
  RemoteStartTransaction: {
    request: ocpp.RemoteStartTransactionRequest
    response: ocpp.RemoteStartTransactionResponse
  }
  RemoteStopTransaction: { request: ocpp.RemoteStopTransactionRequest; response: ocpp.RemoteStopTransactionResponse }
  Reset: { request: ocpp.ResetRequest; response: ocpp.ResetResponse }
  TriggerMessage: { request: ocpp.TriggerMessageRequest; response: ocpp.TriggerMessageResponse }
  UnlockConnector: { request: ocpp.UnlockConnectorRequest; response: ocpp.UnlockConnectorResponse }
}

export type IdTagInfo = ocpp.AuthorizeResponse['idTagInfo']
