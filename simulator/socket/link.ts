import { randomUUID } from 'node:crypto'
import { type CallFrame, type ErrorFrame, type ResultFrame, readFrame } from '#ocpp/rpc/frames.ts'
import { createValidator, type Validator } from '#ocpp/rpc/validate.ts'
import { writeCall, writeResultError } from '#ocpp/rpc/write-frame.ts'
import type { ChargerSettings } from '../charger-settings.ts'
import type { ClockTimer, SimulatedClock } from '../clock.ts'
import type { Misbehaviour } from '../misbehaviour.ts'
import type { Random } from '../random.ts'
import { answerCall } from './answer-call.ts'
import { backOffSeconds } from './back-off.ts'
import {
  type CloseReason,
  type Connection,
  type ConnectionOptions,
  openConnection,
  type Version,
} from './connection.ts'
import type { BootReason, Dialogue, Outcome } from './dialogue.ts'
import { Outbox, type OutgoingCall } from './outbox.ts'
import { Registration, type RegistrationStatus } from './registration.ts'

export type LinkEvent =
  | { kind: 'connected' }
  | { kind: 'disconnected'; why: CloseReason }
  | { kind: 'registered'; status: string }
  | { kind: 'call-failed'; action: string; outcome: Outcome }
  | { kind: 'frame'; version: Version; direction: 'in' | 'out'; text: string }

export type LinkOptions = {
  version: Version
  /** Where to and as whom; read anew for each connection. */
  connection(): ConnectionOptions
  clock: SimulatedClock
  settings: ChargerSettings
  misbehaviour: Misbehaviour
  random: Random
  dialogue: Dialogue
  onEvent(event: LinkEvent): void
}

/**
 * Keeps a charger connected and its calls in order: one under way at a time, messages of transactions durable and in
 * their order, the others lost with the connection. It boots, obeys the interval of the answer, sends heartbeats,
 * and comes back by itself with growing waits.
 */
export class Link {
  readonly #options: LinkOptions
  readonly #validator: Validator
  readonly #outbox = new Outbox()
  readonly #registration: Registration
  #connection: Connection | null = null
  #isOpen = false
  #isWanted = false
  #departures = 0
  #underWay: { id: string; call: OutgoingCall; timer: NodeJS.Timeout } | null = null
  #attempt = 0
  #reconnecting: ClockTimer | null = null
  #floor: NodeJS.Timeout | null = null
  #wakeUp: ClockTimer | null = null
  #flaky: ClockTimer | null = null

