-- How often somebody has ended the connection of a charger by hand: one that was opened before the last time is closed.
alter table charger add column connections_ended int not null default 0;
