import { AlignedSamples } from './aligned-samples.ts'
import { CardReader } from './card-reader.ts'
import { type ChargerSettings, usualSettings } from './charger-settings.ts'
import type { SimulatedClock } from './clock.ts'
import { createEvse, type Evse, type EvseOptions, type EvseStatus, type FaultCode, type Reservation } from './evse.ts'
import { statusOf } from './evse-status.ts'
import { createCardMemory } from './known-cards.ts'
import { Metering } from './metering.ts'
import { type Misbehaviour, wellBehaved } from './misbehaviour.ts'
import { isOpen, judgeReservation, mayCharge } from './places.ts'
import { PlugWaits } from './plug-waits.ts'
import type { ChargingProfile } from './profiles/charging-profile.ts'
import { profilesObeyed, profilesShown } from './profiles/in-force.ts'
import { type Random, seededRandom, seedFor } from './random.ts'
import { Reservations } from './reservations.ts'
import type { Guest, Session, SessionStart, StopReason } from './session.ts'
import { closeSession, openSession } from './session-life.ts'
import { type Vehicle, wake } from './vehicle.ts'
import type { Voice } from './voice.ts'

export type ChargerOptions = {
  identity: string
  evses: readonly EvseOptions[]
  /** Of the meters when they were new to us. */
  registerWh?: number
  settings?: Partial<ChargerSettings>
  /** Read anew whenever it counts. */
  misbehaviour?: Misbehaviour
  random?: Random
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
  readonly misbehaviour: Misbehaviour
  #voice: Voice | null = null
  readonly #metering: Metering
  #pendingReset: 'soft-reset' | 'hard-reset' | null = null
  readonly #reader: CardReader
  readonly #waits: PlugWaits
  readonly #alignedSamples: AlignedSamples

  constructor(options: ChargerOptions, clock: SimulatedClock) {
    const { identity, evses, registerWh = 0, settings, misbehaviour = wellBehaved } = options
    this.identity = identity
    this.evses = evses.map((options, index) => createEvse(index + 1, { ...options, registerWh }))
    this.settings = { ...usualSettings, ...settings }
    this.clock = clock
    this.misbehaviour = misbehaviour
    this.reservations = new Reservations(clock, (id) => {
      this.#voice?.reservationEnded(id, 'expired')
      this.#settle()
    })
    this.#reader = new CardReader({
      site: this,
      settings: this.settings,
      cards: this.cards,
      nowMs: clock.nowMs,
      evse: (number) => this.evse(number),
      authorize: async (card) => (await this.#voice?.authorize(card)) ?? { decision: 'offline', group: null },
      take: (evse, guest, start) => this.#take(evse, guest, start),
      stop: (evse, card) => this.#stopByCard(evse, card),
      onRefused: (card) => this.onEvent({ kind: 'card-refused', card }),
    })
    this.#waits = new PlugWaits(clock)
    this.#alignedSamples = new AlignedSamples(clock, () => this.#sampleAll())
    this.#alignedSamples.every(this.settings.alignedIntervalSeconds)
    this.#metering = new Metering({
      clock,
      settings: this.settings,
      evses: this.evses,
      profiles: () => profilesObeyed(this.profiles, misbehaviour),
      random: options.random ?? seededRandom(seedFor(0, identity)),
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
    wake(vehicle)
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
  tap(card: string, at?: Evse): Promise<TapResult> {
    return this.#reader.tap(card, at)
  }

  /** Begins a session because the server wants so, and says where; null when it cannot be. */
  remoteStart(request: RemoteStart): Evse | null {
    return this.#reader.startRemotely(request)
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
      this.#waits.end(evse)
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
      this.#waits.end(evse)
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

  /** What it says that it goes by. */
  get shownProfiles(): readonly ChargingProfile[] {
    return profilesShown(this.profiles, this.misbehaviour)
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

  /** Tells the meters at every multiple of so many seconds of the day; 0 for never. */
  alignSamples(everySeconds: number): void {
    this.settings.alignedIntervalSeconds = everySeconds
    this.#alignedSamples.every(everySeconds)
  }

  /** Ends all timers. */
  close(): void {
    this.#alignedSamples.close()
    this.#metering.cancelPulse()
    for (const evse of this.evses) this.#waits.end(evse)
  }

  #stopByCard(evse: Evse, card: string): void {
    this.advance()
    if (evse.session) this.#end(evse, 'local', card)
    this.#settle()
  }

  #take(evse: Evse, guest: Guest, start: SessionStart): TapResult {
    this.advance()
    const reservation = this.reservations.find(evse.number, guest.card, guest.group)
    const by = { ...start, reservationId: reservation?.id ?? null }
    if (evse.vehicle === null) this.#waits.begin(evse, { guest, by }, this.#plugWait())
    else this.#begin(evse, guest, by)
    this.#settle()
    return evse.session ? 'started' : 'waiting'
  }

  #plugWait() {
    return { seconds: this.settings.connectionTimeoutSeconds, onOver: () => this.#settle() }
  }

  #begin(evse: Evse, guest: Guest, start: SessionStart): void {
    this.#waits.end(evse)
    if (start.reservationId !== null) this.reservations.remove(start.reservationId)
    const session = openSession(evse, guest, start, this.clock.nowMs())
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
    const ended = closeSession(evse, session, { reason, card, nowMs: this.clock.nowMs() })
    this.profiles = this.profiles.filter(({ sessionId, purpose }) => purpose !== 'tx' || sessionId !== session.id)
    this.#metering.end(session)
    this.#voice?.sessionEnded(ended, evse)
    this.onEvent({ kind: 'session-ended', session, evse })
    if (this.#pendingReset && this.sessions().length === 0) {
      const pending = this.#pendingReset
      this.#pendingReset = null
      setImmediate(() => this.reset(pending, true))
    }
  }

  #sampleAll(): void {
    if (!this.isPowered) return
    this.advance()
    for (const evse of this.evses) {
      if (evse.session) this.#voice?.sampled(evse.session, evse, 'clock')
      else this.#voice?.sampledIdle(evse)
    }
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
