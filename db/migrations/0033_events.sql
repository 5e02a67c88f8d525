-- Events: a hall where many share one connection; and cards signed on paper, typed in later.

create table events (
  network_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  -- Short, to be read off a slide: no letter that looks like another.
  code text not null check (code ~ '^[A-HJKMNP-Z2-9]{5,8}$'),
  name text not null,
  place text not null default '',
  -- Wall time on the clocks of the place; the zone's rules may change before the day.
  starts_at timestamp not null,
  ends_at timestamp not null,
  time_zone text not null,
  -- How many actions its code lets through beside the limits of an address.
  most integer not null check (most between 1 and 20000),
  created_by uuid,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (network_id, id),
  unique (network_id, code),
  foreign key (network_id, campaign_id) references campaigns on delete cascade,
  check (ends_at > starts_at)
);
create index on events (network_id, campaign_id);
select casement_tenant('events');

-- Members who may type in the cards of one event, beside the coordinators.
create table event_witnesses (
  network_id uuid not null,
  event_id uuid not null,
  account_id uuid not null,
  primary key (network_id, event_id, account_id),
  foreign key (network_id, event_id) references events on delete cascade,
  foreign key (network_id, account_id) references accounts on delete cascade
);
create index on event_witnesses (network_id, account_id);
select casement_tenant('event_witnesses');

-- Cards typed in together: who saw them signed, and who typed them.
create table card_batches (
  network_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  event_id uuid,
  witness text not null check (witness <> ''),
  signed_on date not null,
  locale text not null,
  typed_by uuid,
  created_at timestamptz not null,
  undone_at timestamptz,
  undone_by uuid,
  primary key (network_id, id),
  foreign key (network_id, campaign_id) references campaigns on delete cascade,
  foreign key (network_id, event_id) references events on delete set null (event_id)
);
create index on card_batches (network_id, campaign_id);
create index on card_batches (network_id, event_id) where event_id is not null;
select casement_tenant('card_batches');

-- One card. Nothing of what stood on it is here: that is the action's and the person's.
create table cards (
  network_id uuid not null,
  id uuid not null,
  batch_id uuid not null,
  -- Null where the person had acted already, and when the action was forgotten.
  action_id uuid,
  outcome text not null check (outcome in ('counted', 'again', 'same')),
  typed_at timestamptz not null,
  primary key (network_id, id),
  foreign key (network_id, batch_id) references card_batches on delete cascade,
  foreign key (network_id, action_id) references actions on delete set null (action_id)
);
create index on cards (network_id, batch_id, id);
create index on cards (network_id, action_id) where action_id is not null;
select casement_tenant('cards');
