import { monitorEventLoopDelay } from 'node:perf_hooks'
import { startClock } from '#simulator/clock.ts'
import { planSite, type SiteOptions } from '#simulator/site/site-plan.ts'
import { ancestorsIn, startSite } from '#simulator/site/start-site.ts'
import { startServerUnderTest } from './server-under-test.ts'
import type { SiteSeen } from './site-seen.ts'
import type { Steer } from './steer.ts'
import { watchExcess } from './watch-excess.ts'
import { watchPromises } from './watch-promises.ts'
import { watchSetPoints } from './watch-set-points.ts'
import { watchStops } from './watch-stops.ts'

export type SiteRun = {
  site: SiteOptions
  /** Simulated seconds per second. */
  rate: number
  databaseUrl: string
  steer: Steer
  /** Whether a real second of delay is forgiven, for short runs on busy machines; a benchmark forgives nothing. */
  allowsRealDelays?: boolean
}

/** Lets a planned site run once on a server of its own, and gives what was seen of it. */
export async function runSite(asked: SiteRun): Promise<SiteSeen> {
  const { site, rate, databaseUrl, steer, allowsRealDelays = false } = asked
  const clock = startClock({ rate, start: site.start })
  const drawn = planSite(site)
  const under = await startServerUnderTest({ plan: drawn, clock, databaseUrl })
  const above = ancestorsIn(drawn)
  // Real delays are long on a fast clock: a message may take a real second on a busy machine.
  const patience = allowsRealDelays ? rate : 0
  const excess = watchExcess({ answerSeconds: 60 + patience })
  const promises = watchPromises(above, { latencySeconds: 30 + patience })
  const setPoints = watchSetPoints()
  const stops = watchStops(drawn, above)
  const delay = monitorEventLoopDelay({ resolution: 5 })
  const closing: (() => Promise<unknown>)[] = [under.stop]
  try {
    const steering = await steer({ ...under, plan: drawn, clock })
    closing.push(steering.stop)
    // The story begins when all is set up and chargers have had the time to connect and to be told their fallbacks.
    const start = clock.now().add({ milliseconds: Math.max(connectMs * rate, commissioningMs) })
    const plan = planSite({ ...site, start })
    const running = await startSite({
      plan,
      clock,
      url: under.url,
      passwordOf: (identity) => under.passwords.get(identity),
      push: steering.push,
      onEvent(event) {
        setPoints.see(event)
        steering.onEvent?.(event)
      },
    })
    closing.push(running.stop)
    await until(clock.nowMs, start.epochMilliseconds)
    delay.enable()
    const beganAt = performance.now()
    const endMs = start.epochMilliseconds + site.hours * 3_600_000
    while (clock.nowMs() < endMs) {
      const flows = running.flows()
      excess.see(flows, above)
      stops.see(flows, { areMetersSilent: running.meters.isSilent() })
      const sight = steering.sight()
      if (sight) promises.see(sight, flows)
      await pause(Math.max(shortestLookMs, 1_000 / rate))
    }
    delay.disable()
    const deliveredWh = running.simulation.ledger().reduce((sum, { energyWh }) => sum + energyWh, 0)
    return {
      excess: excess.report(),
      promises: promises.report(),
      stops: stops.report(),
      setPoints: setPoints.count,
      deliveredWh,
      loopDelayMs: delay.percentile(99) / 1e6,
      realSeconds: (performance.now() - beganAt) / 1_000,
    }
  } finally {
    for (const close of closing.reverse()) await close()
  }
}

async function until(nowMs: () => number, atMs: number): Promise<void> {
  while (nowMs() < atMs) await pause(10)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

const connectMs = 3_000
const commissioningMs = 240_000
const shortestLookMs = 10
