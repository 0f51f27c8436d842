-- Where a site is, and how warm it is there by a weather service.

alter table location
  add column latitude float8 check (latitude between -90 and 90),
  add column longitude float8 check (longitude between -180 and 180),
  add check ((latitude is null) = (longitude is null));

-- A site that takes its temperature from a service, or did once. One node at a time asks: who claims it puts off `next_at`.
create table site_weather (
  tenant_id bigint not null references tenant,
  location_id bigint not null,
  is_automatic boolean not null,
  celsius float8 check (celsius between -90 and 60),
  measured_at timestamptz,
  -- From then on it says nothing any more.
  valid_until timestamptz,
  next_at timestamptz not null default server_time(),
  -- Since the last answer that made sense.
  failures int not null default 0,
  failing_since timestamptz,
  error text,
  primary key (tenant_id, location_id),
  foreign key (tenant_id, location_id) references location (tenant_id, id),
  check ((celsius is null) = (measured_at is null) and (celsius is null) = (valid_until is null)),
  check (is_automatic or celsius is null)
) with (fillfactor = 50);
create index site_weather_due on site_weather (next_at) where is_automatic;

alter table site_weather enable row level security;
create policy one_tenant on site_weather to voltyard_api
  using (tenant_id = nullif(current_setting('voltyard.tenant', true), '')::bigint);
create policy charger_work on site_weather to voltyard_ingest using (true) with check (true);
grant select, insert, update on site_weather to voltyard_api;
grant select on site_weather to voltyard_ingest;
-- What the service says is told to all sites of a place at once, whosever they are.
grant update (celsius, measured_at, valid_until, next_at, failures, failing_since, error) on site_weather to voltyard_ingest;
