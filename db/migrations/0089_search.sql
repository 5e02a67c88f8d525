-- The search over everything: what can be found, for whom, in which words.

create extension if not exists unaccent;
create extension if not exists pg_trgm;
-- So that network_id can lead the indexes of words too.
create extension if not exists btree_gin;

-- One configuration per language: accents do not matter, words are brought to their stems. Other languages are searched by
-- their words as they stand.
do $$
declare lang record;
begin
  for lang in
    select * from (values ('ar', 'arabic'), ('hy', 'armenian'), ('eu', 'basque'), ('ca', 'catalan'), ('da', 'danish'), ('nl', 'dutch'),
      ('en', 'english'), ('fi', 'finnish'), ('fr', 'french'), ('de', 'german'), ('el', 'greek'), ('hi', 'hindi'), ('hu', 'hungarian'),
      ('id', 'indonesian'), ('ga', 'irish'), ('it', 'italian'), ('lt', 'lithuanian'), ('ne', 'nepali'), ('no', 'norwegian'),
      ('pt', 'portuguese'), ('ro', 'romanian'), ('ru', 'russian'), ('sr', 'serbian'), ('es', 'spanish'), ('sv', 'swedish'),
      ('ta', 'tamil'), ('tr', 'turkish'), ('yi', 'yiddish')) as known (code, base)
  loop
    execute format('create text search configuration public.casement_%s (copy = pg_catalog.%I)', lang.code, lang.base);
    execute format('alter text search configuration public.casement_%s alter mapping for hword, hword_part, word with public.unaccent, pg_catalog.%I',
      lang.code, lang.base || '_stem');
  end loop;
  create text search configuration public.casement_simple (copy = pg_catalog.simple);
  alter text search configuration public.casement_simple alter mapping for hword, hword_part, word with public.unaccent, pg_catalog.simple;
end $$;

-- One thing in one language. Derived from the rooms' own tables: not backed up, made anew where it is missing.
create table search_entries (
  network_id uuid not null references networks,
  id uuid not null,
  -- The room's word for it, and the thing.
  kind text not null,
  subject_id uuid not null,
  -- What its address ends in.
  key text not null,
  locale text not null,
  -- public, members, coordinators, or group: and the group's id.
  audience text not null,
  visible_from timestamptz not null,
  dated text not null default '',
  -- What the search can be narrowed by: year:2024, issue:poverty, place:ke.
  facets text[] not null default '{}',
  title text not null,
  body text not null,
  title_words tsvector not null,
  words tsvector not null,
  primary key (network_id, id)
);
-- Ranking reads the words of many entries: kept as they are, without packing.
alter table search_entries alter column words set storage external;
create index search_entries_words on search_entries using gin (network_id, words);
create index on search_entries (network_id, kind, subject_id);
create index on search_entries (network_id, subject_id);
select casement_tenant('search_entries');

-- Where in it: a page or chapter of one of its files.
create table search_passages (
  network_id uuid not null references networks,
  subject_id uuid not null,
  locale text not null,
  file_id uuid not null,
  part integer not null,
  label text not null default '',
  body text not null,
  words tsvector not null,
  primary key (network_id, subject_id, file_id, part)
);
select casement_tenant('search_passages');

-- What changed and was not read again yet.
create table search_stale (
  network_id uuid not null references networks,
  kind text not null,
  subject_id uuid not null,
  primary key (network_id, kind, subject_id)
);
select casement_tenant('search_stale');

-- Which languages there are, and since when everything is in it.
create table search_state (
  network_id uuid primary key references networks,
  configs text[] not null default '{}',
  built_at timestamptz,
  version integer not null
);
select casement_tenant('search_state');

-- Words that occur somewhere, for a word that is mistyped. A word alone says nothing: it is offered only where whoever asks finds
-- something by it.
create table search_vocabulary (
  network_id uuid not null references networks,
  word text not null,
  primary key (network_id, word)
);
create index search_vocabulary_alike on search_vocabulary using gin (network_id, word public.gin_trgm_ops);
select casement_tenant('search_vocabulary');

