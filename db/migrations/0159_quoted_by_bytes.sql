-- What is quoted is found and cut by bytes: to count signs, each function walks through the whole text again. A long text is unpacked once, as a short one:
-- its beginning alone took nearly as long (a short text 52 -> 35 microseconds, a long one 480 -> 210).

create or replace function search_snippet(config regconfig, body text, q tsquery, stems text[], fragments integer) returns text language plpgsql stable set search_path = '' as $$
declare
  -- Unpacked once: what is stored packed would be unpacked by each function that reads it.
  source constant text := body || '';
  searched text := source;
  size constant integer := octet_length(source);
  bytes bytea;
  -- Where the words stand, counted in bytes: to count signs is to walk through the whole text.
  places integer[] := '{}';
  stem text;
  place integer;
  past integer := 0;
  -- So many bytes a sign may have in this script.
  each constant integer := ceil(octet_length(stems[1])::real / greatest(length(stems[1]), 1));
  start integer;
  stop integer;
  cut integer;
  part text;
  lead text;
  rest text;
  word text;
  other text;
  shown text;
begin
  -- As nearly everything is written first; in small letters at last, which takes five times as long.
  for attempt in 1..2 loop
    if attempt = 2 then searched := lower(source); end if;
    foreach stem in array stems loop
      place := octet_length(split_part(searched, stem, 1));
      if place < octet_length(searched) then places := places || least(place, size - 1); end if;
    end loop;
    exit when cardinality(places) > 0;
  end loop;
  -- Written with accents that the stems have not, or in another form: the beginning says at least what it is.
  if cardinality(places) = 0 then
    return ts_headline(config, left(body, 1500), q, E'StartSel=\x01, StopSel=\x02, MaxWords=40, MinWords=20, MaxFragments=1');
  end if;
  if cardinality(places) > 1 then places := array(select distinct p from unnest(places) as p order by p); end if;
  bytes := convert_to(source, 'UTF8');
  foreach place in array places loop
    continue when place < past;
    start := greatest(place - 100 * each, 0);
    stop := least(start + 320 * each, size);
    -- Each at the first byte of a sign.
    while get_byte(bytes, place) & 192 = 128 loop place := place - 1; end loop;
    while get_byte(bytes, start) & 192 = 128 loop start := start - 1; end loop;
    while stop < size and get_byte(bytes, stop) & 192 = 128 loop stop := stop + 1; end loop;
    lead := convert_from(substr(bytes, start + 1, place - start), 'UTF8');
    rest := convert_from(substr(bytes, place + 1, stop - place), 'UTF8');
    -- Not from the middle of a word, nor to it.
    if start > 0 then
      cut := strpos(lead, ' ');
      lead := case when cut > 0 then substr(lead, cut + 1) else regexp_replace(lead, '^\S*\s', '') end;
    end if;
    if stop < size then
      cut := strpos(reverse(right(rest, 60)), ' ');
      rest := case when cut > 0 then left(rest, -cut) else left(rest, 160) || regexp_replace(substr(rest, 161), '\s\S*$', '') end;
    end if;
    -- Each word by itself: the others of the question may stand elsewhere. Where one word is asked and nothing else in the window can be it, that
    -- word alone is read.
    word := case when cardinality(stems) = 1 and (lead = '' or right(lead, 1) = ' ' or lead ~ '\s$') then substring(rest from '^\S+') end;
    other := lead || substr(rest, length(word) + 1);
    if strpos(case when octet_length(other) = length(other) then lower(other collate "C") else lower(public.unaccent('public.unaccent', other)) end,
              stems[1]) = 0 then
      part := lead || ts_headline(config, word, q, E'StartSel=\x01, StopSel=\x02, HighlightAll=true') || substr(rest, length(word) + 1);
    else
      part := ts_headline(config, lead || rest, q, E'StartSel=\x01, StopSel=\x02, HighlightAll=true');
    end if;
    shown := coalesce(shown || E'\x03', '') || part;
    fragments := fragments - 1;
    exit when fragments = 0;
    past := place + 200 * each;
  end loop;
  return shown;
