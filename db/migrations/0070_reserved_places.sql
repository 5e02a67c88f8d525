-- Places and lead roles that a network keeps for women who were in prison, and the figures that show whether it keeps its word.
-- That so many places of a body are kept is known; who holds one is known to her and to the one person whom she chose to confirm it.

create table reservations (
  network_id uuid not null references networks,
  id uuid not null,
  -- "Steering committee", in the network's own words.
  body text not null,
  kind text not null check (kind in ('seat', 'lead')),
  places integer not null check (places between 1 and 100),
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (network_id, id)
);
select casement_tenant('reservations');

-- She asks one person to confirm that she may take such a place. Taken back, the row is gone.
create table place_requests (
  network_id uuid not null,
  id uuid not null,
  reservation_id uuid not null,
  account_id uuid not null,
  verifier_id uuid not null,
  state text not null check (state in ('asked', 'confirmed', 'refused')),
  asked_at timestamptz not null,
  -- In this order the places are taken.
  decided_at timestamptz,
  primary key (network_id, id),
  unique (network_id, reservation_id, account_id),
  check (account_id <> verifier_id),
  foreign key (network_id, reservation_id) references reservations on delete cascade,
  foreign key (network_id, account_id) references accounts on delete cascade,
  foreign key (network_id, verifier_id) references accounts on delete cascade
);
create index on place_requests (network_id, account_id);
create index on place_requests (network_id, verifier_id, state);
select casement_tenant('place_requests');

-- The figures of a quarter, as they were published: rounded, or withheld (null). What they were rounded from is not kept.
create table governance_figures (
  network_id uuid not null references networks,
  -- Its first day.
  quarter date not null,
  roles integer,
  lived integer,
  primary key (network_id, quarter),
  check (roles % 5 = 0 and lived % 5 = 0)
);
select casement_tenant('governance_figures');

-- Who led something when the figures were last made anew: nothing of what any of them says of herself. New figures are made only when
-- five or more of them changed, so that no two figures differ by one woman.
create table governance_leads (
  network_id uuid not null,
  account_id uuid not null,
  primary key (network_id, account_id)
);
select casement_tenant('governance_leads');
