-- In which unit the durations of prices were written last by the depot API, to be read back in it.
alter table location add column price_duration_unit text check (price_duration_unit in ('seconds', 'minutes', 'hours'));
