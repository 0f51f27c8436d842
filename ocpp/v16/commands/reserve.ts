import { supportsAnyEvse } from '#core/reservations/any-evse.ts'
import { isInTime, stillCounts } from '#core/reservations/lose-reservations.ts'
import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'

/** The connector is kept free for the tag, or for any tag of its group. A no is final for this attempt. */
export const reserve: Command<'reserve', 'ReserveNow'> = {
  action: 'ReserveNow',
  needsCharger: true,
  async call({ reservationId, evse, tokenUid, groupId, expiresAt, connectorType, isRenewal }, { ctx, charger }) {
    if (connectorType !== null) return { refused: 'OCPP 1.6 cannot reserve a kind of connector.' }
    if (tokenUid.length > 20) return { refused: 'OCPP 1.6 has no room for tokens of more than 20 characters.' }
    if (!isInTime(ctx!, expiresAt)) return { refused: 'A reservation lasts for a minute or more.' }
    //
    if (evse === null && !(await supportsAnyEvse(ctx!, charger!.charger))) {
      return { refused: 'The charger has no reservations for any connector: name one.' }
    }
    if (isRenewal && !(await stillCounts(ctx!, charger!.charger, reservationId))) {
      return { refused: 'The reservation is over.' }
    }
    return {
      connectorId: evse ?? 0,
      expiryDate: expiresAt,
      idTag: tokenUid,
      ...(groupId !== null && groupId.length <= 20 ? { parentIdTag: groupId } : {}),
      reservationId,
    }
  },
  read: readStatus,
}