-- A search that somebody keeps, and is told of when there is something new.
create table saved_searches (
  network_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  name text not null,
  -- The search as it stands in its address.
  query text not null,
  mail boolean not null,
  created_at timestamptz not null,
  -- What she was told of, or saw, last.
  looked_at timestamptz not null,
  mailed_at timestamptz,
  primary key (network_id, id),
  foreign key (network_id, account_id) references accounts on delete cascade
);
create index on saved_searches (network_id, account_id);
select casement_tenant('saved_searches');
-- When something came to be found first, for them.
alter table search_entries add column entered_at timestamptz not null;
create index on search_entries (network_id, entered_at);

create function search_outdated(network uuid, subject_kind text, subject uuid) returns void language plpgsql security definer set search_path = '' as $$
begin
  if subject is null then return; end if;
  delete from public.search_entries where network_id = network and kind = subject_kind and subject_id = subject;
  delete from public.search_passages where network_id = network and subject_id = subject;
  insert into public.search_stale (network_id, kind, subject_id) values (network, subject_kind, subject) on conflict do nothing;
  -- One request for each transaction, however many rows it writes.
  if public.current_network() = network and coalesce(current_setting('casement.search_asked', true), '') <> pg_current_xact_id()::text then
    perform set_config('casement.search_asked', pg_current_xact_id()::text, true);
    perform public.enqueue_job('search.index', '{}'::json, 'search.index');
  end if;
end $$;
revoke all on function search_outdated(uuid, text, uuid) from public;

-- A change takes a thing out of the search in the same transaction and asks for it to be read again: what was withdrawn is
-- found by nobody from that moment on.
create function search_changed() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  network uuid;
  subject uuid;
begin
  if tg_op = 'UPDATE' then
    if old is not distinct from new then return null; end if;
  end if;
  if tg_op = 'DELETE' then
    execute format('select ($1).network_id, ($1).%I', tg_argv[1]) into network, subject using old;
  else
    execute format('select ($1).network_id, ($1).%I', tg_argv[1]) into network, subject using new;
  end if;
  if tg_nargs > 2 and tg_op <> 'DELETE' then
    if not (to_jsonb(new) ->> 'subject') = tg_argv[2] then return null; end if;
  elsif tg_nargs > 2 then
    if not (to_jsonb(old) ->> 'subject') = tg_argv[2] then return null; end if;
  end if;
  perform public.search_outdated(network, tg_argv[0], subject);
  return null;
end $$;

-- What a work says stands in its files too: when one was read, added or taken away, the work is read again.
create function search_file_changed() returns trigger language plpgsql security definer set search_path = '' as $$
declare one record;
begin
  if tg_table_name = 'library_files' then
    for one in select v.network_id, v.work_id from public.library_versions v
      where (v.network_id, v.id) in ((case when tg_op = 'DELETE' then old.network_id else new.network_id end, case when tg_op = 'DELETE' then old.version_id else new.version_id end))
    loop perform public.search_outdated(one.network_id, 'library', one.work_id); end loop;
  else
    for one in select v.network_id, v.work_id from public.library_files f
      join public.library_versions v on v.network_id = f.network_id and v.id = f.version_id
      where f.network_id = new.network_id and f.file_id = new.file_id
    loop perform public.search_outdated(one.network_id, 'library', one.work_id); end loop;
  end if;
  return null;
end $$;

-- casement_searchable('news_items', 'news', 'id'): rows of that table are, or belong to, things of that kind. With a fourth word only
-- rows whose column "subject" says so.
create function casement_searchable(t regclass, kind text, id_column text, subject text default null) returns void language plpgsql as $$
begin
  execute format('create trigger %I after insert or update or delete on %s for each row execute function search_changed(%L, %L%s)',
    'search_' || kind, t, kind, id_column, case when subject is null then '' else ', ' || quote_literal(subject) end);
end $$;

