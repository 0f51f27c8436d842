import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'

/** The calls of a 2.0.1 charger that we handle. */
export type Messages = {
  Authorize: { request: ocpp.AuthorizeRequest; response: ocpp.AuthorizeResponse }
  BootNotification: { request: ocpp.BootNotificationRequest; response: ocpp.BootNotificationResponse }
  DataTransfer: { request: ocpp.DataTransferRequest; response: ocpp.DataTransferResponse }
  Heartbeat: { request: ocpp.HeartbeatRequest; response: ocpp.HeartbeatResponse }
  MeterValues: { request: ocpp.MeterValuesRequest; response: ocpp.MeterValuesResponse }
  NotifyEvent: { request: ocpp.NotifyEventRequest; response: ocpp.NotifyEventResponse }
  SecurityEventNotification: {
    request: ocpp.SecurityEventNotificationRequest
    response: ocpp.SecurityEventNotificationResponse
  }
  StatusNotification: { request: ocpp.StatusNotificationRequest; response: ocpp.StatusNotificationResponse }
  TransactionEvent: { request: ocpp.TransactionEventRequest; response: ocpp.TransactionEventResponse }
}

/** What we ask of a 2.0.1 charger. */
export type Calls = {
  ChangeAvailability: { request: ocpp.ChangeAvailabilityRequest; response: ocpp.ChangeAvailabilityResponse }
  RequestStartTransaction: {
    request: ocpp.RequestStartTransactionRequest
    response: ocpp.RequestStartTransactionResponse
  }
  RequestStopTransaction: {
    request: ocpp.RequestStopTransactionRequest
    response: ocpp.RequestStopTransactionResponse
  }
  Reset: { request: ocpp.ResetRequest; response: ocpp.ResetResponse }
  TriggerMessage: { request: ocpp.TriggerMessageRequest; response: ocpp.TriggerMessageResponse }
  UnlockConnector: { request: ocpp.UnlockConnectorRequest; response: ocpp.UnlockConnectorResponse }
}

export type IdTokenInfo = ocpp.IdTokenInfoType
export type IdTokenType = ocpp.IdTokenEnumType
