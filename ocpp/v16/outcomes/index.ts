import type { Calls } from '../messages.ts'
import type { Outcome } from '../outcome.ts'
import { cancelReservation } from './cancel-reservation.ts'
import { certificateSigned } from './certificate-signed.ts'
import { changeConfiguration } from './change-configuration.ts'
import { clearChargingProfile } from './clear-charging-profile.ts'
import { dataTransfer } from './data-transfer.ts'
import { deleteCertificate } from './delete-certificate.ts'
import { getConfiguration } from './get-configuration.ts'
import { getDiagnostics } from './get-diagnostics.ts'
import { getInstalledCertificateIds } from './get-installed-certificate-ids.ts'
import { getLocalListVersion } from './get-local-list-version.ts'
import { getLog } from './get-log.ts'
import { installCertificate } from './install-certificate.ts'
import { remoteStartTransaction } from './remote-start-transaction.ts'
import { remoteStopTransaction } from './remote-stop-transaction.ts'
import { reserveNow } from './reserve-now.ts'
import { sendLocalList } from './send-local-list.ts'
import { setChargingProfile } from './set-charging-profile.ts'
import { signedUpdateFirmware } from './signed-update-firmware.ts'

/** The calls whose answers change what we know of the charger. */
export const outcomes: { [Action in keyof Calls]?: Outcome<Action> } = {
  CancelReservation: cancelReservation,
  GetLocalListVersion: getLocalListVersion,
  ReserveNow: reserveNow,
  SendLocalList: sendLocalList,
  CertificateSigned: certificateSigned,
  ChangeConfiguration: changeConfiguration,
  DataTransfer: dataTransfer,
  DeleteCertificate: deleteCertificate,
  GetInstalledCertificateIds: getInstalledCertificateIds,
  InstallCertificate: installCertificate,
  GetConfiguration: getConfiguration,
  GetDiagnostics: getDiagnostics,
  GetLog: getLog,
  SignedUpdateFirmware: signedUpdateFirmware,
  ClearChargingProfile: clearChargingProfile,
  SetChargingProfile: setChargingProfile,
  RemoteStartTransaction: remoteStartTransaction,
  RemoteStopTransaction: remoteStopTransaction,
}
