import type { ChargerRef, Uses } from '../context.ts'
import { endReservation, tellEnded } from './end-reservation.ts'
import { isOpen, type NewReservation, type Reservation } from './reservation.ts'

type Used = Uses<'transaction' | 'chargerWork'>

/**
 * Takes in how a charger has answered that something be kept free, whoever asked. A no is final for this attempt;
 * one that it has kept until now goes on. `unknown` is no answer at all: nobody knows what it has.
 */
export async function takeReserveAnswer(
  ctx: Used,
  charger: ChargerRef,
  {
    asked,
    answer,
    reason,
    commandId,
  }: {
    asked: NewReservation
    answer: 'accepted' | 'refused' | 'unknown'
    reason: string | null
    commandId: number
  },
): Promise<void> {
  const outcome = await ctx.transaction(async (tx): Promise<{ kind: 'made' | 'ended'; one: Reservation } | null> => {
    const known = await tx.reservations.find(charger, asked.reservationId)
    // the same number again replaces what was reserved under it.
    const isNew = !known || !isOpen(known) || !isSame(known, asked)
    if (answer === 'refused') {
      if (known?.state !== 'requested') return null
      const ended = await tx.reservations.end(known, 'rejected', { reason })
      return ended && { kind: 'ended', one: ended }
    }
    const reservation = isNew ? await tx.reservations.request(charger, asked, commandId) : known
    if (answer === 'unknown') return null
    if (reservation.state === 'active') return null
    return { kind: 'made', one: await tx.reservations.activate(reservation) }
  })
  if (outcome?.kind === 'ended') await tellEnded(ctx, charger, outcome.one)
  if (outcome?.kind === 'made') {
    const { id, reservationId, evse, expiresAt } = outcome.one
    await ctx.chargerWork(charger, (work) =>
      work.addFact({
        kind: 'reservation.made',
        subjectId: id,
        body: { reservation: reservationId, evse, expiresAt: expiresAt.toString() },
      }),
    )
  }
}

/** A charger that has given a reservation up, or knows of none: either way it is not there any more. */
export async function takeCancelAnswer(
  ctx: Used,
  charger: ChargerRef,
  { reservationId, isCancelled }: { reservationId: number; isCancelled: boolean },
): Promise<void> {
  const state = isCancelled ? 'cancelled' : 'removed'
  await endByNumber(ctx, charger, { reservationId, state, reason: isCancelled ? null : 'Rejected' })
}

/** What a 2.x charger says of a reservation by itself (H04); of one that we do not know there is nothing to end. */
export async function endByNumber(
  ctx: Used,
  charger: ChargerRef,
  {
    reservationId,
    state,
    reason,
  }: { reservationId: number; state: 'cancelled' | 'expired' | 'removed'; reason: string | null },
): Promise<void> {
  const reservation = await ctx.transaction((tx) => tx.reservations.find(charger, reservationId))
  if (reservation && isOpen(reservation)) await endReservation(ctx, charger, { reservation, state, reason })
}

function isSame(known: Reservation, asked: NewReservation): boolean {
  return (
    known.evse === asked.evse &&
    known.tokenUid === asked.tokenUid &&
    known.expiresAt.epochMilliseconds === asked.expiresAt.epochMilliseconds
  )
}
