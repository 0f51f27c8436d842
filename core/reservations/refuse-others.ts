import type { Authorization } from '../authorization/authorize.ts'
import { foldUid } from '../authorization/token.ts'
import { isOpen, type Reservation } from './reservation.ts'
import { isWithin } from './reservation-times.ts'

type Place = { evse: number | null; reservationId: number | null; at: Temporal.Instant }

/**
 * The decision for a session that begins: at an EVSE that is kept free for somebody else, a card that is good is refused.
 * So a reservation holds where the charger has none, or has lost it. A start that names the reservation is let in: the
 * charger knows who may use it.
 */
export function withReservations(
  authorization: Authorization,
  reservations: readonly Reservation[],
  place: Place,
): Authorization {
  if (place.evse === null || !isForOther(authorization, reservations, { ...place, evse: place.evse })) {
    return authorization
  }
  return refused(authorization)
}

/** The same before anybody knows where: a card is refused when every EVSE is kept free for somebody else. */
export function withReservationsAnywhere(
  authorization: Authorization,
  reservations: readonly Reservation[],
  { evses, at }: { evses: readonly number[]; at: Temporal.Instant },
): Authorization {
  if (evses.length === 0) return authorization
  const isReserved = evses.every((evse) => isForOther(authorization, reservations, { evse, reservationId: null, at }))
  return isReserved ? refused(authorization) : authorization
}

/** Whoever comes without a card of ours cannot be told from the one that it is reserved for. */
function isForOther(
  { decision, token }: Authorization,
  reservations: readonly Reservation[],
  { evse, reservationId, at }: Place & { evse: number },
): boolean {
  if (decision !== 'accepted' || token === null) return false
  const there = reservations.filter((one) => one.evse === evse && isOpen(one) && isWithin(at, one))
  return there.length > 0 && !there.some((one) => one.reservationId === reservationId || isMeantFor(one, token))
}

/** By the card that it was made for, or by one of its group. */
export function isMeantFor(
  { tokenUid, groupId }: Pick<Reservation, 'tokenUid' | 'groupId'>,
  token: { uid: string; groupId: string | null },
): boolean {
  return foldUid(tokenUid) === foldUid(token.uid) || (groupId !== null && groupId === token.groupId)
}

function refused(authorization: Authorization): Authorization {
  return { ...authorization, decision: 'reserved', expiresAt: null }
}
