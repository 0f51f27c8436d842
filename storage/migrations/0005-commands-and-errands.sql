-- Commands that wait, are repeated where that is safe, and keep what the charger answered; errands, which go on after
-- the answer; and what a charger says of itself: its variables, what is installed in it, what happened to it.

alter table command add column urgency smallint not null default 0;
-- Waits for a charger that is away, until its deadline.
alter table command add column waits boolean not null default false;
alter table command add column attempts smallint not null default 0;
-- Not sent before.
alter table command add column not_before timestamptz;
-- What was sent, and the charger's own answer: a payload, or an error with code, description and details.
alter table command add column action text;
alter table command add column response json;
alter table command add column error json;
-- Kept as written: an operator's own message goes out word for word.
alter table command alter column params type json using params::json;

-- Request ids are the installation's own, so that none comes twice for a charger.
create sequence request_id as int minvalue 1 maxvalue 2147483647 cycle;

create table errand (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  charger_id bigint not null,
  kind text not null,
  -- How the charger names it; null when its version has no such number.
  request_id bigint,
  state text not null default 'open' check (state in ('open', 'done', 'failed', 'expired', 'cancelled')),
  -- The charger's last word on it.
  progress text,
  command_id bigint,
  campaign_id bigint,
  asked jsonb not null default '{}',
  result jsonb,
  created_at timestamptz not null default server_time(),
  progressed_at timestamptz,
  deadline_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, charger_id) references charger (tenant_id, id)
);
create index errand_open on errand (charger_id, kind) where state = 'open';
create index errand_due on errand (deadline_at) where state = 'open';
create index errand_newest on errand (tenant_id, charger_id, id);

-- The parts of a report, until it is complete (D-03), and the steps of everything else.
create table errand_part (
  tenant_id bigint not null,
  errand_id bigint not null,
  seq_no int not null,
  at timestamptz not null default server_time(),
  is_last boolean not null,
  body jsonb not null,
  primary key (tenant_id, errand_id, seq_no),
  foreign key (tenant_id, errand_id) references errand (tenant_id, id) on delete cascade
);
create table errand_step (
  tenant_id bigint not null,
  id bigint generated always as identity,
  errand_id bigint not null,
  at timestamptz not null default server_time(),
  progress text not null,
  detail text,
  primary key (tenant_id, id),
  foreign key (tenant_id, errand_id) references errand (tenant_id, id) on delete cascade
);
create index errand_step_of on errand_step (tenant_id, errand_id, id);

-- The device model (D-01): one row per attribute of a variable; 1.6 keys are mapped, or variables of `Custom16`.
create table device_variable (
  tenant_id bigint not null,
  charger_id bigint not null,
  -- Component, instances, EVSE, connector, variable and attribute in lower case (D-02).
  name_key text not null,
  component text not null,
  component_instance text,
  evse int,
  connector int,
  variable text not null,
  variable_instance text,
  attribute text not null default 'Actual',
  value text,
  mutability text,
  persistent boolean,
  constant boolean,
  characteristics jsonb,
  observed_at timestamptz not null default server_time(),
  primary key (tenant_id, charger_id, name_key),
  foreign key (tenant_id, charger_id) references charger (tenant_id, id)
);

-- What is in a charger besides its variables: profiles, certificates, messages, monitors, controls, tariffs, lists.
create table installed_item (
  tenant_id bigint not null,
  charger_id bigint not null,
  kind text not null,
  item_key text not null,
  body jsonb not null,
  -- `acknowledged`: we put it there and it said yes; `reported`: it told us of it.
  source text not null check (source in ('acknowledged', 'reported')),
  at timestamptz not null default server_time(),
  primary key (tenant_id, charger_id, kind, item_key),
  foreign key (tenant_id, charger_id) references charger (tenant_id, id)
);

-- Security events, events of the device model, alarms.
create table charger_event (
  tenant_id bigint not null,
  id bigint generated always as identity,
  charger_id bigint not null,
  at timestamptz not null,
  received_at timestamptz not null default server_time(),
  kind text not null,
  type text not null,
  severity smallint,
  evse int,
  connector int,
  -- The same event sent again is kept once.
  event_key text not null,
  body jsonb not null,
  cleared_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, charger_id, event_key),
  foreign key (tenant_id, charger_id) references charger (tenant_id, id)
);
create index charger_event_newest on charger_event (tenant_id, charger_id, id);

do $$
declare t text;
begin
  foreach t in array array['errand', 'errand_part', 'errand_step', 'device_variable', 'installed_item', 'charger_event'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy one_tenant on %I to voltyard_api using (tenant_id = nullif(current_setting(''voltyard.tenant'', true), '''')::bigint)', t);
    execute format('create policy charger_work on %I to voltyard_ingest using (true) with check (true)', t);
    execute format('grant select, insert, update on %I to voltyard_api', t);
    execute format('grant select on %I to voltyard_ingest', t);
  end loop;
end $$;
-- What is now, not what was.
grant delete on errand_part, device_variable, installed_item to voltyard_api;
-- What a report replaces goes; what happened stays.
grant delete on errand_part, device_variable, installed_item to voltyard_api;
grant usage on sequence request_id to voltyard_api;
grant update on errand to voltyard_ingest;
grant insert on errand_step to voltyard_ingest;
