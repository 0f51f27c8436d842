import { randomUUID } from 'node:crypto'
import { answerLimit, type Priority, waitingScore } from './call-priority.ts'
import type { ErrorFrame, FrameFault, ResultFrame } from './frames.ts'
import { writeCall } from './write-frame.ts'

/** A CALL we want answered. `expiresInMs` bounds the waiting only; once written, the answer's time-out rules. */
export type OutboundCall = {
  action: string
  payload: object
  priority: Priority
  expiresInMs?: number
  answerWithinMs?: number
  /** A newer call with the same key replaces one that still waits, and takes its place. */
  coalesceKey?: string
  /** What the call is about, for those who hear of a late answer to it. */
  about?: unknown
  /** Cancels the call while it waits; once written it can no longer be taken back. */
  signal?: AbortSignal
}

/** How a CALL ended (F-09). A time-out means that nobody knows what the station did, never that it refused. */
export type CallOutcome =
  | { kind: 'answered'; payload: unknown }
  | { kind: 'error'; code: string; description: string; details: Record<string, unknown> }
  | { kind: 'timeout' }
  | { kind: 'not-sent'; why: 'offline' | 'cancelled' | 'expired' | 'queue-full' }

/** Time as the queue needs it: `now` never goes backwards. */
export type Clock = {
  now(): number
  setTimeout(run: () => void, afterMs: number): unknown
  clearTimeout(timer: unknown): void
}

export type CallQueueOptions = {
  write: (text: string) => void
  clock: Clock
  /** F-10; `shortIds()` for firmware that truncates. */
  nextId?: () => string
  /** Stations on mobile links get twice the time. (F-08) */
  answerTimeFactor?: number
  /** An answer to a call that already timed out. */
  onLate?: (call: OutboundCall, outcome: CallOutcome) => void
  /** An answer that matches nothing we asked. (F-04) */
  onStray?: (answer: Answer) => void
  /** Three time-outs in a row: the station no longer listens to us. Told once until it answers again. (F-08) */
  onSick?: () => void
}

/** A frame that answers one of our CALLs, usable or not. */
export type Answer = ResultFrame | ErrorFrame | FrameFault

type Entry = {
  id: string
  text: string
  call: OutboundCall
  score: number
  end: (outcome: CallOutcome) => void
  stopWaiting: () => void
}

type OpenCall = { entry: Entry; timer: unknown }

/**
 * The CALLs to one connection: at most one unanswered (F-06), ordered by priority and age (F-07).
 *
 * Every call ends exactly once; `call` rejects only for a payload that is no JSON. Closing ends all of them: what was written ends as a
 * time-out because its outcome is unknown, what waited was not sent.
 */
export class CallQueue {
  readonly #options: CallQueueOptions
  readonly #waiting: Entry[] = []
  readonly #timedOut = new Map<string, OutboundCall>()
  #open: OpenCall | null = null
  #isPaused = false
  #isClosed = false
  #timeoutsInARow = 0

