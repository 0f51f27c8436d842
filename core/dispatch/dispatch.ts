import { checkInput } from './check-input.ts'
import type { Demand } from './demand.ts'
import { expectTurns, explain } from './explain.ts'
import { fillByLevel } from './fill-by-level.ts'
import type { Dispatch } from './grant.ts'
import { fillByGroups } from './group-programme.ts'
import { byPolicy, byTurn } from './in-order.ts'
import { easeUnbalance, mopUp, roundDown } from './mop-up.ts'
import { compileNetwork, type Network } from './network.ts'
import type { Policy } from './policy.ts'
import type { Row } from './row.ts'
import { addUp, headroom, noLoads, type RowLoads, rowLoad, setValue } from './row-loads.ts'
import { mustStayOn, mustStayPaused } from './turns.ts'
import { type Wishes, wishesOf } from './water-level.ts'

/**
 * Shares what the rows bear among the sessions (smart-charging 5): no row above its limit, nothing wasted, the highest
 * class first and evenly inside a class as the policy says.
 *
 * It is a pure function: the same input gives the same grants, bit for bit, in whatever order it comes. It throws a
 * RangeError for input that no correct caller makes.
 */
export function dispatch(rows: readonly Row[], demands: readonly Demand[], policy: Policy): Dispatch {
  checkInput(rows, demands, policy)
  const net = compileNetwork(rows, demands, policy)
  const round: Round = {
    net,
    loads: noLoads(net),
    wishes: wishesOf(net.demands, policy),
    policy,
    inOrder: byPolicy(net.demands, policy),
    inTurn: byTurn(net.demands, policy),
    rounds: 1,
  }
  const able = [...net.demands.keys()].filter((i) => net.cap[i]! > 0 && !isResting(net.demands[i]!, policy))
  const classes = classesOf(net, able)
  keepWhoJustBegan(round, classes.flat())
  for (const one of classes) serveClass(round, one)
  if (net.hasUnbalance) balanceAll(round, classes.flat())
  addUp(net, round.loads)
  return report(round)
}

/** A lower class may have made room for a higher one, or rounding have taken it. */
function balanceAll({ net, loads, policy }: Round, sessions: readonly number[]): void {
  easeUnbalance(net, loads, sessions, policy.quantise)
  mopUp(net, loads, sessions, policy.quantise)
}

type Comparison = (a: number, b: number) => number
type Round = {
  net: Network
  loads: RowLoads
  wishes: Wishes
  policy: Policy
  inOrder: Comparison
  inTurn: Comparison
  rounds: number
}

const isResting = (demand: Demand, policy: Policy) => policy.quantise && mustStayPaused(demand, policy)

/** The sessions of each class, the highest class first, in the order in which they are served. */
function classesOf(net: Network, sessions: readonly number[]): number[][] {
  const classes = Map.groupBy(sessions, (i) => net.demands[i]!.klass)
  return [...classes.keys()].sort((a, b) => b - a).map((klass) => classes.get(klass)!)
}

/** Pausing them for others, of whatever class, would wear vehicles and chargers (smart-charging 5.6). */
function keepWhoJustBegan(round: Round, sessions: readonly number[]): void {
  if (!round.policy.quantise) return
  const begun = sessions.filter((i) => mustStayOn(round.net.demands[i]!, round.policy))
  const byClass = (a: number, b: number) => round.net.demands[b]!.klass - round.net.demands[a]!.klass
  for (const i of begun.sort((a, b) => byClass(a, b) || round.inTurn(a, b))) admit(round, i)
}

function serveClass(round: Round, sessions: number[]): void {
  const { net, loads, policy } = round
  sessions.sort(round.inOrder)
  if (isGreedy(policy)) serveInOrder(round, sessions)
  else serveTogether(round, sessions)
  if (policy.quantise) roundDown(net, loads, sessions)
  easeUnbalance(net, loads, sessions, policy.quantise)
  mopUp(net, loads, policy.quantise ? waitingInTurn(round, sessions) : sessions, policy.quantise)
  addUp(net, loads)
}

