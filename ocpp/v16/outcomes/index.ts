import type { Calls } from '../messages.ts'
import type { Outcome } from '../outcome.ts'
import { changeConfiguration } from './change-configuration.ts'
import { getConfiguration } from './get-configuration.ts'
import { remoteStartTransaction } from './remote-start-transaction.ts'
import { remoteStopTransaction } from './remote-stop-transaction.ts'

/** The calls whose answers change what we know of the charger. */
export const outcomes: { [Action in keyof Calls]?: Outcome<Action> } = {
  ChangeConfiguration: changeConfiguration,
  GetConfiguration: getConfiguration,
  RemoteStartTransaction: remoteStartTransaction,
  RemoteStopTransaction: remoteStopTransaction,
}
