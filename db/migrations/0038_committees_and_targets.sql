-- The state or province in which a code lies, as a division's id, where its list says so.
alter table postal_points add column region text;

-- A committee's posts are its members' own: one that nobody holds is no vacancy, but a membership that ended.
alter table bodies add column committee boolean not null default false;

-- Beside roles and single posts: every member of a body, and one person in whatever post she holds.
-- A network may also ask its own posts, which are in no reference table: the desk checks what is named here.
alter table campaign_targets
  add column body_id text,
  add column official_id text,
  drop constraint campaign_targets_role_id_fkey,
  drop constraint campaign_targets_post_id_fkey,
  drop constraint campaign_targets_check,
  add constraint campaign_targets_one check (num_nonnulls(role_id, post_id, body_id, official_id) = 1);
