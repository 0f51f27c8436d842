-- What chargers do otherwise than the standard says and what was tolerated, counted by model and firmware. Empty texts
-- stand for what is not known.
create table deviation (
  tenant_id bigint not null references tenant,
  vendor text not null,
  model text not null,
  firmware text not null,
  rule text not null,
  action text not null,
  times bigint not null,
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  -- The last one that did it, and what it sent.
  charger_id bigint not null,
  example text not null,
  primary key (tenant_id, vendor, model, firmware, rule, action)
);

alter table deviation enable row level security;
create policy one_tenant on deviation to voltyard_api using (tenant_id = nullif(current_setting('voltyard.tenant', true), '')::bigint);
create policy charger_work on deviation to voltyard_ingest using (true) with check (true);
grant select on deviation to voltyard_api;
grant select, insert, update on deviation to voltyard_ingest;
