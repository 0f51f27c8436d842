import type { Outcome } from './dialogue.ts'

/** A call that waits to be sent, or for its answer. */
export type OutgoingCall = {
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

/** The calls that wait, in the order in which they are to be sent. */
export class Outbox {
  readonly #calls: OutgoingCall[] = []

  get durableCount(): number {
    return this.#calls.filter(({ isDurable }) => isDurable).length
  }

  add(call: OutgoingCall): void {
    if (call.isEarly) this.#calls.unshift(call)
    else this.#calls.push(call)
  }

  /** Before all others: it was taken, and is to be sent once more. */
  putBack(call: OutgoingCall): void {
    this.#calls.unshift(call)
  }

  /** What may be sent now. The first durable one holds up those behind it: their order is a promise. */
  take({ nowMs, isAccepted }: { nowMs: number; isAccepted: boolean }): OutgoingCall | null {
    let isHeldUp = false
    const index = this.#calls.findIndex((call) => {
      if (!call.isEarly && !isAccepted) return false
      if (!call.isDurable) return true
      const isReady = !isHeldUp && call.notBeforeMs <= nowMs
      isHeldUp = true
      return isReady
    })
    return index === -1 ? null : this.#calls.splice(index, 1)[0]!
  }

  /** Removes what does not outlive a connection, and gives it. */
  takeFleeting(): OutgoingCall[] {
    const all = this.#calls.splice(0)
    this.#calls.push(...all.filter(({ isDurable }) => isDurable))
    return all.filter(({ isDurable }) => !isDurable)
  }
}
