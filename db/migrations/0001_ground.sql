-- The ground: roles, tenancy, accounts, people, consent, audit, mail, files.
-- Every tenant table leads with network_id and passes through casement_tenant(), which adds the second lock.

do $$ begin
  create role casement_app nologin;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin
  execute format('grant casement_app to %I', current_user);
exception when others then
  -- Two databases of one cluster may grant at the same instant; the grant is then already there.
  if not pg_has_role(current_user, 'casement_app', 'member') then raise; end if;
end $$;
grant usage on schema public to casement_app;

-- The network of the current transaction, or null. Set by inNetwork(), never by a session.
create function current_network() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('casement.network', true), '')::uuid $$;

create function casement_tenant(t regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', t);
  execute format('create policy tenant on %s using (network_id = (select current_network())) with check (network_id = (select current_network()))', t);
  execute format('grant select, insert, update, delete on %s to casement_app', t);
end $$;

-- One row: what belongs to the whole installation.
create table installation (
  only_one boolean primary key default true check (only_one),
  id uuid not null,
  created_at timestamptz not null default now(),
  -- Set by a restore: no mail leaves until an operator or coordinator releases it.
  mail_held_at timestamptz
);
grant select on installation to casement_app;

create table networks (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z][a-z0-9-]{1,40}$'),
  name jsonb not null,
  tagline jsonb not null default '{}',
  locales text[] not null check (cardinality(locales) > 0),
  accent text not null default '#a8361c' check (accent ~ '^#[0-9a-f]{6}$'),
  country text,
  time_zone text not null default 'UTC',
  -- The public origin that mail links use; null: the installation's.
  origin text,
  mail_from text,
  postal_address text,
  kit text,
  sample boolean not null default false,
  settings jsonb not null default '{}',
  created_at timestamptz not null default now()
);
alter table networks enable row level security;
create policy everyone_reads on networks for select using (true);
create policy own_row on networks for update using (id = (select current_network())) with check (id = (select current_network()));
grant select, update on networks to casement_app;

create table accounts (
  network_id uuid not null references networks,
  id uuid not null,
  email text not null,
  email_key text not null,
  name text not null,
  locale text not null,
  -- argon2id: one run gives the verifier and the wrapping key (HKDF); see platform/crypto.
  passphrase_salt bytea,
  passphrase_params jsonb,
  passphrase_verifier bytea,
  public_key bytea,
  private_key_wrapped bytea,
  sample boolean not null default false,
  created_at timestamptz not null,
  disabled_at timestamptz,
  primary key (network_id, id),
  unique (network_id, email_key)
);
select casement_tenant('accounts');

create table grants (
  network_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  role text not null check (role in ('member', 'lead', 'coordinator', 'administrator', 'auditor')),
  from_at timestamptz not null,
  until_at timestamptz,
  reason text not null,
  granted_by uuid,
  primary key (network_id, id),
  foreign key (network_id, account_id) references accounts on delete cascade
);
create index on grants (network_id, account_id);
select casement_tenant('grants');

create table sessions (
  network_id uuid not null,
  id uuid not null,
  token_hash bytea not null,
  account_id uuid not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (network_id, id),
  unique (network_id, token_hash),
  foreign key (network_id, account_id) references accounts on delete cascade
);
select casement_tenant('sessions');

create table sign_in_links (
  network_id uuid not null,
  id uuid not null,
  token_hash bytea not null,
  account_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (network_id, id),
  unique (network_id, token_hash),
  foreign key (network_id, account_id) references accounts on delete cascade
);
select casement_tenant('sign_in_links');

-- People who act: supporters. One person is one folded address and one folded name
-- (two names on a shared mailbox are two people).
create table people (
  network_id uuid not null references networks,
  id uuid not null,
  name text not null,
  name_key text not null,
  email text not null,
  email_key text not null,
  locale text not null,
  created_at timestamptz not null,
  -- Set while nothing was confirmed: an unconfirmed person is forgotten then.
  keep_until timestamptz,
  erased_at timestamptz,
  primary key (network_id, id),
  unique (network_id, email_key, name_key)
);
create index on people (network_id, keep_until) where keep_until is not null;
select casement_tenant('people');

-- A device on which a person confirmed once and ticked "remember": acts again without another mail.
create table trusted_devices (
  network_id uuid not null,
  id uuid not null,
  token_hash bytea not null,
  person_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (network_id, id),
  unique (network_id, token_hash),
  foreign key (network_id, person_id) references people on delete cascade
);
select casement_tenant('trusted_devices');

-- The consent ledger. Append only: what was asked, in which words, and what she answered, when, how.
create table consent_wordings (
  network_id uuid not null references networks,
  id uuid not null,
  purpose text not null,
  locale text not null,
  text text not null,
  text_hash bytea not null,
  created_at timestamptz not null,
  primary key (network_id, id),
  unique (network_id, purpose, locale, text_hash)
);
select casement_tenant('consent_wordings');

