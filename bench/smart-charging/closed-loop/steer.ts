import type { SimulatedClock } from '#simulator/clock.ts'
import type { SimulationEvent } from '#simulator/simulation-event.ts'
import type { SiteSample } from '#simulator/site/site-meters.ts'
import type { SitePlan } from '#simulator/site/site-plan.ts'
import type { ServerUnderTest } from './server-under-test.ts'
import type { SteeringSight } from './steering-sight.ts'

/** Whatever steers the site of a plan through a server: it is set up before the first charger connects. */
export type Steer = (under: ServerUnderTest & { plan: SitePlan; clock: SimulatedClock }) => Promise<Steering>

export type Steering = {
  /** A sample of a circuit's meter. */
  push(sample: SiteSample): void
  /** Null: it cannot be looked into, so that only what flows is judged. */
  sight(): SteeringSight | null
  onEvent?(event: SimulationEvent): void
  stop(): Promise<void>
}
