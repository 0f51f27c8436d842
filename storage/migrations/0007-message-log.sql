-- Messages that were kept aside are looked at by a person, who marks them as seen.
alter table quarantine add column seen_at timestamptz;
alter table quarantine add column seen_by text;
create index quarantine_newest on quarantine (tenant_id, id);
create index quarantine_unseen on quarantine (tenant_id, id) where seen_at is null;
grant update (seen_at, seen_by) on quarantine to voltyard_api;
