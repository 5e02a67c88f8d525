-- Meetings of a group, or of the whole network (no group). Each occurrence of a series is a row of its own, so that an exception is
-- a row that differs.
alter table accounts
  -- The IANA zone on whose clocks she reads times; null: the network's.
  add column time_zone text;

create table meetings (
  network_id uuid not null references networks,
  id uuid not null,
  group_id uuid,
  series_id uuid,
  title text not null,
  -- The time on the clocks of time_zone is what was agreed; the instant is worked out from it, for order and reminders.
  starts_at timestamp not null,
  time_zone text not null,
  starts_utc timestamptz not null,
  minutes integer not null check (minutes between 5 and 4320),
  place text not null default '',
  -- Where to come in online: shown to those alone who may come.
  link text not null default '',
  about text not null default '',
  -- [{"title", "minutes", "who"}]
  agenda jsonb not null default '[]',
  -- kept; until-over: answers are deleted when it is over and nobody notes who was there; never: nobody is asked.
  attendance text not null check (attendance in ('kept', 'until-over', 'never')),
  -- Grows with each change: RFC 5545, 3.8.7.4.
  sequence integer not null default 0,
  cancelled_at timestamptz,
  cancel_reason text not null default '',
  -- Its minutes, a document.
  minutes_id uuid,
  reminded_at timestamptz,
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  sample boolean not null default false,
  primary key (network_id, id),
  foreign key (network_id, group_id) references groups on delete cascade,
  foreign key (network_id, minutes_id) references documents on delete set null (minutes_id)
);
create index on meetings (network_id, starts_utc, id);
create index on meetings (network_id, group_id, starts_utc, id);
create index on meetings (network_id, series_id, starts_utc);
create index on meetings (network_id, minutes_id);
select casement_tenant('meetings');

create table meeting_documents (
  network_id uuid not null,
  meeting_id uuid not null,
  document_id uuid not null,
  primary key (network_id, meeting_id, document_id),
  foreign key (network_id, meeting_id) references meetings on delete cascade,
  foreign key (network_id, document_id) references documents on delete cascade
);
create index on meeting_documents (network_id, document_id);
select casement_tenant('meeting_documents');

-- Who comes, and who was there; never written where a group does not keep it.
create table meeting_answers (
  network_id uuid not null,
  meeting_id uuid not null,
  account_id uuid not null,
  answer text check (answer in ('coming', 'maybe', 'not')),
  was_there boolean,
  answered_at timestamptz not null,
  primary key (network_id, meeting_id, account_id),
  foreign key (network_id, meeting_id) references meetings on delete cascade,
  foreign key (network_id, account_id) references accounts on delete cascade
);
create index on meeting_answers (network_id, account_id);
select casement_tenant('meeting_answers');

-- What a group (or, by the network's own id, the whole network) keeps of who comes.
create table meeting_habits (
  network_id uuid not null references networks,
  scope_id uuid not null,
  attendance text not null check (attendance in ('kept', 'until-over', 'never')),
  changed_at timestamptz not null,
  primary key (network_id, scope_id)
);
select casement_tenant('meeting_habits');

-- One mail to one person about a meeting; it says that something waits, never what.
create table meeting_notices (
  network_id uuid not null,
  id uuid not null,
  meeting_id uuid not null,
  account_id uuid not null,
  kind text not null check (kind in ('reminder', 'cancelled', 'changed')),
  created_at timestamptz not null,
  primary key (network_id, id),
  foreign key (network_id, meeting_id) references meetings on delete cascade,
  foreign key (network_id, account_id) references accounts on delete cascade
);
create index on meeting_notices (network_id, meeting_id);
create index on meeting_notices (network_id, account_id);
create index on meeting_notices (network_id, created_at);
select casement_tenant('meeting_notices');

-- A secret address at which a calendar program reads somebody's meetings. The address is signed and stands nowhere; without
-- this row it leads nowhere.
create table calendar_feeds (
  network_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  -- Of one group alone; null: of all that she may come to.
  group_id uuid,
  -- With titles, places and links; otherwise only that there is a meeting.
  words boolean not null default false,
  created_at timestamptz not null,
  primary key (network_id, id),
  foreign key (network_id, account_id) references accounts on delete cascade,
  foreign key (network_id, group_id) references groups on delete cascade
);
create index on calendar_feeds (network_id, account_id);
create index on calendar_feeds (network_id, group_id);
select casement_tenant('calendar_feeds');
