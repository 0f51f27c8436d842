-- What the cable or the connector of an EVSE carries, in A per phase; and on which lines of the supply its three phases
-- are, where a person has said it: R is L1, S is L2, T is L3.

alter table evse_supply
  add column cable_a float8 check (cable_a > 0),
  add column rotation text check (rotation in ('RST', 'RTS', 'SRT', 'STR', 'TRS', 'TSR'));
