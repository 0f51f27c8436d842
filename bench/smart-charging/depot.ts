import type { Demand } from '#core/dispatch/demand.ts'
import { dispatch } from '#core/dispatch/dispatch.ts'
import { type Policy, type PolicyName, usualPolicy } from '#core/dispatch/policy.ts'
import type { Row } from '#core/dispatch/row.ts'
import { type Bus, type DepotScenario, depotLimits, depotScenario, uncontrolled } from './depot-scenario.ts'
import { printCase, rounded } from './options.ts'
import { utilisation } from './utilisation.ts'

const names: PolicyName[] = ['equal', 'first-come', 'earliest-departure', 'least-laxity', 'laxity']

/** B2: a night of a bus depot, shared without looking ahead (smart-charging 10.2). */
export function depot(): void {
  printUncontrolled()
  for (const limits of depotLimits) {
    const scenario = depotScenario(limits)
    for (const name of names) {
      const night = chargeDepot(scenario, {
        ...usualPolicy,
        name,
        stepSeconds: scenario.slotHours * 3600,
        quantise: false,
      })
      printCase({
        benchmark: 'depot',
        site_kw: scenario.siteKw,
        feeder_kw: scenario.feederKw,
        policy: name,
        late: night.late,
        missing_kwh: rounded(night.missingKwh, 1),
        worst_pct: rounded(night.worstPct, 2),
        peak_kw: rounded(night.peakKw, 0),
        energy_eur: rounded(night.energyEur, 0),
        max_utilisation: rounded(night.maxUtilisation, 6),
      })
    }
  }
}

/** What nobody steers: no limit is kept, so nobody is late. */
function printUncontrolled(): void {
  const { needKwh, peakKw, energyEur } = uncontrolled(depotScenario(depotLimits[0]))
  printCase({
    benchmark: 'depot',
    site_kw: null,
    policy: 'uncontrolled',
    late: 0,
    missing_kwh: 0,
    worst_pct: 0,
    peak_kw: rounded(peakKw, 0),
    energy_eur: rounded(energyEur, 0),
    need_kwh: rounded(needKwh, 0),
  })
}

type Night = {
  late: number
  missingKwh: number
  worstPct: number
  peakKw: number
  energyEur: number
  maxUtilisation: number
}

function chargeDepot(scenario: DepotScenario, policy: Policy): Night {
  const rows = rowsOf(scenario)
  const left = scenario.buses.map((bus) => bus.needKwh)
  let [peakKw, energyEur, maxUtilisation] = [0, 0, 0]
  for (let slot = 0; slot < scenario.slots; slot++) {
    const present = scenario.buses.flatMap((bus, index) =>
      bus.arrivalSlot <= slot && slot < bus.departureSlot && left[index]! > 1e-9 ? [index] : [],
    )
    const result = dispatch(
      rows,
      present.map((index) => demandOf(scenario, scenario.buses[index]!, left[index]!, slot)),
      policy,
    )
    maxUtilisation = Math.max(maxUtilisation, utilisation(rows, result))
    const granted = new Map(result.grants.map((grant) => [grant.sessionId, grant.value]))
    let siteKw = 0
    for (const index of present) {
      const kw = granted.get(scenario.buses[index]!.id)! / 1000
      siteKw += kw
      left[index] = Math.max(0, left[index]! - kw * scenario.slotHours)
    }
    peakKw = Math.max(peakKw, siteKw)
    energyEur += siteKw * scenario.slotHours * scenario.prices[slot]!
  }
  const missing = scenario.buses.map((bus, index) => left[index]! / bus.needKwh)
  return {
    late: missing.filter((share) => share > 0.01).length,
    missingKwh: left.reduce((sum, kwh) => sum + kwh, 0),
    worstPct: 100 * Math.max(...missing),
    peakKw,
    energyEur,
    maxUtilisation,
  }
}

function rowsOf(scenario: DepotScenario): Row[] {
  const row = (id: string, kw: number): Row => ({
    id,
    circuitId: id,
    kind: 'power',
    limit: kw * 1000,
    base: 0,
    reserved: 0,
    reason: 'circuit_limit',
    boundBy: id,
  })
  const feeders = Array.from({ length: scenario.feeders }, (_, feeder) => row(`feeder ${feeder}`, scenario.feederKw))
  return [row('site', scenario.siteKw), ...feeders]
}

function demandOf(scenario: DepotScenario, bus: Bus, leftKwh: number, slot: number): Demand {
  const full = bus.maxKw * 1000
  return {
    sessionId: bus.id,
    evseId: bus.id,
    unit: 'W',
    klass: 0,
    laxityH: (bus.departureSlot - slot) * scenario.slotHours - leftKwh / bus.maxKw,
    lo: 0,
    hi: Math.min(full, (leftKwh * 1000) / scenario.slotHours),
    full,
    min: 5_000,
    step: 100,
    coeff: [
      { row: 'site', re: 1 },
      { row: `feeder ${bus.feeder}`, re: 1 },
    ],
    hiReason: 'vehicle_limit',
    hiBoundBy: null,
    weight: 1,
    arrivedAtS: bus.arrivalSlot * scenario.slotHours * 3600,
    departsAtS: bus.departureSlot * scenario.slotHours * 3600,
    turn: { state: 'new', forS: 0 },
  }
}
