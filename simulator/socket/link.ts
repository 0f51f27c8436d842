import { randomUUID } from 'node:crypto'
import { CallFault, type FaultKind } from '#ocpp/rpc/errors.ts'
import { type ErrorFrame, type ResultFrame, readFrame } from '#ocpp/rpc/frames.ts'
import { createValidator, type Validator } from '#ocpp/rpc/validate.ts'
import { writeCall, writeError, writeResult } from '#ocpp/rpc/write-frame.ts'
import type { ChargerSettings } from '../charger-settings.ts'
import type { ClockTimer, SimulatedClock } from '../clock.ts'
import type { Misbehaviour } from '../misbehaviour.ts'
import type { Random } from '../random.ts'
import { backOffSeconds } from './back-off.ts'
import {
  type CloseReason,
  type Connection,
  type ConnectionOptions,
  openConnection,
  type Version,
} from './connection.ts'

/** How a call of the charger ended. */
export type Outcome =
  | { kind: 'answered'; payload: Record<string, unknown> }
  | { kind: 'error'; code: string; description: string }
  | { kind: 'timeout' }
  | { kind: 'offline' }

/** An answer to a call of the server, and what the charger does once it is sent. */
export type Reply = { answer: object; afterwards?: () => void }

export type LinkEvent =
  | { kind: 'connected' }
  | { kind: 'disconnected'; why: CloseReason }
  | { kind: 'registered'; status: string }
  | { kind: 'call-failed'; action: string; outcome: Outcome }
  | { kind: 'frame'; version: Version; direction: 'in' | 'out'; text: string }

export type Dialogue = {
  boot(reason: BootReason): { action: string; payload: object }
  /** The server answered the boot: what it said of the interval is taken, in seconds. */
  onConnected(wasBooted: boolean): void
  answer(action: string, payload: Record<string, unknown>): Reply | Promise<Reply>
}

export type BootReason = 'power' | 'soft-reset' | 'hard-reset' | 'triggered'

export type LinkOptions = ConnectionOptions & {
  clock: SimulatedClock
  settings: ChargerSettings
  misbehaviour: Misbehaviour
  random: Random
  dialogue: Dialogue
  onEvent(event: LinkEvent): void
}

export type Registration = 'none' | 'accepted' | 'pending' | 'rejected'

type Entry = {
  action: string
  payload: () => object
  /** Of a transaction: kept over disconnections and tried again. */
  isDurable: boolean
  /** May be sent before the charger is accepted. */
  isEarly: boolean
  attempts: number
  notBeforeMs: number
  end(outcome: Outcome): void
}

/**
 * Keeps a charger connected and its calls in order: one under way at a time, messages of transactions durable and in
 * their order, the others lost with the connection. It boots, obeys the interval of the answer, sends heartbeats,
 * and comes back by itself with growing waits.
 */
export class Link {
  registration: Registration = 'none'

  readonly #options: LinkOptions
  readonly #validator: Validator
  readonly #queue: Entry[] = []
  #connection: Connection | null = null
  #isOpen = false
  #isWanted = false
  #underWay: { id: string; entry: Entry; timer: NodeJS.Timeout } | null = null
  #bootReason: BootReason | null = 'power'
  #attempt = 0
  #reconnecting: ClockTimer | null = null
  #floor: NodeJS.Timeout | null = null
  #heartbeat: ClockTimer | null = null
  #bootRetry: ClockTimer | null = null
  #wakeUp: ClockTimer | null = null
  #flaky: ClockTimer | null = null

  constructor(options: LinkOptions) {
    this.#options = options
    this.#validator = validatorOf(options.version)
  }

  get version(): Version {
    return this.#options.version
  }

  /** Whether messages reach the server now. */
  get isOnline(): boolean {
    return this.#isOpen && this.registration === 'accepted'
  }

