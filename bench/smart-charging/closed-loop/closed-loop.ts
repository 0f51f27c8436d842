import { type SiteOptions, usualSite, usualTroubles } from '#simulator/site/site-plan.ts'
import { runSite } from './run-site.ts'
import type { Steer } from './steer.ts'
import { steerByEngine } from './steer-by-engine.ts'
import { type ClosedLoopLine, verdict } from './verdict.ts'

export type ClosedLoopOptions = Partial<Omit<SiteOptions, 'seed' | 'isIdeal'>> & {
  seeds: readonly number[]
  /** Simulated seconds per second; real delays count so many times. */
  rate?: number
  /** Whether each seed is run with ideal chargers as well, to compare what is delivered. */
  compares?: boolean
  /** Without it, the server's own engine. */
  steer?: Steer
  /** See `SiteRun`. */
  allowsRealDelays?: boolean
  /** An empty database, or one that has just been migrated, for one run. */
  freshDatabase(): Promise<string>
}

/** The closed loop with bad chargers (smart-charging 10.4): one line for each seed. */
export async function* closedLoop(options: ClosedLoopOptions): AsyncGenerator<ClosedLoopLine> {
  const { seeds, rate = 60, compares = true, steer = steerByEngine, ...more } = options
  const { freshDatabase, allowsRealDelays = false, ...given } = more
  for (const seed of seeds) {
    const hours = given.hours ?? usualSite.hours
    const site = { ...usualSite, ...usualTroubles(hours), start, ...given, seed, isIdeal: false }
    const run = async (isIdeal: boolean) =>
      runSite({ site: { ...site, isIdeal }, rate, databaseUrl: await freshDatabase(), steer, allowsRealDelays })
    const ideal = compares ? await run(true) : null
    const seen = await run(false)
    yield verdict({ seed, hours: site.hours, rate, ...seen, idealWh: ideal?.deliveredWh ?? null })
  }
}

// Any morning does.
const start = Temporal.Instant.from('2026-05-04T04:00:00Z')
