import { LevelQueue } from './level-queue.ts'
import type { Network } from './network.ts'
import { addUp, headroom, type RowLoads, setValue } from './row-loads.ts'
import type { Wishes } from './water-level.ts'

/**
 * Raises the sessions together, each as its wishes say, until each is at its cap or behind a full row (smart-charging
 * 5.3, 3 to 6). What they have already is their floor.
 *
 * The level does not creep: between two events (a session leaves its floor, reaches its cap, or a row fills) all loads
 * are straight lines, so the next event is computed. Returns how often a full row stopped the level.
 */
export function fillByLevel(
  net: Network,
  loads: RowLoads,
  wishes: Wishes,
  sessions: readonly number[],
  caps: Float64Array,
): number {
  const sweep = new Sweep(net, loads, wishes, caps)
  const floors = loads.value.slice()
  const open = sessions.filter((i) => caps[i]! > floors[i]! && headroom(net, loads.sums, i) > dust)
  if (open.length === 0) return 0
  const stops = sweep.run(open)
  addUp(net, loads)
  for (const i of open) {
    const excess = headroom(net, loads.sums, i)
    if (excess < 0) setValue(net, loads, i, Math.max(floors[i]!, loads.value[i]! + excess))
  }
  return stops
}

/** Room that is no room: what is left of a full row by the rounding of many additions. */
const dust = 1e-6
const tiny = 1e-9
const waiting = 0
const rising = 1
const fixed = 2

class Sweep {
  readonly #net: Network
  readonly #loads: RowLoads
  readonly #wishes: Wishes
  readonly #caps: Float64Array
  readonly #state: Uint8Array
  /** How fast each slot fills per unit of level, and how many sessions make it do so. */
  readonly #speed: Float64Array
  readonly #rising: Int32Array
  /** Up to which level the sums of each row are brought. */
  readonly #settled: Float64Array
  readonly #queue: LevelQueue

  constructor(net: Network, loads: RowLoads, wishes: Wishes, caps: Float64Array) {
    this.#net = net
    this.#loads = loads
    this.#wishes = wishes
    this.#caps = caps
    this.#state = new Uint8Array(net.demands.length).fill(fixed)
    this.#speed = new Float64Array(loads.sums.length)
    this.#rising = new Int32Array(loads.sums.length)
    this.#settled = new Float64Array(net.rows.length)
    this.#queue = new LevelQueue(net.rows.length)
  }

