-- Firmware, campaigns, and files: what chargers upload, and what they fetch from us.

-- The content lies in the database, so that every node and every backup has it.
create table stored_file (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  kind text not null check (kind in ('log', 'firmware')),
  -- Whose log it is; null for firmware.
  charger_id bigint,
  errand_id bigint,
  -- What somebody calls it: text, never a path.
  name text not null,
  size bigint not null default 0,
  sha256 bytea,
  -- Null while it is being received.
  completed_at timestamptz,
  created_at timestamptz not null default server_time(),
  primary key (tenant_id, id),
  foreign key (tenant_id, charger_id) references charger (tenant_id, id)
);
create index stored_file_of_charger on stored_file (tenant_id, charger_id, id);
create index stored_file_unfinished on stored_file (created_at) where completed_at is null;

-- All pieces but the last have the same size, so that any part is found by its place.
create table stored_file_chunk (
  tenant_id bigint not null,
  file_id bigint not null,
  seq int not null,
  bytes bytea not null,
  primary key (tenant_id, file_id, seq),
  foreign key (tenant_id, file_id) references stored_file (tenant_id, id) on delete cascade
);
alter table stored_file_chunk alter column bytes set storage external;

-- What lets one charger send or fetch one file, for one order. Only its hash is kept.
create table file_ticket (
  tenant_id bigint not null references tenant,
  hash bytea not null,
  direction text not null check (direction in ('upload', 'download')),
  charger_id bigint not null,
  -- The order that it belongs to; the errand of the same command must be open.
  command_id bigint not null,
  -- What is fetched; null for uploads.
  file_id bigint,
  attempts int not null default 0,
  created_at timestamptz not null default server_time(),
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, hash),
  foreign key (tenant_id, charger_id) references charger (tenant_id, id)
);
create unique index file_ticket_hash on file_ticket (hash);
create index file_ticket_over on file_ticket (expires_at);
create index errand_of_command on errand (tenant_id, command_id) where command_id is not null;

create table firmware (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  -- Patterns in which * stands for anything; null fits every charger.
  vendor text,
  model text,
  version text not null,
  -- Either of them: kept by us, or lying elsewhere.
  file_id bigint,
  url text,
  sha256 bytea not null,
  md5 bytea,
  size bigint,
  signing_certificate text,
  signature text,
  note text not null default '',
  created_by text not null,
  created_at timestamptz not null default server_time(),
  retired_at timestamptz,
  primary key (tenant_id, id),
  check ((file_id is null) <> (url is null)),
  foreign key (tenant_id, file_id) references stored_file (tenant_id, id)
);
create unique index firmware_once on firmware (tenant_id, coalesce(lower(vendor), ''), coalesce(lower(model), ''), lower(version))
  where retired_at is null;

create table firmware_campaign (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  name text not null,
  firmware_id bigint not null,
  state text not null default 'running' check (state in ('running', 'paused', 'done', 'stopped', 'cancelled')),
  -- Why it is paused or stopped.
  reason text,
  -- How it is rolled out.
  plan jsonb not null,
  undoes_id bigint,
  created_by text not null,
  created_at timestamptz not null default server_time(),
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, firmware_id) references firmware (tenant_id, id)
);
create index firmware_campaign_running on firmware_campaign (tenant_id, id) where state in ('running', 'paused');

-- One row per charger that a campaign was started for: it is asked at most once.
create table firmware_campaign_charger (
  tenant_id bigint not null,
  campaign_id bigint not null,
  charger_id bigint not null,
  wave int not null,
  state text not null default 'waiting' check (state in ('waiting', 'asked', 'done', 'failed', 'skipped')),
  reason text,
  from_version text,
  command_id bigint,
  asked_at timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, campaign_id, charger_id),
  foreign key (tenant_id, campaign_id) references firmware_campaign (tenant_id, id) on delete cascade,
  foreign key (tenant_id, charger_id) references charger (tenant_id, id)
);
create index firmware_campaign_charger_asked on firmware_campaign_charger (tenant_id, charger_id) where state = 'asked';

do $$
declare t text;
begin
  foreach t in array array['stored_file', 'stored_file_chunk', 'file_ticket', 'firmware', 'firmware_campaign', 'firmware_campaign_charger'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy one_tenant on %I to voltyard_api using (tenant_id = nullif(current_setting(''voltyard.tenant'', true), '''')::bigint)', t);
    execute format('create policy charger_work on %I to voltyard_ingest using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to voltyard_api', t);
    execute format('grant select on %I to voltyard_ingest', t);
  end loop;
end $$;
grant delete on stored_file, file_ticket to voltyard_api;
