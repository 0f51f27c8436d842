import type { Generated } from 'kysely'

/** The tables that doors read and write, as kysely sees them. Times are instants, `numeric` is decimal text. */
export type Schema = {
  tenant: { id: Generated<number>; slug: string; name: string }
  operator: OfTenant & { country_code: string; party_id: string; name: string }
  door_key: { kind: 'charger' | 'client'; key_hash: Buffer; tenant_id: number; row_id: number }
  signing_key: {
    kid: string
    private_key_sealed: Buffer
    public_jwk: unknown
    created_at: Generated<Temporal.Instant>
    retired_at: Temporal.Instant | null
  }
  vehicle: OfTenant & { public_id: string }
  token: OfTenant & {
    issuing_party: Generated<string>
    type: string
    uid: string
    uid_folded: string
    group_id: string | null
    master_pass: boolean
    valid_until: Temporal.Instant | null
    vehicle_id: number | null
  }
  charger: OfTenant & {
    operator_id: number
    identity: string
    identity_folded: string
    name: string | null
    lifecycle: Generated<'stock' | 'production' | 'deprecated'>
    operator_status: Generated<'active' | 'blocked'>
    registration: Generated<'accepted' | 'pending' | 'rejected'>
    security_profile: number
    password_hash: Buffer | null
    pinned_version: Generated<string | null>
    validation_mode: Generated<'strict' | 'lenient' | 'raw'>
    time_zone: Generated<string | null>
    removed_at: Generated<Temporal.Instant | null>
  }
  evse: OfTenant & { charger_id: number; ocpp_evse: number; removed_at: Generated<Temporal.Instant | null> }
  connector: OfTenant & {
    charger_id: number
    evse_id: number
    ocpp_connector: number
    number: number
    removed_at: Generated<Temporal.Instant | null>
  }
  api_client: OfTenant & {
    client_id: string
    name: string
    secret_hash: Buffer
    package: 'basic' | 'advanced' | 'premium'
    grants: string[]
    enabled: Generated<boolean>
  }
  charger_state: {
    charger_id: number
    tenant_id: number
    connected: boolean
    connection_changed_at: Temporal.Instant | null
  }
  evse_state: StatusColumns & { changed_at: Temporal.Instant }
  status_report: StatusColumns & { at: Temporal.Instant; received_at: Temporal.Instant }
  link_change: { charger_id: number; tenant_id: number; at: Temporal.Instant; connected: boolean }
  session: {
    id: number
    tenant_id: number
    charger_id: number
    ocpp_evse: number | null
    connector_number: number | null
    state: string
    wire_family: string
    token_uid: string | null
    vehicle_public_id: string | null
    started_at: Temporal.Instant | null
    ended_at: Temporal.Instant | null
    plugged_at: Temporal.Instant | null
    unplugged_at: Temporal.Instant | null
    charging_state: string | null
    initial_soc: number | null
    end_soc: number | null
    energy_wh: string
    end_reason: string | null
    record_no: number | null
    inserted_at: Temporal.Instant | null
    vehicle_shown: string | null
    is_long: boolean | null
  }
  command: OfTenant & {
    charger_id: number
    kind: string
    params: unknown
    state: Generated<string>
    reason: Generated<string | null>
    requested_by: string
    door: string
    created_at: Generated<Temporal.Instant>
    deadline_at: Temporal.Instant
    sent_at: Generated<Temporal.Instant | null>
    ended_at: Temporal.Instant | null
  }
  audit_entry: { tenant_id: number; actor: string; door: string; action: string; subject: string | null; body: unknown }
}

type OfTenant = { id: Generated<number>; tenant_id: number }

type StatusColumns = {
  charger_id: number
  tenant_id: number
  ocpp_evse: number
  ocpp_connector: number
  status: string
  error_code: string | null
  vendor_id: string | null
  vendor_error_code: string | null
  info: string | null
  reported_at: Temporal.Instant | null
  report_key: Buffer
}
