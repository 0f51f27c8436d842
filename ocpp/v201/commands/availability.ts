import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'
import { placeOfConnector } from './place-of-connector.ts'

/** Without an EVSE it is the whole charger (G04). One that is busy says `Scheduled`. */
export const availability: Command<'availability', 'ChangeAvailability'> = {
  action: 'ChangeAvailability',
  needsCharger: true,
  call({ operative, connector }, { charger }) {
    const operationalStatus = operative ? 'Operative' : 'Inoperative'
    if (connector === null) return { operationalStatus }
    const place = placeOfConnector(connector, charger)
    if (!place) return { refused: `The charger has no connector ${connector}.` }
    return { operationalStatus, evse: { id: place.evseId, connectorId: place.connectorId } }
  },
  read: readStatus,
}
