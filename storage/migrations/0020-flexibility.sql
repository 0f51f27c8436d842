-- What a site can promise, what it was ordered to deliver, and what it delivered.

create table flexibility_offer (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  location_id bigint not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  state text not null default 'asked' check (state in ('asked', 'open', 'nothing', 'failed', 'activated', 'withdrawn')),
  reduction_w float8,
  -- The plan of that moment: blocks, power, peak.
  baseline jsonb,
  author text not null,
  asked_at timestamptz not null default server_time(),
  made_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, location_id) references location (tenant_id, id),
  check (from_at < to_at),
  check (state not in ('open', 'activated') or reduction_w is not null and baseline is not null)
);
create index flexibility_offer_of_site on flexibility_offer (tenant_id, location_id, id);

create table flexibility_activation (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  location_id bigint not null,
  offer_id bigint,
  ordered_by text not null,
  author text not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  ramp_seconds int not null check (ramp_seconds >= 0),
  targets jsonb not null,
  baseline jsonb not null,
  rebound_until timestamptz not null,
  -- What the site drew when it began.
  start_w float8,
  state text not null default 'acknowledged'
    check (state in ('acknowledged', 'running', 'delivered', 'partial', 'cancelled')),
  partial jsonb,
  acknowledged_at timestamptz not null default server_time(),
  started_at timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, location_id) references location (tenant_id, id),
  foreign key (tenant_id, offer_id) references flexibility_offer (tenant_id, id),
  check (from_at < to_at)
);
create index flexibility_activation_of_site on flexibility_activation (tenant_id, location_id, id);

-- The mean of what a site drew in a minute of an activation.
create table flexibility_minute (
  tenant_id bigint not null,
  activation_id bigint not null,
  at timestamptz not null,
  power_w float8 not null,
  samples int not null check (samples > 0),
  origin text not null check (origin in ('meter', 'chargers')),
  primary key (tenant_id, activation_id, at),
  foreign key (tenant_id, activation_id) references flexibility_activation (tenant_id, id)
);

-- The last one of each site.
create table flexibility_envelope (
  tenant_id bigint not null references tenant,
  location_id bigint not null,
  asked_at timestamptz not null default server_time(),
  answered_at timestamptz,
  made_at timestamptz,
  has_failed bool not null default false,
  body jsonb,
  primary key (tenant_id, location_id),
  foreign key (tenant_id, location_id) references location (tenant_id, id)
);

do $$
declare t text;
begin
  foreach t in array array['flexibility_offer', 'flexibility_activation', 'flexibility_minute', 'flexibility_envelope'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy one_tenant on %I to voltyard_api using (tenant_id = nullif(current_setting(''voltyard.tenant'', true), '''')::bigint)', t);
    execute format('create policy charger_work on %I to voltyard_ingest using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to voltyard_api', t);
    execute format('grant select on %I to voltyard_ingest', t);
  end loop;
end $$;
