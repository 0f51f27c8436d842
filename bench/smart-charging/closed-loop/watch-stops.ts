import type { SiteFlows } from '#simulator/site/start-site.ts'

/** Pauses of a running session that nothing made necessary, by session. */
export type StopReport = { sessions: number; sessionHours: number; extraStops: number; mostExtraStopsOfSession: number }

/**
 * Watches sessions being paused by us. A pause is needed when the least rates of all who charge do not fit below some
 * circuit of the charger, with the unmanaged load as the engine has to take it: measured, or at worst while the meters are
 * silent.
 */
export function watchStops({
  above,
  worstA,
}: {
  above: ReadonlyMap<string, readonly string[]>
  worstA: ReadonlyMap<string, number>
}) {
  const former = new Map<string, { session: string; wasOffered: boolean }>()
  const extra = new Map<string, number>()
  const sessions = new Set<string>()
  let sessionHours = 0
  let lastMs: number | null = null
  let silentUntilMs = Number.NEGATIVE_INFINITY

  return {
    see(flows: SiteFlows, { areMetersSilent }: { areMetersSilent: boolean }): void {
      const { atMs, chargers } = flows
      const hours = lastMs === null ? 0 : (atMs - lastMs) / 3_600_000
      lastMs = atMs
      if (areMetersSilent) silentUntilMs = atMs + returningMs
      let tight: Set<string> | null = null
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
        tight ??= tightCircuits(flows, { above, worstA, isBlind: atMs < silentUntilMs })
        if (above.get(planned.circuit)!.some((name) => tight!.has(name))) continue
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

type Question = {
  above: ReadonlyMap<string, readonly string[]>
  worstA: ReadonlyMap<string, number>
  isBlind: boolean
}

function tightCircuits({ circuits, chargers }: SiteFlows, { above, worstA, isBlind }: Question): Set<string> {
  const tight = new Set<string>()
  for (const { name, ratedA, unmanaged } of circuits) {
    const others = isBlind ? worstA.get(name)! : Math.max(unmanaged.L1, unmanaged.L2, unmanaged.L3)
    const leastA = chargers
      .filter(({ planned, evse }) => evse.session && above.get(planned.circuit)!.includes(name))
      .reduce((sum, { planned: { current, least, efficiency, maxA, maxW, misbehaviour } }) => {
        // One that goes by nothing has to be left all that it can draw.
        const [amps, watts] = misbehaviour.ignoresProfiles ? [maxA, maxW ?? least] : [least, least]
        return sum + (current === 'AC' ? amps : watts / efficiency / 690)
      }, 0)
    if (leastA + others > ratedA * usableShare) tight.add(name)
  }
  return tight
}

// What margins leave, with some room for what the engine reserves for chargers that it cannot steer.
const usableShare = 0.85
const returningMs = 30_000
