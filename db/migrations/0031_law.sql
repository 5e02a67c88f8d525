-- The law of asking: which bills a campaign is about, what kind of lobbying it is, what work it took, and the days before an
-- election on which letters rest.

alter table campaigns add column lobbying text not null default 'none' check (lobbying in ('none', 'direct', 'grassroots'));

create table campaign_bills (
  network_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  -- As the legislature writes it: "C-20", "S.1234-A".
  number text not null,
  jurisdiction text not null,
  title text not null default '',
  url text not null check (url ~ '^https?://'),
  created_at timestamptz not null,
  primary key (network_id, id),
  foreign key (network_id, campaign_id) references campaigns on delete cascade
);
create index on campaign_bills (network_id, campaign_id);
select casement_tenant('campaign_bills');

-- What was done for a campaign, by whom, how long and at what cost: what a registry of lobbyists or a tax form asks for.
create table campaign_work (
  network_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  worked_on date not null,
  -- Who did it, as written: staff and volunteers need no account.
  who text not null,
  what text not null,
  minutes integer not null check (minutes between 0 and 60000),
  -- In the smallest unit of the currency (cents); null: no cost.
  cost integer check (cost > 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  lobbying text not null check (lobbying in ('none', 'direct', 'grassroots')),
  recorded_by uuid,
  recorded_at timestamptz not null,
  -- Taken out by mistake, it can be put back.
  removed_at timestamptz,
  primary key (network_id, id),
  foreign key (network_id, campaign_id) references campaigns on delete cascade,
  check ((cost is null) = (currency is null))
);
create index on campaign_work (network_id, campaign_id, worked_on);
select casement_tenant('campaign_work');

-- Dated periods in which nothing is sent to a body, or to every body of a country.
create table quiet_periods (
  network_id uuid not null references networks,
  id uuid not null,
  name text not null,
  body_id text references bodies,
  country text,
  -- The first and the last day, on the clocks of the network.
  from_day date not null,
  until_day date not null,
  -- hold: letters are taken and wait; close: the campaign's form does not offer these people meanwhile.
  mode text not null check (mode in ('hold', 'close')),
  created_by uuid,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (network_id, id),
  check (num_nonnulls(body_id, country) = 1),
  check (until_day >= from_day)
);
create index on quiet_periods (network_id, until_day);
select casement_tenant('quiet_periods');

-- Letters that wait: for the end of a quiet period, or for somebody's look.
create index deliveries_waiting on deliveries (network_id, id) where state = 'composed';
