import { type SiteOptions, usualSite, usualTroubles } from '#simulator/site/site-plan.ts'
import { type ClosedLoopLine, verdict } from '../verdict.ts'
import { runInProcess } from './run-in-process.ts'

type Options = Partial<Omit<SiteOptions, 'seed' | 'isIdeal'>> & {
  seeds: readonly number[]
  /** Whether each seed is run with ideal chargers as well, to compare what is delivered. */
  compares?: boolean
}

/**
 * The closed loop with bad chargers (smart-charging 10.4) on a clock that runs as fast as it can: the same world, judge
 * and decisions, but for sockets, records and plans. The same seed gives the same line on every machine.
 */
export async function* closedLoopInProcess(options: Options): AsyncGenerator<ClosedLoopLine> {
  const { seeds, compares = true, ...given } = options
  for (const seed of seeds) {
    const site = { ...usualSite, ...usualTroubles(given.hours ?? usualSite.hours), start, ...given, seed }
    const ideal = compares ? await runInProcess({ ...site, isIdeal: true }) : null
    const seen = await runInProcess({ ...site, isIdeal: false })
    yield verdict({ seed, hours: site.hours, rate: 0, ...seen, idealWh: ideal?.deliveredWh ?? null })
  }
}

// Any morning does.
const start = Temporal.Instant.from('2026-05-04T04:00:00Z')
