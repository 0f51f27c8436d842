import type { ListUpdate } from '../../local-lists/local-list.ts'

/** What is kept free at a charger, and the list of cards that it goes by while it cannot ask. */
export type ReservationRequest =
  | {
      kind: 'reserve'
      reservationId: number
      /** Null is any that is free. */
      evse: number | null
      tokenUid: string
      groupId: string | null
      /** UTC, as text. */
      expiresAt: string
      /** In OCPP's words, such as cType2; null is any. */
      connectorType: string | null
      /** Asked long before it is sent, or sent again because the charger had lost it: only as long as it counts. */
      isRenewal?: boolean
    }
  | { kind: 'cancel-reservation'; reservationId: number }
  /** As much as fits into one call; the rest follows as differences. */
  | { kind: 'send-local-list'; update: ListUpdate }
  | { kind: 'read-local-list-version' }
