-- How chargers are set up by the server: templates, what came of them, and chargers that nobody has made known yet.

-- A command that goes on with what did not fit into another one; the first of them.
alter table command add column origin_id bigint;
create index command_of_origin on command (tenant_id, origin_id) where origin_id is not null;

create table charger_template (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  name text not null,
  -- Patterns in which * stands for anything; null fits every charger.
  vendor text,
  model text,
  firmware text,
  priority int not null default 0,
  settings jsonb not null,
  measurands text[],
  extends_default boolean not null,
  restart_allowed boolean not null,
  accept_when_configured boolean not null,
  created_at timestamptz not null default server_time(),
  modified_at timestamptz not null default server_time(),
  removed_at timestamptz,
  primary key (tenant_id, id)
);
-- The name of a removed one may be used again.
create unique index charger_template_name on charger_template (tenant_id, lower(name)) where removed_at is null;

-- One row per charger: how it is being set up, or was the last time.
create table provisioning (
  tenant_id bigint not null,
  charger_id bigint not null,
  errand_id bigint,
  -- Null when nothing is under way.
  run jsonb,
  -- The first of the commands that the run waits for.
  command_id bigint,
  -- What the charger has said to the settings of these commands.
  results jsonb not null default '[]',
  -- By variable: what came of each wanted setting the last time.
  reports jsonb not null default '{}',
  -- As the charger was when it was set up last.
  firmware text,
  protocol text,
  is_inventoried boolean not null default false,
  is_asked boolean not null default false,
  ended_at timestamptz,
  primary key (tenant_id, charger_id),
  foreign key (tenant_id, charger_id) references charger (tenant_id, id)
);
create index provisioning_open on provisioning (charger_id) where run is not null;

-- Chargers that try to connect and are not known. Without a tenant when it is not known whose they may be.
create table unknown_charger (
  id bigint generated always as identity primary key,
  tenant_id bigint references tenant,
  identity text not null,
  identity_folded text not null,
  first_seen_at timestamptz not null default server_time(),
  last_seen_at timestamptz not null default server_time(),
  times bigint not null default 1,
  -- Where it came from last, the newest first.
  addresses text[] not null default '{}',
  protocols text[] not null default '{}',
  -- Whether, never what.
  sent_password boolean not null default false,
  -- Until then it is made known when it comes, with the password that it shows.
  welcome_until timestamptz,
  welcomed_by text,
  unique nulls not distinct (tenant_id, identity_folded)
);
create index unknown_charger_welcome on unknown_charger (identity_folded) where welcome_until is not null;
create index unknown_charger_newest on unknown_charger (tenant_id, last_seen_at);

do $$
declare t text;
begin
  foreach t in array array['charger_template', 'provisioning', 'unknown_charger'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy one_tenant on %I to voltyard_api using (tenant_id = nullif(current_setting(''voltyard.tenant'', true), '''')::bigint)', t);
    execute format('create policy charger_work on %I to voltyard_ingest using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to voltyard_api', t);
    execute format('grant select on %I to voltyard_ingest', t);
  end loop;
end $$;
-- What strangers have left here is no record of ours: it is bounded, and goes.
grant delete on unknown_charger to voltyard_api;
grant insert, update, delete on unknown_charger to voltyard_ingest;
