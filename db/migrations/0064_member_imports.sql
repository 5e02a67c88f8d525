-- Members taken over from a list: the file while it waits, and what a batch made, so that it can be undone.

create table member_imports (
  network_id uuid not null references networks,
  id uuid not null,
  file_name text not null,
  -- Null once it was taken.
  content bytea,
  state text not null check (state in ('waiting', 'taken', 'undone')),
  counts jsonb not null default '{}',
  -- Rows that were not taken, with the reason: line, message and values.
  refused jsonb not null default '[]',
  uploaded_by uuid,
  uploaded_at timestamptz not null,
  taken_at timestamptz,
  undone_at timestamptz,
  primary key (network_id, id)
);
create index on member_imports (network_id, uploaded_at);
select casement_tenant('member_imports');

create table member_import_rows (
  network_id uuid not null,
  import_id uuid not null,
  line integer not null,
  account_id uuid not null,
  -- What this row made, and what was there before.
  made_account boolean not null,
  membership_id uuid,
  affiliation_id uuid,
  primary key (network_id, import_id, line),
  foreign key (network_id, import_id) references member_imports on delete cascade,
  foreign key (network_id, account_id) references accounts on delete cascade
);
create index on member_import_rows (network_id, account_id);
select casement_tenant('member_import_rows');
