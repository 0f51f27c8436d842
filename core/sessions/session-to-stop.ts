import type { Session, WireFamily } from './session.ts'
import { isSuperseded } from './start-session.ts'

/**
 * What somebody wants stopped: a session, or whatever runs on the whole charger, on an EVSE or on one of its connectors.
 * A session that does not say on which it runs may be the one that is meant.
 */
export type StopTarget = { sessionId: number | null; evse: number | null; connector?: number }

/**
 * The one session that is meant, of those that a charger of this version can be asked to stop. Without its number it
 * is the only one that runs there: nothing is stopped by guess.
 */
export function sessionToStop(
  sessions: readonly Session[],
  family: WireFamily,
  { sessionId, evse, connector }: StopTarget,
): { session: Session } | { refused: string } {
  const isThere = (one: Session) =>
    (evse === null || one.evse === evse) &&
    (connector === undefined || one.connector === null || one.connector === connector)
  const here = sessions.filter((one) => runs(one) && one.wireFamily === family && isThere(one))
  const where = connector === undefined ? '' : `connector ${connector} of `
  const place = evse === null ? 'this charger' : `${where}EVSE ${evse} of this charger`
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
