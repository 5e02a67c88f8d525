-- The words by which offers, requests and practices are found hold the name of their organisation, where everybody may know it. When it hides
-- itself, or is called otherwise, they are out of the search with that commit, and are read again.
create function search_organisation_changed() returns trigger language plpgsql security definer set search_path = '' as $$
declare one uuid;
begin
  for one in select i.id from public.exchange_items i where i.network_id = new.network_id and i.organisation_id = new.id
  loop perform public.search_outdated(new.network_id, 'exchange', one); end loop;
  for one in select p.id from public.practices p where p.network_id = new.network_id and p.organisation_id = new.id
  loop perform public.search_outdated(new.network_id, 'practice', one); end loop;
  return null;
end $$;
create trigger search_named after update on organisations for each row
  when (new.visibility is distinct from old.visibility or new.name is distinct from old.name)
  execute function search_organisation_changed();

-- What was read before names also those who hide.
select search_outdated(network_id, 'exchange', id) from exchange_items where organisation_id is not null;
select search_outdated(network_id, 'practice', id) from practices where organisation_id is not null;
