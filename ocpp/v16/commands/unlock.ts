import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

export const unlock: Command<'unlock', 'UnlockConnector'> = {
  action: 'UnlockConnector',
  needsCharger: false,
  call: ({ connector }) => (connector > 0 ? { connectorId: connector } : { refused: 'A connector has to be named.' }),
  read: readStatus,
}
