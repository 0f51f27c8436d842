import type { Change } from './change.ts'

type Entry = { seq: number; atMs: number; change: Change; size: number }

/** The changes of the last minute, for streams that were interrupted. Bounded in number and in size. */
export class History {
  #entries: Entry[] = []
  #first = 0
  #size = 0
  /** Everything after this one is known. */
  #since = 0

  add(seq: number, change: Change, nowMs: number): void {
    const size = sizeOf(change)
    this.#entries.push({ seq, atMs: nowMs, change, size })
    this.#size += size
    while (this.#isTooMuch(nowMs)) this.#drop()
    // Taken away at once, not one by one: that would move all the others each time.
    if (this.#first > 1_000 && this.#first * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#first)
      this.#first = 0
    }
  }

  /** Everything after that change, oldest first; null when that is not known any more. */
  after(seq: number): Change[] | null {
    if (seq < this.#since) return null
    return this.#entries.slice(this.#first).flatMap((entry) => (entry.seq > seq ? [entry.change] : []))
  }

  #isTooMuch(nowMs: number): boolean {
    const oldest = this.#entries[this.#first]
    if (!oldest) return false
    return nowMs - oldest.atMs > keptMs || this.#entries.length - this.#first > mostKept || this.#size > mostCharacters
  }

  #drop(): void {
    const dropped = this.#entries[this.#first]!
    this.#entries[this.#first] = { ...dropped, change: forgotten }
    this.#first += 1
    this.#size -= dropped.size
    this.#since = dropped.seq
  }
}

const keptMs = 60_000
const mostKept = 20_000
const mostCharacters = 8 * 1024 * 1024
const forgotten: Change = { kind: 'charger', chargerId: 0 }

function sizeOf(change: Change): number {
  return change.kind === 'message' ? change.message.call.length + (change.message.reply?.length ?? 0) : 200
}
