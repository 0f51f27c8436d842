import { randomUUID } from 'node:crypto'
import { type ChargerSettings, usualSettings } from './charger-settings.ts'
import type { ClockTimer, SimulatedClock } from './clock.ts'
import { decideCard } from './decide-card.ts'
import { createEvse, type Evse, type EvseOptions, type EvseStatus, type FaultCode, type Reservation } from './evse.ts'
import { statusOf } from './evse-status.ts'
import { type CardMemory, createCardMemory, isSameCard } from './known-cards.ts'
import { Metering } from './metering.ts'
import { canTake, choosePlace, isOpen, judgeReservation, mayCharge, mightTake } from './places.ts'
import type { ChargingProfile } from './profiles/charging-profile.ts'
import { Reservations } from './reservations.ts'
import type { Guest, Session, SessionEnd, SessionStart, StopReason } from './session.ts'
import { socOf, type Vehicle } from './vehicle.ts'
import type { Voice } from './voice.ts'

export type ChargerOptions = {
  identity: string
  evses: readonly EvseOptions[]
  /** Of the meters when they were new to us. */
  registerWh?: number
  settings?: Partial<ChargerSettings>
}

export type TapResult = 'started' | 'waiting' | 'stopped' | 'refused' | 'no-place'

export type RemoteStart = {
  card: string
  /** Null: the charger chooses. */
  evse: number | null
  remoteStartId: number | null
  /** For the session that begins. */
  profile: ChargingProfile | null
}

/** What the charger tells whoever watches it. */
export type ChargerEvent =
  | { kind: 'session-started' | 'session-ended'; session: Session; evse: Evse }
  | { kind: 'status'; evse: Evse; status: EvseStatus }
  | { kind: 'card-refused'; card: string }

/**
 * A charging station that speaks no protocol: plugs, cards, meters, limits and what can go wrong with them. What
 * happens to it is told through its voice.
 *
 * Energy flows lazily: `advance` brings meters and batteries up to now, and everything that changes or reads them
 * comes after it.
 */
export class Charger {
  readonly identity: string
  readonly evses: readonly Evse[]
  readonly settings: ChargerSettings
  readonly cards = createCardMemory()
  /** Charging profiles that are installed; change them through `changeProfiles`. */
  profiles: readonly ChargingProfile[] = []
  readonly reservations: Reservations
  isPowered = true
  isOperative = true
  onEvent: (event: ChargerEvent) => void = () => {}

  readonly clock: SimulatedClock
  #voice: Voice | null = null
  readonly #metering: Metering
  #pendingReset: 'soft-reset' | 'hard-reset' | null = null
  readonly #waits = new Map<Evse, ClockTimer>()

