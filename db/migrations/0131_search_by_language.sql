-- A word is asked in a language's form only of the texts in that language; and of long texts the words are unpacked only where they can
-- still come to the page.

-- By which stems it was read. And the words of its title (A) and summary (B), which are few: what has none of those asked for there
-- can be worth only so much, whatever its text says.
alter table search_entries
  drop column title_words,
  add column config text not null generated always as (
    case when split_part(lower(locale), '-', 1) = any ('{ar,hy,eu,ca,da,nl,en,fi,fr,de,el,hi,hu,id,ga,it,lt,ne,no,pt,ro,ru,sr,es,sv,ta,tr,yi}')
      then 'casement_' || split_part(lower(locale), '-', 1) else 'casement_simple' end) stored,
  add column heading tsvector not null generated always as (ts_filter(words, '{a,b}')) stored;
alter table search_passages
  add column config text not null generated always as (
    case when split_part(lower(locale), '-', 1) = any ('{ar,hy,eu,ca,da,nl,en,fi,fr,de,el,hi,hu,id,ga,it,lt,ne,no,pt,ro,ru,sr,es,sv,ta,tr,yi}')
      then 'casement_' || split_part(lower(locale), '-', 1) else 'casement_simple' end) stored;

drop function search_query(jsonb, text[]);
drop function search_snippet(text, text, tsquery, integer);
drop function search_config(text);

-- What was typed, as PostgreSQL asks it of the texts of each language: every word in that language's form. A word that one of them does not
-- count ("the", "para") is left out, unless there is no other. Languages that ask the same stand together, as " casement_en casement_fr ";
-- where all do, without their names. Stems are what a word of it begins with, a line each.
create function search_forms(terms jsonb, configs text[], out q tsquery, out asked_of text, out stems text)
  returns setof record language plpgsql stable set search_path = '' as $$
declare
  term jsonb;
  plain tsquery;
  beginning tsquery;
  one tsquery;
  forms tsquery[];
  results tsquery[];
  stop boolean;
begin
  for attempt in 1..2 loop
    results := array_fill(null::tsquery, array[cardinality(configs)]);
    for term in select * from jsonb_array_elements(terms) loop
      plain := phraseto_tsquery('public.casement_simple', term ->> 'text');
      continue when numnode(plain) = 0;
      stop := false;
      for i in 1..cardinality(configs) loop
        one := phraseto_tsquery(('public.' || configs[i])::regconfig, term ->> 'text');
        stop := stop or numnode(one) = 0;
        forms[i] := case when numnode(one) > 0 then one end;
      end loop;
      beginning := case when (term ->> 'prefix')::boolean and numnode(plain) = 1 then (plain::text || ':*')::tsquery end;
      continue when beginning is null and attempt = 1 and stop;
      for i in 1..cardinality(configs) loop
        one := coalesce(forms[i] || beginning, beginning, forms[i], plain);
        if (term ->> 'without')::boolean then one := !! one; end if;
        results[i] := case when results[i] is null then one
          when (term ->> 'or')::boolean then results[i] || one else results[i] && one end;
      end loop;
    end loop;
    exit when results[1] is not null;
  end loop;
  if results[1] is null then return; end if;
  return query
    select f.q, case when count(*) < cardinality(configs) then ' ' || string_agg(f.config, ' ') || ' ' end,
           (select string_agg(distinct case when length(m.word[1]) > 4 then left(m.word[1], length(m.word[1]) - 1) else m.word[1] end, E'\n')
              from regexp_matches(f.q::text, '''([^'']+)''', 'g') as m (word) where length(m.word[1]) > 1)
      from unnest(results, configs) as f (q, config) group by f.q;
end $$;

-- The part of a text in which the words stand, with them marked. Marking reads every word of what it is given, so windows are cut first,
-- around the first places where the stems begin: as many as fragments are wanted.
create function search_snippet(config regconfig, body text, q tsquery, stems text[], fragments integer) returns text language plpgsql stable set search_path = '' as $$
declare
  -- The beginning is unpacked in a tenth of the time of a long text, and common words stand there.
  source text := left(body, 4400);
  searched text := source;
  places integer[] := '{}';
  stem text;
  place integer;
  past integer := 0;
  part text;
  shown text;