end $$;

-- As before; but what the latest texts have more than once is looked up in them: a rare word shares its number with a common one now and then, and was
-- then counted as if it were in very many.
create or replace function search_find(
  terms jsonb, audiences text[], moment timestamptz,
  only_kind text, only_locale text, only_facets text[], preferred text, sorted text, skip integer, wanted integer, since timestamptz,
  coarser jsonb default null
) returns jsonb language plpgsql stable security definer
  set search_path = '' set enable_seqscan = off set enable_sort = off set jit = off set work_mem = '32MB' set plan_cache_mode = force_generic_plan as $$
declare
  network uuid := public.current_network();
  languages text[];
  -- So many numbers were given to things.
  numbered integer;
  qs tsquery[];
  asked_of text[];
  stems text[];
  -- The number of a form that is one word, which `repeated` of the texts may hold.
  numbers smallint[];
  -- A good part of all that can be searched is this network's.
  mostly boolean;
  near boolean;
  bounded boolean;
  -- Of what only_facets asks for: what may stand in place of one of them, and the others.
  instead text[];
  others text[];
  -- More than so many are counted and ranked in another way, as before.
  most constant integer := 400;
  many boolean;
  -- It is surely in very many texts: the latest say so.
  common boolean := false;
  -- Of very many so many are ranked, and nothing older than this day and number can be among the newest of them.
  ranked_at_most constant integer := 500;
  newest_dated text;
  newest_no integer;
  all_entries bigint;
  all_found bigint;
  all_counted jsonb;
  -- Where what comes to the page stands, in its order, and by which form it was found.
  on_page tid[];
  in_form bigint[];
  answer jsonb;
