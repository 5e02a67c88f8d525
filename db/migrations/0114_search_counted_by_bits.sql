-- Counting what very many texts share: a bit for each thing instead of a row for each of its facets. And marked words cost what is shown.

-- The number of the thing in its network's search; all its entries have it.
alter table search_entries add column no integer;
alter table search_state add column next_no integer not null default 0;

-- Which things have a value of a facet ("year:2024", "kind:news"): a bit each, by their numbers, 1,024 to a row, for each audience apart. A bit
-- of a thing that is gone stays and harms nothing: its number is given to no other, and what is found says first which bits count.
create table search_facets (
  network_id uuid not null references networks,
  block integer not null,
  audience text not null,
  facet text not null,
  bits bit(1024) not null,
  primary key (network_id, block, audience, facet)
);
select casement_tenant('search_facets');

-- Sets the bits of a network's things from this number on. Of a thing that is seen in one language before another, those that come first
-- say what it is about: nobody learns the year of what is under embargo.
create function search_mark(network uuid, first integer) returns void language sql set search_path = '' as $$
  insert into public.search_facets (network_id, block, audience, facet, bits)
  select network, each.no / 1024, each.audience, each.facet, bit_or(set_bit(0::bit(1024), each.no % 1024, 1))
    from (select e.no, e.audience, unnest(e.facets || ('kind:' || e.kind)) as facet
            from public.search_entries e
           where e.network_id = network and e.no >= first
             and not exists (select 1 from public.search_entries o where o.network_id = network and o.no = e.no
                              and o.audience = e.audience and o.visible_from < e.visible_from)) each
   group by each.no / 1024, each.audience, each.facet
  on conflict (network_id, block, audience, facet) do update set bits = public.search_facets.bits | excluded.bits
$$;

-- Numbers a network's things anew, without the gaps that changes left.
create function search_renumber(network uuid) returns void language sql set search_path = '' as $$
  update public.search_entries e set no = numbered.no
    from (select id, dense_rank() over (order by subject_id) - 1 as no from public.search_entries where network_id = network) numbered
   where e.network_id = network and e.id = numbered.id;
  update public.search_state set next_no = (select coalesce(max(no) + 1, 0) from public.search_entries where network_id = network)
   where network_id = network;
  delete from public.search_facets where network_id = network;
  select public.search_mark(network, 0);
$$;

create index search_entries_by_no on search_entries (network_id, no);
select search_renumber(network_id) from search_state;
alter table search_entries alter column no set not null;

-- What was typed, as PostgreSQL asks it: every word in the forms of all these languages. A word that a language does not count
-- ("the", "para") is left out, unless there is no other.
create or replace function search_query(terms jsonb, configs text[]) returns tsquery language plpgsql stable set search_path = '' as $$
declare
  term jsonb;
  config text;
  one tsquery;
  variants tsquery;
  result tsquery;
  plain tsquery;
  -- Many languages make the same of a word: it is asked once.
  seen text[];
  stop boolean;
begin
  for attempt in 1..2 loop
    result := null;
    for term in select * from jsonb_array_elements(terms) loop
      variants := null;
      seen := '{}';
      stop := false;
      foreach config in array configs loop
        one := phraseto_tsquery(('public.' || config)::regconfig, term ->> 'text');
        if numnode(one) = 0 then stop := true;
        elsif one::text = any (seen) then continue;
        elsif variants is null then variants := one;
        else variants := variants || one;
        end if;
        seen := seen || one::text;
      end loop;
      plain := phraseto_tsquery('public.casement_simple', term ->> 'text');
      if numnode(plain) = 0 then continue; end if;
      if (term ->> 'prefix')::boolean and numnode(plain) = 1 then
        one := (plain::text || ':*')::tsquery;
        variants := case when variants is null then one else variants || one end;
      elsif attempt = 1 and stop then continue;
      elsif variants is null or attempt = 2 and plain::text <> all (seen) then
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

-- The part of a text in which the words stand, with them marked. Marking reads every word of what it is given, so windows are cut first,
-- around the first places where the stems begin: as many as fragments are wanted.
create or replace function search_snippet(locale text, body text, q tsquery, fragments integer) returns text language plpgsql stable set search_path = '' as $$
declare
  config regconfig := public.search_config(locale);
  stems text[];
  -- The beginning is unpacked in a tenth of the time of a long text, and common words stand there.
  low text := lower(left(body, 4000));
  places integer[];
  place integer;
  past integer := 0;
  part text;
  shown text;
