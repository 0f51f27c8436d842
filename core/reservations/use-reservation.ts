import type { ChargerRef, Uses } from '../context.ts'
import type { Session } from '../sessions/session.ts'
import { endReservation } from './end-reservation.ts'
import { isMeantFor } from './refuse-others.ts'
import type { Reservation } from './reservation.ts'

/**
 * Ends the reservation that a session has used, when there is one. Chargers forget to name it, or say 0 or -1: then it
 * is known by its token or group, at its EVSE, within its time.
 */
export async function useReservation(
  ctx: Uses<'reservations' | 'transaction' | 'chargerWork'>,
  charger: ChargerRef,
  {
    session,
    reservationId,
    reserved = null,
  }: {
    session: Session
    reservationId: number | null
    /** What is reserved at the charger, when it was read for this start already. */
    reserved?: readonly Reservation[] | null
  },
): Promise<void> {
  const known = reserved ?? (await ctx.reservations.ofCharger(charger.id))
  if (known.length === 0) return
  const used = reservationOf(known, {
    reservationId: reservationId !== null && reservationId > 0 ? reservationId : null,
    evse: session.evse,
    token: session.decision === 'accepted' ? session.token : null,
    at: session.record.startedAt ?? session.openedAt,
  })
  if (used) await endReservation(ctx, charger, { reservation: used, state: 'used', sessionId: session.id })
}

type Start = {
  reservationId: number | null
  evse: number | null
  /** Null when it was refused, or is not known yet. */
  token: { uid: string; groupId: string | null } | null
  at: Temporal.Instant
}

/** The one that this start names, or else the one that is meant for it: at its EVSE before anywhere. */
export function reservationOf(reservations: readonly Reservation[], start: Start): Reservation | null {
  const named = reservations.find((one) => one.reservationId === start.reservationId)
  if (named) return named
  const { token, evse, at } = start
  if (token === null) return null
  const meant = reservations.filter(
    (one) =>
      (one.evse === null || one.evse === evse) &&
      isMeantFor(one, token) &&
      at.epochMilliseconds >= one.startsAt.epochMilliseconds - clockSkewMs &&
      Temporal.Instant.compare(at, one.expiresAt) <= 0,
  )
  return meant.find((one) => one.evse === evse) ?? meant[0] ?? null
}

// The charger's clock and ours.
const clockSkewMs = 60_000
