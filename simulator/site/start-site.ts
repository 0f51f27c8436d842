import type { Charger } from '../charger.ts'
import type { SimulatedClock } from '../clock.ts'
import { type Evse, supplyCurrents } from '../evse.ts'
import { type Simulation, startSimulation } from '../simulation.ts'
import type { SimulationEvent } from '../simulation-event.ts'
import { type SiteMeters, type SiteSample, startSiteMeters } from './site-meters.ts'
import type { PlannedCharger, SitePlan } from './site-plan.ts'
import { type Amps, unmanagedLoad } from './unmanaged-load.ts'

export type SimulatedSiteOptions = {
  plan: SitePlan
  clock: SimulatedClock
  /** Of the server. */
  url: string
  passwordOf(identity: string): string | undefined
  /** Takes a sample of a circuit's meter. */
  push(sample: SiteSample): void
  onEvent?(event: SimulationEvent): void
}

/** A site that runs: chargers that speak to a server, vehicles, a building, and meters. */
export type SimulatedSite = {
  readonly simulation: Simulation
  readonly meters: SiteMeters
  /** What truly flows now. */
  flows(): SiteFlows
  stop(): Promise<void>
}

export type SiteFlows = {
  atMs: number
  circuits: readonly { name: string; ratedA: number; total: Amps; unmanaged: Amps }[]
  chargers: readonly { planned: PlannedCharger; evse: Evse; amps: Amps; isOnline: boolean }[]
}

/** Starts the chargers and meters of a plan. Resolves when all chargers have been started. */
export async function startSite(options: SimulatedSiteOptions): Promise<SimulatedSite> {
  const { plan, clock, url, passwordOf, push, onEvent } = options
  const simulation = await startSimulation({
    scenario: plan.scenario,
    url,
    passwordOf,
    clock,
    start: plan.start,
    ...(onEvent ? { onEvent } : {}),
  })

  const flows = flowsThrough(plan, {
    nowMs: clock.nowMs,
    chargers: () => simulation.chargers.map(({ charger, link }) => ({ charger, isOnline: link.isOnline })),
  })
  const meters = startSiteMeters(plan, clock, {
    flowOf() {
      const { circuits } = flows()
      return (name) => circuits.find((circuit) => circuit.name === name)!.total
    },
    push,
  })
  return {
    simulation,
    meters,
    flows,
    async stop() {
      meters.stop()
      await simulation.stop()
    },
  }
}

type Flowing = {
  nowMs: () => number
  /** In the order of the plan. */
  chargers: () => readonly { charger: Charger; isOnline: boolean }[]
}

/** What truly flows through the circuits of a plan, at any moment. */
export function flowsThrough(plan: SitePlan, { nowMs, chargers }: Flowing): () => SiteFlows {
  const load = loadsOf(plan)
  const above = ancestorsIn(plan)
  return () => {
    const atMs = nowMs()
    const unmanaged = new Map(plan.circuits.map(({ name }) => [name, nothing()]))
    for (const { name } of plan.circuits) {
      const own = load.get(name)?.(atMs)
      if (own) for (const circuit of above.get(name)!) add(unmanaged.get(circuit)!, own)
    }
    const total = new Map([...unmanaged].map(([name, amps]) => [name, { ...amps }]))
    const flowing = chargers().map(({ charger, isOnline }, index) => {
      charger.advance()
      const planned = plan.chargers[index]!
      const evse = charger.evses[0]!
      const amps = supplyCurrents(evse)
      for (const circuit of above.get(planned.circuit)!) add(total.get(circuit)!, amps)
      return { planned, evse, amps, isOnline }
    })
    const circuits = plan.circuits.map(({ name, ratedA }) => ({
      ...{ name, ratedA },
      ...{ total: total.get(name)!, unmanaged: unmanaged.get(name)! },
    }))
    return { atMs, circuits, chargers: flowing }
  }
}

/** Of each circuit itself and all that it hangs on, by name. */
export function ancestorsIn({ circuits }: Pick<SitePlan, 'circuits'>): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { name, parent } of circuits) found.set(name, [name, ...(parent === null ? [] : found.get(parent)!)])
  return found
}

function loadsOf(plan: SitePlan) {
  const fromMs = plan.start.epochMilliseconds
  const toMs = fromMs + plan.hours * 3_600_000
  return new Map(
    plan.circuits.flatMap(({ name, ratedA, unmanagedA: rangeA }) =>
      rangeA === null
        ? []
        : [
            [
              name,
              unmanagedLoad({
                seed: plan.seed,
                name,
                fromMs,
                toMs,
                rangeA,
                largestStepA: 0.3 * ratedA,
                meanStepMinutes: 12,
                noise: 0.01,
              }),
            ] as const,
          ],
    ),
  )
}

function nothing(): Amps {
  return { L1: 0, L2: 0, L3: 0 }
}

function add(sum: Amps, more: Amps): void {
  sum.L1 += more.L1
  sum.L2 += more.L2
  sum.L3 += more.L3
}
