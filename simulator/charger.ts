import { randomUUID } from 'node:crypto'
import { type ChargerSettings, usualSettings } from './charger-settings.ts'
import type { ClockTimer, SimulatedClock } from './clock.ts'
import { computeFlows } from './energy-flow.ts'
import {
  createEvse,
  deliver,
  type Evse,
  type EvseOptions,
  type EvseStatus,
  type FaultCode,
  type Reservation,
} from './evse.ts'
import { statusOf } from './evse-status.ts'
import { createCardMemory } from './known-cards.ts'
import type { ChargingProfile } from './profiles/charging-profile.ts'
import type { Session, SessionEnd, SessionStart, StopReason } from './session.ts'
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
  readonly reservations = new Map<number, Reservation>()
  isPowered = true
  isOperative = true
  onEvent: (event: ChargerEvent) => void = () => {}

  readonly clock: SimulatedClock
  #voice: Voice | null = null
  #settledMs: number
  #pulse: ClockTimer | null = null
  #pendingReset: 'soft-reset' | 'hard-reset' | null = null
  readonly #sampledMs = new Map<Session, number>()
  readonly #waits = new Map<Evse, ClockTimer>()
  readonly #groups = new Map<Session, string>()

  constructor({ identity, evses, registerWh = 0, settings }: ChargerOptions, clock: SimulatedClock) {
    this.identity = identity
    this.evses = evses.map((options, index) => createEvse(index + 1, { ...options, registerWh }))
    this.settings = { ...usualSettings, ...settings }
    this.clock = clock
    this.#settledMs = clock.nowMs()
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
    if (waiting && this.#mayCharge(evse)) this.#begin(evse, waiting.card, waiting.by)
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
    const own = this.evses.find((evse) => (!at || evse === at) && isSame(evse.session?.card, card))
    if (own) return this.#stopByCard(own, card)
    if (at?.session) return this.#stopByGroup(at, card)

    const isFree = () => (at ? this.#canTake(at, card) : this.#choosePlace(card) !== undefined)
    if (!isFree()) return 'no-place'
    const answer = await this.#decide(card)
    if (!answer.isAccepted) {
      this.onEvent({ kind: 'card-refused', card })
      return 'refused'
    }
    const evse = at ?? this.#choosePlace(card, answer.group)
    if (!evse || !this.#canTake(evse, card, answer.group)) return 'no-place'
    return this.#take(evse, card, { by: 'card', remoteStartId: null, reservationId: null, profile: null }, answer.group)
  }

  /** Begins a session because the server wants so, and says where; null when it cannot be. */
  remoteStart(request: RemoteStart): Evse | null {
    if (!this.isPowered) return null
    const { card, remoteStartId, profile } = request
    const evse = request.evse === null ? this.#choosePlace(card) : this.evse(request.evse)
    if (!evse || !this.#canTake(evse, card)) return null
    const start: SessionStart = { by: 'remote', remoteStartId, reservationId: null, profile }
    // The answer goes out before what follows from it.
    setImmediate(() => void this.#startRemotely(evse, card, start))
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
    this.#cancelPulse()
  }

  restorePower(): void {
    if (this.isPowered) return
    this.isPowered = true
    this.#settledMs = this.clock.nowMs()
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

  reserve(reservation: Reservation): 'accepted' | 'occupied' | 'faulted' | 'unavailable' | 'rejected' {
    const evse = reservation.evse === 0 ? null : this.evse(reservation.evse)
    if (evse === undefined) return 'rejected'
    const isFree = (one: Evse) => one.session === null && one.vehicle === null && !one.waiting
    const candidates = evse === null ? this.evses : [evse]
    if (candidates.every((one) => one.fault !== null)) return 'faulted'
    if (candidates.every((one) => !this.#isOpen(one))) return 'unavailable'
    const others = [...this.reservations.values()].filter((one) => one.id !== reservation.id)
    const taken = others.filter((one) => one.evse === 0 || one.evse === reservation.evse || evse === null).length
    const free = candidates.filter((one) => isFree(one) && this.#mayCharge(one)).length
    if (free <= taken) return 'occupied'

    this.reservations.set(reservation.id, reservation)
    this.clock.setTimeout(
      () => {
        if (this.reservations.get(reservation.id) === reservation) this.#endReservation(reservation.id, 'expired')
      },
      Math.max(0, reservation.expiresMs - this.clock.nowMs()),
    )
    setImmediate(() => this.#settle())
    return 'accepted'
  }

  cancelReservation(id: number): boolean {
    const wasThere = this.reservations.delete(id)
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
    const nowMs = this.clock.nowMs()
    if (!this.isPowered || this.sessions().length === 0) {
      this.#settledMs = nowMs
      return
    }
    while (this.#settledMs < nowMs) {
      const stepMs = Math.min(longestStepMs, nowMs - this.#settledMs)
      computeFlows(this.evses, this.profiles, this.#settledMs)
      for (const evse of this.evses) if (evse.session) deliver(evse, evse.powerW, stepMs / 1_000)
      this.#settledMs += stepMs
    }
    computeFlows(this.evses, this.profiles, nowMs)
  }

  /** The energy of a session until now, in Wh. */
  energyWh(session: Session): number {
    const evse = this.#evseOf(session)
    const meterWh = session.ended?.meterWh ?? evse?.registerWh ?? session.meterStartWh
    return meterWh - session.meterStartWh
  }

  /** Ends all timers. */
  close(): void {
    this.#cancelPulse()
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
    if (!isAccepted || group === null || this.#groups.get(session) !== group) return 'refused'
    return this.#stopByCard(evse, card)
  }

  async #startRemotely(evse: Evse, card: string, start: SessionStart): Promise<void> {
    let group: string | null = null
    if (this.settings.authorizeRemoteStarts) {
      const answer = await this.#decide(card)
      if (!answer.isAccepted) return this.onEvent({ kind: 'card-refused', card })
      group = answer.group
    }
    if (this.#canTake(evse, card, group)) this.#take(evse, card, start, group)
  }

  #take(evse: Evse, card: string, start: SessionStart, group: string | null): TapResult {
    this.advance()
    const reservation = this.#reservationFor(evse, card, group)
    const by = { ...start, reservationId: reservation?.id ?? null }
    if (evse.vehicle === null) {
      this.#waitForPlug(evse, card, by)
      this.#settle()
      return 'waiting'
    }
    this.#begin(evse, card, by)
    if (group !== null && evse.session) this.#groups.set(evse.session, group)
    this.#settle()
    return 'started'
  }

  #waitForPlug(evse: Evse, card: string, by: SessionStart): void {
    this.#stopWaiting(evse)
    evse.waiting = { card, by }
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

  #begin(evse: Evse, card: string, start: SessionStart): void {
    this.#stopWaiting(evse)
    if (start.reservationId !== null) this.reservations.delete(start.reservationId)
    const vehicle = evse.vehicle!
    const session: Session = {
      id: randomUUID(),
      wireId: null,
      evse: evse.number,
      card,
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
    this.#settledMs = Math.max(this.#settledMs, session.startedMs)
    if (start.profile)
      this.profiles = [...this.profiles, { ...start.profile, sessionId: session.id, evse: evse.number }]
    computeFlows(this.evses, this.profiles, session.startedMs)
    this.#sampledMs.set(session, session.startedMs)
    this.#voice?.sessionStarted(session, evse)
    this.onEvent({ kind: 'session-started', session, evse })
    this.#schedulePulse()
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
    this.#sampledMs.delete(session)
    this.#groups.delete(session)
    this.#voice?.sessionEnded(session as Session & { ended: SessionEnd }, evse)
    this.onEvent({ kind: 'session-ended', session, evse })
    if (this.#pendingReset && this.sessions().length === 0) {
      const pending = this.#pendingReset
      this.#pendingReset = null
      setImmediate(() => this.reset(pending, true))
    }
  }

  async #decide(card: string): Promise<{ isAccepted: boolean; group: string | null }> {
    const { settings, cards } = this
    const where = { useList: settings.isListEnabled, useCache: settings.isCacheEnabled, nowMs: this.clock.nowMs() }
    const known = cards.find(card, where)
    if (settings.authorizeLocallyFirst && known?.isAccepted) return known
    const { decision, group } = (await this.#voice?.authorize(card)) ?? { decision: 'offline', group: null }
    if (decision !== 'offline') return { isAccepted: decision === 'accepted', group }
    if (known && settings.authorizeLocallyWhenOffline) return known
    return { isAccepted: !known && settings.allowUnknownCardsWhenOffline, group: null }
  }

  #choosePlace(card: string, group: string | null = null): Evse | undefined {
    const free = this.evses.filter((evse) => this.#canTake(evse, card, group))
    return (
      free.find((evse) => evse.vehicle !== null && !evse.isFinished) ?? free.find(({ vehicle }) => !vehicle) ?? free[0]
    )
  }

  #canTake(evse: Evse, card: string, group: string | null = null): boolean {
    if (evse.session || evse.waiting || !this.#mayCharge(evse)) return false
    if (this.#reservationFor(evse, card, group)) return true
    const reserved = [...this.reservations.values()]
    if (reserved.some((one) => one.evse === evse.number)) return false
    const forAny = reserved.filter((one) => one.evse === 0).length
    const free = this.evses.filter((one) => !one.session && !one.waiting && this.#mayCharge(one)).length
    return free > forAny
  }

  #reservationFor(evse: Evse, card: string, group: string | null): Reservation | undefined {
    return [...this.reservations.values()].find(
      (one) =>
        (one.evse === 0 || one.evse === evse.number) &&
        (isSame(one.card, card) || (one.group !== null && isSame(one.group, group ?? undefined))),
    )
  }

  #isOpen(evse: Evse): boolean {
    return this.isOperative && evse.isOperative
  }

  #mayCharge(evse: Evse): boolean {
    return this.isPowered && evse.fault === null && this.#isOpen(evse)
  }

  #evseOf(session: Session): Evse | undefined {
    return this.evse(session.evse)
  }

  #endReservation(id: number, why: 'expired' | 'removed'): void {
    this.reservations.delete(id)
    this.#voice?.reservationEnded(id, why)
    this.#settle()
  }

  // At most ten simulated seconds behind, but no more than twenty times a real second.
  #schedulePulse(): void {
    if (this.#pulse || this.sessions().length === 0) return
    const sampleMs = this.settings.sampleIntervalSeconds * 1_000 || longestStepMs
    const afterMs = Math.max(Math.min(longestStepMs, sampleMs), shortestPulseRealMs * this.clock.rate)
    this.#pulse = this.clock.setTimeout(() => {
      this.#pulse = null
      this.#onPulse()
      this.#schedulePulse()
    }, afterMs)
  }

  #cancelPulse(): void {
    this.#pulse?.cancel()
    this.#pulse = null
  }

  #onPulse(): void {
    this.advance()
    this.#settle()
    const intervalMs = this.settings.sampleIntervalSeconds * 1_000
    if (intervalMs === 0) return
    for (const evse of this.evses) {
      const { session } = evse
      const sampledMs = session && this.#sampledMs.get(session)
      if (!session || sampledMs === undefined || sampledMs === null) continue
      const due = Math.floor((this.#settledMs - sampledMs) / intervalMs)
      if (due < 1) continue
      this.#sampledMs.set(session, sampledMs + due * intervalMs)
      this.#voice?.sampled(session, evse, 'periodic')
    }
  }

  /** Tells what has changed. */
  #settle(): void {
    if (!this.isPowered) return
    for (const evse of this.#refreshStatuses()) {
      if (evse.session) this.#voice?.sessionChanged(evse.session, evse)
      this.#voice?.statusChanged(evse)
      this.onEvent({ kind: 'status', evse, status: evse.status })
    }
    this.#schedulePulse()
  }

  #refreshStatuses(): Evse[] {
    return this.evses.filter((evse) => {
      const before = evse.status
      evse.status = statusOf(evse, { isOpen: this.#isOpen(evse), isReserved: this.#isReserved(evse) })
      return evse.status !== before
    })
  }

  #isReserved(evse: Evse): boolean {
    return [...this.reservations.values()].some((one) => one.evse === evse.number)
  }
}

function isSame(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one.toLowerCase() === other?.toLowerCase()
}

const longestStepMs = 10_000
const shortestPulseRealMs = 50
