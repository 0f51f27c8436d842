import { type Kysely, sql } from 'kysely'
import { foldIdentity } from '#core/chargers/charger.ts'
import type { FinishedSessions, FinishedSessionsQuery } from '#core/sessions/read-finished-sessions.ts'
import type { FinishedSession } from '#core/sessions/session.ts'
import { publicationLock } from './commit-steps.ts'
import { inTenant, orUnavailable } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** Finished sessions of one tenant. */
export function finishedSessionStore(db: Kysely<Schema>, tenant: number): FinishedSessions {
  return {
    async list(query) {
      if (query.filterBy === 'insertedAt') await waitForPublications(db)
      const rows = await inTenant(db, tenant, async (trx) => {
        const chargers = query.charger === null ? null : await chargersNamed(trx, tenant, query.charger)
        return chargers?.length === 0 ? [] : page(trx, tenant, chargers, query).execute()
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
      's.started_at',
      's.ended_at',
      's.plugged_at',
      's.unplugged_at',
      's.initial_soc',
      's.end_soc',
      's.vehicle_public_id',
      's.token_uid',
      's.energy_wh',
      's.end_reason',
      's.inserted_at',
    ])
    .where('s.tenant_id', '=', tenant)
    .where('s.record_no', 'is not', null)
}

const timeColumn = { startedAt: 's.started_at', endedAt: 's.ended_at', insertedAt: 's.inserted_at' } as const
const orderColumn = { recordNo: 's.record_no', startedAt: 's.started_at', endedAt: 's.ended_at' } as const

/** The page is found by its numbers alone, mostly in an index, before anything else of its rows is read. */
function page(trx: Kysely<Schema>, tenant: number, chargers: readonly number[] | null, query: FinishedSessionsQuery) {
  let numbers = trx
    .selectFrom('session as s')
    .select('s.record_no')
    .where('s.tenant_id', '=', tenant)
    .where('s.record_no', 'is not', null)
  if (chargers !== null) numbers = numbers.where('s.charger_id', 'in', chargers)
  if (query.connector !== null) numbers = numbers.where('s.connector_number', '=', query.connector)
  if (query.vehicleId !== null) numbers = numbers.where('s.vehicle_shown', '=', query.vehicleId)
  const { from, to } = query
  if (query.filterBy === 'overlapping') {
    if (to) numbers = numbers.where('s.started_at', '<=', to)
    if (from) numbers = numbers.where('s.ended_at', '>=', from)
    // What overlaps a window ends soon after it, but for the few long ones.
    if (from && to) {
      const soon = to.add({ hours: 168 })
      numbers = numbers.where((is) => is.or([is('s.ended_at', '<=', soon), is('s.is_long', '=', true)]))
    }
  } else {
    if (from) numbers = numbers.where(timeColumn[query.filterBy], '>=', from)
    if (to) numbers = numbers.where(timeColumn[query.filterBy], '<=', to)
  }
  if (query.orderBy !== 'recordNo') numbers = numbers.orderBy(orderColumn[query.orderBy], query.order)
  // Within a window its own index is to be used, not that of the numbers, which would be walked from its far end.
  const number = from && to ? sql<number>`s.record_no + 0` : sql.ref<number>('s.record_no')
  const onPage = numbers
    .orderBy(number, query.order)
    .limit(query.limit + 1)
    .offset((query.page - 1) * query.limit)

  let rows = selection(trx, tenant).innerJoin(onPage.as('p'), 'p.record_no', 's.record_no')
  if (query.orderBy !== 'recordNo') rows = rows.orderBy(orderColumn[query.orderBy], query.order)
  return rows.orderBy('s.record_no', query.order)
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
  started_at: Temporal.Instant | null
  ended_at: Temporal.Instant | null
  plugged_at: Temporal.Instant | null
  unplugged_at: Temporal.Instant | null
  initial_soc: number | null
  end_soc: number | null
  vehicle_public_id: string | null
  token_uid: string | null
  energy_wh: string
  end_reason: string | null
  inserted_at: Temporal.Instant | null
}): FinishedSession {
  return {
    recordNo: row.record_no!,
    charger: row.identity,
    connector: row.connector_number ?? 0,
    startedAt: row.started_at ?? row.ended_at ?? row.inserted_at!,
    endedAt: row.ended_at ?? row.inserted_at!,
    pluggedAt: row.plugged_at,
    unpluggedAt: row.unplugged_at,
    initialSoc: row.initial_soc,
    endSoc: row.end_soc,
    vehicleId: row.vehicle_public_id ?? row.token_uid,
    tokenUid: row.token_uid,
    energyWh: row.energy_wh,
    endReason: row.end_reason,
    insertedAt: row.inserted_at!,
  }
}
