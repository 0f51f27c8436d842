import type { CircuitSample } from '#core/circuits/meter.ts'
import type { Load, MeterState } from '#core/circuits/meters/judge-sample.ts'
import type { Log } from '#core/context.ts'
import type { SiteViews } from '#core/steering/site-view.ts'
import type { OwnedSite } from '#storage/site-ownership.ts'
import type { Storage } from '#storage/storage.ts'
import type { Planner } from '../planner/planner.ts'
import { createEngineClock } from './engine-clock.ts'
import { recordedView } from './recorded-view.ts'
import { type SiteEngine, startSiteEngine } from './site-engine.ts'

export type Steering = SiteViews & {
  /** What chargers below a circuit of a site that is steered here drew at that time; null when that is not known. */
  drawnBelow(siteId: number, circuitId: number, at: Temporal.Instant): Load | null
  stop(): Promise<void>
}

type Options = {
  log: Log
  now: () => Temporal.Instant
  clockRate: number
  planner: Planner
  meters: {
    state(meterId: number): MeterState | null
    onSample(listener: (sample: CircuitSample) => void): () => void
    noteUnmanaged(load: CircuitSample): void
  }
  version: string
  random?: () => number
}

/**
 * Steers the live sites that this node owns. Each has one engine, on one node; when a node is gone another takes over
 * within half a minute, and until then chargers keep their grants until these end (smart-charging 4, 8).
 */
export function startSteering(storage: Storage, options: Options): Steering {
  const { log, now, clockRate, random = Math.random } = options
  const engines = new Map<number, { fence: number; engine: Promise<SiteEngine | null>; running: SiteEngine | null }>()

  const claimed = ({ siteId, fence, tenant }: OwnedSite) => {
    void end(siteId)
    const ctx = storage.contextFor({ tenant, actor: { kind: 'system', name: 'load management' }, door: 'job' })
    const world = {
      ...{ ctx, live: storage.live, clock: createEngineClock(now, clockRate), meters: options.meters },
      ...{ planner: options.planner, version: options.version, random },
      lost: () => storage.sites.lost(siteId),
    }
    const engine = startSiteEngine(world, { siteId, fence }).catch((error) => {
      log.error({ err: error, siteId }, 'the engine of a site could not start')
      // It is claimed anew at the next look.
      storage.sites.lost(siteId)
      return null
    })
    const entry: NonNullable<ReturnType<typeof engines.get>> = { fence, engine, running: null }
    engines.set(siteId, entry)
    void engine.then((running) => {
      entry.running = running
    })
  }

  const end = async (siteId: number): Promise<void> => {
    const entry = engines.get(siteId)
    engines.delete(siteId)
    await (await entry?.engine)?.stop()
  }

  storage.sites.onChange({ claimed, lost: ({ siteId }) => end(siteId) })
  storage.onSitesChanged(() => {
    for (const { running } of engines.values()) running?.inputsChanged()
  })
  storage.sites.start()

  return {
    recorded: (ctx, siteId) => recordedView(ctx, siteId, options.meters),
    view: (siteId) => engines.get(siteId)?.running?.view() ?? null,
    drawnBelow: (siteId, circuitId, at) => engines.get(siteId)?.running?.drawnBelow(circuitId, at) ?? null,
    async stop() {
      await storage.sites.close()
      await Promise.all([...engines.keys()].map(end))
    },
  }
}
