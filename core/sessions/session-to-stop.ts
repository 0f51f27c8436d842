import type { Session, WireFamily } from './session.ts'
import { isSuperseded } from './start-session.ts'

/** What somebody wants stopped: a session, or whatever runs on an EVSE or on the whole charger. */
export type StopTarget = { sessionId: number | null; evse: number | null }

/**
 * The one session that is meant, of those that a charger of this version can be asked to stop. Without its number it
 * is the only one that runs there: nothing is stopped by guess.
 */
export function sessionToStop(
  sessions: readonly Session[],
  family: WireFamily,
  { sessionId, evse }: StopTarget,
): { session: Session } | { refused: string } {
  const here = sessions.filter((one) => runs(one) && one.wireFamily === family && (evse === null || one.evse === evse))
  const place = evse === null ? 'this charger' : `EVSE ${evse} of this charger`
  if (sessionId !== null) {
    const session = here.find(({ id }) => id === sessionId)
    return session ? { session } : { refused: `Session ${sessionId} does not run on ${place}.` }
  }
  // A superseded session only waits for its stop.
  const current = here.filter((one) => !isSuperseded(one))
  if (current.length === 0) return { refused: `No session runs on ${place}.` }
  if (current.length === 1) return { session: current[0]! }
  return { refused: `${current.length} sessions run on ${place}: say which one.` }
}

// One whose end was told may still wait for events that are missing.
function runs({ state, evidence }: Session): boolean {
  return state === 'active' && evidence.stop === null
}
