import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

export const trigger: Command<'trigger', 'TriggerMessage'> = {
  action: 'TriggerMessage',
  needsCharger: false,
  call({ message: asked, connector }) {
    if (asked === 'TransactionEvent' || asked === 'PublishFirmwareStatusNotification') {
      return { refused: `OCPP 1.6 has no ${asked}.` }
    }
    // The same thing has another name in 1.6.
    const message = asked === 'LogStatusNotification' ? 'DiagnosticsStatusNotification' : asked
    // chargers refuse connector 0; without one they send all.
    return connector !== null && connector > 0
      ? { requestedMessage: message, connectorId: connector }
      : { requestedMessage: message }
  },
  read: readStatus,
}
