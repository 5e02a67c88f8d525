-- Which networks have something in their library, and whether everybody may see some of it: the navigation names it then.
-- The list of networks is read without a network of its own, so this one question is answered for all of them.
create function networks_with_library() returns table (network_id uuid, open boolean)
  language sql stable security definer set search_path = ''
  as $$
    select n.id, exists (select 1 from public.library_works w
        where w.network_id = n.id and w.state = 'published' and w.deleted_at is null and w.publish_at <= now() and w.access = 'public')
      from public.networks n
      where exists (select 1 from public.library_works w
        where w.network_id = n.id and w.state = 'published' and w.deleted_at is null and w.publish_at <= now())
  $$;
revoke all on function networks_with_library() from public;
grant execute on function networks_with_library() to casement_app;
