/** One exchange as it is kept: call and reply as text, secrets masked. */
export type LoggedMessage = {
  /** Unique among a charger's messages; sorts like their order. */
  key: string
  at: Temporal.Instant
  direction: string
  action: string
  messageId: string
  call: string
  reply: string | null
  /** `ok`, or an error code. */
  result: string
  repairs: string | null
  latencyMicros: number
}

export type MessageFilter = {
  /** The key, or the place, where the page before ended. */
  before: string | null
  limit: number
  /** Found in the call or the reply, without regard to case. */
  text: string | null
  action: string | null
  direction: 'in' | 'out' | null
  /** Only those that failed or were repaired. */
  problems: boolean
  from: Temporal.Instant | null
  to: Temporal.Instant | null
}

export type MessageLogStore = {
  /**
   * Newest first. A filter looks at a bounded number of messages only: there may be fewer than asked for, even none,
   * although `next` says where to go on. A Problem when `before` is no such place.
   */
  list(chargerId: number, filter: MessageFilter): Promise<{ messages: LoggedMessage[]; next: string | null }>
}
