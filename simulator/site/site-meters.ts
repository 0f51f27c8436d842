import type { ClockTimer, SimulatedClock } from '../clock.ts'
import { seededRandom, seedFor } from '../random.ts'
import type { SitePlan } from './site-plan.ts'
import type { Amps } from './unmanaged-load.ts'

/** What a meter of a circuit tells: all that flows through it. */
export type SiteSample = { circuit: string; at: Temporal.Instant; amps: Amps; powerW: number }

export type Outage = { fromMs: number; toMs: number }

/** When all meters are silent. */
export function meterOutages({ seed, hours, start, isIdeal, meterOutages: { count, minutes } }: SitePlan): Outage[] {
  if (isIdeal) return []
  const random = seededRandom(seedFor(seed, 'meter outages'))
  const partMs = (hours * 3_600_000) / Math.max(1, count)
  return Array.from({ length: count }, (_, index) => {
    const fromMs = start.epochMilliseconds + partMs * (index + 0.2 + 0.5 * random())
    return { fromMs, toMs: fromMs + minutes * 60_000 }
  })
}

export type SiteMeters = {
  /** Whether the meters tell nothing now. */
  isSilent(): boolean
  stop(): void
}

/** Pushes a sample of each meter every five seconds of the clock, but for those that get lost. */
export function startSiteMeters(
  plan: SitePlan,
  clock: SimulatedClock,
  { flowOf, push }: { flowOf(): (circuit: string) => Amps; push(sample: SiteSample): void },
): SiteMeters {
  const outages = meterOutages(plan)
  const metered = plan.circuits.filter(({ hasMeter }) => hasMeter)
  const random = seededRandom(seedFor(plan.seed, 'lost samples'))
  const isSilent = () => outages.some(({ fromMs, toMs }) => clock.nowMs() >= fromMs && clock.nowMs() < toMs)
  let timer: ClockTimer
  const next = () => {
    timer = clock.setTimeout(
      () => {
        next()
        sample()
      },
      intervalMs - (clock.nowMs() % intervalMs),
    )
  }
  function sample(): void {
    const isLost = metered.map(() => random() < lossShare && !plan.isIdeal)
    if (isSilent()) return
    const at = clock.now()
    const flow = flowOf()
    for (const [index, { name }] of metered.entries()) {
      if (isLost[index]) continue
      const amps = flow(name)
      push({ circuit: name, at, amps, powerW: (amps.L1 + amps.L2 + amps.L3) * 230 })
    }
  }
  next()
  return { isSilent, stop: () => timer.cancel() }
}

const intervalMs = 5_000
const lossShare = 0.01
