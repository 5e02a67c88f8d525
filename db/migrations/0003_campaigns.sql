create table campaigns (
  network_id uuid not null references networks,
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,80}$'),
  state text not null default 'draft' check (state in ('draft', 'open', 'closed')),
  goal integer check (goal > 0),
  closes_at timestamptz,
  picture_id uuid,
  sample boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (network_id, id),
  unique (network_id, slug),
  foreign key (network_id, picture_id) references files (network_id, id)
);
select casement_tenant('campaigns');

create table campaign_texts (
  network_id uuid not null,
  campaign_id uuid not null,
  locale text not null,
  title text not null,
  summary text not null,
  story text not null,
  asks text[] not null,
  -- Who is asked, and why them.
  addressees text not null default '',
  letter_subject text not null,
  letter_body text not null,
  thanks text not null default '',
  picture_alt text not null default '',
  primary key (network_id, campaign_id, locale),
  foreign key (network_id, campaign_id) references campaigns on delete cascade
);
select casement_tenant('campaign_texts');

-- A target is a role ("your member of the assembly"), found by where she lives, or one fixed post for everybody.
create table campaign_targets (
  network_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  role_id text references roles,
  post_id text references posts,
  position integer not null,
  primary key (network_id, id),
  foreign key (network_id, campaign_id) references campaigns on delete cascade,
  check (num_nonnulls(role_id, post_id) = 1)
);
create index on campaign_targets (network_id, campaign_id);
select casement_tenant('campaign_targets');

create table campaign_issues (
  network_id uuid not null,
  campaign_id uuid not null,
  issue_id text not null references issues,
  primary key (network_id, campaign_id, issue_id),
  foreign key (network_id, campaign_id) references campaigns on delete cascade
);
create index on campaign_issues (network_id, issue_id);
select casement_tenant('campaign_issues');

create table campaign_places (
  network_id uuid not null,
  campaign_id uuid not null,
  place_id text not null references places,
  primary key (network_id, campaign_id, place_id),
  foreign key (network_id, campaign_id) references campaigns on delete cascade
);
create index on campaign_places (network_id, place_id);
select casement_tenant('campaign_places');

create table actions (
  network_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  person_id uuid not null,
  state text not null default 'pending' check (state in ('pending', 'confirmed', 'withdrawn')),
  -- The one confirmed action of this person on this campaign that the counter counts.
  counted boolean not null default false,
  -- What she wrote to whom: the same form sent 64 times is one action.
  content_hash bytea not null,
  locale text not null,
  subject text not null,
  body text not null,
  remember_device boolean not null default false,
  source jsonb not null default '{}',
  created_at timestamptz not null,
  confirmed_at timestamptz,
  withdrawn_at timestamptz,
  primary key (network_id, id),
  unique (network_id, campaign_id, person_id, content_hash),
  foreign key (network_id, campaign_id) references campaigns,
  foreign key (network_id, person_id) references people on delete cascade
);
create unique index actions_counted on actions (network_id, campaign_id, person_id) where counted;
create index actions_by_person on actions (network_id, person_id);
select casement_tenant('actions');

-- A street address lives only until the letters that carry it have left.
create table action_addresses (
  network_id uuid not null,
  action_id uuid not null,
  address text not null,
  primary key (network_id, action_id),
  foreign key (network_id, action_id) references actions on delete cascade
);
select casement_tenant('action_addresses');

-- One row per letter and target: the honest state of each.
create table deliveries (
  network_id uuid not null,
  id uuid not null,
  action_id uuid not null,
  campaign_id uuid not null,
  -- What she chose is the post; the person is resolved and written down when the letter is queued.
  post_id text not null references posts,
  official_id text,
  official_name text,
  address text,
  channel text not null default 'email' check (channel in ('email')),
  state text not null default 'composed'
    check (state in ('composed', 'queued', 'sent', 'kept', 'failed', 'uncertain', 'withdrawn', 'unreachable', 'repeated')),
  note text,
  state_at timestamptz not null,
  primary key (network_id, id),
  unique (network_id, action_id, post_id),
  foreign key (network_id, action_id) references actions on delete cascade
);
create index on deliveries (network_id, campaign_id, state);
create index on deliveries (network_id, campaign_id, post_id);
select casement_tenant('deliveries');
