-- Roots of the installation's own authority that take one another's place. The two of a pair, one for each algorithm, are
-- of one generation.
alter table own_certificate
  add column generation int not null default 1,
  -- `next`: chargers are being given it; `former`: signs no more, and is trusted; `ended`: neither, and its key is gone.
  add column standing text not null default 'current' check (standing in ('next', 'current', 'former', 'ended')),
  add column standing_since timestamptz not null default server_time();
drop index own_root;
create unique index own_root on own_certificate (algorithm, generation) where kind = 'root';
create unique index own_root_in_use on own_certificate (algorithm, standing)
  where kind = 'root' and standing in ('next', 'current');
