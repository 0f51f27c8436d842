import type { ChargerRef } from '../context.ts'

/** An EVSE, or any of a charger, that is kept free for a token from its start until it expires. */
export type Reservation = {
  id: number
  charger: ChargerRef
  /** As the charger knows it. */
  reservationId: number
  /** Null is any. */
  evse: number | null
  /** Within the EVSE; null is any of it. */
  connector: number | null
  connectorType: string | null
  tokenUid: string
  groupId: string | null
  startsAt: Temporal.Instant
  expiresAt: Temporal.Instant
  state: ReservationState
  /** Who keeps it free: the server does by refusing others, where the charger has no reservations. */
  keptBy: 'charger' | 'server'
  /** Why it ended, or what the charger answered. */
  reason: string | null
  /** What the charger was asked last for it; what it answers to anything older does not count. */
  commandId: number | null
  /** The session that used it. */
  sessionId: number | null
  /** How often it was sent again, because the charger had lost it. */
  renewals: number
  createdAt: Temporal.Instant
  endedAt: Temporal.Instant | null
}

/** `scheduled`, `requested` and `active` ones count; every other state is final. */
export type ReservationState =
  | 'scheduled'
  | 'requested'
  | 'active'
  | 'used'
  | 'expired'
  | 'cancelled'
  | 'rejected'
  | 'removed'

export type FinalState = Exclude<ReservationState, 'scheduled' | 'requested' | 'active'>

/** What a charger can be asked to keep free. */
export type NewReservation = Pick<
  Reservation,
  'reservationId' | 'evse' | 'connectorType' | 'tokenUid' | 'groupId' | 'expiresAt'
>

/** What may change while it counts. */
export type ReservationTerms = Pick<Reservation, 'tokenUid' | 'groupId' | 'startsAt' | 'expiresAt'>

export type ScheduledReservation = NewReservation & ReservationTerms & Pick<Reservation, 'connector'>

export type ReservationStore = {
  /** Newest first: of one charger or all, those that count or all. */
  list(filter: {
    chargerId: number | null
    isOpen: boolean | null
    before: number | null
    limit: number
  }): Promise<Reservation[]>
  find(id: number): Promise<Reservation | null>
  /** By the number that chargers know; the newest, when messages of operators have given it twice. */
  findByNumber(reservationId: number): Promise<Reservation | null>
  /** Those of a connector, whose time touches the span, the latest start first. */
  ofConnector(
    place: { chargerId: number; evse: number; connector: number },
    page: { from: Temporal.Instant | null; to: Temporal.Instant | null; skip: number; limit: number },
  ): Promise<Reservation[]>
  /**
   * Those of a charger that have begun and count, and those that our timer has ended within a day. Batched: cheap in any
   * message.
   */
  ofCharger(chargerId: number): Promise<Reservation[]>
}

export type ReservationWriter = {
  /** Until the transaction ends, nobody else gives away what this charger has free. */
  lockPlaces(charger: Pick<ChargerRef, 'id'>): Promise<void>
  /** Whether something that counts keeps the EVSE within this time; the end of one may be the start of the next. */
  isTaken(
    charger: Pick<ChargerRef, 'id'>,
    span: Pick<ReservationTerms, 'startsAt' | 'expiresAt'> & { evse: number; except: number | null },
  ): Promise<boolean>
  schedule(charger: ChargerRef, reservation: ScheduledReservation): Promise<Reservation>
  /** Back to `scheduled` on new terms; `commandId` is what is asked of the charger on that account. */
  reschedule(
    reservation: Pick<Reservation, 'id'>,
    terms: ReservationTerms,
    commandId: number | null,
  ): Promise<Reservation>
  /** Whether it is `scheduled` still. Locked. */
  mayBegin(reservation: Pick<Reservation, 'id'>): Promise<boolean>
  /** From `scheduled` to `requested`, with the command that asks for it. */
  begin(reservation: Pick<Reservation, 'id'>, commandId: number): Promise<void>
  /** From `scheduled` or `requested` to `active`, kept by the server. Null when it is in none of these states. */
  keep(reservation: Pick<Reservation, 'id'>): Promise<Reservation | null>
  /** Puts it down as requested; one with its number that has ended begins anew. */
  request(charger: ChargerRef, reservation: NewReservation, commandId: number | null): Promise<Reservation>
  /** By the number that the charger knows. Locked. */
  find(charger: ChargerRef, reservationId: number): Promise<Reservation | null>
  /** By our id. Locked. */
  lock(id: number): Promise<Reservation | null>
  /** The session of its token or group that charges at its EVSE by now. */
  sessionThere(reservation: Reservation): Promise<number | null>
  /** The charger said yes. */
  activate(reservation: Reservation): Promise<Reservation>
  /** Null when it does not count any more; one that only our timer has ended may still turn out to have been used. */
  end(
    reservation: Pick<Reservation, 'id'>,
    state: FinalState,
    more?: { reason?: string | null; sessionId?: number | null },
  ): Promise<Reservation | null>
  /** False when it does not count any more, or was sent again often enough. */
  renew(reservation: Pick<Reservation, 'id'>): Promise<boolean>
}

export function isOpen({ state }: Pick<Reservation, 'state'>): boolean {
  return state === 'scheduled' || state === 'requested' || state === 'active'
}
