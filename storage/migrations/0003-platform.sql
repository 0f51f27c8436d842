-- The platform API: its tokens, and what a back office says of chargers, EVSEs, connectors and cards.

-- One version became a choice of them; null is any that the server speaks.
alter table charger add column protocols text[]
  check (protocols <@ array['1.6', '2.0.1', '2.1'] and cardinality(protocols) > 0);
update charger set protocols = array[pinned_version] where pinned_version is not null;
alter table charger drop column pinned_version;
-- What a boot is answered with; null leaves it to the server.
alter table charger add column boot_interval_seconds int check (boot_interval_seconds between 1 and 86400);
alter table charger add column provisioning text not null default 'automatic' check (provisioning in ('automatic', 'off'));

-- Members that the platform API documents and the core does not understand yet: kept, and given back.
alter table charger add column platform_fields jsonb not null default '{}';
alter table evse add column platform_fields jsonb not null default '{}';
alter table connector add column platform_fields jsonb not null default '{}';
alter table token add column platform_fields jsonb not null default '{}';

create table api_token (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  name text not null,
  -- The token itself is sealed beside its hash: webhooks are signed with it.
  token_hash bytea not null unique,
  token_sealed bytea not null,
  created_at timestamptz not null default server_time(),
  last_used_at timestamptz,
  removed_at timestamptz,
  primary key (tenant_id, id)
);
-- The name of a removed token may be used again.
create unique index api_token_name on api_token (tenant_id, name) where removed_at is null;

alter table api_token enable row level security;
create policy one_tenant on api_token to voltyard_api using (tenant_id = nullif(current_setting('voltyard.tenant', true), '')::bigint);
create policy charger_work on api_token to voltyard_ingest using (true) with check (true);
grant select, insert, update on api_token to voltyard_api;

-- How the platform API finds the tenant of a token.
alter table door_key drop constraint door_key_kind_check;
alter table door_key add constraint door_key_kind_check check (kind in ('charger', 'client', 'account', 'api-token'));
