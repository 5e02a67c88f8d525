-- Decision-makers, after Popolo: body, role, post, official, tenure, contact; boundaries by dated sets.
-- Reference tables of the installation, written only by the operator's imports (as the owner).

create table divisions (
  -- Open Civic Data id where there is one.
  id text primary key,
  country text not null,
  name text not null,
  names jsonb not null default '{}',
  name_key text not null,
  sample boolean not null default false
);
create table bodies (
  id text primary key,
  name jsonb not null,
  level text not null check (level in ('municipal', 'region', 'federal', 'senate', 'international', 'other')),
  country text not null,
  sample boolean not null default false
);
create table roles (
  -- for example ca-commons:member, us-ny-senate:member
  id text primary key,
  body_id text not null references bodies,
  name jsonb not null,
  position integer not null default 0
);
create table boundary_sets (
  id text primary key,
  role_id text not null references roles,
  name text not null,
  valid_from date not null,
  -- The first day on which these lines no longer hold; null while they do.
  valid_until date,
  source text not null,
  licence text,
  as_of date not null,
  imported_at timestamptz not null,
  -- West, south, east, north of all its boundaries; null while it has none.
  bounds double precision[],
  sample boolean not null default false,
  check (valid_until is null or valid_until > valid_from)
);
create table boundaries (
  set_id text not null references boundary_sets on delete cascade,
  division_id text not null references divisions,
  name text not null,
  geometry jsonb not null,
  primary key (set_id, division_id)
);
create table posts (
  id text primary key,
  role_id text not null references roles,
  division_id text references divisions,
  label jsonb not null,
  -- The lines for which this post was made; it ends with them. Null: known by its number alone.
  set_id text references boundary_sets,
  -- When and by which source it was last known who serves here, or that nobody does. Null: never told.
  known_as_of date,
  known_source text,
  sample boolean not null default false
);
create index on posts (role_id, division_id);
create index on posts (division_id);
create table officials (
  id text primary key,
  name text not null,
  family_name text,
  given_name text,
  honorific text,
  party text,
  source text not null,
  as_of date not null,
  sample boolean not null default false
);
create table tenures (
  id text primary key,
  official_id text not null references officials on delete cascade,
  post_id text not null references posts,
  from_date date,
  until_date date,
  source text not null,
  as_of date not null
);
create index on tenures (post_id);
create index on tenures (official_id);
create table contacts (
  id bigint generated always as identity primary key,
  official_id text references officials on delete cascade,
  post_id text references posts on delete cascade,
  kind text not null check (kind in ('email', 'phone', 'fax', 'address', 'form', 'website')),
  value text not null,
  note text,
  from_date date,
  until_date date,
  check (num_nonnulls(official_id, post_id) = 1)
);
create index on contacts (official_id);
create index on contacts (post_id);
create table postal_points (
  country text not null,
  code text not null,
  name text not null,
  latitude double precision not null,
  longitude double precision not null,
  source text not null,
  as_of date not null,
  sample boolean not null default false,
  primary key (country, code, name)
);
create table postal_divisions (
  country text not null,
  code text not null,
  role_id text not null references roles,
  division_id text not null references divisions,
  source text not null,
  as_of date not null,
  -- The first day on which this assignment no longer holds; null while it does.
  valid_until date,
  sample boolean not null default false,
  primary key (country, code, role_id, division_id)
);
create table imports (
  id uuid primary key,
  kind text not null,
  file_name text not null,
  checksum text not null,
  as_of date,
  counts jsonb not null,
  -- The rows that were not taken: [{row, reason}], at most a thousand.
  refused jsonb not null default '[]',
  at timestamptz not null
);
grant select on divisions, bodies, roles, boundary_sets, boundaries, posts, officials, tenures, contacts,
  postal_points, postal_divisions, imports to casement_app;
