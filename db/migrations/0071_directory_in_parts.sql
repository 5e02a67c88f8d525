-- Many lines at once (an import, a world for measuring) are made five hundred at a time: the planner takes a list of unknown length for a
-- short one, and would go through all of it again for each of its members.
alter function directory_refresh_people(uuid, uuid[]) rename to directory_remake_people;
alter function directory_refresh_organisations(uuid, uuid[]) rename to directory_remake_organisations;

create function directory_refresh_people(p_network uuid, ids uuid[]) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  for at in 0 .. (cardinality(ids) - 1) / 500 loop
    perform public.directory_remake_people(p_network, ids[at * 500 + 1 : at * 500 + 500]);
  end loop;
end $$;
create function directory_refresh_organisations(p_network uuid, ids uuid[]) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  for at in 0 .. (cardinality(ids) - 1) / 500 loop
    perform public.directory_remake_organisations(p_network, ids[at * 500 + 1 : at * 500 + 500]);
  end loop;
end $$;
revoke all on function directory_refresh_people, directory_refresh_organisations from public;

-- Kept places of a starter kit: they go when its samples are cleared.
alter table reservations add column sample boolean not null default false;
