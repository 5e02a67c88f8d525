-- Where somebody is in danger a coordinator takes every release of another organisation's facility back at once. Who did it, when, why; the
-- words are for its organisation alone and go with its next release, or after a year.
alter table facilities add column stopped_at timestamptz;
alter table facilities add column stopped_by uuid;
alter table facilities add column stop_reason text check (stop_reason in ('inside', 'outside', 'wrong', 'law'));
alter table facilities add column stop_note text not null default '';
alter table facilities add check ((stopped_at is null) = (stop_reason is null));
