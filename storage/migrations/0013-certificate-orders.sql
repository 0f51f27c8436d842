-- Certificates that chargers have asked for and not got yet, passwords that they are to be told, and which certificate a
-- charger has come in with.

-- One for each open errand of the kind `certificate`; what became of it is the errand's.
create table certificate_order (
  tenant_id bigint not null references tenant,
  errand_id bigint not null,
  charger_id bigint not null,
  purpose text not null check (purpose in ('charger', 'v2g', 'v2g20')),
  -- PEM of the signing request (PKCS #10), and SHA-256 of its public key.
  csr text not null,
  key_hash bytea not null,
  -- The charger's own number (2.1).
  request_id int,
  way text not null default 'message' check (way in ('message', 'data-transfer')),
  created_at timestamptz not null default server_time(),
  -- Whoever signs it has it to himself until then; not tried again before.
  try_at timestamptz not null default server_time(),
  -- PEM, once it is signed.
  chain text,
  -- By which it was sent last.
  command_id bigint,
  primary key (tenant_id, errand_id),
  foreign key (tenant_id, errand_id) references errand (tenant_id, id) on delete cascade,
  foreign key (tenant_id, charger_id) references charger (tenant_id, id)
);
create index certificate_order_of_charger on certificate_order (tenant_id, charger_id, created_at);
create index certificate_order_unsigned on certificate_order (try_at) where chain is null;

alter table certificate_order enable row level security;
create policy one_tenant on certificate_order to voltyard_api using (tenant_id = nullif(current_setting('voltyard.tenant', true), '')::bigint);
create policy charger_work on certificate_order to voltyard_ingest using (true) with check (true);
grant select, insert, update on certificate_order to voltyard_api;
grant select on certificate_order to voltyard_ingest;
grant update on certificate_order to voltyard_ingest;

-- When a charger came in with it first; those before it are superseded then.
alter table issued_certificate add column used_at timestamptz;

-- The new password until the charger has answered, so that the command that tells it need not carry it.
alter table charger add column pending_password_sealed bytea;
