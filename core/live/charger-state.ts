import type { LiveCharger } from './live-charger.ts'

/** A charger's state in one word, the worst first: the first that is true of it or of one of its connectors. */
export const chargerStates = [
  'offline',
  'faulted',
  'never',
  'charging',
  'occupied',
  'reserved',
  'unavailable',
  'available',
] as const
export type ChargerState = (typeof chargerStates)[number]

type Observed = Pick<LiveCharger, 'connected' | 'linkChangedAt' | 'whole' | 'connectors' | 'sessions'>

/** The state in one word, and since when as far as that is known. */
export function stateOf(charger: Observed): { state: ChargerState; since: Temporal.Instant | null } {
  const { connected, linkChangedAt, whole, connectors } = charger
  if (linkChangedAt === null) return { state: 'never', since: null }
  if (!connected) return { state: 'offline', since: linkChangedAt }

  const told = connectors.map((one) => ({ word: wordOf(charger, one), since: one.status?.since ?? null }))
  // Of the whole charger only what is bad counts: that it is well says nothing of its connectors.
  const ofWhole = whole === null ? null : words[whole.status]
  if (whole && (ofWhole === 'faulted' || ofWhole === 'unavailable')) told.push({ word: ofWhole, since: whole.since })

  const state = chargerStates.find((word) => told.some((one) => one.word === word)) ?? 'available'
  return { state, since: earliest(told.filter((one) => one.word === state).map((one) => one.since)) }
}

function wordOf({ sessions }: Observed, { evse, status }: LiveCharger['connectors'][number]): ChargerState {
  const word = (status && words[status.status]) ?? 'available'
  if (word === 'faulted' || word === 'charging') return word
  const running = sessions.filter((one) => one.state === 'active' && one.evse === evse)
  // In 2.x the session says whether energy flows, in 1.6 the connector does.
  if (running.some((one) => one.chargingState === 'Charging')) return 'charging'
  return running.length > 0 ? 'occupied' : word
}

const words: Record<string, ChargerState | undefined> = {
  Available: 'available',
  Preparing: 'occupied',
  Charging: 'charging',
  SuspendedEV: 'occupied',
  SuspendedEVSE: 'occupied',
  Finishing: 'occupied',
  Occupied: 'occupied',
  Reserved: 'reserved',
  Unavailable: 'unavailable',
  Faulted: 'faulted',
}

function earliest(times: readonly (Temporal.Instant | null)[]): Temporal.Instant | null {
  return times.reduce<Temporal.Instant | null>(
    (first, at) => (at !== null && (first === null || Temporal.Instant.compare(at, first) < 0) ? at : first),
    null,
  )
}
