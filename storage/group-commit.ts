import type { Log } from '#core/context.ts'
import { WriteRefused } from '#core/errors.ts'
import { insertStatement, lastOfEach } from './insert-statement.ts'
import { ConnectionLost, type PipelinedConnection, type Statement } from './pipelined-connection.ts'
import { type RowOf, type SessionRow, type WriteTables, writeTables } from './write-tables.ts'

export type Writes = { [Name in keyof WriteTables]?: RowOf<Name>[] }

/** The writes of one message of one charger. `fence` is the one under which the node owned the charger. */
export type Member = { charger: number; fence: number; writes: Writes }

export type CommitMetrics = {
  batchCommitted(members: number, seconds: number): void
  logRowsDropped(count: number): void
}

/**
 * Collects the writes of many chargers into one database commit.
 *
 * What is ready while the last commit runs goes out with the next; there is no timer. A member whose fence is old is
 * refused and writes nothing. A batch that fails is split until the member that fails alone is found. When the
 * connection is lost during COMMIT, PostgreSQL is asked what became of the transaction, so nothing is doubled.
 */
export class GroupCommit {
  readonly #connection: PipelinedConnection
  readonly #log: Log
  readonly #metrics: CommitMetrics
  readonly #mostMembers: number
  #waiting: Entry[] = []
  #riders: Member[] = []
  #riderTimer: NodeJS.Timeout | null = null
  #running: Promise<void> | null = null
  #lone = new Map<number, number>()
  #closed = false