  /** Messages of transactions that wait for their answer. */
  get waitingDurable(): number {
    return this.#queue.filter(({ isDurable }) => isDurable).length + (this.#underWay?.entry.isDurable ? 1 : 0)
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
    this.#reconnecting?.cancel()
    if (this.#floor) clearTimeout(this.#floor)
    const connection = this.#connection
    if (how === 'cut') connection?.cut()
    else await connection?.close()
  }

  /** The next connection boots first. */
  needsBoot(reason: BootReason): void {
    this.#bootReason = reason
    this.registration = 'none'
  }

  /** Boots again without a new connection. */
  bootNow(): void {
    this.#boot('triggered')
  }

  /** Calls the server; without a connection it ends as `offline` at once. */
  call(action: string, payload: object, { isEarly = false } = {}): Promise<Outcome> {
    if (!this.#isOpen || (!isEarly && this.registration !== 'accepted')) return Promise.resolve({ kind: 'offline' })
    return new Promise((end) => {
      const entry = { action, payload: () => payload, isDurable: false, isEarly, attempts: 0, notBeforeMs: 0, end }
      if (isEarly) this.#queue.unshift(entry)
      else this.#queue.push(entry)
      this.#sendNext()
    })
  }

  /**
   * Queues a message of a transaction. It is kept until the server has answered it or failed as often as the settings
   * allow. The payload is made when it is sent, since ids may be known only then.
   */
  enqueue(action: string, payload: () => object, end: (outcome: Outcome) => void = () => {}): void {
    const copies = this.#options.misbehaviour.sendsTwice ? 2 : 1
    for (let copy = 0; copy < copies; copy++) {
      this.#queue.push({ action, payload, isDurable: true, isEarly: false, attempts: 0, notBeforeMs: 0, end })
    }
    this.#sendNext()
  }

  #open(): void {
    const { endpoint, identity, version, password } = this.#options
    this.#connection = openConnection(
      { endpoint, identity, version, password },
      {
        onOpen: () => this.#onOpen(),
        onText: (bytes) => this.#onText(bytes.toString()),
        onClose: (why) => this.#onClose(why),
      },
    )
  }

