-- What is written in a working group: threads of numbered posts, what they looked like before, files, who is named, who read what.

-- An index whose first column is the network and whose second is full text.
create extension if not exists btree_gin;

create table threads (
  network_id uuid not null,
  id uuid not null,
  group_id uuid not null,
  title text not null,
  -- Who began it, for her own rights alone; null once that is gone with her. No page names her by it.
  author_id uuid,
  -- The name under which she wrote; null: a former member.
  shown_as text,
  created_at timestamptz not null,
  -- The number of its last post, and when that was written.
  last_n integer not null default 0,
  last_at timestamptz not null,
  pinned_at timestamptz,
  locked_at timestamptz,
  -- Nobody writes in it until then.
  cooled_until timestamptz,
  cooled_reason text,
  sample boolean not null default false,
  primary key (network_id, id),
  foreign key (network_id, group_id) references groups on delete cascade,
  foreign key (network_id, author_id) references accounts on delete set null (author_id)
);
create index on threads (network_id, group_id, last_at, id);
create index on threads (network_id, group_id, pinned_at) where pinned_at is not null;
create index on threads (network_id, author_id) where author_id is not null;
select casement_tenant('threads');

create table thread_posts (
  network_id uuid not null,
  id uuid not null,
  thread_id uuid not null,
  group_id uuid not null,
  -- 1, 2, 3 … in the order in which they were committed: what was read and what was told is remembered by it.
  n integer not null,
  author_id uuid,
  shown_as text,
  -- Markdown; '' once removed.
  body text not null,
  -- The post it answers.
  answers integer,
  created_at timestamptz not null,
  edited_at timestamptz,
  -- Hidden: kept for those who moderate. Removed: gone.
  hidden_at timestamptz,
  removed_at timestamptz,
  reason text,
  -- Taken back by whoever wrote it.
  taken_back boolean not null default false,
  by_mail boolean not null default false,
  -- Of the mail it came by, so that the same mail is one post.
  message_key text,
  -- 'g:' and the group, and every folded word: what search asks.
  words tsvector not null,
  primary key (network_id, id),
  unique (network_id, thread_id, n),
  foreign key (network_id, thread_id) references threads on delete cascade,
  foreign key (network_id, author_id) references accounts on delete set null (author_id)
);
create unique index on thread_posts (network_id, message_key) where message_key is not null;
create index on thread_posts (network_id, author_id, id) where author_id is not null;
create index thread_posts_words on thread_posts using gin (network_id, words);
select casement_tenant('thread_posts');

-- What a post said before it was edited.
create table post_versions (
  network_id uuid not null,
  post_id uuid not null,
  -- When this text was replaced.
  until_at timestamptz not null,
  body text not null,
  primary key (network_id, post_id, until_at),
  foreign key (network_id, post_id) references thread_posts on delete cascade
);
select casement_tenant('post_versions');

create table post_files (
  network_id uuid not null,
  post_id uuid not null,
  file_id uuid not null,
  primary key (network_id, post_id, file_id),
  foreign key (network_id, post_id) references thread_posts on delete cascade,
  foreign key (network_id, file_id) references files (network_id, id)
);
create index on post_files (network_id, file_id);
select casement_tenant('post_files');

-- Who is named in which post.
create table post_mentions (
  network_id uuid not null,
  account_id uuid not null,
  thread_id uuid not null,
  n integer not null,
  primary key (network_id, account_id, thread_id, n),
  foreign key (network_id, thread_id) references threads on delete cascade,
  foreign key (network_id, account_id) references accounts on delete cascade
);
create index on post_mentions (network_id, thread_id, n);
select casement_tenant('post_mentions');

-- One reader of one thread: how far she read, how far she was told, and what she wants to be told.
create table thread_readers (
  network_id uuid not null,
  account_id uuid not null,
  thread_id uuid not null,
  -- Names both where mail must: made from nothing else.
  id uuid not null default gen_random_uuid(),
  read_n integer not null default 0,
  told_n integer not null default 0,
  -- null: as for the group.
  watch text check (watch in ('all', 'mentions', 'nothing')),
  primary key (network_id, account_id, thread_id),
  foreign key (network_id, thread_id) references threads on delete cascade,
  foreign key (network_id, account_id) references accounts on delete cascade
);
create unique index on thread_readers (network_id, id);
create index on thread_readers (network_id, thread_id);
select casement_tenant('thread_readers');

-- Posts of one group that hold every word, the newest first; ids alone, to be joined back under the policies. `wanted` are
-- folded words; each finds what begins with it. (Full text is not leakproof: under row-level security its index would not be used.)
create function search_posts(wanted_group uuid, wanted text[], before uuid, most integer) returns setof uuid
  language plpgsql stable security definer set search_path = '' as $$
declare
  network uuid := public.current_network();
  asked tsquery;
begin
  if network is null or cardinality(wanted) = 0 then return; end if;
  select string_agg(pg_catalog.quote_literal(w) || ':*', ' & ')::tsquery into asked from unnest(wanted) as w;
  asked := (pg_catalog.quote_literal('g:' || wanted_group))::tsquery && asked;
  return query
    select p.id from public.thread_posts p
    where p.network_id = network and p.words @@ asked and p.group_id = wanted_group
      and p.hidden_at is null and p.removed_at is null and (before is null or p.id < before)
    order by p.id desc limit most;
end $$;
revoke all on function search_posts from public;
grant execute on function search_posts to casement_app;
