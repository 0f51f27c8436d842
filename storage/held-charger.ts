import { Decimal } from 'decimal.js'
import type { Boot, Charger, ConnectorState, Evse, Protocol } from '#core/chargers/charger.ts'
import type { ChargerRef, PlacedReading } from '#core/context.ts'
import { type ChargerClock, unheardClock } from '#core/metering/clock.ts'
import { withReadings, withStoredEvents } from '#core/sessions/evidence.ts'
import { recordOf } from '#core/sessions/record.ts'
import type { Session } from '#core/sessions/session.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'
import { type SessionColumns, sessionColumns, sessionFrom } from './session-row.ts'

/** What the owning node keeps in memory of a charger, so that its usual messages read nothing. */
export type HeldCharger = {
  ref: ChargerRef
  charger: Charger
  fence: number
  evses: Evse[]
  /** By `connectorKey`. */
  states: Map<string, ConnectorState>
  clock: ChargerClock
  boot: Boot | null
  bootedAt: Temporal.Instant | null
  connected: boolean
  connectionChangedAt: Temporal.Instant | null
  version: string | null
  /** Pending, active and orphaned sessions, oldest first. */
  sessions: Session[]
}

export const connectorKey = (evse: number, connector: number) => `${evse}/${connector}`

/** Reads the state of many chargers; the fence of each must have been raised before. Unknown chargers give null. */
export async function loadHeldChargers(
  reader: PipelinedConnection,
  wanted: readonly { id: number; fence: number }[],
): Promise<(HeldCharger | null)[]> {
  const ids = wanted.map((charger) => charger.id)
  const [chargers, evses, states, observed, sessions] = await Promise.all([
    reader.query<ChargerRow>(selectChargers, [ids]),
    loadEvses(reader, ids),
    reader.query<StateRow>(selectStates, [ids]),
    reader.query<ObservedRow>(selectObserved, [ids]),
    reader.query<SessionColumns & { charger_id: number }>(selectOpenSessions, [ids]),
  ])
  const opened = await foldedSessions(reader, sessions.rows)
  const rows = new Map(chargers.rows.map((row) => [row.id, row]))
  const state = new Map(observed.rows.map((row) => [row.charger_id, row]))
  const shown = Map.groupBy(states.rows, (row) => row.charger_id)

  return wanted.map(({ id, fence }) => {
    const row = rows.get(id)
    if (!row) return null
    const seen = state.get(id)
    return {
      ref: { id, tenant: row.tenant_id, identity: row.identity },
      charger: chargerFrom(row),
      fence,
      evses: evses.get(id) ?? [],
      states: new Map(
        (shown.get(id) ?? []).map((one) => [connectorKey(one.ocpp_evse, one.ocpp_connector), connectorStateFrom(one)]),
      ),
      clock: seen?.clock ?? unheardClock,
      boot: seen?.boot ?? null,
      bootedAt: seen?.booted_at ?? null,
      connected: seen?.connected ?? false,
      connectionChangedAt: seen?.connection_changed_at ?? null,
      version: seen?.ocpp_version ?? null,
      sessions: opened.get(id) ?? [],
    }
  })
}

/** The EVSEs and connectors of chargers, by charger id. */
export async function loadEvses(reader: PipelinedConnection, ids: readonly number[]): Promise<Map<number, Evse[]>> {
  const { rows } = await reader.query<EvseRow>(selectEvses, [ids])
  const byCharger = new Map<number, Evse[]>()
  for (const row of rows) {
    const evses = byCharger.get(row.charger_id) ?? []
    byCharger.set(row.charger_id, evses)
    let evse = evses.find((one) => one.id === row.evse_id)
    if (!evse) {
      evse = { id: row.evse_id, number: row.ocpp_evse, connectors: [] }
      evses.push(evse)
    }
    if (row.id !== null) evse.connectors.push({ id: row.id, ocpp: row.ocpp_connector, number: row.number })
  }
  return byCharger
}

export type ChargerRow = {
  id: number
  tenant_id: number
  identity: string
  lifecycle: Charger['lifecycle']
  operator_status: Charger['operatorStatus']
  registration: Charger['registration']
  security_profile: number
  validation_mode: Charger['validationMode']
  time_zone: string | null
  protocols: Protocol[] | null
  boot_interval_seconds: number | null
  provisioning: Charger['provisioning']
}

export function chargerFrom(row: ChargerRow): Charger {
  return {
    id: row.id,
    tenant: row.tenant_id,
    identity: row.identity,
    lifecycle: row.lifecycle,
    operatorStatus: row.operator_status,
    registration: row.registration,
    securityProfile: row.security_profile,
    validationMode: row.validation_mode,
    timeZone: row.time_zone,
    protocols: row.protocols,
    bootIntervalSeconds: row.boot_interval_seconds,
    provisioning: row.provisioning,
  }
}

export type StateRow = {
  charger_id: number
  ocpp_evse: number
  ocpp_connector: number
  status: string
  error_code: string | null
  vendor_id: string | null
  vendor_error_code: string | null
  info: string | null
  reported_at: Temporal.Instant | null
  changed_at: Temporal.Instant
  report_key: Buffer
}

export function connectorStateFrom(row: StateRow): ConnectorState {
  return {
    evse: row.ocpp_evse,
    connector: row.ocpp_connector,
    status: row.status,
    errorCode: row.error_code,
    vendorId: row.vendor_id,
    vendorErrorCode: row.vendor_error_code,
    info: row.info,
    reportedAt: row.reported_at,
    changedAt: row.changed_at,
    reportKey: row.report_key,
  }
}

