-- Which words a machine chose for what a network is called and its motto, by language and field ('fr:name'), as long as nobody has reviewed
-- them. The list of networks is read without a network of its own, so this one question is answered for all of them.
create function networks_named_by_machines() returns table (network_id uuid, fields text[])
  language sql stable security definer set search_path = ''
  as $$
    select n.id, array_agg(m.locale || ':' || m.field)
      from public.networks n join public.translation_marks m on m.network_id = n.id
      where m.kind = 'network' and m.made_by = 'machine' and m.reviewed_at is null
        and m.target_digest = encode(sha256(convert_to(
          case m.field when 'name' then n.name ->> m.locale when 'tagline' then n.tagline ->> m.locale end, 'UTF8')), 'hex')
      group by n.id
  $$;
revoke all on function networks_named_by_machines() from public;
grant execute on function networks_named_by_machines() to casement_app;