begin
  -- As nearly everything is written first; in small letters at last, which takes five times as long.
  for attempt in 1..3 loop
    if attempt = 2 then
      continue when length(source) < 4400;
      -- Unpacked once: what is stored packed would be unpacked by each function that reads it.
      source := body || '';
      searched := source;
    elsif attempt = 3 then
      searched := lower(source);
    end if;
    foreach stem in array stems loop
      place := strpos(searched, stem);
      if place > 0 then places := places || place; end if;
    end loop;
    exit when cardinality(places) > 0;
  end loop;
  -- Written with accents that the stems have not, or in another form: the beginning says at least what it is.
  if cardinality(places) = 0 then
    return ts_headline(config, left(body, 1500), q, E'StartSel=\x01, StopSel=\x02, MaxWords=40, MinWords=20, MaxFragments=1');
  end if;
  if cardinality(places) > 1 then places := array(select distinct p from unnest(places) as p order by p); end if;
  foreach place in array places loop
    continue when place < past;
    place := greatest(place - 100, 1);
    part := substr(source, place, 320);
    -- Not to the middle of a word, nor from it.
    if length(part) = 320 then part := left(part, 260) || regexp_replace(substr(part, 261), '\s\S*$', ''); end if;
    if place > 1 then part := regexp_replace(part, '^\S*\s', ''); end if;
    -- All of the window, each word by itself: the others of the question may stand elsewhere.
    shown := coalesce(shown || E'\x03', '') || ts_headline(config, part, q, E'StartSel=\x01, StopSel=\x02, HighlightAll=true');
    fragments := fragments - 1;
    exit when fragments = 0;
    past := place + 300;
  end loop;
  return shown;
end $$;

-- As before, but for the forms of each language, and for the ranks: where single words are asked, a text that has none in its heading is worth
-- a tenth at most, less the longer it is (ts_rank gives places of a word 0.1, 0.025, 0.011 …, and those together less than 0.1). Long texts that come to
-- no place on the page even so are not unpacked. Rows are found again by where they stand.
create or replace function search_find(
  terms jsonb, audiences text[], moment timestamptz,
  only_kind text, only_locale text, only_facets text[], preferred text, sorted text, skip integer, wanted integer, since timestamptz
) returns jsonb language plpgsql stable security definer
  set search_path = '' set enable_seqscan = off set jit = off set work_mem = '32MB' set plan_cache_mode = force_generic_plan as $$
declare
  network uuid := public.current_network();
  languages text[];
  few_until integer;
  qs tsquery[];
  asked_of text[];
  stems text[];
  near boolean;
  bounded boolean;
  answer jsonb;
