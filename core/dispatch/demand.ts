import type { Reason } from './reason.ts'

/**
 * What one session asks of the dispatcher, in its own unit: A per used phase (AC) or W (DC).
 *
 * `lo` is the planner's wish and never breaks a limit; `hi` is law: nothing above it, whatever room there is.
 */
export type Demand = {
  sessionId: string
  evseId: string
  unit: 'A' | 'W'
  /** Higher comes first. */
  klass: number
  /** How long the vehicle could wait and still make it, in hours; below zero: it cannot make it any more. */
  laxityH: number
  lo: number
  hi: number
  /** The most it could take with all limits gone: the slope of its laxity (smart-charging 5.2). */
  full: number
  /** The smallest rate that is not a pause; what lies between is never granted. Counts as the next multiple of `step`. */
  min: number
  step: number
  coeff: readonly Coefficient[]
  /** Why `hi` is not more; said when the session gets all of `hi`. */
  hiReason: Reason
  hiBoundBy: string | null
  /** Of the shared capacity in its class; 1 is neutral. */
  weight: number
  arrivedAtS: number
  /** Null: none is known. */
  departsAtS: number | null
  /** Whether it charges or is paused, and for how many seconds: turns, least times on and off (smart-charging 5.6, 5.7). */
  turn: { state: 'new' | 'on' | 'off'; forS: number }
}

/** What one unit of the session's rate adds to a row. `im` only on line-to-line rows; negative only there and on unbalance. */
export type Coefficient = { row: string; re: number; im?: number }
