import { text } from 'node:stream/consumers'
import { WebSocket } from 'ws'

/**
 * What a charger says: gives its calls one after another, as `"Action",{payload}`, and takes the reply to each. It gives
 * `ready` once, when it has said what comes before the measurement.
 */
export type Talk = Generator<string, never, Buffer>

export const ready = ''

export type Credentials = { identity: string; password: string }
export type Version = '1.6' | '2.0.1'

type Events = {
  /** The reply came and is right; `next` is what the charger says now. */
  onReply(station: Station): void
  onFault(error: Error): void
}

/** One charger of the load: one connection with at most one call under way. */
export class Station {
  /** The next call, or `ready`. */
  next = ready
  /** From when on the latency of the call under way counts. */
  countsFromMs = 0
  isWaiting = false

  readonly #socket: WebSocket
  readonly #talk: Talk
  #number = 0
  #id = ''
  #isClosing = false

  constructor(url: string, { version, credentials, talk }: StationOptions, { onReply, onFault }: Events) {
    const { identity, password } = credentials
    const authorization = `Basic ${Buffer.from(`${identity}:${password}`).toString('base64')}`
    this.#talk = talk
    this.#socket = new WebSocket(`${url}/ocpp/${identity}`, [`ocpp${version}`], {
      headers: { authorization },
      perMessageDeflate: false,
      skipUTF8Validation: true,
    })
    this.#socket.on('open', () => {
      this.advance()
      onReply(this)
    })
    this.#socket.on('message', (data: Buffer) => {
      // Calls of the server to the charger are of no interest here.
      if (data[1] === digit2) return this.#socket.send(notImplemented(data))
      try {
        this.#take(data)
      } catch (error) {
        return onFault(error as Error)
      }
      onReply(this)
    })
    this.#socket.on('unexpected-response', (_, response) => {
      text(response).then(
        (body) => onFault(new Error(`${identity} is refused: ${response.statusCode} ${body}`)),
        onFault,
      )
    })
    this.#socket.on('error', (error) => onFault(new Error(`${identity}: ${error.message}`, { cause: error })))
    this.#socket.on('close', (code, reason) => {
      if (!this.#isClosing) onFault(new Error(`${identity}: the server closed the connection, ${code} ${reason}`))
    })
  }

  send(): void {
    this.#id = String(++this.#number)
    this.isWaiting = true
    this.#socket.send(`[2,"${this.#id}",${this.next}]`)
  }

  /** Goes on past `ready`. */
  advance(): void {
    this.next = this.#talk.next(nothing).value
  }

  close(): Promise<void> {
    this.#isClosing = true
    return new Promise((done) => {
      if (this.#socket.readyState === WebSocket.CLOSED) return done()
      this.#socket.once('close', () => done())
      this.#socket.close()
    })
  }

  #take(data: Buffer): void {
    const id = this.#id
    const isAnswer =
      this.isWaiting &&
      data[1] === digit3 &&
      data.toString('latin1', 4, 4 + id.length) === id &&
      data[4 + id.length] === quote
    if (!isAnswer) throw new WrongReply(this.next, data)
    this.isWaiting = false
    this.next = this.#talk.next(data).value
  }
}

type StationOptions = { version: Version; credentials: Credentials; talk: Talk }

/** A reply that is not what it must be: the run is worth nothing. */
export class WrongReply extends Error {
  override name = 'WrongReply'

  constructor(call: string, reply: Buffer) {
    super(`wrong reply to ${call.slice(0, 200)}: ${reply.toString().slice(0, 500)}`)
  }
}

const nothing = Buffer.alloc(0)
const digit2 = 0x32
const digit3 = 0x33
const quote = 0x22

function notImplemented(call: Buffer): string {
  const [, id] = JSON.parse(call.toString())
  return JSON.stringify([4, id, 'NotImplemented', '', {}])
}
