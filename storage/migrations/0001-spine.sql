-- Two roles do the server's work; neither owns a table, so row-level security binds both.
-- voltyard_api sees one tenant, named by the transaction; voltyard_ingest writes for many chargers in one commit.

create table tenant (
  id bigint generated always as identity primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null,
  created_at timestamptz not null default now()
);

create table operator (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  parent_id bigint,
  country_code text not null check (country_code ~ '^[A-Z]{2}$'),
  party_id text not null check (party_id ~ '^[A-Z0-9]{3}$'),
  external_id text,
  name text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, country_code, party_id),
  foreign key (tenant_id, parent_id) references operator (tenant_id, id)
);

-- How a door finds the tenant before it knows one: hash of a charger's identity or of a client id.
create table door_key (
  kind text not null check (kind in ('charger', 'client')),
  key_hash bytea not null,
  tenant_id bigint not null references tenant,
  row_id bigint not null,
  primary key (kind, key_hash, tenant_id)
);

create table signing_key (
  kid text primary key,
  private_key_sealed bytea not null,
  public_jwk jsonb not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz
);

create table node (
  id int generated always as identity primary key,
  name text not null,
  started_at timestamptz not null default now(),
  -- Set by every group commit of the node: tells which was the last that took effect.
  last_batch bigint not null default 0
) with (fillfactor = 50);

-- Configured: written by doors.

create table vehicle (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  public_id text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, public_id)
);

create table token (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  issuing_party text not null default '',
  type text not null,
  uid text not null,
  uid_folded text not null,
  auth_id text,
  visual_number text,
  group_id text,
  master_pass boolean not null default false,
  whitelist text not null default 'ALLOWED',
  valid_from timestamptz,
  valid_until timestamptz,
  status text not null default 'active' check (status in ('active', 'blocked')),
  needs_driver boolean not null default false,
  vehicle_id bigint,
  created_at timestamptz not null default now(),
  modified_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, issuing_party, type, uid_folded),
  foreign key (tenant_id, vehicle_id) references vehicle (tenant_id, id)
);
create index token_by_uid on token (tenant_id, uid_folded);

create table charger (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  operator_id bigint not null,
  identity text not null,
  identity_folded text not null,
  name text,
  lifecycle text not null default 'production' check (lifecycle in ('stock', 'production', 'deprecated')),
  operator_status text not null default 'active' check (operator_status in ('active', 'blocked')),
  commanded_availability text not null default 'operative' check (commanded_availability in ('operative', 'inoperative')),
  registration text not null default 'accepted' check (registration in ('accepted', 'pending', 'rejected')),
  security_profile smallint not null default 1 check (security_profile between 0 and 3),
  password_hash bytea,
  pinned_version text,
  validation_mode text not null default 'lenient' check (validation_mode in ('strict', 'lenient', 'raw')),
  time_zone text,
  etag bigint not null default 1,
  created_at timestamptz not null default now(),
  modified_at timestamptz not null default now(),
  content_changed_at timestamptz not null default now(),
  removed_at timestamptz,
  primary key (tenant_id, id),
  unique (id),
  foreign key (tenant_id, operator_id) references operator (tenant_id, id)
);
create unique index charger_by_identity on charger (tenant_id, identity_folded) where removed_at is null;

create table evse (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  charger_id bigint not null,
  uid text not null default gen_random_uuid()::text,
  ocpp_evse int not null check (ocpp_evse > 0),
  etag bigint not null default 1,
  created_at timestamptz not null default now(),
  modified_at timestamptz not null default now(),
  removed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, uid),
  unique (charger_id, ocpp_evse),
  foreign key (tenant_id, charger_id) references charger (tenant_id, id)
);

create table connector (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  charger_id bigint not null,
  evse_id bigint not null,
  ocpp_connector int not null check (ocpp_connector > 0),
  number int not null check (number > 0),
  etag bigint not null default 1,
  created_at timestamptz not null default now(),
  modified_at timestamptz not null default now(),
  removed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, evse_id, ocpp_connector),
  unique (charger_id, number),
  foreign key (tenant_id, charger_id) references charger (tenant_id, id),
  foreign key (tenant_id, evse_id) references evse (tenant_id, id)
);

create table api_client (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  client_id text not null unique,
  name text not null,
  secret_hash bytea not null,
  package text not null check (package in ('basic', 'advanced', 'premium')),
  grants text[] not null,
  enabled boolean not null default true,
  created_at timestamptz not null default now(),
  modified_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name)
);

-- Who writes for a charger. Whoever takes it over raises the fence; commits with an older fence write nothing.
create table charger_owner (
  charger_id bigint primary key references charger (id),
  tenant_id bigint not null,
  fence bigint not null,
  node_id int not null,
  claimed_at timestamptz not null default now()
);

-- Observed: written only by the node that owns the charger, through the group commit.

