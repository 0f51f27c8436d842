import type { LinearProgramme, Solution, Solve } from './linear-programme.ts'
import { draftOf } from './plan-by-programme.ts'
import { hoursOf, type PlanInput } from './plan-input.ts'
import { buildProgramme, type SiteProgramme } from './programme.ts'

/** How far a site's power can be moved without costing a departure; per block, at the grid connection. */
export type Envelope = {
  lowestW: number[]
  highestW: number[]
  /** Energy into vehicles up to the end of each block, when charged as soon and as late as possible. */
  earliestWh: number[]
  latestWh: number[]
}

/**
 * The envelope of smart-charging 6.4: for each block by itself, the lowest and highest power with which all limits are
 * kept and nobody misses more than by the plan. Not for every request: it solves the programme twice per block.
 */
export function envelopeOf(input: PlanInput, solve: Solve): Envelope {
  const site = buildProgramme(input)
  const [plan] = solve(site.programme)
  const kept = keepingTargets(site, plan!)
  const net = input.blocks.map((_, at) => netObjective(site, at))
  const objectives = [
    ...net,
    ...net.map((costs) => costs.map((cost) => -cost)),
    energyObjective(input, site, 1),
    energyObjective(input, site, -1),
  ]
  const [, ...solutions] = solve(kept, objectives)
  const blocks = input.blocks.length
  const netOf = (solution: Solution, at: number) =>
    (solution.values[site.grid[at]!]! - (site.export[at]! < 0 ? 0 : solution.values[site.export[at]!]!)) * 1000
  return {
    lowestW: input.blocks.map((_, at) => netOf(solutions[at]!, at)),
    highestW: input.blocks.map((_, at) => netOf(solutions[blocks + at]!, at)),
    earliestWh: cumulativeWh(input, site, solutions[2 * blocks]!),
    latestWh: cumulativeWh(input, site, solutions[2 * blocks + 1]!),
  }
}

/** The programme with everything that a plan achieves for vehicles and commitments as a hard rule. */
export function keepingTargets(site: SiteProgramme, plan: Solution): LinearProgramme {
  const programme = { ...site.programme, lower: [...site.programme.lower], upper: [...site.programme.upper] }
  for (const column of [...site.shortfalls, ...site.deviations]) {
    programme.upper[column] = Math.min(programme.upper[column]!, plan.values[column]! + tolerance)
  }
  for (const column of site.vehicles.flatMap(({ precondition }) => precondition)) {
    if (column >= 0) programme.lower[column] = Math.max(0, plan.values[column]! - tolerance)
  }
  return programme
}

const tolerance = 1e-6

/** What the net import of a block is, as an objective. */
function netObjective(site: SiteProgramme, at: number): number[] {
  const costs = new Array<number>(site.programme.cost.length).fill(0)
  costs[site.grid[at]!] = 1
  if (site.export[at]! >= 0) costs[site.export[at]!] = -1
  return costs
}

function energyObjective(input: PlanInput, site: SiteProgramme, sign: 1 | -1): number[] {
  const costs = new Array<number>(site.programme.cost.length).fill(0)
  for (const { stay, charge } of site.vehicles) {
    for (const [place, { at, hours }] of stay.entries()) {
      if (charge[place]! < 0) continue
      costs[charge[place]!] = (sign * hours * (input.blocks[at]!.startS - input.nowS)) / 3600
    }
  }
  return costs
}

function cumulativeWh(input: PlanInput, site: SiteProgramme, solution: Solution): number[] {
  const { charge } = draftOf(input, site, solution)
  let sum = 0
  return input.blocks.map((block, at) => {
    for (const powers of charge) sum += powers[at]! * hoursOf(block)
    return sum
  })
}
