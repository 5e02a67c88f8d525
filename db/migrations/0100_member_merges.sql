-- Two accounts that are the same woman: what went from the one to the other, so that it can go back.
create table member_merges (
  network_id uuid not null references networks,
  id uuid not null,
  kept_id uuid not null,
  gone_id uuid not null,
  -- What each room says it moved; null once it can no longer be taken back.
  moved jsonb,
  at timestamptz not null,
  by_account uuid,
  undone_at timestamptz,
  undone_by uuid,
  primary key (network_id, id),
  check (kept_id <> gone_id),
  foreign key (network_id, kept_id) references accounts on delete cascade,
  foreign key (network_id, gone_id) references accounts on delete cascade
);
create index on member_merges (network_id, kept_id);
-- Whoever is merged away is so once.
create unique index on member_merges (network_id, gone_id) where undone_at is null;
create index on member_merges (network_id, at);
select casement_tenant('member_merges');

-- Pairs of accounts that looked like one woman, and are two: somebody said so. The smaller id first.
create table member_pairs_apart (
  network_id uuid not null references networks,
  one_id uuid not null,
  other_id uuid not null,
  at timestamptz not null,
  by_account uuid,
  primary key (network_id, one_id, other_id),
  check (one_id < other_id),
  foreign key (network_id, one_id) references accounts on delete cascade,
  foreign key (network_id, other_id) references accounts on delete cascade
);
create index on member_pairs_apart (network_id, other_id);
select casement_tenant('member_pairs_apart');

-- Who was merged hears of it at both addresses.
alter table account_notices
  drop constraint account_notices_kind_check,
  add constraint account_notices_kind_check check (kind in
    ('new-device', 'passphrase', 'factor-added', 'factor-removed', 'access-restored', 'new-key', 'joined', 'joined-away', 'parted'));
