-- A petition is a campaign whose action is a signature: its people, consents, confirmation and withdrawal are the campaign's.
alter table campaigns add column mode text not null default 'letter' check (mode in ('letter', 'petition'));
-- Whose districts the signatures are counted by; null: those of the first role that is asked, if any.
alter table campaigns add column district_role_id text references roles;

-- What a signature has beside its action: how she is shown, what she said, and the district she gave or was found in.
-- The place by which it was found is kept nowhere.
create table signatures (
  network_id uuid not null,
  action_id uuid not null,
  campaign_id uuid not null,
  -- full: as she wrote it; initial: first name and initial; hidden: not at all.
  display text not null check (display in ('full', 'initial', 'hidden')),
  comment text not null default '',
  comment_state text not null default 'none' check (comment_state in ('none', 'waiting', 'shown', 'hidden')),
  comment_reason text,
  decided_by uuid,
  decided_at timestamptz,
  -- A coordinator took the name off the public page (an advertisement, somebody else's name).
  taken_off_at timestamptz,
  -- No reference: districts come and go with their imports, what she gave stays.
  division_id text,
  primary key (network_id, action_id),
  foreign key (network_id, action_id) references actions on delete cascade
);
create index on signatures (network_id, campaign_id, action_id);
create index signatures_waiting on signatures (network_id, campaign_id) where comment_state = 'waiting';
select casement_tenant('signatures');
-- Signatures as they came, the latest first, and the moment at which the count reached a number.
create index actions_signed on actions (network_id, campaign_id, confirmed_at) where counted;

-- Courts are known so that a judge can be invited through her court's administration. Nobody in them is written to in
-- numbers, and nobody in them is given a stand.
alter table bodies drop constraint bodies_level_check;
alter table bodies add constraint bodies_level_check
  check (level in ('municipal', 'region', 'federal', 'senate', 'international', 'court', 'other'));
