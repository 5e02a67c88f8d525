-- The library: works, their versions by language, the files of a version; what a work was called and how it was described before.

create table library_works (
  network_id uuid not null references networks,
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,80}$'),
  kind text not null check (kind in ('report', 'memo', 'judgment', 'submission', 'practice-note', 'toolkit', 'dataset', 'video', 'reading')),
  -- A draft is its coordinators' alone; published it is shown from publish_at on to those whom access names.
  state text not null default 'draft' check (state in ('draft', 'published')),
  publish_at timestamptz,
  access text not null default 'public' check (access in ('public', 'members', 'group', 'coordinators')),
  -- Whose, when access is 'group'. A group that is gone leaves it to coordinators.
  group_id uuid,
  -- [{"kind": "person", "family": "Okoro", "given": "Ada"} or {"kind": "organisation", "name": "…"}], in order.
  creators jsonb not null default '[]',
  contributors jsonb not null default '[]',
  publisher text not null default '',
  publisher_id uuid,
  published_in text not null default '',
  -- A year, a year and month, or a day.
  dated text not null default '' check (dated ~ '^(\d{4}(-\d{2}(-\d{2})?)?)?$'),
  -- [{"scheme": "doi", "value": "10.1234/x"}]; their folded values in identifier_keys, to find the same work again.
  identifiers jsonb not null default '[]',
  identifier_keys text[] not null default '{}',
  -- Where we have it from: words and an address.
  source text not null default '',
  link text not null default '',
  -- The time it speaks of: "2015-2020".
  covers text not null default '',
  licence text not null default 'all-rights-reserved',
  rights_note text not null default '',
  -- Judgments alone.
  court text not null default '',
  court_country text references places,
  docket text not null default '',
  outcome text not null default '' check (outcome in ('', 'granted', 'partly', 'refused', 'settled', 'pending', 'other')),
  -- Videos alone: a picture of ours that stands there until somebody follows the link.
  poster_id uuid,
  -- What its author agreed to: who asked whom, when, how. Null: nobody recorded it.
  consent_by text,
  consent_on date,
  consent_how text check (consent_how in ('written', 'spoken', 'contract', 'open-licence', 'already-public')),
  -- Before which other works it stands where coordinators order a shelf; null: by date.
  position integer,
  revision integer not null default 1,
  import_id uuid,
  sample boolean not null default false,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  -- In the bin; deleted for good thirty days later.
  deleted_at timestamptz,
  primary key (network_id, id),
  unique (network_id, slug),
  foreign key (network_id, group_id) references groups on delete set null (group_id),
  foreign key (network_id, publisher_id) references organisations on delete set null (publisher_id),
  foreign key (network_id, poster_id) references files (network_id, id),
  check (state = 'draft' or publish_at is not null)
);
create index on library_works (network_id, dated, id) where state = 'published' and deleted_at is null;
create index on library_works (network_id, publish_at, id) where state = 'published' and deleted_at is null;
create index on library_works (network_id, kind, dated) where state = 'published' and deleted_at is null;
create index on library_works (network_id, updated_at, id);
create index on library_works (network_id, publisher_id) where publisher_id is not null;
create index on library_works (network_id, import_id) where import_id is not null;
create index on library_works (network_id, deleted_at) where deleted_at is not null;
create index on library_works (network_id, poster_id) where poster_id is not null;
select casement_tenant('library_works');

-- One work in one language: any language, not only those of the network's pages.
create table library_versions (
  network_id uuid not null,
  id uuid not null,
  work_id uuid not null,
  locale text not null check (locale ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$'),
  title text not null,
  title_key text not null,
  subtitle text not null default '',
  abstract text not null default '',
  -- Markdown: a work can be read without any file.
  body text not null default '',
  -- The language in which it was written first.
  original boolean not null default false,
  translators text[] not null default '{}',
  updated_at timestamptz not null,
  primary key (network_id, id),
  unique (network_id, work_id, locale),
  foreign key (network_id, work_id) references library_works on delete cascade
);
create index on library_versions (network_id, locale, work_id);
create index on library_versions (network_id, title_key);
select casement_tenant('library_versions');

create table library_files (
  network_id uuid not null,
  id uuid not null,
  version_id uuid not null,
  file_id uuid not null,
  -- As it shall be called; empty: the file's own name.
  label text not null default '',
  position integer not null default 0,
  created_at timestamptz not null,
  primary key (network_id, id),
  unique (network_id, version_id, file_id),
  foreign key (network_id, version_id) references library_versions on delete cascade,
  foreign key (network_id, file_id) references files (network_id, id)
);
create index on library_files (network_id, file_id);
select casement_tenant('library_files');

-- Addresses that a work had before.
create table library_slugs (
  network_id uuid not null,
  slug text not null,
  work_id uuid not null,
  primary key (network_id, slug),
  foreign key (network_id, work_id) references library_works on delete cascade
);
create index on library_slugs (network_id, work_id);
select casement_tenant('library_slugs');

create table library_relations (
  network_id uuid not null,
  from_id uuid not null,
  to_id uuid not null,
  kind text not null check (kind in ('translates', 'supersedes', 'comments', 'cites', 'part-of')),
  primary key (network_id, from_id, kind, to_id),
  foreign key (network_id, from_id) references library_works on delete cascade,
  foreign key (network_id, to_id) references library_works on delete cascade,
  check (from_id <> to_id)
);
create index on library_relations (network_id, to_id);
select casement_tenant('library_relations');

-- How a work was described after each change: its fields and texts, for the comparison of two states.
create table library_history (
  network_id uuid not null,
  work_id uuid not null,
  revision integer not null,
  at timestamptz not null,
  account_id uuid,
  state jsonb not null,
  primary key (network_id, work_id, revision),
  foreign key (network_id, work_id) references library_works on delete cascade
);
select casement_tenant('library_history');

-- A list of works from another system: read, tried, taken over as one batch, taken back.
create table library_imports (
  network_id uuid not null references networks,
  id uuid not null,
  format text not null check (format in ('csv', 'bibtex', 'ris', 'uwazi')),
  file_name text not null,
  state text not null default 'read' check (state in ('read', 'running', 'done', 'undoing', 'undone')),
  columns text[] not null default '{}',
  mapping jsonb not null default '{}',
  total integer not null,
  created_at timestamptz not null,
  created_by uuid,
  primary key (network_id, id)
);
create index on library_imports (network_id, created_at);
select casement_tenant('library_imports');

create table library_import_rows (
  network_id uuid not null,
  import_id uuid not null,
  position integer not null,
  fields jsonb not null,
  -- Null: not yet taken over.
  outcome text check (outcome in ('made', 'added', 'same', 'refused', 'taken-back', 'kept')),
  work_id uuid,
  version_id uuid,
  primary key (network_id, import_id, position),
  foreign key (network_id, import_id) references library_imports on delete cascade
);
select casement_tenant('library_import_rows');
