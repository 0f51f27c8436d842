import type { Row } from '../dispatch/row.ts'
import { carriedBy, carry, isAbove, nothingCarried } from './carried.ts'
import { loadsOf } from './loads-of.ts'
import type { RoundPlace } from './round.ts'

export type Watched = {
  rows: readonly Row[]
  places: readonly Pick<RoundPlace, 'account' | 'coeff' | 'worstCoeff'>[]
  /** What circuits' own meters show of whole rows; only what is fresh and believed. */
  measured: ReadonlyMap<string, number>
  nowMs: number
}

export type Exceeded = { row: string; limit: number; load: number; by: 'committed' | 'measured' }

/**
 * The rows above their limit right now, by what chargers may be following or by what is measured (smart-charging 4, L1).
 * The guard acts when there is one; it only ever lowers.
 */
export function exceededRows({ rows, places, measured, nowMs }: Watched): Exceeded[] {
  const carried = nothingCarried(rows)
  for (const place of places) {
    carry(carried, loadsOf(place, nowMs), 1)
  }
  return rows.flatMap(({ id, limit }): Exceeded[] => {
    const load = carriedBy(carried, id)
    const seen = measured.get(id)
    if (seen !== undefined && isAbove(seen, limit)) return [{ row: id, limit, load: seen, by: 'measured' }]
    return isAbove(load, limit) ? [{ row: id, limit, load, by: 'committed' }] : []
  })
}