create table charger_state (
  charger_id bigint primary key,
  tenant_id bigint not null,
  connected boolean not null default false,
  connection_changed_at timestamptz,
  ocpp_version text,
  password_form text,
  booted_at timestamptz,
  boot jsonb,
  clock jsonb,
  changed_at timestamptz not null
) with (fillfactor = 70);

-- One row per connector; EVSE 0 is the charger as a whole.
create table evse_state (
  charger_id bigint not null,
  ocpp_evse int not null,
  ocpp_connector int not null,
  tenant_id bigint not null,
  status text not null,
  error_code text,
  vendor_id text,
  vendor_error_code text,
  info text,
  reported_at timestamptz,
  changed_at timestamptz not null,
  report_key bytea not null,
  primary key (charger_id, ocpp_evse, ocpp_connector)
) with (fillfactor = 70);

create table status_report (
  charger_id bigint not null,
  at timestamptz not null,
  ocpp_evse int not null,
  ocpp_connector int not null,
  report_key bytea not null,
  tenant_id bigint not null,
  status text not null,
  error_code text,
  vendor_id text,
  vendor_error_code text,
  info text,
  reported_at timestamptz,
  received_at timestamptz not null,
  primary key (charger_id, at, ocpp_evse, ocpp_connector, report_key)
) partition by range (at);

create table link_change (
  charger_id bigint not null,
  at timestamptz not null,
  tenant_id bigint not null,
  connected boolean not null,
  ocpp_version text,
  remote_address text,
  reason text,
  primary key (charger_id, at, connected)
) partition by range (at);

create table meter_reading (
  charger_id bigint not null,
  ocpp_evse int not null,
  at timestamptz not null,
  context text not null,
  content_hash bytea not null,
  tenant_id bigint not null,
  connector int,
  session_id bigint,
  reported_at timestamptz,
  received_at timestamptz not null,
  message_id text,
  energy_wh numeric(14,3),
  interval_wh numeric(14,3),
  power_w double precision,
  current_l1_a double precision,
  current_l2_a double precision,
  current_l3_a double precision,
  voltage_l1_v double precision,
  voltage_l2_v double precision,
  voltage_l3_v double precision,
  soc_percent double precision,
  rest jsonb,
  flags text,
  primary key (charger_id, ocpp_evse, at, context, content_hash)
) partition by range (at);

-- 1.6 transaction ids: one durable sequence for the whole installation, never 0 or negative (X-02).
create sequence session_wire_id as int minvalue 1 maxvalue 2147483647 no cycle;
create sequence session_record_no as bigint;
create sequence session_id_seq as bigint;

create table session (
  id bigint primary key,
  tenant_id bigint not null,
  charger_id bigint not null,
  ocpp_evse int,
  connector int,
  -- The connector's number through the charger, as the doors name it.
  connector_number int,
  wire_family text not null check (wire_family in ('1.6', '2')),
  wire_id text not null,
  epoch int not null default 0,
  state text not null check (state in ('pending', 'active', 'finished', 'failed', 'expired', 'unknown')),
  start_key bytea,
  token_uid text,
  token_type text,
  token_id bigint,
  vehicle_public_id text,
  group_id text,
  decision text,
  started_at timestamptz,
  ended_at timestamptz,
  plugged_at timestamptz,
  unplugged_at timestamptz,
  charging_state text,
  initial_soc double precision,
  end_soc double precision,
  energy_wh numeric(14,3) not null default 0,
  energy_method text,
  end_reason text,
  flags text[] not null default '{}',
  evidence jsonb not null,
  opened_at timestamptz not null,
  last_message_at timestamptz not null,
  close_due_at timestamptz,
  version int not null,
  write_mark bigint not null,
  record_no bigint,
  inserted_at timestamptz,
  -- Under row-level security an index serves plain columns only, since functions could leak what they are shown.
  vehicle_shown text generated always as (coalesce(vehicle_public_id, token_uid)) stored,
  is_long boolean generated always as (ended_at - started_at > interval '168 hours') stored,
  foreign key (tenant_id, charger_id) references charger (tenant_id, id)
) with (fillfactor = 70);
create unique index session_by_wire_id on session (charger_id, wire_family, wire_id, epoch);
create index session_by_start on session (charger_id, start_key) where start_key is not null;
create index session_open on session (charger_id) where state in ('pending', 'active', 'unknown');
create unique index session_by_record on session (tenant_id, record_no) where record_no is not null;
create index session_by_inserted on session (tenant_id, inserted_at, record_no) where record_no is not null;
create index session_by_started on session (tenant_id, started_at, record_no) where record_no is not null;
create index session_by_ended on session (tenant_id, ended_at, record_no) where record_no is not null;
create index session_by_charger on session (tenant_id, charger_id, record_no) where record_no is not null;
create index session_by_vehicle on session (tenant_id, vehicle_shown, record_no) where record_no is not null;
create index session_long on session (tenant_id, ended_at) where is_long and record_no is not null;

-- The 2.x TransactionEvents of a session, by sequence number (X-13).
create table session_event (
  session_id bigint not null,
  seq_no int not null,
  content_hash bytea not null,
  tenant_id bigint not null,
  type text not null,
  trigger text not null,
  charging_state text,
  at timestamptz not null,
  received_at timestamptz not null,
  primary key (session_id, seq_no, content_hash)
);

