/** What a charger says and answers over its link, in one OCPP version. */
export type Dialogue = {
  boot(reason: BootReason): { action: string; payload: object }
  /** The charger is accepted and connected: after a boot, or again without one. */
  onConnected(wasBooted: boolean): void
  answer(action: string, payload: Record<string, unknown>): Reply | Promise<Reply>
  /** The answer with which the standard refuses a call; null where it has none. */
  refuse(action: string, payload: Record<string, unknown>): object | null
}

export type BootReason = 'power' | 'soft-reset' | 'hard-reset' | 'firmware-update' | 'triggered'

/** An answer to a call of the server, and what the charger does once it is sent. */
export type Reply = { answer: object; afterwards?: () => void }

/** How a call of the charger ended. */
export type Outcome =
  | { kind: 'answered'; payload: Record<string, unknown> }
  | { kind: 'error'; code: string; description: string }
  | { kind: 'timeout' }
  | { kind: 'offline' }
