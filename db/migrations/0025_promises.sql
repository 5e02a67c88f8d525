-- What decision-makers promised on a campaign, and what became of it.

-- A promise on a campaign, as it was recorded. Nothing is overwritten: a mistake is taken back with a reason.
create table promises (
  network_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  -- As they were when it was recorded; no reference, as with stands.
  post_id text not null,
  official_id text not null,
  official_name text not null,
  promise text not null check (promise <> ''),
  said_on date not null,
  -- By when; null: no day was named.
  due_on date check (due_on >= said_on),
  source text not null check (source <> ''),
  source_url text check (source_url ~ '^https?://'),
  -- For coordinators alone.
  note text not null default '',
  sample boolean not null default false,
  recorded_by uuid,
  recorded_at timestamptz not null,
  retracted_at timestamptz,
  retracted_by uuid,
  retraction_reason text,
  primary key (network_id, id),
  foreign key (network_id, campaign_id) references campaigns on delete cascade,
  check ((retracted_at is null) = (retraction_reason is null))
);
create index on promises (network_id, campaign_id, post_id);
create index on promises (network_id, due_on) where retracted_at is null;
select casement_tenant('promises');
revoke update, delete on promises from casement_app;
grant update (retracted_at, retracted_by, retraction_reason) on promises to casement_app;

-- What became of a promise; the latest recorded counts. Without a row it is open.
create table promise_outcomes (
  network_id uuid not null,
  id uuid not null,
  promise_id uuid not null,
  outcome text not null check (outcome in ('kept', 'broken', 'open')),
  seen_on date not null,
  source text not null check (source <> ''),
  source_url text check (source_url ~ '^https?://'),
  sample boolean not null default false,
  recorded_by uuid,
  recorded_at timestamptz not null,
  primary key (network_id, id),
  foreign key (network_id, promise_id) references promises on delete cascade
);
create index on promise_outcomes (network_id, promise_id);
select casement_tenant('promise_outcomes');
revoke update, delete on promise_outcomes from casement_app;
