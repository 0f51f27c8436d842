import { ConnectionLost } from './pipelined-connection.ts'

/**
 * Reads of many messages in one query: what is asked while the last query runs goes out with the next one.
 *
 * `read` gets the keys in the order of asking and answers in the same order.
 */
export class BatchedRead<Key, Value> {
  readonly #read: (keys: Key[]) => Promise<Value[]>
  readonly #most: number
  #waiting: Waiting<Key, Value>[] = []
  #running = false

  constructor(read: (keys: Key[]) => Promise<Value[]>, most = 500) {
    this.#read = read
    this.#most = most
  }

  load(key: Key): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ key, resolve, reject })
      if (!this.#running) {
        this.#running = true
        queueMicrotask(() => void this.#run())
      }
    })
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#most)
      await this.#answer(batch)
    }
    this.#running = false
  }

  /** What the database will not take of one message (U+0000, say) must not fail those of others: they are read singly. */
  async #answer(batch: Waiting<Key, Value>[]): Promise<void> {
    try {
      const values = await this.#read(batch.map((entry) => entry.key))
      for (const [index, entry] of batch.entries()) entry.resolve(values[index] as Value)
    } catch (error) {
      if (batch.length === 1 || error instanceof ConnectionLost) for (const entry of batch) entry.reject(error)
      else for (const entry of batch) await this.#answer([entry])
    }
  }
}

type Waiting<Key, Value> = { key: Key; resolve(value: Value): void; reject(error: unknown): void }
