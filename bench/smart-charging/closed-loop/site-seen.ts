import type { ExcessReport } from './watch-excess.ts'
import type { PromiseReport } from './watch-promises.ts'
import type { StopReport } from './watch-stops.ts'

/** What was seen of a site that ran. */
export type SiteSeen = {
  excess: ExcessReport
  promises: PromiseReport
  stops: StopReport
  setPoints: number
  deliveredWh: number
  loopDelayMs: number
  realSeconds: number
}
