import type { Calls } from '../messages.ts'
import type { Outcome } from '../outcome.ts'
import { cancelReservation } from './cancel-reservation.ts'
import { certificateSigned } from './certificate-signed.ts'
import { clearChargingProfile } from './clear-charging-profile.ts'
import { clearDisplayMessage } from './clear-display-message.ts'
import { clearVariableMonitoring } from './clear-variable-monitoring.ts'
import { costUpdated } from './cost-updated.ts'
import { deleteCertificate } from './delete-certificate.ts'
import { getChargingProfiles } from './get-charging-profiles.ts'
import { getDisplayMessages } from './get-display-messages.ts'
import { getInstalledCertificateIds } from './get-installed-certificate-ids.ts'
import { getLocalListVersion } from './get-local-list-version.ts'
import { getLog } from './get-log.ts'
import { getMonitoringReport } from './get-monitoring-report.ts'
import { getTransactionStatus } from './get-transaction-status.ts'
import { getVariables } from './get-variables.ts'
import { installCertificate } from './install-certificate.ts'
import { requestStartTransaction } from './request-start-transaction.ts'
import { requestStopTransaction } from './request-stop-transaction.ts'
import { reserveNow } from './reserve-now.ts'
import { sendLocalList } from './send-local-list.ts'
import { setChargingProfile } from './set-charging-profile.ts'
import { setDisplayMessage } from './set-display-message.ts'
import { setNetworkProfile } from './set-network-profile.ts'
import { setVariableMonitoring } from './set-variable-monitoring.ts'
import { setVariables } from './set-variables.ts'
import { updateFirmware } from './update-firmware.ts'

/** The calls whose answers change what we know of the charger. */
export const outcomes: { [Action in keyof Calls]?: Outcome<Action> } = {
  SetChargingProfile: setChargingProfile,
  GetChargingProfiles: getChargingProfiles,
  ClearChargingProfile: clearChargingProfile,
  CancelReservation: cancelReservation,
  GetLocalListVersion: getLocalListVersion,
  ReserveNow: reserveNow,
  SendLocalList: sendLocalList,
  CertificateSigned: certificateSigned,
  DeleteCertificate: deleteCertificate,
  GetDisplayMessages: getDisplayMessages,
  GetInstalledCertificateIds: getInstalledCertificateIds,
  InstallCertificate: installCertificate,
  SetNetworkProfile: setNetworkProfile,
  ClearDisplayMessage: clearDisplayMessage,
  ClearVariableMonitoring: clearVariableMonitoring,
  GetLog: getLog,
  GetMonitoringReport: getMonitoringReport,
  GetVariables: getVariables,
  SetDisplayMessage: setDisplayMessage,
  SetVariableMonitoring: setVariableMonitoring,
  SetVariables: setVariables,
  CostUpdated: costUpdated,
  GetTransactionStatus: getTransactionStatus,
  RequestStartTransaction: requestStartTransaction,
  RequestStopTransaction: requestStopTransaction,
  UpdateFirmware: updateFirmware,
}
