-- A woman's own words or picture. What of it is shown where stands in her approvals alone; a story has no "published" of its own.
create table stories (
  network_id uuid not null references networks,
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,80}$'),
  -- The name that stands beside her words, and whether it is another one than hers.
  public_name text not null default '',
  alias boolean not null default true,
  -- Who she is and how she is reached: read by coordinators who say what for, and by nobody else.
  real_name text not null default '',
  account_id uuid,
  -- How she wants to be asked: signed in, by mail, by telephone, by letter, face to face.
  way text not null default 'person' check (way in ('account', 'mail', 'phone', 'letter', 'person')),
  contact_email text,
  contact_email_key text,
  contact_note text not null default '',
  picture_id uuid,
  sample boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Her words, names and addresses are gone; what she agreed to, and when, stays.
  erased_at timestamptz,
  primary key (network_id, id),
  unique (network_id, slug),
  foreign key (network_id, picture_id) references files (network_id, id),
  foreign key (network_id, account_id) references accounts
);
create index on stories (network_id, account_id);
create index on stories (network_id, contact_email_key);
select casement_tenant('stories');

create table story_texts (
  network_id uuid not null,
  story_id uuid not null,
  locale text not null,
  title text not null,
  summary text not null default '',
  body text not null default '',
  picture_alt text not null default '',
  -- The digest of all that a reader of this language sees: words, name, picture. An approval holds for one of them.
  version text not null,
  primary key (network_id, story_id, locale),
  foreign key (network_id, story_id) references stories on delete cascade
);
select casement_tenant('story_texts');

-- What she saw when she answered, word for word; blank after an erasure.
create table story_versions (
  network_id uuid not null,
  story_id uuid not null,
  version text not null,
  locale text not null,
  public_name text not null,
  title text not null,
  summary text not null,
  body text not null,
  picture_alt text not null,
  picture_key text,
  made_at timestamptz not null,
  primary key (network_id, story_id, version),
  foreign key (network_id, story_id) references stories on delete cascade
);
select casement_tenant('story_versions');

-- One use, in one place, in one language. The place '' is this network's own.
create table story_approvals (
  network_id uuid not null,
  id uuid not null,
  story_id uuid not null,
  use text not null check (use in ('website', 'campaign', 'news', 'share', 'print', 'film', 'hearing')),
  place text not null default '',
  locale text not null,
  state text not null check (state in ('asked', 'approved', 'declined', 'withdrawn')),
  -- Of the last approval: which version, until when. Past the moment, or with another version, it holds no more.
  version text,
  expires_at timestamptz,
  asked_at timestamptz not null,
  answered_at timestamptz,
  -- When she was asked again before it ends, and when the end was written down.
  reminded_at timestamptz,
  ended_at timestamptz,
  primary key (network_id, id),
  unique (network_id, story_id, use, place, locale),
  foreign key (network_id, story_id) references stories on delete cascade,
  check (state <> 'approved' or (version is not null and expires_at is not null))
);
create index on story_approvals (network_id, state, expires_at);
select casement_tenant('story_approvals');

-- What happened to an approval; rows are only added.
create table story_events (
  network_id uuid not null,
  id uuid not null,
  story_id uuid not null,
  approval_id uuid not null,
  at timestamptz not null,
  event text not null check (event in ('asked', 'approved', 'declined', 'withdrawn', 'reminded', 'expired')),
  -- herself signed in, herself by her link, a coordinator on her word, nobody (time).
  by text not null check (by in ('account', 'link', 'coordinator', 'time')),
  coordinator_id uuid,
  -- On whose word: paper, voice, phone, person; and who was there, or how it went.
  way text,
  witness text not null default '',
  note text not null default '',
  -- The link she used, and whether it had passed through a coordinator's hands.
  handed boolean not null default false,
  version text,
  expires_at timestamptz,
  primary key (network_id, id),
  foreign key (network_id, approval_id) references story_approvals on delete cascade
);
create index on story_events (network_id, story_id, at);
select casement_tenant('story_events');

-- Her private addresses. Nothing secret stands here: the address is the id and our signature over it.
create table story_links (
  network_id uuid not null,
  id uuid not null,
  story_id uuid not null,
  -- mail: sent to her; handed: shown to a coordinator, to be handed over.
  kind text not null check (kind in ('mail', 'handed')),
  made_at timestamptz not null,
  revoked_at timestamptz,
  primary key (network_id, id),
  foreign key (network_id, story_id) references stories on delete cascade
);
create index on story_links (network_id, story_id);
select casement_tenant('story_links');

-- What she was paid, or that she did not want it, or that nothing was offered.
create table story_payments (
  network_id uuid not null,
  id uuid not null,
  story_id uuid not null,
  kind text not null check (kind in ('paid', 'declined', 'none')),
  amount numeric(12, 2),
  currency text,
  paid_on date not null,
  purpose text not null default '',
  how text not null default '',
  recorded_at timestamptz not null,
  recorded_by uuid,
  primary key (network_id, id),
  foreign key (network_id, story_id) references stories on delete cascade,
  check ((kind = 'paid') = (amount is not null and currency is not null))
);
create index on story_payments (network_id, story_id);
select casement_tenant('story_payments');

-- Which campaigns' pages show it, as long as she agrees.
create table story_campaigns (
  network_id uuid not null,
  story_id uuid not null,
  campaign_id uuid not null,
  primary key (network_id, campaign_id, story_id),
  foreign key (network_id, story_id) references stories on delete cascade,
  foreign key (network_id, campaign_id) references campaigns on delete cascade
);
create index on story_campaigns (network_id, story_id);
select casement_tenant('story_campaigns');

select casement_searchable('stories', 'story', 'id');
select casement_searchable('story_texts', 'story', 'story_id');
select casement_searchable('story_approvals', 'story', 'story_id');
