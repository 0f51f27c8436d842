import type { SupplyPhase } from '../evse.ts'
import { between, type Random, seededRandom, seedFor } from '../random.ts'

export type Amps = Record<SupplyPhase, number>

export type UnmanagedLoadOptions = {
  seed: number
  name: string
  fromMs: number
  toMs: number
  /** Per phase: it never leaves this range. */
  rangeA: readonly [number, number]
  largestStepA: number
  meanStepMinutes: number
  /** Share of the level, up or down, anew every few seconds. */
  noise: number
}

/** What a building draws besides its chargers, per phase: a level that jumps, with noise on it; the same for the same seed. */
export function unmanagedLoad(options: UnmanagedLoadOptions): (atMs: number) => Amps {
  const { seed, name, rangeA, noise } = options
  const steps = stepsOf(options, seededRandom(seedFor(seed, name)))
  return (atMs) => {
    const step = steps[lastBefore(steps, atMs)]!
    const slot = Math.floor((atMs - options.fromMs) / noiseMs)
    const of = (phase: SupplyPhase) => {
      const jitter = seededRandom(seedFor(seed, `${name} ${phase} ${slot}`))() * 2 - 1
      return clamp(step.levelA * step.balance[phase] * (1 + noise * jitter), rangeA)
    }
    return { L1: of('L1'), L2: of('L2'), L3: of('L3') }
  }
}

type Step = { atMs: number; levelA: number; balance: Amps }

function stepsOf(options: UnmanagedLoadOptions, random: Random): Step[] {
  const { fromMs, toMs, rangeA, largestStepA, meanStepMinutes } = options
  const steps: Step[] = []
  let levelA = between(random, rangeA)
  for (let atMs = fromMs; atMs < toMs || steps.length === 0; ) {
    const balance = { L1: between(random, uneven), L2: between(random, uneven), L3: between(random, uneven) }
    steps.push({ atMs, levelA, balance })
    atMs += Math.max(shortestStepMs, -Math.log(1 - random()) * meanStepMinutes * 60_000)
    levelA = clamp(levelA + between(random, [-largestStepA, largestStepA]), rangeA)
  }
  return steps
}

function lastBefore(steps: readonly Step[], atMs: number): number {
  let low = 0
  let high = steps.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (steps[middle]!.atMs <= atMs) low = middle
    else high = middle - 1
  }
  return low
}

function clamp(value: number, [least, most]: readonly [number, number]): number {
  return Math.min(Math.max(value, least), most)
}

const uneven = [0.9, 1.1] as const
const noiseMs = 5_000
const shortestStepMs = 30_000
