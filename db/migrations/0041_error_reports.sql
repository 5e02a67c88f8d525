-- A visitor says that something about a decision-maker is wrong. Nothing of the visitor is kept.
create table error_reports (
  network_id uuid not null references networks,
  id uuid not null,
  post_id text not null,
  official_id text,
  -- Who served in the post as the visitor saw it.
  official_name text,
  what text not null check (what in ('left', 'email', 'phone', 'name', 'other')),
  words text not null default '',
  state text not null default 'open' check (state in ('open', 'corrected', 'dismissed', 'passed', 'settled')),
  -- Why it was dismissed, or what the operator is told.
  reason text not null default '',
  reported_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  primary key (network_id, id)
);
create index on error_reports (network_id, state, reported_at);
select casement_tenant('error_reports');
