import { hash } from 'node:crypto'

type Entry = { key: string; answer: string; atMs: number }

/**
 * The last answers to a charger's transaction messages: the same frame again gets the same answer, with no second
 * effect (F-13). It is kept short and for ten minutes only; later repeats, and those with a new message id, are
 * recognised by their content. Small message ids and unset clocks start anew at each boot, so older answers could
 * belong to another message.
 */
export class ReplayCache {
  readonly #entries: Entry[] = []

  find(frame: string, nowMs: number): string | null {
    if (this.#entries.length === 0) return null
    const key = keyOf(frame)
    const entry = this.#entries.find((known) => known.key === key)
    return entry && nowMs - entry.atMs < lifetimeMs ? entry.answer : null
  }

  add(frame: string, answer: string, nowMs: number): void {
    this.#entries.push({ key: keyOf(frame), answer, atMs: nowMs })
    if (this.#entries.length > size) this.#entries.shift()
  }
}

function keyOf(frame: string): string {
  return hash('sha256', frame, 'base64')
}

const size = 16
const lifetimeMs = 10 * 60_000
