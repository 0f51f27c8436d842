import { Decimal } from 'decimal.js'
import { type Kysely, sql } from 'kysely'
import { foldUid } from '#core/authorization/token.ts'
import type { SessionPlace, TariffInForce, TariffStore } from '#core/tariffs/tariffs.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'
import { type AssignmentRow, assignmentFrom, type CostRow, costFrom, tariffFrom } from './tariff-row.ts'

/** Tariffs, where they apply, and what sessions cost by them, of one tenant. */
export function tariffStore(db: Kysely<Schema>, tenant: number, places: TariffPlaces): TariffStore {
  const inOne = <T>(work: (trx: Kysely<Schema>) => Promise<T>) => inTenant(db, tenant, work)
  return {
    inUse: async () => (await places.of(tenant)).inUse,
    async inForce(session) {
      const known = await places.of(tenant)
      if (!known.inUse) return null
      const ofToken =
        known.hasTokens && session.tokenUid !== null
          ? await inOne((trx) => ofTokenAt(trx, tenant, foldUid(session.tokenUid!)))
          : []
      return inForceAt([...ofToken, ...known.rows], session)
    },
    find: (tariffId) => inOne((trx) => findTariff(trx, tenant, 'tariff_id', tariffId)),
    byId: (id) => inOne((trx) => findTariff(trx, tenant, 'id', id)),
    list: () =>
      inOne(async (trx) => {
        const rows = await trx
          .selectFrom('tariff')
          .selectAll()
          .where('tenant_id', '=', tenant)
          .orderBy('id', 'desc')
          .limit(1000)
          .execute()
        return rows.map(tariffFrom)
      }),
    assignments: () =>
      inOne(async (trx) => {
        const { rows } = await sql<AssignmentRow>`${selectAssignments(tenant)} and a.ended_at is null
          order by a.id desc limit 1000`.execute(trx)
        return rows.map(assignmentFrom)
      }),
    costOf: (sessionId) =>
      inOne(async (trx) => {
        const { rows } = await sql<CostRow>`
          select t.id, t.tariff_id, t.terms, t.created_at, t.retired_at, c.session_id, c.tariff_changed, c.is_final,
                 c.currency, c.excl_tax, c.incl_tax, c.lines, c.station, c.station_incl_tax, c.differs, c.told_at
            from session_cost c join tariff t on t.tenant_id = c.tenant_id and t.id = c.tariff_id
           where c.tenant_id = ${tenant} and c.session_id = ${sessionId}`.execute(trx)
        return rows[0] ? costFrom(rows[0]) : null
      }),
    courseOf: (session, charger) =>
      inOne(async (trx) => {
        const from = (session.record.startedAt ?? session.openedAt).subtract({ hours: 1 })
        const registers = await sql<{ atMs: number; wh: string }>`
          select (extract(epoch from at) * 1000)::float8 as "atMs", max(energy_wh)::text as wh from meter_reading
           where charger_id = ${charger.id} and tenant_id = ${tenant} and at >= ${from} and session_id = ${session.id}
             and energy_wh > 0 group by at order by at limit 20000`.execute(trx)
        const states =
          session.wireFamily === '2'
            ? await sql<{ atMs: number; state: string }>`
                select (extract(epoch from at) * 1000)::float8 as "atMs", charging_state as state from session_event
                 where tenant_id = ${tenant} and session_id = ${session.id} and charging_state is not null
                 order by at limit 20000`.execute(trx)
            : await sql<{ atMs: number; state: string }>`
                select (extract(epoch from at) * 1000)::float8 as "atMs", status as state from status_report
                 where tenant_id = ${tenant} and charger_id = ${charger.id} and ocpp_evse = ${session.evse ?? 0}
                   and at >= ${from} and at <= ${session.record.endedAt ?? sql`server_time()`}
                   and status in ('Charging', 'SuspendedEV', 'SuspendedEVSE', 'Finishing')
                 order by at limit 20000`.execute(trx)
        return {
          registers: registers.rows.map(({ atMs, wh }) => ({ atMs, wh: new Decimal(wh) })),
          states: states.rows,
        }
      }),
    timeZoneOf: (charger) =>
      inOne(async (trx) => {
        const row = await trx
          .selectFrom('charger')
          .select('time_zone')
          .where('tenant_id', '=', tenant)
          .where('id', '=', charger.id)
          .executeTakeFirst()
        return row?.time_zone ?? null
      }),
  }
}

