import type { MeterMinute } from '#core/circuits/meter.ts'
import type { Log } from '#core/context.ts'
import type { Storage } from '#storage/storage.ts'

/** Stores what was gathered of meters. What the database would not take now is kept for the next time, for a while. */
export function keepMinutes(
  storage: Storage,
  { log, tenantOf }: { log: Log; tenantOf: (meterId: number) => number | undefined },
) {
  let waiting: MeterMinute[] = []
  let last: Promise<void> = Promise.resolve()

  const store = async (minutes: readonly MeterMinute[]) => {
    const all = [...waiting, ...minutes].slice(-mostWaiting)
    waiting = []
    // One that was removed meanwhile needs no history.
    for (const [tenant, ofTenant] of Map.groupBy(all, ({ meterId }) => tenantOf(meterId))) {
      if (tenant === undefined) continue
      try {
        const ctx = storage.contextFor({ tenant, actor: { kind: 'system', name: 'meters' }, door: 'job' })
        await ctx.transaction((tx) => tx.circuitMeters.keepMinutes(ofTenant))
      } catch (error) {
        log.error({ err: error, minutes: ofTenant.length }, 'what meters told could not be stored')
        waiting.push(...ofTenant)
      }
    }
  }

  return {
    /** One after the other. */
    keep(minutes: readonly MeterMinute[]): Promise<void> {
      last = last.then(() => store(minutes))
      return last
    },
  }
}

const mostWaiting = 50_000
