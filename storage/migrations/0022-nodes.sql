-- Which nodes steer sites, and when each has last said so: by real time, also where server_time() runs on another clock.
create table steering_node (
  node_id int primary key references node,
  heard_at timestamptz not null default clock_timestamp()
) with (fillfactor = 50);
grant select, insert, update, delete on steering_node to voltyard_ingest;
grant select on steering_node to voltyard_api;

-- A sign of life is of real time as well.
alter table steering_owner alter column renewed_at set default clock_timestamp();

-- What doors tell of a session beside its reason.
alter table session_steering
  add column departs_at timestamptz,
  add column readiness text check (readiness in ('ready', 'on track', 'at risk', 'will be late'));
