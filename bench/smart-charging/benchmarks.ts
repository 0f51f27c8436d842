import { badChargers } from './bad-chargers.ts'
import { depot } from './depot.ts'
import { garage } from './garage.ts'
import type { Benchmark } from './options.ts'
import { planDepot, planSpeed } from './planner.ts'
import { replay } from './replay.ts'
import { speed } from './speed.ts'

/** Chapter 10 of the smart charging contract: B1 garage, B2 depot and planner, B3 speed and planner, B4 closed loop, B5 replay. */
export const benchmarks: Record<string, Benchmark> = {
  garage,
  depot,
  speed,
  replay,
  'closed-loop': badChargers,
  planner: async () => {
    await planDepot()
    await planSpeed()
  },
}
