import type { Plan } from '#core/planner/plan.ts'
import { planByProgramme } from '#core/planner/plan-by-programme.ts'
import type { PlanInput, PlanRow, PlanVehicle } from '#core/planner/plan-input.ts'
import { createPlanner } from '../../server/planner/planner.ts'
import { openHighs } from '../../server/planner/solve-with-highs.ts'
import { Histogram } from '../histogram.ts'
import { type Bus, type DepotScenario, depotLimits, depotScenario } from './depot-scenario.ts'
import { printCase, rounded } from './options.ts'

/**
 * B2 with foresight: the night as one programme, cost and 0.5 € per kW of peak (smart-charging 10.2). Without the buffer
 * before departures that the product keeps, as the contract's figures are.
 */
export async function planDepot(): Promise<void> {
  const solve = await openHighs(60)
  for (const limits of depotLimits) {
    const input = inputOf(depotScenario(limits))
    const plan = planByProgramme(input, solve)
    const missing = plan.vehicles.map(({ forecast }, at) => forecast.missingFullWh / input.vehicles[at]!.needFullWh)
    printCase({
      benchmark: 'depot',
      site_kw: limits.siteKw,
      feeder_kw: limits.feederKw,
      policy: 'programme',
      late: missing.filter((share) => share > 0.01).length,
      missing_kwh: rounded(sum(plan.vehicles.map(({ forecast }) => forecast.missingFullWh)) / 1000, 1),
      worst_pct: rounded(100 * Math.max(...missing), 2),
      peak_kw: rounded(plan.peakW / 1000, 0),
      energy_eur: rounded(plan.energyCost, 0),
      max_utilisation: rounded(highestUse(input, plan), 6),
    })
  }
}

const sizes = [
  { buses: 100, plans: 100 },
  { buses: 500, plans: 40 },
  { buses: 1000, plans: 20 },
]

/** B3: how long a request for a plan takes, the way to the planner's thread and back included. */
export async function planSpeed(): Promise<void> {
  const log = { debug() {}, info() {}, warn: console.error, error: console.error }
  const planner = createPlanner({ log, timeLimitSeconds: 60 })
  for (const { buses, plans } of sizes) {
    const scenario = depotScenario({ siteKw: 23 * buses, feederKw: 7 * buses }, buses)
    await planner.plan(inputOf(scenario))
    const times = new Histogram()
    for (let round = 0; round < plans; round++) {
      // Needs that differ from round to round, so that no two programmes are alike.
      const buses = scenario.buses.map((bus, at) => ({
        ...bus,
        needKwh: bus.needKwh * (1 - ((round * 7 + at) % 50) / 1000),
      }))
      const input = inputOf({ ...scenario, buses })
      const before = performance.now()
      const plan = await planner.plan(input)
      times.addMs(performance.now() - before)
      if (plan.source !== 'programme') throw new Error(`no programme for ${buses.length} buses`)
    }
    printCase({
      benchmark: 'speed',
      case: 'planner',
      evses: buses,
      p50_ms: rounded(times.percentile(0.5), 1),
      p99_ms: rounded(times.percentile(0.99), 1),
    })
  }
  await planner.stop()
}

const firstS = Temporal.Instant.from('2024-06-01T18:00:00Z').epochMilliseconds / 1000
const slotS = 900

function inputOf(scenario: DepotScenario): PlanInput {
  const blocks = scenario.prices.map((_, at) => ({ startS: firstS + at * slotS, endS: firstS + (at + 1) * slotS }))
  const flat = (value: number) => blocks.map(() => value)
  const row = (id: string, kw: number): PlanRow => ({ id, kind: 'power', limit: flat(kw * 1000), base: flat(0) })
  const feeders = Array.from({ length: scenario.feeders }, (_, feeder) => row(`feeder ${feeder}`, scenario.feederKw))
  return {
    siteId: 1,
    nowS: firstS,
    blocks,
    rows: [row('site', scenario.siteKw), ...feeders],
    vehicles: scenario.buses.map(vehicleOf),
    prices: { buy: scenario.prices, sell: flat(0) },
    site: { baseW: flat(0), solarW: flat(0) },
    peak: { soFarW: 0, pricePerKw: 0.5 },
    windows: [],
    bufferS: 0,
    reserveShare: 0,
  }
}

function vehicleOf(bus: Bus): PlanVehicle {
  return {
    id: bus.id,
    here: bus.arrivalSlot === 0,
    confidence: 1,
    arrivesAtS: firstS + bus.arrivalSlot * slotS,
    departsAtS: firstS + bus.departureSlot * slotS,
    departureAssumed: false,
    klass: 0,
    needMinWh: 0,
    needFullWh: bus.needKwh * 1000,
    fullW: bus.maxKw * 1000,
    minimumW: 0,
    taper: null,
    precondition: null,
    coeff: [
      { row: 'site', re: 1 },
      { row: `feeder ${bus.feeder}`, re: 1 },
    ],
    gridFactor: 1,
    battery: null,
    inputAgeS: 0,
  }
}

function highestUse(input: PlanInput, plan: Plan): number {
  const loads = input.rows.flatMap((row) =>
    input.blocks.map((_, at) => {
      const on = plan.vehicles.filter((_, vehicle) =>
        input.vehicles[vehicle]!.coeff.some(({ row: id }) => id === row.id),
      )
      return sum(on.map(({ powerW }) => powerW[at]!)) / row.limit[at]!
    }),
  )
  return Math.max(...loads)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
