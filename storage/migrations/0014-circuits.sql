-- Where chargers stand, and the tree of circuits that feeds them. Nothing of it is deleted: others refer to it.

create table location (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  public_id text not null default gen_random_uuid()::text,
  name text not null,
  -- In which its schedules are written.
  time_zone text not null,
  currency text check (currency ~ '^[A-Z]{3}$'),
  -- Whether the engine steers what hangs on its circuits.
  is_live boolean not null default false,
  -- What of the steering is otherwise than usual.
  steering jsonb not null default '{}',
  etag bigint not null default 1,
  created_at timestamptz not null default server_time(),
  modified_at timestamptz not null default server_time(),
  removed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, public_id)
);
create index location_live on location (tenant_id, id) where is_live and removed_at is null;

create table circuit (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  public_id text not null default gen_random_uuid()::text,
  location_id bigint not null,
  -- Null for a grid connection. A circuit and its parent are at one location.
  parent_id bigint,
  name text not null,
  phases smallint not null check (phases in (1, 3)),
  wiring text not null check (wiring in ('star', 'delta')),
  -- From line to neutral in a star, from line to line in a delta.
  voltage_v float8 not null check (voltage_v > 0),
  -- Of fuse or cable, per phase.
  rated_a float8 check (rated_a >= 0),
  limit_w bigint check (limit_w >= 0),
  -- Billed as the mean of a quarter of an hour.
  contract_w bigint check (contract_w >= 0),
  unbalance_a float8 check (unbalance_a >= 0),
  margin_percent float8 not null default 3 check (margin_percent between 0 and 100),
  least_margin_a float8 not null default 1 check (least_margin_a >= 0),
  -- Of a delta-wye transformer that feeds the circuit.
  primary_rated_a float8 check (primary_rated_a >= 0),
  turns_ratio float8 check (turns_ratio > 0),
  -- What else draws here at worst, by local time of day.
  assumed jsonb not null default '[]',
  etag bigint not null default 1,
  created_at timestamptz not null default server_time(),
  modified_at timestamptz not null default server_time(),
  removed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, public_id),
  unique (tenant_id, location_id, id),
  foreign key (tenant_id, location_id) references location (tenant_id, id),
  foreign key (tenant_id, location_id, parent_id) references circuit (tenant_id, location_id, id),
  check (parent_id <> id),
  check ((primary_rated_a is null) = (turns_ratio is null))
);

-- How a charger hangs on a circuit: on one at a time, and a removed row is one that hangs on none.
create table charger_supply (
  tenant_id bigint not null references tenant,
  charger_id bigint not null,
  circuit_id bigint not null,
  -- Of the whole charger.
  max_a float8 check (max_a >= 0),
  max_w bigint check (max_w >= 0),
  weight float8 not null default 1 check (weight > 0),
  class int not null default 0,
  created_at timestamptz not null default server_time(),
  modified_at timestamptz not null default server_time(),
  removed_at timestamptz,
  primary key (tenant_id, charger_id),
  foreign key (tenant_id, charger_id) references charger (tenant_id, id),
  foreign key (tenant_id, circuit_id) references circuit (tenant_id, id)
);
create index charger_supply_of_circuit on charger_supply (tenant_id, circuit_id) where removed_at is null;

-- Currents in A per used phase, power in W; `min`, `step` and `fallback` in A for AC and in W for DC.
create table evse_supply (
  tenant_id bigint not null references tenant,
  charger_id bigint not null,
  evse int not null check (evse > 0),
  phases text not null check (phases in ('L1', 'L2', 'L3', 'L1L2L3', 'L1L2', 'L2L3', 'L3L1', 'unknown')),
  learnt_phases text check (learnt_phases in ('L1', 'L2', 'L3', 'L1L2L3', 'L1L2', 'L2L3', 'L3L1')),
  kind text not null check (kind in ('ac', 'dc')),
  max_a float8 not null check (max_a >= 0),
  max_w bigint check (max_w >= 0),
  min float8 not null check (min >= 0),
  step float8 not null check (step > 0),
  efficiency float8 not null default 1 check (efficiency > 0 and efficiency <= 1),
  power_factor float8 not null default 1 check (power_factor > 0 and power_factor <= 1),
  standby_w float8 not null default 0 check (standby_w >= 0),
  fallback float8 not null check (fallback >= 0),
  fallback_verified_at timestamptz,
  obeys_lease boolean not null default true,
  modified_at timestamptz not null default server_time(),
  removed_at timestamptz,
  primary key (tenant_id, charger_id, evse),
  foreign key (tenant_id, charger_id) references charger_supply (tenant_id, charger_id),
  check (kind = 'ac' or max_w is not null)
);

do $$
declare t text;
begin
  foreach t in array array['location', 'circuit', 'charger_supply', 'evse_supply'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy one_tenant on %I to voltyard_api using (tenant_id = nullif(current_setting(''voltyard.tenant'', true), '''')::bigint)', t);
    execute format('create policy charger_work on %I to voltyard_ingest using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to voltyard_api', t);
    execute format('grant select on %I to voltyard_ingest', t);
  end loop;
end $$;