-- The configuration of a language, by its code; that without stems for every other.
create function search_config(locale text) returns regconfig language sql stable set search_path = '' as $$
  select coalesce(
    (select oid::regconfig from pg_catalog.pg_ts_config
      where cfgname = 'casement_' || split_part(lower(locale), '-', 1) and cfgnamespace = 'public'::regnamespace),
    'public.casement_simple'::regconfig)
$$;

-- What was typed, as PostgreSQL asks it: every word in the forms of all these languages. A word that a language does not count
-- ("the", "para") is left out, unless there is no other.
create function search_query(terms jsonb, configs text[]) returns tsquery language plpgsql stable set search_path = '' as $$
declare
  term jsonb;
  config text;
  one tsquery;
  variants tsquery;
  result tsquery;
  plain tsquery;
  stop boolean;
begin
  for attempt in 1..2 loop
    result := null;
    for term in select * from jsonb_array_elements(terms) loop
      variants := null;
      stop := false;
      foreach config in array configs loop
        one := phraseto_tsquery(('public.' || config)::regconfig, term ->> 'text');
        if numnode(one) = 0 then stop := true;
        elsif variants is null then variants := one;
        else variants := variants || one;
        end if;
      end loop;
      plain := phraseto_tsquery('public.casement_simple', term ->> 'text');
      if numnode(plain) = 0 then continue; end if;
      if (term ->> 'prefix')::boolean and numnode(plain) = 1 then
        one := (plain::text || ':*')::tsquery;
        variants := case when variants is null then one else variants || one end;
      elsif attempt = 1 and stop then continue;
      elsif variants is null or attempt = 2 then
        variants := case when variants is null then plain else variants || plain end;
      end if;
      if (term ->> 'without')::boolean then variants := !! variants; end if;
      if result is null then result := variants;
      elsif (term ->> 'or')::boolean then result := result || variants;
      else result := result && variants;
      end if;
    end loop;
    exit when result is not null;
  end loop;
  return result;
end $$;

-- The search itself. Full text has no leakproof operators, so that under row-level security no index would be used: this runs as the
-- owner, reads the network from the transaction's own setting, and answers for these audiences alone.
-- Answers {total, facets: {kind, locale, year, issue, place}, found: [{subject, kind, key, locale, title, headline, rank}]}; of very many
-- the newest thousand are ranked, those with the words in their title first.
create function search_find(
  terms jsonb, configs text[], audiences text[], moment timestamptz,
  only_kind text, only_locale text, only_facets text[], preferred text, sorted text, skip integer, wanted integer, since timestamptz
) returns jsonb language plpgsql stable security definer
  set search_path = '' set enable_seqscan = off set jit = off set work_mem = '32MB' as $$
declare
  network uuid := public.current_network();
  q tsquery := public.search_query(terms, configs);
  answer jsonb;
