import { emptyDraft } from './draft.ts'
import { finishPlan } from './finish-plan.ts'
import type { Plan } from './plan.ts'
import type { PlanInput } from './plan-input.ts'
import { meanPerBlock } from './series.ts'
import { stayOf } from './stay.ts'

const oldestS = 15 * 60

/**
 * The former plan for a new input, within its limits and needs; null when it is too old to go by, or does not know every
 * vehicle that is here.
 */
export function carryOver(last: Plan, input: PlanInput): Plan | null {
  const known = new Map(last.vehicles.map((vehicle) => [vehicle.id, vehicle]))
  if (last.source === 'greedy' || last.siteId !== input.siteId) return null
  if (input.nowS - last.madeAtS > oldestS || input.nowS < last.madeAtS) return null
  if (input.vehicles.some(({ id, here }) => here && !known.has(id))) return null

  const draft = emptyDraft(input)
  for (const [at, vehicle] of input.vehicles.entries()) {
    const former = known.get(vehicle.id)
    if (!former) continue
    const charge = meanPerBlock(input.blocks, stepsOf(last, former.powerW), 0)
    const precondition = meanPerBlock(input.blocks, stepsOf(last, former.preconditionW), 0)
    for (const { at: block, mostKw, preconditionKw } of stayOf(vehicle, input)) {
      draft.charge[at]![block] = Math.min(charge[block]!, mostKw * 1000)
      draft.precondition[at]![block] = Math.min(precondition[block]!, preconditionKw * 1000)
    }
  }
  const marginal = meanPerBlock(input.blocks, stepsOf(last, last.marginal), last.marginal.at(-1) ?? 0)
  // The former plan stays the one that was made: what is carried over once more still gets too old.
  return { ...finishPlan(input, { draft, source: 'last', marginal }), madeAtS: last.madeAtS }
}

function stepsOf(plan: Plan, values: readonly number[]) {
  return plan.blocks.map(({ startS, endS }, at) => ({ fromS: startS, toS: endS, value: values[at]! }))
}
