-- What one network knows of decision-makers beside the operator's lists, or better than them. The reference tables stay as
-- they are: these rows are laid over them when the network looks somebody up, and nobody else sees them.

create table own_bodies (
  network_id uuid not null references networks,
  -- "own-" and a part of the upload's id that made it.
  id text not null,
  name jsonb not null,
  level text not null check (level in ('municipal', 'region', 'federal', 'senate', 'international', 'other')),
  country text not null,
  -- Its members speak for the body, not for a district each; none of their places is a seat that can stand empty.
  committee boolean not null default false,
  created_at timestamptz not null,
  primary key (network_id, id)
);
select casement_tenant('own_bodies');

create table own_roles (
  network_id uuid not null,
  id text not null,
  body_id text not null,
  name jsonb not null,
  position integer not null default 50,
  primary key (network_id, id),
  foreign key (network_id, body_id) references own_bodies on delete cascade
);
select casement_tenant('own_roles');

-- Posts of an own role, or of a reference role in a district of which no list tells. No references to the operator's rows:
-- they come and go with the imports.
create table own_posts (
  network_id uuid not null references networks,
  id text not null,
  role_id text not null,
  division_id text,
  label jsonb not null,
  known_as_of date not null,
  known_source text not null,
  -- The list (its role) that brought it; null: a correction by hand.
  list text,
  primary key (network_id, id)
);
create index on own_posts (network_id, role_id);
select casement_tenant('own_posts');

create table own_officials (
  network_id uuid not null references networks,
  id text not null,
  name text not null,
  family_name text,
  given_name text,
  honorific text,
  party text,
  source text not null,
  as_of date not null,
  list text,
  primary key (network_id, id)
);
create index on own_officials (network_id, list);
select casement_tenant('own_officials');

create table own_contacts (
  network_id uuid not null,
  id uuid not null,
  official_id text not null,
  kind text not null check (kind in ('email', 'phone', 'fax', 'address', 'form', 'website')),
  value text not null,
  note text,
  position integer not null,
  primary key (network_id, id),
  foreign key (network_id, official_id) references own_officials on delete cascade
);
create index on own_contacts (network_id, official_id);
select casement_tenant('own_contacts');

-- Who holds a post, own or the operator's. Nobody: that the post stands empty. The later "as of" wins over the operator's list.
create table own_tenures (
  network_id uuid not null references networks,
  id text not null,
  official_id text,
  post_id text not null,
  from_date date,
  until_date date,
  source text not null,
  as_of date not null,
  list text,
  primary key (network_id, id)
);
create index on own_tenures (network_id, post_id);
create index on own_tenures (network_id, list);
select casement_tenant('own_tenures');

-- A way to reach somebody of the operator's lists: replaced, added (no old value) or ended (no new value). One that replaces or
-- ends a value holds only while the list still says that value.
create table contact_corrections (
  network_id uuid not null references networks,
  id uuid not null,
  official_id text not null,
  kind text not null check (kind in ('email', 'phone', 'fax', 'address', 'form', 'website')),
  old_value text,
  new_value text,
  source text not null,
  corrected_by uuid,
  corrected_at timestamptz not null,
  undone_at timestamptz,
  primary key (network_id, id),
  check (num_nonnulls(old_value, new_value) > 0)
);
create index on contact_corrections (network_id, official_id);
select casement_tenant('contact_corrections');

-- How the columns of a list are read, by the name under which a coordinator keeps it.
create table people_mappings (
  network_id uuid not null references networks,
  id uuid not null,
  name text not null,
  name_key text not null,
  columns jsonb not null,
  saved_at timestamptz not null,
  primary key (network_id, id),
  unique (network_id, name_key)
);
select casement_tenant('people_mappings');

-- A list of people that a coordinator uploaded: its bytes until it is taken or thirty days old, then what it did and how to undo it.
create table people_uploads (
  network_id uuid not null references networks,
  id uuid not null,
  file_name text not null,
  checksum text not null,
  content bytea,
  state text not null default 'waiting' check (state in ('waiting', 'taken', 'undone')),
  encoding text,
  separator text,
  columns jsonb not null default '{}',
  -- The body, role, dates and source that were chosen.
  choices jsonb not null default '{}',
  role_id text,
  as_of date,
  counts jsonb,
  -- The rows that were not taken: [{row, reason}], at most a thousand.
  refused jsonb not null default '[]',
  -- What stood there before, to put it back.
  before jsonb,
  uploaded_by uuid,
  uploaded_at timestamptz not null,
  taken_at timestamptz,
  undone_at timestamptz,
  primary key (network_id, id)
);
create index on people_uploads (network_id, role_id, taken_at);
select casement_tenant('people_uploads');

-- Letters and targets may name a network's own posts.
alter table deliveries drop constraint if exists deliveries_post_id_fkey;

-- The operator's rows and the network's own, for queries that need a name. Row-level security holds inside.
create view known_bodies with (security_invoker = true) as
  select null::uuid as network_id, id, name, level, country, committee, sample from bodies
  union all select network_id, id, name, level, country, committee, false from own_bodies;
create view known_roles with (security_invoker = true) as
  select null::uuid as network_id, id, body_id, name, position from roles
  union all select network_id, id, body_id, name, position from own_roles;
create view known_posts with (security_invoker = true) as
  select null::uuid as network_id, id, role_id, division_id, label, set_id, known_as_of, known_source, sample from posts
  union all select network_id, id, role_id, division_id, label, null, known_as_of, known_source, false from own_posts;
grant select on known_bodies, known_roles, known_posts to casement_app;
