-- Looking after a working group: what was reported, what its people are told of, and the digests that tell what is new.

create table post_reports (
  network_id uuid not null,
  id uuid not null,
  group_id uuid not null,
  post_id uuid not null,
  reporter_id uuid,
  words text not null,
  -- Of a hidden group: she wants the coordinators to see it too.
  to_office boolean not null default false,
  at timestamptz not null,
  settled_at timestamptz,
  outcome text check (outcome in ('nothing', 'hidden', 'removed', 'cooled')),
  primary key (network_id, id),
  foreign key (network_id, post_id) references thread_posts on delete cascade,
  foreign key (network_id, reporter_id) references accounts on delete set null (reporter_id)
);
create unique index on post_reports (network_id, post_id, reporter_id) where settled_at is null;
create index on post_reports (network_id, at) where settled_at is null;
create index on post_reports (network_id, group_id);
select casement_tenant('post_reports');

-- What somebody is told about herself in a group. A mail says that it waits; it is read here.
create table group_notices (
  network_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  group_id uuid not null,
  kind text not null check (kind in ('hidden', 'shown', 'removed', 'cooled', 'admitted', 'invited', 'not-taken')),
  thread_id uuid,
  n integer,
  reason text,
  until_at timestamptz,
  at timestamptz not null,
  seen_at timestamptz,
  primary key (network_id, id),
  foreign key (network_id, account_id) references accounts on delete cascade,
  foreign key (network_id, group_id) references groups on delete cascade
);
create index on group_notices (network_id, account_id, seen_at);
select casement_tenant('group_notices');

-- When and how often somebody is told what is new in her groups.
create table group_digest_readers (
  network_id uuid not null,
  account_id uuid not null,
  -- Names her in the links of her digests.
  id uuid not null default gen_random_uuid(),
  cadence text not null check (cadence in ('daily', 'weekly', 'never')),
  -- On the clocks of her time zone; 1 is Monday.
  hour smallint not null check (hour between 0 and 23),
  weekday smallint not null check (weekday between 1 and 7),
  time_zone text not null,
  next_at timestamptz,
  primary key (network_id, account_id),
  foreign key (network_id, account_id) references accounts on delete cascade,
  check ((cadence = 'never') = (next_at is null))
);
create unique index on group_digest_readers (network_id, id);
create index on group_digest_readers (network_id, next_at) where next_at is not null;
select casement_tenant('group_digest_readers');

create table group_digests (
  network_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  at timestamptz not null,
  primary key (network_id, id),
  foreign key (network_id, account_id) references accounts on delete cascade
);
create index on group_digests (network_id, at);
select casement_tenant('group_digests');

-- A thread of a digest: the posts it tells of, from one number to another.
create table group_digest_lines (
  network_id uuid not null,
  digest_id uuid not null,
  thread_id uuid not null,
  from_n integer not null,
  to_n integer not null,
  -- She is named in one of them.
  named boolean not null,
  primary key (network_id, digest_id, thread_id),
  foreign key (network_id, digest_id) references group_digests on delete cascade,
  foreign key (network_id, thread_id) references threads on delete cascade
);
create index on group_digest_lines (network_id, thread_id);
select casement_tenant('group_digest_lines');
