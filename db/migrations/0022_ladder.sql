-- The ways to a decision-maker: e-mail by us, her own mail program, the target's web form, a call, a letter on paper that she
-- posts ('letter') or that the office prints and posts for her ('print'). `address` is what the way leads to, as it was then.
alter table deliveries drop constraint deliveries_channel_check;
alter table deliveries add constraint deliveries_channel_check
  check (channel in ('email', 'mailto', 'form', 'call', 'letter', 'print'));
-- 'waiting': the next step is hers; 'reported': she says that she took it. 'to-print' → 'printed' → 'posted' is the office's
-- paper; 'held' is a letter that a coordinator keeps out of the print runs.
-- What stands in the check already stays: another migration may have added its own states before this one runs.
do $$ declare known text[];
begin
  select array_agg(m[1]) into known from pg_constraint c, regexp_matches(pg_get_constraintdef(c.oid), '''([^'']+)''', 'g') m
    where c.conrelid = 'deliveries'::regclass and c.conname = 'deliveries_state_check';
  known := coalesce(known, '{}') || array['waiting', 'reported', 'to-print', 'printed', 'posted', 'held'];
  execute format(
    'alter table deliveries drop constraint if exists deliveries_state_check, add constraint deliveries_state_check check (state in (%s))',
    (select string_agg(quote_literal(word), ', ' order by word) from (select distinct unnest(known) as word) w));
end $$;

-- How she would rather reach them, where that way is open; null: as the campaign goes about it.
alter table actions add column wish text check (wish in ('mailto', 'call', 'paper'));

-- The ways that a campaign offers, the first one first. No row: all but the office's own paper, e-mail first.
create table campaign_channels (
  network_id uuid not null,
  campaign_id uuid not null,
  channels text[] not null,
  primary key (network_id, campaign_id),
  foreign key (network_id, campaign_id) references campaigns on delete cascade
);
select casement_tenant('campaign_channels');

-- What to say on the telephone, by branch. A blank branch is said in our own words.
create table call_scripts (
  network_id uuid not null,
  campaign_id uuid not null,
  locale text not null,
  opening text not null default '',
  staff text not null default '',
  voicemail text not null default '',
  address text not null default '',
  thanks text not null default '',
  primary key (network_id, campaign_id, locale),
  foreign key (network_id, campaign_id) references campaigns on delete cascade
);
select casement_tenant('call_scripts');

-- What became of a call. With a delivery: a supporter whose address is confirmed. Without: a visitor, of whom nothing is kept.
create table call_outcomes (
  network_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  post_id text not null,
  official_id text,
  official_name text,
  delivery_id uuid,
  outcome text not null check (outcome in ('spoke', 'voicemail', 'no-answer', 'busy', 'wrong-number')),
  at timestamptz not null,
  primary key (network_id, id),
  foreign key (network_id, campaign_id) references campaigns on delete cascade,
  foreign key (network_id, delivery_id) references deliveries on delete cascade
);
create index on call_outcomes (network_id, campaign_id, post_id);
create index on call_outcomes (network_id, delivery_id) where delivery_id is not null;
select casement_tenant('call_outcomes');

-- One printing of the letters that waited then. The file holds people's addresses: it is deleted some days later.
create table print_runs (
  network_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  paper text not null check (paper in ('a4', 'us-letter')),
  state text not null default 'asked' check (state in ('asked', 'ready', 'failed', 'posted', 'dropped')),
  letters integer not null,
  pages integer,
  file bytea,
  file_until timestamptz,
  asked_by uuid,
  asked_at timestamptz not null,
  ready_at timestamptz,
  posted_at timestamptz,
  primary key (network_id, id),
  foreign key (network_id, campaign_id) references campaigns on delete cascade
);
create index on print_runs (network_id, campaign_id);
select casement_tenant('print_runs');

alter table deliveries add column print_run_id uuid;
create index on deliveries (network_id, print_run_id) where print_run_id is not null;