  constructor(options: { connection: PipelinedConnection; log: Log; metrics: CommitMetrics; mostMembers?: number }) {
    this.#connection = options.connection
    this.#log = options.log
    this.#metrics = options.metrics
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
    if (this.#riders.length >= mostRiders) {
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
      await this.#commitBatch(batch)
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
        return
      }
      if (outcome.kind === 'lost') {
        // Riders are the first to go when the database is away.
        const dropped = batch.filter((entry) => entry.riders).length
        if (dropped > 0) this.#metrics.logRowsDropped(dropped)
        batch = batch.filter((entry) => !entry.riders)
        if (batch.length === 0 || (this.#closed && !this.#connection.connected)) {
          for (const entry of batch) entry.reject(new WriteRefused('closed'))
          return
        }
        continue
      }
      if (outcome.kind === 'stale') {
        for (const entry of batch)
          if (outcome.chargers.has(entry.member.charger)) entry.reject(new WriteRefused('taken-over'))
        batch = batch.filter((entry) => !outcome.chargers.has(entry.member.charger))
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

  async #attempt(members: Member[]): Promise<Outcome> {
    let xid: string | null = null
    try {
      await this.#reconnect()
      const fences = await this.#write(members)
      xid = fences.xid
      if (fences.stale.size > 0) {
        await this.#connection.query(rollback, [])
        return { kind: 'stale', chargers: fences.stale }
      }
      const done = await this.#connection.query(commit, [])
      // A COMMIT after a failed statement succeeds with the tag ROLLBACK.
      if (done.command !== 'COMMIT') return { kind: 'failed', error: new Error(`COMMIT ended as ${done.command}`) }
      return { kind: 'committed' }
    } catch (error) {
      if (!(error instanceof ConnectionLost)) {
        await this.#connection.query(rollback, []).catch(() => this.#connection.destroy())
        if (!isTransient(error)) return { kind: 'failed', error }
        this.#log.warn({ err: error }, 'the database cannot take writes now')
        await new Promise((resolve) => setTimeout(resolve, this.#closed ? 0 : 100))
        return { kind: this.#closed ? 'failed' : 'lost', error }
      }
      this.#log.warn({ err: error }, 'the connection of the group commit was lost')
      return xid !== null && (await this.#wasCommitted(xid)) ? { kind: 'committed' } : { kind: 'lost' }
    }
  }

  /** Sends everything up to the COMMIT in one go, then looks at the answers together. */
  async #write(members: Member[]): Promise<{ xid: string; stale: Set<number> }> {
    const fences = new Map(members.map((member) => [member.charger, member.fence]))
    const begun = this.#connection.query(begin, [])
    const locked = this.#connection.query<{ charger_id: number; fence: number; xid: string }>(lockFences, [
      [...fences.keys()],
    ])
    const sent: Promise<unknown>[] = [begun, locked]
    let refused: unknown
    try {
      for (const step of stepsFor(members)) sent.push(this.#send(step))
    } catch (error) {
      refused = error
    }
    const results = await Promise.allSettled(sent)
    const failures = results.filter((result) => result.status === 'rejected').map((result) => result.reason)
    const failure = failures.find((reason) => reason instanceof ConnectionLost) ?? refused ?? failures[0]
    if (failure) throw failure

    const { rows } = await locked
    const current = new Map(rows.map((row) => [row.charger_id, row.fence]))
    const stale = new Set(
      [...fences].filter(([charger, fence]) => current.get(charger) !== fence).map(([charger]) => charger),
    )
    return { xid: rows[0]?.xid ?? '', stale }
  }

  async #send(step: Step): Promise<void> {
    const result = this.#connection.query(step.statement, step.values())
    const { rowCount } = await result
    if (step.exactly !== undefined && rowCount !== step.exactly) {
      throw new Error(`${step.statement.name} wrote ${rowCount} of ${step.exactly} rows: they were changed meanwhile`)
    }
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

  async #wasCommitted(xid: string): Promise<boolean> {
    for (;;) {
      try {
        await this.#reconnect()
        const { rows } = await this.#connection.query<{ status: string | null }>(statusOfTransaction, [xid])
        if (rows[0]?.status !== 'in progress') return rows[0]?.status === 'committed'
      } catch (error) {
        if (!(error instanceof ConnectionLost) || this.#closed) throw error
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

type Entry = { member: Member; resolve(): void; reject(error: unknown): void; riders: boolean }

type Outcome =
  | { kind: 'committed' }
  | { kind: 'lost'; error?: unknown }
  | { kind: 'stale'; chargers: Set<number> }
  | { kind: 'failed'; error: unknown }

/** Not the fault of what is written: disk full, read-only, time-outs, deadlocks. The writes wait until it is over. */
function isTransient(error: unknown): boolean {
  const code = (error as { code?: unknown }).code
  return typeof code === 'string' && (/^(53|57|58|40)/.test(code) || code === '25006' || code === '55P03')
}

type Step = { statement: Statement; values(): unknown[]; exactly?: number }

const mostRiders = 20_000
const mostRidersInBatch = 5_000
const ignore = () => undefined

const begin: Statement = { name: 'begin', text: 'begin' }
const commit: Statement = { name: 'commit', text: 'commit' }
const rollback: Statement = { name: 'rollback', text: 'rollback' }
const lockFences: Statement = {
  name: 'lock_fences',
  text: `select charger_id, fence, pg_current_xact_id()::text as xid
           from charger_owner where charger_id = any($1::bigint[]) order by charger_id for share`,
}
const statusOfTransaction: Statement = {
  name: 'status_of_transaction',
  text: 'select pg_xact_status($1::xid8) as status',
}
const lockPublication: Statement = {
  name: 'lock_publication',
  text: `select pg_advisory_xact_lock(${publicationLock()})`,
}
// Rounded up, so that a record never bears a time before the moment at which it was decided.
const stampPublication: Statement = {
  name: 'stamp_publication',
  text: `update publication set last_inserted_at =
           greatest(last_inserted_at, date_trunc('milliseconds', clock_timestamp() + interval '999 microseconds'))`,
}

/** Advisory lock of the publication of records: writers take it alone, readers of a window share it. */
export function publicationLock(): number {
  return 7_002
}

const statements = Object.fromEntries(
  Object.entries(writeTables).map(([name, table]) => [name, insertStatement(table as never)]),
) as Record<keyof WriteTables, ReturnType<typeof insertStatement>>

/** The statements of a batch in their fixed order; sessions that get a record number come last, under the lock. */
function stepsFor(members: readonly Member[]): Step[] {
  const steps: Step[] = []
  let finishing: SessionRow[] = []
  for (const name of Object.keys(writeTables) as (keyof WriteTables)[]) {
    let rows: unknown[] = []
    for (const member of members) {
      const own = member.writes[name]
      if (own) for (const row of own) rows.push(row)
    }
    if (name === 'session') {
      const sessions = lastOfEach(rows as SessionRow[], (row) => String(row.session.id))
      finishing = sessions.filter((row) => row.publish)
      rows = sessions.filter((row) => !row.publish)
    }
    if (rows.length > 0) steps.push(insertStep(name, rows))
  }
  if (finishing.length > 0) {
    steps.push({ statement: lockPublication, values: () => [] }, { statement: stampPublication, values: () => [] })
    steps.push(insertStep('session', finishing))
  }
  return steps
}

function insertStep(name: keyof WriteTables, rows: readonly unknown[]): Step {
  const statement = statements[name]
  return { statement, values: () => statement.values(rows), ...(statement.exact ? { exactly: rows.length } : {}) }
}
