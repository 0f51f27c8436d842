import type { Log } from '#core/context.ts'
import { WriteRefused } from '#core/errors.ts'
import { begin, checkFences, commit, lockFences, rollback, selectLastBatch, stepsFor } from './commit-steps.ts'
import { ConnectionLost, isTransient, type PipelinedConnection } from './pipelined-connection.ts'
import type { RowOf, WriteTables } from './write-tables.ts'

export type Writes = { [Name in keyof WriteTables]?: RowOf<Name>[] }

/** The writes of one message of one charger. `fence` is the one under which the node owned the charger. */
export type Member = { charger: number; fence: number; writes: Writes }

export type CommitMetrics = {
  batchCommitted(members: number, seconds: number): void
  logRowsDropped(count: number): void
}

/** Hears of every member whose writes are durable, and of no other; nothing is told while it does not watch. */
export type CommitObserver = { readonly isWatched: boolean; committed(member: Member): void }

/**
 * Collects the writes of many chargers into one database commit.
 *
 * What is ready while the last commit runs goes out with the next; there is no timer. A member whose fence is old is
 * refused and writes nothing. A batch that fails is split until the member that fails alone is found. Every batch
 * leaves its number with its node: when the connection is lost during COMMIT, PostgreSQL is asked whether it is there,
 * so nothing is doubled.
 */
export class GroupCommit {
  readonly #connection: PipelinedConnection
  readonly #node: number
  readonly #log: Log
  readonly #metrics: CommitMetrics
  readonly #observer: CommitObserver | undefined
  readonly #mostMembers: number
  #waiting: Entry[] = []
  #riders: Member[] = []
  #riderTimer: NodeJS.Timeout | null = null
  #running: Promise<void> | null = null
  #lone = new Map<number, number>()
  #lastBatch = 0
  #closed = false

  /** `node` belongs to this group commit alone. */
  constructor(options: {
    connection: PipelinedConnection
    node: number
    log: Log
    metrics: CommitMetrics
    observer?: CommitObserver
    mostMembers?: number
  }) {
    this.#connection = options.connection
    this.#node = options.node
    this.#log = options.log
    this.#metrics = options.metrics
    this.#observer = options.observer
    this.#mostMembers = options.mostMembers ?? 400
  }

