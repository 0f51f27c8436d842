import { type CallOutcome, CallQueue, type CallQueueOptions, type OutboundCall } from './rpc/call-queue.ts'
import type { ErrorFrame, FrameFault, ResultFrame } from './rpc/frames.ts'

/** What became of one of our calls, with both frames as text. */
export type Exchange = { outcome: CallOutcome; request: string | null; reply: string | null }

type OpenExchange = Omit<Exchange, 'outcome'> & {
  /** How the frame of this call ends, by which it is known when the queue writes it. */
  tail: string
  id: string | null
}

/** Our calls to one charger, with the frames that they became. */
export class Outbox {
  readonly #queue: CallQueue
  readonly #exchanges: OpenExchange[] = []

  constructor(write: (text: string) => void, told: Pick<CallQueueOptions, 'onStray' | 'onLate' | 'onSick'>) {
    this.#queue = new CallQueue({
      ...told,
      clock: systemClock,
      write: (text) => {
        this.#note(text)
        write(text)
      },
    })
  }

  get isIdle(): boolean {
    return this.#exchanges.length === 0
  }

  async call(call: OutboundCall): Promise<Exchange> {
    const exchange: OpenExchange = { tail: `${JSON.stringify(call.payload)}]`, id: null, request: null, reply: null }
    this.#exchanges.push(exchange)
    const outcome = await this.#queue.call(call)
    this.#exchanges.splice(this.#exchanges.indexOf(exchange), 1)
    return { outcome, request: exchange.request, reply: exchange.reply }
  }

  settle(answer: ResultFrame | ErrorFrame | FrameFault, text: string): void {
    const exchange = this.#exchanges.find(({ id }) => id === String(answer.id))
    if (exchange) exchange.reply = text
    this.#queue.settle(answer)
  }

  pause(): void {
    this.#queue.pause()
  }

  resume(): void {
    this.#queue.resume()
  }

  close(): void {
    this.#queue.close()
  }

  #note(text: string): void {
    const exchange = this.#exchanges.find(({ request, tail }) => request === null && text.endsWith(tail))
    if (!exchange) return
    exchange.request = text
    exchange.id = idOfCall(text)
  }
}

/** The message id of a call that we wrote ourselves. */
export function idOfCall(text: string): string | null {
  return /^\[2,"([^"]*)"/.exec(text)?.[1] ?? null
}

const systemClock = {
  now: () => performance.now(),
  setTimeout: (run: () => void, afterMs: number) => setTimeout(run, afterMs),
  clearTimeout: (timer: unknown) => clearTimeout(timer as NodeJS.Timeout),
}
