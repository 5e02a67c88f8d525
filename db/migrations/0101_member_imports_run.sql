-- A list is taken by a job, part by part: what is to be made is written down when somebody decides, and how far it is with each part.
alter table member_imports
  drop constraint member_imports_state_check,
  add constraint member_imports_state_check check (state in ('waiting', 'running', 'taken', 'undone')),
  -- The rows to take, as they were decided about; null before and after.
  add column plan jsonb,
  add column total integer not null default 0,
  add column done integer not null default 0,
  add column taken_by uuid;