begin
  if network is null then raise exception 'a search needs a network'; end if;
  select configs, greatest(300, next_no / 32) into languages, few_until from public.search_state s where s.network_id = network;
  if cardinality(languages) > 0 then
    select array_agg(f.q), array_agg(f.asked_of), array_agg(coalesce(f.stems, '')) into qs, asked_of, stems from public.search_forms(terms, languages) f;
  end if;
  if qs is null then return jsonb_build_object('total', 0, 'facets', '{}'::jsonb, 'found', '[]'::jsonb); end if;
  -- How near words stand to each other is of no account where one is asked, in whatever forms; that takes half of the time.
  near := qs::text ~ '[&<]';
  bounded := qs::text !~ '[&<!:]' and sorted <> 'newest' and sorted <> 'title';
  with found as materialized (
    select e.place, e.id, e.no, e.locale, e.dated, f.form, e.heading @@ f.q as headed
      from unnest(qs, asked_of) with ordinality as f (q, asked_of, form),
        -- Each form by itself, and so by the index of words.
        lateral (select e.ctid as place, e.* from public.search_entries e where e.words @@ f.q and e.network_id = network
                    and (f.asked_of is null or strpos(f.asked_of, ' ' || e.config || ' ') > 0)
                    and e.audience = any (audiences) and e.visible_from <= moment
                    and (only_kind is null or e.kind = only_kind)
                    and (only_locale is null or e.locale = only_locale)
                    and (only_facets is null or e.facets @> only_facets)
                    and (since is null or e.entered_at > since)
                  offset 0) e
  ), few as materialized (
    select not exists (select 1 from found offset few_until) as few
  ), total as materialized (
    select count(distinct no) as n, count(*) as entries from found where (select few from few)
  ), languages as materialized (
    -- A thing counts once in each language, for whomever it was written.
    select no / 1024 as block, locale, bit_or(set_bit(0::bit(1024), no % 1024, 1)) as bits
      from found where not (select few from few) group by no / 1024, locale
  ), things as materialized (
    select block, bit_or(bits) as bits from languages group by block
  ), counted as (
    -- Of few from their rows; each value once for a thing, which is nothing to look for where each is found once.
    select facet, count(*) as n
      from (select unnest(e.facets || array['kind:' || e.kind, 'language:' || e.locale]) as facet
              from found f join public.search_entries e on e.ctid = f.place where (select few and n = entries from few, total)) each
     group by facet
    union all
    select facet, count(distinct no)
      from (select f.no, unnest(e.facets || array['kind:' || e.kind, 'language:' || e.locale]) as facet
              from found f join public.search_entries e on e.ctid = f.place where (select few and n < entries from few, total)) each
     group by facet
    union all
    select 'language:' || locale, sum(bit_count(bits)) from languages group by locale
    union all
    select facet, sum(n) from (
      select f.facet, bit_count(t.bits & bit_or(f.bits)) as n
        from things t join public.search_facets f on f.network_id = network and f.block = t.block and f.audience = any (audiences)
       group by f.block, f.facet, t.bits) each
     group by facet having sum(n) > 0
  ), candidates as (
    select place, id, locale, dated, form, headed from found order by (sorted <> 'newest' and headed) desc, dated desc, id desc limit 500
  ), weighed as materialized (
    select c.*, e.subject_id,
           case when c.locale = preferred then 1.2::double precision else 1 end / ln(50 + octet_length(e.body) / 6.0::double precision) as weight,
           bounded and not c.headed and pg_column_size(e.words) > 8000 as late
      from candidates c join public.search_entries e on e.ctid = c.place
  ), soon as materialized (
    select w.place, w.id, w.subject_id, w.dated, w.form, e.title, w.weight
           * case when near then ts_rank_cd('{0.1, 0.2, 0.4, 1.0}', e.words, qs[w.form]) else ts_rank('{0.1, 0.2, 0.4, 1.0}', e.words, qs[w.form]) end as rank
      from weighed w join public.search_entries e on e.ctid = w.place where not w.late
  ), ranked as (
    select * from soon
    union all
    select w.place, w.id, w.subject_id, w.dated, w.form, e.title, w.weight * ts_rank('{0.1, 0.2, 0.4, 1.0}', e.words, qs[w.form])
      from weighed w join public.search_entries e on e.ctid = w.place
     where w.late and w.weight * 0.1 >= coalesce(
       (select max(s.rank) as best from soon s group by s.subject_id order by best desc offset skip + wanted - 1 limit 1), 0)
  ), best as (
    select distinct on (subject_id) * from ranked order by subject_id, rank desc, id
  ), page as (
    select *, row_number() over (order by
      case when sorted = 'newest' then dated end desc nulls last,
      case when sorted = 'title' then title end,
      rank desc, dated desc, id) as at
      from best order by at offset skip limit wanted
  )
  select jsonb_build_object(
    'total', coalesce((select sum(bit_count(bits)) from things), (select n from total)),
    'facets', coalesce((select jsonb_object_agg(facet, n) from counted), '{}'::jsonb),
    'found', coalesce((select jsonb_agg(jsonb_build_object(
        'subject', e.subject_id, 'kind', e.kind, 'key', e.key, 'locale', e.locale, 'dated', e.dated, 'title', e.title,
        'headline', public.search_snippet(('public.' || e.config)::regconfig, e.body, qs[p.form], string_to_array(stems[p.form], E'\n'), 2),
        'inside', (select coalesce(jsonb_agg(jsonb_build_object('file', i.file_id, 'part', i.part, 'label', i.label,
            'headline', public.search_snippet(('public.' || i.config)::regconfig, i.body, i.q, string_to_array(i.stems, E'\n'), 1)) order by i.part), '[]'::jsonb)
          from (select x.file_id, x.part, x.label, x.config, x.body, f.q, f.stems
                  from public.search_passages x join unnest(qs, asked_of, stems) as f (q, asked_of, stems)
                    on x.words @@ f.q and (f.asked_of is null or strpos(f.asked_of, ' ' || x.config || ' ') > 0)
                 where x.network_id = network and x.subject_id = e.subject_id order by x.part limit 3) i)
      ) order by p.at) from page p join public.search_entries e on e.ctid = p.place), '[]'::jsonb))
    into answer;
  return answer;
end $$;
