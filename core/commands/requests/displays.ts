/** What a charger shows to drivers, and what it keeps of them (OCPP 2.x, blocks O and N09). */
export type DisplayRequest =
  | { kind: 'show-message'; message: MessageToShow }
  | { kind: 'read-messages'; requestId: number; ids: number[] | null }
  | { kind: 'clear-message'; id: number }
  | {
      kind: 'customer-information'
      requestId: number
      report: boolean
      clear: boolean
      /** Whose: a token, or a name that the charger knows. */
      tokenUid: string | null
      customer: string | null
    }
  | { kind: 'data-transfer'; vendorId: string; messageId: string | null; data: string | null }
  | { kind: 'clear-cache' }

export type MessageToShow = {
  id: number
  priority: 'AlwaysFront' | 'InFront' | 'NormalCycle'
  text: string
  format: 'ASCII' | 'HTML' | 'URI' | 'UTF8'
  language: string | null
  /** Only in this state of the charger; null in every one. */
  state: 'Charging' | 'Faulted' | 'Idle' | 'Unavailable' | null
  from: string | null
  until: string | null
  /** Only as long as this session runs. */
  sessionId: number | null
}
