import type { Generated } from 'kysely'

/** The tables that doors read and write, as kysely sees them. Times are instants, `numeric` is decimal text. */
export type Schema = {
  tenant: { id: Generated<number>; slug: string; name: string }
  operator: OfTenant & { country_code: string; party_id: string; name: string }
  door_key: { kind: 'charger' | 'client' | 'account'; key_hash: Buffer; tenant_id: number; row_id: number }
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
    commanded_availability: Generated<'operative' | 'inoperative'>
    etag: Generated<number>
    modified_at: Generated<Temporal.Instant>
    content_changed_at: Generated<Temporal.Instant>
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
    modified_at: Generated<Temporal.Instant>
    created_at: Generated<Temporal.Instant>
    last_used_at: Generated<Temporal.Instant | null>
    removed_at: Generated<Temporal.Instant | null>
  }
  account: OfTenant & {
    login: string
    login_folded: string
    name: string
    role: 'viewer' | 'operator' | 'administrator'
    language: Generated<'en' | 'de' | null>
    password_hash: string
    must_change_password: Generated<boolean>
    password_changed_at: Generated<Temporal.Instant>
    totp_secret_sealed: Generated<Buffer | null>
    totp_enabled_at: Generated<Temporal.Instant | null>
    totp_last_step: Generated<number | null>
    enabled: Generated<boolean>
    last_login_at: Generated<Temporal.Instant | null>
    created_at: Generated<Temporal.Instant>
    modified_at: Generated<Temporal.Instant>
  }
  recovery_code: {
    tenant_id: number
    account_id: number
    code_hash: Buffer
    used_at: Generated<Temporal.Instant | null>
  }
  console_session: OfTenant & {
    account_id: number
    token_hash: Buffer
    former_token_hash: Generated<Buffer | null>
    token_seen_at: Generated<Temporal.Instant | null>
    rotated_at: Temporal.Instant
    created_at: Temporal.Instant
    last_seen_at: Temporal.Instant
    expires_at: Temporal.Instant
    confirmed_at: Temporal.Instant
    user_agent: string | null
    address: string | null
    ended_at: Generated<Temporal.Instant | null>
    end_reason: Generated<string | null>
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
  audit_entry: OfTenant & {
    at: Generated<Temporal.Instant>
    actor: string
    door: string
    action: string
    subject: string | null
    body: unknown
  }
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
