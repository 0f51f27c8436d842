import type { Boot, ConnectorState } from '../chargers/charger.ts'
import type { PlacedReading } from '../context.ts'
import type { Session } from '../sessions/session.ts'
import type { LoggedMessage } from './message-log.ts'

/** What took effect in the database just now, for those who show it. What nobody listens to costs nothing. */
export type LiveFeed = {
  /** Tells of one tenant's changes until the returned function is called. */
  subscribe(tenant: number, listener: LiveListener): () => void
}

export type LiveListener = {
  /** A message of a charger was stored by this node. */
  chargerChanged(update: ChargerUpdate): void
  /** A door has changed how the charger is configured, or has added or removed it. */
  chargerConfigured(chargerId: number): void
  /** Commands were made, sent or ended, by whichever door and node. */
  commandsChanged(): void
  /** Another node has stored a message of a charger whose site is steered here. */
  chargerTold?(told: ToldCharger): void
}

/** What is passed on between nodes of a charger's message. */
export type ToldCharger = {
  chargerId: number
  readings: readonly PlacedReading[]
  hasBooted: boolean
  /** Its link, a status or a session changed: what became of it is read from the records. */
  hasChanged: boolean
}

/** What one message of a charger changed. */
export type ChargerUpdate = {
  chargerId: number
  link: { connected: boolean; at: Temporal.Instant; version: string | null } | null
  boot: Boot | null
  states: readonly ConnectorState[]
  readings: readonly PlacedReading[]
  sessions: readonly StoredSession[]
  messages: readonly LoggedMessage[]
}

/** A session as it was stored, with its connector's number through the charger. */
export type StoredSession = { session: Session; connectorNumber: number | null }
