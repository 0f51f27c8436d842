import { type Kysely, sql, type Transaction } from 'kysely'
import { withMeter } from '#core/live/apply-update.ts'
import type { LiveCharger, LiveMeter, LiveSession, LiveStatus } from '#core/live/live-charger.ts'
import type { OverviewStore } from '#core/live/overview.ts'
import type { SessionState } from '#core/sessions/session.ts'
import { inTenant } from './in-tenant.ts'
import type { Schema } from './schema.ts'

/** What is shown live, read from the database, of one tenant. */
export function overviewStore(db: Kysely<Schema>, tenant: number): OverviewStore {
  return {
    page: (after, limit) => inTenant(db, tenant, (trx) => chargersFrom(trx, sql`c.id > ${after}`, limit)),
    one: (id) => inTenant(db, tenant, async (trx) => (await chargersFrom(trx, sql`c.id = ${id}`, 1))[0] ?? null),
  }
}

async function chargersFrom(
  trx: Transaction<Schema>,
  which: ReturnType<typeof sql>,
  limit: number,
): Promise<LiveCharger[]> {
  const { rows } = await sql<ChargerRow>`
    select c.id, c.identity, c.name, c.operator_status = 'blocked' as blocked, coalesce(s.connected, false) as connected,
           s.connection_changed_at, s.ocpp_version, s.boot->>'vendor' as vendor, s.boot->>'model' as model,
           s.boot->>'firmware' as firmware, s.changed_at
      from charger c left join charger_state s on s.charger_id = c.id
     where c.removed_at is null and ${which}
     order by c.id limit ${limit}`.execute(trx)
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  // One after the other: they are on one connection.
  const connectors = await sql<ConnectorRow>`
    select e.charger_id, e.ocpp_evse, k.ocpp_connector, k.number
      from evse e join connector k on k.evse_id = e.id and k.tenant_id = e.tenant_id and k.removed_at is null
     where e.charger_id = any(${ids}::bigint[]) and e.removed_at is null order by k.number`.execute(trx)
  const states = await sql<StateRow>`
    select charger_id, ocpp_evse, ocpp_connector, status, error_code, changed_at
      from evse_state where charger_id = any(${ids}::bigint[])`.execute(trx)
  const sessions = await sql<SessionRow>`
    select s.charger_id, s.id, s.state, s.ocpp_evse, s.connector_number, s.token_uid, s.vehicle_public_id, s.started_at,
           s.ended_at, s.energy_wh, coalesce(s.initial_soc, b.soc_percent) as initial_soc, s.end_soc, s.charging_state, s.end_reason, s.flags, s.last_message_at,
           coalesce(s.evidence->'start'->>'meterWh', s.evidence->'begin'->>'value',
                    s.evidence->'registers'->'first'->>'value', b.register_wh::text) as start_wh,
           m.at as metered_at, m.power_w, m.soc_percent, m.register_wh
      from session s
      left join lateral (
           select max(r.at) as at,
                  (array_agg(r.power_w order by r.at desc) filter (where r.power_w is not null))[1] as power_w,
                  (array_agg(r.soc_percent order by r.at desc) filter (where r.soc_percent is not null))[1] as soc_percent,
                  (array_agg(r.energy_wh order by r.at desc) filter (where r.energy_wh is not null))[1] as register_wh
             from (select at, power_w, soc_percent, energy_wh from meter_reading
                    where charger_id = s.charger_id and ocpp_evse = s.ocpp_evse and session_id = s.id
                      and at >= s.opened_at - interval '1 day'
                    order by at desc limit 6) r) m on m.at is not null
      -- The row of a running session is stored only when something happens: its first readings tell how it began.
      left join lateral (
           select (array_agg(r.soc_percent order by r.at) filter (where r.soc_percent is not null))[1] as soc_percent,
                  (array_agg(r.energy_wh order by r.at) filter (where r.energy_wh is not null))[1] as register_wh
             from (select at, soc_percent, energy_wh from meter_reading
                    where charger_id = s.charger_id and ocpp_evse = s.ocpp_evse and session_id = s.id
                      and at >= s.opened_at - interval '1 day'
                    order by at limit 6) r) b on true
     where s.charger_id = any(${ids}::bigint[]) and s.state in ('pending', 'active', 'unknown')
     order by s.id`.execute(trx)
  return assemble(rows, connectors.rows, states.rows, sessions.rows)
}

