-- What vehicles say of themselves (VDV 261), how they show who they are, and how warm it is where they stand.

alter table location
  add column ambient_c float8 check (ambient_c between -90 and 90),
  add column ambient_at timestamptz,
  -- From then on it says nothing any more; null: until another one is told.
  add column ambient_until timestamptz,
  add check ((ambient_c is null) = (ambient_at is null));

alter table vehicle add column removed_at timestamptz;

-- How a vehicle shows who it is, and what it is told.
create table vehicle_link (
  tenant_id bigint not null references tenant,
  vehicle_id bigint not null,
  is_enabled boolean not null default true,
  password_hash bytea,
  password_set_at timestamptz,
  -- When it came in with this password for the first time.
  synchronised_at timestamptz,
  preconditions boolean not null default false,
  climate text not null default 'vehicle' check (climate in ('vehicle', 'automatic', 'ventilation', 'heating', 'cooling')),
  -- How it reads its departure; null: as the installation has it.
  driveoff text check (driveoff in ('minutesOfDay', 'minutesUntilDeparture')),
  primary key (tenant_id, vehicle_id),
  foreign key (tenant_id, vehicle_id) references vehicle (tenant_id, id),
  check ((password_hash is null) = (password_set_at is null))
);

-- What it said last, joined over the messages of a connection.
create table vehicle_state (
  tenant_id bigint not null references tenant,
  vehicle_id bigint not null,
  seq smallint not null check (seq between 0 and 255),
  heard_at timestamptz not null,
  controller_id text,
  said jsonb not null,
  -- Members that no version of the recommendation that we know has.
  others jsonb not null,
  -- What was asked for it on that account, and where.
  asked jsonb,
  primary key (tenant_id, vehicle_id),
  foreign key (tenant_id, vehicle_id) references vehicle (tenant_id, id)
) with (fillfactor = 50);

do $$
declare t text;
begin
  foreach t in array array['vehicle_link', 'vehicle_state'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy one_tenant on %I to voltyard_api using (tenant_id = nullif(current_setting(''voltyard.tenant'', true), '''')::bigint)', t);
    execute format('create policy charger_work on %I to voltyard_ingest using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to voltyard_api', t);
    execute format('grant select on %I to voltyard_ingest', t);
  end loop;
end $$;

alter table door_key drop constraint door_key_kind_check;
alter table door_key add constraint door_key_kind_check
  check (kind in ('charger', 'client', 'account', 'api-token', 'meter', 'vehicle'));

-- Where a vehicle stands, and what was said of it: it asks every ten seconds.
create index session_open_of_vehicle on session (tenant_id, vehicle_shown) where state in ('pending', 'active', 'unknown');
create index charging_request_of_vehicle on charging_request (tenant_id, vehicle_id) where withdrawn_at is null;
