import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'
import type { IdTokenType } from '../messages.ts'

/** Accepted means that the charger will try; the session begins with its TransactionEvent. */
export const start: Command<'start', 'RequestStartTransaction'> = {
  action: 'RequestStartTransaction',
  priority: 'interactive',
  needsCharger: false,
  call({ evse, tokenUid }, { commandId }) {
    if (tokenUid.length > 36) return { refused: 'OCPP 2.0.1 has no room for tokens of more than 36 characters.' }
    const idToken = { idToken: tokenUid, type: typeOf(tokenUid) }
    const remoteStartId = remoteStartIdOf(commandId)
    return evse !== null && evse > 0 ? { idToken, remoteStartId, evseId: evse } : { idToken, remoteStartId }
  },
  read: readStatus,
}

// the uid of a card is hex of 4, 7 or 10 bytes; whatever else is known here only.
function typeOf(tokenUid: string): IdTokenType {
  return /^(?:[0-9a-f]{8}|[0-9a-f]{14}|[0-9a-f]{20})$/i.test(tokenUid) ? 'ISO14443' : 'Central'
}

/** The command's own number, which no other start of this charger has (F02.FR.01), within 31 bits. */
export function remoteStartIdOf(commandId: number): number {
  return ((commandId - 1) % 2_147_483_647) + 1
}
