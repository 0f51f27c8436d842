import { secondsFor, taperedW } from './charging-time.ts'
import { emptyDraft } from './draft.ts'
import { finishPlan } from './finish-plan.ts'
import { type LimitRow, limitRows, loadOf } from './limit-rows.ts'
import type { Plan } from './plan.ts'
import type { PlanInput } from './plan-input.ts'
import { type StayBlock, stayOf } from './stay.ts'

/**
 * The plan without a solver: block by block, minimum targets before full ones, classes from above, least laxity first,
 * as early as limits allow. It knows no prices and never puts a row above its limit. Deterministic.
 */
export function planGreedily(input: PlanInput): Plan {
  const draft = emptyDraft(input)
  const rows = limitRows(input)
  const rowsOf = input.vehicles.map((_, at) => rows.filter((row) => (row.coefficients.get(at) ?? 0) > 0))
  const takenWh = input.vehicles.map(() => 0)
  const present = presence(input)

  for (const at of input.blocks.keys()) {
    const room = new Map(rows.map((row) => [row, row.most[at]!]))
    const give = (vehicle: number, wantedW: number) => {
      const givenW = Math.max(0, Math.min(wantedW, roomFor(vehicle, rowsOf[vehicle]!, room)))
      for (const row of rowsOf[vehicle]!) room.set(row, room.get(row)! - givenW * row.coefficients.get(vehicle)!)
      return givenW
    }
    const here = present[at]!
    for (const { vehicle, block } of here) draft.precondition[vehicle]![at] = give(vehicle, block.preconditionKw * 1000)
    for (const target of ['needMinWh', 'needFullWh'] as const) {
      for (const { vehicle, block } of inOrder(here, input, target, takenWh)) {
        const missingWh = input.vehicles[vehicle]![target] - takenWh[vehicle]!
        const before = draft.charge[vehicle]![at]!
        const mostW = Math.min(block.mostKw * 1000, taperedW(input.vehicles[vehicle]!, takenWh[vehicle]!, block.hours))
        const givenW = give(vehicle, Math.min(mostW - before, missingWh / block.hours))
        draft.charge[vehicle]![at] = before + givenW
        takenWh[vehicle]! += givenW * block.hours
      }
    }
    keepUnbalance(rows, at, draft.charge)
  }
  return finishPlan(input, { draft, source: 'greedy', marginal: null })
}

type Here = { vehicle: number; block: StayBlock }

function presence(input: PlanInput): Here[][] {
  const present: Here[][] = input.blocks.map(() => [])
  for (const [vehicle, one] of input.vehicles.entries()) {
    for (const block of stayOf(one, input)) present[block.at]!.push({ vehicle, block })
  }
  return present
}

function inOrder(
  here: readonly Here[],
  input: PlanInput,
  target: 'needMinWh' | 'needFullWh',
  takenWh: number[],
): Here[] {
  const keyed = here
    .filter(({ vehicle }) => input.vehicles[vehicle]![target] > takenWh[vehicle]!)
    .map((one) => {
      const vehicle = input.vehicles[one.vehicle]!
      const startS = input.blocks[one.block.at]!.startS
      const laxityS = vehicle.departsAtS - startS - secondsFor(vehicle, vehicle[target] - takenWh[one.vehicle]!)
      // Never more urgent than one with a real departure.
      return { one, vehicle, laxityS, assumed: vehicle.departureAssumed ? 1 : 0 }
    })
  keyed.sort(
    (a, b) =>
      b.vehicle.klass - a.vehicle.klass ||
      a.assumed - b.assumed ||
      a.laxityS - b.laxityS ||
      (a.vehicle.id < b.vehicle.id ? -1 : 1),
  )
  return keyed.map(({ one }) => one)
}

function roomFor(vehicle: number, rows: readonly LimitRow[], room: ReadonlyMap<LimitRow, number>): number {
  return rows.reduce((least, row) => Math.min(least, room.get(row)! / row.coefficients.get(vehicle)!), Infinity)
}

// An unbalance row that is left the other way: what pulls it down is taken away again.
function keepUnbalance(rows: readonly LimitRow[], at: number, charge: number[][]): void {
  for (const row of rows) {
    if (row.least === null) continue
    const load = loadOf(row, (vehicle) => charge[vehicle]![at]!)
    if (load >= row.least[at]!) continue
    const pulling = [...row.coefficients].filter(([, coefficient]) => coefficient < 0).map(([vehicle]) => vehicle)
    const factor = row.least[at]! / load
    for (const vehicle of pulling) charge[vehicle]![at]! *= factor
  }
}
