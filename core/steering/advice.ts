import type { Demand } from '../dispatch/demand.ts'
import type { Row } from '../dispatch/row.ts'
import type { RoundInput } from './round.ts'
import type { Standing } from './standing.ts'

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
    return sum + Math.min(demand.hi, Math.max(demand.lo, demand.min)) * watts
  }, 0)
  const base = Math.max(0, advice.baseW) + fixedW
  const limit = Math.max(advice.powerW, base + neededW)
  const { reason, boundBy } = advice
  const row: Row = { id, circuitId: id, kind: 'power', limit, base, reserved: 0, reason, boundBy: boundBy ?? id }
  return {
    rows: [...rows, row],
    demands: demands.map(({ demand, watts }) => ({ ...demand, coeff: [...demand.coeff, { row: id, re: watts }] })),
  }
}

const id = 'plan'
