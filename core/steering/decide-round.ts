import { dispatch } from '../dispatch/dispatch.ts'
import type { Row } from '../dispatch/row.ts'
import { adviceRow, withAdvice } from './advice.ts'
import { carriedBy, carry, isAbove, nothingCarried } from './carried.ts'
import { inOrderOfSending } from './order-of-sending.ts'
import { withReservations } from './reservations.ts'
import type { RoundInput, RoundOutcome } from './round.ts'
import { type Standing, standingOf } from './standing.ts'
import { wishesOf } from './wish.ts'

/**
 * Decides what every session of a site is granted, and what of it is sent now (smart-charging 5, 7.2).
 *
 * What cannot be steered is reserved first; what lowers is sent at once; a raise only goes out when everything that
 * chargers might be following at this moment leaves room for it on every row, else it is held. Input and outcome are
 * plain values: the same input gives the same outcome, anywhere.
 */
export function decideRound(input: RoundInput): RoundOutcome {
  const standings = input.places.map((place) => standingOf(place, input.atMs)).sort(byKey)
  const reserved = withReservations(input, standings)
  const asked = withAdvice(input, standings, reserved.rows)
  const shared = dispatch(asked.rows, asked.demands, input.policy)
  const allotments = new Map(shared.grants.map((grant) => [grant.sessionId, grant]))
  const order = input.advice?.isOrder ? (asked.rows.find(({ id }) => id === adviceRow) ?? null) : null
  const wishes = wishesOf(standings, allotments, input, order)
  const committed = nothingCarried(input.rows)
  for (const { loads } of standings) carry(committed, loads, 1)
  const before = loadsOf(input.rows, committed)
  const sending = inOrderOfSending(wishes, { input, committed, newcomers: reserved.newcomers })
  const after = loadsOf(input.rows, committed)
  return {
    grants: sending.grants,
    sends: sending.sends,
    held: sending.held,
    calm: sending.calm,
    loads: input.rows.map((row, r) => ({ row: row.id, limit: row.limit, committed: before[r]!, after: after[r]! })),
    exceeded: input.rows.flatMap((row, r) => (isAbove(before[r]!, row.limit) ? [row.id] : [])),
    waits: shared.waits,
    recentRaises: sending.recentRaises,
  }
}

function loadsOf(rows: readonly Row[], carried: ReturnType<typeof nothingCarried>): number[] {
  return rows.map((row) => carriedBy(carried, row.id))
}

function byKey(one: Standing, other: Standing): number {
  return one.place.account.key < other.place.account.key ? -1 : 1
}
