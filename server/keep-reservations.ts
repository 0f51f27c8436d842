import { beginReservation } from '#core/reservations/begin-reservation.ts'
import { endReservation } from '#core/reservations/end-reservation.ts'
import type { Reservation } from '#core/reservations/reservation.ts'
import { reservationsToBegin, reservationsToEnd } from '#storage/reservation-store.ts'
import type { Storage } from '#storage/storage.ts'

/** Has reservations begin whose start has come, also while no server ran. Which node does it is decided by the row. */
export async function beginReservations(storage: Storage, now: Temporal.Instant): Promise<void> {
  for (const reservation of await reservationsToBegin(storage.database.reader, now)) {
    await beginReservation(contextOf(storage, reservation), reservation)
  }
}

/** Ends the reservations whose time is over, of which no 1.6 charger tells, and those that were never sent. */
export async function endReservations(storage: Storage, now: Temporal.Instant): Promise<void> {
  for (const { reservation, unsent } of await reservationsToEnd(storage.database.reader, now)) {
    const ending = unsent === null ? { state: 'expired' as const } : { state: 'rejected' as const, reason: unsent }
    await endReservation(contextOf(storage, reservation), reservation.charger, { reservation, ...ending })
  }
}

function contextOf(storage: Storage, { charger: { tenant } }: Reservation) {
  return storage.contextFor({ tenant, actor: { kind: 'system', name: 'reservations' }, door: 'job' })
}
