import type { Row } from '../dispatch/row.ts'
import type { Account } from './account.ts'
import { capOf } from './cap.ts'
import { carriedBy, carry, isAbove, nothingCarried } from './carried.ts'
import { loadsOf } from './loads-of.ts'
import type { RoundPlace } from './round.ts'

type Given = {
  rows: readonly Row[]
  places: readonly Pick<RoundPlace, 'account' | 'coeff' | 'worstCoeff'>[]
  /** By row: how far its phases lie apart by the circuit's own meter; only what is fresh and believed. */
  measured: ReadonlyMap<string, number>
  /** Circuits whose base is what a meter of everything shows. */
  metered: ReadonlySet<string>
  /** Since when rows have been above their limit; as it was given the last time. */
  since: ReadonlyMap<string, number>
  nowMs: number
}

/**
 * The rows with those of unbalance as they are to be reckoned with now (smart-charging 3.4, H4).
 *
 * A vehicle on the other phase relieves only by what it draws, not by what it may. When vehicles stop, a row may be above
 * its limit for a minute: until then nothing is lowered for it and nothing raised that makes it worse. After that what the
 * meter shows counts as well.
 */
export function withUnbalance(given: Given): { rows: readonly Row[]; since: ReadonlyMap<string, number> } {
  const uneven = given.rows.filter(({ kind }) => kind === 'unbalance')
  if (uneven.length === 0) return { rows: given.rows, since: none }
  const shifts = shiftsOf(given)
  const shifted = uneven.map((row) => ({ ...row, base: row.base + (shifts.get(row.id) ?? 0) }))
  const carried = nothingCarried(shifted)
  for (const place of given.places) carry(carried, loadsOf(place, given.nowMs), 1)
  const since = new Map<string, number>()
  const found = shifted.map((row) => {
    const load = carriedBy(carried, row.id)
    const most = Math.max(load, given.measured.get(row.id) ?? 0)
    if (!isAbove(most, row.limit)) return row
    const sinceMs = given.since.get(row.id) ?? given.nowMs
    since.set(row.id, sinceMs)
    if (given.nowMs - sinceMs < mayLastMs) return { ...row, limit: most }
    return most > load ? { ...row, base: row.base + (most - load) } : row
  })
  const byId = new Map<string, Row>(found.map((row) => [row.id, row]))
  return { rows: given.rows.map((row) => byId.get(row.id) ?? row), since }
}

/** By how much the base of each row is other than it was told. */
function shiftsOf({ rows, places, metered, nowMs }: Given): Map<string, number> {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const shifts = new Map<string, number>()
  for (const place of places) {
    const cap = capOf(place.account, nowMs)
    if (cap === 0) continue
    const drawn = Math.min(1, drawOf(place.account, nowMs, cap) / cap)
    const loads = loadsOf(place, nowMs).filter(({ row }) => byId.get(row)?.kind === 'unbalance')
    const found = new Map(loads.map(({ row, re }) => [row, re]))
    for (const [row, re] of found) {
      const isAnywhere = re > 0 && (found.get(mirrorOf(row)) ?? 0) > 0
      // The meter shows already what a vehicle draws of which nobody knows the phase.
      const isShown = isAnywhere && metered.has(byId.get(row)!.circuitId)
      const shift = re < 0 ? -re * (1 - drawn) : isShown ? -re * drawn : 0
      if (shift !== 0) shifts.set(row, (shifts.get(row) ?? 0) + shift)
    }
  }
  return shifts
}

function drawOf({ measured, place }: Account, nowMs: number, cap: number): number {
  return place === 'charging' && measured && nowMs - measured.atMs < freshMs ? measured.value : cap
}

/** The same two phases the other way round. */
function mirrorOf(row: string): string {
  const [circuit, pair = ''] = row.split('/')
  return `${circuit}/${pair.split('-').reverse().join('-')}`
}

const none: ReadonlyMap<string, number> = new Map()
const mayLastMs = 60_000
const freshMs = 120_000
