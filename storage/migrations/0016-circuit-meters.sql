-- What tells how much a circuit carries, and what it told, minute by minute.

create table circuit_meter (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  circuit_id bigint not null,
  -- Everything that flows through the circuit, or only what is not ours to steer.
  measures text not null check (measures in ('total', 'unmanaged')),
  interval_seconds int not null check (interval_seconds between 1 and 3600),
  -- How it is read; without secrets.
  source jsonb not null,
  password_sealed bytea,
  push_token_hash bytea,
  created_at timestamptz not null default server_time(),
  removed_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, circuit_id) references circuit (tenant_id, id)
);
-- A circuit has one meter at a time.
create unique index circuit_meter_now on circuit_meter (tenant_id, circuit_id) where removed_at is null;

-- Means, and how much more it was from one sample to the next at most. In A per phase and in W.
create table circuit_minute (
  tenant_id bigint not null references tenant,
  meter_id bigint not null,
  at timestamptz not null,
  l1_a float8,
  l2_a float8,
  l3_a float8,
  power_w float8,
  rise_l1_a float8,
  rise_l2_a float8,
  rise_l3_a float8,
  rise_w float8,
  samples int not null check (samples > 0),
  primary key (tenant_id, meter_id, at),
  foreign key (tenant_id, meter_id) references circuit_meter (tenant_id, id)
);
create index circuit_minute_age on circuit_minute (at);

do $$
declare t text;
begin
  foreach t in array array['circuit_meter', 'circuit_minute'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy one_tenant on %I to voltyard_api using (tenant_id = nullif(current_setting(''voltyard.tenant'', true), '''')::bigint)', t);
    execute format('create policy charger_work on %I to voltyard_ingest using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to voltyard_api', t);
    execute format('grant select on %I to voltyard_ingest', t);
  end loop;
end $$;

-- How what a meter pushes finds its tenant.
alter table door_key drop constraint door_key_kind_check;
alter table door_key add constraint door_key_kind_check check (kind in ('charger', 'client', 'account', 'api-token', 'meter'));