begin
  if network is null then raise exception 'a search needs a network'; end if;
  if q is null then return jsonb_build_object('total', 0, 'facets', '{}'::jsonb, 'found', '[]'::jsonb); end if;
  with found as materialized (
    select e.id, e.subject_id, e.kind, e.locale, e.facets, e.dated, e.title_words @@ q as titled
      from public.search_entries e
     where e.words @@ q and e.network_id = network and e.audience = any (audiences) and e.visible_from <= moment
       and (only_kind is null or e.kind = only_kind)
       and (only_locale is null or e.locale = only_locale)
       and (only_facets is null or e.facets @> only_facets)
       and (since is null or e.entered_at > since)
  ), subjects as materialized (
    select subject_id, min(kind) as kind, max(facets) as facets from found group by subject_id
  ), counted as (
    select 'kind:' || kind as facet, count(*) as n from subjects group by kind
    union all select 'language:' || locale, count(distinct subject_id) from found group by locale
    union all select facet, count(*) from subjects, unnest(facets) as facet group by facet
  ), candidates as (
    select id from found order by (sorted <> 'newest' and titled) desc, dated desc, id desc limit 1000
  ), ranked as (
    select e.id, e.subject_id, e.locale, e.dated, e.title,
           ts_rank_cd('{0.1, 0.2, 0.4, 1.0}', e.words, q, 1) * case when e.locale = preferred then 1.2 else 1 end as rank
      from candidates c join public.search_entries e on e.network_id = network and e.id = c.id
  ), best as (
    select distinct on (subject_id) * from ranked order by subject_id, rank desc, id
  ), page as (
    select *, row_number() over (order by
      case when sorted = 'newest' then dated end desc nulls last,
      case when sorted = 'title' then title end,
      rank desc, dated desc, id) as place
      from best order by place offset skip limit wanted
  )
  select jsonb_build_object(
    'total', (select count(*) from subjects),
    'facets', coalesce((select jsonb_object_agg(facet, n) from counted), '{}'::jsonb),
    'found', coalesce((select jsonb_agg(jsonb_build_object(
        'subject', e.subject_id, 'kind', e.kind, 'key', e.key, 'locale', e.locale, 'dated', e.dated,
        'title', e.title,
        'headline', ts_headline(public.search_config(e.locale), left(e.body, 200000), q, E'StartSel=\x01, StopSel=\x02, MaxFragments=2, MaxWords=28, MinWords=12, FragmentDelimiter=\x03')
      ) order by p.place) from page p join public.search_entries e on e.network_id = network and e.id = p.id), '[]'::jsonb))
    into answer;
  return answer;
end $$;
revoke all on function search_find(jsonb, text[], text[], timestamptz, text, text, text[], text, text, integer, integer, timestamptz) from public;
grant execute on function search_find(jsonb, text[], text[], timestamptz, text, text, text[], text, text, integer, integer, timestamptz) to casement_app;

-- In which pages of these things the words stand, the first three of each: for things that whoever asks was found to see.
create function search_inside(terms jsonb, configs text[], subjects uuid[])
  returns table (subject_id uuid, file_id uuid, locale text, part integer, label text, headline text) language plpgsql stable security definer
  set search_path = '' set jit = off as $$
declare
  network uuid := public.current_network();
  q tsquery := public.search_query(terms, configs);
begin
  if network is null or q is null then return; end if;
  return query
    select p.subject_id, p.file_id, p.locale, p.part, p.label,
           ts_headline(public.search_config(p.locale), left(p.body, 50000), q, E'StartSel=\x01, StopSel=\x02, MaxFragments=1, MaxWords=24, MinWords=10')
      from unnest(subjects) as wanted (id)
      cross join lateral (
        select * from public.search_passages i
         where i.network_id = network and i.subject_id = wanted.id and i.words @@ q order by i.part limit 3
      ) p;
end $$;
revoke all on function search_inside(jsonb, text[], uuid[]) from public;
grant execute on function search_inside(jsonb, text[], uuid[]) to casement_app;

-- Words that are written nearly so, the nearest first.
create function search_alike(typed text) returns setof text language sql stable security definer
  set search_path = '' as $$
  select word from public.search_vocabulary
   where network_id = public.current_network() and word operator(public.%) typed and word <> typed and public.similarity(word, typed) >= 0.4
   order by public.similarity(word, typed) desc, word limit 3
$$;
revoke all on function search_alike(text) from public;
grant execute on function search_alike(text) to casement_app;

select casement_searchable('news_items', 'news', 'id');
select casement_searchable('news_texts', 'news', 'item_id');
select casement_searchable('campaigns', 'campaign', 'id');
select casement_searchable('campaign_texts', 'campaign', 'campaign_id');
select casement_searchable('organisations', 'organisation', 'id');
select casement_searchable('library_works', 'library', 'id');
select casement_searchable('library_versions', 'library', 'work_id');
select casement_searchable('tags', 'news', 'subject_id', 'news');
select casement_searchable('tags', 'library', 'subject_id', 'library');
create trigger search_files after insert or delete on library_files for each row execute function search_file_changed();
create trigger search_read after update on file_readings for each row when (new.state is distinct from old.state or new.pages is distinct from old.pages)
  execute function search_file_changed();
