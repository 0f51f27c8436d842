/** A charger that tried to connect and is not known here. */
export type UnknownCharger = {
  id: number
  identity: string
  firstSeenAt: Temporal.Instant
  lastSeenAt: Temporal.Instant
  times: number
  /** Where it came from, the last one first. */
  addresses: string[]
  /** OCPP versions that it offered, as it spelled them. */
  protocols: string[]
  /** Whether it showed a password; never which. */
  sentPassword: boolean
  /** Until then it is let in with the password that it shows. */
  welcomeUntil: Temporal.Instant | null
}

/** One attempt to connect. */
export type UnknownAttempt = Pick<UnknownCharger, 'identity' | 'sentPassword' | 'protocols'> & {
  tenantSlug: string | null
  address: string
}

export type UnknownChargerStore = {
  /** That seen last first. */
  list(limit: number): Promise<UnknownCharger[]>
}

export type UnknownChargerWriter = {
  /** Locked. */
  find(id: number): Promise<UnknownCharger | null>
  welcome(id: number, until: Temporal.Instant, by: string): Promise<void>
  remove(id: number): Promise<void>
  /** Takes the one that is waited for, once; by whom it is. Null when nobody waits for it. */
  takeWelcome(identity: string): Promise<string | null>
}
