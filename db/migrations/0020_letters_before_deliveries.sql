-- Whom a letter is for is kept with the letter; its deliveries are made when it is confirmed. Most rows of a surge are of
-- letters that wait for their confirmation, and deliveries were half of all that was written for one.
-- No foreign key on the elements: the posts are checked before the letter is recorded, and looked at again at the confirmation.
alter table actions add column post_ids text[] not null default '{}';

update actions a set post_ids = array(
  select d.post_id from deliveries d where d.network_id = a.network_id and d.action_id = a.id order by d.id);

-- Never confirmed: nothing of it was on its way, whether it waits or was taken back.
delete from deliveries d using actions a
  where a.network_id = d.network_id and a.id = d.action_id and a.confirmed_at is null;