  constructor(options: LinkOptions) {
    const { clock, settings, dialogue, onEvent } = options
    this.#options = options
    this.#validator = validatorOf(options.version)
    this.#registration = new Registration({
      clock,
      settings,
      dialogue,
      call: (action, payload, how) => this.call(action, payload, how),
      onRegistered: (status) => onEvent({ kind: 'registered', status }),
      onAccepted: (wasBooted) => {
        dialogue.onConnected(wasBooted)
        this.#sendNext()
      },
    })
  }

  get version(): Version {
    return this.#options.version
  }

  get registration(): RegistrationStatus {
    return this.#registration.status
  }

  /** Whether messages reach the server now. */
  get isOnline(): boolean {
    return this.#isOpen && this.registration === 'accepted'
  }

  /** Messages of transactions that wait for their answer. */
  get waitingDurable(): number {
    return this.#outbox.durableCount + (this.#underWay?.call.isDurable ? 1 : 0)
  }

  connect(): void {
    if (this.#isWanted) return
    this.#isWanted = true
    this.#attempt = 0
    this.#open()
  }

  /** Leaves, and stays away until `connect`. */
  async disconnect(how: 'close' | 'cut' = 'close'): Promise<void> {
    this.#isWanted = false
    this.#departures += 1
    this.#reconnecting?.cancel()
    if (this.#floor) clearTimeout(this.#floor)
    const connection = this.#connection
    if (how === 'cut') connection?.cut()
    else await connection?.close()
  }

  /** Leaves and comes back at once, as whatever has changed wants it. */
  async reconnect(): Promise<void> {
    if (!this.#isWanted) return
    const isGone = this.disconnect()
    const departure = this.#departures
    await isGone
    // Unless it was told to leave for good meanwhile.
    if (departure === this.#departures) this.connect()
  }

  /** The next connection boots first. */
  needsBoot(reason: BootReason): void {
    this.#registration.forget(reason)
  }

  /** Boots again without a new connection. */
  bootNow(): void {
    this.#registration.boot('triggered')
  }

  /** Calls the server; without a connection it ends as `offline` at once. */
  call(action: string, payload: object, { isEarly = false } = {}): Promise<Outcome> {
    if (!this.#isOpen || (!isEarly && this.registration !== 'accepted')) return Promise.resolve({ kind: 'offline' })
    return new Promise((end) => {
      this.#outbox.add({
        action,
        payload: () => payload,
        isDurable: false,
        isEarly,
        attempts: 0,
        notBeforeMs: 0,
        end,
      })
      this.#sendNext()
    })
  }

  /** Says something that is never answered; only 2.1 has that. Without a connection it is lost. */
  post(action: string, payload: object): void {
    if (this.isOnline) this.#send(JSON.stringify([6, randomUUID(), action, payload]))
  }

  /**
   * Queues a message of a transaction. It is kept until the server has answered it or failed as often as the settings
   * allow. The payload is made when it is sent, since ids may be known only then.
   */
  enqueue(action: string, payload: () => object, end: (outcome: Outcome) => void = () => {}): void {
    const copies = this.#options.misbehaviour.sendsTwice ? 2 : 1
    for (let copy = 0; copy < copies; copy++) {
      this.#outbox.add({ action, payload, isDurable: true, isEarly: false, attempts: 0, notBeforeMs: 0, end })
    }
    this.#sendNext()
  }

  #open(): void {
    this.#connection = openConnection(this.#options.connection(), {
      onOpen: () => this.#onOpen(),
      onText: (bytes) => this.#onText(bytes.toString()),
      onClose: (why) => this.#onClose(why),
    })
  }

  #onOpen(): void {
    this.#isOpen = true
    this.#attempt = 0
    this.#options.onEvent({ kind: 'connected' })
    this.#scheduleFlakiness()
    this.#registration.onOpen()
  }

  #onClose(why: CloseReason): void {
    this.#connection = null
    this.#isOpen = false
    this.#flaky?.cancel()
    this.#registration.onClose()
    this.#loseCalls()
    this.#options.onEvent({ kind: 'disconnected', why })
    if (this.#isWanted) this.#comeBack()
  }

  // What was not answered is sent again if it must not be lost; the rest never happened.
  #loseCalls(): void {
    const underWay = this.#underWay
    this.#underWay = null
    if (underWay) {
      clearTimeout(underWay.timer)
      if (underWay.call.isDurable) this.#outbox.putBack(underWay.call)
      else underWay.call.end({ kind: 'offline' })
    }
    for (const call of this.#outbox.takeFleeting()) call.end({ kind: 'offline' })
  }

  // A clock that runs fast must not make a storm of it, so real waits grow too.
  #comeBack(): void {
    const { settings, random, clock } = this.#options
    const { backOffSeconds: seconds, backOffRandomSeconds: randomSeconds, backOffDoublings: doublings } = settings
    const waitMs = backOffSeconds({ seconds, randomSeconds, doublings }, this.#attempt, random) * 1_000
    const floorMs = Math.min(shortestWaitRealMs * 2 ** this.#attempt, longestFloorRealMs)
    this.#attempt += 1
    this.#reconnecting = clock.setTimeout(() => {
      const leftMs = floorMs - waitMs / clock.rate
      this.#floor = setTimeout(() => this.#isWanted && this.#open(), Math.max(0, leftMs))
    }, waitMs)
  }

  #scheduleFlakiness(): void {
    const { clock, random, misbehaviour } = this.#options
    const { dropsConnectionEverySeconds: every } = misbehaviour
    if (every === 0) return
    this.#flaky = clock.setTimeout(() => this.#connection?.cut(), every * (0.5 + random()) * 1_000)
  }

  #sendNext(): void {
    if (!this.#isOpen || this.#underWay) return
    const isAccepted = this.registration === 'accepted'
    const call = this.#outbox.take({ nowMs: this.#options.clock.nowMs(), isAccepted })
    if (call !== null) this.#write(call)
  }

  #write(call: OutgoingCall): void {
    const id = randomUUID()
    call.attempts += 1
    const timer = setTimeout(() => this.#onAnswered({ kind: 'timeout' }), answerWithinRealMs)
    timer.unref()
    this.#underWay = { id, call, timer }
    this.#send(writeCall(id, call.action, call.payload()))
  }

  #send(text: string): void {
    this.#options.onEvent({ kind: 'frame', version: this.version, direction: 'out', text })
    this.#connection?.send(text)
  }

  #onText(text: string): void {
    this.#options.onEvent({ kind: 'frame', version: this.version, direction: 'in', text })
    const frame = readFrame(text, this.version)
    if (frame.kind === 'fault' && frame.answer !== null) this.#send(frame.answer)
    if (frame.kind === 'call') void this.#answer(frame)
    if ((frame.kind === 'result' || frame.kind === 'error') && frame.id === this.#underWay?.id) this.#take(frame)
  }

  #take(frame: ResultFrame | ErrorFrame): void {
    if (frame.kind !== 'result') {
      this.#onAnswered({ kind: 'error', code: frame.code, description: frame.description })
      return
    }
    const checked = this.#validator.result(this.#underWay!.call.action, frame.payload, 'strict')
    if (!checked.ok && this.version === '2.1') this.#send(writeResultError(frame.id, checked))
    this.#onAnswered(
      checked.ok
        ? { kind: 'answered', payload: checked.payload }
        : { kind: 'error', code: 'UnusableAnswer', description: checked.description },
    )
  }

  #onAnswered(outcome: Outcome): void {
    const { call, timer } = this.#underWay!
    this.#underWay = null
    clearTimeout(timer)
    if (outcome.kind !== 'answered') this.#options.onEvent({ kind: 'call-failed', action: call.action, outcome })
    if (outcome.kind === 'answered' || !this.#isTriedAgain(call)) call.end(outcome)
    this.#sendNext()
  }

  // 16 §3.7.1: the wait grows with each attempt, and it is given up after so many.
  #isTriedAgain(call: OutgoingCall): boolean {
    const { settings, clock } = this.#options
    if (!call.isDurable || call.attempts >= settings.transactionMessageAttempts) return false
    const waitMs = settings.transactionMessageRetrySeconds * call.attempts * 1_000
    call.notBeforeMs = clock.nowMs() + waitMs
    this.#outbox.putBack(call)
    this.#wakeUp = clock.setTimeout(() => this.#sendNext(), waitMs)
    return true
  }

  async #answer(frame: CallFrame): Promise<void> {
    const { misbehaviour, dialogue, version, clock, random } = this.#options
    const reply = await answerCall(frame, {
      version,
      validator: this.#validator,
      misbehaviour,
      dialogue,
      registration: this.registration,
      sleep: clock.sleep,
      random,
    })
    if (reply === null) return
    this.#send(reply.text)
    reply.afterwards?.()
  }

  close(): Promise<void> {
    for (const timer of [this.#wakeUp, this.#flaky]) timer?.cancel()
    this.#registration.onClose()
    return this.disconnect()
  }
}

const validators = new Map<Version, Validator>()

function validatorOf(version: Version): Validator {
  const known = validators.get(version) ?? createValidator(version)
  validators.set(version, known)
  return known
}

// The network is real, however fast the clock runs.
const answerWithinRealMs = 30_000
const shortestWaitRealMs = 100
const longestFloorRealMs = 10_000
