import { cancelReservation, clearCache, getLocalListVersion, reserveNow, sendLocalList } from './answer-cards.ts'
import {
  clearChargingProfile,
  getChargingProfiles,
  getCompositeSchedule,
  setChargingProfile,
} from './answer-charging-profiles.ts'
import { dataTransfer, getBaseReport, getVariables, setVariables } from './answer-device-model.ts'
import {
  changeAvailability,
  getTransactionStatus,
  requestStartTransaction,
  requestStopTransaction,
  reset,
  triggerMessage,
  unlockConnector,
} from './answer-remote-control.ts'
import type { Answers } from './messages.ts'

/** All calls that a 2.0.1 charger obeys. */
export const answers: Answers = {
  CancelReservation: cancelReservation,
  ChangeAvailability: changeAvailability,
  ClearCache: clearCache,
  ClearChargingProfile: clearChargingProfile,
  DataTransfer: dataTransfer,
  GetBaseReport: getBaseReport,
  GetChargingProfiles: getChargingProfiles,
  GetCompositeSchedule: getCompositeSchedule,
  GetLocalListVersion: getLocalListVersion,
  GetTransactionStatus: getTransactionStatus,
  GetVariables: getVariables,
  RequestStartTransaction: requestStartTransaction,
  RequestStopTransaction: requestStopTransaction,
  ReserveNow: reserveNow,
  Reset: reset,
  SendLocalList: sendLocalList,
  SetChargingProfile: setChargingProfile,
  SetVariables: setVariables,
  TriggerMessage: triggerMessage,
  UnlockConnector: unlockConnector,
}
