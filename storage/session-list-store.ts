import { Decimal } from 'decimal.js'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { SessionEvidence } from '#core/sessions/evidence.ts'
import type { SessionFilter, SessionPlace, SessionView, SessionViews } from '#core/sessions/session-view.ts'
import { inTenant } from './in-tenant.ts'
import { liveValues } from './live-readings.ts'
import type { Schema } from './schema.ts'
import { happenings, messages, points } from './session-detail-store.ts'
import { type Keys, keysFor } from './session-search.ts'

/** Sessions of one tenant in every state, as people see them. */
export function sessionViewStore(db: Kysely<Schema>, tenant: number): SessionViews {
  return {
    list: (filter, page) => inTenant(db, tenant, async (trx) => views(trx, await pageOf(trx, tenant, filter, page))),
    ofIds: (ids) =>
      inTenant(db, tenant, async (trx) => {
        const { rows } = await sql<ViewRow>`${selection} where s.id = any(${[...ids]}::bigint[])`.execute(trx)
        return views(trx, rows)
      }),
    happenings: (session) => inTenant(db, tenant, (trx) => happenings(trx, session)),
    points: (session) => inTenant(db, tenant, (trx) => points(trx, session)),
    messages: (session, page) => inTenant(db, tenant, (trx) => messages(trx, session, page)),
  }
}

type ListPage = { after: SessionPlace | null; limit: number }

/** One row more than the page has, when there are more. */
async function pageOf(trx: Kysely<Schema>, tenant: number, filter: SessionFilter, page: ListPage): Promise<ViewRow[]> {
  const keys = filter.search === null ? null : await keysFor(trx, tenant, filter.search)
  const { state } = filter
  const { after, limit } = page
  if (state === 'failed') return unfinished(trx, { tenant, filter, keys, states: failedStates, page })

  const isPastOpen = after !== null && after.after !== 'open'
  const open =
    state === 'finished' || isPastOpen ? [] : await unfinished(trx, { tenant, filter, keys, states: openStates, page })
  if (state === 'open' || open.length > limit) return open
  const place = after?.after === 'finished' ? after : null
  return [...open, ...(await finished(trx, { tenant, filter, keys, place, limit: limit - open.length }))]
}

const openStates = ['pending', 'active', 'unknown']
const failedStates = ['failed', 'expired']

type Search = { tenant: number; filter: SessionFilter; keys: Keys | null }

/** There are few of them, in an index of their own. */
async function unfinished(
  trx: Kysely<Schema>,
  { tenant, filter, keys, states, page }: Search & { states: string[]; page: ListPage },
): Promise<ViewRow[]> {
  const { after, limit } = page
  const stateList = sql.join(states.map((state) => sql.lit(state)))
  const conditions = [
    sql`s.tenant_id = ${tenant}`,
    sql`s.state in (${stateList})`,
    // The row of a stop that has found its session says nothing of its own.
    sql`not 'joined' = any(s.flags)`,
    ...filterConditions(filter),
    ...keyConditions(keys),
    ...(after && after.after !== 'finished' ? [sql`s.id < ${after.id}`] : []),
  ]
  const { rows } = await sql<ViewRow>`${selection} where ${sql.join(conditions, sql` and `)}
    order by s.id desc limit ${limit + 1}`.execute(trx)
  return rows
}

/** The page is found by its numbers alone, in an index, before anything else of its rows is read. */
async function finished(
  trx: Kysely<Schema>,
  search: Search & { place: Extract<SessionPlace, { after: 'finished' }> | null; limit: number },
): Promise<ViewRow[]> {
  const { filter, keys, limit } = search
  const count = limit + 1
  const byTime = keys === null && filter.chargerId === null && (filter.from !== null || filter.to !== null)
  const order = byTime ? sql`s.started_at desc, s.record_no desc` : sql`s.record_no desc`
  const numbers = byTime ? numbersInTime(search, count) : numbersByRecord(search, count)
  if (numbers === null) return []
  const { rows } = await sql<ViewRow>`
    ${selection} join (${numbers}) p on p.record_no = s.record_no where s.tenant_id = ${search.tenant}
    order by ${order} limit ${count}`.execute(trx)
  return rows
}

function numbersInTime(
  { tenant, filter, place }: Search & { place: Extract<SessionPlace, { after: 'finished' }> | null },
  count: number,
): RawBuilder<unknown> {
  const conditions = [
    sql`s.tenant_id = ${tenant}`,
    sql`s.record_no is not null`,
    ...filterConditions(filter),
    ...(place?.startedAt ? [sql`(s.started_at, s.record_no) < (${place.startedAt}, ${place.recordNo})`] : []),
  ]
  return sql`select s.record_no from session s where ${sql.join(conditions, sql` and `)}
    order by s.started_at desc, s.record_no desc limit ${count}`
}

