-- Addresses of letters of any script. Which letters and marks those are is said in platform/http/slug.ts: databases do not agree on what a letter is. Here stands
-- what an address never holds, named sign by sign, and how long it may be: ASCII but small letters, digits and the hyphen; control signs, spaces of any width;
-- what is unseen or turns the direction; signs for private use. What was an address before still is one.
do $$
declare
  addressed text;
begin
  foreach addressed in array array[
    'campaigns', 'groups', 'library_works', 'news_items', 'organisation_slugs', 'organisations', 'practices', 'stories']
  loop
    execute format('alter table %I drop constraint %I', addressed, addressed || '_slug_check');
    execute format($check$
      alter table %I add check (
        char_length(slug) between 1 and 81 and octet_length(slug) <= 180 and slug !~ '^-'
        and slug !~ ('[\u0001-,./:-`{-\u00a0\u00ad\u034f\u061c\u0640\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f'
          || '\u2000-\u206f\u2800\u3000\u3164\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]'))
    $check$, addressed);
  end loop;
end $$;
