-- What is told to those who plan for a site, or limit it: reports that an event asked for, and how planning systems do.

-- One report of one event. What is here is never reported a second time; each attempt is on record before it begins.
create table feed_report (
  tenant_id bigint not null references tenant,
  feed_id bigint not null,
  event_id text not null,
  -- Which of the event's requests it answers.
  request text not null,
  due_at timestamptz not null,
  -- 'sending': an attempt has begun, and nobody knows yet whether it has arrived.
  state text not null check (state in ('sending', 'waiting', 'sent', 'refused')),
  attempts int not null check (attempts > 0),
  attempted_at timestamptz not null default server_time(),
  next_at timestamptz not null,
  error text,
  primary key (tenant_id, feed_id, event_id, request, due_at),
  foreign key (tenant_id, feed_id) references limit_feed (tenant_id, id)
);
create index feed_report_lately on feed_report (tenant_id, feed_id, due_at);

-- A planning system's connection to a site, the last one of each API client.
create table presystem_link (
  tenant_id bigint not null references tenant,
  location_id bigint not null,
  client text not null,
  -- As it calls itself.
  presystem text not null,
  connected_at timestamptz not null,
  disconnected_at timestamptz,
  seen_at timestamptz not null default server_time(),
  sent_at timestamptz,
  confirmed_at timestamptz,
  failing_since timestamptz,
  error text,
  primary key (tenant_id, location_id, client),
  foreign key (tenant_id, location_id) references location (tenant_id, id)
) with (fillfactor = 50);

do $$
declare t text;
begin
  foreach t in array array['feed_report', 'presystem_link'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy one_tenant on %I to voltyard_api using (tenant_id = nullif(current_setting(''voltyard.tenant'', true), '''')::bigint)', t);
    execute format('create policy charger_work on %I to voltyard_ingest using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to voltyard_api', t);
    execute format('grant select on %I to voltyard_ingest', t);
  end loop;
end $$;
-- Reports that are long over go with the next one.
grant delete on feed_report to voltyard_api;
