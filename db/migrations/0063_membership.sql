-- Membership: its rules in each network, the form by which somebody applies, what she agrees to, applications and their review,
-- invitations, what happened to a membership, renewal.

create table membership_settings (
  network_id uuid not null references networks,
  -- Who may apply by the public form.
  individuals boolean not null default true,
  organisations boolean not null default true,
  -- Two different people decide about an application.
  second_eyes boolean not null default false,
  -- How long a membership lasts, in months; null: without end.
  term_months integer,
  -- How many days after its renewal day a membership still holds.
  grace_days integer not null default 30,
  updated_at timestamptz not null,
  primary key (network_id)
);
select casement_tenant('membership_settings');

-- The questions beside name, address, country and why. A published form never changes: old answers stay readable.
create table application_forms (
  network_id uuid not null references networks,
  id uuid not null,
  kind text not null check (kind in ('individual', 'organisation')),
  -- 0: the draft that is being worked on.
  version integer not null,
  -- A list of { id, type, required, label: by locale, options: [{ id, label }] }.
  questions jsonb not null default '[]',
  published_at timestamptz,
  published_by uuid,
  primary key (network_id, id),
  unique (network_id, kind, version)
);
select casement_tenant('application_forms');

-- What members agree to, by name: the network's goals, its beliefs, a code of conduct.
create table agreements (
  network_id uuid not null references networks,
  id uuid not null,
  name jsonb not null,
  created_at timestamptz not null,
  -- No longer asked for.
  closed_at timestamptz,
  sample boolean not null default false,
  primary key (network_id, id)
);
select casement_tenant('agreements');

create table agreement_versions (
  network_id uuid not null,
  id uuid not null,
  agreement_id uuid not null,
  version integer not null,
  -- By locale, Markdown.
  body jsonb not null,
  -- From this day it is the one that is asked for.
  published_on date not null,
  created_at timestamptz not null,
  created_by uuid,
  primary key (network_id, id),
  unique (network_id, agreement_id, version),
  foreign key (network_id, agreement_id) references agreements on delete cascade
);
select casement_tenant('agreement_versions');

create table applications (
  network_id uuid not null references networks,
  id uuid not null,
  kind text not null check (kind in ('individual', 'organisation')),
  -- unconfirmed: her address is not proved. waiting: for a reviewer. asked: for her answer. seconded: for the second pair of eyes.
  state text not null check (state in ('unconfirmed', 'waiting', 'asked', 'seconded', 'admitted', 'declined', 'withdrawn')),
  name text not null,
  -- Of an organisation: its name; `name` is who writes for it.
  organisation text,
  website text,
  email text,
  email_key text,
  country text references places,
  why text not null default '',
  locale text not null,
  form_id uuid,
  answers jsonb not null default '{}',
  -- By whom it was typed in, where it came on paper.
  entered_by uuid,
  created_at timestamptz not null,
  confirmed_at timestamptz,
  -- What the first of two reviewers found, and who she was.
  first_by uuid,
  first_finding text,
  decided_at timestamptz,
  decided_by uuid,
  membership_id uuid,
  sample boolean not null default false,
  primary key (network_id, id),
  foreign key (network_id, form_id) references application_forms
);
create index on applications (network_id, state, id);
create index on applications (network_id, email_key);
select casement_tenant('applications');

-- What was said and done about an application, in order.
create table application_events (
  network_id uuid not null,
  id uuid not null,
  application_id uuid not null,
  at timestamptz not null,
  -- Null: the applicant.
  by_account uuid,
  kind text not null check (kind in ('confirmed', 'question', 'answer', 'finding', 'disagreed', 'admitted', 'declined', 'withdrawn')),
  -- A question, an answer, a reason. To the applicant only where the kind says so.
  words text not null default '',
  primary key (network_id, id),
  foreign key (network_id, application_id) references applications on delete cascade
);
create index on application_events (network_id, application_id, id);
select casement_tenant('application_events');

