import type { TestContext } from 'node:test'
import { closeOverdueSessions } from '#server/jobs.ts'
import type { StrictCharger } from './strict-charger.ts'
import { type DepotClient, type System, type SystemOptions, startSystem } from './system.ts'

/** A server whose clock the test holds, with a new charger whenever one is asked for. */
export type SessionBench = {
  system: System
  /** Connects a charger that nobody has heard of. */
  charger(options?: { protocol?: string; evses?: number }): Promise<BenchCharger>
  /** A client whose access is fresh, however far the clock was moved. */
  depot(): Promise<DepotClient>
  /** As a charger with a right clock stamps what happened so many seconds ago. */
  ago(seconds: number): string
  /** Moves the clock and lets the jobs look at it. */
  pass(duration: Temporal.DurationLike): Promise<void>
}

export type BenchCharger = StrictCharger & { identity: string; protocol?: string }

export async function sessionBench(t: TestContext, options: SystemOptions = {}): Promise<SessionBench> {
  let aheadMs = 0
  const now = () => Temporal.Instant.fromEpochMilliseconds(Date.now() + aheadMs)
  const system = await startSystem(t, { ...options, now })
  let count = 0
  return {
    system,
    async charger({ protocol = 'ocpp1.6', evses = 2 } = {}) {
      const identity = `CP-${++count}`
      await system.addCharger(identity, { evses })
      const charger = await system.connectCharger(identity, { protocol })
      const boot =
        protocol === 'ocpp1.6'
          ? { chargePointVendor: 'Acme', chargePointModel: 'One' }
          : { reason: 'PowerUp', chargingStation: { vendorName: 'Acme', model: 'Two' } }
      await charger.call('BootNotification', boot)
      return { ...charger, identity, protocol }
    },
    depot: () => system.client(`depot-${++count}`),
    ago: (seconds) =>
      now()
        .subtract({ milliseconds: seconds * 1_000 })
        .toString({ smallestUnit: 'millisecond' }),
    async pass(duration) {
      aheadMs += Temporal.Duration.from(duration).total('milliseconds')
      await closeOverdueSessions(system.server.storage, now())
    },
  }
}
