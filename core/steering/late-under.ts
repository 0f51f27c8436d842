import type { Demand } from '../dispatch/demand.ts'
import { dispatch } from '../dispatch/dispatch.ts'
import type { Row } from '../dispatch/row.ts'
import { withReservations } from './reservations.ts'
import type { RoundInput } from './round.ts'
import { standingOf } from './standing.ts'

/**
 * The sessions that would leave with more than 1 % of their need missing if limits and what else is drawn stayed as
 * they are: the dispatcher's own sharing, step by step until the last departure, without plan, prices and minimums.
 * Vehicles still to come are left out. It yields after each step, so that others get their turn meanwhile.
 */
export function* lateUnder(input: RoundInput): Generator<void, Set<string>> {
  const standings = input.places.map((place) => standingOf(place, input.atMs))
  const { rows } = withReservations(input, standings)
  const stays = standings.flatMap(({ demand }) => (demand ? [stayOf(demand, input.atMs)] : []))
  const late = new Set<string>()
  const endS = Math.max(...stays.map(({ demand }) => demand.departsAtS ?? 0))
  const stepS = Math.max(900, (endS - input.atMs / 1000) / stepsFor(stays.length))
  let nowS = input.atMs / 1000
  while (nowS < endS) {
    const spanS = Math.min(stepS, endS - nowS)
    charge(stays, rows, input.policy, { nowS, spanS })
    nowS += spanS
    yield
  }
  for (const { demand, need, left } of stays) {
    if (demand.departsAtS !== null && left > 0.01 * need) late.add(demand.sessionId)
  }
  return late
}

/** In units of its rate times hours. */
type Stay = { demand: Demand; need: number; left: number }

function stayOf(demand: Demand, atMs: number): Stay {
  const stayH = demand.departsAtS === null ? 0 : Math.max(0, demand.departsAtS - atMs / 1000) / 3600
  // Without a departure nobody says when it will be full: it goes on drawing.
  const need = demand.departsAtS === null ? Number.POSITIVE_INFINITY : Math.max(0, stayH - demand.laxityH) * demand.full
  return { demand, need, left: need }
}

function charge(
  stays: readonly Stay[],
  rows: readonly Row[],
  policy: RoundInput['policy'],
  { nowS, spanS }: { nowS: number; spanS: number },
): void {
  const here = stays.filter(({ demand, left }) => left > 0 && (demand.departsAtS === null || demand.departsAtS > nowS))
  const demands = here.map(({ demand, left }) => {
    const { departsAtS, full } = demand
    const laxityH = departsAtS === null ? demand.laxityH : (departsAtS - nowS) / 3600 - (full > 0 ? left / full : 0)
    const hi = Math.min(full, left / (spanS / 3600))
    return { ...demand, laxityH, lo: 0, hi, min: 0, turn: { state: 'on', forS: 86_400 } as const }
  })
  const shared = dispatch(rows, demands, { ...policy, quantise: false, stepSeconds: Math.round(spanS) })
  const rates = new Map(shared.grants.map(({ sessionId, value }) => [sessionId, value]))
  for (const stay of here) {
    const leavesInS = stay.demand.departsAtS === null ? spanS : Math.min(spanS, stay.demand.departsAtS - nowS)
    stay.left = Math.max(0, stay.left - ((rates.get(stay.demand.sessionId) ?? 0) * leavesInS) / 3600)
  }
}

/** A person waits for the answer, and so does everything else. */
function stepsFor(sessions: number): number {
  return Math.min(48, Math.max(6, Math.floor(10_000 / Math.max(1, sessions))))
}
