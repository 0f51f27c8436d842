import { keepingTargets } from './flexibility-envelope.ts'
import { addColumn, addRow, type LinearProgramme, type Solve, type Term } from './linear-programme.ts'
import type { Plan } from './plan.ts'
import type { PlanInput } from './plan-input.ts'
import { buildProgramme, type SiteProgramme } from './programme.ts'

/** A plan's power, frozen when an offer is made, to measure a delivery against. */
export type Baseline = Pick<Plan, 'blocks' | 'gridW' | 'peakW'>

type Span = { fromS: number; toS: number }

/**
 * The largest reduction from the baseline, in W, that can be held for the whole span while nobody misses more than by
 * the plan and the rebound stays below the baseline's peak (smart-charging 6.4). Input and baseline have the same blocks.
 */
export function largestReduction(input: PlanInput, baseline: Baseline, span: Span, solve: Solve): number {
  const site = buildProgramme(input)
  const [plan] = solve(site.programme)
  const kept = copyOf(keepingTargets(site, plan!))
  const reduction = addColumn(kept, 0, 0, Math.max(0, baseline.peakW) / 1000)
  for (const [at, block] of input.blocks.entries()) {
    const baseKw = (baseline.gridW[at] ?? 0) / 1000
    const isHeld = block.startS < span.toS && block.endS > span.fromS
    // A site that already cannot keep to its baseline offers nothing, not less than nothing.
    if (isHeld) addRow(kept, -Infinity, baseKw + slackKw, [...netOf(site, at), [reduction, 1]])
    else if (block.startS >= span.toS) addRow(kept, -Infinity, baseline.peakW / 1000 + slackKw, netOf(site, at))
  }
  const costs = kept.cost.map((_, column) => (column === reduction ? -1 : 0))
  const [, best] = solve(kept, [costs])
  return Math.max(0, best!.values[reduction]! * 1000)
}

// So that the baseline itself always fits, whatever the solver's tolerance.
const slackKw = 1e-4

/** What is offered: as much as 95 % of the sampled nights can hold, rounded down. */
export function firmOffer(reductionsW: readonly number[], stepW = 1000): number {
  const sorted = [...reductionsW].sort((a, b) => a - b)
  const atLeast = sorted[Math.floor(sorted.length * 0.05)] ?? 0
  return Math.floor(atLeast / stepW) * stepW
}

function netOf(site: SiteProgramme, at: number): Term[] {
  return site.export[at]! < 0
    ? [[site.grid[at]!, 1]]
    : [
        [site.grid[at]!, 1],
        [site.export[at]!, -1],
      ]
}

function copyOf(programme: LinearProgramme): LinearProgramme {
  return {
    cost: [...programme.cost],
    lower: [...programme.lower],
    upper: [...programme.upper],
    rowLower: [...programme.rowLower],
    rowUpper: [...programme.rowUpper],
    starts: [...programme.starts],
    columns: [...programme.columns],
    values: [...programme.values],
  }
}
