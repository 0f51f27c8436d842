import type { Boot, ConnectorState } from '#core/chargers/charger.ts'
import type { AuthorizationAttempt, PlacedReading, SessionEvent, StatusReport } from '#core/context.ts'
import type { Fact } from '#core/events.ts'
import type { ChargerClock } from '#core/metering/clock.ts'
import type { PerPhase, SignedValue } from '#core/metering/reading.ts'
import type { Session } from '#core/sessions/session.ts'
import type { ColumnOf } from './columns.ts'
import { contentHash } from './content-hash.ts'
import { evidenceText } from './session-row.ts'

/**
 * The tables that the group commit writes, in the fixed order of their statements.
 *
 * Every insert is idempotent (natural key, ON CONFLICT DO NOTHING) or carries the version that it expects.
 */
export type WriteTable<Row> = {
  name: string
  /** What follows `insert into name (columns) select … from unnest(…) as r(columns)`. */
  onConflict: string
  /** Rows with the same key in one batch are merged, the last one winning. */
  keyOf?: (row: Row) => string
  columns: Record<string, ColumnOf<Row>>
  /** SQL for a column that is not stored as it is sent; `r.column` is what was sent. */
  derived?: Record<string, string>
  /** Columns that are sent for the statement's use and not stored. */
  carried?: string[]
  /** Every row must be written; a shortfall means that somebody else wrote meanwhile. */
  exact?: boolean
}

type OfCharger = { charger: number; tenant: number }

export type ChargerStateRow = OfCharger & {
  connected: boolean
  connectionChangedAt: Temporal.Instant | null
  version: string | null
  bootedAt: Temporal.Instant | null
  boot: Boot | null
  clock: ChargerClock | null
  changedAt: Temporal.Instant
}
export type ConnectorStateRow = OfCharger & { state: ConnectorState }
export type StatusReportRow = OfCharger & { report: StatusReport; receivedAt: Temporal.Instant }
export type LinkChangeRow = OfCharger & {
  at: Temporal.Instant
  connected: boolean
  version: string | null
  remoteAddress: string | null
  reason: string | null
}
export type ReadingRow = OfCharger & { reading: PlacedReading; receivedAt: Temporal.Instant; messageId: string | null }
/** Its version is one more than that of the row it replaces. */
export type SessionRow = OfCharger & {
  session: Session
  connectorNumber: number | null
  mark: number
  publish: boolean
}
export type SessionEventRow = OfCharger & { event: SessionEvent; receivedAt: Temporal.Instant }
export type SignedValueRow = OfCharger & { sessionId: number; value: SignedValue; receivedAt: Temporal.Instant }
export type AuthorizationRow = OfCharger & { attempt: AuthorizationAttempt; at: Temporal.Instant }
export type FactRow = OfCharger & { fact: Fact; at: Temporal.Instant }
export type MessageLogRow = OfCharger & {
  at: Temporal.Instant
  direction: string
  action: string
  messageId: string
  call: string
  reply: string | null
  result: string
  repairs: string | null
  latencyMicros: number
}
export type QuarantineRow = OfCharger & { at: Temporal.Instant; action: string; frame: string; reason: string }

const owner = {
  charger_id: ['int8', (row: OfCharger) => row.charger],
  tenant_id: ['int8', (row: OfCharger) => row.tenant],
} as const satisfies Record<string, ColumnOf<OfCharger>>

const json = (value: unknown) => (value === null ? null : JSON.stringify(value))

const chargerState: WriteTable<ChargerStateRow> = {
  name: 'charger_state',
  keyOf: (row) => String(row.charger),
  columns: {
    ...owner,
    connected: ['bool', (row) => row.connected],
    connection_changed_at: ['timestamptz', (row) => row.connectionChangedAt],
    ocpp_version: ['text', (row) => row.version],
    booted_at: ['timestamptz', (row) => row.bootedAt],
    boot: ['text', (row) => json(row.boot)],
    clock: ['text', (row) => json(row.clock)],
    changed_at: ['timestamptz', (row) => row.changedAt],
  },
  derived: { boot: 'r.boot::jsonb', clock: 'r.clock::jsonb' },
  onConflict: `on conflict (charger_id) do update set connected = excluded.connected,
    connection_changed_at = excluded.connection_changed_at, ocpp_version = excluded.ocpp_version,
    booted_at = excluded.booted_at, boot = excluded.boot, clock = excluded.clock, changed_at = excluded.changed_at`,
}

