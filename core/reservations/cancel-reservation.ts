import { sendCommand } from '../commands/send-command.ts'
import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { isOpen, type Reservation } from './reservation.ts'

/**
 * Asks the charger to give a reservation up. It is cancelled when the charger says so; a charger that is away is asked
 * when it comes back, as long as the reservation lasts.
 */
export async function cancelReservation(
  ctx: Uses<'chargers' | 'chargerLink' | 'commands' | 'now' | 'reservations' | 'settings' | 'transaction'>,
  id: number,
  { wait = false }: { wait?: boolean } = {},
): Promise<Reservation> {
  const reservation = await ctx.reservations.find(id)
  if (!reservation) throw new Problem('not_found', `There is no reservation ${id}.`, { subject: 'reservation' })
  if (!isOpen(reservation)) {
    throw new Problem('conflict', `The reservation has ended: ${reservation.state}.`, { subject: 'reservation' })
  }
  const { charger, reservationId, expiresAt } = reservation
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
