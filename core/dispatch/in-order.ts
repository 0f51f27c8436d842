import type { Demand } from './demand.ts'
import type { Policy } from './policy.ts'
import { placeInTurn } from './turns.ts'

/** Numbers of sessions, the first to be served first. Ids break ties, never the order of the input (P4). */
type Comparison = (a: number, b: number) => number

/** In which order a class is served, where there is an order: by the policy, else the least laxity first. */
export function byPolicy(demands: readonly Demand[], policy: Policy): Comparison {
  const key = keyOf(policy)
  return (a, b) => key(demands[a]!) - key(demands[b]!) || a - b
}

/** Who is given the minimum first: turns, then the policy's order, then the longest wait (smart-charging 5.6, 5.7). */
export function byTurn(demands: readonly Demand[], policy: Policy): Comparison {
  const key = keyOf(policy)
  const places = demands.map((demand) => placeInTurn(demand, policy))
  const waited = demands.map(({ turn }) => (turn.state === 'off' ? turn.forS : 0))
  return (a, b) => places[a]! - places[b]! || key(demands[a]!) - key(demands[b]!) || waited[b]! - waited[a]! || a - b
}

function keyOf(policy: Policy): (demand: Demand) => number {
  if (policy.name === 'first-come') return (demand) => demand.arrivedAtS
  if (policy.name === 'earliest-departure') return (demand) => demand.departsAtS ?? Number.MAX_VALUE
  return (demand) => demand.laxityH
}
