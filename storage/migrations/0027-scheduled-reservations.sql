-- Reservations that begin later, at a connector, and that the server keeps where a charger cannot.

alter table reservation
  add column starts_at timestamptz,
  -- Within its EVSE; null is any of it.
  add column connector int,
  -- Whether the charger keeps it free, or the server, by refusing others.
  add column kept_by text not null default 'charger' check (kept_by in ('charger', 'server'));
update reservation set starts_at = created_at;
alter table reservation
  alter column starts_at set not null,
  alter column starts_at set default server_time(),
  drop constraint reservation_state_check,
  add constraint reservation_state_check check (
    state in ('scheduled', 'requested', 'active', 'used', 'expired', 'cancelled', 'rejected', 'removed'));

drop index reservation_due;
create index reservation_due on reservation (expires_at) where state in ('scheduled', 'requested', 'active');
create index reservation_to_begin on reservation (starts_at) where state = 'scheduled';
create index reservation_by_start on reservation (tenant_id, charger_id, starts_at, id);
create index reservation_by_number on reservation (tenant_id, reservation_id);
-- Every start of a session asks what its charger keeps: however many there were, what counts is found at once.
create index reservation_expired on reservation (charger_id, ended_at) where state = 'expired';