create table consents (
  network_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  purpose text not null,
  -- given: ticked; confirmed: the address proved to be hers; withdrawn: taken back. Only confirmed counts.
  event text not null check (event in ('given', 'confirmed', 'withdrawn')),
  wording_id uuid,
  -- form, mail, paper, import, coordinator
  source text not null,
  action_id uuid,
  account_id uuid,
  at timestamptz not null,
  primary key (network_id, id),
  foreign key (network_id, person_id) references people on delete cascade,
  foreign key (network_id, wording_id) references consent_wordings
);
create index on consents (network_id, person_id, purpose, at);
create index on consents (network_id, action_id);
select casement_tenant('consents');
revoke update, delete on consents from casement_app;
revoke update, delete on consent_wordings from casement_app;

create table audit (
  network_id uuid not null references networks,
  id uuid not null,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('public', 'person', 'account', 'operator', 'system')),
  actor_id uuid,
  verb text not null,
  noun text not null,
  noun_id text,
  detail jsonb not null default '{}',
  -- The keyed chain, sealed by a job after the fact.
  position bigint,
  seal bytea,
  primary key (network_id, id)
);
create index on audit (network_id, id) where seal is null;
create unique index on audit (network_id, position) where position is not null;
select casement_tenant('audit');
revoke update, delete on audit from casement_app;
grant update (position, seal) on audit to casement_app;

-- The outbox. A row is one message to one address; its MIME source is composed once and kept until retention.
create table mails (
  network_id uuid not null references networks,
  id uuid not null,
  kind text not null,
  -- What it is about: an action, a delivery, a sign-in link.
  subject_id uuid not null,
  -- 0 before 10: confirmations and sign-in first, letters next, bulk last.
  priority smallint not null default 5,
  -- queued: waits; claimed: a worker composed it; sending: DATA may have begun (letters only);
  -- sent; kept: no mail server is configured, readable in the outbox; failed: refused for good;
  -- uncertain: the process ended between DATA and the answer, a person decides; cancelled.
  state text not null default 'queued'
    check (state in ('queued', 'claimed', 'sending', 'sent', 'kept', 'failed', 'uncertain', 'cancelled')),
  -- Never repeated by itself after an uncertain end (letters to decision-makers).
  once boolean not null default false,
  to_address text not null,
  locale text not null,
  message_id text not null,
  subject text,
  mime bytea,
  attempts integer not null default 0,
  due_at timestamptz not null,
  claimed_by uuid,
  claimed_until timestamptz,
  response text,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (network_id, id)
);
create index mails_due on mails (network_id, priority, due_at, id) where state = 'queued';
create index mails_open on mails (network_id, claimed_until) where state in ('claimed', 'sending');
create index mails_by_subject on mails (network_id, subject_id);
create index mails_by_state on mails (network_id, state, id);
select casement_tenant('mails');

-- Files are content-addressed by a hash keyed per network, so that equal files of two networks do not show it.
create table files (
  network_id uuid not null references networks,
  id uuid not null,
  key text not null check (key ~ '^[0-9a-f]{64}$'),
  media_type text not null,
  bytes bigint not null,
  width integer,
  height integer,
  name text not null,
  removed jsonb not null default '[]',
  created_at timestamptz not null,
  created_by uuid,
  primary key (network_id, id),
  unique (network_id, key)
);
select casement_tenant('files');

-- The controlled vocabularies, the operator's reference tables: written by migrations, kits and imports alone.
create table issues (
  id text primary key,
  strand text not null check (strand in ('cause', 'condition', 'consequence')),
  labels jsonb not null,
  summaries jsonb not null default '{}',
  broader text references issues,
  position integer not null
);
create table places (
  id text primary key,
  kind text not null check (kind in ('country', 'region', 'district', 'facility')),
  parent_id text references places,
  labels jsonb not null,
  sample boolean not null default false
);
create index on places (parent_id);
grant select on issues, places to casement_app;

-- Jobs are asked for in the change's own transaction. The application's role may not call add_job itself:
-- this function stamps the current network, so that no job can name another one.
create function enqueue_job(task text, payload json, job_key text default null, run_at timestamptz default null, priority integer default null)
  returns void language plpgsql security definer set search_path = '' as $$
declare network uuid := nullif(current_setting('casement.network', true), '')::uuid;
begin
  if network is null then raise exception 'a job needs a network'; end if;
  perform graphile_worker.add_job(
    identifier => task,
    payload => (payload::jsonb || jsonb_build_object('network', network))::json,
    job_key => case when enqueue_job.job_key is null then null else network::text || ':' || enqueue_job.job_key end,
    run_at => coalesce(enqueue_job.run_at, now()),
    priority => enqueue_job.priority);
end $$;
revoke all on function enqueue_job from public;
grant execute on function enqueue_job to casement_app;
