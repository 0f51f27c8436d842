import { type Network, onSteps } from './network.ts'
import { headroom, type RowLoads, setValue } from './row-loads.ts'

/** Rounds what sessions have down to their steps; what is below the minimum becomes a pause (smart-charging 5.3, 8). */
export function roundDown(net: Network, loads: RowLoads, sessions: readonly number[]): void {
  for (const i of sessions) {
    const value = loads.value[i]!
    if (value === 0) continue
    const { step } = net.demands[i]!
    const rounded = onSteps(value, step)
    const fits = rounded <= value || headroom(net, loads.sums, i) >= 0
    const down = fits ? rounded : onSteps(value - step / 2, step)
    setValue(net, loads, i, down < net.floor[i]! - 1e-9 ? 0 : down)
  }
}

/**
 * Lowering one phase may leave too much on another. Then the other is lowered as well, the last in order first, until
 * each unbalance is within its limit or as it was before us. Values only fall, so it ends.
 */
export function easeUnbalance(net: Network, loads: RowLoads, order: readonly number[], quantise: boolean): void {
  for (let hasLowered = net.hasUnbalance; hasLowered; ) {
    hasLowered = false
    for (let k = order.length - 1; k >= 0; k--) {
      const i = order[k]!
      const value = loads.value[i]!
      if (value === 0) continue
      const excess = unbalanceExcess(net, loads.sums, i)
      if (excess <= 1e-9 * Math.max(1, value)) continue
      const { step } = net.demands[i]!
      const lowered = quantise ? onSteps(value - Math.max(excess, step), step) : value - excess
      setValue(net, loads, i, lowered <= 0 || (quantise && lowered < net.floor[i]! - 1e-9) ? 0 : lowered)
      hasLowered = true
    }
  }
}

/** How much of the session would have to go for its unbalance rows to be within their limits. */
function unbalanceExcess(net: Network, sums: Float64Array, i: number): number {
  let most = 0
  for (let e = net.first[i]!; e < net.first[i + 1]!; e++) {
    const r = net.rowOf[e]!
    if (net.unbalance[r] === 0) continue
    const towards = Math.sign(net.size[e]!)
    const allowed = Math.max(net.room[r]!, towards * net.startSums[net.slotOf[e]!]!)
    most = Math.max(most, (towards * sums[net.slotOf[e]!]! - allowed) / Math.abs(net.size[e]!))
  }
  return most
}

/**
 * Hands out what room is left, in the given order, until no session can rise by a step, or from a pause to its minimum,
 * without breaking a row or its own bound (P2). One step each at first, so that nobody takes all; then twice as much
 * each time around, so that it ends soon.
 */
export function mopUp(net: Network, loads: RowLoads, order: readonly number[], quantise: boolean): void {
  let open = order.filter((i) => loads.value[i]! < net.cap[i]!)
  for (let steps = 1; open.length > 0; steps = Math.min(steps * 2, 2 ** 30)) {
    const raised = open.filter((i) => (quantise ? raiseBySteps(net, loads, i, steps) : raiseFully(net, loads, i)))
    if (raised.length === 0) return
    // Where a raise on one phase makes room on another, who was stuck may rise after all.
    const mayLoosen = net.hasUnbalance
    open = (mayLoosen ? open : raised).filter((i) => loads.value[i]! < net.cap[i]!)
  }
}

function raiseBySteps(net: Network, loads: RowLoads, i: number, atMost: number): boolean {
  const value = loads.value[i]!
  const room = headroom(net, loads.sums, i)
  const { step } = net.demands[i]!
  if (value === 0) {
    const floor = Math.max(net.floor[i]!, step)
    if (floor > net.cap[i]! + 1e-9 || room < floor - 1e-9 * step) return false
    setValue(net, loads, i, onSteps(floor, step))
    return true
  }
  const fitting = Math.floor(Math.min(room, net.cap[i]! - value) / step + 1e-9)
  const steps = Math.min(atMost, fitting)
  if (steps < 1) return false
  setValue(net, loads, i, onSteps(value + steps * step, step))
  return true
}

function raiseFully(net: Network, loads: RowLoads, i: number): boolean {
  const value = loads.value[i]!
  const more = Math.min(headroom(net, loads.sums, i), net.cap[i]! - value)
  if (!(more > 1e-9 * Math.max(1, value))) return false
  setValue(net, loads, i, value + more)
  return true
}