const statusColumns = {
  ocpp_evse: ['int4', (state: ConnectorState) => state.evse],
  ocpp_connector: ['int4', (state: ConnectorState) => state.connector],
  status: ['text', (state: ConnectorState) => state.status],
  error_code: ['text', (state: ConnectorState) => state.errorCode],
  vendor_id: ['text', (state: ConnectorState) => state.vendorId],
  vendor_error_code: ['text', (state: ConnectorState) => state.vendorErrorCode],
  info: ['text', (state: ConnectorState) => state.info],
  reported_at: ['timestamptz', (state: ConnectorState) => state.reportedAt],
  report_key: ['bytea', (state: ConnectorState) => state.reportKey],
} as const satisfies Record<string, ColumnOf<ConnectorState>>

/** The same columns, read from a row that holds their subject in a member. */
function within<Row, Inner>(columns: Record<string, ColumnOf<Inner>>, inner: (row: Row) => Inner) {
  return Object.fromEntries(
    Object.entries(columns).map(([name, [type, read]]) => [name, [type, (row: Row) => read(inner(row))]] as const),
  ) as Record<string, ColumnOf<Row>>
}

const evseState: WriteTable<ConnectorStateRow> = {
  name: 'evse_state',
  keyOf: (row) => `${row.charger}/${row.state.evse}/${row.state.connector}`,
  columns: {
    ...owner,
    ...within(statusColumns, (row: ConnectorStateRow) => row.state),
    changed_at: ['timestamptz', (row) => row.state.changedAt],
  },
  onConflict: `on conflict (charger_id, ocpp_evse, ocpp_connector) do update set status = excluded.status,
    error_code = excluded.error_code, vendor_id = excluded.vendor_id, vendor_error_code = excluded.vendor_error_code,
    info = excluded.info, reported_at = excluded.reported_at, changed_at = excluded.changed_at, report_key = excluded.report_key`,
}

const statusReport: WriteTable<StatusReportRow> = {
  name: 'status_report',
  columns: {
    ...owner,
    at: ['timestamptz', (row) => row.report.at],
    ...within(statusColumns, (row: StatusReportRow) => row.report),
    received_at: ['timestamptz', (row) => row.receivedAt],
  },
  onConflict: 'on conflict do nothing',
}

const linkChange: WriteTable<LinkChangeRow> = {
  name: 'link_change',
  columns: {
    ...owner,
    at: ['timestamptz', (row) => row.at],
    connected: ['bool', (row) => row.connected],
    ocpp_version: ['text', (row) => row.version],
    remote_address: ['text', (row) => row.remoteAddress],
    reason: ['text', (row) => row.reason],
  },
  onConflict: 'on conflict do nothing',
}

const phase = (of: (row: ReadingRow) => PerPhase, index: 0 | 1 | 2): ColumnOf<ReadingRow> => [
  'float8',
  (row) => of(row)[index],
]
const current = (row: ReadingRow) => row.reading.currentA
const voltage = (row: ReadingRow) => row.reading.voltageV

const meterReading: WriteTable<ReadingRow> = {
  name: 'meter_reading',
  columns: {
    ...owner,
    ocpp_evse: ['int4', (row) => row.reading.evse],
    at: ['timestamptz', (row) => row.reading.at],
    context: ['text', (row) => row.reading.context],
    content_hash: ['bytea', (row) => readingHash(row.reading)],
    connector: ['int4', (row) => row.reading.connector],
    session_id: ['int8', (row) => row.reading.sessionId],
    reported_at: ['timestamptz', (row) => row.reading.reportedAt],
    received_at: ['timestamptz', (row) => row.receivedAt],
    message_id: ['text', (row) => row.messageId],
    // Milliwatt-hours on the way, numeric(14,3) in the table.
    energy_wh: ['int8', (row) => milli(row.reading.energyWh)],
    interval_wh: ['int8', (row) => milli(row.reading.intervalWh)],
    power_w: ['float8', (row) => row.reading.powerW],
    current_l1_a: phase(current, 0),
    current_l2_a: phase(current, 1),
    current_l3_a: phase(current, 2),
    voltage_l1_v: phase(voltage, 0),
    voltage_l2_v: phase(voltage, 1),
    voltage_l3_v: phase(voltage, 2),
    soc_percent: ['float8', (row) => row.reading.socPercent],
    rest: ['text', (row) => (row.reading.rest.length === 0 ? null : JSON.stringify(row.reading.rest))],
    flags: ['text', (row) => (row.reading.flags.length === 0 ? null : row.reading.flags.join(' '))],
  },
  derived: {
    energy_wh: 'r.energy_wh::numeric / 1000',
    interval_wh: 'r.interval_wh::numeric / 1000',
    rest: 'r.rest::jsonb',
  },
  onConflict: 'on conflict do nothing',
}

