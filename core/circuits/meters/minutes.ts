import { type Channel, type CircuitSample, channels, channelValue, type MeterMinute } from '../meter.ts'

/** What is gathered of one meter for one minute. Means are kept as sums until the minute is taken. */
type Gathered = { whole: Sums; own: Sums; samples: number; rises: Rises }
type Sums = { sums: Record<Channel, number>; counts: Record<Channel, number> }
type Rises = { whole: Record<Channel, number | null>; unmanaged: Record<Channel, number | null> }

/** Gathers the samples of many meters, to be stored once a minute. */
export type Minutes = {
  /** A sample that was good. */
  add(sample: CircuitSample, intervalSeconds: number): void
  /**
   * What of the meter's circuit is not ours, as the engine reckons it; the same instant again tells nothing. How it
   * rises counts instead of how the whole does, which rises with every charger that we let go on.
   */
  addUnmanaged(load: CircuitSample, intervalSeconds: number): void
  /** Takes what is gathered of minutes that are over, or of all. */
  take(now: Temporal.Instant | 'all'): MeterMinute[]
}

export function gatherMinutes(): Minutes {
  const gathered = new Map<string, { meterId: number; at: Temporal.Instant; of: Gathered }>()
  const last = { whole: new Map<number, CircuitSample>(), unmanaged: new Map<number, CircuitSample>() }

  const minuteOf = ({ meterId, at }: CircuitSample): Gathered => {
    const minute = at.round({ smallestUnit: 'minute', roundingMode: 'floor' })
    const key = `${meterId} ${minute.epochMilliseconds}`
    const known = gathered.get(key) ?? { meterId, at: minute, of: nothing() }
    gathered.set(key, known)
    return known.of
  }
  const rise = (kind: keyof Rises, sample: CircuitSample, intervalSeconds: number) => {
    const before = last[kind].get(sample.meterId)
    last[kind].set(sample.meterId, sample)
    if (!before || !follows(before, sample, intervalSeconds)) return
    const rises = minuteOf(sample).rises[kind]
    for (const channel of channels) {
      const [from, to] = [channelValue(before, channel), channelValue(sample, channel)]
      if (from !== null && to !== null) rises[channel] = Math.max(rises[channel] ?? 0, to - from)
    }
  }

  return {
    add(sample, intervalSeconds) {
      const of = minuteOf(sample)
      of.samples++
      addTo(of.whole, sample)
      rise('whole', sample, intervalSeconds)
    },
    addUnmanaged(load, intervalSeconds) {
      const before = last.unmanaged.get(load.meterId)
      if (before && Temporal.Instant.compare(load.at, before.at) <= 0) return
      addTo(minuteOf(load).own, load)
      rise('unmanaged', load, intervalSeconds)
    },
    take(now) {
      const taken: MeterMinute[] = []
      for (const [key, { meterId, at, of }] of gathered) {
        const isRunning = now !== 'all' && now.epochMilliseconds - at.epochMilliseconds < 60_000
        if (isRunning) continue
        gathered.delete(key)
        if (of.samples > 0) taken.push(minuteFrom(meterId, at, of))
      }
      return taken
    },
  }
}

function addTo({ sums, counts }: Sums, sample: CircuitSample): void {
  for (const channel of channels) {
    const value = channelValue(sample, channel)
    if (value === null) continue
    sums[channel] += value
    counts[channel]++
  }
}

/** One interval after the other, and not a gap or what came out of turn. */
function follows(before: CircuitSample, sample: CircuitSample, intervalSeconds: number): boolean {
  const ms = sample.at.epochMilliseconds - before.at.epochMilliseconds
  return ms > 0 && ms <= 2_000 * intervalSeconds
}

function minuteFrom(meterId: number, at: Temporal.Instant, { whole, own, samples, rises }: Gathered): MeterMinute {
  const meanOf =
    ({ sums, counts }: Sums) =>
    (channel: Channel) =>
      counts[channel] === 0 ? null : sums[channel] / counts[channel]
  const [mean, ownMean] = [meanOf(whole), meanOf(own)]
  const riseOf = (channel: Channel) => rises.unmanaged[channel] ?? rises.whole[channel]
  return {
    meterId,
    at,
    amps: { L1: mean('L1'), L2: mean('L2'), L3: mean('L3') },
    powerW: mean('power'),
    rise: { L1: riseOf('L1'), L2: riseOf('L2'), L3: riseOf('L3'), power: riseOf('power') },
    own: { L1: ownMean('L1'), L2: ownMean('L2'), L3: ownMean('L3'), power: ownMean('power') },
    samples,
  }
}

function nothing(): Gathered {
  const none = () => ({ L1: null, L2: null, L3: null, power: null })
  const zero = () => ({ L1: 0, L2: 0, L3: 0, power: 0 })
  const sums = () => ({ sums: zero(), counts: zero() })
  return { whole: sums(), own: sums(), samples: 0, rises: { whole: none(), unmanaged: none() } }
}