-- Who agreed to which version, when.
create table agreement_consents (
  network_id uuid not null,
  id uuid not null,
  version_id uuid not null,
  application_id uuid,
  account_id uuid,
  locale text not null,
  agreed_at timestamptz not null,
  primary key (network_id, id),
  foreign key (network_id, version_id) references agreement_versions on delete cascade,
  foreign key (network_id, application_id) references applications on delete cascade,
  foreign key (network_id, account_id) references accounts on delete cascade
);
create unique index on agreement_consents (network_id, account_id, version_id) where account_id is not null;
create index on agreement_consents (network_id, application_id);
create index on agreement_consents (network_id, version_id);
select casement_tenant('agreement_consents');

-- Somebody who was asked to join. The address is kept until she joined or a year is over.
create table membership_invitations (
  network_id uuid not null references networks,
  id uuid not null,
  email text not null,
  email_key text not null,
  name text not null default '',
  locale text not null,
  words text not null default '',
  -- sent: asked. joined: she applied or was admitted. withdrawn: taken back; its link opens nothing.
  state text not null check (state in ('sent', 'joined', 'withdrawn')),
  invited_by uuid,
  created_at timestamptz not null,
  -- When the last mail was asked for; one a day at most.
  mailed_at timestamptz not null,
  settled_at timestamptz,
  sample boolean not null default false,
  primary key (network_id, id)
);
create unique index on membership_invitations (network_id, email_key) where state = 'sent';
create index on membership_invitations (network_id, state, id);
select casement_tenant('membership_invitations');

-- What happened to a membership, in order. Reasons are for coordinators and for her.
create table membership_events (
  network_id uuid not null,
  id uuid not null,
  membership_id uuid not null,
  at timestamptz not null,
  by_account uuid,
  kind text not null check (kind in ('began', 'imported', 'renewed', 'suspended', 'lifted', 'left', 'ended', 'merged', 'parted')),
  words text not null default '',
  detail jsonb not null default '{}',
  primary key (network_id, id),
  foreign key (network_id, membership_id) references memberships on delete cascade
);
create index on membership_events (network_id, membership_id, id);
select casement_tenant('membership_events');

-- Whom a mail told that something happened to a membership.
create table membership_notices (
  network_id uuid not null,
  id uuid not null,
  event_id uuid not null,
  account_id uuid not null,
  at timestamptz not null,
  primary key (network_id, id),
  foreign key (network_id, event_id) references membership_events on delete cascade,
  foreign key (network_id, account_id) references accounts on delete cascade
);
select casement_tenant('membership_notices');

-- Whom a mail reminded of which renewal day: of each step once, whatever happens in between.
create table renewal_reminders (
  network_id uuid not null,
  membership_id uuid not null,
  renew_on date not null,
  -- Days before.
  step integer not null,
  account_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  primary key (network_id, membership_id, renew_on, step, account_id),
  foreign key (network_id, membership_id) references memberships on delete cascade,
  foreign key (network_id, account_id) references accounts on delete cascade
);
create unique index on renewal_reminders (network_id, id);
select casement_tenant('renewal_reminders');

-- Memberships in the order of the desk's list, and by state.
create index on memberships (network_id, id);
create index on memberships (network_id, state, id);

-- A text without accents and capitals, for looking somebody up by name.
create function casement_folded(words text) returns text language sql immutable parallel safe strict as $$
  select lower(regexp_replace(normalize(words, NFKD), '[\u0300-\u036f]', '', 'g'))
$$;

-- The memberships of this network whose woman or organisation has these words in her name, or this address: the newest 500.
create function memberships_named(words text) returns setof uuid
  language sql stable security definer set search_path = '' as $$
  select m.id from public.memberships m
    left join public.accounts a on a.network_id = m.network_id and a.id = m.account_id
    left join public.organisations o on o.network_id = m.network_id and o.id = m.organisation_id
   where m.network_id = public.current_network()
     and (strpos(public.casement_folded(coalesce(a.name, o.name)), public.casement_folded(words)) > 0
          or a.email_key = lower(words) or a.username_key = lower(words))
   order by m.id desc limit 500
$$;
