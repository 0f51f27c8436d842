/** Who says what a vehicle needs and when it leaves; a better source outranks a worse one, member by member (2.2). */
export const requestSources = ['vehicle', 'vdv463', 'iso15118', 'fleet', 'operator', 'default'] as const
export type RequestSource = (typeof requestSources)[number]

/** What is known of a stay: every member may be missing. Energy in Wh, at the battery. */
export type ChargingRequest = {
  id: number
  siteId: number
  source: RequestSource
  /** Unique for the source. */
  requestId: string
  vehicleId: number | null
  /** Where it stands, or will stand; null: not known. */
  place: { chargerId: number; evse: number | null } | null
  /** The session it is for, once there is one. */
  sessionId: number | null
  arrivesAt: Temporal.Instant | null
  departsAt: Temporal.Instant | null
  soc: number | null
  minimumSoc: number | null
  targetSoc: number | null
  needMinimumWh: number | null
  needFullWh: number | null
  /** Higher wins; null: the site's usual one. */
  klass: number | null
  /** A block of power just before departure. */
  precondition: { powerW: number; minutes: number } | null
  /** How sure it is that the vehicle comes, 0 to 1. */
  confidence: number
  reportedAt: Temporal.Instant
}

export type NewChargingRequest = Omit<ChargingRequest, 'id' | 'sessionId'>
