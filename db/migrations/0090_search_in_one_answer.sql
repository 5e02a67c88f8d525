-- A search is one question and one answer: the languages are read where they stand, and the pages of files come along.

-- The part of a text in which the words stand, with them marked. Marking reads every word of what it is given, some milliseconds for a
-- long text: so a window is cut first, around the first place where one of the stems begins.
create function search_snippet(locale text, body text, q tsquery, fragments integer) returns text language plpgsql stable set search_path = '' as $$
declare
  stem text;
  place integer;
  first integer;
  low text;
  part text := body;
begin
  if length(body) > 1500 then
    low := lower(body);
    for stem in select distinct (regexp_matches(q::text, '''([^'']+)''', 'g'))[1] loop
      if length(stem) < 2 then continue; end if;
      place := strpos(low, case when length(stem) > 4 then left(stem, length(stem) - 1) else stem end);
      if place > 0 and (first is null or place < first) then first := place; end if;
    end loop;
    -- Written with accents that the stems have not, or in another form: the beginning says at least what it is.
    part := case when first is null then left(body, 3000) when first < 400 then left(body, 1400)
      else regexp_replace(substr(body, first - 300, 1400), '^\S*\s', '') end;
  end if;
  return ts_headline(public.search_config(locale), part, q,
    E'StartSel=\x01, StopSel=\x02, MaxWords=28, MinWords=12, FragmentDelimiter=\x03, MaxFragments=' || fragments);
end $$;

drop function search_find(jsonb, text[], text[], timestamptz, text, text, text[], text, text, integer, integer, timestamptz);
drop function search_inside(jsonb, text[], uuid[]);

-- Answers {total, facets: {"kind:news": 3 …}, found: [{subject, kind, key, locale, dated, title, headline, inside: [{file, part, label,
-- headline}]}]}. All that is found is counted; the newest thousand are ranked, those with the words in their title first.
create function search_find(
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
    -- Once for each language of a thing, for whomever it was written.
    union all select 'language:' || locale, count(*) from (select distinct subject_id, locale from found) each group by locale
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
revoke all on function search_find(jsonb, text[], timestamptz, text, text, text[], text, text, integer, integer, timestamptz) from public;
grant execute on function search_find(jsonb, text[], timestamptz, text, text, text[], text, text, integer, integer, timestamptz) to casement_app;
