-- People who log in to the console, what they did, what they see at a glance.

-- The database's idea of the time. A simulation that runs faster than the clock replaces it.
create function server_time() returns timestamptz language sql volatile parallel safe as 'select clock_timestamp()';

do $$
declare d record;
begin
  for d in
    select table_name, column_name from information_schema.columns
     where table_schema = 'public' and column_default = 'now()'
       and table_name not in ('node', 'schema_migration')
  loop
    execute format('alter table %I alter column %I set default server_time()', d.table_name, d.column_name);
  end loop;
end $$;

create table account (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  login text not null,
  login_folded text not null,
  name text not null,
  role text not null check (role in ('viewer', 'operator', 'administrator')),
  language text check (language in ('en', 'de')),
  password_hash text not null,
  -- The first administrator's password was printed once: it must be changed at the first login.
  must_change_password boolean not null default false,
  password_changed_at timestamptz not null default server_time(),
  totp_secret_sealed bytea,
  totp_enabled_at timestamptz,
  -- The last time step whose code was used: a code is good once.
  totp_last_step bigint,
  enabled boolean not null default true,
  last_login_at timestamptz,
  created_at timestamptz not null default server_time(),
  modified_at timestamptz not null default server_time(),
  primary key (tenant_id, id),
  unique (login_folded)
);

create table recovery_code (
  tenant_id bigint not null,
  account_id bigint not null,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (tenant_id, account_id, code_hash),
  foreign key (tenant_id, account_id) references account (tenant_id, id)
);

-- A person's device that is logged in. Times here are those of the wall clock.
create table console_session (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  account_id bigint not null,
  token_hash bytea not null unique,
  -- The token before the last change; whoever shows it later than a moment after has copied it.
  former_token_hash bytea unique,
  -- When the current token was first shown: until then the answer that carried it may have been lost.
  token_seen_at timestamptz,
  rotated_at timestamptz not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  confirmed_at timestamptz not null,
  user_agent text,
  address text,
  ended_at timestamptz,
  end_reason text,
  primary key (tenant_id, id),
  foreign key (tenant_id, account_id) references account (tenant_id, id)
);
create index console_session_of_account on console_session (tenant_id, account_id) where ended_at is null;

-- The whole site's load, once a minute.
create table load_sample (
  tenant_id bigint not null references tenant,
  at timestamptz not null,
  power_w double precision not null,
  charging int not null,
  connected int not null,
  chargers int not null,
  primary key (tenant_id, at)
);

-- Up to which version of its configuration (charger.etag) the owner has thrown away what it held of a charger.
alter table charger_owner add column configuration bigint not null default 1;

-- What an administrator set for the whole installation, unless the environment says otherwise.
create table setting (
  name text primary key,
  value jsonb not null,
  modified_at timestamptz not null default server_time(),
  modified_by text not null
);

-- Cards may be put aside; sessions keep them as they were.
alter table token add column removed_at timestamptz;
alter table token add column note text;
alter table api_client add column last_used_at timestamptz;
alter table api_client add column removed_at timestamptz;
-- The name of a removed client may be used again.
alter table api_client drop constraint api_client_tenant_id_name_key;
create unique index api_client_name on api_client (tenant_id, name) where removed_at is null;

create index fact_by_subject on fact (tenant_id, subject_id, id);
-- Finding a card's sessions reads the whole table otherwise, and so does finding the few that never became a record.
create index session_by_token on session (tenant_id, token_uid, record_no) where record_no is not null;
create index session_failed on session (tenant_id, id) where state in ('failed', 'expired');
create index audit_entry_newest on audit_entry (tenant_id, id);
create index command_newest on command (tenant_id, charger_id, id);

do $$
declare t text;
begin
  foreach t in array array['account', 'recovery_code', 'console_session', 'load_sample'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy one_tenant on %I to voltyard_api using (tenant_id = nullif(current_setting(''voltyard.tenant'', true), '''')::bigint)', t);
    execute format('create policy charger_work on %I to voltyard_ingest using (true) with check (true)', t);
    execute format('grant select on %I to voltyard_api', t);
  end loop;
end $$;

-- How the login finds the tenant of a name.
alter table door_key drop constraint door_key_kind_check;
alter table door_key add constraint door_key_kind_check check (kind in ('charger', 'client', 'account'));

grant insert, update on account, console_session to voltyard_api;
grant insert, update, delete on recovery_code to voltyard_api;
grant delete on door_key to voltyard_api;
grant insert on load_sample to voltyard_api;
