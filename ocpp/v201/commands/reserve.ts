import { supportsAnyEvse } from '#core/reservations/any-evse.ts'
import { isInTime, stillCounts } from '#core/reservations/lose-reservations.ts'
import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'
import type { Calls } from '../messages.ts'
import { tokenTypeOf } from '../token-type.ts'

/** The EVSE is kept free for the token, or for any token of its group. A no is final for this attempt. */
export const reserve: Command<'reserve', 'ReserveNow'> = {
  action: 'ReserveNow',
  needsCharger: true,
  async call({ reservationId, evse, tokenUid, groupId, expiresAt, connectorType, isRenewal }, { ctx, charger }) {
    if (tokenUid.length > 36) return { refused: 'OCPP 2.0.1 has no room for tokens of more than 36 characters.' }
    if (!isInTime(ctx!, expiresAt)) return { refused: 'A reservation lasts for a minute or more.' }
    // H01.FR.18, H01.FR.19
    if (evse === null && !(await supportsAnyEvse(ctx!, charger!.charger))) {
      return { refused: 'The charger has no reservations for any EVSE: name one.' }
    }
    if (isRenewal && !(await stillCounts(ctx!, charger!.charger, reservationId))) {
      return { refused: 'The reservation is over.' }
    }
    return {
      id: reservationId,
      expiryDateTime: expiresAt,
      idToken: { idToken: tokenUid, type: tokenTypeOf(tokenUid) },
      ...(evse === null ? {} : { evseId: evse }),
      ...(groupId !== null && groupId.length <= 36
        ? { groupIdToken: { idToken: groupId, type: 'Central' as const } }
        : {}),
      ...(connectorType === null ? {} : { connectorType: connectorType as ConnectorType }),
    }
  },
  read: readStatus,
}

// What is no word of this version is refused by its schema before it is sent.
type ConnectorType = NonNullable<Calls['ReserveNow']['request']['connectorType']>
