-- A list is taken back by a job as well, the last rows first: what of a row stayed, and why, is written beside it.
alter table member_imports
  drop constraint member_imports_state_check,
  add constraint member_imports_state_check check (state in ('waiting', 'running', 'taken', 'undoing', 'undone'));
alter table member_import_rows
  add column taken_back boolean not null default false,
  -- Why something that this row made is still there; null where nothing is.
  add column kept text check (kept in ('changed', 'signed-in', 'role', 'belongs', 'used'));

-- An account that is deleted takes what is hers along: each of these was read from end to end for every account of a list.
create index on memberships (network_id, account_id);
create index on membership_notices (network_id, account_id);
create index on renewal_reminders (network_id, account_id);
create index on group_digests (network_id, account_id);
create index on post_reports (network_id, reporter_id);
create index on member_merges (network_id, gone_id);
create index on translation_marks (network_id, account_id);
create index on translation_marks (network_id, reviewed_by);
create index on translation_drafts (network_id, account_id);
create index on translation_history (network_id, account_id);
