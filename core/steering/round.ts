import type { Coefficient, Demand } from '../dispatch/demand.ts'
import type { Wait } from '../dispatch/grant.ts'
import type { Policy } from '../dispatch/policy.ts'
import type { Binding, Reason } from '../dispatch/reason.ts'
import type { Row } from '../dispatch/row.ts'
import type { Account } from './account.ts'
import type { CalmRules, CalmState } from './calm-state.ts'

/** Everything that a decision depends on, as plain values: the same input gives the same outcome, anywhere (B5). */
export type RoundInput = {
  siteId: number
  atMs: number
  cause: 'period' | 'event' | 'limit' | 'guard' | 'takeover'
  /** The guard, and an engine without its database, lower and never raise. */
  lowersOnly: boolean
  policy: Policy
  calm: CalmRules
  leaseMs: number
  /** How many vehicles that are still to come find room for their fallback on each row. */
  newcomers: number
  /** Limits in force and what else is drawn; `reserved` is 0 here: the round adds what cannot be steered. */
  rows: readonly Row[]
  places: readonly RoundPlace[]
  /** What the plan advises for the whole site now, with what else is drawn there; null: nothing (smart-charging 6). */
  advice: SiteAdvice | null
  /** Of the last minute: what the site's ramp has been used for. As the round before gave it back. */
  recentRaises: readonly RecentRaise[]
}

/** Advice, and no limit: it never keeps a session from its minimum or from what it must have to be in time. */
export type SiteAdvice = {
  powerW: number
  baseW: number
  reason: Reason
  boundBy: string | null
  /**
   * An activation, of which a plan has found what it leaves to whom: obeyed at once like a limit, and smallest rates take
   * turns under it. What must be had now to be in time still goes before it.
   */
  isOrder?: boolean
}

export type RecentRaise = { atMs: number; watts: number }

/** One EVSE with what is known of it. */
export type RoundPlace = {
  account: Account
  /** What one unit of its rate adds to the rows: as its vehicle draws, and at worst where that is not known. */
  coeff: readonly Coefficient[]
  worstCoeff: readonly Coefficient[]
  /** What one unit of its rate draws, for the site's ramp. */
  wattsPerUnit: number
  /** What its session asks for; null: there is none, or it wants nothing now, and `idle` says why. */
  demand: PlaceDemand | null
  idle: { sessionId: string; reason: Reason; boundBy: string | null } | null
  calm: CalmState
}

export type PlaceDemand = Omit<Demand, 'coeff' | 'evseId' | 'unit'>

export type RoundOutcome = {
  /** What every session is granted, and why; also those whose raise is still held back. */
  grants: readonly RoundGrant[]
  /** What is sent now, in this order: what lowers first. */
  sends: readonly Send[]
  /** Raises that wait until others have confirmed that they have lowered (7.2). */
  held: readonly { key: string; value: number; row: string }[]
  calm: readonly { key: string; state: CalmState }[]
  /** What each row may carry at most right now, by what chargers may be following, before and after what is sent. */
  loads: readonly { row: string; limit: number; committed: number; after: number }[]
  /** Rows whose limit what may be followed exceeds right now. */
  exceeded: readonly string[]
  /** Sessions that get nothing for want of capacity, and when they may expect their turn. */
  waits: readonly Wait[]
  recentRaises: readonly RecentRaise[]
}

/** What it may draw by what was sent up to and with this round. */
export type RoundGrant = Binding & { key: string; sessionId: string; value: number; unit: 'A' | 'W' }

export type Send = {
  key: string
  sessionId: string
  value: number
  /** Only a `raise` adds to what may be followed. */
  kind: 'lower' | 'raise' | 'renew'
  untilMs: number
}
