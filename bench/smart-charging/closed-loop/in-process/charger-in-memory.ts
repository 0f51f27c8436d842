import type { LiveCharger, LiveSession } from '#core/live/live-charger.ts'
import { type Drawn, nothingDrawn } from '#server/steering/picture.ts'
import { Charger } from '#simulator/charger.ts'
import type { SimulatedClock } from '#simulator/clock.ts'
import type { Evse, EvseStatus } from '#simulator/evse.ts'
import { phasesInUse } from '#simulator/evse.ts'
import { readMeter } from '#simulator/meter-reading.ts'
import { wellBehaved } from '#simulator/misbehaviour.ts'
import type { ChargingProfile } from '#simulator/profiles/charging-profile.ts'
import { compositeSchedule } from '#simulator/profiles/composite-schedule.ts'
import { oftenShort, type Random, seededRandom, seedFor } from '#simulator/random.ts'
import type { ChargerGroup } from '#simulator/scenario.ts'
import type { Session } from '#simulator/session.ts'
import { chargerOptions } from '#simulator/simulation.ts'
import { socOf } from '#simulator/vehicle.ts'

export type ChargerInMemoryOptions = {
  id: number
  group: ChargerGroup
  index: number
  seed: number
  clock: SimulatedClock
  /** Something of it has reached the server. */
  heard(charger: ChargerInMemory): void
}

/** A simulated charger that is heard and told without a protocol between, over a link that can be lost. */
export class ChargerInMemory {
  readonly id: number
  readonly charger: Charger
  isOnline = false
  /** As its messages have shown it. */
  live: LiveCharger
  /** Newest first. */
  drawn: readonly Drawn[] = []
  readonly #clock: SimulatedClock
  readonly #random: Random
  readonly #heard: () => void
  readonly #sessionIds = new Map<Session, number>()

  constructor({ id, group, index, seed, clock, heard }: ChargerInMemoryOptions) {
    const identity = group.identity
    const { settings, misbehaviour = {}, evses } = chargerOptions(group, identity, index)
    const random = seededRandom(seedFor(seed, identity))
    const own = { identity, evses, settings, misbehaviour: { ...wellBehaved, ...misbehaviour }, random }
    this.id = id
    this.#clock = clock
    this.#random = seededRandom(seedFor(seed, `answers of ${identity}`))
    this.charger = new Charger(own, clock)
    this.live = { ...unheard, id, identity }
    this.#heard = () => heard(this)
    const changed = () => this.#tell()
    this.charger.speakThrough({
      authorize: async () => ({ decision: this.isOnline ? 'accepted' : 'offline', group: null }),
      sessionStarted: changed,
      sessionChanged: changed,
      sessionEnded: changed,
      statusChanged: changed,
      sampled: (_session, evse) => this.#sample(evse),
      ...{ sampledIdle() {}, reservationEnded() {}, restart() {}, powerLost() {}, powerBack() {} },
    })
  }

  goOnline(): void {
    this.isOnline = true
    this.#tell()
  }

  goOffline(): void {
    this.isOnline = false
    this.live = { ...this.live, connected: false, linkChangedAt: this.#clock.now(), meters: [] }
    this.#heard()
  }

  /** Which session of the charger the server knows by this number. */
  sessionOf(id: number): Session | undefined {
    return this.charger.sessions().find((session) => this.#sessionIds.get(session) === id)
  }

  /** How long its next answer takes, in ms. */
  answersAfterMs(): number {
    const { answerDelaySeconds } = this.charger.misbehaviour
    return answerDelaySeconds ? oftenShort(this.#random, answerDelaySeconds) * 1_000 : leastAnswerMs
  }

  install(profile: ChargingProfile): void {
    const isSame = (one: ChargingProfile) => one.purpose === profile.purpose && one.sessionId === profile.sessionId
    this.charger.changeProfiles((installed) => [...installed.filter((one) => !isSame(one)), profile])
  }

  /** What it says that it goes by, in the unit of its EVSE. */
  goesBy(durationSeconds: number): { value: number; untilMs: number } {
    const evse = this.charger.evses[0]!
    const atMs = this.#clock.nowMs()
    const { voltageV, session, current, maxPowerW } = evse
    const phases = phasesInUse(evse)
    const question = { atMs, evse: 1, session, askedMs: atMs, voltageV, phases, durationSeconds, maxPowerW }
    const [first, next] = compositeSchedule(this.charger.shownProfiles, question)
    const value = current === 'DC' ? first!.limitW : first!.limitW / voltageV / phases
    return { value, untilMs: atMs + (next?.startSeconds ?? durationSeconds) * 1_000 }
  }

  #sample(evse: Evse): void {
    if (!this.isOnline) return
    const { reportedPhases } = this.charger.misbehaviour
    const [power, ...currents] = readMeter(evse, ['Power.Active.Import', 'Current.Import'], { reportedPhases })
    const amps = (index: number) => currents[index]?.value ?? null
    const one = { powerW: power!.value, amps: [amps(0), amps(1), amps(2)], atMs: this.#clock.nowMs() } as const
    this.drawn = [one, ...this.drawn.slice(0, 3)]
    this.#tell()
  }

  #tell(): void {
    if (!this.isOnline) return
    const at = this.#clock.now()
    const [evse] = this.charger.evses
    const { session, status } = evse!
    const connector = { evse: 1, connector: 1, number: 1 }
    const hasEnded = !session && this.live.sessions.length > 0
    if (hasEnded && this.drawn[0]) this.drawn = [nothingDrawn(this.drawn[0].atMs + 1), ...this.drawn.slice(0, 3)]
    const since = this.live.connectors[0]?.status?.status === words[status] ? this.live.connectors[0].status.since : at
    this.live = {
      ...this.live,
      ...{ connected: true, heardAt: at, linkChangedAt: this.live.connected ? this.live.linkChangedAt : at },
      connectors: [{ ...connector, status: { status: words[status], errorCode: null, since } }],
      sessions: session ? [this.#sessionOf(session, evse!)] : [],
    }
    this.#heard()
  }

  #sessionOf(session: Session, evse: Evse): LiveSession {
    const number = this.#sessionIds.get(session) ?? this.id * 10_000 + this.#sessionIds.size
    this.#sessionIds.set(session, number)
    const soc = evse.current === 'DC' ? socOf(session.vehicle) * 100 : null
    return {
      ...{ id: number, state: 'active', evse: 1, connector: 1, card: session.card, vehicle: null },
      ...{ startedAt: Temporal.Instant.fromEpochMilliseconds(session.startedMs), endedAt: null },
      ...{ startWh: session.meterStartWh, energyWh: this.charger.energyWh(session), powerW: evse.powerW },
      ...{ initialSoc: null, socPercent: soc, chargingState: null, endReason: null, flags: [] },
    }
  }
}

const unheard: Omit<LiveCharger, 'id' | 'identity'> = {
  ...{ name: null, blocked: false, connected: false, linkChangedAt: null, version: null, vendor: null, model: null },
  ...{ firmware: null, heardAt: null, whole: null, connectors: [], meters: [], sessions: [] },
}

const words: Record<EvseStatus, string> = {
  available: 'Available',
  preparing: 'Preparing',
  charging: 'Charging',
  'suspended-ev': 'SuspendedEV',
  'suspended-evse': 'SuspendedEVSE',
  finishing: 'Finishing',
  reserved: 'Reserved',
  unavailable: 'Unavailable',
  faulted: 'Faulted',
}

const leastAnswerMs = 50
