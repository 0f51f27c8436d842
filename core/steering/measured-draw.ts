import { type Account, type Conduct, patience } from './account.ts'
import { followable, unguided } from './cap.ts'

/**
 * What an EVSE was measured to draw. It shows whether the charger follows what it confirmed, whether it draws more than
 * it may (7.3), and whether it lets a grant end by itself (7.1).
 */
export function drawMeasured(account: Account, sample: { value: number; atMs: number }): Account {
  const leases = { ...account, obeysLease: account.obeysLease && !outlivesLease(account, sample) }
  if (account.measured && sample.atMs < account.measured.atMs) return leases
  const followed = { ...leases, leaving: hasFollowed(account, sample) ? null : account.leaving, measured: sample }
  const mayDraw = followable(followed, sample.atMs)
  const isAbove = sample.value > mayDraw + slack(account, mayDraw, patience.disobedience)
  if (!isAbove) return { ...followed, conduct: obeying(account.conduct, sample.atMs) }
  const conduct = above(account.conduct, sample.atMs)
  const isNewlyFound = conduct.kind === 'disobeying' && account.conduct.kind !== 'disobeying'
  // It was lowered, and was not seen once to follow that.
  const isHeedless = isNewlyFound && followed.leaving !== null
  return { ...followed, conduct, heedless: account.heedless || isHeedless }
}

function above(conduct: Conduct, atMs: number): Conduct {
  const aboveSinceMs = conduct.aboveSinceMs ?? atMs
  const isLong = atMs - aboveSinceMs >= patience.disobeyingAfterMs
  const found = conduct.kind === 'steerable' && isLong
  return { ...conduct, aboveSinceMs, obeysSinceMs: null, ...(found ? { kind: 'disobeying', sinceMs: atMs } : {}) }
}

function obeying(conduct: Conduct, atMs: number): Conduct {
  const obeysSinceMs = conduct.obeysSinceMs ?? atMs
  const isTrusted = conduct.kind === 'disobeying' && atMs - obeysSinceMs >= patience.trustAfterMs
  return { ...conduct, aboveSinceMs: null, obeysSinceMs, ...(isTrusted ? { kind: 'steerable', sinceMs: atMs } : {}) }
}

/** Seen to fall to what it confirmed; or, some time later, seen not to be above it. */
function hasFollowed(
  { confirmed, measured, leaving, unit }: Account,
  { value, atMs }: { value: number; atMs: number },
) {
  if (!confirmed || !leaving || atMs <= confirmed.sinceMs) return false
  const most = confirmed.value + slack({ unit }, confirmed.value, patience.noise)
  if (value > most) return false
  return (measured !== null && measured.value > most) || atMs - confirmed.sinceMs >= patience.followMs
}

/** Its lease was over for some time, nothing else was said, and it drew more than its fallback. */
function outlivesLease(account: Account, { value, atMs }: { value: number; atMs: number }): boolean {
  const { confirmed, pending, fallbackVerified } = account
  if (!confirmed || pending.length > 0 || !fallbackVerified) return false
  if (atMs < confirmed.untilMs + patience.followMs || confirmed.value <= account.fallback) return false
  const most = unguided(account)
  return value > most + slack(account, most, patience.disobedience)
}

function slack({ unit }: Pick<Account, 'unit'>, rate: number, by: { share: number; A: number; W: number }): number {
  return Math.max(rate * by.share, by[unit])
}