create table signed_value (
  session_id bigint not null,
  content_hash bytea not null,
  tenant_id bigint not null,
  measurand text not null,
  context text not null,
  data text not null,
  signing_method text,
  encoding_method text,
  public_key text,
  received_at timestamptz not null,
  primary key (session_id, content_hash)
);

create table authorization_attempt (
  charger_id bigint not null,
  at timestamptz not null,
  token_uid text not null,
  tenant_id bigint not null,
  token_type text,
  token_id bigint,
  decision text not null,
  primary key (charger_id, at, token_uid)
);

-- When the last record was published; its row lock and advisory lock 1 keep publication in order.
create table publication (
  single boolean primary key default true check (single),
  last_inserted_at timestamptz not null
);
insert into publication (last_inserted_at) values ('-infinity');

create table command (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  charger_id bigint not null,
  kind text not null,
  params jsonb not null,
  state text not null default 'queued' check (state in
    ('queued', 'sent', 'accepted', 'refused', 'timed_out', 'expired', 'cancelled', 'offline')),
  reason text,
  requested_by text not null,
  door text not null,
  created_at timestamptz not null default now(),
  deadline_at timestamptz not null,
  sent_at timestamptz,
  ended_at timestamptz,
  node_id int,
  request_frame text,
  reply_frame text,
  primary key (tenant_id, id),
  foreign key (tenant_id, charger_id) references charger (tenant_id, id)
);
create index command_open on command (charger_id, id) where state in ('queued', 'sent');

create table fact (
  id bigint generated always as identity primary key,
  tenant_id bigint not null,
  at timestamptz not null,
  kind text not null,
  subject_id bigint,
  body jsonb not null,
  xid xid8 not null default pg_current_xact_id()
);

create table audit_entry (
  id bigint generated always as identity primary key,
  tenant_id bigint not null,
  at timestamptz not null default now(),
  actor text not null,
  door text not null,
  action text not null,
  subject text,
  body jsonb
);

create table message_log (
  charger_id bigint not null,
  at timestamptz not null,
  tenant_id bigint not null,
  direction text not null,
  action text not null,
  message_id text not null,
  call text not null,
  reply text,
  result text not null,
  repairs text,
  latency_us int not null
) partition by range (at);
create index message_log_by_charger on message_log (charger_id, at);

create table quarantine (
  id bigint generated always as identity primary key,
  tenant_id bigint not null,
  charger_id bigint not null,
  at timestamptz not null,
  action text not null,
  frame text not null,
  reason text not null
);

create table status_report_default partition of status_report default;
create table link_change_default partition of link_change default;
create table meter_reading_default partition of meter_reading default;
create table message_log_default partition of message_log default;

-- The second wall: every table that carries a tenant shows the API role that tenant only, and nothing without one.
do $$
declare t text;
begin
  for t in
    select c.table_name from information_schema.columns c
      join pg_class k on k.relname = c.table_name and k.relnamespace = 'public'::regnamespace
     where c.table_schema = 'public' and c.column_name = 'tenant_id' and c.table_name <> 'door_key'
       and not k.relispartition
  loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy one_tenant on %I to voltyard_api using (tenant_id = nullif(current_setting(''voltyard.tenant'', true), '''')::bigint)', t);
    execute format('create policy charger_work on %I to voltyard_ingest using (true) with check (true)', t);
    execute format('grant select on %I to voltyard_api', t);
  end loop;
  -- Partitions are reached through their parents only.
  for t in select relname from pg_class where relispartition and relkind = 'r' loop
    execute format('alter table %I enable row level security', t);
  end loop;
end $$;
alter table tenant enable row level security;
create policy one_tenant on tenant to voltyard_api using (id = nullif(current_setting('voltyard.tenant', true), '')::bigint);
create policy charger_work on tenant to voltyard_ingest using (true);

grant usage on schema public to voltyard_api, voltyard_ingest;
grant select on tenant, door_key, signing_key, node to voltyard_api;
grant insert, update on operator, vehicle, token, charger, evse, connector, api_client to voltyard_api;
grant insert, update on command to voltyard_api;
grant insert on audit_entry, fact, door_key, signing_key to voltyard_api;

grant select on tenant, door_key, node, charger, evse, connector, token, vehicle, charger_owner, command,
  charger_state, evse_state, session, session_event, meter_reading, publication, quarantine to voltyard_ingest;
grant insert on node, charger_owner, charger_state, evse_state, status_report, link_change, meter_reading, session,
  session_event, signed_value, authorization_attempt, fact, message_log, quarantine to voltyard_ingest;
grant update (last_batch) on node to voltyard_ingest;
grant update on charger_owner, charger_state, evse_state, session, publication, command to voltyard_ingest;
grant usage on sequence session_wire_id, session_record_no, session_id_seq to voltyard_ingest;
