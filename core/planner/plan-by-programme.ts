import { emptyDraft } from './draft.ts'
import { finishPlan } from './finish-plan.ts'
import type { Solution, Solve } from './linear-programme.ts'
import type { Plan } from './plan.ts'
import { hoursOf, type PlanInput } from './plan-input.ts'
import { buildProgramme, type SiteProgramme } from './programme.ts'

/** The plan that costs least of all that serve departures best; throws when the solver has none in its time. */
export function planByProgramme(input: PlanInput, solve: Solve): Plan {
  const site = buildProgramme(input)
  const [solution] = solve(site.programme)
  return finishPlan(input, {
    draft: draftOf(input, site, solution!),
    source: 'programme',
    marginal: input.blocks.map((block, at) => (solution!.rowDuals[site.balance[at]!] ?? 0) / hoursOf(block)),
  })
}

export function draftOf(input: PlanInput, site: SiteProgramme, { values }: Solution) {
  const draft = emptyDraft(input)
  for (const [vehicle, { stay, charge, precondition }] of site.vehicles.entries()) {
    for (const [at, block] of stay.entries()) {
      if (charge[at]! >= 0) draft.charge[vehicle]![block.at] = values[charge[at]!]! * 1000
      if (precondition[at]! >= 0) draft.precondition[vehicle]![block.at] = values[precondition[at]!]! * 1000
    }
  }
  return draft
}
