-- What the planner goes by beside limits, prices and needs: the sun, peaks that are paid for already, how loads usually
-- run through a day, and how vehicles take power. And rounds that are told by how they differ from an earlier one.

-- What of own solar power is expected, in the middle of what may be.
create table solar_block (
  tenant_id bigint not null references tenant,
  location_id bigint not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  power_w float8 not null check (power_w >= 0),
  primary key (tenant_id, location_id, from_at),
  foreign key (tenant_id, location_id) references location (tenant_id, id),
  check (to_at > from_at)
);

-- The highest mean of a quarter of an hour in a billing period, at all grid connections of a site together.
create table site_peak (
  tenant_id bigint not null references tenant,
  location_id bigint not null,
  period_from timestamptz not null,
  power_w float8 not null check (power_w >= 0),
  -- When that quarter began.
  at timestamptz not null,
  primary key (tenant_id, location_id, period_from),
  foreign key (tenant_id, location_id) references location (tenant_id, id)
);

-- What sessions drew that could have had more: of a vehicle, or of those unknown ones that charge at a model of charger.
create table learnt_draw (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  vehicle_id bigint,
  model text,
  kind text not null check (kind in ('ac', 'dc')),
  -- Of the last sessions, one element each.
  sessions jsonb not null,
  changed_at timestamptz not null default server_time(),
  primary key (tenant_id, id),
  foreign key (tenant_id, vehicle_id) references vehicle (tenant_id, id),
  check ((vehicle_id is null) <> (model is null))
);
create unique index learnt_draw_of on learnt_draw (tenant_id, vehicle_id, model, kind) nulls not distinct;

-- Means of what is not ours, where the engine reckons it; a meter of everything cannot tell it from what chargers drew.
alter table circuit_minute add column own_l1_a float8;
alter table circuit_minute add column own_l2_a float8;
alter table circuit_minute add column own_l3_a float8;
alter table circuit_minute add column own_w float8;

-- The round whose input and outcome these were compressed against, with Zstandard; null: by themselves, with Zlib. It
-- is of the same day, so that both go together.
alter table steering_round add column base_id bigint;

do $$
declare t text;
begin
  foreach t in array array['solar_block', 'site_peak', 'learnt_draw'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy one_tenant on %I to voltyard_api using (tenant_id = nullif(current_setting(''voltyard.tenant'', true), '''')::bigint)', t);
    execute format('create policy charger_work on %I to voltyard_ingest using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to voltyard_api', t);
    execute format('grant select on %I to voltyard_ingest', t);
  end loop;
end $$;
-- A list of the sun replaces what was said of its span.
grant delete on solar_block to voltyard_api;
