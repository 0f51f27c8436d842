import type { RawData, WebSocket } from 'ws'
import type { ChargerRef } from '#core/context.ts'
import { Brakes } from './brakes.ts'
import { type ChargerMemory, ignoresPings, noteRefusedToken } from './charger-memory.ts'
import { isOtherSerial } from './connect/boot-serial.ts'
import type { Entry } from './connect/security-profile.ts'
import { type ConnectedCharger, StampReader } from './connected-charger.ts'
import { beginningOf, type DeviationRule } from './deviations.ts'
import type { Dialect } from './dialect.ts'
import {
  type Answer,
  answerCall,
  type BootAnswer,
  type InboundCall,
  logFault,
  overdueAnswer,
  quarantineCall,
  type Speaker,
} from './handle-call.ts'
import { Inbox } from './inbox.ts'
import { allowedSilenceSeconds, beat, ignoredPings, type LivenessRules, newPulse, type Pulse } from './liveness.ts'
import type { OcppMetrics } from './metrics.ts'
import { type Exchange, Outbox } from './outbox.ts'
import { mayBeHandled, type Standing } from './registration-gate.ts'
import type { CallOutcome, OutboundCall } from './rpc/call-queue.ts'
import type { FaultKind } from './rpc/errors.ts'
import { isErrorCode } from './rpc/errors.ts'
import { type CallFrame, type FrameFault, readFrame } from './rpc/frames.ts'
import { writeResultError } from './rpc/write-frame.ts'
import type { OcppSettings } from './settings.ts'
import { takeSend } from './take-send.ts'
import { TokenBucket } from './token-bucket.ts'
import type { Candidate, OcppWorld } from './world.ts'

export type ConnectionParts = { world: OcppWorld; settings: OcppSettings; metrics: OcppMetrics }

export type ConnectionOptions = {
  socket: WebSocket
  candidate: Candidate
  entry: Entry
  dialect: Dialect
  remoteAddress: string
  /** Under which address it found us. */
  origin: string | null
  /** Tells this connection from every other of this process. */
  generation: number
  memory: ChargerMemory
  /** It replaced a living connection from elsewhere: nothing is sent until the charger has shown its state (S4). */
  isSuspect: boolean
  onClosed(connection: Connection, code: number, reason: string): void
  /** Calls may be sent from now on; told again when the charger has restarted. */
  onReady(connection: Connection): void
  /** One of our calls was answered when nobody waited for it any more. */
  onLate(connection: Connection, call: OutboundCall, outcome: CallOutcome): void
  /** The charger is alive, but has left several of our calls in a row without an answer (F-08). */
  onSick(connection: Connection): void
  /** The charger could not use an answer of ours (2.1, F-04). */
  onResultError(connection: Connection, error: { id: string; code: string; description: string }): void
  /** It has been left alone for a while, and we still do not know what it is, or whether it is the one we knew. */
  onUnknown(connection: Connection, what: 'boot' | 'status'): void
}

/**
 * One charger on one socket. Its calls go through the inbox one by one; the answers to ours do not wait there, so that
 * the two directions never wait for each other (F-06).
 */
export class Connection {
  readonly ref: ChargerRef
  readonly remoteAddress: string
  readonly origin: string | null
  readonly generation: number
  readonly dialect: Dialect
  /** As it was when it connected. */
  readonly candidate: Candidate
  /** How it showed who it is. */
  readonly entry: Entry

  readonly #options: ConnectionOptions
  readonly #parts: ConnectionParts
  readonly #socket: WebSocket
  readonly #standing: Standing & { triggered: Set<string> }
  readonly #speaker: Speaker
  readonly #inbox: Inbox
  readonly #outbox: Outbox
  readonly #brakes: Brakes
  readonly #rate: TokenBucket
  readonly #liveness: LivenessRules
  readonly #pulse: Pulse
  #isReady = false
  #isStale = false
  #isClosed = false
  #hasSentMessages = false
  readonly #openedMs: number
  /** Sweeps in a row at which nothing of it was in process, and nothing had come since the one before. */
  #quietSweeps = 0
  #hasTold = false
  #sendsUnderWay = 0
  #undrainedSinceMs: number | null = null
  #isSuspect: boolean
  /** Until then the charger is left alone, unless it speaks first (B-04). */
  #quietUntilMs: number

