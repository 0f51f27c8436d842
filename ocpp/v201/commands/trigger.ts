import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'
import { placeOfConnector } from './place-of-connector.ts'

export const trigger: Command<'trigger', 'TriggerMessage'> = {
  action: 'TriggerMessage',
  needsCharger: true,
  call({ message, connector }, { charger }) {
    if (connector === null || connector === 0) {
      return message === 'StatusNotification'
        ? { refused: 'A 2.0.1 charger has to be told which connector.' } // F06.FR.13
        : { requestedMessage: message }
    }
    const place = placeOfConnector(connector, charger)
    if (!place) return { refused: `The charger has no connector ${connector}.` }
    if (ofTheWholeCharger.has(message)) return { requestedMessage: message }
    // Meter values belong to an EVSE, statuses to a connector.
    const evse =
      message === 'StatusNotification' ? { id: place.evseId, connectorId: place.connectorId } : { id: place.evseId }
    return { requestedMessage: message, evse }
  },
  read: readStatus,
}

// F06.FR.05: an EVSE that means nothing to the message is left out.
const ofTheWholeCharger: ReadonlySet<string> = new Set([
  'BootNotification',
  'FirmwareStatusNotification',
  'Heartbeat',
  'LogStatusNotification',
  'PublishFirmwareStatusNotification',
])
