-- The words with which a campaign is passed on, by language; what is left empty is taken from its texts.
create table campaign_shares (
  network_id uuid not null,
  campaign_id uuid not null,
  locale text not null,
  title text not null default '',
  text text not null default '',
  -- Without the sign #.
  hashtag text not null default '' check (hashtag !~ '[#[:space:]]'),
  primary key (network_id, campaign_id, locale),
  foreign key (network_id, campaign_id) references campaigns on delete cascade
);
select casement_tenant('campaign_shares');

-- Codes that coordinators gave to their own links: "the flyer at the library".
create table campaign_sources (
  network_id uuid not null,
  campaign_id uuid not null,
  code text not null check (code ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  note text not null,
  created_by uuid,
  created_at timestamptz not null,
  primary key (network_id, campaign_id, code),
  foreign key (network_id, campaign_id) references campaigns on delete cascade
);
select casement_tenant('campaign_sources');
