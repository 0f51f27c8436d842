import type { SitePlan } from '#simulator/site/site-plan.ts'
import type { SiteFlows } from '#simulator/site/start-site.ts'
import { lineOf, linesOf, tightLines } from './tight-lines.ts'
import { worstOf } from './worst-load.ts'

/** Pauses of a running session that nothing made necessary, by session. */
export type StopReport = { sessions: number; sessionHours: number; extraStops: number; mostExtraStopsOfSession: number }

/**
 * Watches sessions being paused by us. A pause is needed when, not long before, not all least rates fitted on some line
 * above the charger: then sessions take turns.
 */
export function watchStops(plan: SitePlan, above: ReadonlyMap<string, readonly string[]>) {
  const metered = new Set(plan.circuits.flatMap(({ name, hasMeter }) => (hasMeter ? [name] : [])))
  const worstA = worstOf(plan, above)
  const former = new Map<string, { session: string; wasOffered: boolean }>()
  const extra = new Map<string, number>()
  const sessions = new Set<string>()
  const tightMs = new Map<string, number>()
  let sessionHours = 0
  let lastMs: number | null = null
  let silentUntilMs = Number.NEGATIVE_INFINITY

  return {
    see(flows: SiteFlows, { areMetersSilent }: { areMetersSilent: boolean }): void {
      const { atMs, chargers } = flows
      const hours = lastMs === null ? 0 : (atMs - lastMs) / 3_600_000
      lastMs = atMs
      if (areMetersSilent) silentUntilMs = atMs + returningMs
      for (const isBlind of atMs < silentUntilMs ? [true, false] : [false]) {
        for (const line of tightLines(flows, { above, worstA, metered, isBlind })) tightMs.set(line, atMs)
      }
      for (const { planned, evse, isOnline } of chargers) {
        const { session } = evse
        if (!session) {
          former.delete(planned.identity)
          continue
        }
        sessionHours += hours
        sessions.add(session.id)
        const before = former.get(planned.identity)
        const isOffered = evse.offeredW > 0
        former.set(planned.identity, { session: session.id, wasOffered: isOffered })
        const isPaused = before?.session === session.id && before.wasOffered && !isOffered && !session.isSuspended
        if (!isPaused || !isOnline) continue
        const lines = above
          .get(planned.circuit)!
          .flatMap((name) => linesOf(planned).map((phase) => lineOf(name, phase)))
        if (lines.some((line) => (tightMs.get(line) ?? 0) >= atMs - answerMs)) continue
        extra.set(session.id, (extra.get(session.id) ?? 0) + 1)
      }
    },
    report(): StopReport {
      const counts = [...extra.values()]
      return {
        sessions: sessions.size,
        sessionHours,
        extraStops: counts.reduce((sum, count) => sum + count, 0),
        mostExtraStopsOfSession: Math.max(0, ...counts),
      }
    },
  }
}

const returningMs = 30_000
/** From a sample of a meter to the last word of a charger. */
const answerMs = 30_000
