-- How chargers show who they are: passwords that are being changed, security profiles that are being raised, and
-- certificates.

-- A second password that is as good as the first until one of the two is used (S-04).
alter table charger add column pending_password_hash bytea;
alter table charger add column pending_password_since timestamptz;
-- The charger was told the new password, and nobody knows whether it heard.
alter table charger add column pending_password_uncertain boolean not null default false;
-- The profile that the charger is being moved to; until then it may come by either (S-07).
alter table charger add column next_security_profile smallint check (next_security_profile between 1 and 3);
alter table charger add column next_security_profile_until timestamptz;
alter table charger add column allow_expired_certificate boolean not null default false;

-- What our certificate authority has signed for chargers, and what was signed for them elsewhere on our behalf.
create table issued_certificate (
  tenant_id bigint not null references tenant,
  id bigint generated always as identity,
  charger_id bigint not null,
  kind text not null check (kind in ('charger', 'contract', 'v2g')),
  -- Hexadecimal, as in the certificate.
  serial_number text not null,
  -- SHA-256 of the certificate, and of its public key.
  fingerprint bytea not null,
  key_hash bytea not null,
  common_name text not null,
  -- PEM, the charger's own certificate first.
  chain text not null,
  not_before timestamptz not null,
  not_after timestamptz not null,
  issued_at timestamptz not null default server_time(),
  revoked_at timestamptz,
  revocation_reason text,
  primary key (tenant_id, id),
  unique (tenant_id, fingerprint),
  foreign key (tenant_id, charger_id) references charger (tenant_id, id)
);
create index issued_certificate_by_fingerprint on issued_certificate (fingerprint);
create index issued_certificate_of_charger on issued_certificate (tenant_id, charger_id, id);
create index issued_certificate_by_expiry on issued_certificate (not_after) where revoked_at is null;

alter table issued_certificate enable row level security;
create policy one_tenant on issued_certificate to voltyard_api using (tenant_id = nullif(current_setting('voltyard.tenant', true), '')::bigint);
create policy charger_work on issued_certificate to voltyard_ingest using (true) with check (true);
grant select, insert, update on issued_certificate to voltyard_api;
grant select on issued_certificate to voltyard_ingest;
-- A certificate is in the name of the charger's operator.
grant select on operator to voltyard_ingest;

-- The installation's own: the roots of its certificate authority, and what its listener shows. For its owner only.
create table own_certificate (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('root', 'listener')),
  algorithm text not null check (algorithm in ('ecdsa', 'rsa')),
  -- The names that a listener's certificate is for, in their order; nothing for a root.
  names text not null default '',
  certificate text not null,
  private_key_sealed bytea not null,
  not_after timestamptz not null,
  created_at timestamptz not null default server_time()
);
-- Two nodes that start together make one root.
create unique index own_root on own_certificate (algorithm) where kind = 'root';

-- Which alarm was given already for which certificate (F16).
create table certificate_alarm (
  fingerprint text not null,
  days int not null,
  at timestamptz not null default server_time(),
  primary key (fingerprint, days)
);
