-- A reply that a supporter passed on, or that came to the unique address of her letter.
create table replies (
  network_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  delivery_id uuid not null,
  -- Whom she had written to, as written down when her letter was queued.
  post_id text not null,
  official_id text,
  official_name text,
  -- form: she filled it in. forwarded: she sent the mail on. mail: it came to the letter's own address.
  way text not null check (way in ('form', 'forwarded', 'mail')),
  channel text not null check (channel in ('email', 'letter', 'call', 'meeting')),
  received_on date not null,
  -- Who says to have written; anybody can write anything there.
  sender_name text not null default '',
  sender_address text not null default '',
  subject text not null default '',
  body text not null,
  -- Attachments are not kept; how many there were.
  dropped integer not null default 0,
  -- A holiday note or receipt: goes on to her, is no answer.
  automatic boolean not null default false,
  quotable boolean not null default false,
  -- Coordinators may read it. False: it is on its way to her and forgotten once it left.
  kept boolean not null default true,
  -- Keyed digest of the Message-ID: the same mail twice is one reply.
  message_key text,
  -- What the letter's state was before, should this turn out to be no answer.
  state_before text,
  state text not null default 'open' check (state in ('open', 'stand', 'promise', 'nothing', 'spam', 'passed', 'withdrawn')),
  stand_id uuid,
  promise_id uuid,
  settled_by uuid,
  settled_at timestamptz,
  created_at timestamptz not null,
  primary key (network_id, id),
  foreign key (network_id, campaign_id) references campaigns on delete cascade,
  foreign key (network_id, delivery_id) references deliveries on delete cascade
);
create index on replies (network_id, state, id);
create index on replies (network_id, delivery_id);
create unique index replies_once on replies (network_id, delivery_id, message_key) where message_key is not null;
select casement_tenant('replies');

-- A letter can now end in an answer, come back, or wait because its address does not work. The states that the ledger
-- knows from elsewhere stay.
do $$
declare known text[];
begin
  select array_agg(distinct word[1]) into known
    from pg_constraint c, regexp_matches(pg_get_constraintdef(c.oid), '''([a-z-]+)''', 'g') as word
    where c.conrelid = 'deliveries'::regclass and c.conname = 'deliveries_state_check';
  known := coalesce(known, '{}') || array['answered', 'bounced', 'held'];
  execute format(
    'alter table deliveries drop constraint if exists deliveries_state_check, add constraint deliveries_state_check check (state in (%s))',
    (select string_agg(quote_literal(word), ', ' order by word) from (select distinct unnest(known) as word) w));
end $$;