function assemble(
  chargers: readonly ChargerRow[],
  connectors: readonly ConnectorRow[],
  states: readonly StateRow[],
  sessions: readonly SessionRow[],
): LiveCharger[] {
  const connectorsOf = Map.groupBy(connectors, (row) => row.charger_id)
  const statesOf = Map.groupBy(states, (row) => row.charger_id)
  const sessionsOf = Map.groupBy(sessions, (row) => row.charger_id)
  return chargers.map((row) => {
    const said = statesOf.get(row.id) ?? []
    const open = sessionsOf.get(row.id) ?? []
    const status = (evse: number, connector?: number): LiveStatus | null => {
      const state = said.find((one) => one.ocpp_evse === evse && (evse === 0 || one.ocpp_connector === connector))
      return state ? { status: state.status, errorCode: state.error_code, since: state.changed_at } : null
    }
    return {
      id: row.id,
      identity: row.identity,
      name: row.name,
      blocked: row.blocked,
      connected: row.connected,
      linkChangedAt: row.connection_changed_at,
      version: row.ocpp_version,
      vendor: row.vendor,
      model: row.model,
      firmware: row.firmware,
      heardAt: latest([
        row.changed_at,
        ...said.map((one) => one.changed_at),
        ...open.map((one) => one.last_message_at),
      ]),
      whole: status(0),
      connectors: (connectorsOf.get(row.id) ?? []).map((one) => ({
        evse: one.ocpp_evse,
        connector: one.ocpp_connector,
        number: one.number,
        status: status(one.ocpp_evse, one.ocpp_connector),
      })),
      meters: row.connected ? metersOf(open) : [],
      sessions: open.map((session) => sessionFrom(session, row.connected)),
    }
  })
}

function metersOf(sessions: readonly SessionRow[]): LiveMeter[] {
  const byEvse = new Map<number, LiveMeter>()
  for (const session of sessions) {
    if (session.ocpp_evse !== null && session.metered_at !== null) byEvse.set(session.ocpp_evse, meterFrom(session))
  }
  return [...byEvse.values()]
}

function meterFrom(row: SessionRow): LiveMeter {
  return {
    evse: row.ocpp_evse ?? 0,
    at: row.metered_at!,
    powerW: row.power_w,
    energyWh: row.register_wh === null ? null : Number(row.register_wh),
    socPercent: row.soc_percent,
  }
}

function sessionFrom(row: SessionRow, isConnected: boolean): LiveSession {
  const stored: LiveSession = {
    id: row.id,
    state: row.state,
    evse: row.ocpp_evse,
    connector: row.connector_number,
    card: row.token_uid,
    vehicle: row.vehicle_public_id,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    startWh: row.start_wh === null ? null : Number(row.start_wh),
    energyWh: Number(row.energy_wh),
    powerW: null,
    initialSoc: row.initial_soc,
    socPercent: row.end_soc,
    chargingState: row.charging_state,
    endReason: row.end_reason,
    flags: row.flags,
  }
  if (row.metered_at === null) return stored
  const metered = withMeter(stored, meterFrom(row))
  return isConnected ? metered : { ...metered, powerW: null }
}

function latest(times: readonly (Temporal.Instant | null)[]): Temporal.Instant | null {
  return times.reduce<Temporal.Instant | null>(
    (last, at) => (at !== null && (last === null || Temporal.Instant.compare(at, last) > 0) ? at : last),
    null,
  )
}

type ChargerRow = {
  id: number
  identity: string
  name: string | null
  blocked: boolean
  connected: boolean
  connection_changed_at: Temporal.Instant | null
  ocpp_version: string | null
  vendor: string | null
  model: string | null
  firmware: string | null
  changed_at: Temporal.Instant | null
}
type ConnectorRow = { charger_id: number; ocpp_evse: number; ocpp_connector: number; number: number }
type StateRow = {
  charger_id: number
  ocpp_evse: number
  ocpp_connector: number
  status: string
  error_code: string | null
  changed_at: Temporal.Instant
}
type SessionRow = {
  charger_id: number
  id: number
  state: SessionState
  ocpp_evse: number | null
  connector_number: number | null
  token_uid: string | null
  vehicle_public_id: string | null
  started_at: Temporal.Instant | null
  ended_at: Temporal.Instant | null
  energy_wh: string
  initial_soc: number | null
  end_soc: number | null
  charging_state: string | null
  end_reason: string | null
  flags: string[]
  last_message_at: Temporal.Instant
  start_wh: string | null
  metered_at: Temporal.Instant | null
  power_w: number | null
  soc_percent: number | null
  register_wh: string | null
}
