import type { Decision } from '../authorization/token.ts'
import type { ChargerRef } from '../context.ts'

export type ListUpdate = 'full' | 'differential'

/** Whether the server keeps the list of cards of a charger. */
export type LocalListMode = 'off' | 'automatic'

/** A card as it stands in a charger's list. */
export type ListEntry = {
  uid: string
  decision: Decision
  groupId: string | null
  expiresAt: Temporal.Instant | null
}

/** What is known of the list of cards in a charger. */
export type LocalList = {
  charger: ChargerRef
  mode: LocalListMode
  /** The highest version that was ever sent or heard; the next one is higher. */
  version: number
  /** What the charger has, by its own word; null while nobody knows. */
  confirmedVersion: number | null
  state: LocalListState
  reason: string | null
  /** The next list has to be a whole one: what the charger has is not what we think. */
  needsFull: boolean
  /** What it has, as far as it said yes: the mark of each card, by its folded uid. */
  installed: Record<string, string>
  askedAt: Temporal.Instant | null
  comparedAt: Temporal.Instant | null
  acceptedAt: Temporal.Instant | null
}

export type LocalListState = 'unknown' | 'current' | 'outdated' | 'failed' | 'unsupported'

export type LocalListChange = Partial<
  Pick<LocalList, 'version' | 'confirmedVersion' | 'state' | 'reason' | 'needsFull' | 'installed'>
> & {
  isAccepted?: boolean
  isCompared?: boolean
  /** The charger is to be asked for its version as if it had just come. */
  isToBeAsked?: boolean
}

export type LocalListStore = {
  /** Null when there is no such charger; a list that nobody asked for yet is unknown. */
  find(chargerId: number): Promise<LocalList | null>
  /** The cards that belong into lists, those that open something first; at most so many. */
  cards(now: Temporal.Instant, limit: number): Promise<ListEntry[]>
  /** The OCPP version that the charger spoke last; null when it never came. */
  protocolOf(chargerId: number): Promise<string | null>
}

export type LocalListWriter = {
  setMode(charger: ChargerRef, mode: LocalListMode): Promise<void>
  /** The next version that nobody has used yet. */
  nextVersion(charger: ChargerRef): Promise<number>
  change(charger: ChargerRef, change: LocalListChange): Promise<void>
}

/** How many cards a list may have, and how long their uids and groups, in a charger's version. */
export type ListRoom = { entries: number; uidLength: number }

/** Chargers that never said how many cards they keep. */
export const entriesWithoutWord = 10_000
