import { writeError } from '#ocpp/rpc/write-frame.ts'
import { type Connection, openConnection, type Version } from '#simulator/socket/connection.ts'
import { describeClose } from '#simulator/socket/describe-close.ts'

/**
 * What a charger says: gives its calls one after another, as `"Action",{payload}`, and takes the reply to each. It gives
 * `ready` once, when it has said what comes before the measurement.
 */
export type Talk = Generator<string, never, Buffer>

export const ready = ''

export type Credentials = { identity: string; password: string }

type Events = {
  /** The reply came and is right; `next` is what the charger says now. */
  onReply(station: Station): void
  onFault(error: Error): void
}

/** One charger of the load: a simulator's connection with at most one call under way. */
export class Station {
  /** The next call, or `ready`. */
  next = ready
  /** From when on the latency of the call under way counts. */
  countsFromMs = 0
  isWaiting = false

  readonly #connection: Connection
  readonly #version: Version
  readonly #talk: Talk
  #number = 0
  #id = ''
  #isClosing = false

  constructor({ endpoint, version, credentials, talk }: StationOptions, { onReply, onFault }: Events) {
    const { identity } = credentials
    this.#version = version
    this.#talk = talk
    this.#connection = openConnection(
      { endpoint, version, ...credentials },
      {
        onOpen: () => {
          this.advance()
          onReply(this)
        },
        onText: (bytes) => {
          if (bytes[1] === digit2) return this.#decline(bytes)
          try {
            this.#take(bytes)
          } catch (error) {
            return onFault(error as Error)
          }
          onReply(this)
        },
        onClose: (why) => {
          if (!this.#isClosing) onFault(new Error(`${identity}: ${describeClose(why)}`))
        },
      },
    )
  }

  send(): void {
    this.#id = String(++this.#number)
    this.isWaiting = true
    this.#connection.send(`[2,"${this.#id}",${this.next}]`)
  }

  /** Goes on past `ready`. */
  advance(): void {
    this.next = this.#talk.next(nothing).value
  }

  close(): Promise<void> {
    this.#isClosing = true
    return this.#connection.close()
  }

  // Replies are compared as bytes: to parse them would cost more than the rest of the load.
  #take(reply: Buffer): void {
    const id = this.#id
    const isAnswer =
      this.isWaiting &&
      reply[1] === digit3 &&
      reply.toString('latin1', 4, 4 + id.length) === id &&
      reply[4 + id.length] === quote
    if (!isAnswer) throw new WrongReply(this.next, reply)
    this.isWaiting = false
    this.next = this.#talk.next(reply).value
  }

  // Calls of the server to the charger are of no interest here.
  #decline(call: Buffer): void {
    const [, id] = JSON.parse(call.toString())
    this.#connection.send(writeError(id, this.#version, { kind: 'not-implemented' }))
  }
}

type StationOptions = { endpoint: string; version: Version; credentials: Credentials; talk: Talk }

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