  constructor(options: CallQueueOptions) {
    this.#options = options
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** Sends the call when its turn comes and tells how it ended. */
  call(call: OutboundCall): Promise<CallOutcome> {
    if (this.#isClosed) return notSent('offline')
    if (call.signal?.aborted) return notSent('cancelled')
    const replaced = this.#waiting.find((entry) => isSameSlot(entry.call, call))
    if (!replaced && this.#waiting.length >= queueLimit) return notSent('queue-full')

    return new Promise((resolve) => {
      this.#enqueue(this.#entryFor(call, resolve), replaced)
      this.#sendNext()
    })
  }

  /** Takes an answer: it ends the open call, or is late, or matches nothing. */
  settle(answer: Answer): void {
    const id = String(answer.id)
    const outcome = outcomeOf(answer)
    if (this.#open?.entry.id === id) {
      this.#timeoutsInARow = 0
      this.#endOpen(outcome)
      this.#sendNext()
      return
    }
    const late = this.#timedOut.get(id)
    if (!late) {
      this.#options.onStray?.(answer)
      return
    }
    this.#timedOut.delete(id)
    this.#timeoutsInARow = 0
    this.#options.onLate?.(late, outcome)
  }

  /** Holds back everything not yet written: before the first Boot answer, or while the socket does not drain. */
  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    this.#isPaused = false
    this.#sendNext()
  }

  /** The connection is gone. */
  close(): void {
    this.#isClosed = true
    this.#endOpen({ kind: 'timeout' })
    for (const entry of this.#waiting.splice(0)) finish(entry, { kind: 'not-sent', why: 'offline' })
    this.#timedOut.clear()
  }

  #entryFor(call: OutboundCall, end: Entry['end']): Entry {
    const { clock, nextId = randomUUID } = this.#options
    const id = nextId()
    const text = writeCall(id, call.action, call.payload)
    const leave = (why: 'expired' | 'cancelled') => () => this.#leave(entry, why)
    const cancel = leave('cancelled')
    const timer = call.expiresInMs === undefined ? null : clock.setTimeout(leave('expired'), call.expiresInMs)
    call.signal?.addEventListener('abort', cancel, { once: true })

    const entry: Entry = {
      id,
      text,
      call,
      end,
      score: waitingScore(call.priority, clock.now()),
      stopWaiting: () => {
        if (timer !== null) clock.clearTimeout(timer)
        call.signal?.removeEventListener('abort', cancel)
      },
    }
    return entry
  }

  /** Keeps the waiting list sorted; a replacing call inherits the place of the one it replaces, or a better one. */
  #enqueue(entry: Entry, replaced: Entry | undefined): void {
    if (replaced && replaced.score <= entry.score) {
      entry.score = replaced.score
      this.#waiting.splice(this.#waiting.indexOf(replaced), 0, entry)
      this.#leave(replaced, 'cancelled')
      return
    }
    if (replaced) this.#leave(replaced, 'cancelled')
    const place = this.#waiting.findIndex((other) => other.score > entry.score)
    this.#waiting.splice(place < 0 ? this.#waiting.length : place, 0, entry)
  }

  #leave(entry: Entry, why: 'expired' | 'cancelled'): void {
    const place = this.#waiting.indexOf(entry)
    if (place < 0) return
    this.#waiting.splice(place, 1)
    finish(entry, { kind: 'not-sent', why })
  }

  #sendNext(): void {
    if (this.#open || this.#isPaused || this.#isClosed) return
    const entry = this.#waiting.shift()
    if (!entry) return
    entry.stopWaiting()

    const { write, clock, answerTimeFactor = 1 } = this.#options
    const withinMs = (entry.call.answerWithinMs ?? answerLimit(entry.call.action)) * answerTimeFactor
    const open: OpenCall = { entry, timer: null }
    this.#open = open
    try {
      write(entry.text)
    } catch {
      // The socket closed under us; its close event follows and ends the rest.
      if (this.#open === open) this.#endOpen({ kind: 'not-sent', why: 'offline' })
      return
    }
    // F-08: the time starts when the frame is written. A write may have been answered already.
    if (this.#open === open) open.timer = clock.setTimeout(() => this.#timeOut(open), withinMs)
  }

  #timeOut(open: OpenCall): void {
    if (this.#open !== open) return
    this.#remember(open)
    this.#endOpen({ kind: 'timeout' })
    this.#timeoutsInARow += 1
    if (this.#timeoutsInARow === timeoutsUntilSick) this.#options.onSick?.()
    this.#sendNext()
  }

  #remember({ entry }: OpenCall): void {
    this.#timedOut.set(entry.id, entry.call)
    const [oldest] = this.#timedOut.keys()
    if (this.#timedOut.size > rememberedTimeouts && oldest !== undefined) this.#timedOut.delete(oldest)
  }

  #endOpen(outcome: CallOutcome): void {
    const open = this.#open
    if (!open) return
    this.#open = null
    if (open.timer !== null) this.#options.clock.clearTimeout(open.timer)
    open.entry.end(outcome)
  }
}

function finish(entry: Entry, outcome: CallOutcome): void {
  entry.stopWaiting()
  entry.end(outcome)
}

function notSent(why: 'offline' | 'cancelled' | 'queue-full'): Promise<CallOutcome> {
  return Promise.resolve({ kind: 'not-sent', why })
}

function isSameSlot(waiting: OutboundCall, call: OutboundCall): boolean {
  return call.coalesceKey !== undefined && waiting.coalesceKey === call.coalesceKey
}

function outcomeOf(answer: Answer): CallOutcome {
  if (answer.kind === 'result') return { kind: 'answered', payload: answer.payload }
  if (answer.kind === 'fault') {
    return { kind: 'error', code: unusableAnswer, description: answer.description, details: {} }
  }
  return { kind: 'error', code: answer.code, description: answer.description, details: answer.details }
}

/** Not a code of the standard: the station answered, but with a frame that cannot be used. */
export const unusableAnswer = 'UnusableAnswer'

const queueLimit = 100
const timeoutsUntilSick = 3
const rememberedTimeouts = 16
