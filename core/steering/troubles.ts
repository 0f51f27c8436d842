import { type Account, patience } from './account.ts'

/** What people have to know of an EVSE that is not as it should be; the engine raises and clears alarms by it. */
export type AccountTrouble =
  | 'unsteerable'
  | 'uncooperative'
  | 'disobeying'
  /** It has disobeyed so long that its transaction may be stopped where the site's policy allows (7.3). */
  | 'stop-advised'
  | 'no-lease'
  | 'heedless'

export function troublesOf({ conduct, obeysLease, heedless }: Account, nowMs: number): AccountTrouble[] {
  const troubles: AccountTrouble[] = conduct.kind === 'steerable' ? [] : [conduct.kind]
  const isLong = conduct.aboveSinceMs !== null && nowMs - conduct.aboveSinceMs >= patience.stopAfterMs
  if (conduct.kind === 'disobeying' && isLong) troubles.push('stop-advised')
  if (!obeysLease) troubles.push('no-lease')
  if (heedless) troubles.push('heedless')
  return troubles
}
