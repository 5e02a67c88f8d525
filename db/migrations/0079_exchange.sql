-- What members offer each other and ask of each other, the private conversations that come of it, and practices: what somebody
-- tried, written so that somebody else can take it up. And what a coordinator set aside on her list of today.

create table exchange_items (
  network_id uuid not null references networks,
  id uuid not null,
  side text not null check (side in ('offer', 'request')),
  -- One of the room's closed list: training, memo, translation …
  kind text not null,
  account_id uuid not null,
  -- For whom it stands, where it is not for herself.
  organisation_id uuid,
  -- Null: wherever, or at a distance.
  country text references places,
  -- In her own words: a town, "by telephone".
  whereabouts text not null default '',
  languages text[] not null default '{}',
  from_on date,
  -- The last day on which it stands.
  until_on date not null,
  -- By whom it is seen; her contact never is.
  seen text not null check (seen in ('members', 'public')),
  state text not null default 'open' check (state in ('open', 'matched', 'done', 'withdrawn', 'expired')),
  -- What became of it, in a sentence.
  result text not null default '',
  sample boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ended_at timestamptz,
  primary key (network_id, id),
  foreign key (network_id, account_id) references accounts on delete cascade,
  foreign key (network_id, organisation_id) references organisations on delete set null (organisation_id)
);
create index on exchange_items (network_id, state, id);
create index on exchange_items (network_id, account_id);
create index on exchange_items (network_id, organisation_id);
select casement_tenant('exchange_items');

create table exchange_texts (
  network_id uuid not null,
  item_id uuid not null,
  locale text not null,
  title text not null,
  body text not null default '',
  primary key (network_id, item_id, locale),
  foreign key (network_id, item_id) references exchange_items on delete cascade
);
select casement_tenant('exchange_texts');

-- A conversation between whoever stands behind an offer or request and somebody who answered it. Nobody else reads it.
create table exchange_talks (
  network_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  -- Who answered.
  account_id uuid not null,
  created_at timestamptz not null,
  last_at timestamptz not null,
  -- Until when each of the two has read.
  owner_read_at timestamptz,
  other_read_at timestamptz,
  ended_at timestamptz,
  -- This is the one with whom it came about.
  matched boolean not null default false,
  primary key (network_id, id),
  unique (network_id, item_id, account_id),
  foreign key (network_id, item_id) references exchange_items on delete cascade,
  foreign key (network_id, account_id) references accounts on delete cascade
);
create index on exchange_talks (network_id, account_id);
select casement_tenant('exchange_talks');

create table exchange_messages (
  network_id uuid not null,
  id uuid not null,
  talk_id uuid not null,
  account_id uuid not null,
  body text not null,
  at timestamptz not null,
  primary key (network_id, id),
  foreign key (network_id, talk_id) references exchange_talks on delete cascade,
  foreign key (network_id, account_id) references accounts on delete cascade
);
create index on exchange_messages (network_id, talk_id, id);
create index on exchange_messages (network_id, account_id);
select casement_tenant('exchange_messages');

-- Who asked to be told of new matches, and until when she was.
create table exchange_notices (
  network_id uuid not null,
  account_id uuid not null,
  told_at timestamptz not null,
  primary key (network_id, account_id),
  foreign key (network_id, account_id) references accounts on delete cascade
);
select casement_tenant('exchange_notices');

create table practices (
  network_id uuid not null references networks,
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,80}$'),
  state text not null default 'draft' check (state in ('draft', 'review', 'published')),
  -- Once published: read by everybody, or by members alone.
  public boolean not null default true,
  account_id uuid,
  organisation_id uuid,
  country text references places,
  -- The year in which it began; null: not said.
  began integer check (began between 1900 and 2199),
  -- [{"label": …, "url": …}]
  links jsonb not null default '[]',
  -- Why a coordinator sent it back.
  note text not null default '',
  sample boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  submitted_at timestamptz,
  published_at timestamptz,
  published_by uuid,
  primary key (network_id, id),
  unique (network_id, slug),
  foreign key (network_id, account_id) references accounts on delete set null (account_id),
  foreign key (network_id, organisation_id) references organisations on delete set null (organisation_id)
);
create index on practices (network_id, state, published_at, id);
create index on practices (network_id, account_id);
create index on practices (network_id, organisation_id);
select casement_tenant('practices');

create table practice_texts (
  network_id uuid not null,
  practice_id uuid not null,
  locale text not null,
  title text not null,
  problem text not null default '',
  done text not null default '',
  result text not null default '',
  -- For whom it did not work.
  not_for text not null default '',
  -- Title and texts, folded for the search.
  search_key text not null default '',
  primary key (network_id, practice_id, locale),
  foreign key (network_id, practice_id) references practices on delete cascade
);
select casement_tenant('practice_texts');

-- A practice taken up somewhere else, and what changed on the way.
create table practice_uses (
  network_id uuid not null,
  id uuid not null,
  practice_id uuid not null,
  account_id uuid,
  organisation_id uuid,
  country text not null references places,
  began integer check (began between 1900 and 2199),
  locale text not null,
  changed text not null,
  sample boolean not null default false,
  created_at timestamptz not null,
  primary key (network_id, id),
  foreign key (network_id, practice_id) references practices on delete cascade,
  foreign key (network_id, account_id) references accounts on delete set null (account_id),
  foreign key (network_id, organisation_id) references organisations on delete set null (organisation_id)
);
create index on practice_uses (network_id, practice_id, id);
create index on practice_uses (network_id, account_id);
create index on practice_uses (network_id, organisation_id);
select casement_tenant('practice_uses');

-- What somebody set aside on her own list of today: until a day, or because it is not hers to do.
create table today_marks (
  network_id uuid not null,
  account_id uuid not null,
  -- The thing on the list: the room and the page where it is done.
  item_key text not null,
  -- Null: not hers.
  until_at timestamptz,
  at timestamptz not null,
  primary key (network_id, account_id, item_key),
  foreign key (network_id, account_id) references accounts on delete cascade
);
select casement_tenant('today_marks');
