import type { Ambient } from './ambient.ts'

/** Where a site is, in degrees (WGS 84); south and west are negative. */
export type Place = { latitude: number; longitude: number }

/** What is known of the weather at a site, and of who tells it. */
export type SiteWeather = {
  place: Place | null
  /** Whether a weather service is asked by itself. */
  isAutomatic: boolean
  /** Whoever is believed most first. Some may not hold any more. */
  told: readonly Ambient[]
  /** Of the service: null while it answers. */
  failing: { since: Temporal.Instant; error: string } | null
}
