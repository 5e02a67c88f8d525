-- Being in a working group. A row of group_members has an id of its own, made from nothing else: pages name a woman in a
-- group by it alone, so that an alias leads nobody to her account.
alter table groups add column created_by uuid;

alter table group_members drop constraint group_members_state_check;
alter table group_members
  -- asked: a lead lets her in. invited: she says yes or no. in: she is in it.
  add check (state in ('asked', 'invited', 'in')),
  add column id uuid not null default gen_random_uuid(),
  -- What she wrote to whoever lets her in; gone once that is settled.
  add column words text not null default '',
  -- What her digest tells of threads for which she chose nothing else.
  add column watch text not null default 'all' check (watch in ('all', 'mentions', 'nothing')),
  -- Until then she reads and does not write, for the reason given.
  add column cooled_until timestamptz,
  add column cooled_reason text;
create unique index on group_members (network_id, id);
create index on group_members (network_id, group_id, state);
