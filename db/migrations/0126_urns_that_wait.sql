-- A secret ballot whose time is over, and in whose urn too few ballots lie: it is not counted, and those who could vote still may.
alter table decisions drop constraint decisions_state_check;
alter table decisions add constraint decisions_state_check
  check (state in ('questions', 'open', 'waiting', 'closed', 'withdrawn'));
alter table decisions add constraint decisions_waiting_check check (state <> 'waiting' or (secret and result is null));
