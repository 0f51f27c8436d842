import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { Reply } from '../socket/dialogue.ts'
import type { SpeakerWorld } from '../speaker.ts'

/** The calls of the server that a 2.0.1 charger obeys. */
export type Calls = {
  CancelReservation: [ocpp.CancelReservationRequest, ocpp.CancelReservationResponse]
  ChangeAvailability: [ocpp.ChangeAvailabilityRequest, ocpp.ChangeAvailabilityResponse]
  ClearCache: [ocpp.ClearCacheRequest, ocpp.ClearCacheResponse]
  ClearChargingProfile: [ocpp.ClearChargingProfileRequest, ocpp.ClearChargingProfileResponse]
  DataTransfer: [ocpp.DataTransferRequest, ocpp.DataTransferResponse]
  GetBaseReport: [ocpp.GetBaseReportRequest, ocpp.GetBaseReportResponse]
  GetChargingProfiles: [ocpp.GetChargingProfilesRequest, ocpp.GetChargingProfilesResponse]
  GetCompositeSchedule: [ocpp.GetCompositeScheduleRequest, ocpp.GetCompositeScheduleResponse]
  GetLocalListVersion: [ocpp.GetLocalListVersionRequest, ocpp.GetLocalListVersionResponse]
  GetTransactionStatus: [ocpp.GetTransactionStatusRequest, ocpp.GetTransactionStatusResponse]
  GetVariables: [ocpp.GetVariablesRequest, ocpp.GetVariablesResponse]
  RequestStartTransaction: [ocpp.RequestStartTransactionRequest, ocpp.RequestStartTransactionResponse]
  RequestStopTransaction: [ocpp.RequestStopTransactionRequest, ocpp.RequestStopTransactionResponse]
  ReserveNow: [ocpp.ReserveNowRequest, ocpp.ReserveNowResponse]
  Reset: [ocpp.ResetRequest, ocpp.ResetResponse]
  SendLocalList: [ocpp.SendLocalListRequest, ocpp.SendLocalListResponse]
  SetChargingProfile: [ocpp.SetChargingProfileRequest, ocpp.SetChargingProfileResponse]
  SetVariables: [ocpp.SetVariablesRequest, ocpp.SetVariablesResponse]
  TriggerMessage: [ocpp.TriggerMessageRequest, ocpp.TriggerMessageResponse]
  UnlockConnector: [ocpp.UnlockConnectorRequest, ocpp.UnlockConnectorResponse]
}

export type World201 = SpeakerWorld & {
  /** The kind of each token that came from the server, which is told with it again. */
  readonly tokenTypes: Map<string, IdToken['type']>
  /** Profiles as they came, by id: reports give them back. */
  readonly received: Map<number, { evseId: number; profile: Profile201 }>
  /** Says these without being asked by what happens. */
  tellStatus(evse: number): void
  tellMeter(evse: number): void
  tellTransaction(evse: number): void
}

export type Answer<Action extends keyof Calls> = (
  world: World201,
  request: Calls[Action][0],
) => Reply & { answer: Calls[Action][1] }

export type Answers = { [Action in keyof Calls]: Answer<Action> }

export type IdToken = ocpp.IdTokenType
export type IdTokenInfo = ocpp.IdTokenInfoType
export type Profile201 = ocpp.ChargingProfileType
export type Purpose201 = ocpp.ChargingProfilePurposeEnumType
