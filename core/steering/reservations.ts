import type { Row } from '../dispatch/row.ts'
import { startOf } from './cap.ts'
import { weightOn } from './carried.ts'
import { onOtherLines } from './loads-of.ts'
import type { RoundInput } from './round.ts'
import type { Standing } from './standing.ts'

/**
 * The rows as the dispatcher may fill them, with what is not shared taken off: EVSEs that cannot be told anything now, and
 * room for vehicles that are still to come, so that each finds its fallback; also in place of one that draws from fewer
 * lines than the next one may. Newcomers never take more than there is.
 */
export function withReservations(
  { rows, newcomers }: Pick<RoundInput, 'rows' | 'newcomers'>,
  standings: readonly Standing[],
): { rows: Row[]; newcomers: ReadonlyMap<string, number> } {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const reserved = new Map<string, number>()
  const starts = new Map<string, number[]>()
  const mayStart = (row: string, more: number) => {
    const known = starts.get(row)
    if (known) known.push(more)
    else starts.set(row, [more])
  }
  for (const { kind, loads, cap, current, place } of standings) {
    const { account } = place
    if (newcomers > 0 && account.place === 'charging') {
      const next = onOtherLines(place, { start: startOf(account), current })
      for (const { row, re } of next) if (byId.has(row)) mayStart(row, re)
    }
    if (kind === 'shared') continue
    const isFree = account.place === 'free' && account.link.online && account.link.reconciled
    const start = startOf(account)
    for (const one of loads) {
      const row = byId.get(one.row)
      if (row) reserved.set(row.id, (reserved.get(row.id) ?? 0) + weightOn(row, one))
    }
    if (!isFree || newcomers === 0) continue
    for (const one of place.worstCoeff) {
      const row = byId.get(one.row)
      const weight = row ? weightOn(row, one) : 0
      if (weight > 0) mayStart(one.row, weight * Math.max(0, start - cap))
    }
  }
  const rooms = new Map<string, number>()
  const taken = rows.map((row) => {
    const fixed = row.reserved + (reserved.get(row.id) ?? 0)
    const left = Math.max(0, row.limit - fixed - (row.kind === 'unbalance' ? Math.abs(row.base) : row.base))
    const largest = (starts.get(row.id) ?? []).sort((one, other) => other - one).slice(0, newcomers)
    const room = Math.min(
      left,
      largest.reduce((sum, one) => sum + one, 0),
    )
    rooms.set(row.id, room)
    return { ...row, limit: Math.max(0, row.limit - (row.headroom ?? 0)), reserved: fixed + room }
  })
  return { rows: taken, newcomers: rooms }
}
