import { nothingSeen, type SeenPhases } from './seen-phases.ts'

/**
 * What one EVSE may be following right now, as far as anybody can know: the basis of every promise that a limit is kept
 * (smart-charging 3.4). Rates are in its unit: A per used phase, or W. Times are milliseconds of the engine's clock,
 * which never runs backwards.
 */
export type Account = {
  /** `charger id/EVSE number` */
  key: string
  chargerId: number
  evse: number
  unit: 'A' | 'W'
  /** What the hardware could give. */
  max: number
  fallback: number
  fallbackVerified: boolean
  /** False: of a make that goes on with a grant after its lease has ended. */
  obeysLease: boolean
  /** True: of a make that accepts grants and goes on as before; only its draw shows that it follows (7.1). */
  heedless: boolean
  /** Nothing is raised before the charger was asked, after it came back, what it goes by (8). */
  link: { online: boolean; sinceMs: number; reconciled: boolean }
  /** Free; a vehicle is there and may begin any moment with the fallback; or a session runs. */
  place: 'free' | 'plugged' | 'charging'
  /** Of the session that runs; grants are for one session and end with it. */
  sessionId: string | null
  /** The last grant that the charger has said yes to. */
  confirmed: ConfirmedGrant | null
  /** Grants that it may have taken or not, in the order in which they were sent: in flight, or never answered. */
  pending: readonly PendingGrant[]
  /** What it followed before the last confirmed grant, which takes chargers some seconds; null `untilMs`: until its draw shows. */
  leaving: { value: number; untilMs: number | null } | null
  measured: { value: number; atMs: number } | null
  /** Of the session that runs, at an EVSE of three phases. */
  phases: SeenPhases
  conduct: Conduct
}

export type ConfirmedGrant = {
  grantId: number
  value: number
  untilMs: number
  /** Since when it has been as low as this: what was measured before says nothing of it. */
  sinceMs: number
}

export type PendingGrant = {
  grantId: number
  sessionId: string | null
  value: number
  untilMs: number
  sentAtMs: number
  /** Its answer may still come; false: it did not come in time. */
  inFlight: boolean
}

export type Conduct = {
  /** `unsteerable`: knows no smart charging. `uncooperative`: does not answer. `disobeying`: draws more than it may. */
  kind: 'steerable' | 'unsteerable' | 'uncooperative' | 'disobeying'
  sinceMs: number
  /** In a row. */
  refusals: number
  /** Answers that did not come, in a row. */
  silences: number
  /** Since when it has drawn more than it may; null: it does not. */
  aboveSinceMs: number | null
  /** Since when it has kept to what it may; null: it does not, or nothing was measured. */
  obeysSinceMs: number | null
}

/** How long chargers take to do what they have confirmed, and how much meters err. */
export const patience = {
  /** A grant that was confirmed is followed after this at the latest (7.1). */
  followMs: 30_000,
  /** Drawing too much for so long is disobeying (7.3). */
  disobeyingAfterMs: 30_000,
  /** After so long of it the transaction may be stopped (7.3). */
  stopAfterMs: 180_000,
  /** A charger that disobeyed is trusted again after it has obeyed for so long. */
  trustAfterMs: 180_000,
  /** What was measured without a session says nothing of now after so long. */
  idleMs: 900_000,
  refusals: 3,
  /** The first try, and two more (7.2). */
  silences: 3,
  /** Meters are not exact: what is less above a grant does not count as drawn. */
  noise: { share: 0.02, A: 0.5, W: 350 },
  disobedience: { share: 0.05, A: 1, W: 700 },
} as const

export type NewAccount = Pick<
  Account,
  'chargerId' | 'evse' | 'unit' | 'max' | 'fallback' | 'fallbackVerified' | 'obeysLease'
>

/** Of an EVSE of which nothing is known yet: it may do whatever its fallback lets it. */
export function newAccount(hardware: NewAccount, nowMs: number): Account {
  return {
    ...hardware,
    key: `${hardware.chargerId}/${hardware.evse}`,
    heedless: false,
    link: { online: false, sinceMs: nowMs, reconciled: false },
    place: 'plugged',
    sessionId: null,
    confirmed: null,
    pending: [],
    leaving: null,
    measured: null,
    phases: nothingSeen(0),
    conduct: { kind: 'steerable', sinceMs: nowMs, refusals: 0, silences: 0, aboveSinceMs: null, obeysSinceMs: null },
  }
}
