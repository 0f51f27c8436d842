import { calm, type Running } from '../dispatch/calm.ts'
import type { Allotment } from '../dispatch/grant.ts'
import type { CalmState } from './calm-state.ts'
import type { RoundInput } from './round.ts'
import type { Standing } from './standing.ts'

type Shared = Standing & { kind: 'shared' }
export type Calmed = { grant: Allotment; state: CalmState }

/** What sessions may be granted now so that they change calmly, the most urgent first (smart-charging 5.6). */
export function calmed(
  shared: readonly Shared[],
  allotments: ReadonlyMap<string, Allotment>,
  input: RoundInput,
): Map<string, Calmed> {
  const inOrder = shared.toSorted(byUrgency)
  const running = new Map(inOrder.map((one) => [one.demand.sessionId, runningOf(one)]))
  const wanted = inOrder.map(({ demand: { sessionId, min, step }, place: { wattsPerUnit } }) => {
    return { ...allotments.get(sessionId)!, min, step, wattsPerUnit }
  })
  const siteRaises = input.recentRaises.map(({ atMs, watts }) => ({ atS: atMs / 1_000, watts }))
  const rules = { ...input.calm, siteRampWattsPerMinute: input.calm.siteRampWPerMinute }
  const step = calm(wanted, { running, siteRaises }, input.atMs / 1_000, rules)
  return new Map(
    inOrder.map(({ demand, place }, at) => {
      const { room } = step.running.get(demand.sessionId)!
      const state = { ...place.calm, room: room.map(({ value, sinceS }) => ({ value, sinceMs: sinceS * 1_000 })) }
      return [demand.sessionId, { grant: step.grants[at]!, state }]
    }),
  )
}

export function byUrgency({ demand: one }: Standing, { demand: other }: Standing): number {
  const [a, b] = [one!, other!]
  return b.klass - a.klass || a.laxityH - b.laxityH || (a.sessionId < b.sessionId ? -1 : 1)
}

/** After something was sent to it: a raise, or a value that is not above the one before. */
export function noteSent(state: CalmState, value: number, isRaise: boolean, nowMs: number): CalmState {
  const lastRaiseMs = isRaise ? nowMs : value === 0 ? null : state.lastRaiseMs
  return { ...state, lastSetPointMs: nowMs, lastRaiseMs }
}

/** After its link or its power has returned: starts are spread, as grid codes ask for it. */
export function startsLater(state: CalmState, nowMs: number, delayMs: number): CalmState {
  return { ...state, startsNotBeforeMs: nowMs + delayMs }
}

export function onSteps(value: number, step: number): number {
  const steps = Math.floor(value / step + 1e-9)
  return Number((steps * step).toPrecision(12))
}

function runningOf({ place, current }: Shared): Running {
  const { room, lastRaiseMs, lastSetPointMs, startsNotBeforeMs } = place.calm
  const seconds = (ms: number | null) => (ms === null ? null : ms / 1_000)
  return {
    value: current,
    room: room.map(({ value, sinceMs }) => ({ value, sinceS: sinceMs / 1_000 })),
    raisedAtS: seconds(lastRaiseMs),
    sentAtS: seconds(lastSetPointMs),
    startsAtS: seconds(startsNotBeforeMs),
  }
}
