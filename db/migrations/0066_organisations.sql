-- Organisations in full: what they offer, the addresses they had, what another directory says of them beyond our own fields.

alter table organisations
  -- From the room's closed list.
  add offers text[] not null default '{}',
  -- The organisation into which this one was merged; its pages lead there.
  add merged_into uuid,
  -- What an Open Referral file holds of it that no column of ours keeps, as it came, so that it goes out again.
  add hsds jsonb not null default '{}',
  -- Its id in the directory from which it was imported.
  add source_id text;
create index on organisations (network_id, source_id) where source_id is not null;

-- Addresses that an organisation had before; each leads to the one it has now.
create table organisation_slugs (
  network_id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,80}$'),
  organisation_id uuid not null,
  primary key (network_id, slug),
  foreign key (network_id, organisation_id) references organisations on delete cascade
);
create index on organisation_slugs (network_id, organisation_id);
select casement_tenant('organisation_slugs');

-- Two organisations that were one: what went from the one to the other, so that it can be undone.
create table organisation_merges (
  network_id uuid not null,
  id uuid not null,
  kept_id uuid not null,
  gone_id uuid not null,
  moved jsonb not null,
  at timestamptz not null,
  undone_at timestamptz,
  primary key (network_id, id),
  foreign key (network_id, kept_id) references organisations on delete cascade,
  foreign key (network_id, gone_id) references organisations on delete cascade
);
create index on organisation_merges (network_id, kept_id);
select casement_tenant('organisation_merges');

-- A thing may be about an organisation, as it may be about an issue, a place or a provision.
alter table tags drop constraint tags_noun_check;
alter table tags add constraint tags_noun_check check (noun in ('issue', 'place', 'provision', 'organisation'));
