import { sendCommand } from '../commands/send-command.ts'
import type { Uses } from '../context.ts'
import { hasEnded, noReservation } from './change-reservation.ts'
import { isOpen, type Reservation } from './reservation.ts'
import { withdrawReservation } from './withdraw-reservation.ts'

/**
 * Takes a reservation back. One that the charger keeps is cancelled when the charger says so; a charger that is away is
 * asked when it comes back, as long as the reservation lasts. Any other one ends at once.
 */
export async function cancelReservation(
  ctx: Uses<
    'chargers' | 'chargerLink' | 'chargerWork' | 'commands' | 'now' | 'reservations' | 'settings' | 'transaction'
  >,
  id: number,
  { wait = false }: { wait?: boolean } = {},
): Promise<Reservation> {
  const reservation = await ctx.reservations.find(id)
  if (!reservation) throw noReservation(id)
  if (!isOpen(reservation)) throw hasEnded(reservation)
  const { charger, reservationId, expiresAt, state, keptBy } = reservation
  if (state !== 'active' || keptBy === 'server') return withdrawReservation(ctx, id)
  const leftSeconds = Math.ceil((expiresAt.epochMilliseconds - ctx.now().epochMilliseconds) / 1000)
  const isConnected = await ctx.chargerLink.isConnected(charger)
  await sendCommand(
    ctx,
    charger.identity,
    { kind: 'cancel-reservation', reservationId },
    { wait: wait && isConnected, waits: true, deadlineSeconds: Math.max(60, Math.min(leftSeconds, 86_400)) },
  )
  return (await ctx.reservations.find(id)) ?? reservation
}
