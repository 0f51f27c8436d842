import { randomUUID } from 'node:crypto'
import type { Evse } from './evse.ts'
import type { Guest, Session, SessionEnd, SessionStart, StopReason } from './session.ts'
import { socOf } from './vehicle.ts'

/** Opens a session at an EVSE with a vehicle; bring the meter up to now before. */
export function openSession(evse: Evse, guest: Guest, start: SessionStart, nowMs: number): Session {
  const vehicle = evse.vehicle!
  const session: Session = {
    id: randomUUID(),
    wireId: null,
    evse: evse.number,
    ...guest,
    vehicle,
    socStart: socOf(vehicle),
    startedMs: nowMs,
    meterStartWh: evse.registerWh,
    start,
    isSuspended: false,
    ended: null,
  }
  evse.session = session
  evse.isFinished = false
  return session
}

export type EndedSession = Session & { ended: SessionEnd }

/** Ends the session of an EVSE, which becomes inoperative if that has waited for it. */
export function closeSession(
  evse: Evse,
  session: Session,
  { reason, card, nowMs }: { reason: StopReason; card: string | null; nowMs: number },
): EndedSession {
  const ended = { atMs: nowMs, meterWh: evse.registerWh, soc: socOf(session.vehicle), reason, card }
  evse.session = null
  evse.isFinished = true
  evse.powerW = 0
  evse.offeredW = 0
  evse.following = null
  if (evse.isClosing) {
    evse.isClosing = false
    evse.isOperative = false
  }
  return Object.assign(session, { ended })
}