begin
  select array_agg(distinct case when length(m.word[1]) > 4 then left(m.word[1], length(m.word[1]) - 1) else m.word[1] end) into stems
    from regexp_matches(q::text, '''([^'']+)''', 'g') as m (word) where length(m.word[1]) > 1;
  for attempt in 1..2 loop
    select array_agg(distinct strpos(low, stem)) filter (where strpos(low, stem) > 0) into places from unnest(stems) as stem;
    exit when places is not null or length(low) < 4000;
    low := lower(body);
  end loop;
  -- Written with accents that the stems have not, or in another form: the beginning says at least what it is.
  if places is null then
    return ts_headline(config, left(body, 1500), q, E'StartSel=\x01, StopSel=\x02, MaxWords=40, MinWords=20, MaxFragments=1');
  end if;
  for place in select p from unnest(places) as p order by p loop
    continue when place < past;
    place := greatest(place - 100, 1);
    part := substr(body, place, 320);
    -- Not from the middle of a word, nor to it.
    if place > 1 then part := regexp_replace(part, '^\S*\s', ''); end if;
    if place + 320 <= length(body) then part := regexp_replace(part, '\s\S*$', ''); end if;
    -- All of the window, each word by itself: the others of the question may stand elsewhere.
    shown := coalesce(shown || E'\x03', '') || ts_headline(config, part, q, E'StartSel=\x01, StopSel=\x02, HighlightAll=true');
    fragments := fragments - 1;
    exit when fragments = 0;
    past := place + 300;
  end loop;
  return shown;
end $$;

-- As before, but for the counts: of few they are taken from their rows, of many from the bits. Five hundred are ranked.
create or replace function search_find(
  terms jsonb, audiences text[], moment timestamptz,
  only_kind text, only_locale text, only_facets text[], preferred text, sorted text, skip integer, wanted integer, since timestamptz
) returns jsonb language plpgsql stable security definer
  set search_path = '' set enable_seqscan = off set jit = off set work_mem = '32MB' set plan_cache_mode = force_generic_plan as $$
declare
  network uuid := public.current_network();
  languages text[];
  q tsquery;
  answer jsonb;
begin
  if network is null then raise exception 'a search needs a network'; end if;
  select configs into languages from public.search_state s where s.network_id = network;
  if cardinality(languages) > 0 then q := public.search_query(terms, languages); end if;
  if q is null then return jsonb_build_object('total', 0, 'facets', '{}'::jsonb, 'found', '[]'::jsonb); end if;
  with found as materialized (
    select e.id, e.no, e.locale, e.dated, e.title_words @@ q as titled
      from public.search_entries e
     where e.words @@ q and e.network_id = network and e.audience = any (audiences) and e.visible_from <= moment
       and (only_kind is null or e.kind = only_kind)
       and (only_locale is null or e.locale = only_locale)
       and (only_facets is null or e.facets @> only_facets)
       and (since is null or e.entered_at > since)
  ), languages as materialized (
    -- A thing counts once in each language, for whomever it was written.
    select no / 1024 as block, locale, bit_or(set_bit(0::bit(1024), no % 1024, 1)) as bits from found group by no / 1024, locale
  ), things as materialized (
    select block, bit_or(bits) as bits from languages group by block
  ), few as materialized (
    select not exists (select 1 from found offset 300) as few
  ), counted as (
    select 'language:' || locale as facet, sum(bit_count(bits)) as n from languages group by locale
    union all
    select facet, count(distinct no)
      from (select f.no, unnest(e.facets || ('kind:' || e.kind)) as facet
              from found f join public.search_entries e on e.network_id = network and e.id = f.id where (select w.few from few w)) each
     group by facet
    union all
    select facet, sum(n) from (
      select f.facet, bit_count(t.bits & bit_or(f.bits)) as n
        from things t join public.search_facets f on f.network_id = network and f.block = t.block and f.audience = any (audiences)
       where not (select w.few from few w) group by f.block, f.facet, t.bits) each
     group by facet having sum(n) > 0
  ), candidates as (
    select id from found order by (sorted <> 'newest' and titled) desc, dated desc, id desc limit 500
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
    'total', (select coalesce(sum(bit_count(bits)), 0) from things),
    'facets', coalesce((select jsonb_object_agg(facet, n) from counted), '{}'::jsonb),
    'found', coalesce((select jsonb_agg(jsonb_build_object(
        'subject', e.subject_id, 'kind', e.kind, 'key', e.key, 'locale', e.locale, 'dated', e.dated, 'title', e.title,
        'headline', public.search_snippet(e.locale, e.body, q, 2),
        'inside', (select coalesce(jsonb_agg(jsonb_build_object('file', i.file_id, 'part', i.part, 'label', i.label,
            'headline', public.search_snippet(i.locale, i.body, q, 1)) order by i.part), '[]'::jsonb)
          from (select * from public.search_passages x
                 where x.network_id = network and x.subject_id = e.subject_id and x.words @@ q order by x.part limit 3) i)
      ) order by p.place) from page p join public.search_entries e on e.network_id = network and e.id = p.id), '[]'::jsonb))
    into answer;
  return answer;
end $$;
