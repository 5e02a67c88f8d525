-- The directory: for each woman and organisation one line per level (public, members, coordinators), which holds what that level may see
-- and nothing else. Triggers write it in the transaction that changes what it is made of, whichever room that is: what she hides is gone
-- from every list, count and search with that commit.

-- An index whose first column is the network and whose second is full text.
create extension if not exists btree_gin;

-- What a woman says of herself: that she was in prison. She takes it back by deleting the row; nothing else remembers it.
create table lived_experience (
  network_id uuid not null,
  account_id uuid not null,
  -- In her own words, if she wants any.
  words text not null default '',
  level text not null check (level in ('public', 'members', 'coordinators', 'nobody')),
  -- Left out of the quarterly figures, by her choice.
  uncounted boolean not null default false,
  primary key (network_id, account_id),
  foreign key (network_id, account_id) references accounts on delete cascade
);
select casement_tenant('lived_experience');

create table directory_entries (
  network_id uuid not null references networks,
  level text not null check (level in ('public', 'members', 'coordinators')),
  kind text not null check (kind in ('person', 'organisation')),
  subject_id uuid not null,
  name text not null,
  -- Folded; lists are sorted and paged by it.
  sort_key text collate "C" not null,
  -- Of an organisation: its address.
  slug text,
  sample boolean not null,
  -- What it is counted and narrowed by: 'country:KE', 'language:es', 'issue:…', 'offer:…', 'seek:…', 'kind:…'.
  facets text[] not null,
  -- The facets, and every folded word that finds it.
  words tsvector not null,
  -- When she belongs; an organisation always. The list is asked for a moment, so that no clock has to run in here.
  windows tstzmultirange not null,
  from_at timestamptz,
  until_at timestamptz,
  primary key (network_id, level, kind, subject_id)
);
create index on directory_entries (network_id, level, sort_key, subject_id);
create index directory_words on directory_entries using gin (network_id, level, words);
create index on directory_entries (network_id, level, from_at);
create index on directory_entries (network_id, level, until_at);
select casement_tenant('directory_entries');
-- The triggers alone write it.
revoke insert, update, delete on directory_entries from casement_app;

-- How many lines of one level have a facet, whatever the moment: the counts of the page that nobody narrowed yet.
create table directory_totals (
  network_id uuid not null references networks,
  level text not null,
  kind text not null,
  term text not null,
  n integer not null,
  primary key (network_id, level, kind, term)
);
select casement_tenant('directory_totals');
revoke insert, update, delete on directory_totals from casement_app;

-- The twins of directory/visibility.ts and directory/profile.ts; a test compares them.
create function directory_rank(level text) returns integer language sql immutable parallel safe
  as $$ select case level when 'public' then 0 when 'members' then 1 when 'coordinators' then 2 else 3 end $$;
create function directory_default(kind text, field text) returns text language sql immutable parallel safe
  as $$ select case
    when kind = 'organisation' then 'public'
    when field in ('place', 'email', 'phone', 'safe_contact') then 'coordinators'
    else 'members' end $$;
create function directory_field_rank(kind text, visibility jsonb, field text) returns integer language sql immutable parallel safe
  as $$ select public.directory_rank(coalesce(visibility ->> field, public.directory_default(kind, field))) $$;

