-- Keys with which a network's other programs read its data (OSDI). Kept as a hash; shown once.
create table api_keys (
  network_id uuid not null references networks,
  id uuid not null,
  name text not null,
  token_hash bytea not null,
  -- The last four signs, to tell keys apart.
  ending text not null,
  scopes text[] not null,
  created_by uuid,
  created_at timestamptz not null,
  -- To the hour.
  used_at timestamptz,
  revoked_at timestamptz,
  primary key (network_id, id),
  unique (network_id, token_hash)
);
select casement_tenant('api_keys');
-- Paged by key.
create index on people (network_id, id) where erased_at is null and keep_until is null;
create index actions_by_campaign on actions (network_id, campaign_id, id) where state = 'confirmed';
