import { between, type Random, seededRandom, seedFor } from '../random.ts'
import type { VehicleGroup } from '../scenario.ts'
import { after, type ChargerPlan } from './plan-chargers.ts'
import type { SiteOptions } from './site-plan.ts'

/**
 * Who comes to each charger, one after the other: on alternating current for hours, on direct current for less than
 * two. In a story shorter than a day, all that is shortened with it.
 */
export function planVehicles(options: SiteOptions, chargers: readonly ChargerPlan[]): VehicleGroup[] {
  return chargers.flatMap((charger) => visitsTo(options, charger))
}

function visitsTo(options: SiteOptions, { planned }: ChargerPlan): VehicleGroup[] {
  const { seed, hours, isIdeal } = options
  const random = seededRandom(seedFor(seed, `vehicles at ${planned.identity}`))
  const scale = Math.min(1, hours / 6) * 3_600
  const { gap, stay } = planned.current === 'AC' ? { gap: [0.2, 4], stay: [2, 9] } : { gap: [0.1, 1], stay: [0.7, 2] }
  const vehicles: VehicleGroup[] = []
  // Some stand there when it begins; all that are shown a card need a moment.
  let at = 30 + random() * (random() < 0.5 ? 0.05 : 1) * gap[1]! * scale
  while (at < hours * 3_600 - 0.3 * scale) {
    const leavesAt = at + between(random, stay as [number, number]) * scale
    const number = vehicles.length + 1
    vehicles.push({
      ...vehicleOf(planned.current, random),
      ...natureOf(random, isIdeal),
      name: `${planned.identity}/${number}`,
      card: `CARD-${planned.identity}-${number}`,
      charger: planned.identity,
      count: 1,
      arrives: { from: after(at), to: after(at) },
      leaves: { from: after(leavesAt), to: after(leavesAt) },
      stopsBy: 'either',
    })
    at = leavesAt + between(random, gap as [number, number]) * scale
  }
  return vehicles
}

function vehicleOf(current: 'AC' | 'DC', random: Random) {
  const soc = between(random, [0.1, 0.6])
  const isSinglePhase = random() < 0.25
  const common = { socAtArrival: [soc, soc] as [number, number], phases: isSinglePhase ? (1 as const) : (3 as const) }
  if (current === 'DC') {
    return {
      ...common,
      capacityWh: between(random, [50_000, 120_000]),
      maxAcW: 11_000,
      maxDcW: between(random, [40_000, 90_000]),
    }
  }
  const perPhaseA = random() < 0.2 ? 32 : 16
  return {
    ...common,
    capacityWh: between(random, [40_000, 90_000]),
    maxAcW: perPhaseA * 230 * common.phases,
    maxDcW: 50_000,
  }
}

/** In an ideal site as well some are cold and some take less, but all follow at once, and none sleeps. */
function natureOf(random: Random, isIdeal: boolean): Partial<VehicleGroup> {
  const [sleeps, isCold, usesLess] = [random(), random(), random()]
  return {
    ...(isIdeal ? {} : { followSeconds: [1, 20] as [number, number] }),
    ...(sleeps < 0.05 && !isIdeal ? { sleepsAfterPauseSeconds: 120 } : {}),
    ...(isCold < 0.1 ? { warmUp: { share: 0.3, seconds: 1_200 } } : {}),
    ...(usesLess < 0.1 ? { usesShare: 0.85 } : {}),
  }
}
