-- Webhooks: what happened in a network, told to addresses that its coordinators chose. Nothing else is ever called.
create table webhook_endpoints (
  network_id uuid not null references networks,
  id uuid not null,
  url text not null check (url ~ '^https?://'),
  events text[] not null,
  -- The secret that signs is made of the installation's secret and this number; it is kept nowhere.
  key_version integer not null default 1,
  -- stopped: by us, after days in which nothing arrived.
  state text not null default 'active' check (state in ('active', 'paused', 'stopped')),
  -- Since when nothing has arrived; null while the last attempt did.
  failing_since timestamptz,
  created_by uuid,
  created_at timestamptz not null,
  primary key (network_id, id)
);
select casement_tenant('webhook_endpoints');

-- One event. It holds ids and facts; what names a person is looked up when it is sent, if she still agrees.
create table webhook_messages (
  network_id uuid not null references networks,
  id uuid not null,
  type text not null,
  facts jsonb not null,
  person_id uuid,
  -- The purpose under which the person may be named; null: she is an id.
  purpose text,
  at timestamptz not null,
  primary key (network_id, id),
  foreign key (network_id, person_id) references people on delete cascade
);
create index on webhook_messages (network_id, at);
create index on webhook_messages (network_id, person_id) where person_id is not null;
select casement_tenant('webhook_messages');

create table webhook_deliveries (
  network_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  message_id uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'arrived', 'failed', 'cancelled')),
  attempts integer not null default 0,
  -- When it is tried next. Whoever tries moves it on first, so that a crash leaves it due again.
  due_at timestamptz not null,
  -- The answer's code; null where there was no answer, and `trouble` says why.
  status integer,
  trouble text,
  tried_at timestamptz,
  created_at timestamptz not null,
  primary key (network_id, id),
  unique (network_id, endpoint_id, message_id),
  foreign key (network_id, endpoint_id) references webhook_endpoints on delete cascade,
  foreign key (network_id, message_id) references webhook_messages on delete cascade
);
create index webhook_deliveries_due on webhook_deliveries (network_id, endpoint_id, due_at) where state = 'waiting';
create index on webhook_deliveries (network_id, message_id);
select casement_tenant('webhook_deliveries');
