import { askCharger } from '../commands/ask-charger.ts'
import type { ChargerRef, Uses } from '../context.ts'
import { endReservation } from './end-reservation.ts'
import { isOpen, type Reservation } from './reservation.ts'
import { shortestSeconds } from './reservation-times.ts'

/**
 * A connector that does not work any more keeps nothing free. `evse` 0 is the charger as a whole; what was
 * reserved at any EVSE ends only with that.
 */
export async function loseReservations(
  ctx: Uses<'reservations' | 'transaction' | 'chargerWork'>,
  charger: ChargerRef,
  { evse, status }: { evse: number; status: string },
): Promise<void> {
  const known = await ctx.reservations.ofCharger(charger.id)
  for (const reservation of known.filter((one) => one.state === 'active' && (evse === 0 || one.evse === evse))) {
    await endReservation(ctx, charger, { reservation, state: 'removed', reason: status })
  }
}

/**
 * A connector that was reserved says that it is free, while its time is not over: the charger has lost the reservation,
 * and is asked again. By then it may have been used or cancelled; that is looked at before it is sent.
 */
export async function renewReservations(
  ctx: Uses<'reservations' | 'transaction' | 'chargerLink' | 'now' | 'settings'>,
  charger: ChargerRef,
  evse: number,
): Promise<void> {
  const soon = ctx.now().add({ seconds: shortestSeconds + settlingSeconds })
  const known = await ctx.reservations.ofCharger(charger.id)
  const kept = known.filter((one) => one.state === 'active' && one.keptBy === 'charger' && one.evse === evse)
  const lost = kept.find((one) => Temporal.Instant.compare(one.expiresAt, soon) > 0)
  if (!lost || !(await ctx.transaction((tx) => tx.reservations.renew(lost)))) return
  await askCharger(ctx, charger, { ...requestOf(lost), isRenewal: true }, { afterSeconds: settlingSeconds })
}

/** What a charger is asked for. */
export function requestOf(reservation: Reservation) {
  const { reservationId, evse, tokenUid, groupId, connectorType, expiresAt } = reservation
  return {
    kind: 'reserve',
    ...{ reservationId, evse, tokenUid, groupId, connectorType },
    expiresAt: expiresAt.toString({ smallestUnit: 'millisecond' }),
  } as const
}

/** Whether a reservation that was asked for a while ago, or is to be sent again, still counts. */
export async function stillCounts(
  ctx: Uses<'reservations'>,
  charger: Pick<ChargerRef, 'id'>,
  reservationId: number,
): Promise<boolean> {
  const known = await ctx.reservations.ofCharger(charger.id)
  return known.some((one) => one.reservationId === reservationId && isOpen(one))
}

const settlingSeconds = 10

export function isInTime(ctx: Uses<'now'>, expiresAt: string): boolean {
  const left = Temporal.Instant.from(expiresAt).epochMilliseconds - ctx.now().epochMilliseconds
  return left >= (shortestSeconds - onTheWaySeconds) * 1000
}

// What it may take from the wish to the wire.
const onTheWaySeconds = 10
