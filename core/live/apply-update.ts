import type { ConnectorState } from '../chargers/charger.ts'
import type { PlacedReading } from '../context.ts'
import { isOpen, type LiveCharger, type LiveMeter, type LiveSession, type LiveStatus } from './live-charger.ts'
import type { ChargerUpdate, StoredSession } from './live-feed.ts'

/** What became of a charger by one update, and of its sessions: those that ended are among `sessions` a last time. */
export type Applied = { charger: LiveCharger; sessions: readonly LiveSession[] }

/** The charger after what a message changed. A status of a connector that we do not know yet is left out. */
export function applyUpdate(charger: LiveCharger, update: ChargerUpdate, heardAt: Temporal.Instant): Applied {
  let next: LiveCharger = { ...charger, heardAt }
  if (update.link) next = withLink(next, update.link)
  if (update.boot) {
    const { vendor, model, firmware } = update.boot
    next = { ...next, vendor, model, firmware }
  }
  for (const state of update.states) next = withStatus(next, state)

  const changed = new Map<number, LiveSession>()
  for (const stored of update.sessions) next = withSession(next, stored, changed)
  for (const reading of update.readings) next = withReading(next, reading, changed)
  return { charger: next, sessions: [...changed.values()] }
}

/**
 * A charger that was read from the database, with what only memory knows of it: since when its connectors have their
 * status, and when it was last heard.
 */
export function reread(known: LiveCharger, stored: LiveCharger): LiveCharger {
  return {
    ...stored,
    heardAt: later(known.heardAt, stored.heardAt),
    // What is measured without a session is not read from the database.
    meters: stored.connected ? [...stored.meters, ...known.meters.filter((meter) => isIdle(meter, known, stored))] : [],
    sessions: stored.sessions.map((session) => {
      const before = known.sessions.find((one) => one.id === session.id)
      return before
        ? { ...session, startWh: before.startWh, energyWh: Math.max(before.energyWh, session.energyWh) }
        : session
    }),
    whole: keepSince(known.whole, stored.whole),
    connectors: stored.connectors.map((one) => {
      const before = known.connectors.find((other) => other.evse === one.evse && other.connector === one.connector)
      return { ...one, status: keepSince(before?.status ?? null, one.status) }
    }),
  }
}

function isIdle({ evse }: LiveMeter, ...views: readonly LiveCharger[]): boolean {
  return views.every(({ sessions }) => !sessions.some((session) => session.evse === evse))
}

function withLink(charger: LiveCharger, link: NonNullable<ChargerUpdate['link']>): LiveCharger {
  const { connected, at, version } = link
  // Nobody knows what it draws until it says so again.
  const meters = connected ? charger.meters : []
  const sessions = connected ? charger.sessions : charger.sessions.map((one) => ({ ...one, powerW: null }))
  const linkChangedAt = charger.connected === connected ? (charger.linkChangedAt ?? at) : at
  return { ...charger, connected, linkChangedAt, version: version ?? charger.version, meters, sessions }
}

function withStatus(charger: LiveCharger, { evse, connector, status, errorCode, changedAt }: ConnectorState) {
  const said: LiveStatus = { status, errorCode, since: changedAt }
  if (evse === 0) return { ...charger, whole: keepSince(charger.whole, said) }
  return {
    ...charger,
    connectors: charger.connectors.map((one) =>
      one.evse === evse && one.connector === connector ? { ...one, status: keepSince(one.status, said) } : one,
    ),
  }
}

function withSession(charger: LiveCharger, stored: StoredSession, changed: Map<number, LiveSession>): LiveCharger {
  const before = charger.sessions.find((one) => one.id === stored.session.id)
  const session = liveSession(stored, before)
  changed.set(session.id, session)
  const others = charger.sessions.filter((one) => one.id !== session.id)
  if (isOpen(session)) {
    const sessions = before ? charger.sessions.map((one) => (one === before ? session : one)) : [...others, session]
    return { ...charger, sessions }
  }
  // What the meter showed of a session that has ended is no longer what is drawn.
  const isIdle = !others.some((one) => one.evse === session.evse)
  const meters = before && isIdle ? charger.meters.filter((one) => one.evse !== session.evse) : charger.meters
  return { ...charger, sessions: others, meters }
}

/** The session as it is shown; what the meter said since its record was stored goes on from what was shown before. */
export function liveSession({ session, connectorNumber }: StoredSession, before?: LiveSession): LiveSession {
  const { record, evidence, token } = session
  const startWh = numberOf(evidence.start?.meterWh ?? evidence.begin?.value ?? evidence.registers.first?.value)
  const open = isOpen(session)
  const recorded = record.energyWh.toNumber()
  return {
    id: session.id,
    state: session.state,
    evse: session.evse,
    connector: connectorNumber,
    card: token?.uid ?? null,
    vehicle: token?.vehicleId ?? null,
    startedAt: record.startedAt,
    endedAt: record.endedAt,
    startWh,
    energyWh: open && before ? Math.max(recorded, before.energyWh) : recorded,
    powerW: open ? (before?.powerW ?? null) : null,
    initialSoc: record.initialSoc ?? before?.initialSoc ?? null,
    socPercent: (open ? before?.socPercent : null) ?? record.endSoc,
    chargingState: record.chargingState,
    endReason: record.endReason,
    flags: record.flags,
  }
}

/** A reading that is older than what is shown, or of another session than the one that runs, changes nothing. */
function withReading(charger: LiveCharger, reading: PlacedReading, changed: Map<number, LiveSession>): LiveCharger {
  const { evse, at, sessionId } = reading
  if (evse === 0) return charger
  const session = charger.sessions.find((one) => one.id === sessionId)
  if (sessionId !== null && !session) return charger
  const before = charger.meters.find((one) => one.evse === evse)
  if (before && Temporal.Instant.compare(at, before.at) < 0) return charger

  const meter: LiveMeter = {
    evse,
    at,
    powerW: reading.powerW ?? before?.powerW ?? null,
    energyWh: reading.energyWh?.toNumber() ?? before?.energyWh ?? null,
    socPercent: reading.socPercent ?? before?.socPercent ?? null,
  }
  const meters = before ? charger.meters.map((one) => (one === before ? meter : one)) : [...charger.meters, meter]
  if (!session) return { ...charger, meters }

  const next = withMeter(session, meter)
  changed.set(next.id, next)
  return { ...charger, meters, sessions: charger.sessions.map((one) => (one === session ? next : one)) }
}

/** An open session with what its meter shows. */
export function withMeter(session: LiveSession, { powerW, energyWh, socPercent }: LiveMeter): LiveSession {
  const startWh = session.startWh ?? energyWh
  const measured = startWh === null || energyWh === null ? session.energyWh : energyWh - startWh
  return {
    ...session,
    startWh,
    powerW,
    socPercent: socPercent ?? session.socPercent,
    initialSoc: session.initialSoc ?? socPercent,
    energyWh: measured >= 0 ? measured : session.energyWh,
  }
}

/** The same status, said again, holds since it was said first. */
function keepSince<T extends LiveStatus | null>(before: LiveStatus | null, said: T): T {
  if (said === null || before?.status !== said.status) return said
  const since = Temporal.Instant.compare(before.since, said.since) < 0 ? before.since : said.since
  return { ...said, since }
}

function later(a: Temporal.Instant | null, b: Temporal.Instant | null): Temporal.Instant | null {
  if (a === null || b === null) return a ?? b
  return Temporal.Instant.compare(a, b) > 0 ? a : b
}

function numberOf(text: string | undefined | null): number | null {
  return text === undefined || text === null ? null : Number(text)
}
