-- Pages of finished sessions by any filter and in any order are found in an index alone.

drop index session_by_record, session_by_started, session_by_ended, session_by_charger, session_by_vehicle, session_long;
create unique index session_by_record on session (tenant_id, record_no)
  include (started_at, ended_at, connector_number) where record_no is not null;
create index session_by_started on session (tenant_id, started_at, record_no) include (ended_at)
  where record_no is not null;
create index session_by_ended on session (tenant_id, ended_at, record_no) include (started_at)
  where record_no is not null;
create index session_by_charger on session (tenant_id, charger_id, record_no)
  include (started_at, ended_at, connector_number) where record_no is not null;
create index session_by_vehicle on session (tenant_id, vehicle_shown, record_no) include (started_at, ended_at)
  where record_no is not null;

-- The few whose times are far from when they were told: of a charger that was offline or has a wrong clock. What asks
-- them repeats this condition, or the index is not used.
create index session_told_oddly on session (tenant_id, started_at, ended_at, record_no)
  where record_no is not null
    and (inserted_at - started_at > interval '48 hours' or inserted_at - ended_at > interval '48 hours'
      or started_at - inserted_at > interval '1 hour' or ended_at - inserted_at > interval '1 hour'
      or started_at is null or ended_at is null);

-- One row each time that a finished session got other times or another connector: who has counted by them counts anew.
create table session_move (
  id bigint generated always as identity primary key,
  tenant_id bigint not null references tenant
);
create index session_move_of_tenant on session_move (tenant_id);
alter table session_move enable row level security;
create policy one_tenant on session_move to voltyard_api
  using (tenant_id = nullif(current_setting('voltyard.tenant', true), '')::bigint);
create policy charger_work on session_move to voltyard_ingest using (true) with check (true);
grant select on session_move to voltyard_api;
grant select, insert on session_move to voltyard_ingest;

create function note_session_move() returns trigger language plpgsql as $$ begin
  insert into session_move (tenant_id) values (old.tenant_id);
  return null;
end $$;
create trigger session_moved after update on session for each row
  when (old.record_no is not null
    and (old.started_at is distinct from new.started_at or old.ended_at is distinct from new.ended_at
      or old.connector_number is distinct from new.connector_number))
  execute function note_session_move();
