/**
 * A location as the load management sees it: what hangs on its grid connections is steered together, by one engine at a
 * time. Its zone is the one in which its schedules are written.
 */
export type Site = {
  id: number
  publicId: string
  name: string
  timeZone: string
  /** ISO 4217, of its prices; null before the first. */
  currency: string | null
  /** Whether the engine steers it: only after the commissioning check has passed (smart-charging 8). */
  isLive: boolean
  settings: SiteSettings
}

/** How a site is steered; what is left out is as in `siteDefaults`. */
export type SiteSettings = {
  policy: 'laxity' | 'equal' | 'proportional' | 'first-come' | 'earliest-departure' | 'least-laxity'
  /** How long a vehicle without a departure is taken to stay. */
  usualStayHours: number
  /** How much a vehicle without a need is taken to need, in Wh. */
  usualNeedWh: number
  /** The lease of a grant. */
  leaseSeconds: number
  /** Null: no ramp of the whole site. */
  rampWPerMinute: number | null
  /** Whether a vehicle that draws more than it may for minutes is stopped (smart-charging 7.3). */
  stopsDisobedient: boolean
  /** Price per kWh where no block says one, and where there is no tariff; decimal text. */
  usualPrice: string | null
  /** Per kW and billing period, decimal text; null: peaks cost nothing. */
  peakPrice: string | null
  /** How long a peak counts. */
  billingPeriod: 'month' | 'year'
  blockMinutes: number | null
  /** How long before its departure a vehicle is not made to wait for a better price. */
  departureBufferMinutes: number
}

export const siteDefaults: SiteSettings = {
  policy: 'laxity',
  usualStayHours: 8,
  usualNeedWh: 20_000,
  leaseSeconds: 900,
  rampWPerMinute: null,
  stopsDisobedient: false,
  usualPrice: null,
  peakPrice: null,
  billingPeriod: 'month',
  blockMinutes: null,
  departureBufferMinutes: 30,
}
