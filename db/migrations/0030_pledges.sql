-- The pledge to come and see: who was invited to visit a prison, what she answered, and what she saw. Nothing is overwritten;
-- what was recorded in error is taken back with a reason and stays in the history.
create table invitations (
  network_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  -- An official in a post, or a court: judges are invited through its administration, and none of them is named.
  kind text not null check (kind in ('official', 'court')),
  -- As they were when it was recorded. No references: lists of people come and go with their imports, the record stays.
  post_id text,
  official_id text,
  name text not null check (name <> ''),
  -- The post or nothing, by language.
  label jsonb not null default '{}',
  body_id text,
  -- Of a court: where its administration is reached.
  address text not null default '',
  -- The prison: one that is known, or in words.
  place_id text references places,
  place text not null default '',
  asked_on date not null,
  source text not null default '',
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
  check ((kind = 'official') = (official_id is not null)),
  check ((retracted_at is null) = (retraction_reason is null))
);
create index on invitations (network_id, campaign_id, id);
select casement_tenant('invitations');
revoke update, delete on invitations from casement_app;
grant update (retracted_at, retracted_by, retraction_reason) on invitations to casement_app;

create table invitation_steps (
  network_id uuid not null,
  id uuid not null,
  invitation_id uuid not null,
  kind text not null check (kind in ('accepted', 'declined', 'visited')),
  -- The day on which it was said, or of the visit.
  on_day date not null,
  -- Of an acceptance: the day of the visit, if one was named.
  planned_on date,
  -- The reason as it was said, or the report of the visit.
  words text not null default '',
  -- Whose words they are: hers, or ours about it.
  words_of text not null default 'theirs' check (words_of in ('theirs', 'ours')),
  source text not null check (source <> ''),
  source_url text check (source_url ~ '^https?://'),
  sample boolean not null default false,
  recorded_by uuid,
  recorded_at timestamptz not null,
  retracted_at timestamptz,
  retracted_by uuid,
  retraction_reason text,
  primary key (network_id, id),
  foreign key (network_id, invitation_id) references invitations on delete cascade,
  check ((retracted_at is null) = (retraction_reason is null))
);
create index on invitation_steps (network_id, invitation_id);
select casement_tenant('invitation_steps');
revoke update, delete on invitation_steps from casement_app;
grant update (retracted_at, retracted_by, retraction_reason) on invitation_steps to casement_app;
