import type { Statement } from '../../platform/db/index.ts';

/*
 * The statements by which letters are recorded, for any number of rows at once: each parameter from $4 on is an array with one
 * element for each letter (for each consent, in $21 to $24 of `insertLetters`). $1 is the network everywhere.
 */

/** A second mail for the same letter is sent three times at most. */
const mailsPerAction = 3;
/**
 * Confirmation mails to one mailbox in 24 hours, whatever the names, words and campaigns: nobody can fill hers with other
 * texts. A letter beyond that is kept and answered as any other; sent again on a later day, it gets its mail.
 * (Groups written at the same instant do not see each other's mails; each adds its own number at most.)
 */
export const mailsPerDay = 2;

/** Which of the campaigns ($2) take letters at $3; until the commit nobody closes, retracts or removes them. */
const open = `open as materialized (
    select id from campaigns where network_id = $1 and id = any($2::uuid[])
      and state = 'open' and (closes_at is null or closes_at > $3) order by id for key share
  )`;

/** First: those who write, unless they are known by folded address and name. */
export const insertPeople: Statement = {
  name: 'record-people',
  text: `with ${open}
  insert into people (network_id, id, name, name_key, email, email_key, locale, created_at, keep_until)
  select $1, u.id, u.name, u.name_key, u.email, u.email_key, u.locale, u.at, u.keep
  from unnest($4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::timestamptz[], $12::timestamptz[])
    as u (campaign_id, id, name, name_key, email, email_key, locale, at, keep)
  where u.campaign_id in (select id from open)
  on conflict (network_id, email_key, name_key) do nothing`,
};

/**
 * How many confirmation mails went to the mailbox of row `u` within a day before it; those called off before they left
 * do not count. Who was made by this very group (`u.made`) has none. `offset 0` keeps the three steps apart, each by its own
 * index: left to choose, the planner reads whole tables as long as their statistics are old (a group of 256 took 224 ms
 * instead of 10).
 */
export const mailsOfTheDay = `
  select count(*) from (select p.id from people p where p.network_id = $1 and p.email_key = u.email_key and p.id is distinct from u.made offset 0) p
  cross join lateral (select a.id from actions a where a.network_id = $1 and a.person_id = p.id offset 0) a
  cross join lateral (select from mails m where m.network_id = $1 and m.subject_id = a.id and m.kind = 'confirmation'
    and m.state <> 'cancelled' and m.created_at > u.at - interval '24 hours' offset 0) m`;

/** As platform/mail's queue writes them, as far as each mailbox has room for more today. */
const insertMails = (rows: string) => `
  insert into mails (network_id, kind, priority, id, message_id, subject_id, to_address, locale, due_at, created_at)
  select $1, 'confirmation', 0, u.mail_id, u.mail_id::text, u.id, u.email, u.locale, u.at, u.at
  from (select *, row_number() over (partition by email_key order by place) as nth from ${rows}) as u
  where u.nth + (${mailsOfTheDay}) <= ${mailsPerDay}`;

/**
 * Then all that a letter is: the action (the same words of the same person to the same posts are one), street address, consents,
 * audit row, what deserves a second look, and the confirmation mail of whatever is not held for one. Locked until the commit is whoever
 * was known, so that she cannot be erased between this look and her new letter (whom this transaction made, nobody else sees yet); each is
 * found by the index, for a plain join may read everybody while the table's statistics are old.
 * Answers only what is not as a new letter of somebody new: its place, whether the campaign took it, its person, and whether it is new.
 */
