import type { Boot, ConnectorState, Evse } from '#core/chargers/charger.ts'
import type {
  AuthorizationAttempt,
  ChargerWork,
  PlacedReading,
  SessionEvent,
  StatusReport,
  WorkSessions,
} from '#core/context.ts'
import type { Fact } from '#core/events.ts'
import type { ChargerClock } from '#core/metering/clock.ts'
import type { Session, WireFamily } from '#core/sessions/session.ts'
import type { Writes } from './group-commit.ts'
import { connectorKey, type HeldCharger } from './held-charger.ts'
import type { SessionReads } from './session-reads.ts'
import type { RowOf, WriteTables } from './write-tables.ts'

/**
 * What one message writes for its charger: changes the held state at once, collects the rows, and is committed as a
 * whole. When that commit fails, the held state is thrown away and read anew.
 */
export class PendingWork implements ChargerWork {
  readonly writes: Writes = {}
  readonly receivedAt: Temporal.Instant
  readonly messageId: string | null
  readonly sessions: WorkSessions
  readonly #held: HeldCharger
  #empty = true

  constructor(
    held: HeldCharger,
    reads: SessionReads,
    arrival: { receivedAt: Temporal.Instant; messageId: string | null },
  ) {
    this.#held = held
    this.receivedAt = arrival.receivedAt
    this.messageId = arrival.messageId
    this.sessions = new PendingSessions(this, held, reads)
  }

  /** True while nothing would be stored that anybody waits for. */
  get isEmpty(): boolean {
    return this.#empty
  }

  get charger() {
    return this.#held.charger
  }

  get evses(): readonly Evse[] {
    return this.#held.evses
  }

  get hasBooted(): boolean {
    return this.#held.bootedAt !== null
  }

  get clock(): ChargerClock {
    return this.#held.clock
  }

  setClock(clock: ChargerClock): void {
    this.#held.clock = clock
    this.#addObserved()
  }

  connectorState(evse: number, connector: number): ConnectorState | undefined {
    return this.#held.states.get(connectorKey(evse, connector))
  }

  connectorStates(): Iterable<ConnectorState> {
    return this.#held.states.values()
  }

