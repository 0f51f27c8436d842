import type { Row } from '../dispatch/row.ts'
import { carriedBy, carry, isAbove, nothingCarried } from './carried.ts'
import type { Standing } from './standing.ts'

type Shared = Standing & { kind: 'shared' }

/**
 * Tells of each session whether it may keep what it is granted although less would be fairer now.
 *
 * What a limit asks for is lowered at once. What only sharing asks for is lowered when it is worth a set-point, and not
 * soon after the last one: a load that goes up and down would otherwise change every grant of a site with every sample
 * (smart-charging 1.7, 5.6). `order`: the row of an activation, which is obeyed like a limit.
 */
export function keepsWhatFits(
  standings: readonly Standing[],
  rows: readonly Row[],
  nowMs: number,
  order: Row | null = null,
): (one: Shared, wanted: number) => boolean {
  const carried = nothingCarried(rows)
  for (const { coeff, current } of standings) carry(carried, coeff, current)
  const isPressing = standings.some(({ demand }) => demand !== null && demand.laxityH < pressedH)
  const betweenMs = isPressing ? pressingMs : usualMs
  const tight = new Set(rows.flatMap(({ id, limit }) => (isAbove(carriedBy(carried, id), limit) ? [id] : [])))
  const isOrderMissed = order !== null && isAbove(order.base + sharedW(standings), order.limit)
  return ({ current, coeff, demand, place }, wanted) => {
    if (isOrderMissed || current > demand.full + demand.step || coeff.some(({ row }) => tight.has(row))) return false
    const { lastSetPointMs } = place.calm
    const isSoon = lastSetPointMs !== null && nowMs - lastSetPointMs < betweenMs
    return isSoon || current - wanted < Math.max(worthwhile[demand.unit], current * worthwhileShare)
  }
}

/** What sessions that share are granted now; all others are in the base of the row. */
function sharedW(standings: readonly Standing[]): number {
  return standings.reduce((sum, { kind, current, place }) => {
    return kind === 'shared' ? sum + current * place.wattsPerUnit : sum
  }, 0)
}

/** Between two set-points of an EVSE that only sharing asks for; less while a vehicle can hardly wait. */
const usualMs = 300_000
const pressingMs = 60_000
const pressedH = 0.5
const worthwhile = { A: 2, W: 4_000 }
const worthwhileShare = 0.15
