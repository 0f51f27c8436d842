/** Every refusal the core can give. Codes are stable; each door turns them into its own error body in one place. */
export type ProblemCode =
  | 'account_exists'
  | 'account_not_found'
  | 'last_administrator'
  | 'charger_not_found'
  | 'connector_not_found'
  /** Something that has no code of its own; the message and the subject name it. */
  | 'not_found'
  /** What is asked does not fit the state that it is in. */
  | 'conflict'
  /** What chargers fall back to by themselves would be more than a circuit may carry (smart-charging 8). */
  | 'fallbacks_exceed'
  | 'session_not_found'
  | 'tenant_not_found'
  | 'token_not_found'
  | 'client_not_found'
  | 'charger_offline'
  | 'charger_exists'
  | 'token_exists'
  | 'client_exists'
  | 'tenant_exists'
  | 'setting_fixed'
  | 'invalid_value'
  /** Another engine steers the site now. */
  | 'fence_lost'
  /** More waits already than we let wait; the same may be asked again later. */
  | 'overloaded'
  | 'storage_unavailable'

export class Problem extends Error {
  readonly code: ProblemCode
  /** The argument that was wrong, in the caller's words. */
  readonly subject: string | undefined

  constructor(code: ProblemCode, message: string, options: { subject?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'Problem'
    this.code = code
    this.subject = options.subject
  }
}

/** What a charger's message wanted to write was refused, and none of it took effect. */
export class WriteRefused extends Error {
  /**
   * `taken-over`: another node owns the charger now. `poisoned`: the database will not take it. `parked`: nor will it
   * ever, so the message was put into quarantine and the charger need not repeat it. `closed`: the server stops.
   */
  readonly why: 'taken-over' | 'poisoned' | 'parked' | 'closed'

  constructor(why: WriteRefused['why'], options?: ErrorOptions) {
    super(`the writes were refused: ${why}`, options)
    this.name = 'WriteRefused'
    this.why = why
  }
}
