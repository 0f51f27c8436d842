import type { Generated } from 'kysely'
import type { RequestSource } from '#core/circuits/charging-request.ts'
import type { Rotation, SupplyPhases } from '#core/circuits/circuit.ts'
import type { LimitKind } from '#core/circuits/limit.ts'
import type { FeedReport } from '#core/limit-feeds/feed-report.ts'
import type { Climate, DriveoffMode } from '#core/vdv261/vehicle-link.ts'

/** The tables that doors read and write, as kysely sees them. Times are instants, `numeric` is decimal text. */
export type Schema = {
  tenant: { id: Generated<number>; slug: string; name: string }
  operator: OfTenant & { country_code: string; party_id: string; name: string }
  door_key: {
    kind: 'charger' | 'client' | 'account' | 'api-token' | 'meter' | 'vehicle'
    key_hash: Buffer
    tenant_id: number
    row_id: number
  }
  signing_key: {
    kid: string
    private_key_sealed: Buffer
    public_jwk: unknown
    created_at: Generated<Temporal.Instant>
    retired_at: Temporal.Instant | null
  }
  vehicle: OfTenant & {
    public_id: string
    name: Generated<string | null>
    vin: Generated<string | null>
    battery_wh: Generated<number | null>
    max_ac_a: Generated<number | null>
    phases: Generated<1 | 2 | 3 | null>
    max_dc_w: Generated<number | null>
    class: Generated<number | null>
    removed_at: Generated<Temporal.Instant | null>
  }
  vehicle_link: {
    tenant_id: number
    vehicle_id: number
    is_enabled: Generated<boolean>
    password_hash: Generated<Buffer | null>
    password_set_at: Generated<Temporal.Instant | null>
    synchronised_at: Generated<Temporal.Instant | null>
    preconditions: Generated<boolean>
    climate: Generated<Climate>
    driveoff: Generated<DriveoffMode | null>
  }
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
    pending_password_hash: Generated<Buffer | null>
    pending_password_since: Generated<Temporal.Instant | null>
    pending_password_uncertain: Generated<boolean>
    pending_password_sealed: Generated<Buffer | null>
    next_security_profile: Generated<number | null>
    next_security_profile_until: Generated<Temporal.Instant | null>
    allow_expired_certificate: Generated<boolean>
    connections_ended: Generated<number>
    protocols: Generated<('1.6' | '2.0.1' | '2.1')[] | null>
    boot_interval_seconds: Generated<number | null>
    provisioning: Generated<'automatic' | 'off'>
    platform_fields: Generated<unknown>
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
  api_token: OfTenant & {
    name: string
    token_hash: Buffer
    token_sealed: Buffer
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
  issued_certificate: OfTenant & {
    charger_id: number
    kind: 'charger' | 'contract' | 'v2g'
    serial_number: string
    fingerprint: Buffer
    key_hash: Buffer
    common_name: string
    chain: string
    not_before: Temporal.Instant
    not_after: Temporal.Instant
    issued_at: Generated<Temporal.Instant>
    revoked_at: Generated<Temporal.Instant | null>
    revocation_reason: Generated<string | null>
    used_at: Generated<Temporal.Instant | null>
  }
  certificate_order: {
    tenant_id: number
    errand_id: number
    charger_id: number
    purpose: 'charger' | 'v2g' | 'v2g20'
    csr: string
    key_hash: Buffer
    request_id: number | null
    way: 'message' | 'data-transfer'
    created_at: Generated<Temporal.Instant>
    try_at: Generated<Temporal.Instant>
    chain: Generated<string | null>
    command_id: Generated<number | null>
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
    urgency: Generated<number>
    waits: Generated<boolean>
    attempts: Generated<number>
    not_before: Generated<Temporal.Instant | null>
    action: Generated<string | null>
    response: Generated<unknown>
    error: Generated<unknown>
    request_frame: Generated<string | null>
    reply_frame: Generated<string | null>
    origin_id: Generated<number | null>
  }
  charger_template: OfTenant & {
    name: string
    vendor: string | null
    model: string | null
    firmware: string | null
    priority: number
    settings: unknown
    measurands: string[] | null
    extends_default: boolean
    restart_allowed: boolean
    accept_when_configured: boolean
    created_at: Generated<Temporal.Instant>
    modified_at: Generated<Temporal.Instant>
    removed_at: Generated<Temporal.Instant | null>
  }
  provisioning: {
    tenant_id: number
    charger_id: number
    errand_id: Generated<number | null>
    run: Generated<unknown>
    command_id: Generated<number | null>
    results: Generated<unknown>
    reports: Generated<unknown>
    firmware: Generated<string | null>
    protocol: Generated<string | null>
    is_inventoried: Generated<boolean>
    is_asked: Generated<boolean>
    ended_at: Generated<Temporal.Instant | null>
  }
  unknown_charger: {
    id: Generated<number>
    tenant_id: number | null
    identity: string
    identity_folded: string
    first_seen_at: Temporal.Instant
    last_seen_at: Temporal.Instant
    times: number
    addresses: string[]
    protocols: string[]
    sent_password: boolean
    welcome_until: Temporal.Instant | null
    welcomed_by: string | null
  }
  errand: OfTenant & {
    charger_id: number
    kind: string
    request_id: number | null
    state: Generated<string>
    progress: Generated<string | null>
    command_id: number | null
    campaign_id: number | null
    asked: unknown
    result: Generated<unknown>
    created_at: Generated<Temporal.Instant>
    progressed_at: Generated<Temporal.Instant | null>
    deadline_at: Temporal.Instant
    ended_at: Generated<Temporal.Instant | null>
  }
  stored_file: OfTenant & {
    kind: 'log' | 'firmware'
    charger_id: number | null
    errand_id: number | null
    name: string
    size: Generated<number>
    sha256: Generated<Buffer | null>
    completed_at: Generated<Temporal.Instant | null>
    created_at: Generated<Temporal.Instant>
  }
  stored_file_chunk: { tenant_id: number; file_id: number; seq: number; bytes: Buffer }
  file_ticket: {
    tenant_id: number
    hash: Buffer
    direction: 'upload' | 'download'
    charger_id: number
    command_id: number
    file_id: number | null
    attempts: Generated<number>
    created_at: Generated<Temporal.Instant>
    expires_at: Temporal.Instant
    used_at: Generated<Temporal.Instant | null>
  }
  firmware: OfTenant & {
    vendor: string | null
    model: string | null
    version: string
    file_id: number | null
    url: string | null
    sha256: Buffer
    md5: Buffer | null
    size: number | null
    signing_certificate: string | null
    signature: string | null
    note: string
    created_by: string
    created_at: Generated<Temporal.Instant>
    retired_at: Generated<Temporal.Instant | null>
  }
  firmware_campaign: OfTenant & {
    name: string
    firmware_id: number
    state: Generated<'running' | 'paused' | 'done' | 'stopped' | 'cancelled'>
    reason: Generated<string | null>
    plan: unknown
    undoes_id: number | null
    created_by: string
    created_at: Generated<Temporal.Instant>
    ended_at: Generated<Temporal.Instant | null>
  }
  firmware_campaign_charger: {
    tenant_id: number
    campaign_id: number
    charger_id: number
    wave: number
    state: Generated<'waiting' | 'asked' | 'done' | 'failed' | 'skipped'>
    reason: Generated<string | null>
    from_version: string | null
    command_id: Generated<number | null>
    asked_at: Generated<Temporal.Instant | null>
    ended_at: Generated<Temporal.Instant | null>
  }
  errand_part: { tenant_id: number; errand_id: number; seq_no: number; is_last: boolean; body: unknown }
  errand_step: OfTenant & {
    errand_id: number
    at: Generated<Temporal.Instant>
    progress: string
    detail: string | null
  }
  device_variable: {
    tenant_id: number
    charger_id: number
    name_key: string
    component: string
    component_instance: string | null
    evse: number | null
    connector: number | null
    variable: string
    variable_instance: string | null
    attribute: string
    value: string | null
    mutability: string | null
    persistent: boolean | null
    constant: boolean | null
    characteristics: unknown
    observed_at: Temporal.Instant
  }
  installed_item: {
    tenant_id: number
    charger_id: number
    kind: string
    item_key: string
    body: unknown
    source: 'acknowledged' | 'reported'
    at: Generated<Temporal.Instant>
  }
  charger_event: OfTenant & {
    charger_id: number
    at: Temporal.Instant
    received_at: Generated<Temporal.Instant>
    kind: string
    type: string
    severity: number | null
    evse: number | null
    connector: number | null
    event_key: string
    body: unknown
    cleared_at: Generated<Temporal.Instant | null>
  }
  tariff: OfTenant & {
    tariff_id: string
    name: string
    currency: string
    terms: unknown
    created_at: Generated<Temporal.Instant>
    retired_at: Generated<Temporal.Instant | null>
  }
  tariff_assignment: OfTenant & {
    tariff_id: number
    charger_id: number | null
    evse: number | null
    token_uid_folded: string | null
    limits: Generated<unknown>
    prepaid: Generated<boolean>
    assigned_at: Generated<Temporal.Instant>
    ended_at: Generated<Temporal.Instant | null>
  }
  session_cost: {
    tenant_id: number
    session_id: number
    charger_id: number
    tariff_id: number
    tariff_changed: Generated<boolean>
    session_version: number
    is_final: boolean
    currency: string
    excl_tax: string
    incl_tax: string
    lines: unknown
    station: Generated<unknown>
    station_incl_tax: Generated<string | null>
    differs: Generated<boolean>
    told_at: Generated<Temporal.Instant | null>
    updated_at: Generated<Temporal.Instant>
  }
  location: OfTenant & {
    public_id: Generated<string>
    name: string
    time_zone: string
    currency: string | null
    is_live: Generated<boolean>
    steering: Generated<unknown>
    price_duration_unit: 'seconds' | 'minutes' | 'hours' | null
    ambient_c: Generated<number | null>
    ambient_at: Generated<Temporal.Instant | null>
    ambient_until: Generated<Temporal.Instant | null>
    latitude: Generated<number | null>
    longitude: Generated<number | null>
    etag: Generated<number>
    created_at: Generated<Temporal.Instant>
    modified_at: Generated<Temporal.Instant>
    removed_at: Generated<Temporal.Instant | null>
  }
  site_weather: {
    tenant_id: number
    location_id: number
    is_automatic: boolean
    celsius: number | null
    measured_at: Temporal.Instant | null
    valid_until: Temporal.Instant | null
    next_at: Generated<Temporal.Instant>
    failures: Generated<number>
    failing_since: Temporal.Instant | null
    error: string | null
  }
  circuit: OfTenant & {
    public_id: Generated<string>
    location_id: number
    parent_id: number | null
    name: string
    phases: 1 | 3
    wiring: 'star' | 'delta'
    voltage_v: number
    rated_a: number | null
    limit_w: number | null
    contract_w: number | null
    unbalance_a: number | null
    margin_percent: number
    least_margin_a: number
    primary_rated_a: number | null
    turns_ratio: number | null
    assumed: unknown
    etag: Generated<number>
    created_at: Generated<Temporal.Instant>
    modified_at: Generated<Temporal.Instant>
    removed_at: Generated<Temporal.Instant | null>
  }
  charger_supply: {
    tenant_id: number
    charger_id: number
    circuit_id: number
    max_a: number | null
    max_w: number | null
    weight: number
    class: number
    created_at: Generated<Temporal.Instant>
    modified_at: Generated<Temporal.Instant>
    removed_at: Generated<Temporal.Instant | null>
  }
  evse_supply: {
    tenant_id: number
    charger_id: number
    evse: number
    phases: SupplyPhases
    learnt_phases: SupplyPhases | null
    rotation: Rotation | null
    kind: 'ac' | 'dc'
    max_a: number
    cable_a: number | null
    max_w: number | null
    min: number
    step: number
    efficiency: number
    power_factor: number
    standby_w: number
    fallback: number
    fallback_verified_at: Temporal.Instant | null
    obeys_lease: boolean
    modified_at: Generated<Temporal.Instant>
    removed_at: Generated<Temporal.Instant | null>
  }
  circuit_meter: OfTenant & {
    circuit_id: number
    measures: 'total' | 'unmanaged'
    interval_seconds: number
    source: unknown
    password_sealed: Buffer | null
    push_token_hash: Buffer | null
    created_at: Generated<Temporal.Instant>
    removed_at: Generated<Temporal.Instant | null>
  }
  circuit_minute: {
    tenant_id: number
    meter_id: number
    at: Temporal.Instant
    l1_a: number | null
    l2_a: number | null
    l3_a: number | null
    power_w: number | null
    rise_l1_a: number | null
    rise_l2_a: number | null
    rise_l3_a: number | null
    rise_w: number | null
    samples: number
    own_l1_a: Generated<number | null>
    own_l2_a: Generated<number | null>
    own_l3_a: Generated<number | null>
    own_w: Generated<number | null>
  }
  limit_source: OfTenant & {
    circuit_id: number
    kind: LimitKind
    name: string
    unit: 'A' | 'W'
    told_in: Generated<'kW' | null>
    author: string
    reason: string | null
    intervals: unknown
    written_at: Generated<Temporal.Instant>
    lease_seconds: Generated<number | null>
    fallback: Generated<number | null>
    least_seconds: Generated<number | null>
    renewed_at: Generated<Temporal.Instant | null>
    fallback_until: Generated<Temporal.Instant | null>
    withdrawn_at: Generated<Temporal.Instant | null>
    former: unknown
  }
  solar_block: {
    tenant_id: number
    location_id: number
    from_at: Temporal.Instant
    to_at: Temporal.Instant
    power_w: number
  }
  site_peak: {
    tenant_id: number
    location_id: number
    period_from: Temporal.Instant
    power_w: number
    at: Temporal.Instant
  }
  learnt_draw: OfTenant & {
    vehicle_id: number | null
    model: string | null
    kind: 'ac' | 'dc'
    sessions: unknown
    changed_at: Generated<Temporal.Instant>
  }
  price_block: {
    tenant_id: number
    location_id: number
    from_at: Temporal.Instant
    to_at: Temporal.Instant
    price: string
    sell_price: string | null
    currency: string
  }
  charging_request: OfTenant & {
    location_id: number
    source: RequestSource
    request_id: string
    vehicle_id: number | null
    charger_id: number | null
    evse: number | null
    session_id: Generated<number | null>
    arrives_at: Temporal.Instant | null
    departs_at: Temporal.Instant | null
    soc: number | null
    minimum_soc: number | null
    target_soc: number | null
    need_minimum_wh: number | null
    need_full_wh: number | null
    class: number | null
    precondition_w: number | null
    precondition_minutes: number | null
    confidence: number
    reported_at: Temporal.Instant
    withdrawn_at: Generated<Temporal.Instant | null>
  }
  request_feed: { tenant_id: number; location_id: number; source: RequestSource; heard_at: Temporal.Instant }
  limit_feed: OfTenant & {
    location_id: number
    circuit_id: number
    protocol: 'openadr'
    name: string
    settings: unknown
    secret_sealed: Buffer | null
    created_at: Generated<Temporal.Instant>
    removed_at: Generated<Temporal.Instant | null>
    heard_at: Generated<Temporal.Instant | null>
    failing_since: Generated<Temporal.Instant | null>
    error: Generated<string | null>
    node_id: Generated<number | null>
    held_until: Generated<Temporal.Instant | null>
  }
  feed_report: {
    tenant_id: number
    feed_id: number
    event_id: string
    request: string
    due_at: Temporal.Instant
    state: FeedReport['state']
    attempts: number
    attempted_at: Generated<Temporal.Instant>
    next_at: Temporal.Instant
    error: string | null
  }
  presystem_link: {
    tenant_id: number
    location_id: number
    client: string
    presystem: string
    connected_at: Temporal.Instant
    disconnected_at: Temporal.Instant | null
    seen_at: Generated<Temporal.Instant>
    sent_at: Temporal.Instant | null
    confirmed_at: Temporal.Instant | null
    failing_since: Temporal.Instant | null
    error: string | null
  }
  charging_desired: {
    tenant_id: number
    charger_id: number
    profile_id: number
    evse: number
    slot: string
    wire_id: string | null
    profile: unknown
    limit_of: number | null
    desired_at: Generated<Temporal.Instant>
    ended_at: Generated<Temporal.Instant | null>
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
