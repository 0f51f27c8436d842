import type { Demand } from './demand.ts'
import type { Policy } from './policy.ts'

/**
 * Where a session stands when not all minimums fit (smart-charging 5.6, 5.7), the lowest first: those whose turn is not
 * over keep their place; then those who wait come before those who had their turn. A session with next to no
 * laxity is pressed, and gives way only to others that are.
 */
export function placeInTurn(demand: Demand, policy: Policy): number {
  if (demand.turn.state === 'on' && demand.turn.forS < policy.minimumOnSeconds) return 0
  if (demand.turn.state === 'on' && demand.turn.forS < policy.turnSeconds) return 1
  const pressed = demand.laxityH < policy.urgency.pressedH
  return (pressed ? 2 : 4) + (demand.turn.state === 'on' ? 1 : 0)
}

/** A paused session stays paused for a while, room or not: switching wears the vehicle and its charger. */
export function mustStayPaused(demand: Demand, policy: Policy): boolean {
  return demand.turn.state === 'off' && demand.turn.forS < policy.minimumOffSeconds
}

/** Whoever has just begun is not paused for another, of whatever class. */
export function mustStayOn(demand: Demand, policy: Policy): boolean {
  return demand.turn.state === 'on' && demand.turn.forS < policy.minimumOnSeconds
}
