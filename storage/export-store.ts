import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { ExportedCharger, ExportStore } from '#core/exports.ts'
import type { SessionFilter } from '#core/sessions/session-view.ts'
import { type CardRow, cardConditions, cardFrom, selectCards } from './card-row.ts'
import { orUnavailable } from './in-tenant.ts'
import type { Schema } from './schema.ts'
import { filterConditions, keyConditions, selection, type ViewRow, views } from './session-list-store.ts'
import { keysFor } from './session-search.ts'

type Door = Kysely<Schema>

/** Whole tables of one tenant, each read through a cursor of one read-only transaction. */
export function exportStore(db: Door, tenant: number): ExportStore {
  return {
    sessions: (filter) =>
      atOneMoment(db, tenant, async function* (trx) {
        for (const query of await sessionQueries(trx, tenant, filter)) {
          for await (const rows of partsOf<ViewRow>(trx, query)) yield views(trx, rows)
        }
      }),
    chargers: (search) =>
      atOneMoment(db, tenant, async function* (trx) {
        for await (const rows of partsOf<ChargerRow>(trx, chargerQuery(tenant, search))) yield rows.map(chargerFrom)
      }),
    cards: (filter, now) =>
      atOneMoment(db, tenant, async function* (trx) {
        const query = sql`${selectCards} where ${sql.join(cardConditions(tenant, filter, now), sql` and `)} order by t.id`
        for await (const rows of partsOf<CardRow>(trx, query)) yield rows.map(cardFrom)
      }),
  }
}

/** Bound to the tenant for the length of one snapshot, which is let go however the reading ends. */
async function* atOneMoment<T>(
  db: Door,
  tenant: number,
  read: (trx: Door) => AsyncGenerator<T>,
): AsyncGenerator<T, void, undefined> {
  const trx = await orUnavailable(
    db.startTransaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(),
  )
  try {
    await sql`select set_config('voltyard.tenant', ${String(tenant)}, true)`.execute(trx)
    yield* read(trx)
  } finally {
    await trx
      .rollback()
      .execute()
      .catch(() => undefined)
  }
}

async function* partsOf<Row>(trx: Door, query: RawBuilder<unknown>): AsyncGenerator<Row[]> {
  await sql`declare part no scroll cursor for ${query}`.execute(trx)
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(partSize)} from part`.execute(trx)
    if (rows.length > 0) yield rows
    if (rows.length < partSize) break
  }
  await sql`close part`.execute(trx)
}

const partSize = 1_000

async function sessionQueries(trx: Door, tenant: number, filter: SessionFilter): Promise<RawBuilder<unknown>[]> {
  const keys = filter.search === null ? null : await keysFor(trx, tenant, filter.search)
  const conditions = [sql`s.tenant_id = ${tenant}`, ...filterConditions(filter), ...keyConditions(keys)]
  const where = (condition: RawBuilder<unknown>) => sql.join([condition, ...conditions], sql` and `)
  const inTime = filter.from !== null || filter.to !== null
  const finished = sql`${selection} where ${where(sql`s.record_no is not null`)}
    order by ${inTime ? sql`s.started_at, s.record_no` : sql`s.record_no`}`
  const unfinished = (states: RawBuilder<unknown>) =>
    sql`${selection} where ${where(sql`s.state in (${states}) and not 'joined' = any(s.flags)`)} order by s.id`
  const open = unfinished(sql`'pending', 'active', 'unknown'`)
  if (filter.state === 'failed') return [unfinished(sql`'failed', 'expired'`)]
  if (filter.state === 'open') return [open]
  return filter.state === 'finished' ? [finished] : [finished, open]
}

function chargerQuery(tenant: number, search: string | null): RawBuilder<unknown> {
  const part = search === null ? null : `%${search.trim().replaceAll(/[\\%_]/g, '\\$&')}%`
  return sql`
    select c.identity, c.name, c.time_zone, c.security_profile, c.operator_status, c.registration, c.created_at,
           (select count(*)::int from evse e where e.charger_id = c.id and e.removed_at is null) as evses,
           s.ocpp_version, s.boot->>'vendor' as vendor, s.boot->>'model' as model, s.boot->>'firmware' as firmware
      from charger c left join charger_state s on s.charger_id = c.id
     where c.tenant_id = ${tenant} and c.removed_at is null
       ${part === null ? sql`` : sql`and (c.identity ilike ${part} or c.name ilike ${part})`}
     order by c.identity_folded collate "C"`
}

type ChargerRow = {
  identity: string
  name: string | null
  time_zone: string | null
  security_profile: number
  operator_status: string
  registration: string
  created_at: Temporal.Instant
  evses: number
  ocpp_version: string | null
  vendor: string | null
  model: string | null
  firmware: string | null
}

function chargerFrom(row: ChargerRow): ExportedCharger {
  return {
    identity: row.identity,
    name: row.name,
    evses: row.evses,
    timeZone: row.time_zone,
    securityProfile: row.security_profile,
    blocked: row.operator_status === 'blocked',
    registration: row.registration,
    version: row.ocpp_version,
    vendor: row.vendor,
    model: row.model,
    firmware: row.firmware,
    createdAt: row.created_at,
  }
}
