import type { PlanInput, PlanVehicle } from '../planner/plan-input.ts'

/**
 * The nights that a firm offer has to hold in: who is announced may not come, come later or emptier, and who told no
 * departure may leave earlier. The same input gives the same nights. One is enough when nothing is uncertain.
 */
export function sampleNights(input: PlanInput, nights = 20): PlanInput[] {
  if (!input.vehicles.some(isUncertain)) return [input]
  const random = lcg(input.nowS + 31 * input.siteId)
  return Array.from({ length: nights }, () => ({
    ...input,
    vehicles: input.vehicles.flatMap((vehicle) => sampled(vehicle, input.nowS, random)),
  }))
}

function isUncertain({ here, departureAssumed }: PlanVehicle): boolean {
  return !here || departureAssumed
}

function sampled(vehicle: PlanVehicle, nowS: number, random: () => number): PlanVehicle[] {
  // Always as many numbers, so that one vehicle more changes nothing for the others before it.
  const [comes, delay, need, leaves] = [random(), random(), random(), random()] as const
  if (!isUncertain(vehicle)) return [vehicle]
  if (!vehicle.here && comes >= vehicle.confidence) return []
  const arrivesAtS = vehicle.here
    ? vehicle.arrivesAtS
    : Math.max(nowS, vehicle.arrivesAtS + Math.round((delay * 1.5 - 0.5) * latestS))
  const share = vehicle.here ? 1 : 0.85 + 0.3 * need
  const stayS = Math.max(0, vehicle.departsAtS - nowS)
  const departsAtS = vehicle.departureAssumed ? nowS + Math.round(stayS * (0.4 + 0.6 * leaves)) : vehicle.departsAtS
  const needMinWh = vehicle.needMinWh * share
  return [{ ...vehicle, arrivesAtS, departsAtS, needMinWh, needFullWh: vehicle.needFullWh * share }]
}

/** Up to this late, and half as much too early. */
const latestS = 1_800

function lcg(seed: number): () => number {
  let state = (Math.abs(Math.trunc(seed)) % 2_147_483_647) + 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}
