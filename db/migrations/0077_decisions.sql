-- Decisions of a group, or of the whole network (no group): proposal, questions, consent or vote, outcome.
create table decisions (
  network_id uuid not null references networks,
  id uuid not null,
  group_id uuid,
  title text not null,
  state text not null check (state in ('questions', 'open', 'closed', 'withdrawn')),
  way text not null check (way in ('consent', 'vote')),
  -- Whose voice counts: one member one, or one organisation one, given by who speaks for it.
  voice text not null check (voice in ('member', 'organisation')),
  -- None: yes or no.
  options text[] not null default '{}',
  secret boolean not null,
  -- In per cent of the voices.
  quorum smallint not null check (quorum between 0 and 100),
  majority text not null check (majority in ('most', 'half', 'two-thirds')),
  -- false: after the result totals alone are kept.
  keep_ballots boolean not null,
  -- Each amendment of a consent begins a round.
  round integer not null default 1,
  -- Questions are asked until then; the day is a promise, opening is an act.
  questions_until timestamptz,
  opened_at timestamptz,
  closes_at timestamptz,
  closed_at timestamptz,
  -- How many voices could be heard when it was opened.
  electorate integer not null default 0,
  -- {"is", "option", "heard", "counts": [[choice, voices]]}; without counts where too few voted in secret.
  result jsonb,
  -- What was decided and why, in the group's words.
  recorded text not null default '',
  recorded_at timestamptz,
  -- The meeting at which it is spoken of.
  meeting_id uuid,
  proposed_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  sample boolean not null default false,
  primary key (network_id, id),
  check (not secret or way = 'vote'),
  foreign key (network_id, group_id) references groups on delete cascade,
  foreign key (network_id, meeting_id) references meetings on delete set null (meeting_id)
);
create index on decisions (network_id, created_at, id);
create index on decisions (network_id, group_id, created_at, id);
create index on decisions (network_id, state, closes_at);
create index on decisions (network_id, meeting_id);
select casement_tenant('decisions');

-- The proposal's text in each round, and why it was amended.
create table decision_rounds (
  network_id uuid not null,
  decision_id uuid not null,
  round integer not null,
  proposal text not null,
  reason text not null default '',
  account_id uuid,
  alias text,
  at timestamptz not null,
  primary key (network_id, decision_id, round),
  foreign key (network_id, decision_id) references decisions on delete cascade,
  foreign key (network_id, account_id) references accounts on delete set null (account_id)
);
create index on decision_rounds (network_id, account_id);
select casement_tenant('decision_rounds');

create table decision_questions (
  network_id uuid not null,
  id uuid not null,
  decision_id uuid not null,
  question text not null,
  account_id uuid,
  alias text,
  asked_at timestamptz not null,
  answer text not null default '',
  answered_by uuid,
  answered_alias text,
  answered_at timestamptz,
  primary key (network_id, id),
  foreign key (network_id, decision_id) references decisions on delete cascade,
  foreign key (network_id, account_id) references accounts on delete set null (account_id),
  foreign key (network_id, answered_by) references accounts on delete set null (answered_by)
);
create index on decision_questions (network_id, decision_id, asked_at);
create index on decision_questions (network_id, account_id);
create index on decision_questions (network_id, answered_by);
select casement_tenant('decision_questions');

-- Who could be heard, frozen when it was opened: accounts, or organisations. Who voted is known; what, in a secret ballot, is not.
create table decision_voters (
  network_id uuid not null,
  decision_id uuid not null,
  voter_id uuid not null,
  voted boolean not null default false,
  primary key (network_id, decision_id, voter_id),
  foreign key (network_id, decision_id) references decisions on delete cascade
);
create index on decision_voters (network_id, voter_id);
select casement_tenant('decision_voters');

-- The voices of an open ballot or a consent. A secret ballot never writes here.
create table decision_ballots (
  network_id uuid not null,
  decision_id uuid not null,
  round integer not null,
  voter_id uuid not null,
  choice smallint not null,
  -- Of an objection, or of whoever wants to say why.
  reason text not null default '',
  -- Who gave an organisation's voice.
  account_id uuid,
  alias text,
  at timestamptz not null,
  primary key (network_id, decision_id, round, voter_id),
  foreign key (network_id, decision_id) references decisions on delete cascade,
  foreign key (network_id, account_id) references accounts on delete set null (account_id)
);
create index on decision_ballots (network_id, account_id);
select casement_tenant('decision_ballots');

-- The urn of a secret ballot: how many chose what, and nothing else. Every row of an urn is written anew with each ballot, so that
-- not even the row's own transaction number tells which of them grew.
create table decision_urns (
  network_id uuid not null,
  decision_id uuid not null,
  choice smallint not null,
  votes integer not null default 0,
  primary key (network_id, decision_id, choice),
  foreign key (network_id, decision_id) references decisions on delete cascade
);
select casement_tenant('decision_urns');
