import type { ChargerWork } from '../context.ts'
import { emptyEvidence } from './evidence.ts'
import { recordOf } from './record.ts'
import type { Session, WireFamily } from './session.ts'

/** A session without a word from its charger is looked after when this has passed. */
export const longestSilence = Temporal.Duration.from({ hours: 7 * 24 })

/** How long a session that seems over waits for its stop, which may be queued in the charger. */
export const missingStopGrace = Temporal.Duration.from({ minutes: 15 })

/** A session of which nothing is known yet but that it is there. Not stored. */
export function blankSession(
  work: Pick<ChargerWork, 'clock' | 'receivedAt'>,
  id: number,
  wire: { family: WireFamily; id: string },
): Session {
  const evidence = emptyEvidence(work.clock.offsetMs)
  return {
    id,
    evse: null,
    connector: null,
    wireFamily: wire.family,
    wireId: wire.id,
    epoch: 0,
    state: 'active',
    startKey: null,
    token: null,
    decision: null,
    evidence,
    record: recordOf(evidence),
    openedAt: work.receivedAt,
    lastMessageAt: work.receivedAt,
    closeDueAt: work.receivedAt.add(longestSilence),
    version: 0,
    published: false,
  }
}
