import { cancelReservation, clearCache, getLocalListVersion, reserveNow, sendLocalList } from './answer-cards.ts'
import {
  certificateSigned,
  deleteCertificate,
  getInstalledCertificateIds,
  installCertificate,
} from './answer-certificates.ts'
import { clearChargingProfile, getCompositeSchedule, setChargingProfile } from './answer-charging-profiles.ts'
import { changeConfiguration, getConfiguration } from './answer-configuration.ts'
import { dataTransfer } from './answer-data-transfer.ts'
import { signedUpdateFirmware, updateFirmware } from './answer-firmware.ts'
import { getDiagnostics, getLog } from './answer-log.ts'
import {
  changeAvailability,
  remoteStartTransaction,
  remoteStopTransaction,
  reset,
  unlockConnector,
} from './answer-remote-control.ts'
import { extendedTriggerMessage, triggerMessage } from './answer-trigger.ts'
import type { Answers } from './messages.ts'

/** All calls that a 1.6 charger obeys. */
export const answers: Answers = {
  CancelReservation: cancelReservation,
  CertificateSigned: certificateSigned,
  ChangeAvailability: changeAvailability,
  ChangeConfiguration: changeConfiguration,
  ClearCache: clearCache,
  ClearChargingProfile: clearChargingProfile,
  DataTransfer: dataTransfer,
  DeleteCertificate: deleteCertificate,
  ExtendedTriggerMessage: extendedTriggerMessage,
  GetCompositeSchedule: getCompositeSchedule,
  GetConfiguration: getConfiguration,
  GetDiagnostics: getDiagnostics,
  GetInstalledCertificateIds: getInstalledCertificateIds,
  GetLocalListVersion: getLocalListVersion,
  GetLog: getLog,
  InstallCertificate: installCertificate,
  RemoteStartTransaction: remoteStartTransaction,
  RemoteStopTransaction: remoteStopTransaction,
  ReserveNow: reserveNow,
  Reset: reset,
  SendLocalList: sendLocalList,
  SetChargingProfile: setChargingProfile,
  SignedUpdateFirmware: signedUpdateFirmware,
  TriggerMessage: triggerMessage,
  UnlockConnector: unlockConnector,
  UpdateFirmware: updateFirmware,
}