  #onOpen(): void {
    this.#isOpen = true
    this.#attempt = 0
    this.#options.onEvent({ kind: 'connected' })
    this.#scheduleFlakiness()
    if (this.#bootReason !== null || this.registration !== 'accepted') {
      this.#boot(this.#bootReason ?? 'power')
      return
    }
    this.#beginHeartbeats()
    this.#options.dialogue.onConnected(false)
    this.#sendNext()
  }

  #onClose(why: CloseReason): void {
    this.#connection = null
    this.#isOpen = false
    for (const timer of [this.#heartbeat, this.#bootRetry, this.#flaky]) timer?.cancel()
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
      if (underWay.entry.isDurable) this.#queue.unshift(underWay.entry)
      else underWay.entry.end({ kind: 'offline' })
    }
    const lost = this.#queue.filter(({ isDurable }) => !isDurable)
    this.#keep(({ isDurable }) => isDurable)
    for (const entry of lost) entry.end({ kind: 'offline' })
  }

  #keep(keeps: (entry: Entry) => boolean): void {
    this.#queue.splice(0, this.#queue.length, ...this.#queue.filter(keeps))
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

  #boot(reason: BootReason): void {
    this.#bootRetry?.cancel()
    const { action, payload } = this.#options.dialogue.boot(reason)
    void this.call(action, payload, { isEarly: true }).then((outcome) => this.#onBooted(reason, outcome))
  }

  #onBooted(reason: BootReason, outcome: Outcome): void {
    const { settings, dialogue, onEvent } = this.#options
    if (outcome.kind === 'offline') return
    if (outcome.kind !== 'answered') {
      this.#bootLater(reason, settings.transactionMessageRetrySeconds)
      return
    }

    const { status, interval } = outcome.payload as { status: string; interval: number }
    onEvent({ kind: 'registered', status })
    this.#bootReason = null
    if (status !== 'Accepted') {
      this.registration = status === 'Pending' ? 'pending' : 'rejected'
      this.#bootLater(reason, interval > 0 ? interval : settings.transactionMessageRetrySeconds)
      return
    }
    this.registration = 'accepted'
    if (interval > 0) settings.heartbeatIntervalSeconds = interval
    this.#beginHeartbeats()
    dialogue.onConnected(true)
    this.#sendNext()
  }

  #bootLater(reason: BootReason, seconds: number): void {
    this.#bootReason = reason
    this.#bootRetry = this.#options.clock.setTimeout(() => this.#boot(reason), seconds * 1_000)
  }

  #beginHeartbeats(): void {
    this.#heartbeat?.cancel()
    const { clock, settings } = this.#options
    if (settings.heartbeatIntervalSeconds <= 0) return
    this.#heartbeat = clock.setTimeout(
      () => {
        void this.call('Heartbeat', {})
        this.#beginHeartbeats()
      },
      Math.max(settings.heartbeatIntervalSeconds * 1_000, shortestHeartbeatRealMs * clock.rate),
    )
  }

  #sendNext(): void {
    if (!this.#isOpen || this.#underWay) return
    const nowMs = this.#options.clock.nowMs()
    const accepted = this.registration === 'accepted'
    // The first durable one holds up those behind it: their order is a promise.
    let isHeldUp = false
    const index = this.#queue.findIndex((entry) => {
      if (!entry.isEarly && !accepted) return false
      if (!entry.isDurable) return true
      const isReady = !isHeldUp && entry.notBeforeMs <= nowMs
      isHeldUp = true
      return isReady
    })
    if (index === -1) return
    const [entry] = this.#queue.splice(index, 1)
    this.#write(entry!)
  }

  #write(entry: Entry): void {
    const id = randomUUID()
    entry.attempts += 1
    const timer = setTimeout(() => this.#onAnswered({ kind: 'timeout' }), answerWithinRealMs)
    timer.unref()
    this.#underWay = { id, entry, timer }
    this.#send(writeCall(id, entry.action, entry.payload()))
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
    const checked = this.#validator.result(this.#underWay!.entry.action, frame.payload, 'strict')
    this.#onAnswered(
      checked.ok
        ? { kind: 'answered', payload: checked.payload }
        : { kind: 'error', code: 'UnusableAnswer', description: checked.description },
    )
  }

  #onAnswered(outcome: Outcome): void {
    const { entry, timer } = this.#underWay!
    this.#underWay = null
    clearTimeout(timer)
    if (outcome.kind !== 'answered') this.#options.onEvent({ kind: 'call-failed', action: entry.action, outcome })
    if (outcome.kind === 'answered' || !this.#isTriedAgain(entry)) entry.end(outcome)
    this.#sendNext()
  }

  // 16 §3.7.1: the wait grows with each attempt, and it is given up after so many.
  #isTriedAgain(entry: Entry): boolean {
    const { settings, clock } = this.#options
    if (!entry.isDurable || entry.attempts >= settings.transactionMessageAttempts) return false
    const waitMs = settings.transactionMessageRetrySeconds * entry.attempts * 1_000
    entry.notBeforeMs = clock.nowMs() + waitMs
    this.#queue.unshift(entry)
    this.#wakeUp = clock.setTimeout(() => this.#sendNext(), waitMs)
    return true
  }

  async #answer(frame: { id: string | number; action: string; payload: unknown }): Promise<void> {
    const { misbehaviour, dialogue } = this.#options
    if (misbehaviour.isSilent) return
    const { answerDelayMs } = misbehaviour
    if (answerDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, answerDelayMs).unref())

    const { id, action } = frame
    try {
      if (this.registration === 'rejected') throw new CallFault('security', 'not accepted')
      const checked = this.#validator.call(action, frame.payload, 'strict')
      if (!checked.ok) throw new CallFault(checked.kind, checked.description)
      const { answer, afterwards } = await dialogue.answer(action, checked.payload)
      this.#send(writeResult(id, answer))
      afterwards?.()
    } catch (error) {
      if (!(error instanceof CallFault)) throw error
      this.#send(writeError(id, this.version, { kind: error.kind as FaultKind, description: error.message }))
    }
  }

  close(): Promise<void> {
    for (const timer of [this.#heartbeat, this.#bootRetry, this.#wakeUp, this.#flaky]) timer?.cancel()
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
const shortestHeartbeatRealMs = 1_000
