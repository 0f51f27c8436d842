import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import type pg from 'pg'
import type { ChargerRef, Context, Log } from '#core/context.ts'
import { migrateDatabase } from '#server/open-installation.ts'
import { connectAsOwner, openDatabase } from '#storage/database.ts'
import { GroupCommit, type Member, type Writes } from '#storage/group-commit.ts'
import { openStorage, type Storage } from '#storage/storage.ts'
import { createDatabase } from './database.ts'

export const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }
const now = () => Temporal.Now.instant()

/** A migrated database without a server. */
export async function migratedDatabase(t: TestContext): Promise<string> {
  const url = await createDatabase(t)
  await migrateDatabase(url, now(), silent)
  return url
}

/** What rows the database holds, seen by its owner. */
export function rowsOf<Row extends pg.QueryResultRow>(url: string, text: string, values: unknown[] = []) {
  return connectAsOwner(url, async (owner) => (await owner.query<Row>(text, values)).rows)
}

export async function numberOf(url: string, table: string, where = 'true', values: unknown[] = []): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(url, `select count(*)::int as n from ${table} where ${where}`, values)
  return row!.n
}

export function execute(url: string, ...statements: string[]): Promise<void> {
  return connectAsOwner(url, async (owner) => {
    for (const statement of statements) await owner.query(statement)
  })
}

/** A node on the database, without doors. */
export async function openNode(t: TestContext, url: string): Promise<Storage> {
  const metrics = { batchCommitted() {}, logRowsDropped() {} }
  const storage = await openStorage({ url, nodeName: 'test', log: silent, metrics, now })
  t.after(() => storage.close())
  return storage
}

export function contextOf(node: Storage): Context {
  return node.contextFor({ tenant: 1, actor: { kind: 'system', name: 'test' }, door: 'job' })
}

export async function addChargers(node: Storage, identities: readonly string[]): Promise<ChargerRef[]> {
  return contextOf(node).transaction(async (tx) => {
    const added: ChargerRef[] = []
    for (const identity of identities) {
      const charger = await tx.chargers.add({ identity, name: null, passwordHash: null, securityProfile: 0, evses: 1 })
      added.push({ id: charger!.id, tenant: charger!.tenant, identity })
    }
    return added
  })
}

/** A group commit by itself, as a node of its own; `url` may lead through a proxy. */
export async function openGroupCommit(t: TestContext, url: string, directUrl = url) {
  const database = await openDatabase(url)
  let dropped = 0
  const batches: number[] = []
  const [node] = await rowsOf<{ id: number }>(directUrl, `insert into node (name) values ('test') returning id`)
  const commit = new GroupCommit({
    connection: database.committer,
    node: node!.id,
    log: silent,
    metrics: {
      batchCommitted: (members) => void batches.push(members),
      logRowsDropped: (count) => {
        dropped += count
      },
    },
  })
  t.after(async () => {
    await commit.close()
    await database.close()
  })
  return { commit, connection: database.committer, batches, dropped: () => dropped }
}

/** The writes of one message: a fact and a log row, which nothing but the commit keeps from being doubled. */
export function message(charger: ChargerRef, fence: number, more: Writes = {}): Member & { id: string } {
  const id = randomUUID()
  const owner = { charger: charger.id, tenant: charger.tenant, at: now() }
  const log = { direction: 'in', action: 'Test', call: '[]', reply: '[]', result: 'ok', repairs: null }
  const fact = { kind: 'message.quarantined', subjectId: charger.id, body: { action: 'Test', reason: id } } as const
  return {
    id,
    charger: charger.id,
    fence,
    writes: {
      fact: [{ ...owner, fact }],
      messageLog: [{ ...owner, ...log, messageId: id, latencyMicros: 1 }],
      ...more,
    },
  }
}

/** How often the database holds the two rows of a message. */
export async function copiesOf(url: string, id: string): Promise<{ facts: number; logRows: number }> {
  const [row] = await rowsOf<{ facts: number; log_rows: number }>(
    url,
    `select (select count(*)::int from fact where body->>'reason' = $1) as facts,
            (select count(*)::int from message_log where message_id = $1) as log_rows`,
    [id],
  )
  return { facts: row!.facts, logRows: row!.log_rows }
}
