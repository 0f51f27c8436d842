-- Reservations, the lists of cards that chargers keep, and what else is said of a card when it is shown.

-- A second session of such a card elsewhere is refused while the first one runs (X-05).
alter table token add column one_session_at_a_time boolean not null default false;
alter table token add constraint token_whitelist check (whitelist in ('ALWAYS', 'ALLOWED', 'ALLOWED_OFFLINE', 'NEVER'));
create index token_modified on token (tenant_id, modified_at);

-- For chargers that take no other token from afar (A-07); null leaves it to whoever starts.
alter table charger add column remote_start_token text;
-- Whether the server keeps the charger's list of cards.
alter table charger add column local_list text not null default 'off' check (local_list in ('off', 'automatic'));
create index charger_with_local_list on charger (id) where local_list = 'automatic' and removed_at is null;

create table local_list (
  tenant_id bigint not null references tenant,
  charger_id bigint not null,
  -- The highest that was ever sent or heard; the next one is higher (A-20).
  version int not null default 0,
  -- What the charger said yes to, or said itself; null while nobody knows.
  confirmed_version int,
  state text not null default 'unknown' check (state in ('unknown', 'current', 'outdated', 'failed', 'unsupported')),
  reason text,
  -- The next list has to be a whole one.
  needs_full boolean not null default true,
  -- What the charger has, as far as it said yes: what was said of each card, by its folded uid.
  installed jsonb not null default '{}',
  -- The connection or boot after which the charger was asked for its version, by the clock of those.
  asked_at timestamptz,
  -- When what it has was compared with what it should have.
  compared_at timestamptz,
  accepted_at timestamptz,
  changed_at timestamptz not null default server_time(),
  primary key (tenant_id, charger_id),
  foreign key (tenant_id, charger_id) references charger (tenant_id, id)
);

create table reservation (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  charger_id bigint not null,
  -- As the charger knows it.
  reservation_id int not null check (reservation_id > 0),
  -- Null is any.
  evse int,
  connector_type text,
  token_uid text not null,
  token_uid_folded text not null,
  group_id text,
  expires_at timestamptz not null,
  state text not null default 'requested'
    check (state in ('requested', 'active', 'used', 'expired', 'cancelled', 'rejected', 'removed')),
  -- In the charger's words.
  reason text,
  command_id bigint,
  session_id bigint,
  -- How often it was sent again, because the charger had lost it.
  renewals smallint not null default 0,
  created_at timestamptz not null default server_time(),
  changed_at timestamptz not null default server_time(),
  ended_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, charger_id, reservation_id),
  foreign key (tenant_id, charger_id) references charger (tenant_id, id)
);
create index reservation_open on reservation (charger_id) where state in ('requested', 'active');
create index reservation_due on reservation (expires_at) where state in ('requested', 'active');
create index reservation_newest on reservation (tenant_id, id);

do $$
declare t text;
begin
  foreach t in array array['local_list', 'reservation'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy one_tenant on %I to voltyard_api using (tenant_id = nullif(current_setting(''voltyard.tenant'', true), '''')::bigint)', t);
    execute format('create policy charger_work on %I to voltyard_ingest using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to voltyard_api', t);
    execute format('grant select on %I to voltyard_ingest', t);
  end loop;
end $$;
-- The jobs that end reservations and claim the lists to look at.
grant update on reservation to voltyard_ingest;
grant insert, update on local_list to voltyard_ingest;
