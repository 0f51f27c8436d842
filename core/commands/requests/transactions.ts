/** What is asked of a charger about its sessions, their price, and what is paid or swapped at it. */
export type TransactionRequest =
  /** Whether a session goes on, and whether messages of it wait in the charger; of all sessions without a number. */
  | {
      kind: 'transaction-status'
      sessionId: number | null
      /** Not asked any more when every event has come meanwhile. */
      unlessComplete?: boolean
    }
  /** Shows a driver what the session has cost so far: decimal text, taxes included. */
  | { kind: 'cost-updated'; sessionId: number; totalCost: string }
  /** `tariffId` is the hash of the tariff's content; EVSE 0 is the charger as a whole. */
  | { kind: 'set-default-tariff'; evse: number; tariffId: string }
  | { kind: 'get-tariffs'; evse: number }
  /** Those with these ids, or all. */
  | { kind: 'clear-tariffs'; tariffIds: readonly string[] | null; evse: number | null }
  | { kind: 'change-transaction-tariff'; sessionId: number; tariffId: string }
  /** Keeps the EVSE for whoever pays on a web page; 0 seconds gives it free again. */
  | { kind: 'web-payment-started'; evse: number; timeoutSeconds: number }
  | { kind: 'request-battery-swap'; tokenUid: string; tokenType: string | null }
