-- Rare words of long texts: what took most of their search was to write whole texts in small letters, and to count the words of each.

-- The part of a text in which the words stand, with them marked. Marking reads every word of what it is given, so windows are cut first,
-- around the first places where the stems begin: as many as fragments are wanted.
create or replace function search_snippet(locale text, body text, q tsquery, fragments integer) returns text language plpgsql stable set search_path = '' as $$
declare
  config regconfig := public.search_config(locale);
  stems text[];
  -- The beginning is unpacked in a tenth of the time of a long text, and common words stand there.
  source text := left(body, 4400);
  places integer[];
  place integer;
  past integer := 0;
  part text;
  shown text;
begin
  select array_agg(distinct case when length(m.word[1]) > 4 then left(m.word[1], length(m.word[1]) - 1) else m.word[1] end) into stems
    from regexp_matches(q::text, '''([^'']+)''', 'g') as m (word) where length(m.word[1]) > 1;
  -- As nearly everything is written first; in small letters at last, which takes five times as long.
  for attempt in 1..3 loop
    if attempt = 2 then
      continue when length(source) < 4400;
      -- Unpacked once: what is stored packed would be unpacked by each function that reads it.
      source := body || '';
    end if;
    select array_agg(distinct strpos(searched, stem)) filter (where strpos(searched, stem) > 0) into places
      from unnest(stems) as stem, (select case attempt when 3 then lower(source) else source end as searched offset 0) as s;
    exit when places is not null;
  end loop;
  -- Written with accents that the stems have not, or in another form: the beginning says at least what it is.
  if places is null then
    return ts_headline(config, left(body, 1500), q, E'StartSel=\x01, StopSel=\x02, MaxWords=40, MinWords=20, MaxFragments=1');
  end if;
  for place in select p from unnest(places) as p order by p loop
    continue when place < past;
    place := greatest(place - 100, 1);
    part := substr(source, place, 320);
    -- Not to the middle of a word, nor from it.
    if length(part) = 320 then part := regexp_replace(part, '\s\S*$', ''); end if;
    if place > 1 then part := regexp_replace(part, '^\S*\s', ''); end if;
    -- All of the window, each word by itself: the others of the question may stand elsewhere.
    shown := coalesce(shown || E'\x03', '') || ts_headline(config, part, q, E'StartSel=\x01, StopSel=\x02, HighlightAll=true');
    fragments := fragments - 1;
    exit when fragments = 0;
    past := place + 300;
  end loop;
  return shown;
end $$;

-- As before, but how many are few goes by the number of things: bits are read for all of them, rows for what is found (300 of 10,000 take
-- as long as all bits of 10,000). And a text's length comes from the size that is stored beside it (six bytes a word; of very short ones a word more or less is of no account): ts_rank_cd would count every word.
create or replace function search_find(
  terms jsonb, audiences text[], moment timestamptz,
  only_kind text, only_locale text, only_facets text[], preferred text, sorted text, skip integer, wanted integer, since timestamptz
) returns jsonb language plpgsql stable security definer
  set search_path = '' set enable_seqscan = off set jit = off set work_mem = '32MB' set plan_cache_mode = force_generic_plan as $$
declare
  network uuid := public.current_network();
  languages text[];
  few_until integer;
  near boolean;
  q tsquery;
  answer jsonb;
begin
  if network is null then raise exception 'a search needs a network'; end if;
  select configs, greatest(300, next_no / 32) into languages, few_until from public.search_state s where s.network_id = network;
  if cardinality(languages) > 0 then q := public.search_query(terms, languages); end if;
  if q is null then return jsonb_build_object('total', 0, 'facets', '{}'::jsonb, 'found', '[]'::jsonb); end if;
  -- How near words stand to each other is of no account where one is asked, in whatever forms; that takes half of the time.
  near := q::text ~ '[&<]';
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
    select not exists (select 1 from found offset few_until) as few
  ), counted as (
    select 'language:' || locale as facet, sum(bit_count(bits)) as n from languages group by locale
    union all
    select facet, count(*)
      from (select distinct f.no, unnest(e.facets || ('kind:' || e.kind)) as facet
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
           case when near then ts_rank_cd('{0.1, 0.2, 0.4, 1.0}', e.words, q) else ts_rank('{0.1, 0.2, 0.4, 1.0}', e.words, q) end
             / ln(50 + octet_length(e.body) / 6.0::double precision) * case when e.locale = preferred then 1.2 else 1 end as rank
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
