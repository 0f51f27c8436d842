import type { Reason } from './reason.ts'

/** What the dispatcher decides for a session; above zero it is at least the session's minimum. */
export type Allotment = {
  sessionId: string
  value: number
  unit: 'A' | 'W'
  reason: Reason
  /** The row, limit source or charger that binds; null when nothing does. */
  boundBy: string | null
}

/** A session that gets nothing for want of capacity, and when it may expect its turn. */
export type Wait = { sessionId: string; boundBy: string | null; startsInSeconds: number | null }

export type Dispatch = {
  grants: Allotment[]
  waits: Wait[]
  /** What each row carries with these grants. */
  loads: { row: string; load: number }[]
  /** How often the water level was raised: once, and anew each time a full row had stopped it (P6). */
  rounds: number
}
