import { type Account, patience } from './account.ts'

/**
 * The highest rate that an EVSE might be following now: what has to be reserved for it (smart-charging 3.4).
 *
 * It is never below what a charger follows that behaves within its conduct, also while commands are in flight and links
 * are down. What is measured counts only where it is clearly above what is granted, so that a meter's noise does not
 * steer a site.
 */
export function capOf(account: Account, nowMs: number): number {
  const granted = followable(account, nowMs)
  const reserved = mayIgnoreGrants(account) ? Math.max(granted, account.max) : granted
  return withMeasured(account, reserved, nowMs)
}

/** What it might be following if it does what it was told: grants, fallback, and what it is just leaving. */
export function followable(account: Account, nowMs: number): number {
  const { place, link, confirmed, pending, leaving } = account
  const isKnown = link.online && link.reconciled
  if (isKnown && place === 'free') return 0
  const rates = pending.map((grant) => rateOf(account, grant, nowMs))
  if (leaving && (leaving.untilMs === null || nowMs < leaving.untilMs)) rates.push(leaving.value)
  if (confirmed) rates.push(rateOf(account, confirmed, nowMs))
  // Out of our sight it may begin anew with the next vehicle; without a grant it goes by its fallback.
  if (!isKnown || place !== 'charging' || !confirmed) rates.push(unguided(account))
  return Math.max(...rates)
}

/** What it does without any grant: its fallback where that is proved, else whatever it can. */
export function unguided({ fallback, fallbackVerified, max }: Account): number {
  return fallbackVerified ? fallback : max
}

/** What a vehicle that comes to it may begin with. */
export function startOf(account: Account): number {
  return account.conduct.kind === 'steerable' ? unguided(account) : Math.max(unguided(account), account.max)
}

/** Whether it is told grants now, and may be expected to follow them. */
export function isSteerable({ link, conduct }: Account): boolean {
  return link.online && link.reconciled && conduct.kind === 'steerable'
}

function mayIgnoreGrants({ conduct, place, link }: Account): boolean {
  return conduct.kind !== 'steerable' && (place !== 'free' || !link.online || !link.reconciled)
}

/** While the lease runs its value; then the fallback, but for makes that do not let a grant end. */
function rateOf(account: Account, { value, untilMs }: { value: number; untilMs: number }, nowMs: number): number {
  if (nowMs < untilMs) return value
  return account.obeysLease ? unguided(account) : Math.max(value, unguided(account))
}

/** What was measured counts where it is clearly above the rest, as long as it says something of now. */
function withMeasured(account: Account, reserved: number, nowMs: number): number {
  const { measured, unit, place } = account
  if (!measured) return reserved
  if (place !== 'charging' && nowMs - measured.atMs >= patience.idleMs) return reserved
  const noise = Math.max(reserved * patience.noise.share, patience.noise[unit])
  const isAbove = measured.value > reserved + noise
  return isAbove && !isOfFormerGrant(account, measured, nowMs) ? measured.value : reserved
}

/** Whether it was drawn by leave of a grant that was replaced, or has ended, long enough ago for the charger to follow. */
export function isOfFormerGrant(
  { confirmed, obeysLease, unit }: Account,
  measured: { value: number; atMs: number },
  nowMs: number,
): boolean {
  if (!confirmed) return false
  const isFrom = (sinceMs: number) => measured.atMs < sinceMs && nowMs >= sinceMs + patience.followMs
  if (isFrom(confirmed.sinceMs)) return true
  // One that drew more than its grant is not taken to keep to its fallback.
  const noise = Math.max(confirmed.value * patience.noise.share, patience.noise[unit])
  return obeysLease && measured.value <= confirmed.value + noise && isFrom(confirmed.untilMs)
}