  constructor({ identity, evses, registerWh = 0, settings }: ChargerOptions, clock: SimulatedClock) {
    this.identity = identity
    this.evses = evses.map((options, index) => createEvse(index + 1, { ...options, registerWh }))
    this.settings = { ...usualSettings, ...settings }
    this.clock = clock
    this.reservations = new Reservations(clock, (id) => {
      this.#voice?.reservationEnded(id, 'expired')
      this.#settle()
    })
    this.#metering = new Metering({
      clock,
      settings: this.settings,
      evses: this.evses,
      profiles: () => this.profiles,
      isPowered: () => this.isPowered,
      onAdvanced: () => this.#settle(),
      onSample: (session, evse) => this.#voice?.sampled(session, evse, 'periodic'),
    })
  }

  /** Gives the charger its voice; once, before anything happens. */
  speakThrough(voice: Voice): void {
    this.#voice = voice
  }

  evse(number: number): Evse | undefined {
    return this.evses[number - 1]
  }

  sessions(): Session[] {
    return this.evses.flatMap(({ session }) => session ?? [])
  }

  /** Plugs a vehicle in. Whoever was authorised for this EVSE begins to charge. */
  plug(evse: Evse, vehicle: Vehicle): void {
    if (evse.vehicle !== null) throw new Error(`EVSE ${evse.number} of ${this.identity} has a vehicle already`)
    this.advance()
    evse.vehicle = vehicle
    evse.isFinished = false
    const { waiting } = evse
    if (waiting && mayCharge(this, evse)) this.#begin(evse, waiting.guest, waiting.by)
    this.#settle()
  }

  /** Pulls the plug. A session ends by it. */
  unplug(evse: Evse): void {
    this.advance()
    if (evse.session) this.#end(evse, 'unplugged', null)
    evse.vehicle = null
    evse.isFinished = false
    this.#settle()
  }

  /**
   * Somebody shows a card. It stops the session that it (or its group) has begun; otherwise, once accepted, it begins
   * one, or waits for the plug. Without an EVSE the charger takes the one that is plugged, or any free one.
   */
  async tap(card: string, at?: Evse): Promise<TapResult> {
    if (!this.isPowered) return 'refused'
    const own = this.evses.find((evse) => (!at || evse === at) && isSameCard(evse.session?.card, card))
    if (own) return this.#stopByCard(own, card)
    if (at?.session) return this.#stopByGroup(at, card)

    const candidates = at ? [at] : this.evses
    if (!candidates.some((evse) => mightTake(this, evse, card))) return 'no-place'
    const answer = await this.#decide(card)
    if (!answer.isAccepted) {
      this.onEvent({ kind: 'card-refused', card })
      return 'refused'
    }
    const guest = { card, group: answer.group }
    const evse = at ?? choosePlace(this, guest)
    if (!evse || !canTake(this, evse, guest)) return 'no-place'
    return this.#take(evse, guest, { by: 'card', remoteStartId: null, reservationId: null, profile: null })
  }

  /** Begins a session because the server wants so, and says where; null when it cannot be. */
  remoteStart(request: RemoteStart): Evse | null {
    if (!this.isPowered) return null
    const { card, remoteStartId, profile } = request
    const guest = { card, group: this.#recall(card)?.group ?? null }
    const evse = request.evse === null ? choosePlace(this, guest) : this.evse(request.evse)
    if (!evse || !canTake(this, evse, guest)) return null
    const start: SessionStart = { by: 'remote', remoteStartId, reservationId: null, profile }
    // The answer goes out before what follows from it.
    setImmediate(() => void this.#startRemotely(evse, guest, start))
    return evse
  }

  stop(session: Session, reason: StopReason): void {
    this.advance()
    const evse = this.#evseOf(session)
    if (evse?.session === session) this.#end(evse, reason, null)
    this.#settle()
  }

  /** The server refused the card of a session that runs already. */
  refuse(session: Session): void {
    this.advance()
    const evse = this.#evseOf(session)
    if (evse?.session !== session) return
    if (this.settings.stopOnRefusedCard) this.#end(evse, 'refused', null)
    else session.isSuspended = true
    this.#settle()
  }

  /** Frees the plug; a session ends first. */
  unlock(evse: Evse): void {
    this.advance()
    if (evse.session) this.#end(evse, 'unlocked', null)
    this.#settle()
  }

  /** For EVSE 0 all of them and the charger. While a session runs, the change waits for its end. */
  setOperative(number: number, isOperative: boolean): 'accepted' | 'scheduled' | 'rejected' {
    const targets = number === 0 ? this.evses : this.evses.filter((evse) => evse.number === number)
    if (targets.length === 0) return 'rejected'
    const busy = targets.filter((evse) => evse.session !== null && !isOperative)
    for (const evse of targets) {
      evse.isClosing = busy.includes(evse)
      if (!evse.isClosing) evse.isOperative = isOperative
    }
    if (number === 0) this.isOperative = isOperative
    setImmediate(() => this.#settle())
    return busy.length > 0 ? 'scheduled' : 'accepted'
  }

  /** Something breaks: the session ends, and nothing charges until `clearFault`. */
  fault(evse: Evse, code: FaultCode): void {
    this.advance()
    evse.fault = code
    if (evse.session) this.#end(evse, 'fault', null)
    this.#settle()
  }

  clearFault(evse: Evse): void {
    evse.fault = null
    this.#settle()
  }

  /** The mains are gone: sessions end with what the meter shows, and the charger is silent until `restorePower`. */
  losePower(): void {
    if (!this.isPowered) return
    this.advance()
    this.isPowered = false
    this.#voice?.powerLost()
    for (const evse of this.evses) {
      if (evse.session) this.#end(evse, 'power-loss', null)
      this.#stopWaiting(evse)
    }
    this.#metering.cancelPulse()
  }

  restorePower(): void {
    if (this.isPowered) return
    this.isPowered = true
    this.#metering.advance()
    this.#refreshStatuses()
    this.#voice?.powerBack()
  }

  /** `false` waits until no session runs. */
  reset(reason: 'soft-reset' | 'hard-reset', isImmediate: boolean): void {
    if (!isImmediate && this.sessions().length > 0) {
      this.#pendingReset = reason
      return
    }
    this.advance()
    for (const evse of this.evses) {
      if (evse.session) this.#end(evse, reason, null)
      this.#stopWaiting(evse)
    }
    this.#settle()
    this.#voice?.restart(reason)
  }

  reserve(reservation: Reservation): ReturnType<typeof judgeReservation> {
    const outcome = judgeReservation(this, reservation)
    if (outcome !== 'accepted') return outcome
    this.reservations.add(reservation)
    setImmediate(() => this.#settle())
    return outcome
  }

  cancelReservation(id: number): boolean {
    const wasThere = this.reservations.remove(id)
    if (wasThere) setImmediate(() => this.#settle())
    return wasThere
  }

  /** Replaces the installed profiles; what flows follows at once. */
  changeProfiles(change: (installed: readonly ChargingProfile[]) => readonly ChargingProfile[]): void {
    this.advance()
    this.profiles = change(this.profiles)
    setImmediate(() => {
      this.advance()
      this.#settle()
    })
  }

  /** Brings meters and batteries up to now. */
  advance(): void {
    this.#metering.advance()
  }

  /** The energy of a session until now, in Wh. */
  energyWh(session: Session): number {
    const evse = this.#evseOf(session)
    const meterWh = session.ended?.meterWh ?? evse?.registerWh ?? session.meterStartWh
    return meterWh - session.meterStartWh
  }

  /** Ends all timers. */
  close(): void {
    this.#metering.cancelPulse()
    for (const evse of this.evses) this.#stopWaiting(evse)
  }

  #stopByCard(evse: Evse, card: string): TapResult {
    this.advance()
    if (evse.session) this.#end(evse, 'local', card)
    this.#settle()
    return 'stopped'
  }

  async #stopByGroup(evse: Evse, card: string): Promise<TapResult> {
    const { session } = evse
    const { isAccepted, group } = await this.#decide(card)
    if (!session || evse.session !== session) return 'no-place'
    if (!isAccepted || !isSameCard(session.group, group)) return 'refused'
    return this.#stopByCard(evse, card)
  }

  async #startRemotely(evse: Evse, known: Guest, start: SessionStart): Promise<void> {
    const { card } = known
    let guest = known
    if (this.settings.authorizeRemoteStarts) {
      const { isAccepted, group } = await this.#decide(card)
      if (!isAccepted) return this.onEvent({ kind: 'card-refused', card })
      guest = { card, group }
    }
    if (canTake(this, evse, guest)) this.#take(evse, guest, start)
  }

  #take(evse: Evse, guest: Guest, start: SessionStart): TapResult {
    this.advance()
    const reservation = this.reservations.find(evse.number, guest.card, guest.group)
    const by = { ...start, reservationId: reservation?.id ?? null }
    if (evse.vehicle === null) this.#waitForPlug(evse, guest, by)
    else this.#begin(evse, guest, by)
    this.#settle()
    return evse.session ? 'started' : 'waiting'
  }

  #waitForPlug(evse: Evse, guest: Guest, by: SessionStart): void {
    this.#stopWaiting(evse)
    evse.waiting = { guest, by }
    const timer = this.clock.setTimeout(() => {
      this.#stopWaiting(evse)
      this.#settle()
    }, this.settings.connectionTimeoutSeconds * 1_000)
    this.#waits.set(evse, timer)
  }

  #stopWaiting(evse: Evse): void {
    this.#waits.get(evse)?.cancel()
    this.#waits.delete(evse)
    evse.waiting = null
  }

  #begin(evse: Evse, guest: Guest, start: SessionStart): void {
    this.#stopWaiting(evse)
    if (start.reservationId !== null) this.reservations.remove(start.reservationId)
    const vehicle = evse.vehicle!
    const session: Session = {
      id: randomUUID(),
      wireId: null,
      evse: evse.number,
      ...guest,
      vehicle,
      socStart: socOf(vehicle),
      startedMs: this.clock.nowMs(),
      meterStartWh: evse.registerWh,
      start,
      isSuspended: false,
      ended: null,
    }
    evse.session = session
    evse.isFinished = false
    if (start.profile)
      this.profiles = [...this.profiles, { ...start.profile, sessionId: session.id, evse: evse.number }]
    this.#metering.begin(session)
    this.#voice?.sessionStarted(session, evse)
    this.onEvent({ kind: 'session-started', session, evse })
    this.#metering.schedulePulse()
  }

  #end(evse: Evse, reason: StopReason, card: string | null): void {
    const session = evse.session
    if (!session) return
    const ended = { atMs: this.clock.nowMs(), meterWh: evse.registerWh, soc: socOf(session.vehicle), reason, card }
    session.ended = ended
    evse.session = null
    evse.isFinished = true
    evse.powerW = 0
    evse.offeredW = 0
    if (evse.isClosing) {
      evse.isClosing = false
      evse.isOperative = false
    }
    this.profiles = this.profiles.filter(({ sessionId, purpose }) => purpose !== 'tx' || sessionId !== session.id)
    this.#metering.end(session)
    this.#voice?.sessionEnded(session as Session & { ended: SessionEnd }, evse)
    this.onEvent({ kind: 'session-ended', session, evse })
    if (this.#pendingReset && this.sessions().length === 0) {
      const pending = this.#pendingReset
      this.#pendingReset = null
      setImmediate(() => this.reset(pending, true))
    }
  }

  #decide(card: string): ReturnType<typeof decideCard> {
    const { settings } = this
    const authorize = async () => (await this.#voice?.authorize(card)) ?? { decision: 'offline' as const, group: null }
    return decideCard({ settings, known: this.#recall(card), authorize })
  }

  #recall(card: string): ReturnType<CardMemory['find']> {
    const { isListEnabled: useList, isCacheEnabled: useCache } = this.settings
    return this.cards.find(card, { useList, useCache, nowMs: this.clock.nowMs() })
  }

  #evseOf(session: Session): Evse | undefined {
    return this.evse(session.evse)
  }

  /** Tells what has changed. */
  #settle(): void {
    if (!this.isPowered) return
    for (const evse of this.#refreshStatuses()) {
      if (evse.session) this.#voice?.sessionChanged(evse.session, evse)
      this.#voice?.statusChanged(evse)
      this.onEvent({ kind: 'status', evse, status: evse.status })
    }
    this.#metering.schedulePulse()
  }

  #refreshStatuses(): Evse[] {
    return this.evses.filter((evse) => {
      const before = evse.status
      evse.status = statusOf(evse, {
        isOpen: isOpen(this, evse),
        isReserved: this.reservations.countOf(evse.number) > 0,
      })
      return evse.status !== before
    })
  }
}
