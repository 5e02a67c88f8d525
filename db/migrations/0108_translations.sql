-- What the rooms publish in several languages stands in the rooms. Here stands only what is known of its translation.

-- The source texts from which something was translated, once each, so that what changed since can be shown.
create table translation_sources (
  network_id uuid not null references networks,
  -- SHA-256 of the text, as hexadecimal digits.
  digest text not null check (digest ~ '^[0-9a-f]{64}$'),
  text text not null,
  at timestamptz not null,
  primary key (network_id, digest)
);
select casement_tenant('translation_sources');

-- One field of one thing in one language, as it was translated last. Whether it is stale is computed from the two digests.
create table translation_marks (
  network_id uuid not null references networks,
  kind text not null,
  thing_id text not null,
  locale text not null,
  field text not null,
  source_locale text not null,
  source_digest text not null,
  -- The translation of which this holds. The text has another digest: somebody changed it elsewhere, and nothing is known of it.
  target_digest text not null,
  made_by text not null check (made_by in ('person', 'machine')),
  reviewed_at timestamptz,
  reviewed_by uuid,
  at timestamptz not null,
  account_id uuid,
  primary key (network_id, kind, thing_id, locale, field),
  foreign key (network_id, source_digest) references translation_sources,
  foreign key (network_id, reviewed_by) references accounts on delete set null (reviewed_by),
  foreign key (network_id, account_id) references accounts on delete set null (account_id)
);
create index on translation_marks (network_id, source_digest);
select casement_tenant('translation_marks');

-- What a translator handed in and nobody has taken over yet: no reader sees it.
create table translation_drafts (
  network_id uuid not null references networks,
  kind text not null,
  thing_id text not null,
  locale text not null,
  field text not null,
  text text not null,
  source_locale text not null,
  source_digest text not null,
  made_by text not null check (made_by in ('person', 'machine')),
  at timestamptz not null,
  account_id uuid,
  primary key (network_id, kind, thing_id, locale, field),
  foreign key (network_id, source_digest) references translation_sources,
  foreign key (network_id, account_id) references accounts on delete set null (account_id)
);
create index on translation_drafts (network_id, source_digest);
select casement_tenant('translation_drafts');

-- What happened to the translation of a thing, newest last.
create table translation_history (
  network_id uuid not null references networks,
  id uuid not null,
  kind text not null,
  thing_id text not null,
  locale text not null,
  verb text not null check (verb in ('handed-in', 'saved', 'reviewed', 'taken-over', 'set-aside', 'imported', 'taken-back')),
  fields text[] not null,
  at timestamptz not null,
  account_id uuid,
  primary key (network_id, id),
  foreign key (network_id, account_id) references accounts on delete set null (account_id)
);
create index on translation_history (network_id, kind, thing_id, locale, id);
select casement_tenant('translation_history');

-- Who translates or reviews what into which language. No kind: everything that members may read; a kind alone: all of that kind.
create table translation_assignments (
  network_id uuid not null references networks,
  id uuid not null,
  account_id uuid not null,
  locale text not null,
  kind text,
  thing_id text,
  -- She may also say that a text is right, and so put it before the readers.
  reviews boolean not null default false,
  due_on date,
  note text not null default '',
  sample boolean not null default false,
  created_at timestamptz not null,
  created_by uuid,
  ended_at timestamptz,
  primary key (network_id, id),
  foreign key (network_id, account_id) references accounts on delete cascade,
  foreign key (network_id, created_by) references accounts on delete set null (created_by),
  check (thing_id is null or kind is not null)
);
create index on translation_assignments (network_id, account_id) where ended_at is null;
create index on translation_assignments (network_id, ended_at);
select casement_tenant('translation_assignments');