const isGreedy = ({ name }: Policy) => name === 'first-come' || name === 'earliest-departure' || name === 'least-laxity'

/** One after another, each as if it were a class of its own; who is on keeps the minimum until its turn is over. */
function serveInOrder(round: Round, sessions: readonly number[]): void {
  const { net, loads, policy } = round
  const isOn = (i: number) => net.demands[i]!.turn.state === 'on' && net.demands[i]!.turn.forS < policy.turnSeconds
  if (policy.quantise) for (const i of sessions) if (isOn(i)) admit(round, i)
  for (const i of sessions) {
    if (!admit(round, i)) continue
    const more = Math.min(net.cap[i]! - loads.value[i]!, headroom(net, loads.sums, i))
    if (more > 0) setValue(net, loads, i, loads.value[i]! + more)
    round.rounds += 1
  }
}

function serveTogether(round: Round, sessions: readonly number[]): void {
  const { net, loads, policy } = round
  // Planners' lower bounds are wishes: they come before the rest, and share like the rest where they do not fit.
  const wished = Float64Array.from(net.demands, ({ lo }, i) => Math.min(Math.max(lo, net.floor[i]!), net.cap[i]!))
  if (policy.quantise && policy.name === 'laxity') servePressed(round, sessions)
  const admitted = policy.quantise ? [...sessions].sort(round.inTurn).filter((i) => admit(round, i)) : sessions
  if (admitted.length > 1 && admitted.some((i) => wished[i]! > loads.value[i]!)) fill(round, admitted, wished)
  fill(round, admitted, net.cap)
}

/**
 * Whoever can hardly wait comes before the minimums of those who can (smart-charging 1: ready vehicles outrank calm).
 * The level rises to where it means "may wait `pressedH` longer"; then all are given their minimum and it rises on.
 */
function servePressed(round: Round, sessions: readonly number[]): void {
  const { net, wishes, policy } = round
  const { slope, origin } = wishes
  const caps = net.cap.map((cap, i) => Math.min(cap, slope[i]! * (policy.urgency.pressedH - origin[i]!)))
  const pressed = sessions.filter((i) => caps[i]! > 0)
  fill(
    round,
    pressed.sort(round.inTurn).filter((i) => admit(round, i)),
    caps,
  )
}

/** Raises them up to their caps, whichever way the policy and the rows ask for. */
function fill(round: Round, sessions: readonly number[], caps: Float64Array): void {
  if (sessions.length === 0) return
  const { net, loads, wishes, policy } = round
  const byGroups = policy.groupProgramme && policy.name === 'laxity' && net.hasLineRows && !net.hasUnbalance
  if (byGroups && fillByGroups(net, loads, wishes, sessions, policy, caps)) return
  round.rounds += fillByLevel(net, loads, wishes, sessions, caps)
}

/** Gives the session its minimum if that fits; true when it has it. */
function admit({ net, loads }: Round, i: number): boolean {
  const floor = net.floor[i]!
  if (loads.value[i]! >= floor) return true
  if (headroom(net, loads.sums, i) < floor - loads.value[i]! - 1e-9 * Math.max(1, floor)) return false
  setValue(net, loads, i, floor)
  return true
}

/** Room that comes free by rounding goes to those who wait first, in turn, then to the others by the policy's order. */
function waitingInTurn(round: Round, sessions: readonly number[]): number[] {
  const { value } = round.loads
  const running = sessions.filter((i) => value[i]! > 0)
  const paused = sessions.filter((i) => value[i]! === 0).sort(round.inTurn)
  return [...paused, ...running]
}

function report(round: Round): Dispatch {
  const { net, loads, policy } = round
  const { grants, held } = explain(net, loads, policy)
  return {
    grants,
    waits: expectTurns(net, loads, grants, held, round.inTurn, policy),
    loads: net.rows.map((row, r) => ({ row: row.id, load: rowLoad(net, loads.sums, r) })),
    rounds: round.rounds,
  }
}
