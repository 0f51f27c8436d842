import type { ChargerRef, ChargerWork } from '#core/context.ts'
import { WriteRefused } from '#core/errors.ts'
import { BatchedRead } from './batched-read.ts'
import type { GroupCommit, Writes } from './group-commit.ts'
import { type HeldCharger, loadEvses, loadHeldChargers } from './held-charger.ts'
import type { Ownership } from './ownership.ts'
import { PendingWork } from './pending-work.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'
import { type SessionReads, sessionReads } from './session-reads.ts'

/**
 * One turn after another for each charger; different chargers run in parallel.
 *
 * A turn gets the charger's held state, collects writes and commits them together. Whatever goes wrong, the held
 * state is read anew before the next turn, so memory never says more than the database.
 */
export class ChargerTurns {
  readonly #commit: GroupCommit
  readonly #ownership: Ownership
  readonly #reader: PipelinedConnection
  readonly #reads: SessionReads
  readonly #loads: BatchedRead<{ id: number; fence: number }, HeldCharger | null>
  readonly #entries = new Map<number, Entry>()
  readonly #poisonings = new Map<number, { times: number; until: number }>()

  constructor(options: { commit: GroupCommit; ownership: Ownership; reader: PipelinedConnection }) {
    this.#commit = options.commit
    this.#ownership = options.ownership
    this.#reader = options.reader
    this.#reads = sessionReads(options.reader)
    this.#loads = new BatchedRead((wanted) => loadHeldChargers(this.#reader, wanted))
  }

  /**
   * Runs `decide` in the charger's turn, then commits what it collected, and resolves with its value.
   *
   * With nothing but log rows collected it resolves at once and they ride along with a later commit. Rejects with
   * `WriteRefused`, and with what `decide` threw; then nothing was stored.
   */
  async run<T>(charger: ChargerRef, arrival: Arrival, decide: (turn: Turn) => Promise<T>): Promise<T> {
    const entry = this.#entry(charger.id)
    const before = entry.tail
    let end: () => void = () => undefined
    entry.tail = new Promise((resolve) => {
      end = resolve
    })
    entry.waiting++
    try {
      await before
      return await this.#runNow(entry, charger, arrival, decide)
    } finally {
      entry.waiting--
      end()
    }
  }

  /** Forgets the held state, unless a turn waits or runs. */
  release(charger: number): void {
    const entry = this.#entries.get(charger)
    if (entry && entry.waiting === 0) this.#entries.delete(charger)
  }

  /** The held state is wrong: another node has written, or a door has changed the configuration. */
  forget(charger: number): void {
    const entry = this.#entries.get(charger)
    if (entry) entry.held = null
  }

  async #runNow<T>(
    entry: Entry,
    charger: ChargerRef,
    arrival: Arrival,
    decide: (turn: Turn) => Promise<T>,
  ): Promise<T> {
    const held = await this.#heldState(entry, charger)
    const work = new PendingWork(held, this.#reads, arrival)
    try {
      const value = await decide({
        work,
        reloadEvses: async () => {
          held.evses = (await loadEvses(this.#reader, [charger.id])).get(charger.id) ?? []
        },
      })
      const member = { charger: charger.id, fence: held.fence, writes: work.writes }
      if (work.isEmpty) {
        if (work.writes.messageLog) this.#commit.ride(member)
      } else await this.#commit.commit(member)
      return value
    } catch (error) {
      entry.held = null
      if (error instanceof WriteRefused) this.#refused(error, charger)
      throw error
    }
  }

  /** Keeps a message aside that the database will not take, apart from what it wanted to write. */
  async park(charger: ChargerRef, quarantined: Writes): Promise<void> {
    const fence = await this.#ownership.claim(charger)
    await this.#commit.commit({ charger: charger.id, fence, writes: quarantined })
  }

  /** True when the charger's writes have failed twice within ten minutes: then the message has to be parked. */
  hasPoisonedTwice(charger: number): boolean {
    return (this.#poisonings.get(charger)?.times ?? 0) >= 2
  }

  #refused(error: WriteRefused, charger: ChargerRef): void {
    if (error.why === 'taken-over') this.#ownership.lost(charger.id)
    if (error.why !== 'poisoned') return
    const times = this.#poisonedLately(charger.id) + 1
    this.#poisonings.set(charger.id, { times, until: Date.now() + poisonLasts })
    if (times >= 2) this.#commit.commitAlone(charger.id)
  }

  // Other messages of the charger may succeed in between: only time makes good.
  #poisonedLately(charger: number): number {
    const known = this.#poisonings.get(charger)
    return known !== undefined && known.until > Date.now() ? known.times : 0
  }

  async #heldState(entry: Entry, charger: ChargerRef): Promise<HeldCharger> {
    const fence = this.#ownership.fenceOf(charger.id)
    if (entry.held && entry.held.fence === fence) return entry.held
    const claimed = await this.#ownership.claim(charger)
    entry.held = await this.#loads.load({ id: charger.id, fence: claimed })
    if (!entry.held) throw new Error(`charger ${charger.id} is gone`)
    return entry.held
  }

  #entry(charger: number): Entry {
    let entry = this.#entries.get(charger)
    if (!entry) {
      entry = { held: null, tail: Promise.resolve(), waiting: 0 }
      this.#entries.set(charger, entry)
    }
    return entry
  }
}

export type Turn = { work: PendingWork & ChargerWork; reloadEvses(): Promise<void> }

export type Arrival = { receivedAt: Temporal.Instant; messageId: string | null }

const poisonLasts = 10 * 60_000

type Entry = { held: HeldCharger | null; tail: Promise<void>; waiting: number }