  /** Resolves once the writes are durable. Rejects with `WriteRefused` when they were refused; then none took effect. */
  commit(member: Member): Promise<void> {
    if (this.#closed) return Promise.reject(new WriteRefused('closed'))
    return new Promise((resolve, reject) => {
      this.#waiting.push({ member, resolve, reject, riders: false })
      this.#start()
    })
  }

  /** Writes that nobody waits for: they go out with the next commit, at latest after 50 ms, and are dropped in a jam. */
  ride(member: Member): void {
    if (this.#closed || this.#riders.length >= mostRiders) {
      this.#metrics.logRowsDropped(1)
      return
    }
    this.#riders.push(member)
    this.#riderTimer ??= setTimeout(() => {
      this.#riderTimer = null
      this.#start()
    }, 50)
  }

  /** Keeps the writes of this charger apart from others' for ten minutes: it has failed twice. */
  commitAlone(charger: number, now = Date.now()): void {
    this.#lone.set(charger, now + 600_000)
  }

  /** How many members wait; the measure of a database that has slowed down. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** Waits for what is under way and refuses what comes later. */
  async close(): Promise<void> {
    this.#closed = true
    if (this.#riderTimer) clearTimeout(this.#riderTimer)
    this.#riderTimer = null
    this.#start()
    while (this.#running) await this.#running
  }

  #start(): void {
    if (this.#running) return
    // Started in a microtask, so that everything that arrived in this turn of the event loop goes into one batch.
    this.#running = Promise.resolve()
      .then(() => this.#drain())
      .finally(() => {
        this.#running = null
        if (this.#waiting.length > 0) this.#start()
      })
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0 || this.#riders.length > 0) {
      const batch = this.#takeBatch()
      const began = performance.now()
      await this.#commitBatch(batch).catch((error) => {
        this.#log.error({ err: error }, 'the group commit has a fault')
        for (const entry of batch) entry.reject(error)
      })
      this.#metrics.batchCommitted(batch.length, (performance.now() - began) / 1000)
    }
  }

  #takeBatch(): Entry[] {
    if (this.#riderTimer) clearTimeout(this.#riderTimer)
    this.#riderTimer = null
    const batch = this.#lone.size === 0 ? this.#waiting.splice(0, this.#mostMembers) : this.#takeLone()
    for (const member of this.#riders.splice(0, mostRidersInBatch)) {
      batch.push({ member, resolve: ignore, reject: ignore, riders: true })
    }
    return batch.sort((a, b) => a.member.charger - b.member.charger)
  }

  /** A charger that poisoned its batches twice is not put together with others. */
  #takeLone(): Entry[] {
    const now = Date.now()
    for (const [charger, until] of this.#lone) if (until < now) this.#lone.delete(charger)
    const first = this.#waiting[0]
    if (first && this.#lone.has(first.member.charger)) return this.#waiting.splice(0, 1)
    const end = this.#waiting.findIndex((entry) => this.#lone.has(entry.member.charger))
    return this.#waiting.splice(0, Math.min(end === -1 ? this.#waiting.length : end, this.#mostMembers))
  }

  async #commitBatch(batch: Entry[]): Promise<void> {
    for (;;) {
      const outcome = await this.#attempt(batch.map((entry) => entry.member))
      if (outcome.kind === 'committed') {
        for (const entry of batch) entry.resolve()
        this.#tell(batch)
        return
      }
      if (outcome.kind === 'lost') {
        // Riders are the first to go when the database is away.
        const dropped = batch.filter((entry) => entry.riders).length
        if (dropped > 0) this.#metrics.logRowsDropped(dropped)
        batch = batch.filter((entry) => !entry.riders)
        if (batch.length === 0) return
        if (this.#closed && !this.#connection.connected) return refuse(batch, 'closed')
        continue
      }
      if (outcome.kind === 'unknown') return refuse(batch, 'closed')
      if (outcome.kind === 'stale') {
        const isStale = ({ member }: Entry) => outcome.fences.get(member.charger) !== member.fence
        refuse(batch.filter(isStale), 'taken-over')
        batch = batch.filter((entry) => !isStale(entry))
        if (batch.length === 0) return
        continue
      }
      if (batch.length === 1) {
        this.#log.error(
          { err: outcome.error, chargerId: batch[0]!.member.charger },
          'a write was refused by the database',
        )
        batch[0]!.reject(new WriteRefused('poisoned', { cause: outcome.error }))
        return
      }
      const half = Math.ceil(batch.length / 2)
      await this.#commitBatch(batch.slice(0, half))
      await this.#commitBatch(batch.slice(half))
      return
    }
  }

  /** What is made of it is no reason to treat the batch as failed: it is durable. */
  #tell(batch: readonly Entry[]): void {
    const observer = this.#observer
    if (!observer?.isWatched) return
    try {
      for (const entry of batch) observer.committed(entry.member)
    } catch (error) {
      this.#log.error({ err: error }, 'a commit could not be shown live')
    }
  }

  /**
   * Sends everything with its COMMIT in one go; the statements check by themselves what must hold. When anything is
   * refused the COMMIT has rolled back, and it is done again step by step, to learn what was.
   */
  async #attempt(members: Member[]): Promise<Outcome> {
    const batch = ++this.#lastBatch
    await this.#reconnect().catch(ignore)
    const { sent, isComplete, ended } = this.#connection.together(() => {
      const sent = [
        this.#connection.query(begin, []),
        this.#connection.query(checkFences, this.#ownersOf(members, batch)),
        ...this.#send(members),
      ]
      const isComplete = sent.every((one) => one !== null)
      return { sent, isComplete, ended: this.#connection.query(isComplete ? commit : rollback, []) }
    })
    const results = await Promise.allSettled([...sent, ended])
    if (results.some((one) => one.status === 'rejected' && one.reason instanceof ConnectionLost)) {
      this.#log.warn({}, 'the connection of the group commit was lost')
      if (isComplete) return this.#fateOf(batch)
      await this.#pause(100)
      return { kind: 'lost' }
    }
    const isCommitted = isComplete && (await ended).command === 'COMMIT'
    return isCommitted ? { kind: 'committed' } : this.#attemptByStep(members)
  }

  async #attemptByStep(members: Member[]): Promise<Outcome> {
    const batch = ++this.#lastBatch
    let isCommitting = false
    try {
      await this.#reconnect()
      await this.#connection.query(begin, [])
      const [chargers, , node, number] = this.#ownersOf(members, batch)
      const locked = await this.#connection.query<{ charger_id: number; fence: number }>(lockFences, [
        chargers,
        node,
        number,
      ])
      const fences = new Map(locked.rows.map((row) => [row.charger_id, row.fence]))
      if (members.some((member) => fences.get(member.charger) !== member.fence)) {
        await this.#connection.query(rollback, [])
        return { kind: 'stale', fences }
      }
      for (const step of stepsFor(members)) await this.#connection.query(step.statement, step.values())
      isCommitting = true
      const done = await this.#connection.query(commit, [])
      // A COMMIT after a failed statement succeeds with the tag ROLLBACK.
      if (done.command !== 'COMMIT') return { kind: 'failed', error: new Error(`COMMIT ended as ${done.command}`) }
      return { kind: 'committed' }
    } catch (error) {
      if (!(error instanceof ConnectionLost)) {
        await this.#connection.query(rollback, []).catch(() => this.#connection.destroy())
        if (!isTransient(error)) return { kind: 'failed', error }
        this.#log.warn({ err: error }, 'the database cannot take writes now')
        await this.#pause(100)
        return { kind: this.#closed ? 'failed' : 'lost', error }
      }
      this.#log.warn({ err: error }, 'the connection of the group commit was lost')
      if (isCommitting) return this.#fateOf(batch)
      await this.#pause(100)
      return { kind: 'lost' }
    }
  }

  #ownersOf(members: Member[], batch: number): [number[], number[], number, number] {
    return [members.map((one) => one.charger), members.map((one) => one.fence), this.#node, batch]
  }

  /** Sends all writes; null stands for one that cannot be expressed, after which no more is sent. */
  #send(members: Member[]): (Promise<unknown> | null)[] {
    const sent: (Promise<unknown> | null)[] = []
    for (const step of stepsFor(members)) {
      try {
        sent.push(this.#connection.query(step.statement, step.values()))
      } catch {
        return [...sent, null]
      }
    }
    return sent
  }

  async #reconnect(): Promise<void> {
    for (let wait = 20; !this.#connection.connected; wait = Math.min(wait * 2, 1000)) {
      try {
        await this.#connection.connect()
      } catch (error) {
        if (this.#closed) throw new ConnectionLost('closed', { cause: error })
        await new Promise((resolve) => setTimeout(resolve, wait))
      }
    }
  }

  /**
   * What became of a batch whose COMMIT was not answered. Not asked by transaction id: after a crash PostgreSQL may
   * give the same one to somebody else. The question waits while the batch is still being committed.
   */
  async #fateOf(batch: number): Promise<Outcome> {
    while (!this.#closed || this.#connection.connected) {
      try {
        await this.#reconnect()
        const { rows } = await this.#connection.query<{ last_batch: number }>(selectLastBatch, [this.#node])
        return { kind: rows[0]?.last_batch === batch ? 'committed' : 'lost' }
      } catch (error) {
        this.#log.warn({ err: error }, 'the database does not say what became of a commit')
        await this.#pause(100)
      }
    }
    return { kind: 'unknown' }
  }

  async #pause(milliseconds: number): Promise<void> {
    if (!this.#closed) await new Promise((resolve) => setTimeout(resolve, milliseconds))
  }
}

type Entry = { member: Member; resolve(): void; reject(error: unknown): void; riders: boolean }

type Outcome =
  | { kind: 'committed' }
  | { kind: 'lost'; error?: unknown }
  | { kind: 'stale'; fences: Map<number, number> }
  | { kind: 'failed'; error: unknown }
  | { kind: 'unknown' }

function refuse(batch: readonly Entry[], why: WriteRefused['why']): void {
  for (const entry of batch) entry.reject(new WriteRefused(why))
}

const mostRiders = 20_000
const mostRidersInBatch = 5_000
const ignore = () => undefined
