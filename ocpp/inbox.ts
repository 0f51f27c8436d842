import type { Answer, InboundCall } from './handle-call.ts'
import type { ReplayCache } from './replay-cache.ts'

/** A call that waits for its turn. `fault` says why its frame cannot be used, for those that are quarantined. */
type Item = {
  call: InboundCall
  fault: string | null
  /** The same frame, still in process when this one came (F-12). */
  twin: Item | null
  /** What it was answered; null while it is not. */
  answer: string | null
}

export type InboxOptions = {
  /** Never rejects. */
  answer(call: InboundCall, fault: string | null): Promise<Answer>
  overdueAnswer(call: InboundCall): string
  send(text: string): void
  onRepeated(): void
  /** Told before and after each call how many wait. */
  onWaiting(frames: number): void
  replays: ReplayCache
  replayedActions: ReadonlySet<string>
  handlerSeconds: number
  bootSeconds: number
}

/**
 * The calls of one charger, answered one after another in the order they came (F-11).
 *
 * A frame that comes again while its twin is in process gets the twin's answer; one whose answer is remembered gets
 * that (F-13). A call whose answer is late gets an error in its stead, and the next one still waits for it: what is
 * being stored must not be overtaken.
 */
export class Inbox {
  readonly #options: InboxOptions
  readonly #waiting: Item[] = []
  #current: Item | null = null
  #bytes = 0
  #whenIdle: (() => void)[] = []

  constructor(options: InboxOptions) {
    this.#options = options
  }

  get isIdle(): boolean {
    return this.#current === null
  }

  /** Characters of all that waits. */
  get waitingBytes(): number {
    return this.#bytes
  }

  push(call: InboundCall, fault: string | null = null): void {
    const item: Item = { call, fault, twin: null, answer: null }
    if (this.#current === null) {
      this.#current = item
      void this.#work(item)
      return
    }
    item.twin = this.#twinOf(call)
    this.#waiting.push(item)
    this.#bytes += call.text.length
    this.#options.onWaiting(this.#waiting.length)
  }

  /** Answers the current call if its handler takes too long. */
  tick(nowMs: number): void {
    const item = this.#current
    if (item === null || item.answer !== null) return
    const { handlerSeconds, bootSeconds } = this.#options
    const seconds = item.call.action === 'BootNotification' ? bootSeconds : handlerSeconds
    if (nowMs - item.call.receivedMs < seconds * 1_000) return
    this.#finish(item, this.#options.overdueAnswer(item.call))
  }

  /** Forgets what waits; the current call is finished. */
  clear(): void {
    this.#waiting.length = 0
    this.#bytes = 0
  }

  /** Resolves when nothing is in process and nothing waits. */
  idle(): Promise<void> {
    if (this.isIdle) return Promise.resolve()
    return new Promise((resolve) => this.#whenIdle.push(resolve))
  }

  async #work(first: Item): Promise<void> {
    for (let item: Item | undefined = first; item; item = this.#next()) {
      this.#current = item
      await this.#answer(item)
    }
    this.#current = null
    for (const resolve of this.#whenIdle.splice(0)) resolve()
  }

  #next(): Item | undefined {
    const item = this.#waiting.shift()
    if (!item) return undefined
    this.#bytes -= item.call.text.length
    this.#options.onWaiting(this.#waiting.length)
    return item
  }

  async #answer(item: Item): Promise<void> {
    const { replays, replayedActions, onRepeated, answer } = this.#options
    const isReplayed = replayedActions.has(item.call.action)
    const known = item.twin?.answer ?? (isReplayed ? replays.find(item.call.text, item.call.receivedMs) : null)
    if (known !== null) {
      onRepeated()
      this.#finish(item, known)
      return
    }
    const { text, isKept } = await answer(item.call, item.fault)
    if (isReplayed && isKept) replays.add(item.call.text, text, performance.now())
    if (item.answer === null) this.#finish(item, text)
  }

  #finish(item: Item, text: string): void {
    item.answer = text
    this.#options.send(text)
  }

  #twinOf({ text }: InboundCall): Item | null {
    if (this.#current?.call.text === text) return this.#current
    return this.#waiting.find((item) => item.twin === null && item.call.text === text) ?? null
  }
}
