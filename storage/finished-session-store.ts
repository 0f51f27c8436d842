import { type Kysely, sql } from 'kysely'
import { foldIdentity } from '#core/chargers/charger.ts'
import type { FinishedSessions, FinishedSessionsQuery } from '#core/sessions/read-finished-sessions.ts'
import type { FinishedSession } from '#core/sessions/session.ts'
import { publicationLock } from './commit-steps.ts'
import { numbersOnPage } from './finished-session-page.ts'
import { inTenant, orUnavailable } from './in-tenant.ts'
import { orderColumns, type RecordRanks } from './record-ranks.ts'
import type { Schema } from './schema.ts'

/** Finished sessions of one tenant. */
export function finishedSessionStore(db: Kysely<Schema>, tenant: number): FinishedSessions {
  return {
    async list(query) {
      if (query.filterBy === 'insertedAt') await waitForPublications(db)
      const rows = await inTenant(db, tenant, async (trx) => {
        const chargers = query.charger === null ? null : await chargersNamed(trx, tenant, query.charger)
        return chargers?.length === 0 ? [] : pageOf(trx, ranksOf(db), tenant, { ...query, chargers })
      })
      return { sessions: rows.slice(0, query.limit).map(finishedSessionFrom), more: rows.length > query.limit }
    },
    async find(recordNo) {
      const row = await inTenant(db, tenant, (trx) =>
        selection(trx, tenant).where('s.record_no', '=', recordNo).executeTakeFirst(),
      )
      return row ? finishedSessionFrom(row) : null
    },
  }
}

/**
 * Waits until every record that was being published is visible. Whoever publishes after this gets a later
 * `InsertedAt` than now, so a window that ends by now is complete. The lock is let go before the page is read: a
 * long read must not hold up the group commit.
 */
async function waitForPublications(db: Kysely<Schema>): Promise<void> {
  await orUnavailable(sql`select pg_advisory_xact_lock_shared(${sql.lit(publicationLock())})`.execute(db))
}

// Of all tenants of a database; forgotten with its connections.
const ranks = new WeakMap<Kysely<Schema>, RecordRanks>()

function ranksOf(db: Kysely<Schema>): RecordRanks {
  const known = ranks.get(db) ?? new Map()
  ranks.set(db, known)
  return known
}

function selection(trx: Kysely<Schema>, tenant: number) {
  return trx
    .selectFrom('session as s')
    .innerJoin('charger as c', (join) =>
      join.onRef('c.id', '=', 's.charger_id').onRef('c.tenant_id', '=', 's.tenant_id'),
    )
    .select([
      's.record_no',
      'c.identity',
      's.connector_number',
      's.initial_soc',
      's.end_soc',
      's.vehicle_public_id',
      's.token_uid',
      's.energy_wh',
      's.end_reason',
      millisecondsOf('s.started_at').as('started_ms'),
      millisecondsOf('s.ended_at').as('ended_ms'),
      millisecondsOf('s.plugged_at').as('plugged_ms'),
      millisecondsOf('s.unplugged_at').as('unplugged_ms'),
      millisecondsOf('s.inserted_at').as('inserted_ms'),
    ])
    .where('s.tenant_id', '=', tenant)
    .where('s.record_no', 'is not', null)
}

/** Rounded down, as instants are shown. */
function millisecondsOf(column: string) {
  return sql<number | null>`floor(extract(epoch from ${sql.ref(column)}) * 1000)::float8`
}

/** The page is found by its numbers alone, in an index, before anything else of its rows is read. */
async function pageOf(
  trx: Kysely<Schema>,
  ranks: RecordRanks,
  tenant: number,
  query: FinishedSessionsQuery & { chargers: readonly number[] | null },
) {
  const numbers = sql<{ record_no: number }>`(${await numbersOnPage(trx, ranks, tenant, query)})`
  let rows = selection(trx, tenant).innerJoin(numbers.as('p'), (join) => join.onRef('p.record_no', '=', 's.record_no'))
  if (query.orderBy !== 'recordNo') rows = rows.orderBy(`s.${orderColumns[query.orderBy]}`, query.order)
  return rows.orderBy('s.record_no', query.order).execute()
}

/** The one of this identity, and those that had it before and were removed. */
async function chargersNamed(trx: Kysely<Schema>, tenant: number, identity: string): Promise<number[]> {
  const rows = await trx
    .selectFrom('charger')
    .select('id')
    .where('tenant_id', '=', tenant)
    .where('identity_folded', '=', foldIdentity(identity))
    .execute()
  return rows.map((row) => row.id)
}

function finishedSessionFrom(row: {
  record_no: number | null
  identity: string
  connector_number: number | null
  started_ms: number | null
  ended_ms: number | null
  plugged_ms: number | null
  unplugged_ms: number | null
  initial_soc: number | null
  end_soc: number | null
  vehicle_public_id: string | null
  token_uid: string | null
  energy_wh: string
  end_reason: string | null
  inserted_ms: number | null
}): FinishedSession {
  return {
    recordNo: row.record_no!,
    charger: row.identity,
    connector: row.connector_number ?? 0,
    startedMs: row.started_ms ?? row.ended_ms ?? row.inserted_ms!,
    endedMs: row.ended_ms ?? row.inserted_ms!,
    pluggedMs: row.plugged_ms,
    unpluggedMs: row.unplugged_ms,
    initialSoc: row.initial_soc,
    endSoc: row.end_soc,
    vehicleId: row.vehicle_public_id ?? row.token_uid,
    tokenUid: row.token_uid,
    energyWh: row.energy_wh,
    endReason: row.end_reason,
    insertedMs: row.inserted_ms!,
  }
}
