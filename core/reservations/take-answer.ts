import type { ChargerRef, Uses } from '../context.ts'
import { endReservation, tellEnded, tellMade } from './end-reservation.ts'
import { isOpen, type NewReservation, type Reservation } from './reservation.ts'

type Used = Uses<'transaction' | 'chargerWork'>

/** `unsupported`: it knows no reservations. `unknown` is no answer at all: nobody knows what it has. */
export type ReserveAnswer = 'accepted' | 'refused' | 'unsupported' | 'unknown'

/**
 * Takes in how a charger has answered that something be kept free, whoever asked. A no is final for this attempt;
 * one that it has kept until now goes on. Where the charger knows no reservations, the server keeps it.
 */
export async function takeReserveAnswer(
  ctx: Used,
  charger: ChargerRef,
  {
    asked,
    answer,
    reason,
    commandId,
  }: { asked: NewReservation; answer: ReserveAnswer; reason: string | null; commandId: number },
): Promise<void> {
  const outcome = await ctx.transaction(async (tx): Promise<{ kind: 'made' | 'ended'; one: Reservation } | null> => {
    const known = await tx.reservations.find(charger, asked.reservationId)
    if (known && isOutdated(known, commandId)) return null
    // the same number again replaces what was reserved under it.
    const isNew = !known || !isOpen(known) || !isSame(known, asked)
    if (answer === 'unsupported' && known?.state === 'requested' && known.evse !== null) {
      const kept = await tx.reservations.keep(known)
      return kept && { kind: 'made', one: kept }
    }
    if (answer === 'refused' || answer === 'unsupported') {
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
  if (outcome?.kind === 'made') await tellMade(ctx, charger, outcome.one)
}

/** It was changed or taken back since the charger was asked; what it is asked then comes after this answer. */
function isOutdated(known: Reservation, commandId: number): boolean {
  if (known.commandId === null) return false
  return commandId < known.commandId || (commandId === known.commandId && !isOpen(known))
}

/** A charger that has given a reservation up, or knows of none: either way it is not there any more. */
export async function takeCancelAnswer(
  ctx: Used,
  charger: ChargerRef,
  { reservationId, isCancelled, commandId }: { reservationId: number; isCancelled: boolean; commandId: number },
): Promise<void> {
  const state = isCancelled ? 'cancelled' : 'removed'
  await endByNumber(ctx, charger, { reservationId, state, reason: isCancelled ? null : 'Rejected', commandId })
}

/** What a 2.x charger says of a reservation by itself (H04); of one that we do not know there is nothing to end. */
export async function endByNumber(
  ctx: Used,
  charger: ChargerRef,
  {
    reservationId,
    state,
    reason,
    commandId = null,
  }: {
    reservationId: number
    state: 'cancelled' | 'expired' | 'removed'
    reason: string | null
    commandId?: number | null
  },
): Promise<void> {
  const reservation = await ctx.transaction((tx) => tx.reservations.find(charger, reservationId))
  if (!reservation || !isOpen(reservation)) return
  // What was changed is given up at the charger, and asked for anew.
  const isForChange = commandId !== null && reservation.commandId !== null && commandId <= reservation.commandId
  // Of one that is still to come, or that the server keeps, the charger knows nothing.
  if (isForChange || reservation.state === 'scheduled' || reservation.keptBy === 'server') return
  await endReservation(ctx, charger, { reservation, state, reason })
}

function isSame(known: Reservation, asked: NewReservation): boolean {
  return (
    known.evse === asked.evse &&
    known.tokenUid === asked.tokenUid &&
    known.expiresAt.epochMilliseconds === asked.expiresAt.epochMilliseconds
  )
}
