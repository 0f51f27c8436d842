import { type Happenings, isOpen, type SessionView } from './session-view.ts'

/** One thing that happened to a session, with details by name. */
export type Moment = { at: Temporal.Instant; kind: MomentKind; detail: Record<string, string> }

export type MomentKind =
  | 'authorized'
  | 'plugged'
  | 'started'
  | 'charging'
  | 'status'
  | 'command'
  | 'connected'
  | 'disconnected'
  | 'quarantined'
  | 'flagged'
  | 'ended'
  | 'unplugged'
  | 'published'

/** What happened to a session, oldest first; of one instant in the order of the kinds above. */
export function timelineOf(session: SessionView, happenings: Happenings): Moment[] {
  const { attempts, statuses, commands, links, quarantined, flagged } = happenings
  const moments: Moment[] = [
    ...attempts.map(({ at, tokenUid, decision }) => moment(at, 'authorized', { card: tokenUid, decision })),
    ...momentIf(session.pluggedAt, 'plugged'),
    ...momentIf(session.startedAt, 'started', { card: session.tokenUid, decision: session.decision }),
    ...chargingChanges(happenings.events),
    ...statuses.map(({ at, status, errorCode, info }) =>
      moment(at, 'status', { status, error: errorCode === 'NoError' ? null : errorCode, info }),
    ),
    ...commands.map(({ at, id, kind, state, reason, requestedBy }) =>
      moment(at, 'command', { id: String(id), kind, state, reason, by: requestedBy }),
    ),
    ...links.map(({ at, connected, reason }) => moment(at, connected ? 'connected' : 'disconnected', { reason })),
    ...quarantined.map(({ at, action, reason }) => moment(at, 'quarantined', { action, reason })),
    ...flagged.map(({ at, flag }) => moment(at, 'flagged', { flag })),
    ...momentIf(isOpen(session) ? null : session.endedAt, 'ended', { reason: session.endReason }),
    ...momentIf(session.unpluggedAt, 'unplugged'),
    ...momentIf(session.insertedAt, 'published', { recordNo: String(session.recordNo) }),
  ]
  return moments.sort((a, b) => Temporal.Instant.compare(a.at, b.at))
}

/** Only where the state changes: most events of a session repeat it. */
function chargingChanges(events: Happenings['events']): Moment[] {
  let last: string | null = null
  return events.flatMap(({ at, chargingState, trigger }) => {
    if (chargingState === null || chargingState === last) return []
    last = chargingState
    return [moment(at, 'charging', { state: chargingState, trigger })]
  })
}

function momentIf(at: Temporal.Instant | null, kind: MomentKind, detail: Details = {}): Moment[] {
  return at === null ? [] : [moment(at, kind, detail)]
}

function moment(at: Temporal.Instant, kind: MomentKind, detail: Details): Moment {
  const told = Object.entries(detail).filter((entry): entry is [string, string] => !!entry[1])
  return { at, kind, detail: Object.fromEntries(told) }
}

type Details = Record<string, string | null>
