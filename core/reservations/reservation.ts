import type { ChargerRef } from '../context.ts'

/** An EVSE, or any of a charger, that is kept free for a token until it expires. */
export type Reservation = {
  id: number
  charger: ChargerRef
  /** As the charger knows it. */
  reservationId: number
  /** Null is any. */
  evse: number | null
  connectorType: string | null
  tokenUid: string
  groupId: string | null
  expiresAt: Temporal.Instant
  state: ReservationState
  /** Why it ended, or what the charger answered. */
  reason: string | null
  commandId: number | null
  /** The session that used it. */
  sessionId: number | null
  /** How often it was sent again, because the charger had lost it. */
  renewals: number
  createdAt: Temporal.Instant
  endedAt: Temporal.Instant | null
}

/** `requested` and `active` ones count; every other state is final. */
export type ReservationState = 'requested' | 'active' | 'used' | 'expired' | 'cancelled' | 'rejected' | 'removed'

export type NewReservation = Pick<
  Reservation,
  'reservationId' | 'evse' | 'connectorType' | 'tokenUid' | 'groupId' | 'expiresAt'
>

export type ReservationStore = {
  /** Newest first: of one charger or all, those that count or all. */
  list(filter: {
    chargerId: number | null
    isOpen: boolean | null
    before: number | null
    limit: number
  }): Promise<Reservation[]>
  find(id: number): Promise<Reservation | null>
  /** Those of a charger that count, and those that our timer has ended within a day. Batched: cheap in any message. */
  ofCharger(chargerId: number): Promise<Reservation[]>
}

export type ReservationWriter = {
  /** Puts it down as requested; one with its number that has ended begins anew. */
  request(charger: ChargerRef, reservation: NewReservation, commandId: number | null): Promise<Reservation>
  /** By the number that the charger knows. Locked. */
  find(charger: ChargerRef, reservationId: number): Promise<Reservation | null>
  /** The charger said yes. */
  activate(reservation: Reservation): Promise<Reservation>
  /** Null when it does not count any more; one that only our timer has ended may still turn out to have been used. */
  end(
    reservation: Pick<Reservation, 'id'>,
    state: Exclude<ReservationState, 'requested' | 'active'>,
    more?: { reason?: string | null; sessionId?: number | null },
  ): Promise<Reservation | null>
  /** False when it does not count any more, or was sent again often enough. */
  renew(reservation: Pick<Reservation, 'id'>): Promise<boolean>
}

export function isOpen({ state }: Pick<Reservation, 'state'>): boolean {
  return state === 'requested' || state === 'active'
}
