-- What others tell a site: limits, prices, what vehicles need, and from where limits are fetched.

-- Null: nobody has said so.
alter table vehicle add column name text;
alter table vehicle add column vin text;
-- What of the battery can be used.
alter table vehicle add column battery_wh bigint check (battery_wh > 0);
alter table vehicle add column max_ac_a float8 check (max_ac_a > 0);
alter table vehicle add column phases smallint check (phases in (1, 2, 3));
alter table vehicle add column max_dc_w bigint check (max_dc_w > 0);
-- Higher wins when not everybody can be ready.
alter table vehicle add column class int;
create unique index vehicle_by_vin on vehicle (tenant_id, upper(vin)) where vin is not null;

-- One source of limits of one circuit: one list at a time, always replaced as a whole, so that it lies in one value.
create table limit_source (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  circuit_id bigint not null,
  kind text not null
    check (kind in ('schedule', 'external', 'grid-operator', 'flexibility', 'operator', 'thermal')),
  name text not null,
  unit text not null check (unit in ('A', 'W')),
  author text not null,
  reason text,
  intervals jsonb not null,
  written_at timestamptz not null default server_time(),
  -- Whoever writes has to be heard again within this time.
  lease_seconds int check (lease_seconds > 0),
  fallback float8 check (fallback >= 0),
  least_seconds int check (least_seconds >= 0),
  renewed_at timestamptz,
  -- Until when the fallback goes on after a lease had run out.
  fallback_until timestamptz,
  withdrawn_at timestamptz,
  -- What it said before its last change, to take that back.
  former jsonb,
  primary key (tenant_id, id),
  unique (tenant_id, circuit_id, kind, name),
  foreign key (tenant_id, circuit_id) references circuit (tenant_id, id),
  check ((lease_seconds is null) = (fallback is null) and (lease_seconds is null) = (renewed_at is null))
);

create table price_block (
  tenant_id bigint not null references tenant,
  location_id bigint not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  -- Per kWh.
  price numeric not null,
  sell_price numeric,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  primary key (tenant_id, location_id, from_at),
  foreign key (tenant_id, location_id) references location (tenant_id, id),
  check (to_at > from_at)
);

create table charging_request (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  location_id bigint not null,
  source text not null check (source in ('vehicle', 'vdv463', 'iso15118', 'fleet', 'operator', 'default')),
  request_id text not null,
  vehicle_id bigint,
  charger_id bigint,
  evse int check (evse > 0),
  session_id bigint,
  arrives_at timestamptz,
  departs_at timestamptz,
  soc float8 check (soc between 0 and 100),
  minimum_soc float8 check (minimum_soc between 0 and 100),
  target_soc float8 check (target_soc between 0 and 100),
  need_minimum_wh bigint check (need_minimum_wh >= 0),
  need_full_wh bigint check (need_full_wh >= 0),
  class int,
  precondition_w bigint check (precondition_w > 0),
  precondition_minutes int check (precondition_minutes > 0),
  confidence float8 not null default 1 check (confidence between 0 and 1),
  reported_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, location_id, source, request_id),
  foreign key (tenant_id, location_id) references location (tenant_id, id),
  foreign key (tenant_id, vehicle_id) references vehicle (tenant_id, id),
  foreign key (tenant_id, charger_id) references charger (tenant_id, id),
  check (evse is null or charger_id is not null),
  check ((precondition_w is null) = (precondition_minutes is null))
);
create index charging_request_open on charging_request (tenant_id, location_id) where withdrawn_at is null;

-- When a source of requests was heard, also when it had nothing new to say.
create table request_feed (
  tenant_id bigint not null references tenant,
  location_id bigint not null,
  source text not null check (source in ('vehicle', 'vdv463', 'iso15118', 'fleet', 'operator', 'default')),
  heard_at timestamptz not null,
  primary key (tenant_id, location_id, source),
  foreign key (tenant_id, location_id) references location (tenant_id, id)
);

-- From where limits and prices are fetched. One node at a time fetches; a removed one is kept for what it has written.
create table limit_feed (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  location_id bigint not null,
  circuit_id bigint not null,
  protocol text not null check (protocol in ('openadr')),
  name text not null,
  settings jsonb not null,
  secret_sealed bytea,
  created_at timestamptz not null default server_time(),
  removed_at timestamptz,
  heard_at timestamptz,
  failing_since timestamptz,
  error text,
  node_id int,
  held_until timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, location_id, circuit_id) references circuit (tenant_id, location_id, id)
);
create unique index limit_feed_name on limit_feed (tenant_id, circuit_id, name) where removed_at is null;

do $$
declare t text;
begin
  foreach t in array array['limit_source', 'price_block', 'charging_request', 'request_feed', 'limit_feed'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy one_tenant on %I to voltyard_api using (tenant_id = nullif(current_setting(''voltyard.tenant'', true), '''')::bigint)', t);
    execute format('create policy charger_work on %I to voltyard_ingest using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to voltyard_api', t);
    execute format('grant select on %I to voltyard_ingest', t);
  end loop;
end $$;
-- A list of prices replaces what was said of its span.
grant delete on price_block to voltyard_api;
-- Which node fetches.
grant update (node_id, held_until) on limit_feed to voltyard_ingest;
