import { cancelReservation, clearCache, getLocalListVersion, reserveNow, sendLocalList } from './answer-cards.ts'
import {
  certificateSigned,
  deleteCertificate,
  getInstalledCertificateIds,
  installCertificate,
} from './answer-certificates.ts'
import {
  clearChargingProfile,
  getChargingProfiles,
  getCompositeSchedule,
  setChargingProfile,
} from './answer-charging-profiles.ts'
import { costUpdated, customerInformation } from './answer-customer.ts'
import { dataTransfer } from './answer-data-transfer.ts'
import { getVariables, setVariables } from './answer-device-model.ts'
import { clearDisplayMessage, getDisplayMessages, setDisplayMessage } from './answer-display.ts'
import { publishFirmware, unpublishFirmware, updateFirmware } from './answer-firmware.ts'
import { getLog } from './answer-log.ts'
import {
  clearVariableMonitoring,
  getMonitoringReport,
  setMonitoringBase,
  setMonitoringLevel,
  setVariableMonitoring,
} from './answer-monitoring.ts'
import {
  changeAvailability,
  getTransactionStatus,
  requestStartTransaction,
  requestStopTransaction,
  reset,
  unlockConnector,
} from './answer-remote-control.ts'
import { getBaseReport, getReport } from './answer-reports.ts'
import type { Answers } from './messages.ts'
import { setNetworkProfile } from './network.ts'
import { triggerMessage } from './trigger-message.ts'

/** All calls that a 2.0.1 charger obeys. */
export const answers: Answers = {
  CancelReservation: cancelReservation,
  CertificateSigned: certificateSigned,
  ChangeAvailability: changeAvailability,
  ClearCache: clearCache,
  ClearChargingProfile: clearChargingProfile,
  ClearDisplayMessage: clearDisplayMessage,
  ClearVariableMonitoring: clearVariableMonitoring,
  CostUpdated: costUpdated,
  CustomerInformation: customerInformation,
  DataTransfer: dataTransfer,
  DeleteCertificate: deleteCertificate,
  GetBaseReport: getBaseReport,
  GetChargingProfiles: getChargingProfiles,
  GetCompositeSchedule: getCompositeSchedule,
  GetDisplayMessages: getDisplayMessages,
  GetInstalledCertificateIds: getInstalledCertificateIds,
  GetLocalListVersion: getLocalListVersion,
  GetLog: getLog,
  GetMonitoringReport: getMonitoringReport,
  GetReport: getReport,
  GetTransactionStatus: getTransactionStatus,
  GetVariables: getVariables,
  InstallCertificate: installCertificate,
  PublishFirmware: publishFirmware,
  RequestStartTransaction: requestStartTransaction,
  RequestStopTransaction: requestStopTransaction,
  ReserveNow: reserveNow,
  Reset: reset,
  SendLocalList: sendLocalList,
  SetChargingProfile: setChargingProfile,
  SetDisplayMessage: setDisplayMessage,
  SetMonitoringBase: setMonitoringBase,
  SetMonitoringLevel: setMonitoringLevel,
  SetNetworkProfile: setNetworkProfile,
  SetVariableMonitoring: setVariableMonitoring,
  SetVariables: setVariables,
  TriggerMessage: triggerMessage,
  UnlockConnector: unlockConnector,
  UnpublishFirmware: unpublishFirmware,
  UpdateFirmware: updateFirmware,
}
