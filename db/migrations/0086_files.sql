-- Files of every kind beside pictures: what is handed in, how it is read, its text and the pictures of its pages.

-- A picture of a page has one row for its content; a document has one for each time it is handed in, with its own name and its own readers.
alter table files add column kind text not null default 'picture' check (kind in ('picture', 'document'));
alter table files drop constraint files_network_id_key_key;
create unique index files_picture on files (network_id, key) where kind = 'picture';
create index files_by_key on files (network_id, key);
create index files_by_maker on files (network_id, created_by) where kind = 'document';

-- How far a document was read. One row for each document.
create table file_readings (
  network_id uuid not null,
  file_id uuid not null,
  -- waiting, read, no-text (its pages hold pictures alone), refused (with the reason), or kept: of a kind that has no text.
  state text not null check (state in ('waiting', 'read', 'no-text', 'refused', 'kept')),
  -- Of the room's closed list; set when refused.
  reason text,
  pages integer not null default 0,
  pages_without_text integer not null default 0,
  -- Pages that have a picture; they come one after another.
  pictured integer not null default 0,
  -- The bytes of all those pictures.
  picture_bytes bigint not null default 0,
  -- The language it was said to be in.
  language text,
  -- Kept as it was sent, with whatever it carries.
  as_sent boolean not null default false,
  -- Stopped short: its text or its pages go further than is kept.
  cut boolean not null default false,
  changed_at timestamptz not null,
  primary key (network_id, file_id),
  foreign key (network_id, file_id) references files on delete cascade
);
create index on file_readings (network_id, state);
select casement_tenant('file_readings');

-- The words of each page or section, for reading aloud, for readers without the picture, and for search.
create table file_texts (
  network_id uuid not null,
  file_id uuid not null,
  page integer not null check (page > 0),
  -- A section's own heading; empty for a page.
  label text not null default '',
  text text not null,
  language text,
  primary key (network_id, file_id, page),
  foreign key (network_id, file_id) references files on delete cascade
);
select casement_tenant('file_texts');

-- A page as a picture; its bytes lie in the file store under the key.
create table file_pages (
  network_id uuid not null,
  file_id uuid not null,
  page integer not null check (page > 0),
  size text not null check (size in ('small', 'large')),
  key text not null check (key ~ '^[0-9a-f]{64}$'),
  bytes integer not null,
  width integer not null,
  height integer not null,
  primary key (network_id, file_id, page, size),
  foreign key (network_id, file_id) references files on delete cascade
);
create index on file_pages (network_id, key);
select casement_tenant('file_pages');

-- A file that is on its way in pieces. How much of it is here is told by the disk alone.
create table file_uploads (
  network_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  name text not null,
  bytes bigint not null check (bytes > 0),
  -- What the browser knows the file by, so that the same one goes on where it stopped.
  mark text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (network_id, id),
  foreign key (network_id, account_id) references accounts on delete cascade
);
create index on file_uploads (network_id, account_id, mark);
create index on file_uploads (network_id, expires_at);
select casement_tenant('file_uploads');
