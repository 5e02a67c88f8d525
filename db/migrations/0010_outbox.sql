-- The outbox: releasing held mail, and finding message sources that are past their time.

-- The application's role only reads the installation's row; this is the one change it may make there.
create function release_mail() returns boolean language plpgsql security definer set search_path = '' as $$
begin
  if nullif(current_setting('casement.network', true), '') is null then raise exception 'releasing mail needs a network'; end if;
  update public.installation set mail_held_at = null where mail_held_at is not null;
  return found;
end $$;
revoke all on function release_mail from public;
grant execute on function release_mail to casement_app;

create index mails_with_source on mails (network_id, finished_at) where mime is not null and finished_at is not null;
create index mails_finished on mails (network_id, finished_at) where finished_at is not null;
