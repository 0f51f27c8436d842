import type { Row } from '../dispatch/row.ts'
import type { Account } from './account.ts'
import { carriedBy, carry, isAbove, nothingCarried } from './carried.ts'
import { loadsOf } from './loads-of.ts'
import type { RoundPlace } from './round.ts'

/**
 * The rows that stay above their limit even if every charger does what it was told last. Others are being lowered: an
 * answer may still come, or was given less than half a minute ago. The guard acts on both, people are told of these.
 */
export function exceededForGood(
  rows: readonly Row[],
  places: readonly Pick<RoundPlace, 'account' | 'coeff' | 'worstCoeff'>[],
  nowMs: number,
): Set<string> {
  const carried = nothingCarried(rows)
  for (const place of places) {
    carry(carried, loadsOf({ ...place, account: settled(place.account, nowMs) }, nowMs), 1)
  }
  return new Set(rows.flatMap(({ id, limit }) => (isAbove(carriedBy(carried, id), limit) ? [id] : [])))
}

/** As it will be when what is under way has had its time. */
function settled(account: Account, nowMs: number): Account {
  const { pending, confirmed, leaving, sessionId } = account
  const last = pending.at(-1)
  const isAsked = last?.inFlight === true && last.sessionId === sessionId
  const isLeaving = leaving !== null && leaving.untilMs !== null && nowMs < leaving.untilMs
  if (!isAsked && !isLeaving) return account
  const { grantId, value, untilMs, sentAtMs: sinceMs } = last ?? { grantId: 0, value: 0, untilMs: 0, sentAtMs: 0 }
  return {
    ...account,
    confirmed: isAsked ? { grantId, value, untilMs, sinceMs } : confirmed,
    pending: isAsked ? [] : pending,
    leaving: leaving?.untilMs === null ? leaving : null,
    measured: null,
  }
}