export const insertLetters: Statement = {
  name: 'record-letters',
  text: `with ${open}, given as materialized (
    select u.*, u.campaign_id in (select id from open) as taken, p.id as person_id
    from unnest($4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
      $13::text[], $14::text[], $15::boolean[], $16::text[], $17::timestamptz[], $18::text[], $19::uuid[], $20::uuid[],
      $25::text[], $26::text[])
      with ordinality as u (campaign_id, id, made, name_key, email, email_key, hash, posts, locale, subject, body, remember, source, at,
        street, audit_id, mail_id, wish, flag, place)
    left join lateral (
      select p.id from people p where p.network_id = $1 and p.id = u.made
      union all
      select known.id from (
        select p.id from people p where p.network_id = $1 and p.email_key = u.email_key and p.name_key = u.name_key limit 1 for key share
      ) as known
      limit 1
    ) as p on true
  ), made as (
    insert into actions (network_id, id, campaign_id, person_id, content_hash, post_ids, locale, subject, body, remember_device, wish, source, created_at)
    select $1, id, campaign_id, person_id, decode(hash, 'hex'), posts::text[], locale, subject, body, remember, nullif(wish, ''), source::jsonb, at
    from given where taken and person_id is not null
    on conflict (network_id, campaign_id, person_id, content_hash) do nothing
    returning id
  ), fresh as materialized (
    select given.* from given join made using (id)
  ), addressed as (
    insert into action_addresses (network_id, action_id, address) select $1, id, street from fresh where street <> ''
  ), consented as (
    insert into consents (network_id, event, source, id, person_id, purpose, wording_id, action_id, at)
    select $1, 'given', 'form', c.id, fresh.person_id, c.purpose, c.wording_id, fresh.id, fresh.at
    from unnest($21::uuid[], $22::uuid[], $23::text[], $24::uuid[]) as c (action_id, id, purpose, wording_id)
    join fresh on fresh.id = c.action_id
  ), audited as (
    insert into audit (network_id, actor_kind, verb, noun, id, noun_id, at)
    select $1, 'public', 'recorded', 'action', audit_id, id::text, at from fresh
  ), flagged as (
    insert into action_flags (network_id, action_id, state, reasons, at)
    select $1, id, split_part(flag, ' ', 1), (string_to_array(flag, ' '))[2:], at from fresh where flag <> ''
  ), mailed as (${insertMails("(select * from fresh where flag not like 'held %') as let_on")}
  )
  select place, taken, person_id, made.id is not null as fresh from given left join made using (id)
  where made.id is null or person_id is distinct from given.made`,
};

/** Of those that are new, the signatures of petitions. */
export const insertSignatures: Statement = {
  name: 'record-signatures',
  text: `insert into signatures (network_id, action_id, campaign_id, display, comment, comment_state, division_id)
  select $1, u.id, u.campaign, u.display, u.comment, case when u.comment = '' then 'none' else 'waiting' end, nullif(u.division, '')
  from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[]) as u (id, campaign, display, comment, division)`,
};

/** Letters that are there already: by what was written to whom on which campaign. */
export const findKnown: Statement = {
  name: 'record-known',
  text: `select k.place, a.id
  from unnest($2::bigint[], $3::uuid[], $4::uuid[], $5::text[]) as k (place, campaign_id, person_id, hash)
  join actions a on a.network_id = $1 and a.campaign_id = k.campaign_id and a.person_id = k.person_id
    and a.content_hash = decode(k.hash, 'hex')`,
};

/** Their mails once more, to those who wait and had none after $3. */
export const repeatMails: Statement = {
  name: 'record-repeat',
  text: `with due as (
    select a.id, p.email, p.email_key, a.locale, null::uuid as made, k.mail_id, k.place, $2::timestamptz as at
    from unnest($4::uuid[], $5::uuid[]) with ordinality as k (id, mail_id, place)
    join actions a on a.network_id = $1 and a.id = k.id and a.state = 'pending'
    join people p on p.network_id = a.network_id and p.id = a.person_id
    where not exists (select from action_flags f where f.network_id = $1 and f.action_id = a.id and f.state in ('held', 'aside'))
      and (select count(*) < ${mailsPerAction} and coalesce(max(m.created_at) < $3, true)
      from mails m where m.network_id = a.network_id and m.subject_id = a.id and m.kind = 'confirmation')
  ) ${insertMails('due')} returning id`,
};

/** The first mails of letters that were held, and had none yet. */
export const firstMails: Statement = {
  name: 'record-first',
  text: `with due as (
    select a.id, p.email, p.email_key, a.locale, null::uuid as made, k.mail_id, k.place, $2::timestamptz as at
    from unnest($3::uuid[], $4::uuid[]) with ordinality as k (id, mail_id, place)
    join actions a on a.network_id = $1 and a.id = k.id and a.state = 'pending'
    join people p on p.network_id = a.network_id and p.id = a.person_id and p.erased_at is null
    where not exists (select from mails m where m.network_id = a.network_id and m.subject_id = a.id and m.kind = 'confirmation'
      and m.state <> 'cancelled')
  ) ${insertMails('due')} returning id`,
};

/** Proofs of work that count now; answers which had not been used. */
export const spendProofs: Statement = {
  name: 'record-proofs',
  text: `insert into spent_proofs (network_id, key, until_at)
  select $1, decode(u.key, 'hex'), u.until from unnest($2::text[], $3::timestamptz[]) as u (key, until)
  on conflict (network_id, key) do nothing
  returning encode(key, 'hex') as key`,
};

/** Last of all: the worker is to send what waits. */
export const askForSending: Statement = {
  name: 'record-job',
  text: `select ask_for_job('mails.send', 'mails.send', 0)`,
};
