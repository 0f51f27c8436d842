-- In what a program told its limits, to be read back in it; they are stored in W.
alter table limit_source add column told_in text check (told_in = 'kW');
