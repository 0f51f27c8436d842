import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

export const trigger: Command<'trigger', 'TriggerMessage'> = {
  action: 'TriggerMessage',
  needsCharger: false,
  call({ message, connector }) {
    // chargers refuse connector 0; without one they send all.
    return connector !== null && connector > 0
      ? { requestedMessage: message, connectorId: connector }
      : { requestedMessage: message }
  },
  read: readStatus,
}
