-- Standards: instrument → version → provision. Reference tables of the installation, written from the project's own data files.

create table instruments (
  id text primary key check (id ~ '^[a-z][a-z0-9-]*$'),
  kind text not null check (kind in ('rules', 'principles', 'guidelines', 'treaty')),
  -- Where it holds; null: everywhere.
  region text check (region in ('africa', 'americas', 'europe')),
  names jsonb not null,
  short_names jsonb not null,
  -- Who adopted it, and under which symbol ("A/RES/65/229").
  adopted_by jsonb not null,
  symbol text,
  adopted_on date not null,
  source_url text not null check (source_url ~ '^https://'),
  -- How one of its provisions is called: "Rule", "Article", "Principle".
  unit jsonb not null,
  position integer not null
);
create table instrument_versions (
  instrument_id text not null references instruments,
  -- A year as a rule: "1955", "2015".
  version text not null,
  adopted_on date not null,
  -- The version that took its place; null while it holds.
  replaced_by text,
  primary key (instrument_id, version)
);
create table provisions (
  -- instrument:number, for the version in force; instrument@version:number for an earlier one.
  id text primary key,
  instrument_id text not null,
  version text not null,
  number text not null,
  position integer not null,
  section jsonb not null default '{}',
  titles jsonb not null,
  summaries jsonb not null,
  checked_on date not null,
  confidence text not null check (confidence in ('sure', 'likely', 'doubtful')),
  -- What in particular should be checked before it is relied on, by language.
  doubt jsonb,
  foreign key (instrument_id, version) references instrument_versions,
  unique (instrument_id, version, number)
);
create table provision_links (
  from_id text not null references provisions on delete cascade,
  to_id text not null references provisions on delete cascade,
  -- supplements: adds to; see: belongs together; renumbered: the same provision under its number in a later version.
  kind text not null check (kind in ('supplements', 'see', 'renumbered')),
  primary key (from_id, to_id, kind)
);
create index on provision_links (to_id);
grant select on instruments, instrument_versions, provisions, provision_links to casement_app;

create table campaign_provisions (
  network_id uuid not null,
  campaign_id uuid not null,
  provision_id text not null references provisions,
  primary key (network_id, campaign_id, provision_id),
  foreign key (network_id, campaign_id) references campaigns on delete cascade
);
create index on campaign_provisions (network_id, provision_id);
select casement_tenant('campaign_provisions');
