-- Who belongs: organisations, memberships of women and of organisations, who speaks for which organisation, profiles, groups.
-- The rooms organisations, members, directory and groups add to these tables; nobody else writes them.

create table organisations (
  network_id uuid not null references networks,
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,80}$'),
  name text not null,
  name_key text not null,
  -- One of the room's closed list: association, law-firm, university …
  kind text not null,
  -- By locale: what it does, in its own words.
  about jsonb not null default '{}',
  -- The finest place it chose to name; a country at least, once known.
  country text references places,
  place_id text references places,
  languages text[] not null default '{}',
  website text,
  email text,
  phone text,
  postal_address text,
  -- Field → public, members, coordinators or nobody; a field that is not named has the room's default.
  visibility jsonb not null default '{}',
  sample boolean not null default false,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  -- No longer there: its pages stay for what points to it.
  closed_at timestamptz,
  primary key (network_id, id),
  unique (network_id, slug)
);
create index on organisations (network_id, name_key);
create index on organisations (network_id, country);
select casement_tenant('organisations');

-- A woman works with, or speaks for, an organisation from a day until a day. What she gains by it is computed, never copied.
create table affiliations (
  network_id uuid not null,
  id uuid not null,
  organisation_id uuid not null,
  account_id uuid not null,
  position text not null default '',
  -- May answer for it: edits its page, casts its vote.
  represents boolean not null default false,
  from_on date not null,
  -- The first day on which it no longer holds.
  until_on date,
  primary key (network_id, id),
  foreign key (network_id, organisation_id) references organisations on delete cascade,
  foreign key (network_id, account_id) references accounts on delete cascade
);
create index on affiliations (network_id, account_id);
create index on affiliations (network_id, organisation_id);
select casement_tenant('affiliations');

-- The membership of one woman or of one organisation.
create table memberships (
  network_id uuid not null references networks,
  id uuid not null,
  account_id uuid,
  organisation_id uuid,
  state text not null check (state in ('active', 'suspended', 'left', 'ended')),
  from_on date not null,
  -- To be renewed by this day; null: without end.
  renew_on date,
  ended_on date,
  sample boolean not null default false,
  created_at timestamptz not null,
  primary key (network_id, id),
  check ((account_id is null) <> (organisation_id is null)),
  foreign key (network_id, account_id) references accounts on delete cascade,
  foreign key (network_id, organisation_id) references organisations on delete cascade
);
create unique index on memberships (network_id, account_id) where account_id is not null and state in ('active', 'suspended');
create unique index on memberships (network_id, organisation_id) where organisation_id is not null and state in ('active', 'suspended');
create index on memberships (network_id, state, renew_on);
select casement_tenant('memberships');

-- What a woman tells of herself. Each field is shown to whom she chooses.
create table profiles (
  network_id uuid not null,
  account_id uuid not null,
  -- How her name is said; free text.
  pronounced text not null default '',
  pronouns text not null default '',
  about text not null default '',
  country text references places,
  place_id text references places,
  languages text[] not null default '{}',
  -- From the room's closed lists.
  offers text[] not null default '{}',
  seeks text[] not null default '{}',
  -- "Never call; write only on weekdays."
  safe_contact text not null default '',
  phone text not null default '',
  website text not null default '',
  visibility jsonb not null default '{}',
  updated_at timestamptz not null,
  primary key (network_id, account_id),
  foreign key (network_id, account_id) references accounts on delete cascade
);
create index on profiles (network_id, country);
select casement_tenant('profiles');

-- Working groups and who is in them.
create table groups (
  network_id uuid not null references networks,
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,80}$'),
  -- By locale.
  name jsonb not null,
  charter jsonb not null default '{}',
  -- open: who belongs joins. request: a lead lets her in. hidden: only who is in it knows of it.
  entry text not null check (entry in ('open', 'request', 'hidden')),
  -- May its digests carry text, or titles only?
  digest_text boolean not null default false,
  sample boolean not null default false,
  created_at timestamptz not null,
  closed_at timestamptz,
  primary key (network_id, id),
  unique (network_id, slug)
);
select casement_tenant('groups');

create table group_members (
  network_id uuid not null,
  group_id uuid not null,
  account_id uuid not null,
  state text not null check (state in ('asked', 'in')),
  lead boolean not null default false,
  -- The name under which she appears in this group; null: her own.
  alias text,
  joined_at timestamptz not null,
  primary key (network_id, group_id, account_id),
  foreign key (network_id, group_id) references groups on delete cascade,
  foreign key (network_id, account_id) references accounts on delete cascade
);
create index on group_members (network_id, account_id);
select casement_tenant('group_members');
