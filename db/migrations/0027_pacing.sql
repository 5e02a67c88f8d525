-- How letters leave: at which hours and how many, bundled or one by one; and addresses that do not take mail.

-- When letters leave for a target. The row with no post is the network's own rule, for every target without a row of its own.
-- No row at all: letters leave at once.
create table pacing (
  network_id uuid not null references networks,
  post_id text not null default '',
  time_zone text not null,
  -- ISO weekdays, Monday is 1: '12345'.
  weekdays text not null check (weekdays ~ '^[1-7]{1,7}$'),
  -- Minutes after midnight on the clocks of the time zone.
  from_minute integer not null check (from_minute between 0 and 1439),
  until_minute integer not null check (until_minute between 1 and 1440),
  per_hour integer not null check (per_hour between 1 and 600),
  -- Up to so many minutes more between two letters, so that they do not come like a machine's.
  jitter_minutes integer not null check (jitter_minutes between 0 and 120),
  updated_by uuid,
  updated_at timestamptz not null,
  primary key (network_id, post_id),
  check (until_minute > from_minute)
);
select casement_tenant('pacing');

-- Whose queue a letter stands in (the post), and whether its time was worked out yet.
alter table mails add column pace_key text, add column planned boolean not null default true;
create index mails_paced on mails (network_id, pace_key, due_at) where pace_key is not null;
create index mails_unplanned on mails (network_id, id) where not planned;

-- A mail that was sent can come back.
do $$
declare known text[];
begin
  select array_agg(distinct word[1]) into known
    from pg_constraint c, regexp_matches(pg_get_constraintdef(c.oid), '''([a-z-]+)''', 'g') as word
    where c.conrelid = 'mails'::regclass and c.conname = 'mails_state_check';
  known := coalesce(known, '{}') || array['bounced'];
  execute format(
    'alter table mails drop constraint if exists mails_state_check, add constraint mails_state_check check (state in (%s))',
    (select string_agg(quote_literal(word), ', ' order by word) from (select distinct unnest(known) as word) w));
end $$;

-- The campaign's letters of a day go to each target in one mail.
alter table campaigns add column digest boolean not null default false;
create table digests (
  network_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  post_id text not null,
  official_name text,
  address text not null,
  locale text not null,
  created_at timestamptz not null,
  primary key (network_id, id),
  foreign key (network_id, campaign_id) references campaigns on delete cascade
);
create index on digests (network_id, campaign_id);
select casement_tenant('digests');
create table digest_letters (
  network_id uuid not null,
  digest_id uuid not null,
  delivery_id uuid not null,
  primary key (network_id, digest_id, delivery_id),
  foreign key (network_id, digest_id) references digests on delete cascade,
  foreign key (network_id, delivery_id) references deliveries on delete cascade
);
create index on digest_letters (network_id, delivery_id);
select casement_tenant('digest_letters');

-- The network's own knowledge of a target's address, laid over the contact: what came back from it, and what to do.
create table address_faults (
  network_id uuid not null references networks,
  id uuid not null,
  email_key text not null,
  address text not null,
  post_id text not null,
  official_name text,
  -- counting: mail was late or lost for a while; suspended: nothing goes there; corrected: another address takes its place;
  -- lifted: tried again; other-way: not written to by e-mail.
  state text not null check (state in ('counting', 'suspended', 'corrected', 'lifted', 'other-way')),
  soft integer not null default 0,
  response text,
  corrected_to text,
  first_at timestamptz not null,
  last_at timestamptz not null,
  settled_by uuid,
  settled_at timestamptz,
  primary key (network_id, id),
  unique (network_id, email_key),
  check ((state = 'corrected') = (corrected_to is not null))
);
create index on address_faults (network_id, state);
select casement_tenant('address_faults');
