import type { Allotment, Wait } from './grant.ts'
import type { Network } from './network.ts'
import type { Policy } from './policy.ts'
import type { Binding } from './reason.ts'
import { bindingRow, headroom, noLoads, type RowLoads } from './row-loads.ts'
import { mustStayPaused } from './turns.ts'

/**
 * Why each session gets what it gets (smart-charging 9.2). Each answer is a statement that can be checked: all of what
 * it may have; or the row that bears no further step; or, for a pause, what would have to be gone for its minimum to fit.
 */
export function explain(net: Network, loads: RowLoads, policy: Policy): { grants: Allotment[]; held: Held[] } {
  const empty = noLoads(net)
  const withoutHigher = loadsWithoutHigherClasses(net, loads)
  const held: Held[] = []
  const grants = net.demands.map((demand, i) => {
    const value = loads.value[i]!
    const binding = value >= net.cap[i]! ? fullBinding(net, i) : whatBinds(net, loads, i)
    if (value > 0 || net.cap[i]! === 0) return { sessionId: demand.sessionId, value, unit: demand.unit, ...binding }
    held.push({ i, row: bindingRow(net, loads.sums, i) })
    const why = whyPaused(net, i, { empty, sums: withoutHigher(demand.klass), policy, binding, loads })
    return { sessionId: demand.sessionId, value, unit: demand.unit, ...why }
  })
  return { grants, held }
}

/** A session that gets nothing though it may have something, and the row that is in its way. */
export type Held = { i: number; row: number }

function fullBinding(net: Network, i: number): Binding {
  return { reason: net.demands[i]!.hiReason, boundBy: net.demands[i]!.hiBoundBy }
}

function whatBinds(net: Network, { sums }: Pick<RowLoads, 'sums'>, i: number): Binding {
  const row = net.rows[bindingRow(net, sums, i)]
  return row === undefined ? fullBinding(net, i) : { reason: row.reason, boundBy: row.boundBy }
}

type Pause = { empty: RowLoads; sums: Float64Array; policy: Policy; binding: Binding; loads: RowLoads }

function whyPaused(net: Network, i: number, { empty, sums, policy, binding, loads }: Pause): Binding {
  const needed = Math.max(net.floor[i]!, policy.quantise ? net.demands[i]!.step : 0)
  const enough = (room: number) => (needed > 0 ? room >= needed * (1 - 1e-9) : room > 1e-9)
  // Not for want of room: its time of rest is not over.
  if (mustStayPaused(net.demands[i]!, policy) && enough(headroom(net, loads.sums, i))) {
    return { reason: 'minimum_current_wait', boundBy: null }
  }
  // Even alone it would not fit.
  if (!enough(headroom(net, empty.sums, i))) return whatBinds(net, empty, i)
  if (enough(headroom(net, sums, i))) return { reason: 'priority_wait', boundBy: binding.boundBy }
  return policy.quantise ? { reason: 'minimum_current_wait', boundBy: binding.boundBy } : binding
}

/** What the rows would carry if only sessions of this class and below were there. */
function loadsWithoutHigherClasses(net: Network, loads: RowLoads): (klass: number) => Float64Array {
  const known = new Map<number, Float64Array>()
  return (klass) => {
    const before = known.get(klass)
    if (before !== undefined) return before
    const sums = net.startSums.slice()
    for (let i = 0; i < net.demands.length; i++) {
      if (net.demands[i]!.klass > klass) continue
      for (let e = net.first[i]!; e < net.first[i + 1]!; e++) {
        sums[net.slotOf[e]!] = sums[net.slotOf[e]!]! + net.size[e]! * loads.value[i]!
      }
    }
    known.set(klass, sums)
    return sums
  }
}

/**
 * When each waiting session may expect its turn: the k-th in line behind a row takes over from the k-th whose turn ends
 * there, but not before its own rest is over. Null where nobody's turn ends, because then no time will bring it on.
 */
export function expectTurns(
  net: Network,
  loads: RowLoads,
  grants: readonly Allotment[],
  held: readonly Held[],
  order: (a: number, b: number) => number,
  policy: Policy,
): Wait[] {
  const turnsEnd = new Map<number, number[]>()
  const inLine = new Map<number, number>()
  const waits = new Map<number, Wait>()
  for (const { i, row } of [...held].sort((a, b) => order(a.i, b.i))) {
    const demand = net.demands[i]!
    const grant = grants[i]!
    const restS = demand.turn.state === 'off' ? Math.max(0, policy.minimumOffSeconds - demand.turn.forS) : 0
    let startsInSeconds: number | null = null
    if (grant.reason === 'minimum_current_wait' && grant.boundBy === null) startsInSeconds = restS
    else if (grant.reason === 'minimum_current_wait') {
      const place = inLine.get(row) ?? 0
      inLine.set(row, place + 1)
      const ends = turnsEnd.get(row) ?? turnEnds(net, loads, row, policy)
      turnsEnd.set(row, ends)
      const laps = ends.length === 0 ? 0 : Math.floor(place / ends.length)
      const end = ends[place % ends.length]
      if (end !== undefined) startsInSeconds = Math.max(restS, end + laps * policy.turnSeconds)
    }
    waits.set(i, { sessionId: demand.sessionId, boundBy: grant.boundBy, startsInSeconds })
  }
  return [...waits.entries()].sort(([a], [b]) => a - b).map(([, wait]) => wait)
}

/** In how many seconds the turns of those who charge behind the row are over, the soonest first. */
function turnEnds(net: Network, loads: RowLoads, row: number, policy: Policy): number[] {
  const ends: number[] = []
  for (let m = net.firstMember[row]!; m < net.firstMember[row + 1]!; m++) {
    const i = net.members[m]!
    if (loads.value[i]! === 0) continue
    const { state, forS } = net.demands[i]!.turn
    ends.push(state === 'on' ? Math.max(0, policy.turnSeconds - forS) : policy.turnSeconds)
  }
  return ends.sort((a, b) => a - b)
}
