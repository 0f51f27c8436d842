-- The engine of smart charging: who steers a site, what was granted, what was decided and why.

-- Whoever takes a site over raises the fence; what is written under an older one is refused.
create table steering_owner (
  tenant_id bigint not null references tenant,
  location_id bigint not null,
  -- Null: nobody, it was let go.
  node_id int,
  fence bigint not null,
  claimed_at timestamptz not null default server_time(),
  renewed_at timestamptz not null default server_time(),
  primary key (tenant_id, location_id),
  foreign key (tenant_id, location_id) references location (tenant_id, id)
) with (fillfactor = 50);

-- Each decision of the engine with all that it stood on, to be done again anywhere. Zlib of JSON.
create sequence steering_round_id as bigint;
create table steering_round (
  tenant_id bigint not null,
  id bigint not null default nextval('steering_round_id'),
  location_id bigint not null,
  at timestamptz not null,
  cause text not null,
  engine text not null,
  fence bigint not null,
  input_hash bytea not null,
  duration_ms float8 not null,
  grants int not null,
  sends int not null,
  input bytea not null,
  outcome bytea not null,
  primary key (tenant_id, id, at)
) partition by range (at);
create table steering_round_default partition of steering_round default;
create index steering_round_of_site on steering_round (tenant_id, location_id, id);

-- What a charger was granted, or may have been: durable before it is sent.
create table charging_grant (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  location_id bigint not null,
  charger_id bigint not null,
  evse int not null check (evse > 0),
  session_id bigint,
  value float8 not null check (value >= 0),
  unit text not null check (unit in ('A', 'W')),
  state text not null default 'decided'
    check (state in ('decided', 'sent', 'confirmed', 'refused', 'unanswered', 'replaced', 'ended')),
  lease_until timestamptz not null,
  fence bigint not null,
  round_id bigint not null,
  command_id bigint,
  decided_at timestamptz not null default server_time(),
  changed_at timestamptz not null default server_time(),
  primary key (tenant_id, id),
  foreign key (tenant_id, location_id) references location (tenant_id, id),
  foreign key (tenant_id, charger_id) references charger (tenant_id, id)
);
-- Those that a charger may be following.
create index charging_grant_open on charging_grant (tenant_id, charger_id, evse, id)
  where state in ('decided', 'sent', 'unanswered', 'confirmed');
create index charging_grant_over on charging_grant (changed_at) where state in ('refused', 'replaced', 'ended');

-- What binds each session, or bound it last.
create table session_steering (
  tenant_id bigint not null references tenant,
  session_id bigint not null,
  location_id bigint not null,
  reason text not null,
  bound_by text,
  granted float8,
  unit text not null check (unit in ('A', 'W')),
  laxity_hours float8,
  assumed text[] not null,
  at timestamptz not null,
  primary key (tenant_id, session_id),
  foreign key (tenant_id, location_id) references location (tenant_id, id)
) with (fillfactor = 70);
create index session_steering_of_site on session_steering (tenant_id, location_id);

create table site_alarm (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  location_id bigint not null,
  kind text not null,
  -- What it is about: a charger, a circuit, a meter, a session.
  subject text not null,
  body jsonb not null,
  raised_at timestamptz not null default server_time(),
  cleared_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, location_id) references location (tenant_id, id)
);
create unique index site_alarm_open on site_alarm (tenant_id, location_id, kind, subject) where cleared_at is null;
create index site_alarm_over on site_alarm (cleared_at) where cleared_at is not null;

-- The last plan of each site.
create table charging_plan (
  tenant_id bigint not null references tenant,
  location_id bigint not null,
  made_at timestamptz not null,
  source text not null,
  body jsonb not null,
  primary key (tenant_id, location_id),
  foreign key (tenant_id, location_id) references location (tenant_id, id)
) with (fillfactor = 50);

do $$
declare t text;
begin
  foreach t in array array['steering_owner', 'steering_round', 'charging_grant', 'session_steering', 'site_alarm', 'charging_plan'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy one_tenant on %I to voltyard_api using (tenant_id = nullif(current_setting(''voltyard.tenant'', true), '''')::bigint)', t);
    execute format('create policy charger_work on %I to voltyard_ingest using (true) with check (true)', t);
    execute format('grant select on %I to voltyard_api, voltyard_ingest', t);
  end loop;
  foreach t in array array['charging_grant', 'session_steering', 'site_alarm', 'charging_plan'] loop
    execute format('grant insert, update on %I to voltyard_api', t);
  end loop;
end $$;
alter table steering_round_default enable row level security;
grant insert on steering_round to voltyard_api;
grant usage on sequence steering_round_id to voltyard_api;
-- Whoever writes holds the site's row against a takeover until it has committed; that takes a right to change it.
grant update (renewed_at) on steering_owner to voltyard_api;
-- The nodes share the sites among themselves, whosever they are.
grant insert, update on steering_owner to voltyard_ingest;
