/** How much the chargers of a tenant drew at one moment. */
export type LoadSample = {
  at: Temporal.Instant
  powerW: number
  /** Chargers, by state. */
  charging: number
  connected: number
  chargers: number
}

export type LoadStore = {
  /** Oldest first, evenly thinned to at most `most`. */
  list(from: Temporal.Instant, to: Temporal.Instant, most: number): Promise<LoadSample[]>
}
