import { between, type Random, seededRandom, seedFor } from './random.ts'
import { type Mishap, numbered, type Scenario, type VehicleGroup } from './scenario.ts'
import { usualVehicle, type VehicleModel } from './vehicle.ts'

/** One stay of one vehicle. Times are epoch milliseconds. */
export type Stay = {
  id: string
  vehicle: string
  model: VehicleModel
  socAtArrival: number
  /** A charger's identity, perhaps with *. */
  charger: string
  evse: number | null
  card: string
  /** Shown first, and refused. */
  wrongCard: { card: string; thenRightCard: boolean } | null
  arrivesMs: number
  leavesMs: number
  stopsBy: 'card' | 'unplugging'
}

/** Something that goes wrong for a while. */
export type Trouble = { mishap: Exclude<Mishap, { kind: 'wrong-card' }>; fromMs: number; toMs: number }

/**
 * What a scenario has in store for one local day, counted from the day on which it starts. The same seed gives the
 * same day, whatever else is in the scenario. Day -1 holds the vehicles that stand there when it begins.
 */
export function staysOfDay(scenario: Scenario, startMs: number, day: number, seed = scenario.seed): Stay[] {
  return scenario.vehicles
    .flatMap((group) => {
      if (day !== 0 && group.repeat !== 'daily') return []
      return range(group).map((number) => stayOf({ scenario, group, number, startMs, day, seed }))
    })
    .filter((stay) => stay.leavesMs > startMs)
    .sort((a, b) => a.arrivesMs - b.arrivesMs)
}

/** The mishaps of one local day that are not over before the start. */
export function troublesOfDay(scenario: Scenario, startMs: number, day: number): Trouble[] {
  return scenario.mishaps.flatMap((mishap) => {
    if (mishap.kind === 'wrong-card' || (day !== 0 && mishap.repeat !== 'daily')) return []
    const fromMs = momentMs(scenario, mishap.from, startMs, day)
    const toMs = notBefore(momentMs(scenario, mishap.to, startMs, day), fromMs)
    return toMs > startMs ? [{ mishap, fromMs, toMs }] : []
  })
}

/** Whether anything happens after day 0. */
export function repeats(scenario: Scenario): boolean {
  return [...scenario.vehicles, ...scenario.mishaps].some(({ repeat }) => repeat === 'daily')
}

type StayQuestion = {
  scenario: Scenario
  group: VehicleGroup
  number: number
  startMs: number
  day: number
  seed: number
}

function stayOf({ scenario, group, number, startMs, day, seed }: StayQuestion): Stay {
  const vehicle = numbered(group.name, number)
  const random = seededRandom(seedFor(seed, `${vehicle} on day ${day}`))
  const model = modelOf(group, seededRandom(seedFor(seed, vehicle)))
  const at = (moment: string) => momentMs(scenario, moment, startMs, day)
  const arrivesFromMs = at(group.arrives.from)
  const arrivesMs = between(random, [arrivesFromMs, notBefore(at(group.arrives.to), arrivesFromMs)])
  const leavesFromMs = notBefore(at(group.leaves.from), arrivesMs)
  const leavesMs = between(random, [leavesFromMs, notBefore(at(group.leaves.to), leavesFromMs)])
  const socAtArrival = between(random, group.socAtArrival)
  const byChance = random() < 0.5 ? 'card' : 'unplugging'
  const wrong = scenario.mishaps.find((one) => one.kind === 'wrong-card' && one.vehicle === vehicle)
  const isWrong = wrong?.kind === 'wrong-card' && (day === 0 || wrong.repeat === 'daily')
  return {
    id: `${vehicle}/${day}`,
    vehicle,
    model,
    socAtArrival,
    charger: numbered(group.charger, number),
    evse: group.evse ?? null,
    card: numbered(group.card, number),
    wrongCard: isWrong ? { card: wrong.card, thenRightCard: wrong.thenRightCard } : null,
    arrivesMs: Math.round(arrivesMs),
    leavesMs: Math.round(leavesMs),
    stopsBy: group.stopsBy === undefined || group.stopsBy === 'either' ? byChance : group.stopsBy,
  }
}

function modelOf(group: VehicleGroup, random: Random): VehicleModel {
  const { capacityWh, maxDcW, maxAcW, phases, kneeSoc, trickleShare, targetSoc } = group
  const { followSeconds, usesShare, warmUp, sleepsAfterPauseSeconds } = group
  return {
    capacityWh: typeof capacityWh === 'number' ? capacityWh : Math.round(between(random, capacityWh)),
    maxDcW,
    maxAcW,
    phases: phases ?? usualVehicle.phases,
    taper: {
      kneeSoc: kneeSoc ?? usualVehicle.taper.kneeSoc,
      trickleShare: trickleShare ?? usualVehicle.taper.trickleShare,
    },
    efficiency: usualVehicle.efficiency,
    targetSoc: targetSoc ?? usualVehicle.targetSoc,
    followSeconds: followSeconds ?? usualVehicle.followSeconds,
    usesShare: usesShare ?? usualVehicle.usesShare,
    warmUp: warmUp ?? usualVehicle.warmUp,
    sleepsAfterPauseSeconds: sleepsAfterPauseSeconds ?? usualVehicle.sleepsAfterPauseSeconds,
  }
}

function momentMs({ timeZone }: Scenario, moment: string, startMs: number, day: number): number {
  if (moment.startsWith('P')) {
    return startMs + day * dayMs + Temporal.Duration.from(moment).total('milliseconds')
  }
  const start = Temporal.Instant.fromEpochMilliseconds(startMs).toZonedDateTimeISO(timeZone)
  const date = start.toPlainDate().add({ days: day })
  return date.toZonedDateTime({ timeZone, plainTime: moment }).epochMilliseconds
}

// A time of day that is earlier than what it follows means the next day.
function notBefore(atMs: number, earliestMs: number): number {
  return atMs >= earliestMs ? atMs : notBefore(atMs + dayMs, earliestMs)
}

function range({ firstNumber = 1, count }: { firstNumber?: number; count: number }): number[] {
  return Array.from({ length: count }, (_, index) => firstNumber + index)
}

const dayMs = 86_400_000
