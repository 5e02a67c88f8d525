-- What every recorded letter pays for, and nobody needs (docs/decisions/0021-the-hot-tables.md).

-- The policy of row-level security lets nobody write a row of another network than the transaction's own, which the program takes from
-- the list of networks; a second look at `networks` for each row cost a tenth of the database's time, and made transactions
-- that ran at once share locks on one row.
alter table people drop constraint people_network_id_fkey;
alter table audit drop constraint audit_network_id_fkey;
alter table mails drop constraint mails_network_id_fkey;

-- As enqueue_job with a key, but where such a job waits already it is left as it is: asking again would change nothing of it,
-- and would make every transaction that asks wait for the one before it. A worker that takes the waiting job before our commit may
-- not see what we wrote; for jobs asked for like this there must be one that looks for what was left (mails.wake).
create function ask_for_job(task text, key text, priority integer) returns void
  language plpgsql security definer set search_path = '' as $$
begin
  if not exists (
    select from graphile_worker.jobs j
    where j.key = current_setting('casement.network') || ':' || ask_for_job.key and j.locked_at is null
      and j.run_at <= now() and j.attempts < j.max_attempts and j.priority <= ask_for_job.priority
  ) then
    perform public.enqueue_job(ask_for_job.task, '{}', ask_for_job.key, null, ask_for_job.priority);
  end if;
end $$;
revoke all on function ask_for_job from public;
grant execute on function ask_for_job to casement_app;
