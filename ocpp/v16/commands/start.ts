import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** Accepted means that the charger will try; the session begins with its StartTransaction. */
export const start: Command<'start', 'RemoteStartTransaction'> = {
  action: 'RemoteStartTransaction',
  needsCharger: false,
  call({ evse, tokenUid }) {
    if (tokenUid.length > 20) return { refused: 'OCPP 1.6 has no room for tokens of more than 20 characters.' }
    // connector 0 is never sent.
    return evse !== null && evse > 0 ? { connectorId: evse, idTag: tokenUid } : { idTag: tokenUid }
  },
  read: readStatus,
}