/** Over what the charger said, not over what we made of it, so that a repeat finds the same row. */
function readingHash(reading: PlacedReading): Buffer {
  const { rest, signed, currentA, voltageV } = reading
  const usual = `${reading.reportedAt?.epochMilliseconds}|${reading.connector}|${milli(reading.energyWh)}|${milli(reading.intervalWh)}|${reading.powerW}|${currentA}|${voltageV}|${reading.socPercent}`
  return contentHash(rest.length + signed.length === 0 ? usual : usual + JSON.stringify([rest, signed]))
}

function milli(energy: ReadingRow['reading']['energyWh']): number | null {
  // Exact: energies have 14 digits at most, doubles hold 15.
  return energy === null ? null : Math.round(energy.toNumber() * 1000)
}

const session: WriteTable<SessionRow> = {
  name: 'session',
  keyOf: (row) => String(row.session.id),
  exact: true,
  carried: ['publish'],
  columns: {
    id: ['int8', (row) => row.session.id],
    ...owner,
    ocpp_evse: ['int4', (row) => row.session.evse],
    connector: ['int4', (row) => row.session.connector],
    connector_number: ['int4', (row) => row.connectorNumber],
    wire_family: ['text', (row) => row.session.wireFamily],
    wire_id: ['text', (row) => row.session.wireId],
    epoch: ['int4', (row) => row.session.epoch],
    state: ['text', (row) => row.session.state],
    start_key: ['bytea', (row) => row.session.startKey],
    token_uid: ['text', (row) => row.session.token?.uid],
    token_type: ['text', (row) => row.session.token?.type],
    token_id: ['int8', (row) => row.session.token?.tokenId],
    vehicle_public_id: ['text', (row) => row.session.token?.vehicleId],
    group_id: ['text', (row) => row.session.token?.groupId],
    decision: ['text', (row) => row.session.decision],
    started_at: ['timestamptz', (row) => row.session.record.startedAt],
    ended_at: ['timestamptz', (row) => row.session.record.endedAt],
    plugged_at: ['timestamptz', (row) => row.session.record.pluggedAt],
    unplugged_at: ['timestamptz', (row) => row.session.record.unpluggedAt],
    charging_state: ['text', (row) => row.session.record.chargingState],
    initial_soc: ['float8', (row) => row.session.record.initialSoc],
    end_soc: ['float8', (row) => row.session.record.endSoc],
    energy_wh: ['int8', (row) => milli(row.session.record.energyWh)],
    energy_method: ['text', (row) => row.session.record.energyMethod],
    end_reason: ['text', (row) => row.session.record.endReason],
    flags: ['text', (row) => row.session.record.flags.join(' ')],
    evidence: ['text', (row) => evidenceText(row.session.evidence)],
    opened_at: ['timestamptz', (row) => row.session.openedAt],
    last_message_at: ['timestamptz', (row) => row.session.lastMessageAt],
    close_due_at: ['timestamptz', (row) => row.session.closeDueAt],
    version: ['int4', (row) => row.session.version],
    write_mark: ['int8', (row) => row.mark],
    publish: ['bool', (row) => row.publish],
  },
  derived: {
    energy_wh: 'r.energy_wh::numeric / 1000',
    flags: `string_to_array(r.flags, ' ')`,
    evidence: 'r.evidence::jsonb',
    record_no: `case when r.publish then nextval('session_record_no') end`,
    inserted_at: 'case when r.publish then (select last_inserted_at from publication) end',
  },
  onConflict: `on conflict (id) do update set ocpp_evse = excluded.ocpp_evse, connector = excluded.connector,
    connector_number = excluded.connector_number,
    state = excluded.state, start_key = excluded.start_key, token_uid = excluded.token_uid,
    token_type = excluded.token_type, token_id = excluded.token_id, vehicle_public_id = excluded.vehicle_public_id,
    group_id = excluded.group_id, decision = excluded.decision, started_at = excluded.started_at,
    ended_at = excluded.ended_at, plugged_at = excluded.plugged_at, unplugged_at = excluded.unplugged_at,
    charging_state = excluded.charging_state, initial_soc = excluded.initial_soc, end_soc = excluded.end_soc,
    energy_wh = excluded.energy_wh, energy_method = excluded.energy_method, end_reason = excluded.end_reason,
    flags = excluded.flags, evidence = excluded.evidence, wire_id = excluded.wire_id,
    last_message_at = excluded.last_message_at, close_due_at = excluded.close_due_at, version = excluded.version,
    write_mark = excluded.write_mark, record_no = coalesce(session.record_no, excluded.record_no),
    inserted_at = coalesce(session.inserted_at, excluded.inserted_at)
    where session.version = excluded.version - 1
       or (session.version = excluded.version and session.write_mark = excluded.write_mark)`,
}

