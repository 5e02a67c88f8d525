-- Standing up to abuse: what deserves a second look, proofs of work that were used, and how many came from where.

create table action_flags (
  network_id uuid not null,
  action_id uuid not null,
  -- Words of platform/abuse: fast, no-form, disposable, address, prefix, domain, campaign, event, alike.
  reasons text[] not null check (cardinality(reasons) > 0),
  -- held: its confirmation mail waits; noted: only noticed; open: a person is asked; released, accepted: it goes on;
  -- aside: not counted and not sent on.
  state text not null check (state in ('held', 'noted', 'open', 'released', 'accepted', 'aside')),
  -- Signatures that look like one another share it.
  likeness text,
  at timestamptz not null,
  decided_at timestamptz,
  -- The account; null where the pace fell and it went on by itself.
  decided_by uuid,
  primary key (network_id, action_id),
  foreign key (network_id, action_id) references actions on delete cascade
);
create index on action_flags (network_id, state, action_id);
select casement_tenant('action_flags');

-- A solved challenge counts once; it is remembered until it would have ended.
create table spent_proofs (
  network_id uuid not null references networks,
  key bytea not null,
  until_at timestamptz not null,
  primary key (network_id, key)
);
create index on spent_proofs (network_id, until_at);
select casement_tenant('spent_proofs');

-- How many letters came from one block of addresses in an hour. The block is a digest under a key of the day that is not in
-- the database; kept for two days.
create table arrivals (
  network_id uuid not null references networks,
  block bytea not null,
  hour timestamptz not null,
  letters integer not null,
  primary key (network_id, block, hour)
);
create index on arrivals (network_id, hour);
select casement_tenant('arrivals');

-- What stood out: a mail domain or a block of addresses from which far more came than usually.
create table trends (
  network_id uuid not null references networks,
  kind text not null check (kind in ('domain', 'block')),
  -- The domain, or the beginning of the block's digest.
  key text not null,
  letters integer not null,
  of_letters integer not null,
  seen_at timestamptz not null,
  settled_at timestamptz,
  settled_by uuid,
  primary key (network_id, kind, key)
);
select casement_tenant('trends');
