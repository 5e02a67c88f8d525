-- What an organisation does for people, and where: services and locations after Open Referral's HSDS 3. `doc` holds the fields of that
-- standard (and whatever else an imported file said of it) under its own names; what is listed and compared has columns.

create table organisation_locations (
  network_id uuid not null,
  id uuid not null,
  organisation_id uuid not null,
  -- Its place in the list.
  position integer not null,
  name text not null,
  source_id text,
  doc jsonb not null default '{}',
  primary key (network_id, id),
  foreign key (network_id, organisation_id) references organisations on delete cascade
);
create index on organisation_locations (network_id, organisation_id, position);
select casement_tenant('organisation_locations');

create table organisation_services (
  network_id uuid not null,
  id uuid not null,
  organisation_id uuid not null,
  position integer not null,
  name text not null,
  -- active, inactive, defunct, temporarily closed: HSDS 3.
  status text not null default 'active',
  source_id text,
  doc jsonb not null default '{}',
  updated_at timestamptz not null,
  primary key (network_id, id),
  foreign key (network_id, organisation_id) references organisations on delete cascade
);
create index on organisation_services (network_id, organisation_id, position);
select casement_tenant('organisation_services');

-- A file of organisations: first what it would do, then what it did, with what is needed to undo it.
create table organisation_imports (
  network_id uuid not null references networks,
  id uuid not null,
  file_name text not null,
  format text not null check (format in ('hsds-json', 'hsds-csv', 'ohana-csv')),
  -- The language in which its texts are.
  locale text not null,
  -- The organisations of the file; null once it was taken or thrown away.
  content jsonb,
  -- Tables and rows that belong to no organisation; kept, so that the file goes out as it came.
  rest jsonb not null default '{}',
  counts jsonb not null default '{}',
  created_at timestamptz not null,
  created_by uuid,
  taken_at timestamptz,
  undone_at timestamptz,
  primary key (network_id, id)
);
create index on organisation_imports (network_id, created_at);
select casement_tenant('organisation_imports');

create table organisation_import_rows (
  network_id uuid not null,
  import_id uuid not null,
  organisation_id uuid not null,
  -- The organisation with its services and locations before; null: the import brought it.
  before jsonb,
  -- When the organisation was written; one that was changed since is left alone by the undoing.
  written_at timestamptz not null,
  primary key (network_id, import_id, organisation_id),
  foreign key (network_id, import_id) references organisation_imports on delete cascade,
  foreign key (network_id, organisation_id) references organisations on delete cascade
);
create index on organisation_import_rows (network_id, organisation_id);
select casement_tenant('organisation_import_rows');

create index on organisations (network_id, place_id);
