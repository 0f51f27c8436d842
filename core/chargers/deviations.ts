/** What chargers of one model and firmware do otherwise than the standard says, under one rule and in one message. */
export type Deviation = {
  /** Empty where the charger never said what it is. */
  vendor: string
  model: string
  firmware: string
  /** A stable id; what it means is told by whoever shows it. */
  rule: string
  /** The message in which it was seen; empty where it belongs to none. */
  action: string
  times: number
  firstSeenAt: Temporal.Instant
  lastSeenAt: Temporal.Instant
  /** The charger that did it last; its id is null when it was removed. */
  charger: { id: number | null; identity: string }
  /** A short, masked piece of the last message; empty where there is nothing to show. */
  example: string
}

export type DeviationStore = {
  /** Those that were seen last come first, at most `limit`. */
  list(limit: number): Promise<Deviation[]>
}

/** One that was just tolerated. The example is asked for only when it is kept. */
export type DeviationNote = { rule: string; action: string; times: number; example(): string }
