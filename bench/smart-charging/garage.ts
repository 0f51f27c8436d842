import { readFileSync } from 'node:fs'
import type { Demand } from '#core/dispatch/demand.ts'
import { dispatch } from '#core/dispatch/dispatch.ts'
import { type Policy, usualPolicy } from '#core/dispatch/policy.ts'
import { type Garage, type GarageName, garageOf, readGarage } from './garage-network.ts'
import { type Options, printCase, rounded } from './options.ts'
import { utilisation } from './utilisation.ts'

const stepSeconds = 300
const stepH = stepSeconds / 3600
const onBoardWatts = 6_600
const evseAmperes = 32

/** As the contract's tables share, without steps and minimums; the last two as chargers really are. */
const byLevel = { ...usualPolicy, groupProgramme: false, quantise: false }
const policies: Record<string, Policy> = {
  'first-come': { ...byLevel, name: 'first-come' },
  'earliest-departure': { ...byLevel, name: 'earliest-departure' },
  'least-laxity': { ...byLevel, name: 'least-laxity' },
  equal: { ...byLevel, name: 'equal' },
  'laxity-by-level': byLevel,
  laxity: { ...byLevel, groupProgramme: true },
  'laxity-by-level-whole-amperes': { ...byLevel, quantise: true },
  'laxity-whole-amperes': usualPolicy,
}

const capacities: Record<GarageName, number[]> = { N1: [10, 20, 30, 40, 50], N3: [10, 20, 30, 40, 50, 60, 80] }

/** B1: a month of real sessions in a workplace garage (smart-charging 10.1). */
export function garage({ events, network }: Options): void {
  const stays = readStays(events!)
  const file = readGarage(network!)
  for (const name of ['N3', 'N1'] as const) {
    for (const [policyName, policy] of Object.entries(policies)) {
      // Without line-to-line rows there is nothing for the programme to decide.
      if (name === 'N1' && policyName.startsWith('laxity-by-level')) continue
      for (const capacityKw of capacities[name]) {
        const result = charge(stays, garageOf(file, name, capacityKw), policy)
        printCase({
          benchmark: 'garage',
          network: name,
          policy: policyName,
          capacity_kw: capacityKw,
          delivered_pct: rounded(result.deliveredPct, 2),
          max_utilisation: rounded(result.maxUtilisation, 6),
        })
      }
    }
  }
}

type Stay = { id: string; arrival: number; departure: number; station: string; needKwh: number }
type Charging = Stay & { leftKwh: number; state: 'new' | 'on' | 'off'; sinceSlot: number }

function readStays(path: string): Stay[] {
  const [, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/)
  return lines.map((line, index) => {
    const [arrival, departure, station, needKwh] = line.split(',')
    const id = `stay-${String(index).padStart(4, '0')}`
    return { id, arrival: Number(arrival), departure: Number(departure), station: station!, needKwh: Number(needKwh) }
  })
}

function charge(
  stays: readonly Stay[],
  garage: Garage,
  policy: Policy,
): { deliveredPct: number; maxUtilisation: number } {
  const all: Charging[] = stays.map((stay) => ({
    ...stay,
    leftKwh: stay.needKwh,
    state: 'new',
    sinceSlot: stay.arrival,
  }))
  const kwhPerAmpere = (garage.voltage / 1000) * stepH
  const lastSlot = Math.max(...stays.map((stay) => stay.departure))
  let maxUtilisation = 0
  for (let slot = 0; slot < lastSlot; slot++) {
    const present = all.filter((one) => one.arrival <= slot && slot < one.departure && one.leftKwh > 1e-9)
    if (present.length === 0) continue
    const result = dispatch(
      garage.rows,
      present.map((one) => demandOf(one, slot, garage, policy)),
      policy,
    )
    maxUtilisation = Math.max(maxUtilisation, utilisation(garage.rows, result))
    const granted = new Map(result.grants.map((grant) => [grant.sessionId, grant.value]))
    for (const one of present) take(one, slot, granted.get(one.id)!, onBoardWatts / garage.voltage, kwhPerAmpere)
  }
  const asked = all.reduce((sum, one) => sum + one.needKwh, 0)
  const left = all.reduce((sum, one) => sum + one.leftKwh, 0)
  return { deliveredPct: (100 * (asked - left)) / asked, maxUtilisation }
}

function take(one: Charging, slot: number, amperes: number, onBoardAmperes: number, kwhPerAmpere: number): void {
  one.leftKwh = Math.max(0, one.leftKwh - Math.min(amperes, onBoardAmperes) * kwhPerAmpere)
  const state = amperes > 0 ? 'on' : one.state === 'new' ? 'new' : 'off'
  if (state !== one.state) one.sinceSlot = slot
  one.state = state
}

function demandOf(one: Charging, slot: number, garage: Garage, policy: Policy): Demand {
  // As in the contract's figures nobody knows that the vehicles take a little less than their EVSEs give.
  const full = evseAmperes
  const needed = (one.leftKwh * 1000) / garage.voltage / stepH
  // A vehicle that needs less than a whole step takes the less of it.
  const hi = Math.min(full, policy.quantise ? Math.max(6, Math.ceil(needed)) : needed)
  return {
    sessionId: one.id,
    evseId: one.station,
    unit: 'A',
    klass: 0,
    laxityH: (one.departure - slot) * stepH - (one.leftKwh * 1000) / garage.voltage / full,
    lo: 0,
    hi,
    full,
    min: 6,
    step: 1,
    coeff: garage.coefficientsOf(one.station),
    hiReason: 'vehicle_limit',
    hiBoundBy: null,
    weight: 1,
    arrivedAtS: one.arrival * stepSeconds,
    departsAtS: one.departure * stepSeconds,
    turn: { state: one.state, forS: (slot - one.sinceSlot) * stepSeconds },
  }
}