const sessionEvent: WriteTable<SessionEventRow> = {
  name: 'session_event',
  columns: {
    session_id: ['int8', (row) => row.event.sessionId],
    seq_no: ['int4', (row) => row.event.seqNo],
    content_hash: ['bytea', (row) => row.event.contentHash],
    tenant_id: owner.tenant_id,
    type: ['text', (row) => row.event.type],
    trigger: ['text', (row) => row.event.trigger],
    charging_state: ['text', (row) => row.event.chargingState],
    at: ['timestamptz', (row) => row.event.at],
    received_at: ['timestamptz', (row) => row.receivedAt],
  },
  onConflict: 'on conflict do nothing',
}

const signedValue: WriteTable<SignedValueRow> = {
  name: 'signed_value',
  columns: {
    session_id: ['int8', (row) => row.sessionId],
    content_hash: ['bytea', (row) => contentHash(JSON.stringify(row.value))],
    tenant_id: owner.tenant_id,
    measurand: ['text', (row) => row.value.measurand],
    context: ['text', (row) => row.value.context],
    data: ['text', (row) => row.value.data],
    signing_method: ['text', (row) => row.value.signingMethod],
    encoding_method: ['text', (row) => row.value.encodingMethod],
    public_key: ['text', (row) => row.value.publicKey],
    received_at: ['timestamptz', (row) => row.receivedAt],
  },
  onConflict: 'on conflict do nothing',
}

const authorizationAttempt: WriteTable<AuthorizationRow> = {
  name: 'authorization_attempt',
  columns: {
    ...owner,
    at: ['timestamptz', (row) => row.at],
    token_uid: ['text', (row) => row.attempt.tokenUid],
    token_type: ['text', (row) => row.attempt.tokenType],
    token_id: ['int8', (row) => row.attempt.tokenId],
    decision: ['text', (row) => row.attempt.decision],
  },
  onConflict: 'on conflict do nothing',
}

const fact: WriteTable<FactRow> = {
  name: 'fact',
  columns: {
    tenant_id: owner.tenant_id,
    at: ['timestamptz', (row) => row.at],
    kind: ['text', (row) => row.fact.kind],
    subject_id: ['int8', (row) => row.fact.subjectId],
    body: ['text', (row) => JSON.stringify(row.fact.body)],
  },
  derived: { body: 'r.body::jsonb' },
  onConflict: '',
}

const messageLog: WriteTable<MessageLogRow> = {
  name: 'message_log',
  columns: {
    ...owner,
    at: ['timestamptz', (row) => row.at],
    direction: ['text', (row) => row.direction],
    action: ['text', (row) => row.action],
    message_id: ['text', (row) => row.messageId],
    call: ['text', (row) => row.call],
    reply: ['text', (row) => row.reply],
    result: ['text', (row) => row.result],
    repairs: ['text', (row) => row.repairs],
    latency_us: ['int4', (row) => row.latencyMicros],
  },
  onConflict: '',
}

const quarantine: WriteTable<QuarantineRow> = {
  name: 'quarantine',
  columns: {
    ...owner,
    at: ['timestamptz', (row) => row.at],
    action: ['text', (row) => row.action],
    frame: ['text', (row) => row.frame],
    reason: ['text', (row) => row.reason],
  },
  onConflict: '',
}

export const writeTables = {
  chargerState,
  evseState,
  statusReport,
  linkChange,
  meterReading,
  session,
  sessionEvent,
  signedValue,
  authorizationAttempt,
  fact,
  messageLog,
  quarantine,
}

export type WriteTables = typeof writeTables
export type RowOf<Name extends keyof WriteTables> = WriteTables[Name] extends WriteTable<infer Row> ? Row : never
