-- Which news show it, as long as she agrees.
create table story_news (
  network_id uuid not null,
  story_id uuid not null,
  item_id uuid not null,
  primary key (network_id, item_id, story_id),
  foreign key (network_id, story_id) references stories on delete cascade,
  foreign key (network_id, item_id) references news_items on delete cascade
);
create index on story_news (network_id, story_id);
select casement_tenant('story_news');

-- The next moments at which something that a network's pages may show ends: no page is kept past one of them. The list of networks is read
-- without a network of its own, so this one question is answered for all of them.
create function networks_with_endings() returns table (network_id uuid, ends timestamptz[])
  language sql stable security definer set search_path = ''
  as $$
    select a.network_id, (array_agg(distinct a.expires_at order by a.expires_at))[1:1000]
      from public.story_approvals a
      where a.state = 'approved' and a.place = '' and a.expires_at > now() - interval '1 day'
      group by a.network_id
  $$;
revoke all on function networks_with_endings() from public;
grant execute on function networks_with_endings() to casement_app;