/**
 * Which places of a tenant have a tariff, held for a few seconds, so that a tenant without tariffs costs nothing. Those
 * of single tokens may be many: only whether there are any is held.
 */
export class TariffPlaces {
  readonly #db: Kysely<Schema>
  readonly #known = new Map<number, { untilMs: number; places: Promise<Places> }>()

  constructor(db: Kysely<Schema>) {
    this.#db = db
  }

  of(tenant: number): Promise<Places> {
    const known = this.#known.get(tenant)
    if (known && known.untilMs > performance.now()) return known.places
    const places = inTenant(this.#db, tenant, (trx) => readPlaces(trx, tenant))
    this.#known.set(tenant, { untilMs: performance.now() + heldMs, places })
    places.catch(() => this.changed(tenant))
    return places
  }

  changed(tenant: number): void {
    this.#known.delete(tenant)
  }
}

type Places = { inUse: boolean; hasTokens: boolean; rows: readonly AssignmentRow[] }

const heldMs = 5_000

async function readPlaces(trx: Kysely<Schema>, tenant: number): Promise<Places> {
  // What has ended still counts for sessions that began before.
  const { rows } = await sql<AssignmentRow>`${selectAssignments(tenant)} and a.token_uid_folded is null
    and (a.ended_at is null or a.ended_at > server_time() - interval '30 days')`.execute(trx)
  const tokens = await trx
    .selectFrom('tariff_assignment')
    .select('id')
    .where('tenant_id', '=', tenant)
    .where('token_uid_folded', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return { inUse: rows.length > 0 || tokens !== undefined, hasTokens: tokens !== undefined, rows }
}

async function ofTokenAt(trx: Kysely<Schema>, tenant: number, uid: string): Promise<AssignmentRow[]> {
  const { rows } = await sql<AssignmentRow>`${selectAssignments(tenant)} and a.token_uid_folded = ${uid}`.execute(trx)
  return rows
}

/** The most particular one that was in force at that time. */
export function inForceAt(rows: readonly AssignmentRow[], { chargerId, evse, at }: SessionPlace): TariffInForce | null {
  const here = rows.filter(
    (row) =>
      (row.charger_id === null || row.charger_id === chargerId) &&
      (row.evse === null || row.evse === evse) &&
      Temporal.Instant.compare(row.assigned_at, at) <= 0 &&
      (row.ended_at === null || Temporal.Instant.compare(row.ended_at, at) > 0),
  )
  const best = here.toSorted((a, b) => rankOf(b) - rankOf(a) || b.assignment_id - a.assignment_id)[0]
  return best ? assignmentFrom(best) : null
}

function rankOf({ token_uid_folded, evse, charger_id }: AssignmentRow): number {
  return token_uid_folded !== null ? 3 : evse !== null ? 2 : charger_id !== null ? 1 : 0
}

export function selectAssignments(tenant: number) {
  return sql`
    select t.id, t.tariff_id, t.terms, t.created_at, t.retired_at, a.id as assignment_id, a.charger_id, c.identity,
           a.evse, a.token_uid_folded, a.limits, a.prepaid, a.assigned_at, a.ended_at
      from tariff_assignment a join tariff t on t.tenant_id = a.tenant_id and t.id = a.tariff_id
      left join charger c on c.tenant_id = a.tenant_id and c.id = a.charger_id
     where a.tenant_id = ${tenant}`
}

async function findTariff(trx: Kysely<Schema>, tenant: number, column: 'id' | 'tariff_id', value: string | number) {
  const row = await trx
    .selectFrom('tariff')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where(column, '=', value)
    .executeTakeFirst()
  return row ? tariffFrom(row) : null
}
