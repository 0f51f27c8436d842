import type { Demand } from '../dispatch/demand.ts'
import type { Row } from '../dispatch/row.ts'
import type { RoundInput } from './round.ts'
import type { Standing } from './standing.ts'

/** The row that stands for the plan's advice. */
export const adviceRow = 'plan'

/**
 * What the dispatcher is asked, with the plan's advice for the whole site as one more row: bounds of single vehicles
 * cannot keep their sum below a planned peak. It is only a wish, so it leaves room for every minimum and for whatever has
 * to be used now.
 */
export function withAdvice(
  { advice }: Pick<RoundInput, 'advice'>,
  standings: readonly Standing[],
  rows: readonly Row[],
): { rows: readonly Row[]; demands: Demand[] } {
  const demands = standings.flatMap(({ demand, place }) => (demand ? [{ demand, watts: place.wattsPerUnit }] : []))
  if (!advice) return { rows, demands: demands.map(({ demand }) => demand) }
  const fixedW = standings.reduce((sum, { kind, cap, place }) => {
    return kind === 'shared' ? sum : sum + cap * place.wattsPerUnit
  }, 0)
  const neededW = demands.reduce((sum, { demand, watts }) => {
    if (advice.isOrder && demand.lo <= 0) return sum
    return sum + Math.min(demand.hi, Math.max(demand.lo, demand.min)) * watts
  }, 0)
  const base = Math.max(0, advice.baseW) + fixedW
  // Of sun that is fed in now vehicles may have all (smart-charging 6.3).
  const surplusW = Math.max(0, -advice.baseW)
  const limit = Math.max(advice.powerW + surplusW, base + neededW)
  const behind = advice.isOrder && neededW > 0 ? waitingBehind(demands, limit - base - neededW) : new Set<string>()
  const { reason, boundBy } = advice
  const row: Row = {
    id: adviceRow,
    circuitId: adviceRow,
    kind: 'power',
    limit,
    base,
    reserved: 0,
    reason,
    boundBy: boundBy ?? adviceRow,
  }
  return {
    rows: [...rows, row],
    demands: demands.map(({ demand, watts }) => {
      const held = behind.has(demand.sessionId) ? { hi: 0, hiReason: reason, hiBoundBy: boundBy } : {}
      return { ...demand, ...held, coeff: [...demand.coeff, { row: adviceRow, re: watts }] }
    }),
  }
}

/**
 * Who gets nothing because others have to charge now to be in time: smallest rates would otherwise be handed out before
 * what these need beyond theirs. The least lax of them have what room is left.
 */
function waitingBehind(demands: readonly { demand: Demand; watts: number }[], roomW: number): ReadonlySet<string> {
  const behind = new Set<string>()
  let leftW = roomW
  const unpressed = demands.filter(({ demand }) => demand.lo <= 0)
  for (const { demand, watts } of unpressed.sort((a, b) => a.demand.laxityH - b.demand.laxityH)) {
    const leastW = demand.min * watts
    if (leastW <= leftW) leftW -= leastW
    else behind.add(demand.sessionId)
  }
  return behind
}
