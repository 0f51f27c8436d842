import type { LiveCharger } from './live-charger.ts'

/** All chargers of a tenant as they are now, read from what is stored. */
export type OverviewStore = {
  /** Chargers in order of their ids, at most `limit` beyond `after`. Removed ones are left out. */
  page(after: number, limit: number): Promise<LiveCharger[]>
  /** Null when there is none of this id, or it was removed. */
  one(chargerId: number): Promise<LiveCharger | null>
}
