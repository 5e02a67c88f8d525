-- Common words: what is kept of each of very many texts is little, and is passed on in fewer steps; and of one audience, which is nearly always
-- everybody, facets are counted without being put together first. The rest of the function is as before.
create or replace function search_find(
  terms jsonb, audiences text[], moment timestamptz,
  only_kind text, only_locale text, only_facets text[], preferred text, sorted text, skip integer, wanted integer, since timestamptz,
  coarser jsonb default null
) returns jsonb language plpgsql stable security definer
  set search_path = '' set enable_seqscan = off set jit = off set work_mem = '32MB' set plan_cache_mode = force_generic_plan as $$
declare
  network uuid := public.current_network();
  languages text[];
  few_until integer;
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
  all_found bigint;
  all_counted jsonb;
  -- Where what comes to the page stands, in its order, and by which form it was found.
  on_page tid[];
  in_form bigint[];
  answer jsonb;
begin
  if network is null then raise exception 'a search needs a network'; end if;
  select configs, greatest(300, next_no / 32), next_no * 3 > (select c.reltuples from pg_catalog.pg_class c where c.oid = 'public.search_entries'::regclass)
    into languages, few_until, mostly from public.search_state s where s.network_id = network;
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
  -- Few, as nearly always, are read once, with all that is asked of them.
  with found as materialized (
    select e.place, e.id, e.no, e.kind, e.locale, e.dated, e.facets, e.subject_id, e.title, e.body, e.words, f.form, e.heading @@ f.q as headed,
           public.search_once(numbers[f.form], e.repeated) as once
      from unnest(qs, asked_of) with ordinality as f (q, asked_of, form),
        -- Each form by itself, and so by the index of words.
        lateral (select e.*
                   from (select e.ctid as place, e.id, e.no, e.locale, e.dated, e.heading, e.subject_id, e.title, e.body, e.words, e.repeated,
                                e.config, e.kind, e.audience, e.visible_from, e.visible_until, e.facets, e.entered_at
                           from public.search_entries e where not mostly and e.words @@ f.q and e.network_id = network
                         union all
                         -- Looked at row by row instead of by the index.
                         select e.ctid, e.id, e.no, e.locale, e.dated, e.heading, e.subject_id, e.title, e.body, e.words, e.repeated,
                                e.config, e.kind, e.audience, e.visible_from, e.visible_until, e.facets, e.entered_at
                           from public.search_entries e where mostly and e.words @@ f.q and e.network_id is not distinct from network) e
                  where (f.asked_of is null or strpos(f.asked_of, ' ' || e.config || ' ') > 0)
                    and e.audience = any (audiences) and e.visible_from <= moment and e.visible_until > moment
                    and (only_kind is null or e.kind = only_kind)
                    and (only_locale is null or e.locale = only_locale)
                    and (only_facets is null or e.facets @> only_facets or (instead is not null and e.facets && instead and e.facets @> others))
                    and (since is null or e.entered_at > since)
                  offset 0) e
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
       (select max(s.weight * s.rank) as best from weighed s where s.rank is not null group by s.subject_id order by best desc offset skip + wanted - 1 limit 1), 0)
  ), best as (
    select distinct on (subject_id) * from ranked order by subject_id, rank desc, id
  )
  select t.n, t.entries > most, (select coalesce(jsonb_object_agg(facet, n), '{}'::jsonb) from counted), p.places, p.forms
    into all_found, many, all_counted, on_page, in_form
    from total t, (select array_agg(place) as places, array_agg(form) as forms
                     from (select place, form from best
                            order by case when sorted = 'newest' then dated end desc nulls last, case when sorted = 'title' then title end, rank desc, dated desc, id
                           offset skip limit wanted) page) p;
  if many then
    -- Nothing but what counts and orders: this is kept of every one of them.
    with found as materialized (
      select e.place, e.no, e.locale, e.dated, f.form, e.heading @@ f.q as headed
        from unnest(qs, asked_of) with ordinality as f (q, asked_of, form),
          -- Each form by itself, and so by the index of words.
          lateral (select e.ctid as place, e.no, e.locale, e.dated, e.heading
                     from public.search_entries e
                    where e.network_id = network and e.words @@ f.q
                      and (f.asked_of is null or strpos(f.asked_of, ' ' || e.config || ' ') > 0)
                      and e.audience = any (audiences) and e.visible_from <= moment and e.visible_until > moment
                      and (only_kind is null or e.kind = only_kind)
                      and (only_locale is null or e.locale = only_locale)
                      and (only_facets is null or e.facets @> only_facets or (instead is not null and e.facets && instead and e.facets @> others))
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
                from found f join public.search_entries e on e.ctid = f.place where (select few and n = entries and coarser is null from few, total)) each
       group by facet
      union all
      select coalesce(coarser ->> facet, facet), count(distinct no)
        from (select f.no, unnest(e.facets || array['kind:' || e.kind, 'language:' || e.locale]) as facet
                from found f join public.search_entries e on e.ctid = f.place where (select few and (n < entries or coarser is not null) from few, total)) each
       group by 1
      union all
      select 'language:' || locale, sum(bit_count(bits)) from languages group by locale
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
    ), candidates as (
      select place, locale, dated, form, headed from found order by (sorted <> 'newest' and headed) desc, dated desc, no desc limit 500
    ), weighed as materialized (
      -- Long texts that may have it more than once have no rank yet.
      select c.place, e.id, c.dated, c.form, e.subject_id, e.title,
             case when c.locale = preferred then 1.2::double precision else 1 end / ln(50 + octet_length(e.body) / 6.0::double precision) as weight,
             case when not c.headed and public.search_once(numbers[c.form], e.repeated) then ts_rank('{0.1, 0.2, 0.4, 1.0}', 'once:1'::tsvector, 'once'::tsquery)
                  when bounded and not c.headed and pg_column_size(e.words) > 8000 then null
                  when near then ts_rank_cd('{0.1, 0.2, 0.4, 1.0}', e.words, qs[c.form])
                  else ts_rank('{0.1, 0.2, 0.4, 1.0}', e.words, qs[c.form]) end as rank
        from candidates c join public.search_entries e on e.ctid = c.place
    ), ranked as (
      select place, id, subject_id, dated, form, title, weight * rank as rank from weighed where rank is not null
      union all
      select w.place, w.id, w.subject_id, w.dated, w.form, w.title, w.weight * ts_rank('{0.1, 0.2, 0.4, 1.0}', e.words, qs[w.form])
        from weighed w join public.search_entries e on e.ctid = w.place
       where w.rank is null and w.weight * 0.1 >= coalesce(
         (select max(s.weight * s.rank) as best from weighed s where s.rank is not null group by s.subject_id order by best desc offset skip + wanted - 1 limit 1), 0)
    ), best as (
      select distinct on (subject_id) * from ranked order by subject_id, rank desc, id
    )
    select coalesce((select sum(bit_count(bits)) from things), (select n from total)),
           coalesce((select jsonb_object_agg(facet, n) from counted), '{}'::jsonb), p.places, p.forms
      into all_found, all_counted, on_page, in_form
      from (select array_agg(place) as places, array_agg(form) as forms
              from (select place, form from best
                     order by case when sorted = 'newest' then dated end desc nulls last, case when sorted = 'title' then title end, rank desc, dated desc, id
                    offset skip limit wanted) page) p;
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
