import type { Calls } from '../messages.ts'
import type { Outcome } from '../outcome.ts'
import { changeConfiguration } from './change-configuration.ts'
import { getConfiguration } from './get-configuration.ts'
import { getDiagnostics } from './get-diagnostics.ts'
import { getLog } from './get-log.ts'
import { remoteStartTransaction } from './remote-start-transaction.ts'
import { remoteStopTransaction } from './remote-stop-transaction.ts'
import { signedUpdateFirmware } from './signed-update-firmware.ts'

/** The calls whose answers change what we know of the charger. */
export const outcomes: { [Action in keyof Calls]?: Outcome<Action> } = {
  ChangeConfiguration: changeConfiguration,
  GetConfiguration: getConfiguration,
  GetDiagnostics: getDiagnostics,
  GetLog: getLog,
  SignedUpdateFirmware: signedUpdateFirmware,
  RemoteStartTransaction: remoteStartTransaction,
  RemoteStopTransaction: remoteStopTransaction,
}
