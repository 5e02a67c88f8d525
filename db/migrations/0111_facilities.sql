-- Facilities of a network's own: prisons and other places in which women are held. Facts that stand in public sources alone. What is written
-- here is its organisation's until somebody there releases it, to the network or to the public, from a day on and down to a place.
create table facilities (
  network_id uuid not null references networks,
  id uuid not null,
  -- Whose it is until it is released; null: the coordination's.
  organisation_id uuid,
  -- By language; folded, to find the same again, and the first of them, to sort by.
  names jsonb not null check (names <> '{}'),
  name_keys text[] not null,
  sort_key text not null,
  former_names text[] not null default '{}',
  kind text not null check (kind in ('prison', 'pretrial', 'police', 'immigration', 'psychiatric', 'juvenile', 'mixed')),
  women text not null default 'unknown' check (women in ('only', 'also', 'unknown')),
  women_held integer check (women_held >= 0),
  women_held_on date,
  women_held_source text not null default '',
  -- A mother-and-child unit.
  unit text not null default 'unknown' check (unit in ('yes', 'no', 'unknown')),
  unit_places integer check (unit_places >= 0),
  unit_source text not null default '',
  country_id text not null references places,
  region_id text references places,
  district_id text references places,
  -- The finest of the three.
  place_id text not null references places,
  locality text not null default '',
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  -- As whom else but its organisation sees them: as they are, to a tenth of a degree (about ten kilometres), or not at all.
  position_shown text not null default 'rounded' check (position_shown in ('exact', 'rounded', 'none')),
  source_url text not null default '' check (source_url ~ '^(https?://.*)?$'),
  checked_on date,
  -- Released from the beginning of that day in the network's time zone, down to: facility: itself; else only that wider place.
  network_from date,
  network_precision text check (network_precision in ('facility', 'district', 'region', 'country')),
  public_from date,
  public_precision text check (public_precision in ('facility', 'district', 'region', 'country')),
  import_id uuid,
  sample boolean not null default false,
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (network_id, id),
  foreign key (network_id, organisation_id) references organisations on delete cascade,
  check ((latitude is null) = (longitude is null)),
  check ((network_from is null) = (network_precision is null)),
  check ((public_from is null) = (public_precision is null))
);
create index on facilities (network_id, sort_key, id);
create index on facilities (network_id, country_id, sort_key, id);
create index on facilities (network_id, region_id, sort_key, id) where region_id is not null;
create index on facilities (network_id, district_id, sort_key, id) where district_id is not null;
create index on facilities (network_id, organisation_id);
create index on facilities (network_id, import_id) where import_id is not null;
select casement_tenant('facilities');
select casement_searchable('facilities', 'facility', 'id');

-- A list of facilities that somebody handed in: read, tried, taken over as one batch, taken back.
create table facility_imports (
  network_id uuid not null references networks,
  id uuid not null,
  organisation_id uuid,
  file_name text not null,
  state text not null default 'read' check (state in ('read', 'done', 'undone')),
  -- [{"line": 2, "cells": {"name": "…"}}]
  rows jsonb not null,
  created_by uuid,
  created_at timestamptz not null,
  primary key (network_id, id),
  foreign key (network_id, organisation_id) references organisations on delete cascade
);
create index on facility_imports (network_id, created_by, created_at);
create index on facility_imports (network_id, organisation_id);
select casement_tenant('facility_imports');

-- A thing may be about a facility. A noun of its own: whoever reads tags of places reads none of these unasked.
alter table tags drop constraint tags_noun_check;
alter table tags add constraint tags_noun_check check (noun in ('issue', 'place', 'provision', 'facility'));
-- What points to a noun is found and counted in the index alone.
create index on tags (network_id, noun, noun_id, subject, subject_id);
drop index tags_network_id_noun_noun_id_subject_idx;