  constructor(parts: ConnectionParts, options: ConnectionOptions) {
    const { socket, candidate, dialect, memory } = options
    const { world, settings, metrics } = parts
    const { charger } = candidate
    const nowMs = performance.now()
    this.#openedMs = nowMs
    this.#parts = parts
    this.#options = options
    this.#socket = socket
    this.ref = { id: charger.id, tenant: charger.tenant, identity: charger.identity }
    this.remoteAddress = options.remoteAddress
    this.origin = options.origin
    this.generation = options.generation
    this.#isSuspect = options.isSuspect
    this.dialect = dialect
    this.candidate = candidate
    this.entry = options.entry

    this.#standing = {
      version: dialect.version,
      mode: charger.validationMode,
      registration: heldBack(options.entry, charger.registration),
      hasBooted: candidate.known,
      triggered: new Set(),
    }
    this.#speaker = {
      ref: this.ref,
      dialect,
      stamps: new StampReader(
        this.ref,
        charger.timeZone,
        (...what) => this.#deviated(...what),
        options.entry.hasExpiredCertificate,
      ),
      remoteAddress: options.remoteAddress,
      standing: this.#standing,
      booted: (answer) => this.#booted(answer),
      tokenRefused: () => noteRefusedToken(memory, performance.now()),
    }
    this.#inbox = new Inbox({
      answer: (call, fault) => this.#answer(call, fault),
      overdueAnswer: (call) => overdueAnswer(this.#speaker, call, parts),
      send: (text) => this.#send(text),
      onRepeated: () => {
        metrics.droppedFrame('repeated')
        this.#deviated('message-repeated')
      },
      onWaiting: (frames) => this.#watchWaiting(frames),
      replays: memory.replays,
      replayedActions: dialect.replayedActions,
      handlerSeconds: settings.handlerSeconds,
      bootSeconds: settings.bootSeconds,
    })
    this.#outbox = new Outbox((text) => this.#writeCall(text), {
      onStray: () => {
        metrics.droppedFrame('stray-answer')
        this.#deviated('answer-to-nothing')
      },
      onLate: (call, outcome) => {
        world.log.info({ chargerId: this.ref.id, action: call.action }, 'a call was answered too late')
        this.#deviated('answer-late', call.action)
        options.onLate(this, call, outcome)
      },
      onSick: () => {
        world.log.warn({ chargerId: this.ref.id }, 'the charger answers no calls')
        this.#deviated('calls-unanswered')
        options.onSick(this)
      },
    })
    this.#brakes = new Brakes(socket, (why) => why !== 'drain' && metrics.paused(why))
    this.#rate = new TokenBucket(settings.messagesPerSecond, settings.messageBurst, nowMs)
    const silenceSeconds = ignoresPings(memory) ? allowedSilenceSeconds(memory.heartbeatSeconds) : null
    this.#liveness = { pingSeconds: settings.pingSeconds, missedPongs: settings.missedPongs, silenceSeconds }
    this.#pulse = newPulse(nowMs, this.#liveness)
    const { min, max } = settings.quietSeconds
    this.#quietUntilMs = nowMs + (min + Math.random() * (max - min)) * 1_000
    this.#listen()
  }

  get isOpen(): boolean {
    return !this.#isClosed && this.#socket.readyState === this.#socket.OPEN
  }

  /** Nothing in process, nothing waiting, none of our calls unanswered. */
  get isIdle(): boolean {
    return this.#inbox.isIdle && this.#outbox.isIdle
  }

  /** Whether calls may be sent: not before the charger has spoken, or been left alone for a while (B-04). */
  get isReady(): boolean {
    return this.#isReady && this.isOpen
  }

  /** The registration that is configured now counts from the charger's next message on. */
  standAs(registration: Standing['registration']): void {
    this.#standing.registration = heldBack(this.entry, registration)
  }

  /** The charger as the handlers of its messages see it. */
  get charger(): ConnectedCharger {
    return this.#speaker.stamps.charger
  }

  /** Whether it is still telling what it has to tell after it has connected: what we ask by ourselves can wait. */
  get isTelling(): boolean {
    return !this.#inbox.isIdle || (!this.#hasTold && performance.now() - this.#openedMs < tellingMs)
  }

  get registration(): Standing['registration'] {
    return this.#standing.registration
  }

  /** Whether anything was heard lately; if not, whoever replaces it replaces a dead one. */
  get isAlive(): boolean {
    return this.isOpen && performance.now() - this.#pulse.lastHeardMs < 2_000 * this.#parts.settings.pingSeconds.max
  }

  /** Sends a call and tells how it ended. */
  call(call: OutboundCall): Promise<Exchange> {
    return this.#outbox.call(call)
  }

  /** Tells a 2.1 charger that its answer cannot be used; older ones have no word for it (F-04). */
  complainOfResult({ id, kind, description }: { id: string; kind: FaultKind; description: string }): void {
    if (this.dialect.version === '2.1') this.#send(writeResultError(id, { kind, description }))
  }

  /** This message is asked for: it is welcome before the charger is let in (B-02). False when it was so already. */
  expect(action: string): boolean {
    const isNew = !this.#standing.triggered.has(action)
    this.#standing.triggered.add(action)
    return isNew
  }

  /** It was asked for, but the charger declined: what it sends of this now is not what was asked for. */
  expectNoMore(action: string): void {
    this.#standing.triggered.delete(action)
  }

  /** Another connection has this charger now; nothing of this one may have an effect any more (T-08). */
  replace(reason: string): void {
    this.#isStale = true
    this.#inbox.clear()
    this.#outbox.close()
    this.close(1000, reason)
  }

  close(code: number, reason: string): void {
    this.#brakes.liftAll()
    this.#socket.close(code, reason)
  }

  terminate(): void {
    this.#socket.terminate()
  }

  /** No more is read; what was read is still answered. */
  stopReading(): void {
    this.#brakes.put('drain')
  }

  /** Resolves when what was received is handled. */
  idle(): Promise<void> {
    return this.#inbox.idle()
  }

  /** Called about once a second, for all that is due by time; so a connection needs no timers of its own. */
  tick(nowMs: number): void {
    if (this.#isClosed) return
    this.#inbox.tick(nowMs)
    this.#watchTelling()
    if (this.#brakes.has('rate') && this.#rate.has(1, nowMs)) this.#brakes.lift('rate')
    this.#watchBuffer(nowMs)
    if (nowMs >= this.#quietUntilMs) this.#endQuiet()
    // While we do not read, no pong can come.
    if (this.#brakes.isOn) this.#pulse.lastHeardMs = nowMs
    const due = beat(this.#pulse, this.#liveness, nowMs)
    if (due === 'nothing') return
    if (this.#pulse.missed > 0) this.#parts.metrics.missedPong()
    if (due === 'ping') this.#socket.ping()
    else this.terminate()
  }

  /** By sweeps and not by time alone: a server that is busy reads late what came in time. */
  #watchTelling(): void {
    this.#quietSweeps = this.#inbox.isIdle ? this.#quietSweeps + 1 : 0
    if (this.#quietSweeps >= quietSweeps) this.#hasTold = true
  }

  #listen(): void {
    this.#socket.on('message', (data: RawData, isBinary: boolean) => this.#receive(data, isBinary))
    this.#socket.on('ping', () => this.#heard())
    this.#socket.on('pong', () => {
      this.#pulse.pongs += 1
      this.#heard()
    })
    this.#socket.on('error', (error) => {
      this.#parts.world.log.debug({ err: error, chargerId: this.ref.id }, 'socket error')
    })
    this.#socket.once('close', (code: number, reason: Buffer) => this.#ended(code, reason.toString()))
  }

  #heard(): void {
    this.#pulse.lastHeardMs = performance.now()
  }

  #receive(data: RawData, isBinary: boolean): void {
    const nowMs = performance.now()
    this.#pulse.lastHeardMs = nowMs
    // After the closing handshake has begun nothing could be answered any more; the charger will repeat it.
    if (this.#isStale || !this.isOpen) return
    if (isBinary) {
      this.close(1003, 'text frames only')
      return
    }
    if (!this.#rate.force(nowMs) && !this.#parts.settings.lab) this.#brakes.put('rate')

    const text = data.toString()
    const frame = readFrame(text, this.dialect.version)
    switch (frame.kind) {
      case 'call':
        if (isOtherSerial(this.entry.expectedSerial, frame.action, frame.payload)) {
          this.#endOther()
          return
        }
        this.#hasSentMessages = true
        this.#quietSweeps = 0
        this.#inbox.push(this.#inboundCall(frame, text, nowMs))
        return
      case 'result':
      case 'error':
        if (frame.kind === 'error' && !isErrorCode(frame.code, this.dialect.version)) {
          this.#deviated('error-code-unknown', '', frame.code)
        }
        this.#outbox.settle(frame, text)
        return
      case 'send':
        this.#takeSend(this.#inboundCall(frame, text, nowMs))
        return
      case 'result-error':
        this.#options.onResultError(this, { id: String(frame.id), code: frame.code, description: frame.description })
        return
      case 'ignored':
        this.#parts.metrics.droppedFrame(frame.why)
        this.#deviated(frame.why === 'empty' ? 'frame-empty' : 'frame-unknown-kind', '', beginningOf(text))
        return
      case 'fault':
        this.#faulty(frame, text, nowMs)
    }
  }

  /** B01.FR.12: it is not the charger that its certificate was made for. */
  #endOther(): void {
    this.#parts.world.log.warn({ chargerId: this.ref.id }, 'the serial number is not that of the certificate')
    this.close(1008, 'the serial number is not that of the certificate')
  }

  async #answer(call: InboundCall, fault: string | null): Promise<Answer> {
    if (fault !== null) return quarantineCall(this.#parts, this.#speaker, call, fault)
    const answer = await answerCall(this.#parts, this.#speaker, call)
    // It has shown its state, which is what a connection that took over from a living one has to do first.
    if (call.action === 'StatusNotification') this.#isSuspect = false
    return answer
  }

  /** F-05: never answered, and no flood of them delays a call: beyond a few under way they are dropped and counted. */
  #takeSend(message: InboundCall): void {
    if (this.#sendsUnderWay >= mostSendsUnderWay) {
      this.#parts.metrics.droppedFrame('send-overflow')
      return
    }
    this.#sendsUnderWay += 1
    void takeSend(this.#parts, this.#speaker, message).finally(() => {
      this.#sendsUnderWay -= 1
    })
  }

  #inboundCall(frame: Omit<CallFrame, 'kind'>, text: string, receivedMs: number): InboundCall {
    const receivedAt = this.#parts.world.now()
    const { id, action, payload, repairs } = frame
    return { id, action, payload, text, repairs, receivedAt, receivedMs }
  }

  /** A frame that cannot be used. Of transactions it is kept all the same (F-14). */
  #faulty(fault: FrameFault, text: string, nowMs: number): void {
    this.#parts.metrics.droppedFrame('fault')
    const { about, id, action, description } = fault
    this.#deviated('frame-unusable', this.#knownAction(action), description)
    if (about === 'result' || about === 'error') {
      if (id !== null) this.#outbox.settle(fault, text)
      return
    }
    if (about === 'call' && id !== null && action !== null && this.#isNeverRefused(action)) {
      this.#inbox.push(this.#inboundCall({ id, action, payload: null, repairs: [] }, text, nowMs), description)
      return
    }
    if (fault.answer !== null) this.#send(fault.answer)
    void logFault(this.#parts, this.#speaker, fault, text)
  }

  #deviated(rule: DeviationRule, action = '', example = ''): void {
    this.#parts.world.deviated(this.ref, { rule, action, times: 1, example: () => example })
  }

  #knownAction(action: string | null): string {
    return action !== null && this.dialect.validator.knows(action) ? action : ''
  }

  #isNeverRefused(action: string): boolean {
    const isTransaction = this.dialect.transactionActions.has(action)
    return isTransaction && this.#standing.mode !== 'strict' && mayBeHandled(action, true, this.#standing)
  }

  #writeCall(text: string): void {
    if (!this.isOpen) throw new Error('the socket is closed')
    this.#socket.send(text)
  }

  #send(text: string): void {
    if (this.#isStale || !this.isOpen) return
    this.#socket.send(text)
    if (!this.#isReady && !this.#isSuspect) this.#becomeReady()
  }

  #booted({ status, interval }: BootAnswer): void {
    this.#standing.registration = status === 'Accepted' ? 'accepted' : status === 'Pending' ? 'pending' : 'rejected'
    this.#standing.hasBooted = true
    this.#options.memory.heartbeatSeconds = interval
    this.#isSuspect = false
    // It has restarted without connecting anew (B-05): what is asked of those who come back is asked of it, too.
    if (this.#isReady && status === 'Accepted') this.#becomeReady()
  }

  #endQuiet(): void {
    this.#quietUntilMs = Number.POSITIVE_INFINITY
    if (!this.#isReady && !this.#isSuspect) this.#becomeReady()
    if (!this.#standing.hasBooted) this.#options.onUnknown(this, 'boot')
    else if (this.#isSuspect) this.#options.onUnknown(this, 'status')
  }

  #becomeReady(): void {
    this.#isReady = true
    // Not at once: the answer that made it ready is still being written.
    setImmediate(() => this.isOpen && this.#options.onReady(this))
  }

  /** T-10: the network holds back what we cannot take. */
  #watchWaiting(frames: number): void {
    const { maxWaitingFrames } = this.#parts.settings
    if (frames > maxWaitingFrames) this.#brakes.put('waiting')
    else if (frames <= maxWaitingFrames / 2) this.#brakes.lift('waiting')
    // What one read brought in may be more than may wait; compressed, it may be far too much (S13).
    if (this.#inbox.waitingBytes > mostWaitingBytes) this.close(1008, 'too much at once')
  }

  #watchBuffer(nowMs: number): void {
    const { bufferedBytes, undrainedSeconds } = this.#parts.settings
    const buffered = this.#socket.bufferedAmount
    if (buffered <= bufferedBytes.pause) {
      if (this.#undrainedSinceMs === null) return
      this.#undrainedSinceMs = null
      this.#outbox.resume()
      this.#brakes.lift('undrained')
      return
    }
    this.#undrainedSinceMs ??= nowMs
    this.#outbox.pause()
    this.#brakes.put('undrained')
    if (buffered > bufferedBytes.end || nowMs - this.#undrainedSinceMs > undrainedSeconds * 1_000) this.terminate()
  }

  #ended(code: number, reason: string): void {
    this.#isClosed = true
    this.#outbox.close()
    const { memory } = this.#options
    if (ignoredPings(this.#pulse, this.#hasSentMessages)) {
      memory.pinglessConnections += 1
      this.#deviated('pings-unanswered')
    } else if (this.#pulse.pongs > 0) memory.pinglessConnections = 0
    this.#options.onClosed(this, code, reason)
  }
}

/** A charger that never stops talking is asked all the same after this. */
const tellingMs = 120_000
const quietSweeps = 2
const mostSendsUnderWay = 8
const mostWaitingBytes = 8 * 1024 * 1024

/** A00.FR.429: with a certificate that has expired nothing is done but to renew it. */
function heldBack({ hasExpiredCertificate }: Entry, registration: Standing['registration']): Standing['registration'] {
  return hasExpiredCertificate && registration === 'accepted' ? 'pending' : registration
}
