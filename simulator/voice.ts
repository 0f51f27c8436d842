import type { Evse } from './evse.ts'
import type { Session, SessionEnd } from './session.ts'

export type Decision = 'accepted' | 'refused' | 'offline'

/** Why the meter is read. */
export type SampleContext = 'periodic' | 'trigger' | 'clock'

/** How a charger tells the world what happens to it, in one OCPP version. Nothing here waits for the other side. */
export type Voice = {
  /** Asks whether a card may charge; `offline` when nobody can be asked. */
  authorize(card: string): Promise<{ decision: Decision; group: string | null }>
  sessionStarted(session: Session, evse: Evse): void
  /** The state of the charging changed, or the meter is to be told. */
  sessionChanged(session: Session, evse: Evse): void
  sampled(session: Session, evse: Evse, context: SampleContext): void
  /** By the clock, of an EVSE without a session. */
  sampledIdle(evse: Evse): void
  sessionEnded(session: Session & { ended: SessionEnd }, evse: Evse): void
  statusChanged(evse: Evse): void
  reservationEnded(id: number, why: 'expired' | 'removed'): void
  /** Leaves the air for some seconds and comes back as after a start. */
  restart(reason: RestartReason): void
  powerLost(): void
  powerBack(): void
}

export type RestartReason = 'power' | 'soft-reset' | 'hard-reset' | 'firmware-update'
