import { type Account, type Conduct, type PendingGrant, patience } from './account.ts'
import { followable, isOfFormerGrant } from './cap.ts'
import { nothingSeen } from './seen-phases.ts'

/** A grant that is about to leave. It is part of what may be followed from before it is sent, until it is answered. */
export function grantSent(
  account: Account,
  grant: { grantId: number; value: number; untilMs: number },
  nowMs: number,
): Account {
  const { sessionId } = account
  const others = account.pending.filter(({ grantId }) => grantId !== grant.grantId)
  // One that is over may have been taken all the same, and then the fallback holds; once is enough to know that.
  const lastSpent = others.findLast((one) => isSpent(account, one, nowMs))
  const kept = others.filter((one) => one.inFlight || one === lastSpent || !isSpent(account, one, nowMs))
  return { ...account, pending: [...kept, { ...grant, sessionId, sentAtMs: nowMs, inFlight: true }] }
}

/**
 * The charger has said yes. What it followed before counts on until it has had the time to follow, or its draw was seen
 * to fall. Grants that were sent before this one are replaced by it; a grant for a session that is over says nothing of
 * the one that runs now.
 */
export function grantConfirmed(account: Account, grantId: number, nowMs: number): Account {
  const at = account.pending.findIndex((one) => one.grantId === grantId)
  const grant = account.pending[at]
  if (!grant) return account
  const pending = account.pending.slice(at + 1)
  const conduct = answered(account.conduct, nowMs)
  if (account.place !== 'charging' || grant.sessionId !== account.sessionId) return { ...account, pending, conduct }
  const before = followable({ ...account, leaving: null, pending: account.pending.slice(0, at) }, nowMs)
  const { value, untilMs } = grant
  const isLower = account.confirmed === null || value < account.confirmed.value
  const sinceMs = isLower ? nowMs : account.confirmed!.sinceMs
  const leaving = before > value ? withLeaving(account, before, nowMs) : account.leaving
  return { ...account, pending, conduct, confirmed: { grantId, value, untilMs, sinceMs }, leaving }
}

/** It keeps what it had. After three refusals in a row it counts as one that cannot be steered (7.3). */
export function grantRefused(account: Account, grantId: number, nowMs: number): Account {
  const grant = account.pending.find((one) => one.grantId === grantId)
  if (!grant) return account
  const pending = account.pending.filter((one) => one !== grant)
  const answer = answered(account.conduct, nowMs)
  // That it knows nothing of a session that is over is no fault of it.
  if (grant.sessionId !== account.sessionId) return { ...account, pending, conduct: answer }
  const refusals = account.conduct.refusals + 1
  const isLost = refusals >= patience.refusals && answer.kind === 'steerable'
  const conduct: Conduct = { ...answer, refusals, ...(isLost ? { kind: 'unsteerable', sinceMs: nowMs } : {}) }
  return { ...account, pending, conduct }
}

/** No answer in time: both the old and the new value stay. After two more tries it is reserved its maximum (7.2). */
export function grantUnanswered(account: Account, grantId: number, nowMs: number): Account {
  if (!account.pending.some((one) => one.grantId === grantId && one.inFlight)) return account
  const pending = account.pending.map((one) => (one.grantId === grantId ? { ...one, inFlight: false } : one))
  // Nobody expects an answer through a link that is down.
  if (!account.link.online) return { ...account, pending }
  const silences = account.conduct.silences + 1
  const isLost = silences >= patience.silences && account.conduct.kind === 'steerable'
  const conduct: Conduct = {
    ...account.conduct,
    silences,
    ...(isLost ? { kind: 'uncooperative', sinceMs: nowMs } : {}),
  }
  return { ...account, pending, conduct }
}

/** A grant that was never handed over: nobody can be following it. */
export function grantUnsent(account: Account, grantId: number): Account {
  return { ...account, pending: account.pending.filter((one) => one.grantId !== grantId) }
}

/** What was in flight may have arrived or not. */
export function linkLost(account: Account, nowMs: number): Account {
  if (!account.link.online) return account
  const pending = account.pending.map((one) => ({ ...one, inFlight: false }))
  return { ...account, pending, link: { online: false, sinceMs: nowMs, reconciled: false } }
}

/** Its link is back; what is reserved for it stays until it has said what it goes by. */
export function linkBack(account: Account, nowMs: number): Account {
  const pending = account.pending.map((one) => ({ ...one, inFlight: false }))
  return { ...account, pending, link: { online: true, sinceMs: nowMs, reconciled: false } }
}

export type Reconciliation = {
  /** When the charger was asked: grants that were sent later are not part of what it said. */
  askedAtMs: number
  place: Account['place']
  sessionId: string | null
  /** What its composite schedule allows, and until when; null: nothing but its fallback. `unknown`: it did not say. */
  follows: { value: number; untilMs: number } | null | 'unknown'
}

/**
 * The charger has said what it goes by: what was in doubt before is settled (8). One that does not say may go on with
 * any grant it ever got, and with its fallback, until it confirms another.
 */
