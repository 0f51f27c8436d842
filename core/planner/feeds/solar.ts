/** What of own solar power is expected at a site, from inclusive, to exclusive; W in the middle of what may be. */
export type SolarBlock = { from: Temporal.Instant; to: Temporal.Instant; powerW: number }
