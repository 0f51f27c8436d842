import type { ChargerEvent } from './charger.ts'
import type { Visit } from './ledger.ts'
import type { CloseReason, Version } from './socket/connection.ts'
import type { LinkEvent } from './socket/link.ts'

export type SimulationEvent = { charger: string } & (
  | { kind: 'connected' | 'boot-accepted' }
  | { kind: 'disconnected'; why: CloseReason }
  | { kind: 'plugged' | 'session-started' | 'session-ended' | 'refused' | 'unplugged'; visit: Visit }
  | { kind: 'call-failed'; action: string; message: string }
  | { kind: 'frame'; version: Version; direction: 'in' | 'out'; text: string }
)

/** Tells an event of a charger in the words of the simulation. */
export function tell(
  charger: string,
  event: ChargerEvent | LinkEvent,
  onEvent: (event: SimulationEvent) => void,
): void {
  if (event.kind === 'frame' || event.kind === 'disconnected') onEvent({ charger, ...event })
  else if (event.kind === 'connected') onEvent({ charger, kind: 'connected' })
  else if (event.kind === 'registered' && event.status === 'Accepted') onEvent({ charger, kind: 'boot-accepted' })
  else if (event.kind === 'call-failed') {
    const { outcome, action } = event
    const message = outcome.kind === 'error' ? `${outcome.code} ${outcome.description}`.trim() : outcome.kind
    onEvent({ charger, kind: 'call-failed', action, message })
  }
}
