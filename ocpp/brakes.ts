import type { WebSocket } from 'ws'

/** Why a socket is not read at the moment (T-10). */
export type BrakeReason = 'waiting' | 'rate' | 'undrained' | 'drain'

/** Stops reading a socket for as long as there is a reason to; the network then holds back the sender. */
export class Brakes {
  readonly #socket: WebSocket
  readonly #onPaused: (why: BrakeReason) => unknown
  #reasons = 0

  constructor(socket: WebSocket, onPaused: (why: BrakeReason) => unknown) {
    this.#socket = socket
    this.#onPaused = onPaused
  }

  get isOn(): boolean {
    return this.#reasons !== 0
  }

  has(why: BrakeReason): boolean {
    return (this.#reasons & bits[why]) !== 0
  }

  put(why: BrakeReason): void {
    if (this.has(why)) return
    this.#reasons |= bits[why]
    this.#socket.pause()
    this.#onPaused(why)
  }

  lift(why: BrakeReason): void {
    if (!this.has(why)) return
    this.#reasons &= ~bits[why]
    if (this.#reasons === 0) this.#socket.resume()
  }

  /** The closing handshake has to be read even of one that is read no more. */
  liftAll(): void {
    if (this.#reasons === 0) return
    this.#reasons = 0
    this.#socket.resume()
  }
}

const bits: Record<BrakeReason, number> = { waiting: 1, rate: 2, undrained: 4, drain: 8 }