/** Stored readings of a session, oldest first. */
export async function loadReadings(reader: PipelinedConnection, sessions: readonly Session[], chargerId: number) {
  if (sessions.length === 0) return []
  const from = sessions.map((session) => session.openedAt.epochMilliseconds).reduce((a, b) => Math.min(a, b))
  const { rows } = await reader.query<ReadingColumns>(selectReadings, [
    [chargerId],
    sessions.map((session) => session.id),
    // A reading may have been taken long before it came: `at` goes back 90 days at most.
    Temporal.Instant.fromEpochMilliseconds(from - 91 * 86_400_000).toString(),
  ])
  return rows.map(readingFrom)
}

type EvseRow = {
  charger_id: number
  evse_id: number
  ocpp_evse: number
  id: number
  ocpp_connector: number
  number: number
}
type ObservedRow = {
  charger_id: number
  connected: boolean
  connection_changed_at: Temporal.Instant | null
  ocpp_version: string | null
  booted_at: Temporal.Instant | null
  boot: Boot | null
  clock: ChargerClock | null
}
type EventRow = {
  session_id: number
  seq_no: number
  type: 'Started' | 'Updated' | 'Ended'
  trigger: string
  charging_state: string | null
  at: Temporal.Instant
}
type ReadingColumns = {
  session_id: number
  ocpp_evse: number
  connector: number | null
  at: Temporal.Instant
  context: PlacedReading['context']
  reported_at: Temporal.Instant | null
  energy_wh: string | null
  interval_wh: string | null
  power_w: number | null
  soc_percent: number | null
  current_l1_a: number | null
  current_l2_a: number | null
  current_l3_a: number | null
  voltage_l1_v: number | null
  voltage_l2_v: number | null
  voltage_l3_v: number | null
  flags: string | null
}

/** Evidence that came since a session was stored last is in its readings and events; merging it twice changes nothing. */
async function foldedSessions(
  reader: PipelinedConnection,
  rows: readonly (SessionColumns & { charger_id: number })[],
): Promise<Map<number, Session[]>> {
  const byCharger = new Map<number, Session[]>()
  if (rows.length === 0) return byCharger
  const ids = rows.map((row) => row.id)
  const { rows: events } = await reader.query<EventRow>(selectEvents, [ids])
  for (const row of rows) {
    const sessions = byCharger.get(row.charger_id) ?? []
    byCharger.set(row.charger_id, sessions)
    sessions.push(sessionFrom(row))
  }
  for (const [charger, sessions] of byCharger) {
    const readings = await loadReadings(reader, sessions, charger)
    byCharger.set(
      charger,
      sessions.map((session) => {
        const own = readings.filter((reading) => reading.sessionId === session.id)
        const heard = events.filter((event) => event.session_id === session.id)
        const evidence = withReadings(
          withStoredEvents(
            session.evidence,
            heard.map((event) => ({
              seqNo: event.seq_no,
              type: event.type,
              trigger: event.trigger,
              chargingState: event.charging_state,
              at: event.at,
            })),
          ),
          own,
        )
        return { ...session, evidence, record: recordOf(evidence) }
      }),
    )
  }
  return byCharger
}

function readingFrom(row: ReadingColumns): PlacedReading {
  return {
    sessionId: row.session_id,
    evse: row.ocpp_evse,
    connector: row.connector,
    at: row.at,
    context: row.context,
    reportedAt: row.reported_at,
    energyWh: row.energy_wh === null ? null : new Decimal(row.energy_wh),
    intervalWh: row.interval_wh === null ? null : new Decimal(row.interval_wh),
    powerW: row.power_w,
    currentA: [row.current_l1_a, row.current_l2_a, row.current_l3_a],
    voltageV: [row.voltage_l1_v, row.voltage_l2_v, row.voltage_l3_v],
    socPercent: row.soc_percent,
    rest: [],
    signed: [],
    flags: (row.flags?.split(' ') ?? []) as PlacedReading['flags'],
  }
}

const selectChargers = {
  name: 'held_chargers',
  text: `select id, tenant_id, identity, lifecycle, operator_status, registration, security_profile, validation_mode, time_zone,
                protocols, boot_interval_seconds, provisioning
           from charger where id = any($1::bigint[])`,
}
const selectEvses = {
  name: 'held_evses',
  text: `select e.charger_id, e.id as evse_id, e.ocpp_evse, c.id, c.ocpp_connector, c.number
           from evse e left join connector c on c.evse_id = e.id and c.tenant_id = e.tenant_id and c.removed_at is null
          where e.charger_id = any($1::bigint[]) and e.removed_at is null order by e.ocpp_evse, c.ocpp_connector`,
}
const selectStates = { name: 'held_states', text: 'select * from evse_state where charger_id = any($1::bigint[])' }
const selectObserved = {
  name: 'held_observed',
  text: 'select * from charger_state where charger_id = any($1::bigint[])',
}
const selectOpenSessions = {
  name: 'held_sessions',
  text: `select charger_id, ${sessionColumns} from session
          where charger_id = any($1::bigint[]) and state in ('pending', 'active', 'unknown') order by id`,
}
const selectEvents = {
  name: 'held_events',
  text: 'select * from session_event where session_id = any($1::bigint[]) order by session_id, seq_no',
}
const selectReadings = {
  name: 'session_readings',
  text: `select * from meter_reading
          where charger_id = any($1::bigint[]) and session_id = any($2::bigint[]) and at >= $3 order by at`,
}
