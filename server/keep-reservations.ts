import { endReservation } from '#core/reservations/end-reservation.ts'
import { reservationsToEnd } from '#storage/reservation-store.ts'
import type { Storage } from '#storage/storage.ts'

/** Ends the reservations whose time is over, of which no 1.6 charger tells, and those that were never sent. */
export async function endReservations(storage: Storage, now: Temporal.Instant): Promise<void> {
  for (const { reservation, unsent } of await reservationsToEnd(storage.database.reader, now)) {
    const { charger } = reservation
    const actor = { kind: 'system', name: 'reservations' } as const
    const ctx = storage.contextFor({ tenant: charger.tenant, actor, door: 'job' })
    const ending = unsent === null ? { state: 'expired' as const } : { state: 'rejected' as const, reason: unsent }
    await endReservation(ctx, charger, { reservation, ...ending })
  }
}
