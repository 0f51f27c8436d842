-- Tariffs and what sessions cost by them; payments at the charger; batteries that were swapped.

-- A tariff never changes: another content is another tariff. `tariff_id` is the hash of the content.
create table tariff (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  tariff_id text not null,
  name text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  terms jsonb not null,
  created_at timestamptz not null default server_time(),
  retired_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, tariff_id)
);

-- Where a tariff applies, from when to when: what a session costs is settled by when it began.
create table tariff_assignment (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  tariff_id bigint not null,
  charger_id bigint,
  evse int,
  token_uid_folded text,
  -- Sessions of the token end at these; `prepaid` ones are asked for anew each time.
  limits jsonb not null default '{}',
  prepaid boolean not null default false,
  assigned_at timestamptz not null default server_time(),
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, tariff_id) references tariff (tenant_id, id),
  foreign key (tenant_id, charger_id) references charger (tenant_id, id),
  check (evse is null or charger_id is not null),
  check (token_uid_folded is null or charger_id is null)
);
create unique index tariff_assignment_now on tariff_assignment
  (tenant_id, coalesce(charger_id, 0), coalesce(evse, 0), coalesce(token_uid_folded, '')) where ended_at is null;
create index tariff_assignment_of_token on tariff_assignment (tenant_id, token_uid_folded) where token_uid_folded is not null;

-- What a session costs. The session itself is written by the group commit, so there is no reference to it.
create table session_cost (
  tenant_id bigint not null references tenant,
  session_id bigint not null,
  charger_id bigint not null,
  tariff_id bigint not null,
  -- The tariff was changed while the session ran.
  tariff_changed boolean not null default false,
  -- The session's version that was priced.
  session_version int not null,
  is_final boolean not null,
  currency text not null,
  excl_tax numeric(14,4) not null,
  incl_tax numeric(14,4) not null,
  lines jsonb not null,
  -- What the charger reckoned (2.1), and whether it differs from ours.
  station jsonb,
  station_incl_tax numeric(14,4),
  differs boolean not null default false,
  -- When the driver was told last.
  told_at timestamptz,
  updated_at timestamptz not null default server_time(),
  primary key (tenant_id, session_id),
  foreign key (tenant_id, charger_id) references charger (tenant_id, id),
  foreign key (tenant_id, tariff_id) references tariff (tenant_id, id)
);

create table settlement (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  charger_id bigint not null,
  psp_ref text not null,
  transaction_id text,
  status text not null,
  status_info text,
  amount numeric(14,4) not null,
  settled_at timestamptz not null,
  receipt_id text,
  receipt_url text,
  vat_number text,
  vat_company jsonb,
  received_at timestamptz not null default server_time(),
  primary key (tenant_id, id),
  unique (tenant_id, charger_id, psp_ref),
  foreign key (tenant_id, charger_id) references charger (tenant_id, id)
);

-- One swap: the batteries that were put in and those that were given out, in whatever order they were told of.
create table battery_swap (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  charger_id bigint not null,
  request_id int not null,
  token_uid text,
  token_type text,
  decision text,
  command_id bigint,
  batteries_in jsonb,
  in_at timestamptz,
  batteries_out jsonb,
  out_at timestamptz,
  timed_out_at timestamptz,
  created_at timestamptz not null default server_time(),
  primary key (tenant_id, id),
  unique (tenant_id, charger_id, request_id),
  foreign key (tenant_id, charger_id) references charger (tenant_id, id)
);

do $$
declare t text;
begin
  foreach t in array array['tariff', 'tariff_assignment', 'session_cost', 'settlement', 'battery_swap'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy one_tenant on %I to voltyard_api using (tenant_id = nullif(current_setting(''voltyard.tenant'', true), '''')::bigint)', t);
    execute format('create policy charger_work on %I to voltyard_ingest using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to voltyard_api', t);
    execute format('grant select on %I to voltyard_ingest', t);
  end loop;
end $$;
