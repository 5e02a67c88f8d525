-- Where each decision-maker stands on a campaign: what was said, when, by which source. Nothing is ever overwritten; a row
-- recorded in error is taken back with a reason and stays in the history. Silence is no row.
create table stands (
  network_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  -- As they were when it was recorded. No reference: lists of people come and go with their imports, the record stays.
  post_id text not null,
  official_id text not null,
  official_name text not null,
  stand text not null check (stand in ('supports', 'undecided', 'opposes')),
  said_on date not null,
  source text not null check (source <> ''),
  source_url text check (source_url ~ '^https?://'),
  -- For coordinators alone.
  note text not null default '',
  sample boolean not null default false,
  -- The account; null where a kit brought it.
  recorded_by uuid,
  recorded_at timestamptz not null,
  retracted_at timestamptz,
  retracted_by uuid,
  retraction_reason text,
  primary key (network_id, id),
  foreign key (network_id, campaign_id) references campaigns on delete cascade,
  check ((retracted_at is null) = (retraction_reason is null))
);
create index on stands (network_id, campaign_id, post_id);
select casement_tenant('stands');
revoke update, delete on stands from casement_app;
grant update (retracted_at, retracted_by, retraction_reason) on stands to casement_app;

alter table campaigns add column party_breakdown boolean not null default false;