/** Each key has its newest records in an index; together they are the page. Very many keys are met on the way back. */
function numbersByRecord(
  { tenant, filter, keys, place }: Search & { place: Extract<SessionPlace, { after: 'finished' }> | null },
  count: number,
): RawBuilder<unknown> | null {
  const conditions = [
    sql`s.tenant_id = ${tenant}`,
    sql`s.record_no is not null`,
    ...filterConditions(filter),
    ...(place ? [sql`s.record_no < ${place.recordNo}`] : []),
  ]
  const all = sql.join(conditions, sql` and `)
  const newest = sql`order by s.record_no desc limit ${count}`
  if (keys === null) return sql`select s.record_no from session s where ${all} ${newest}`

  const ofKeys = (values: readonly unknown[], column: RawBuilder<unknown>, type: RawBuilder<unknown>) =>
    values.length > manyKeys
      ? sql`(select s.record_no from session s where ${all} and ${column} = any(${[...values]}::${type}[]) ${newest})`
      : sql`(select s.record_no from unnest(${[...values]}::${type}[]) as k(key)
          cross join lateral (select s.record_no from session s where ${all} and ${column} = k.key ${newest}) s)`
  const parts = [
    ...(keys.chargers.length > 0 ? [ofKeys(keys.chargers, sql`s.charger_id`, sql`bigint`)] : []),
    ...(keys.uids.length > 0 ? [ofKeys(keys.uids, sql`s.token_uid`, sql`text`)] : []),
    ...(keys.vehicles.length > 0 ? [ofKeys(keys.vehicles, sql`s.vehicle_shown`, sql`text`)] : []),
  ]
  return sql`select record_no from (${sql.join(parts, sql` union `)}) as found order by record_no desc limit ${count}`
}

const manyKeys = 1_000

/** What the filter says of a row `s`, but for its state and what is searched for. */
export function filterConditions({ chargerId, vehicle, from, to }: SessionFilter): RawBuilder<unknown>[] {
  return [
    ...(chargerId === null ? [] : [sql`s.charger_id = ${chargerId}`]),
    ...(vehicle === undefined ? [] : [sql`s.vehicle_shown = ${vehicle}`]),
    ...(from === null ? [] : [sql`s.started_at >= ${from}`]),
    ...(to === null ? [] : [sql`s.started_at < ${to}`]),
  ]
}

export function keyConditions(keys: Keys | null): RawBuilder<unknown>[] {
  if (keys === null) return []
  return [
    sql`(s.charger_id = any(${[...keys.chargers]}::bigint[]) or s.token_uid = any(${[...keys.uids]}::text[])
      or s.vehicle_shown = any(${[...keys.vehicles]}::text[]))`,
  ]
}

/** The evidence of an open session tells of its readings when it was last stored; those since then are folded in. */
export type ViewRow = {
  id: number
  record_no: number | null
  state: SessionView['state']
  charger_id: number
  identity: string
  charger_name: string | null
  ocpp_evse: number | null
  connector_number: number | null
  token_uid: string | null
  vehicle_public_id: string | null
  started_at: Temporal.Instant | null
  ended_at: Temporal.Instant | null
  plugged_at: Temporal.Instant | null
  unplugged_at: Temporal.Instant | null
  energy_wh: string
  energy_method: string | null
  initial_soc: number | null
  end_soc: number | null
  end_reason: string | null
  flags: string[]
  decision: string | null
  wire_family: SessionView['wireFamily']
  wire_id: string
  opened_at: Temporal.Instant
  last_message_at: Temporal.Instant
  close_due_at: Temporal.Instant | null
  inserted_at: Temporal.Instant | null
  evidence: Partial<SessionEvidence> | null
}

export const selection = sql`
  select s.id, s.record_no, s.state, s.charger_id, c.identity, c.name as charger_name, s.ocpp_evse, s.connector_number,
         s.token_uid, s.vehicle_public_id, s.started_at, s.ended_at, s.plugged_at, s.unplugged_at, s.energy_wh,
         s.energy_method, s.initial_soc, s.end_soc, s.end_reason, s.flags, s.decision, s.wire_family, s.wire_id,
         s.opened_at, s.last_message_at, s.close_due_at, s.inserted_at,
         case when s.state in ('pending', 'active') then s.evidence end as evidence
    from session s join charger c on c.tenant_id = s.tenant_id and c.id = s.charger_id`

/** Rows as they are, with what open ones have measured since they were stored. */
export async function views(trx: Kysely<Schema>, rows: readonly ViewRow[]): Promise<SessionView[]> {
  const running = rows.filter((row) => row.evidence !== null)
  const live = running.length === 0 ? new Map() : await liveValues(trx, running)
  return rows.map((row) => ({ ...viewFrom(row), ...live.get(row.id) }))
}

function viewFrom(row: ViewRow): SessionView {
  return {
    id: row.id,
    recordNo: row.record_no,
    state: row.state,
    charger: { id: row.charger_id, identity: row.identity, name: row.charger_name },
    evse: row.ocpp_evse,
    connector: row.connector_number,
    tokenUid: row.token_uid,
    vehicleId: row.vehicle_public_id,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    pluggedAt: row.plugged_at,
    unpluggedAt: row.unplugged_at,
    energyWh: new Decimal(row.energy_wh).toFixed(),
    energyMethod: row.energy_method,
    powerW: null,
    initialSoc: row.initial_soc,
    soc: row.end_soc,
    endReason: row.end_reason,
    flags: row.flags.filter((flag) => flag !== ''),
    decision: row.decision,
    wireFamily: row.wire_family,
    wireId: row.wire_id,
    openedAt: row.opened_at,
    lastMessageAt: row.last_message_at,
    closeDueAt: row.close_due_at,
    insertedAt: row.inserted_at,
  }
}