begin
  if network is null then raise exception 'a search needs a network'; end if;
  select configs, next_no, next_no * 3 > (select c.reltuples from pg_catalog.pg_class c where c.oid = 'public.search_entries'::regclass)
    into languages, numbered, mostly from public.search_state s where s.network_id = network;
  if cardinality(languages) > 0 then
    select array_agg(f.q), array_agg(f.asked_of), array_agg(coalesce(f.stems, '')),
           array_agg(case when f.q::text ~ '^''[^''\\]+''$' then public.search_number(btrim(f.q::text, '''')) end)
      into qs, asked_of, stems, numbers from public.search_forms(terms, languages) f;
  end if;
  if qs is null then return jsonb_build_object('total', 0, 'facets', '{}'::jsonb, 'found', '[]'::jsonb); end if;
  if only_facets is not null and coarser is not null then
    select array_agg(key) into instead from jsonb_each_text(coarser) where value = any (only_facets);
    others := array(select facet from unnest(only_facets) as facet where facet not in (select value from jsonb_each_text(coarser)));
  end if;
  -- How near words stand to each other is of no account where one is asked, in whatever forms; that takes half of the time.
  near := qs::text ~ '[&<]';
  bounded := qs::text !~ '[&<!:]' and sorted <> 'newest' and sorted <> 'title';
  -- A word that most of the latest texts have more than once is in very many: to read four hundred of them first would be in vain.
  if cardinality(numbers) = 1 and numbers[1] is not null and coalesce(only_kind, only_locale, only_facets[1], since::text) is null then
    select count(*) > 4 into common
      from (select e.repeated, e.words from public.search_entries e where e.network_id = network order by e.no desc limit 8) e
     where case when public.search_once(numbers[1], e.repeated) then false else e.words @@ qs[1] end;
  end if;
  many := common;
  if not many then
    -- Few, as nearly always, are read once, with all that is asked of them.
    with found as materialized (
      select e.place, e.id, e.no, e.kind, e.locale, e.dated, e.facets, e.subject_id, e.title, e.body, e.words, f.form, e.heading @@ f.q as headed,
             public.search_once(numbers[f.form], e.repeated) as once
        from unnest(qs, asked_of) with ordinality as f (q, asked_of, form),
          -- Each form by itself, and so by the index of words.
          lateral (select e.ctid as place, e.id, e.no, e.kind, e.locale, e.dated, e.facets, e.subject_id, e.title, e.body, e.words, e.heading, e.repeated
                     from public.search_entries e
                    where not mostly and e.words @@ f.q and e.network_id = network
                      and public.search_fits(e, network, f.asked_of, audiences, moment, only_kind, only_locale, only_facets, instead, others, since)
                   union all
                   -- Looked at row by row instead of by the index.
                   select e.ctid, e.id, e.no, e.kind, e.locale, e.dated, e.facets, e.subject_id, e.title, e.body, e.words, e.heading, e.repeated
                     from public.search_entries e
                    where mostly and e.words @@ f.q
                      and public.search_fits(e, network, f.asked_of, audiences, moment, only_kind, only_locale, only_facets, instead, others, since)) e
        limit most + 1
    ), total as materialized (
      select count(distinct no) as n, count(*) as entries from found
    ), counted as (
      -- Each value once for a thing, which is nothing to look for where each is found once.
      select facet, count(*) as n
        from (select unnest(facets || array['kind:' || kind, 'language:' || locale]) as facet
                from found where (select entries <= most and n = entries and coarser is null from total)) each
       group by facet
      union all
      select coalesce(coarser ->> facet, facet), count(distinct no)
        from (select no, unnest(facets || array['kind:' || kind, 'language:' || locale]) as facet
                from found where (select entries <= most and (n < entries or coarser is not null) from total)) each
       group by 1
    ), weighed as materialized (
      -- Long texts that may have it more than once have no rank yet.
      select place, id, dated, form, subject_id, title, words,
             case when locale = preferred then 1.2::double precision else 1 end / ln(50 + octet_length(body) / 6.0::double precision) as weight,
             case when not headed and once then ts_rank('{0.1, 0.2, 0.4, 1.0}', 'once:1'::tsvector, 'once'::tsquery)
                  when bounded and not headed and pg_column_size(words) > 8000 then null
                  when near then ts_rank_cd('{0.1, 0.2, 0.4, 1.0}', words, qs[form])
                  else ts_rank('{0.1, 0.2, 0.4, 1.0}', words, qs[form]) end as rank
        from found where wanted > 0 and (select entries <= most from total)
    ), ranked as (
      select place, id, subject_id, dated, form, title, weight * rank as rank from weighed where rank is not null
      union all
      select place, id, subject_id, dated, form, title, weight * ts_rank('{0.1, 0.2, 0.4, 1.0}', words, qs[form])
        from weighed
       where rank is null and weight * 0.1 >= coalesce(
         (select max(s.weight * s.rank) as best
            from weighed s where s.rank is not null group by s.subject_id order by best desc offset skip + wanted - 1 limit 1), 0)
    ), best as (
      select distinct on (subject_id) * from ranked order by subject_id, rank desc, id
    )
    select t.n, t.entries > most, (select coalesce(jsonb_object_agg(facet, n), '{}'::jsonb) from counted), p.places, p.forms
      into all_found, many, all_counted, on_page, in_form
      from total t, (select array_agg(place) as places, array_agg(form) as forms
                       from (select place, form from best
                              order by case when sorted = 'newest' then dated end desc nulls last,
                                case when sorted = 'title' then title end, rank desc, dated desc, id
                             offset skip limit wanted) page) p;
  end if;
  if many then
    -- Of very many five hundred are ranked: those with the words in their title first, and then the newest. From which day on something is surely among the
    -- newest is looked up, so that only those after it are noted, and nothing is put in order that does not come that far.
    select e.dated, e.no into newest_dated, newest_no from public.search_entries e
     where e.network_id = network and wanted > 0
     order by e.dated desc, e.no desc offset case when common then 3 * ranked_at_most else greatest(8192, numbered / 32) end limit 1;
    with parts as materialized (
      -- A bit for each thing in each language, by the thing's number, sixty-four to a number: a thing counts once, for whomever it was written.
      select f.form, e.*
        from unnest(qs, asked_of) with ordinality as f (q, asked_of, form),
          -- Each form by itself, and so by the index of words.
          lateral (select e.no / 64 as cell, e.locale, bit_or(1::bigint << (63 - e.no % 64)) as bits, count(*) as n,
                          array_agg(e.ctid) filter (where wanted > 0 and (newest_no is null or (e.dated, e.no) >= (newest_dated, newest_no)
                                                                          or (sorted <> 'newest' and e.heading @@ f.q))) as noted
                     from public.search_entries e
                    where not mostly and e.words @@ f.q and e.network_id = network
                      and public.search_fits(e, network, f.asked_of, audiences, moment, only_kind, only_locale, only_facets, instead, others, since)
                    group by 1, 2
                   union all
                   select e.no / 64, e.locale, bit_or(1::bigint << (63 - e.no % 64)), count(*),
                          array_agg(e.ctid) filter (where wanted > 0 and (newest_no is null or (e.dated, e.no) >= (newest_dated, newest_no)
                                                                          or (sorted <> 'newest' and e.heading @@ f.q)))
                     from public.search_entries e
                    where mostly and e.words @@ f.q
                      and public.search_fits(e, network, f.asked_of, audiences, moment, only_kind, only_locale, only_facets, instead, others, since)
                    group by 1, 2) e
    ), languages as materialized (
      select cell / 64 as block, locale, bit_or(bits::bit(64)::bit(4096) >> (cell % 64 * 64)) as bits from parts group by 1, 2
    ), things as materialized (
      select block, bit_or(bits) as bits from languages group by block
    ), counted as (
      select 'language:' || locale as facet, sum(bit_count(bits)) as n from languages group by locale
      union all
      -- Of one audience each facet has one row for a block, which is counted as it stands.
      select f.facet, sum(bit_count(t.bits & f.bits))
        from things t join public.search_facets f on f.network_id = network and f.block = t.block and f.audience = audiences[1]
       where coarser is null and cardinality(audiences) = 1
       group by f.facet having sum(bit_count(t.bits & f.bits)) > 0
      union all
      select facet, sum(n) from (
        select coalesce(coarser ->> f.facet, f.facet) as facet, bit_count(t.bits & bit_or(f.bits)) as n
          from things t join public.search_facets f on f.network_id = network and f.block = t.block and f.audience = any (audiences)
         where coarser is not null or cardinality(audiences) > 1
         group by f.block, 1, t.bits) each
       group by facet having sum(n) > 0
    ), first as (
      select array_agg(place) as places, array_agg(form) as forms from parts, unnest(noted) as place
    )
    select (select coalesce(sum(bit_count(bits)), 0) from things), (select sum(n) from parts),
           (select coalesce(jsonb_object_agg(facet, n), '{}'::jsonb) from counted), places, forms
      into all_found, all_entries, all_counted, on_page, in_form from first;
    if wanted > 0 and coalesce(cardinality(on_page), 0) < least(ranked_at_most, all_entries) then
      select array_agg(place), array_agg(form) into on_page, in_form
        from (select e.place, f.form
                from unnest(qs, asked_of) with ordinality as f (q, asked_of, form),
                  lateral (select e.ctid as place, e.dated, e.no, e.heading from public.search_entries e
                            where e.words @@ f.q and e.network_id = network
                              and public.search_fits(e, network, f.asked_of, audiences, moment, only_kind, only_locale, only_facets, instead, others, since)) e
               order by (sorted <> 'newest' and e.heading @@ f.q) desc, e.dated desc, e.no desc limit ranked_at_most) first;
    end if;
    with candidates as materialized (
      select e.ctid as place, c.form
        from unnest(on_page, in_form) as c (place, form) join public.search_entries e on e.ctid = c.place
       order by (sorted <> 'newest' and e.heading @@ qs[c.form]) desc, e.dated desc, e.no desc limit ranked_at_most
    ), weighed as materialized (
      -- What a rank is, or is at least and at most. Where the word is in the heading, what the text adds to that is a tenth at most; where it is not, all is.
      select place, form, id, subject_id, dated, title, words, weight,
             case when not headed and once then ts_rank('{0.1, 0.2, 0.4, 1.0}', 'once:1'::tsvector, 'once'::tsquery)
                  when bounded then null
                  when near then ts_rank_cd('{0.1, 0.2, 0.4, 1.0}', words, qs[form])
                  else ts_rank('{0.1, 0.2, 0.4, 1.0}', words, qs[form]) end as rank,
             case when bounded and headed then ts_rank('{0.1, 0.2, 0.4, 1.0}', heading, qs[form]) else 0 end as at_least
        from (select c.place, c.form, e.id, e.subject_id, e.dated, e.title, e.words, e.heading, e.heading @@ qs[c.form] as headed,
                     public.search_once(numbers[c.form], e.repeated) as once,
                     case when e.locale = preferred then 1.2::double precision else 1 end / ln(50 + octet_length(e.body) / 6.0::double precision) as weight
                from candidates c join public.search_entries e on e.ctid = c.place offset 0) c
    ), enough as materialized (
      select coalesce((select max(s.weight * coalesce(s.rank, s.at_least)) as best
                         from weighed s group by s.subject_id order by best desc offset skip + wanted - 1 limit 1), 0) as rank
    ), ranked as (
      select place, id, subject_id, dated, form, title, weight * rank as rank from weighed where rank is not null
      union all
      select w.place, w.id, w.subject_id, w.dated, w.form, w.title, w.weight * ts_rank('{0.1, 0.2, 0.4, 1.0}', w.words, qs[w.form])
        from weighed w where w.rank is null and w.weight * (w.at_least + 0.1001) >= (select rank from enough)
    ), best as (
      select distinct on (subject_id) * from ranked order by subject_id, rank desc, id
    )
    select array_agg(place), array_agg(form) into on_page, in_form
      from (select place, form from best
             order by case when sorted = 'newest' then dated end desc nulls last, case when sorted = 'title' then title end, rank desc, dated desc, id
            offset skip limit wanted) page;
  end if;
  select jsonb_build_object('total', all_found, 'facets', all_counted,
    'found', coalesce((select jsonb_agg(jsonb_build_object(
        'subject', e.subject_id, 'kind', e.kind, 'key', e.key, 'locale', e.locale, 'dated', e.dated, 'title', e.title,
        'type', (select substr(facet, 6) from unnest(e.facets) as facet where facet like 'type:%' limit 1),
        'headline', public.search_snippet(('public.' || e.config)::regconfig, e.body, qs[p.form], string_to_array(stems[p.form], E'\n'), 2),
        'inside', (select coalesce(jsonb_agg(jsonb_build_object('file', i.file_id, 'part', i.part, 'label', i.label,
            'headline', public.search_snippet(('public.' || i.config)::regconfig, i.body, i.q, string_to_array(i.stems, E'\n'), 1)) order by i.part), '[]'::jsonb)
          from (select x.file_id, x.part, x.label, x.config, x.body, f.q, f.stems
                  from public.search_passages x join unnest(qs, asked_of, stems) as f (q, asked_of, stems)
                    on x.words @@ f.q and (f.asked_of is null or strpos(f.asked_of, ' ' || x.config || ' ') > 0)
                 where x.network_id = network and x.subject_id = e.subject_id order by x.part limit 3) i)
      ) order by p.at) from unnest(on_page, in_form) with ordinality as p (place, form, at) join public.search_entries e on e.ctid = p.place), '[]'::jsonb))
    into answer;
  return answer;
end $$;