  run(open: readonly number[]): number {
    for (const i of open) this.#state[i] = waiting
    const starts = this.#sorted(open, this.#loads.value)
    const ends = this.#sorted(open, this.#caps)
    let [s, e, stops, level] = [0, 0, 0, Number.NEGATIVE_INFINITY]
    let left = open.length
    while (left > 0) {
      const start = s < starts.order.length ? starts.level[s]! : Number.POSITIVE_INFINITY
      const end = e < ends.order.length ? ends.level[e]! : Number.POSITIVE_INFINITY
      level = Math.max(level, Math.min(start, end, this.#queue.lowest))
      if (this.#queue.lowest <= Math.min(start, end)) {
        left -= this.#fixBehind(this.#queue.first, level)
        stops += 1
      } else if (start <= end) {
        const i = starts.order[s]!
        s += 1
        if (this.#state[i] === waiting) this.#change(i, rising, level)
      } else {
        const i = ends.order[e]!
        e += 1
        if (this.#state[i] === fixed) continue
        this.#change(i, fixed, level)
        this.#loads.value[i] = this.#caps[i]!
        left -= 1
      }
    }
    return stops
  }

  #sorted(open: readonly number[], rates: Float64Array): { order: number[]; level: Float64Array } {
    const { slope, origin } = this.#wishes
    const levels = new Float64Array(this.#net.demands.length)
    for (const i of open) levels[i] = origin[i]! + rates[i]! / slope[i]!
    const order = [...open].sort((a, b) => levels[a]! - levels[b]! || a - b)
    return { order, level: Float64Array.from(order, (i) => levels[i]!) }
  }

  #change(i: number, state: typeof rising | typeof fixed, level: number): void {
    const net = this.#net
    const before = this.#state[i]
    this.#state[i] = state
    if (state === fixed && before === waiting) return
    const sign = state === rising ? 1 : -1
    for (let e = net.first[i]!; e < net.first[i + 1]!; e++) {
      const r = net.rowOf[e]!
      const slot = net.slotOf[e]!
      this.#settle(r, level)
      this.#rising[slot] = this.#rising[slot]! + sign
      const speed = this.#speed[slot]! + sign * net.size[e]! * this.#wishes.slope[i]!
      this.#speed[slot] = this.#rising[slot] === 0 ? 0 : speed
      this.#queue.set(r, this.#fullAt(r))
    }
  }

  #settle(r: number, level: number): void {
    const { firstSlot } = this.#net
    const passed = level - this.#settled[r]!
    for (let slot = firstSlot[r]!; slot < firstSlot[r + 1]!; slot++) {
      if (this.#speed[slot] !== 0) this.#loads.sums[slot] = this.#loads.sums[slot]! + this.#speed[slot]! * passed
    }
    this.#settled[r] = level
  }

  /** The sessions that cannot rise further because this row is full: all of them, or those on the side that is. */
  #fixBehind(r: number, level: number): number {
    const net = this.#net
    this.#settle(r, level)
    const full = this.#fullSlots(r)
    let count = 0
    for (let m = net.firstMember[r]!; m < net.firstMember[r + 1]!; m++) {
      const i = net.members[m]!
      if (this.#state[i] === fixed || !this.#isBehind(i, r, full)) continue
      if (this.#state[i] === rising) {
        const reached = this.#wishes.slope[i]! * (level - this.#wishes.origin[i]!)
        this.#loads.value[i] = Math.min(this.#caps[i]!, Math.max(this.#loads.value[i]!, reached))
      }
      this.#change(i, fixed, level)
      count += 1
    }
    this.#queue.set(r, this.#fullAt(r))
    return count
  }

  #isBehind(i: number, r: number, full: (slot: number, size: number) => boolean): boolean {
    const net = this.#net
    for (let e = net.first[i]!; e < net.first[i + 1]!; e++) {
      if (net.rowOf[e] === r) return full(net.slotOf[e]!, net.size[e]!)
    }
    return false
  }

  #fullSlots(r: number): (slot: number, size: number) => boolean {
    const slot = this.#net.firstSlot[r]!
    if (this.#net.unbalance[r] === 1) {
      const side = Math.sign(this.#speed[slot]!)
      return (_slot, size) => Math.sign(size) === side
    }
    const bend = this.#net.corners[r]
    if (bend == null) return () => true
    const { re, im } = this.#nextCorner(r)
    const nearlyAcross = -tiny * Math.hypot(re, im)
    return (at) => {
      const direction = bend.directions[at - slot]!
      return direction.re * re + direction.im * im >= nearlyAcross
    }
  }

  #fullAt(r: number): number {
    const slot = this.#net.firstSlot[r]!
    if (this.#net.corners[r] != null) return this.#settled[r]! + this.#nextCorner(r).after
    const speed = this.#speed[slot]!
    if (speed === 0) return Number.POSITIVE_INFINITY
    const sum = this.#net.unbalance[r] === 1 ? Math.sign(speed) * this.#loads.sums[slot]! : this.#loads.sums[slot]!
    return this.#settled[r]! + Math.max(0, (this.#net.room[r]! - sum) / Math.abs(speed))
  }

  /** Which corner of a line-to-line row reaches the limit first, after how much more level, and where it points by then. */
  #nextCorner(r: number): { after: number; re: number; im: number } {
    const { directions, subsets } = this.#net.corners[r]!
    const slot = this.#net.firstSlot[r]!
    const limit = Math.max(0, this.#net.room[r]!)
    let next = { after: Number.POSITIVE_INFINITY, re: 0, im: 0 }
    for (const subset of subsets) {
      let [re, im, speedRe, speedIm] = [0, 0, 0, 0]
      for (const d of subset) {
        const { re: unitRe, im: unitIm } = directions[d]!
        re += unitRe * this.#loads.sums[slot + d]!
        im += unitIm * this.#loads.sums[slot + d]!
        speedRe += unitRe * this.#speed[slot + d]!
        speedIm += unitIm * this.#speed[slot + d]!
      }
      const after = meetsCircle(re, im, speedRe, speedIm, limit)
      if (after < next.after) next = { after, re: re + after * speedRe, im: im + after * speedIm }
    }
    // At a limit of zero there is no "where": all who push are behind it.
    if (next.re === 0 && next.im === 0 && next.after < Number.POSITIVE_INFINITY) return this.#pushAt(r, next.after)
    return next
  }

  #pushAt(r: number, after: number): { after: number; re: number; im: number } {
    const slot = this.#net.firstSlot[r]!
    const { directions } = this.#net.corners[r]!
    const pushed = directions.findIndex((_, d) => this.#speed[slot + d]! > 0)
    return { after, re: directions[pushed]?.re ?? 1, im: directions[pushed]?.im ?? 0 }
  }
}

/** After how much τ ≥ 0 the point z + w·τ meets the circle from inside. */
function meetsCircle(re: number, im: number, speedRe: number, speedIm: number, radius: number): number {
  const speed2 = speedRe * speedRe + speedIm * speedIm
  if (speed2 === 0) return Number.POSITIVE_INFINITY
  const along = re * speedRe + im * speedIm
  const rest = radius * radius - re * re - im * im
  if (rest <= 0) return along >= -tiny * Math.sqrt(speed2) * Math.hypot(re, im) ? 0 : Number.POSITIVE_INFINITY
  const root = Math.sqrt(along * along + speed2 * rest)
  return along > 0 ? rest / (along + root) : (root - along) / speed2
}
