import { foldUid } from '../authorization/token.ts'
import type { Transaction, Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { type Begins, beginReservation, isDue } from './begin-reservation.ts'
import { refuseTaken, refuseToken } from './make-reservation.ts'
import { isOpen, type Reservation } from './reservation.ts'
import { refuseTimes } from './reservation-times.ts'

type NewTerms = { tokenUid: string; startsAt: Temporal.Instant; expiresAt: Temporal.Instant }

/**
 * Gives a reservation that counts other times or another token. What the charger has been asked for already it gives up,
 * and is asked for anew when the new start has come. It keeps its number.
 */
export async function changeReservation(
  ctx: Begins & Uses<'findToken'>,
  id: number,
  terms: NewTerms,
  { wait = false }: { wait?: boolean } = {},
): Promise<Reservation> {
  const found = await ctx.reservations.find(id)
  if (!found) throw noReservation(id)
  const token = await ctx.findToken(foldUid(terms.tokenUid))
  const now = ctx.now()
  const changed = await ctx.transaction(async (tx) => {
    await tx.reservations.lockPlaces(found.charger)
    const reservation = (await tx.reservations.lock(id))!
    if (!isOpen(reservation)) throw hasEnded(reservation)
    refuseTimes(now, terms, reservation)
    refuseToken(token, Temporal.Instant.compare(terms.startsAt, now) < 0 ? now : terms.startsAt)
    const { charger, evse, reservationId } = reservation
    await refuseTaken(tx, charger, { evse, startsAt: terms.startsAt, expiresAt: terms.expiresAt, except: id })
    const commandId = await giveUpAtCharger(tx, reservation)
    await tx.audit('reservation.changed', charger.identity, { reservation: reservationId, evse })
    return tx.reservations.reschedule(reservation, { ...terms, groupId: token?.groupId ?? null }, commandId)
  })
  ctx.chargerLink.commandsWaiting(changed.charger)
  if (isDue(changed, now)) await beginReservation(ctx, changed, { wait })
  return (await ctx.reservations.find(id)) ?? changed
}

/** Takes back what the charger was asked for, or has; gives the command when it has to be told of it. */
export async function giveUpAtCharger(
  tx: Transaction,
  { charger, state, keptBy, commandId, reservationId, expiresAt }: Reservation,
): Promise<number | null> {
  if (state === 'scheduled' || keptBy === 'server') return null
  const isUnsent = state === 'requested' && commandId !== null
  if (isUnsent && (await tx.commands.end(commandId, 'cancelled', null))) return null
  const request = { kind: 'cancel-reservation', reservationId } as const
  return (await tx.commands.add(charger, request, expiresAt, { waits: true })).id
}

export function noReservation(id: number): Problem {
  return new Problem('not_found', `There is no reservation ${id}.`, { subject: 'reservation' })
}

export function hasEnded({ state }: Reservation): Problem {
  return new Problem('conflict', `The reservation has ended: ${state}.`, { subject: 'reservation' })
}
