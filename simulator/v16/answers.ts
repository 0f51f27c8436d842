import { cancelReservation, clearCache, getLocalListVersion, reserveNow, sendLocalList } from './answer-cards.ts'
import { clearChargingProfile, getCompositeSchedule, setChargingProfile } from './answer-charging-profiles.ts'
import { changeConfiguration, dataTransfer, getConfiguration } from './answer-configuration.ts'
import {
  changeAvailability,
  remoteStartTransaction,
  remoteStopTransaction,
  reset,
  triggerMessage,
  unlockConnector,
} from './answer-remote-control.ts'
import type { Answers } from './messages.ts'

/** All calls that a 1.6 charger obeys. */
export const answers: Answers = {
  CancelReservation: cancelReservation,
  ChangeAvailability: changeAvailability,
  ChangeConfiguration: changeConfiguration,
  ClearCache: clearCache,
  ClearChargingProfile: clearChargingProfile,
  DataTransfer: dataTransfer,
  GetCompositeSchedule: getCompositeSchedule,
  GetConfiguration: getConfiguration,
  GetLocalListVersion: getLocalListVersion,
  RemoteStartTransaction: remoteStartTransaction,
  RemoteStopTransaction: remoteStopTransaction,
  ReserveNow: reserveNow,
  Reset: reset,
  SendLocalList: sendLocalList,
  SetChargingProfile: setChargingProfile,
  TriggerMessage: triggerMessage,
  UnlockConnector: unlockConnector,
}
