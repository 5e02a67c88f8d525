-- Shared documents of a group, or of the whole network (no group). Every version stays; none is written over.
create table documents (
  network_id uuid not null references networks,
  id uuid not null,
  group_id uuid,
  -- minutes: of a meeting; approved by version.
  kind text not null check (kind in ('document', 'minutes')),
  title text not null,
  -- The newest version's number, and what it is saved against: a save that began from another is a conflict.
  version integer not null,
  approved_version integer,
  approved_at timestamptz,
  -- The meeting that approved it.
  approved_in uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Put away: found by its address, not in the list.
  archived_at timestamptz,
  sample boolean not null default false,
  primary key (network_id, id),
  foreign key (network_id, group_id) references groups on delete cascade
);
create index on documents (network_id, updated_at, id);
create index on documents (network_id, group_id, updated_at, id);
select casement_tenant('documents');

create table document_versions (
  network_id uuid not null,
  document_id uuid not null,
  version integer not null,
  title text not null,
  body text not null,
  -- What was changed, in her words.
  summary text not null default '',
  account_id uuid,
  -- The name she bore in the group when she wrote it; null: her own.
  alias text,
  saved_at timestamptz not null,
  -- The older version that this one brought back.
  restored integer,
  primary key (network_id, document_id, version),
  foreign key (network_id, document_id) references documents on delete cascade,
  foreign key (network_id, account_id) references accounts on delete set null (account_id)
);
create index on document_versions (network_id, account_id);
select casement_tenant('document_versions');