-- Without capitals and accents; the twin of fold() in directory/words.ts.
create function directory_fold(t text) returns text language sql immutable parallel safe
  as $$ select replace(replace(replace(translate(
    lower(regexp_replace(normalize(t, NFKD), '[\u0300-\u036f]', '', 'g')), 'øđłıŧħς', 'odlithσ'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe') $$;
-- The words of a text, folded. A script that sets no spaces is found at each of its letters.
create function directory_words(t text) returns text[] language sql immutable parallel safe
  as $$
  with plain as (
    select left(w, 40) as w from regexp_split_to_table(left(public.directory_fold(t), 4000), '[\s!-/:-@\[-`{-~·…“”‘’«»–—،؛؟。、「」]+') as w
    where w <> '' limit 300)
  select coalesce(array_agg(distinct w), '{}') from (
    select w from plain
    union all
    select substr(w, at, 12) from plain, generate_series(2, least(length(w), 24)) as at
    where w ~ '[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]') as every
  $$;

create function directory_prefixed(prefix text, terms text[]) returns text[] language sql immutable parallel safe
  as $$ select coalesce(array_agg(prefix || ':' || t), '{}') from unnest(terms) as t where t <> '' $$;

-- The lines of these women, made anew.
create function directory_refresh_people(p_network uuid, ids uuid[]) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  -- One after the other: the totals are rows that everybody changes.
  perform pg_advisory_xact_lock(hashtextextended('directory ' || p_network, 0));
  delete from public.directory_entries where network_id = p_network and kind = 'person' and subject_id = any (ids);
  insert into public.directory_entries
    (network_id, level, kind, subject_id, name, sort_key, sample, facets, words, windows, from_at, until_at)
  with zone as (select time_zone as tz from public.networks where id = p_network),
  grounds as (
    select account_id, tstzrange(from_at, until_at) as w from public.grants
     where network_id = p_network and account_id = any (ids) and role in ('member', 'lead', 'coordinator')
       and (until_at is null or until_at > from_at)
    union all
    select account_id, tstzrange(from_on::timestamp at time zone tz, null) from public.memberships, zone
     where network_id = p_network and account_id = any (ids) and state = 'active'
    union all
    select f.account_id, tstzrange(greatest(f.from_on, m.from_on)::timestamp at time zone tz, f.until_on::timestamp at time zone tz)
      from zone, public.affiliations f
      join public.memberships m on m.network_id = f.network_id and m.organisation_id = f.organisation_id and m.state = 'active'
     where f.network_id = p_network and f.account_id = any (ids) and (f.until_on is null or f.until_on > greatest(f.from_on, m.from_on))
  ),
  belonging as (
    select g.account_id, range_agg(g.w) as windows from grounds g
     where not exists (select from public.memberships s
        where s.network_id = p_network and s.account_id = g.account_id and s.state = 'suspended')
     group by g.account_id
  ),
  issues as (
    select subject_id, array_agg(noun_id) as terms from public.tags
     where network_id = p_network and subject = 'profile' and subject_id = any (ids) and noun = 'issue' group by subject_id
  ),
  works as (
    select f.account_id, string_agg(o.name, ' ') as names from public.affiliations f
      join public.organisations o on o.network_id = f.network_id and o.id = f.organisation_id and o.closed_at is null
     where f.network_id = p_network and f.account_id = any (ids)
       and public.directory_field_rank('organisation', o.visibility, 'name') = 0
     group by f.account_id
  ),
  shown as (
    select a.id, a.name, a.sample, l.level, b.windows,
      array['all']
      || case when public.directory_field_rank('person', p.visibility, 'country') <= l.rank
           then public.directory_prefixed('country', array[p.country]) else '{}' end
      || case when public.directory_field_rank('person', p.visibility, 'languages') <= l.rank
           then public.directory_prefixed('language', p.languages) else '{}' end
      || case when public.directory_field_rank('person', p.visibility, 'expertise') <= l.rank
           then public.directory_prefixed('issue', i.terms) else '{}' end
      || case when public.directory_field_rank('person', p.visibility, 'offers') <= l.rank
           then public.directory_prefixed('offer', p.offers) else '{}' end
      || case when public.directory_field_rank('person', p.visibility, 'seeks') <= l.rank
           then public.directory_prefixed('seek', p.seeks) else '{}' end as facets,
      concat_ws(' ', a.name,
        case when public.directory_field_rank('person', p.visibility, 'pronounced') <= l.rank then p.pronounced end,
        case when public.directory_field_rank('person', p.visibility, 'about') <= l.rank then p.about end,
        case when public.directory_field_rank('person', p.visibility, 'organisations') <= l.rank then w.names end,
        case when public.directory_field_rank('person', p.visibility, 'country') <= l.rank
          then (select string_agg(label, ' ') from jsonb_each_text(c.labels) as every (locale, label)) end,
        case when public.directory_rank(e.level) <= l.rank then e.words end) as said
    from public.accounts a
    join belonging b on b.account_id = a.id
    left join public.profiles p on p.network_id = p_network and p.account_id = a.id
    left join public.lived_experience e on e.network_id = p_network and e.account_id = a.id
    left join public.places c on c.id = p.country
    left join issues i on i.subject_id = a.id
    left join works w on w.account_id = a.id
    cross join (values ('public', 0), ('members', 1), ('coordinators', 2)) as l (level, rank)
    where a.network_id = p_network and a.id = any (ids) and a.disabled_at is null
      and public.directory_field_rank('person', p.visibility, 'name') <= l.rank
  )
  select p_network, level, 'person', id, name, left(public.directory_fold(name), 200), sample, facets,
    array_to_tsvector(facets || public.directory_words(said)), windows, lower(windows), upper(windows)
  from shown;
end $$;

-- The lines of these organisations, made anew.
create function directory_refresh_organisations(p_network uuid, ids uuid[]) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('directory ' || p_network, 0));
  delete from public.directory_entries where network_id = p_network and kind = 'organisation' and subject_id = any (ids);
  insert into public.directory_entries
    (network_id, level, kind, subject_id, name, sort_key, slug, sample, facets, words, windows)
  with issues as (
    select subject_id, array_agg(noun_id) as terms from public.tags
     where network_id = p_network and subject = 'organisation' and subject_id = any (ids) and noun = 'issue' group by subject_id
  ),
  shown as (
    select o.id, o.name, o.slug, o.sample, l.level,
      array['all']
      || case when public.directory_field_rank('organisation', o.visibility, 'kind') <= l.rank
           then public.directory_prefixed('kind', array[o.kind]) else '{}' end
      || case when public.directory_field_rank('organisation', o.visibility, 'country') <= l.rank
           then public.directory_prefixed('country', array[o.country]) else '{}' end
      || case when public.directory_field_rank('organisation', o.visibility, 'languages') <= l.rank
           then public.directory_prefixed('language', o.languages) else '{}' end
      || case when public.directory_field_rank('organisation', o.visibility, 'issues') <= l.rank
           then public.directory_prefixed('issue', i.terms) else '{}' end
      || case when public.directory_field_rank('organisation', o.visibility, 'offers') <= l.rank
           then public.directory_prefixed('offer', o.offers) else '{}' end as facets,
      concat_ws(' ', o.name,
        case when public.directory_field_rank('organisation', o.visibility, 'about') <= l.rank and jsonb_typeof(o.about) = 'object'
          then (select string_agg(text, ' ') from jsonb_each_text(o.about) as every (locale, text)) end,
        case when public.directory_field_rank('organisation', o.visibility, 'country') <= l.rank
          then (select string_agg(label, ' ') from jsonb_each_text(c.labels) as every (locale, label)) end) as said
    from public.organisations o
    left join public.places c on c.id = o.country
    left join issues i on i.subject_id = o.id
    cross join (values ('public', 0), ('members', 1), ('coordinators', 2)) as l (level, rank)
    where o.network_id = p_network and o.id = any (ids) and o.closed_at is null and o.merged_into is null
      and public.directory_field_rank('organisation', o.visibility, 'name') <= l.rank
  )
  select p_network, level, 'organisation', id, name, left(public.directory_fold(name), 200), slug, sample, facets,
    array_to_tsvector(facets || public.directory_words(said)), '{(,)}'::tstzmultirange
  from shown;
end $$;
revoke all on function directory_refresh_people, directory_refresh_organisations from public;

-- What was changed: whose lines are made anew. Arguments: 'people', 'organisations' or 'affiliates' (the women of organisations); the
-- column that names them; which rows matter; and, of a row that is updated, the columns that matter.
create function directory_changed() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  one record;
  source text := case tg_op when 'INSERT' then 'new_rows' when 'DELETE' then 'old_rows' else 'new_rows' end;
begin
  if tg_op = 'UPDATE' then
    -- Both ways: a row that was moved from one woman to another changes both.
    source := format(
      '((select network_id, %1$s, %2$s from new_rows where %3$s except select network_id, %1$s, %2$s from old_rows where %3$s)'
      ' union all (select network_id, %1$s, %2$s from old_rows where %3$s except select network_id, %1$s, %2$s from new_rows where %3$s))',
      tg_argv[1], tg_argv[3], tg_argv[2]);
  else
    source := format('(select network_id, %s from %s where %s)', tg_argv[1], source, tg_argv[2]);
  end if;
  for one in execute format(
    'select network_id, array_agg(distinct %1$s) as ids from %2$s as changed where %1$s is not null group by network_id', tg_argv[1], source)
  loop
    if tg_argv[0] = 'people' then
      perform public.directory_refresh_people(one.network_id, one.ids);
    elsif tg_argv[0] = 'organisations' then
      perform public.directory_refresh_organisations(one.network_id, one.ids);
    else
      perform public.directory_refresh_people(one.network_id, array_agg(distinct account_id))
        from public.affiliations where network_id = one.network_id and organisation_id = any (one.ids)
        having count(*) > 0;
    end if;
  end loop;
  return null;
end $$;

do $$
declare
  one record;
begin
  for one in select * from (values
    ('accounts', 'people', 'id', 'true', 'name, disabled_at, sample'),
    ('grants', 'people', 'account_id', 'role in (''member'', ''lead'', ''coordinator'')', 'role, from_at, until_at'),
    ('memberships', 'people', 'account_id', 'account_id is not null', 'state, from_on'),
    ('memberships', 'affiliates', 'organisation_id', 'organisation_id is not null', 'state, from_on'),
    ('affiliations', 'people', 'account_id', 'true', 'organisation_id, from_on, until_on'),
    ('profiles', 'people', 'account_id', 'true', 'pronounced, about, country, languages, offers, seeks, visibility'),
    ('lived_experience', 'people', 'account_id', 'true', 'words, level'),
    ('tags', 'people', 'subject_id', 'subject = ''profile''', 'noun, noun_id'),
    ('tags', 'organisations', 'subject_id', 'subject = ''organisation''', 'noun, noun_id'),
    ('organisations', 'organisations', 'id', 'true',
      'name, slug, kind, country, languages, about, offers, visibility, closed_at, merged_into, sample'),
    ('organisations', 'affiliates', 'id', 'true', 'name, visibility, closed_at')
  ) as t (source, target, ids, matter, columns)
  loop
    execute format('create trigger %I after insert on %I referencing new table as new_rows for each statement
      execute function directory_changed(%L, %L, %L, %L)', 'directory_' || one.target || '_insert', one.source, one.target, one.ids, one.matter, one.columns);
    execute format('create trigger %I after update on %I referencing old table as old_rows new table as new_rows for each statement
      execute function directory_changed(%L, %L, %L, %L)', 'directory_' || one.target || '_update', one.source, one.target, one.ids, one.matter, one.columns);
    execute format('create trigger %I after delete on %I referencing old table as old_rows for each statement
      execute function directory_changed(%L, %L, %L, %L)', 'directory_' || one.target || '_delete', one.source, one.target, one.ids, one.matter, one.columns);
  end loop;
end $$;

create function directory_count() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    insert into public.directory_totals as t (network_id, level, kind, term, n)
    select network_id, level, kind, term, count(*) from new_rows, unnest(facets) as term group by 1, 2, 3, 4
    on conflict (network_id, level, kind, term) do update set n = t.n + excluded.n;
  else
    update public.directory_totals as t set n = t.n - gone.n
    from (select network_id, level, kind, term, count(*) as n from old_rows, unnest(facets) as term group by 1, 2, 3, 4) as gone
    where t.network_id = gone.network_id and t.level = gone.level and t.kind = gone.kind and t.term = gone.term;
  end if;
  return null;
end $$;
create trigger directory_count_insert after insert on directory_entries referencing new table as new_rows
  for each statement execute function directory_count();
create trigger directory_count_delete after delete on directory_entries referencing old table as old_rows
  for each statement execute function directory_count();

-- The lines that one level sees at a moment, in order, after a key: `query` is a tsquery over `words`, or null. Only what is asked for by
-- name here is leakproof or not as it likes: the network is read from the transaction.
create function directory_found(p_level text, p_kind text, p_query text, p_at timestamptz, p_after text, p_after_id uuid, p_many integer)
  returns table (kind text, subject_id uuid, sort_key text)
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan as $$
declare
  mine uuid := public.current_network();
begin
  return query execute
    'select e.kind, e.subject_id, e.sort_key from public.directory_entries e
      where e.network_id = $1 and e.level = $2 and e.windows @> $4'
    || case when p_kind is not null then ' and e.kind = $3' else '' end
    || case when p_query is not null then ' and e.words @@ $5::tsquery' else '' end
    || case when p_after is not null then ' and (e.sort_key, e.subject_id) > ($6 collate "C", $7)' else '' end
    || ' order by e.sort_key, e.subject_id limit $8'
    using mine, p_level, p_kind, p_at, p_query, p_after, p_after_id, p_many;
end $$;

-- How many lines there are by facet, of all that one level sees or of those that a query finds.
create function directory_counts(p_level text, p_kind text, p_query text, p_at timestamptz)
  returns table (term text, n bigint)
  language plpgsql stable security definer set search_path = '' as $$
declare
  mine uuid := public.current_network();
begin
  if p_query is null then
    return query
      select every.term, sum(every.n)::bigint from (
        select t.term, t.n from public.directory_totals t
         where t.network_id = mine and t.level = p_level and (p_kind is null or t.kind = p_kind)
        union all
        -- Those who belong no more, or not yet.
        select f.term, -1 from (
          select e.facets, e.kind from public.directory_entries e
           where e.network_id = mine and e.level = p_level and e.until_at <= p_at
          union all
          select e.facets, e.kind from public.directory_entries e
           where e.network_id = mine and e.level = p_level and (e.until_at is null or e.until_at > p_at) and e.from_at > p_at
        ) as out, unnest(out.facets) as f (term) where p_kind is null or out.kind = p_kind
      ) as every group by every.term having sum(every.n) > 0;
  else
    return query execute
      'select f.term, count(*) from public.directory_entries e, unnest(e.facets) as f (term)
        where e.network_id = $1 and e.level = $2 and e.windows @> $4 and e.words @@ $5::tsquery'
      || case when p_kind is not null then ' and e.kind = $3' else '' end
      || ' group by f.term'
      using mine, p_level, p_kind, p_at, p_query;
  end if;
end $$;
revoke all on function directory_found, directory_counts from public;
grant execute on function directory_found, directory_counts to casement_app;

-- What is there already. (An account of a network that existed before this migration.)
do $$
declare
  one record;
begin
  for one in select network_id, array_agg(id) as ids from accounts group by network_id loop
    perform directory_refresh_people(one.network_id, one.ids);
  end loop;
  for one in select network_id, array_agg(id) as ids from organisations group by network_id loop
    perform directory_refresh_organisations(one.network_id, one.ids);
  end loop;
end $$;
