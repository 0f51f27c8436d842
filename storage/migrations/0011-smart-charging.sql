-- What we want chargers to go by, and how each make takes a limit.

-- The profiles that a charger shall have. What it has is among its installed items.
create table charging_desired (
  tenant_id bigint not null,
  charger_id bigint not null,
  profile_id int not null,
  evse int not null,
  -- One place holds one profile.
  slot text not null,
  -- The session that it is for; null for one that outlives sessions.
  wire_id text,
  profile jsonb not null,
  -- The EVSE whose limit an operator has set by it, 0 for the whole charger; null for all other profiles.
  limit_of int,
  desired_at timestamptz not null default server_time(),
  ended_at timestamptz,
  primary key (tenant_id, charger_id, profile_id),
  foreign key (tenant_id, charger_id) references charger (tenant_id, id)
);
create index charging_desired_now on charging_desired (charger_id) where ended_at is null;

-- How chargers of a make take a limit, learned from those that said yes: with a session running or without one,
-- and by the unit that the limit was given in.
create table charging_recipe (
  tenant_id bigint not null references tenant,
  vendor text not null,
  model text not null,
  firmware text not null,
  situation text not null check (situation in ('session/A', 'session/W', 'idle/A', 'idle/W')),
  recipe text not null,
  learned_at timestamptz not null default server_time(),
  primary key (tenant_id, vendor, model, firmware, situation)
);

do $$
declare t text;
begin
  foreach t in array array['charging_desired', 'charging_recipe'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy one_tenant on %I to voltyard_api using (tenant_id = nullif(current_setting(''voltyard.tenant'', true), '''')::bigint)', t);
    execute format('create policy charger_work on %I to voltyard_ingest using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to voltyard_api', t);
    execute format('grant select on %I to voltyard_ingest', t);
  end loop;
end $$;
