-- Files for translators' tools (gettext PO) that came back: read, tried, taken over as one batch, taken back.
create table translation_imports (
  network_id uuid not null references networks,
  id uuid not null,
  locale text not null,
  file_name text not null,
  state text not null default 'read' check (state in ('read', 'running', 'done', 'undoing', 'undone')),
  -- Who made what is in it: people, whose texts wait for review; people who reviewed it too; a machine.
  made text not null check (made in ('people', 'reviewed', 'machine')),
  -- Whether it replaces texts of which somebody said that they are right.
  over_reviewed boolean not null default false,
  total integer not null,
  created_at timestamptz not null,
  created_by uuid,
  primary key (network_id, id),
  foreign key (network_id, created_by) references accounts on delete set null (created_by)
);
create index on translation_imports (network_id, created_at);
select casement_tenant('translation_imports');

create table translation_import_rows (
  network_id uuid not null,
  import_id uuid not null,
  -- The line of the file at which it begins.
  line integer not null,
  -- As the file names it; empty where that cannot be read.
  kind text not null default '',
  thing_id text not null default '',
  field text not null default '',
  source text not null default '',
  target text not null default '',
  fuzzy boolean not null default false,
  -- A message key: why it cannot be taken over, said when the file was read.
  refused text,
  -- Null: not yet taken over.
  outcome text check (outcome in ('new', 'changed', 'stale', 'unchanged', 'empty', 'reviewed', 'unknown', 'refused', 'taken-back', 'kept')),
  -- What stood there before, and what was known of it; whose text it became.
  before_text text,
  before_mark jsonb,
  after_digest text,
  primary key (network_id, import_id, line),
  foreign key (network_id, import_id) references translation_imports on delete cascade
);
create index on translation_import_rows (network_id, import_id, kind, thing_id) where outcome is null;
select casement_tenant('translation_import_rows');
