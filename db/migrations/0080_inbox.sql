-- The contact page and the shared inbox: what somebody asked, by form, mail, letter or telephone, and what was answered.

-- One row per network: what its contact page shows beside the form.
create table contact_pages (
  network_id uuid not null references networks,
  -- Whether the page is there at all.
  open boolean not null default false,
  phone text not null default '',
  -- By locale: when somebody picks up, and what stands above the form.
  hours jsonb not null default '{}',
  intro jsonb not null default '{}',
  -- In how many days somebody answers, as a rule.
  answer_days integer not null default 7 check (answer_days between 1 and 90),
  updated_at timestamptz not null,
  primary key (network_id)
);
select casement_tenant('contact_pages');

create table inbox_topics (
  network_id uuid not null references networks,
  id uuid not null,
  -- By locale.
  labels jsonb not null,
  position integer not null default 0,
  -- How long what belongs to it is kept after it was closed or answered.
  keep_days integer not null default 365 check (keep_days between 7 and 3650),
  -- To whom what is new goes at once.
  owner_id uuid,
  -- Offered on the contact page.
  offered boolean not null default true,
  sample boolean not null default false,
  closed_at timestamptz,
  primary key (network_id, id),
  foreign key (network_id, owner_id) references accounts on delete set null (owner_id)
);
select casement_tenant('inbox_topics');

create table inquiries (
  network_id uuid not null references networks,
  id uuid not null,
  way text not null check (way in ('form', 'mail', 'letter', 'call', 'visit')),
  state text not null default 'new' check (state in ('new', 'taken', 'waiting', 'answered', 'closed', 'spam')),
  state_at timestamptz not null,
  topic_id uuid,
  owner_id uuid,
  -- Of the room's closed list: somebody, family, inside, lawyer, journalist …
  sender text not null default 'somebody',
  name text not null default '',
  email text not null default '',
  email_key text not null default '',
  phone text not null default '',
  address text not null default '',
  -- The prison or the town, where it is a place we know.
  place_id text references places,
  locale text not null,
  subject text not null,
  received_on date not null,
  -- What may be done with it: nobody, lawyer, anonymous, named; unsaid: ask first.
  may text not null default 'unsaid' check (may in ('unsaid', 'nobody', 'lawyer', 'anonymous', 'named')),
  may_note text not null default '',
  -- In whose words it stands: hers, written down by somebody, of her family, translated.
  words_of text not null default 'hers' check (words_of in ('hers', 'told', 'family', 'translated')),
  -- How she can be answered safely: of the room's closed list, and in words.
  safe text[] not null default '{}',
  safe_note text not null default '',
  person_id uuid,
  account_id uuid,
  entered_by uuid,
  sample boolean not null default false,
  -- Name, address and subject, folded for the search.
  search_key text not null default '',
  created_at timestamptz not null,
  primary key (network_id, id),
  foreign key (network_id, topic_id) references inbox_topics on delete set null (topic_id),
  foreign key (network_id, owner_id) references accounts on delete set null (owner_id),
  foreign key (network_id, person_id) references people on delete set null (person_id),
  foreign key (network_id, account_id) references accounts on delete set null (account_id)
);
create index on inquiries (network_id, state, id);
create index on inquiries (network_id, owner_id, state);
create index on inquiries (network_id, topic_id);
create index on inquiries (network_id, email_key) where email_key <> '';
create index on inquiries (network_id, person_id) where person_id is not null;
create index on inquiries (network_id, account_id) where account_id is not null;
select casement_tenant('inquiries');

-- Everything that was said, in order: what came, what went out by mail or on paper, calls, and notes for ourselves.
create table inquiry_parts (
  network_id uuid not null,
  id uuid not null,
  inquiry_id uuid not null,
  kind text not null check (kind in ('came', 'mail', 'paper', 'call', 'note')),
  at timestamptz not null,
  account_id uuid,
  subject text not null default '',
  body text not null,
  -- A scanned letter.
  file_id uuid,
  -- Of a mail of ours: queued, sent, kept, failed, returned. Of paper: open, posted.
  outcome text,
  -- Of a mail that came: its Message-ID, folded, so that twice is once.
  message_key text,
  -- How many attachments it had; they are dropped.
  dropped integer not null default 0,
  automatic boolean not null default false,
  primary key (network_id, id),
  foreign key (network_id, inquiry_id) references inquiries on delete cascade,
  foreign key (network_id, account_id) references accounts on delete set null (account_id),
  foreign key (network_id, file_id) references files
);
create index on inquiry_parts (network_id, inquiry_id, id);
create index on inquiry_parts (network_id, account_id);
create index on inquiry_parts (network_id, file_id) where file_id is not null;
create unique index on inquiry_parts (network_id, inquiry_id, message_key) where message_key is not null;
select casement_tenant('inquiry_parts');

-- Words to begin an answer with, by locale: {"en": {"subject": …, "body": …}}.
create table inbox_templates (
  network_id uuid not null references networks,
  id uuid not null,
  name text not null,
  texts jsonb not null,
  sample boolean not null default false,
  updated_at timestamptz not null,
  primary key (network_id, id)
);
select casement_tenant('inbox_templates');
