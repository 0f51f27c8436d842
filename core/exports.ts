import type { Card, CardFilter } from './authorization/card.ts'
import type { SessionFilter, SessionView } from './sessions/session-view.ts'

/** A charger as an export tells of it; what the first six say, an import takes. */
export type ExportedCharger = {
  identity: string
  name: string | null
  evses: number
  timeZone: string | null
  securityProfile: number
  blocked: boolean
  registration: string
  version: string | null
  vendor: string | null
  model: string | null
  firmware: string | null
  createdAt: Temporal.Instant
}

/**
 * Whole tables in parts, as they were at one moment and in a total order: the same again gives the same, as long as
 * nothing has changed. The next part is read when it is asked for. Whoever stops early must call `return`.
 */
export type ExportStore = {
  /** Finished ones in the order of their records, or of their start within a span of time; open ones last. */
  sessions(filter: SessionFilter): AsyncGenerator<SessionView[]>
  /** By identity; removed ones are left out. */
  chargers(search: string | null): AsyncGenerator<ExportedCharger[]>
  /** In the order in which they were added. */
  cards(filter: CardFilter, now: Temporal.Instant): AsyncGenerator<Card[]>
}
