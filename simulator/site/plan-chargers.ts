import type { Misbehaviour } from '../misbehaviour.ts'
import { between, oftenShort, type Random, seededRandom, seedFor } from '../random.ts'
import type { ChargerGroup, Mishap } from '../scenario.ts'
import type { PlannedCharger, PlannedCircuit, SiteOptions } from './site-plan.ts'

export type ChargerPlan = { planned: PlannedCharger; group: ChargerGroup; linkLosses: Mishap[] }

/** The chargers of a site, in turn on its boards, and what each of them does wrong. */
export function planChargers(options: SiteOptions, circuits: readonly PlannedCircuit[]): ChargerPlan[] {
  const { ac, dc, seed, isIdeal } = options
  const boards = (prefix: string) => circuits.filter(({ name }) => name.startsWith(prefix) && /-\d$/.test(name))
  const acBoards = boards('ac-').filter(({ parent }) => parent !== 'main')
  const dcBoards = boards('dc-')
  const plain = [
    ...range(ac).map((index) => acCharger(index, acBoards[index % acBoards.length]!.name, seed)),
    ...range(dc).map((index) => dcCharger(index, dcBoards[index % dcBoards.length]!.name)),
  ]
  const troubles = isIdeal
    ? plain.map(() => ({ misbehaviour: {}, losesLink: false }))
    : troublesFor(options, plain.length)
  return plain.map((charger, index) => {
    const { misbehaviour, losesLink } = troubles[index]!
    const planned = { ...charger, misbehaviour }
    return {
      planned,
      group: groupOf(planned, index, options),
      linkLosses: losesLink ? linkLosses(planned, options) : [],
    }
  })
}

/** Of all chargers; at least one of each kind. */
const shares = { ignores: 0.02, noLease: 0.02, wrongClock: 0.05, wrongPhases: 0.03, losesLink: 0.05 }

function troublesFor(
  { seed, ac }: SiteOptions,
  count: number,
): { misbehaviour: Partial<Misbehaviour>; losesLink: boolean }[] {
  const random = seededRandom(seedFor(seed, 'troubles'))
  const usual = { answerDelaySeconds: [0.2, 8] as [number, number] }
  const all = range(count).map(() => ({ misbehaviour: { ...usual } as Partial<Misbehaviour>, losesLink: false }))
  const waiting = shuffled(range(count), random)
  const take = (share: number, fits: (index: number) => boolean = () => true) =>
    range(Math.max(1, Math.round(share * count))).flatMap(() => {
      const at = waiting.findIndex(fits)
      return at === -1 ? [] : waiting.splice(at, 1)
    })
  // Only alternating current has phases to be wrong about.
  for (const index of take(shares.wrongPhases, (one) => one < ac && one % 10 !== singlePhase)) {
    all[index]!.misbehaviour.reportedPhases = random() < 0.7 ? 1 : 2
  }
  for (const index of take(shares.ignores)) all[index]!.misbehaviour.ignoresProfiles = true
  for (const index of take(shares.noLease)) all[index]!.misbehaviour.ignoresProfileEnd = true
  for (const index of take(shares.wrongClock)) {
    all[index]!.misbehaviour.clockOffsetSeconds = Math.round(between(random, [-600, 600]))
  }
  for (const index of take(shares.losesLink)) all[index]!.losesLink = true
  return all
}

const singlePhase = 9

function acCharger(index: number, circuit: string, seed: number): Omit<PlannedCharger, 'misbehaviour'> {
  const isSingle = index % 10 === singlePhase
  const random = seededRandom(seedFor(seed, `supply of AC ${index}`))
  return {
    identity: `AC-${two(index + 1)}`,
    circuit,
    current: 'AC',
    phases: isSingle ? 1 : 3,
    firstPhase: (['L1', 'L2', 'L3'] as const)[Math.floor(random() * 3)]!,
    maxA: 32,
    maxW: isSingle ? 7_360 : 22_080,
    least: 6,
    step: 1,
    fallback: 6,
    efficiency: 1,
    standbyW: 0,
  }
}

/** Every third one knows coarse steps only, and gives nothing below 10 kW. */
function dcCharger(index: number, circuit: string): Omit<PlannedCharger, 'misbehaviour'> {
  const isCoarse = index % 3 === 1
  return {
    identity: `DC-${two(index + 1)}`,
    circuit,
    current: 'DC',
    phases: 3,
    firstPhase: 'L1',
    maxA: Math.ceil((60_000 / 0.95 + 300) / 690),
    maxW: 60_000,
    least: isCoarse ? 10_000 : 5_000,
    step: isCoarse ? 5_000 : 1_000,
    fallback: isCoarse ? 0 : 6_000,
    efficiency: 0.95,
    standbyW: 300,
  }
}

function groupOf(planned: PlannedCharger, index: number, { sampleSeconds }: SiteOptions): ChargerGroup {
  const { identity, current, phases, firstPhase, maxW, least, step, efficiency, standbyW, misbehaviour } = planned
  const { answerDelaySeconds, ...wrong } = misbehaviour
  return {
    identity,
    count: 1,
    version: (['1.6', '2.0.1', '2.1'] as const)[index % 3]!,
    evses: 1,
    current,
    maxPowerW: maxW,
    phases,
    voltageV: current === 'DC' ? 400 : 230,
    ...(current === 'DC' ? { leastPowerW: least, stepW: step, efficiency, standbyW } : { firstPhase }),
    sampleIntervalSeconds: sampleSeconds,
    measurands: ['Energy.Active.Import.Register', 'Power.Active.Import', 'Current.Import', 'Current.Offered', 'SoC'],
    misbehaviour: {
      ...(wrong as NonNullable<ChargerGroup['misbehaviour']>),
      ...(answerDelaySeconds ? { answerDelaySeconds: [...answerDelaySeconds] as [number, number] } : {}),
    },
  }
}

/** About once in eighth of the time, but no more than every two hours. */
function linkLosses({ identity }: PlannedCharger, { seed, hours, linkLossMinutes }: SiteOptions): Mishap[] {
  const random = seededRandom(seedFor(seed, `link of ${identity}`))
  const losses: Mishap[] = []
  const gap = Math.max(hours / 4, Math.min(2, hours / 2)) * 3_600
  for (let at = gap * random(); at < hours * 3_600; at += gap * (0.5 + random())) {
    const to = at + oftenShort(random, linkLossMinutes) * 60
    losses.push({ kind: 'offline', charger: identity, from: after(at), to: after(to) })
    at = to
  }
  return losses
}

/** So many seconds after the start, as scenarios write it. */
export function after(seconds: number): string {
  return `PT${Math.round(seconds)}S`
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