export function reconciled(account: Account, said: Reconciliation, nowMs: number): Account {
  const isCharging = said.place === 'charging'
  const link = { ...account.link, reconciled: account.link.online }
  const { kind } = account.conduct
  const conduct = kind === 'uncooperative' ? trusted(account.conduct, nowMs) : { ...account.conduct, silences: 0 }
  const place = { place: said.place, sessionId: isCharging ? said.sessionId : null }
  if (!isCharging) return { ...withoutSession(account, said.place), pending: later(account, said), link, conduct }
  if (said.follows === 'unknown') {
    const { confirmed } = account
    const former: PendingGrant[] = confirmed
      ? [{ ...confirmed, sessionId: account.sessionId, sentAtMs: confirmed.sinceMs, inFlight: false }]
      : []
    return { ...account, ...place, confirmed: null, pending: [...former, ...account.pending], link, conduct }
  }
  const isSame = said.sessionId === account.sessionId
  const before = followable({ ...account, leaving: null }, nowMs)
  const grantId = isSame ? (account.confirmed?.grantId ?? 0) : 0
  const confirmed = said.follows && { grantId, ...said.follows, sinceMs: nowMs }
  const leaving = confirmed && before > confirmed.value ? withLeaving(account, before, nowMs) : account.leaving
  // What was not counted any more does not count anew beside what it says now.
  const measured = account.measured && isOfFormerGrant(account, account.measured, nowMs) ? null : account.measured
  return { ...account, ...place, confirmed, leaving, measured, pending: later(account, said), link, conduct }
}

const later = ({ pending }: Account, { askedAtMs }: Reconciliation) =>
  pending.filter((one) => one.sentAtMs >= askedAtMs)

/** A vehicle is there; it may begin any moment with the fallback. */
export function vehiclePlugged(account: Account): Account {
  return account.place === 'free' ? withoutSession(account, 'plugged') : account
}

export function vehicleLeft(account: Account): Account {
  return withoutSession(account, 'free')
}

/** A session begins with the fallback: what its forerunner was granted ended with it. */
export function sessionBegan(account: Account, sessionId: string): Account {
  if (account.place === 'charging' && account.sessionId === sessionId) return account
  return { ...withoutSession(account, 'charging'), sessionId }
}

export function sessionEnded(account: Account): Account {
  return account.place === 'charging' ? withoutSession(account, 'plugged') : account
}

/**
 * What is configured of it has changed. A fallback that is only to be written from now on counts beside the one that the
 * charger has; another unit makes all former numbers meaningless.
 */
export function hardwareChanged(
  account: Account,
  to: Pick<Account, 'unit' | 'max' | 'fallback' | 'fallbackVerified' | 'obeysLease'>,
  nowMs: number,
): Account {
  if (to.unit !== account.unit) {
    const { link, place, sessionId } = account
    const anew = {
      ...account,
      ...to,
      confirmed: null,
      pending: [],
      leaving: null,
      measured: null,
      phases: nothingSeen(nowMs),
    }
    return { ...anew, fallbackVerified: false, place, sessionId, link: { ...link, sinceMs: nowMs, reconciled: false } }
  }
  const isProved = account.fallbackVerified && to.fallbackVerified
  const fallback = account.fallbackVerified ? Math.max(account.fallback, to.fallback) : to.fallback
  return {
    ...account,
    ...to,
    fallback,
    fallbackVerified: isProved || (account.fallbackVerified && !to.fallbackVerified),
  }
}

/** The charger has shown by its composite schedule that this is its fallback, and by its lease end that it obeys it. */
export function proved(
  account: Account,
  what: { fallback?: number; obeysLease?: boolean; fallbackVerified?: boolean },
): Account {
  const { fallback = account.fallback, obeysLease = account.obeysLease } = what
  return { ...account, fallback, obeysLease, fallbackVerified: what.fallbackVerified ?? account.fallbackVerified }
}

/** What was measured until then was of the session that is over, and is not taken for news of the next. */
function withoutSession(account: Account, place: Account['place']): Account {
  const measured = account.measured && { value: 0, atMs: account.measured.atMs }
  const conduct = { ...account.conduct, aboveSinceMs: null, obeysSinceMs: null }
  // The next vehicle may use other phases.
  const phases = nothingSeen(measured?.atMs ?? account.phases.afterMs)
  return { ...account, place, sessionId: null, confirmed: null, leaving: null, measured, phases, conduct }
}

/** Whether it can be followed no more, other than by falling back after it. */
function isSpent(account: Account, grant: { untilMs: number }, nowMs: number): boolean {
  return account.obeysLease && nowMs >= grant.untilMs
}

/** Of what is being left the higher, and the later end: grants that follow each other quickly do not shorten it. */
function withLeaving({ leaving: former, heedless }: Account, value: number, nowMs: number): Account['leaving'] {
  const untilMs = heedless ? null : nowMs + patience.followMs
  const isOver = !former || (former.untilMs !== null && former.untilMs <= nowMs)
  if (isOver) return { value, untilMs }
  return { value: Math.max(former.value, value), untilMs: former.untilMs === null ? null : untilMs }
}

function answered(conduct: Conduct, nowMs: number): Conduct {
  const isBack = conduct.kind === 'uncooperative'
  return isBack ? trusted(conduct, nowMs) : { ...conduct, silences: 0, refusals: 0 }
}

/** Lets one that could not be steered try again: after a boot with other firmware, or when a person says so. */
export function forgiven(account: Account, nowMs: number): Account {
  return { ...account, heedless: false, conduct: trusted(account.conduct, nowMs) }
}

function trusted(conduct: Conduct, nowMs: number): Conduct {
  return { ...conduct, kind: 'steerable', sinceMs: nowMs, silences: 0, refusals: 0 }
}