  setConnectorState(state: ConnectorState): void {
    this.#held.states.set(connectorKey(state.evse, state.connector), state)
    this.add('evseState', { ...this.#owner, state })
  }

  addStatusReport(report: StatusReport): void {
    this.add('statusReport', { ...this.#owner, report, receivedAt: this.receivedAt })
  }

  setBoot(boot: Boot): void {
    this.#held.boot = boot
    this.#held.bootedAt = this.receivedAt
    this.#addObserved()
  }

  /** The connection's own change, seen by the OCPP door. */
  setLink(change: {
    connected: boolean
    at: Temporal.Instant
    version: string | null
    remoteAddress: string | null
    reason: string | null
  }): void {
    this.#held.connected = change.connected
    this.#held.connectionChangedAt = change.at
    this.#held.version = change.version ?? this.#held.version
    this.#addObserved()
    this.add('linkChange', { ...this.#owner, ...change })
  }

  addReading(reading: PlacedReading): void {
    this.add('meterReading', { ...this.#owner, reading, receivedAt: this.receivedAt, messageId: this.messageId })
    if (reading.sessionId === null) return
    for (const value of reading.signed) {
      this.add('signedValue', { ...this.#owner, sessionId: reading.sessionId, value, receivedAt: this.receivedAt })
    }
  }

  addAuthorization(attempt: AuthorizationAttempt): void {
    this.add('authorizationAttempt', { ...this.#owner, attempt, at: this.receivedAt })
    // A refused one is all that is left of it; an accepted one is told again by its session, and not waited for.
    if (attempt.decision !== 'accepted') this.#empty = false
  }

  addFact(fact: Fact): void {
    this.add('fact', { ...this.#owner, fact, at: this.receivedAt })
  }

  add<Name extends keyof WriteTables>(name: Name, row: RowOf<Name>): void {
    if (name !== 'messageLog' && name !== 'authorizationAttempt') this.#empty = false
    const rows = this.writes[name] as RowOf<Name>[] | undefined
    if (rows) rows.push(row)
    else (this.writes as Record<string, unknown[]>)[name] = [row]
  }

  get #owner() {
    return { charger: this.#held.ref.id, tenant: this.#held.ref.tenant }
  }

  #addObserved(): void {
    const held = this.#held
    this.add('chargerState', {
      ...this.#owner,
      connected: held.connected,
      connectionChangedAt: held.connectionChangedAt,
      version: held.version,
      bootedAt: held.bootedAt,
      boot: held.boot,
      clock: held.clock,
      changedAt: this.receivedAt,
    })
  }
}

class PendingSessions implements WorkSessions {
  readonly #work: PendingWork
  readonly #held: HeldCharger
  readonly #reads: SessionReads

  constructor(work: PendingWork, held: HeldCharger, reads: SessionReads) {
    this.#work = work
    this.#held = held
    this.#reads = reads
  }

  open(): readonly Session[] {
    return this.#held.sessions
  }

  async findByWireId(family: WireFamily, wireId: string): Promise<Session | undefined> {
    // An id that was used again means the session that had it last.
    const held = this.#held.sessions.filter((session) => session.wireId === wireId && session.wireFamily === family)
    return (
      held.reduce<Session | undefined>((last, one) => (last && last.epoch > one.epoch ? last : one), undefined) ??
      this.#pending((session) => session.wireId === wireId && session.wireFamily === family) ??
      (await this.#reads.byWireId.load({ charger: this.#held.ref.id, family, wireId }))
    )
  }

  async findByStart(startKey: Buffer): Promise<Session | undefined> {
    return (
      this.#held.sessions.find((session) => session.startKey?.equals(startKey)) ??
      (await this.#reads.byStart.load({ charger: this.#held.ref.id, startKey }))
    )
  }

  newIds(): Promise<{ id: number; wireId: number }> {
    return this.#reads.newIds.load(null)
  }

  save(session: Session): void {
    const finished = session.state === 'finished'
    const pending = this.#work.writes.session?.find((row) => row.session.id === session.id)
    // Saved twice in one message, it is still one more than what is stored.
    const version = pending?.session.version ?? session.version + 1
    const next: Session = { ...session, version, published: session.published || finished }
    const connectorNumber = this.#numberOf(session)
    if (pending) {
      pending.session = next
      pending.connectorNumber = connectorNumber
      pending.publish ||= finished && !session.published
    } else {
      const publish = finished && !session.published
      this.#work.add('session', {
        charger: this.#held.ref.id,
        tenant: this.#held.ref.tenant,
        session: next,
        connectorNumber,
        mark: newMark(),
        publish,
      })
    }
    this.#keep(next)
  }

  hold(session: Session): void {
    const pending = this.#work.writes.session?.find((row) => row.session.id === session.id)
    if (pending) this.save(session)
    else this.#keep(session)
  }

  addEvent(event: SessionEvent): void {
    this.#work.add('sessionEvent', {
      charger: this.#held.ref.id,
      tenant: this.#held.ref.tenant,
      event,
      receivedAt: this.#work.receivedAt,
    })
  }

  async eventsAt(session: Session, seqNo: number): Promise<Buffer[]> {
    return this.#reads.eventsAt(session.id, seqNo)
  }

  async readings(session: Session): Promise<PlacedReading[]> {
    const arriving = (this.#work.writes.meterReading ?? []).map((row) => row.reading)
    const stored = await this.#reads.readings(session, this.#held.ref.id)
    return [...stored, ...arriving.filter((reading) => reading.sessionId === session.id)].sort((a, b) =>
      Temporal.Instant.compare(a.at, b.at),
    )
  }

  /** Of an EVSE with one connector it is that one; what we do not know is numbered as in 1.6, by its EVSE. */
  #numberOf({ evse, connector }: Session): number | null {
    if (evse === null) return null
    const connectors = this.#held.evses.find((one) => one.number === evse)?.connectors ?? []
    const known =
      connectors.find((one) => one.ocpp === connector) ?? (connectors.length === 1 ? connectors[0] : undefined)
    return known?.number ?? evse
  }

  #pending(matches: (session: Session) => boolean): Session | undefined {
    return this.#work.writes.session?.find((row) => matches(row.session))?.session
  }

  /**
   * Open sessions and orphans stay in memory, and of each EVSE the one that finished last: readings without a
   * transaction id may still be its own. Any other is read again when a late message asks for it.
   */
  #keep(session: Session): void {
    const { sessions } = this.#held
    const at = sessions.findIndex((one) => one.id === session.id)
    if (at >= 0 && isOpen(session)) sessions[at] = session
    else {
      const isFinished = session.state === 'finished'
      const others = sessions.filter(
        (one) => one.id !== session.id && (isOpen(one) || !isFinished || one.evse !== session.evse),
      )
      if (isFinished || isOpen(session)) others.push(session)
      this.#held.sessions = others
    }
  }
}

function isOpen({ state }: Session): boolean {
  return state === 'pending' || state === 'active' || state === 'unknown'
}

/** Tells a repeat of this very write from somebody else's, when the connection was lost during its commit. */
function newMark(): number {
  return Math.floor(Math.random() * Number.MAX_SAFE_INTEGER)
}
