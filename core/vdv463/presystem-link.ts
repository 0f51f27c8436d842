/** A planning system's connection to a site, the last one of each of its API clients, and how telling it goes. */
export type PresystemLink = {
  siteId: number
  /** The API client that it logged in as. */
  client: string
  /** As it calls itself. */
  presystem: string
  connectedAt: Temporal.Instant
  disconnectedAt: Temporal.Instant | null
  /** When the node that has the connection spoke of it last. */
  seenAt: Temporal.Instant
  sentAt: Temporal.Instant | null
  confirmedAt: Temporal.Instant | null
  /** Since when what we tell is not taken, and why in words. */
  failingSince: Temporal.Instant | null
  error: string | null
}

export type NewPresystemLink = Omit<PresystemLink, 'seenAt'>

export type PresystemLinkStore = { list(siteId: number): Promise<PresystemLink[]> }

export type PresystemLinkWriter = {
  /** A later connection of the same client to the same site replaces the one before. */
  note(link: NewPresystemLink): Promise<void>
}

/** A node that was cut off cannot say that its connections are gone. */
export function isConnected(
  { disconnectedAt, seenAt }: Pick<PresystemLink, 'disconnectedAt' | 'seenAt'>,
  now: Temporal.Instant,
): boolean {
  return disconnectedAt === null && now.since(seenAt).total('minutes') < 15
}
