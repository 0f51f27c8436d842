import type { ServerResponse } from 'node:http'
import type { Clock } from '../wire/login.ts'
import type { Board, Subscriber } from './board.ts'
import { Outlet } from './outlet.ts'
import type { Topics } from './topics.ts'

export type StreamLimits = {
  perSession: number
  perServer: number
  tickMs: number
  /** A socket with so much unsent gets nothing more until it has taken it. */
  unsentBytes: number
  /** And is closed when it has not after so long. */
  stalledMs: number
}

export const streamLimits: StreamLimits = {
  perSession: 20,
  perServer: 500,
  tickMs: 10_000,
  unsentBytes: 256 * 1024,
  stalledMs: 60_000,
}

export type StreamStart = {
  response: ServerResponse
  headers: Record<string, string | string[]>
  board: Board
  topics: Topics
  since: string | null
  /** It was interrupted, and `since` is what it had got. */
  isResumed: boolean
  /** The login that it belongs to. */
  session: string
  clock(): Clock
  /** Asked with every tick: whether the login still allows it. */
  mayGoOn(): Promise<boolean>
}

/** Every open stream of this server. */
export class Streams {
  readonly #limits: StreamLimits
  readonly #open = new Map<Stream, string>()
  #isClosed = false

  constructor(limits: StreamLimits) {
    this.#limits = limits
  }

  /** Whether the login may have one more. */
  hasRoomFor(session: string): boolean {
    if (this.#isClosed || this.#open.size >= this.#limits.perServer) return false
    let own = 0
    for (const of of this.#open.values()) if (of === session) own += 1
    return own < this.#limits.perSession
  }

  get size(): number {
    return this.#open.size
  }

  open(start: StreamStart): void {
    const stream = new Stream(start, this.#limits)
    this.#open.set(stream, start.session)
    start.response.once('close', () => {
      stream.end()
      this.#open.delete(stream)
    })
    stream.begin()
  }

  close(): void {
    this.#isClosed = true
    for (const stream of [...this.#open.keys()]) stream.end()
    this.#open.clear()
  }
}

/** One browser's stream: writes what its outlet has gathered, as long as the browser takes it. */
class Stream implements Subscriber {
  readonly outlet: Outlet
  readonly #start: StreamStart
  readonly #limits: StreamLimits
  readonly #ticks: NodeJS.Timeout
  /** What the browser has when it has read everything that was written. */
  #sent: string
  #stalledSinceMs: number | null = null
  #unsent = 0
  #isEnded = false

  constructor(start: StreamStart, limits: StreamLimits) {
    this.#start = start
    this.#limits = limits
    this.outlet = new Outlet(start.topics)
    this.#sent = start.since ?? start.board.cursor
    this.#ticks = setInterval(() => this.#tick(), limits.tickMs)
  }

  begin(): void {
    const { response, board, since, isResumed, headers } = this.#start
    response.socket?.setNoDelay(true)
    response.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    response.on('drain', () => this.flush())
    board.subscribe(this, since, isResumed)
    response.write(`retry: 2000\n\n${this.#tickText()}`)
    this.flush()
  }

  /** Nothing is written to a browser that has not taken what it got: its news are gathered meanwhile. */
  flush(): void {
    if (this.#isEnded || this.#isStalled()) return
    const { board, response } = this.#start
    const events = this.outlet.take((id) => board.rowText(id))
    const before = this.#sent
    this.#sent = board.cursor
    // Only the last one says that all of them were read: a connection may end between two of them.
    const texts = events.map(({ event, data }, index) =>
      eventText(event, index === events.length - 1 ? this.#sent : before, data),
    )
    if (texts.length > 0) response.write(texts.join(''))
  }

  end(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    clearInterval(this.#ticks)
    const { board, response } = this.#start
    board.unsubscribe(this)
    // A browser that takes nothing would hold the socket for ever.
    if (response.writableLength > 0) response.destroy()
    else response.end(() => response.socket?.destroySoon())
  }

  #tick(): void {
    this.flush()
    if (this.#isStalled()) this.#endIfStuck()
    else if (!this.#isEnded) this.#start.response.write(this.#tickText())
    this.#start.mayGoOn().then(
      (isAllowed) => {
        if (!isAllowed) this.end()
      },
      // While the database is away nobody can say; whoever is logged in stays so.
      () => undefined,
    )
  }

  #isStalled(): boolean {
    const { writableLength } = this.#start.response
    if (writableLength <= this.#limits.unsentBytes) {
      this.#stalledSinceMs = null
      return false
    }
    if (this.#stalledSinceMs === null || writableLength < this.#unsent) {
      this.#stalledSinceMs = performance.now()
      this.#unsent = writableLength
    }
    return true
  }

  #endIfStuck(): void {
    if (performance.now() - (this.#stalledSinceMs ?? 0) > this.#limits.stalledMs) this.end()
  }

  #tickText(): string {
    return eventText('tick', this.#sent, JSON.stringify({ clock: this.#start.clock() }))
  }
}

function eventText(event: string, id: string, data: string): string {
  return `id: ${id}\nevent: ${event}\ndata: ${data}\n\n`
}
