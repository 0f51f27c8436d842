import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Demand } from '#core/dispatch/demand.ts'
import { dispatch } from '#core/dispatch/dispatch.ts'
import { usualPolicy } from '#core/dispatch/policy.ts'
import type { Row } from '#core/dispatch/row.ts'
import type { Bounds, Plan } from '#core/planner/plan.ts'
import { planByProgramme } from '#core/planner/plan-by-programme.ts'
import { type Bus, type DepotScenario, depotScenario } from '../../bench/smart-charging/depot-scenario.ts'
import { openHighs } from '../../server/planner/solve-with-highs.ts'
import { site, startS, vehicle } from './site.ts'

// The night of the depot as the product steers it: a plan each quarter-hour, and its advice followed by the dispatcher.
const solve = await openHighs(20)
const slotS = 900

test('a depot whose buses are announced leaves in time, for little more than the best that can be had', () => {
  const night = steer(depotScenario({ siteKw: 2300, feederKw: 700 }), { announced: true })
  assert.equal(night.late, 0)
  assert.ok(night.energyEur <= 1800, `${night.energyEur}`)
  assert.ok(night.peakKw <= 2200, `${night.peakKw}`)
})

test('no bus is made late for a price in a depot that has just room enough and is not told who comes', () => {
  const night = steer(depotScenario({ siteKw: 1800, feederKw: 560 }), { announced: false })
  assert.equal(night.late, 0)
})

function steer(scenario: DepotScenario, { announced }: { announced: boolean }) {
  const leftWh = new Map(scenario.buses.map((bus) => [bus.id, bus.needKwh * 1000]))
  let [peakKw, energyEur] = [0, 0]
  for (let slot = 0; slot < scenario.slots; slot++) {
    const known = scenario.buses.filter((bus) => isKnown(bus, slot, announced) && leftWh.get(bus.id)! > 1)
    const plan = planFrom(scenario, known, leftWh, slot, { peakKw, reserveShare: announced ? 0 : 1 })
    const here = known.filter((bus) => bus.arrivalSlot <= slot)
    const bounds = new Map(plan.vehicles.map((one) => [one.id, one.bounds]))
    const demands = here.map((bus) => demandOf(bus, leftWh.get(bus.id)!, slot, bounds.get(bus.id)!))
    const { grants } = dispatch(rowsOf(scenario, plan), demands, {
      ...usualPolicy,
      stepSeconds: slotS,
      quantise: false,
    })

    const siteKw = grants.reduce((sum, { value }) => sum + value / 1000, 0)
    for (const { sessionId, value } of grants) leftWh.set(sessionId, Math.max(0, leftWh.get(sessionId)! - value / 4))
    peakKw = Math.max(peakKw, siteKw)
    energyEur += (siteKw / 4) * scenario.prices[slot]!
  }
  const late = scenario.buses.filter((bus) => leftWh.get(bus.id)! > 10 * bus.needKwh).length
  return { late, peakKw, energyEur }
}

function isKnown(bus: Bus, slot: number, announced: boolean): boolean {
  return slot < bus.departureSlot && (announced || bus.arrivalSlot <= slot)
}

function planFrom(
  scenario: DepotScenario,
  known: readonly Bus[],
  leftWh: ReadonlyMap<string, number>,
  slot: number,
  members: { peakKw: number; reserveShare: number },
): Plan {
  const quarters = scenario.slots - slot
  const nowS = startS + slot * slotS
  const vehicles = known.map((bus) =>
    vehicle(bus.id, {
      here: bus.arrivalSlot <= slot,
      arrivesAtS: startS + bus.arrivalSlot * slotS,
      departsAtS: startS + bus.departureSlot * slotS,
      needFullWh: leftWh.get(bus.id)!,
      fullW: bus.maxKw * 1000,
      coeff: coefficientsOf(bus),
    }),
  )
  const input = site(vehicles, {
    quarters,
    nowS,
    price: scenario.prices.slice(slot),
    peak: { soFarW: members.peakKw * 1000, pricePerKw: 0.5 },
    reserveShare: members.reserveShare,
  })
  const flat = (value: number) => input.blocks.map(() => value)
  return planByProgramme(
    {
      ...input,
      blocks: input.blocks.map(({ startS: from, endS }) => ({
        startS: from + slot * slotS,
        endS: endS + slot * slotS,
      })),
      rows: limitsOf(scenario).map(({ id, limitW }) => ({ id, kind: 'power', limit: flat(limitW), base: flat(0) })),
    },
    solve,
  )
}

function limitsOf(scenario: DepotScenario): { id: string; limitW: number }[] {
  const feeders = Array.from({ length: scenario.feeders }, (_, feeder) => ({
    id: `feeder ${feeder}`,
    limitW: scenario.feederKw * 1000,
  }))
  return [{ id: 'site', limitW: scenario.siteKw * 1000 }, ...feeders]
}

function coefficientsOf(bus: Bus) {
  return [
    { row: 'site', re: 1 },
    { row: `feeder ${bus.feeder}`, re: 1 },
  ]
}

function rowsOf(scenario: DepotScenario, plan: Plan): Row[] {
  const row = (id: string, limit: number): Row => ({
    id,
    circuitId: id,
    kind: 'power',
    limit,
    base: 0,
    reserved: 0,
    reason: 'circuit_limit',
    boundBy: id,
  })
  const capW = plan.cap?.powerW ?? Infinity
  return limitsOf(scenario).map(({ id, limitW }) => row(id, id === 'site' ? Math.min(limitW, capW) : limitW))
}

function demandOf(bus: Bus, leftWh: number, slot: number, bounds: Bounds): Demand {
  const most = Math.min(bus.maxKw * 1000, leftWh * 4)
  return {
    sessionId: bus.id,
    evseId: bus.id,
    unit: 'W',
    klass: 0,
    laxityH: (bus.departureSlot - slot) / 4 - leftWh / (bus.maxKw * 1000),
    lo: Math.min(bounds.loW, most),
    hi: Math.min(bounds.hiW, most),
    full: bus.maxKw * 1000,
    min: 5_000,
    step: 100,
    coeff: coefficientsOf(bus),
    hiReason: bounds.hiReason ?? 'vehicle_limit',
    hiBoundBy: bounds.hiBoundBy,
    weight: 1,
    arrivedAtS: bus.arrivalSlot * slotS,
    departsAtS: bus.departureSlot * slotS,
    turn: { state: 'new', forS: 0 },
  }
}
