import type { ChargerRef, Uses } from '../context.ts'
import type { FinalState, Reservation } from './reservation.ts'

type Used = Uses<'transaction' | 'chargerWork'>

/** Ends a reservation and tells of it; one that has ended already stays as it is. */
export async function endReservation(
  ctx: Used,
  charger: ChargerRef,
  { reservation, ...how }: { reservation: Pick<Reservation, 'id'> } & Ending,
): Promise<void> {
  const { state, reason = null, sessionId = null } = how
  const ended = await ctx.transaction((tx) => tx.reservations.end(reservation, state, { reason, sessionId }))
  if (ended) await tellEnded(ctx, charger, ended)
}

type Ending = {
  state: FinalState
  reason?: string | null
  sessionId?: number | null
}

/** The fact of a reservation that is kept from now on. */
export async function tellMade(ctx: Uses<'chargerWork'>, charger: ChargerRef, made: Reservation): Promise<void> {
  const { id, reservationId, evse, expiresAt } = made
  await ctx.chargerWork(charger, (work) =>
    work.addFact({
      kind: 'reservation.made',
      subjectId: id,
      body: { reservation: reservationId, evse, expiresAt: expiresAt.toString() },
    }),
  )
}

/** The fact of a reservation that has ended. */
export async function tellEnded(ctx: Uses<'chargerWork'>, charger: ChargerRef, ended: Reservation): Promise<void> {
  const { reservationId, evse, state, reason, sessionId } = ended
  await ctx.chargerWork(charger, (work) =>
    work.addFact({
      kind: 'reservation.ended',
      subjectId: ended.id,
      body: { reservation: reservationId, evse, state, reason, session: sessionId },
    }),
  )
}
