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
  | { kind: 'cost-updated'; sessionId: number; totalCost: string; course?: CostCourse }
  /** Shows what it has cost in the end. Only 1.6 needs to be told so: in 2.x it is in the answer to the end. */
  | { kind: 'show-final-cost'; sessionId: number; wireId: string; totalCost: string; energyWh: string; seconds: number }
  /** Shows whoever has just held this card to the charger what it costs. */
  | { kind: 'show-price'; tokenUid: string; tariffId: string }
  /** `tariffId` is the hash of the tariff's content; EVSE 0 is the charger as a whole. */
  | { kind: 'set-default-tariff'; evse: number; tariffId: string }
  | { kind: 'get-tariffs'; evse: number }
  /** Those with these ids, or all. */
  | { kind: 'clear-tariffs'; tariffIds: readonly string[] | null; evse: number | null }
  | { kind: 'change-transaction-tariff'; sessionId: number; tariffId: string }
  /** Keeps the EVSE for whoever pays on a web page; 0 seconds gives it free again. */
  | { kind: 'web-payment-started'; evse: number; timeoutSeconds: number }
  | { kind: 'request-battery-swap'; tokenUid: string; tokenType: string | null }

/** How a session stood when its cost was reckoned, for a charger that goes on reckoning from there. */
export type CostCourse = {
  at: string
  /** What its meter showed; null when that is not known. */
  registerWh: string | null
  isIdle: boolean
  /** It has been stopped, and the vehicle is not unplugged yet. */
  isStopped: boolean
}
