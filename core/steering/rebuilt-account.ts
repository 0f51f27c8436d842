import { type Account, newAccount, patience } from './account.ts'
import type { Grant } from './steering-store.ts'

export type StoredGrant = Pick<Grant, 'id' | 'value' | 'state'> & {
  sessionId: string | null
  untilMs: number
  decidedAtMs: number
}

/**
 * An account as the records of another engine tell it, after a takeover or a restart (smart-charging 4).
 *
 * What was decided may have been sent, and what was sent may have been taken: all of it counts, and the fallback beside
 * it, until the charger has said what it goes by.
 */
export function rebuiltAccount(
  hardware: Parameters<typeof newAccount>[0],
  known: { place: Account['place']; sessionId: string | null; online: boolean },
  grants: readonly StoredGrant[],
  nowMs: number,
): Account {
  const inOrder = grants.toSorted((one, other) => one.id - other.id)
  const confirmed = inOrder.findLast(({ state }) => state === 'confirmed') ?? null
  const pending = inOrder.filter((one) => one !== confirmed && mayBeFollowed.has(one.state))
  const replaced = inOrder.filter(({ state }) => state === 'replaced')
  const { place, sessionId, online } = known
  return {
    ...newAccount(hardware, nowMs),
    ...{ place, sessionId, link: { online, sinceMs: nowMs, reconciled: false } },
    confirmed:
      confirmed && place === 'charging' && confirmed.sessionId === sessionId
        ? { grantId: confirmed.id, value: confirmed.value, untilMs: confirmed.untilMs, sinceMs: nowMs }
        : null,
    pending: pending.map(({ id, sessionId, value, untilMs, decidedAtMs }) => {
      return { grantId: id, sessionId, value, untilMs, sentAtMs: decidedAtMs, inFlight: false }
    }),
    // It may not have followed yet what replaced them.
    leaving:
      replaced.length === 0
        ? null
        : { value: Math.max(...replaced.map(({ value }) => value)), untilMs: nowMs + patience.followMs },
  }
}

/** A second `confirmed` one was not replaced yet in the records. */
const mayBeFollowed: ReadonlySet<Grant['state']> = new Set(['decided', 'sent', 'unanswered', 'confirmed'])
