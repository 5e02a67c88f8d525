-- A petition is handed over: its papers are frozen as of a moment, and it is written down to whom, when and how they went.
create table handovers (
  network_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  -- To whom, as she is named on the paper; the post where it is one that is known.
  recipient text not null check (recipient <> ''),
  post_id text,
  -- The language of the papers, and the words as they stood when they were frozen.
  locale text not null,
  title text not null,
  heading text not null,
  words text not null,
  as_of timestamptz not null,
  -- Signatures that counted at that moment, how many of them may be named, how many waited or were taken back.
  confirmed integer not null,
  listed integer not null,
  waiting integer not null,
  withdrawn integer not null,
  -- By district, as anybody may read it: {rows: [{name, count}], few}.
  districts jsonb not null,
  prepared_by uuid,
  state text not null default 'preparing' check (state in ('preparing', 'ready', 'failed')),
  csv_sha256 text,
  csv_bytes bigint,
  -- The paper itself, until somebody in it is erased or its time is over; its checksum stays.
  pdf bytea,
  pdf_sha256 text,
  pdf_pages integer,
  removed_at timestamptz,
  -- When, how and into whose hands it went; null until it was handed over.
  handed_on date,
  way text check (way in ('person', 'post', 'email', 'other')),
  received_by text not null default '',
  note text not null default '',
  recorded_by uuid,
  recorded_at timestamptz,
  -- The message to those who asked for it: its own words, and when it was put into the outbox.
  news text not null default '',
  told_at timestamptz,
  told integer,
  primary key (network_id, id),
  foreign key (network_id, campaign_id) references campaigns on delete cascade,
  check ((handed_on is null) = (way is null))
);
create index on handovers (network_id, campaign_id, id);
select casement_tenant('handovers');

-- Whose signatures went with it. A name, district and comment stand here only for those who agreed to be named.
create table handover_signatures (
  network_id uuid not null,
  id uuid not null default gen_random_uuid(),
  handover_id uuid not null,
  action_id uuid not null,
  position integer not null,
  listed boolean not null,
  name text,
  district text,
  comment text,
  signed_on date not null,
  primary key (network_id, id),
  unique (network_id, handover_id, action_id),
  foreign key (network_id, handover_id) references handovers on delete cascade,
  foreign key (network_id, action_id) references actions on delete cascade
);
create index on handover_signatures (network_id, handover_id, position) where listed;
create index on handover_signatures (network_id, action_id);
select casement_tenant('handover_signatures');
