import type { Statement } from '../../platform/db/index.ts';

/*
 * The statements by which letters are recorded, for any number of rows at once: each parameter that is an array has one
 * element for each letter, if nothing else is said. $1 is the network everywhere.
 */

/** A second mail for the same letter is sent three times at most. */
const mailsPerAction = 3;
/**
 * Confirmation mails to one mailbox in 24 hours, whatever the names, words and campaigns: nobody can fill hers with other
 * texts. A letter beyond that is kept and answered as any other; sent again on a later day, it gets its mail.
 * (Groups written at the same instant do not see each other's mails; each adds its own number at most.)
 */
export const mailsPerDay = 2;
/** A second mail about the same is sent only after so long. */
export const repeatAfterMs = 10 * 60_000;

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

/** The columns of `given`, each an array from $4 on. `made`, `audit_id`, `mail_id`: ids that a new row gets. */
const always = [
  'uuid campaign_id',
  'uuid id',
  'uuid made',
  'text name',
  'text name_key',
  'text email',
  'text email_key',
  'text hash',
  'text posts',
  'text locale',
  'text subject',
  'text body',
  'boolean remember',
  'text source',
  'timestamptz at',
  'timestamptz keep',
  'uuid audit_id',
  'uuid mail_id',
  'text wish',
];

/** What some letters of a group bring and most groups lack: each costs the database something even where there is none of it. */
export type Extras = { streets: boolean; flags: boolean; consents: boolean };

/**
 * All that letters are, by one statement: the people, the action (the same words of the same person to the same posts are one), audit row and the
 * confirmation mail of whatever is not held for one; and, where a letter of the group has any, street addresses, what deserves a second
 * look and consents (four more arrays, with one element for each consent: its action, id, purpose, wording).
 *
 * $2 are the campaigns, $3 is now: those that take letters then are locked, so that until the commit nobody closes, retracts or removes them.
 * Locked is whoever was known too, so that she cannot be erased between this look and her new letter; each is found by the index, for a
 * plain join may read everybody while the table's statistics are old. Letters of one new person bear the same `made`. Who is made by
 * another transaction at this very instant can be neither made nor seen: `person_id` is null then.
 *
 * Answers only what is not as a new letter of somebody new: its place, whether the campaign took it, its person, and whether it is new.
 */
function lettersWith({ streets, flags, consents }: Extras): string {
  const columns = [...always, ...(streets ? ['text street'] : []), ...(flags ? ['text flag'] : [])].map((column) =>
    column.split(' '),
  );
  const arrays = columns.map(([type], index) => `$${index + 4}::${type}[]`);
  const after = (place: number) => `$${columns.length + 3 + place}`;
  const writes = [
    `made as (
    insert into actions (network_id, id, campaign_id, person_id, content_hash, post_ids, locale, subject, body, remember_device, wish, source, created_at)
    select $1, id, campaign_id, person_id, decode(hash, 'hex'), posts::text[], locale, subject, body, remember, nullif(wish, ''), source::jsonb, at
    from known where taken and person_id is not null
    on conflict (network_id, campaign_id, person_id, content_hash) do nothing
    returning id
  ), fresh as materialized (
    select known.* from known join made using (id)
  ), audited as (
    insert into audit (network_id, actor_kind, verb, noun, id, noun_id, at)
    select $1, 'public', 'recorded', 'action', audit_id, id::text, at from fresh
  )`,
    streets &&
      `addressed as (
    insert into action_addresses (network_id, action_id, address) select $1, id, street from fresh where street <> ''
  )`,
    flags &&
      `flagged as (
    insert into action_flags (network_id, action_id, state, reasons, at)
    select $1, id, split_part(flag, ' ', 1), (string_to_array(flag, ' '))[2:], at from fresh where flag <> ''
  )`,
    consents &&
      `consented as (
    insert into consents (network_id, event, source, id, person_id, purpose, wording_id, action_id, at)
    select $1, 'given', 'form', c.id, fresh.person_id, c.purpose, c.wording_id, fresh.id, fresh.at
    from unnest(${after(1)}::uuid[], ${after(2)}::uuid[], ${after(3)}::text[], ${after(4)}::uuid[]) as c (action_id, id, purpose, wording_id)
    join fresh on fresh.id = c.action_id
  )`,
    `mailed as (${insertMails(flags ? "(select * from fresh where flag not like 'held %') as let_on" : 'fresh')}
  )`,
  ].filter(Boolean);
  return `with open as materialized (
    select id from campaigns where network_id = $1 and id = any($2::uuid[])
      and state = 'open' and (closes_at is null or closes_at > $3) order by id for key share
  ), given as materialized (
    select u.*, u.campaign_id in (select id from open) as taken
    from unnest(${arrays.join(', ')}) with ordinality as u (${columns.map(([, name]) => name).join(', ')}, place)
  ), written as (
    insert into people (network_id, id, name, name_key, email, email_key, locale, created_at, keep_until)
    select $1, made, name, name_key, email, email_key, locale, at, keep from given where taken order by place
    on conflict (network_id, email_key, name_key) do nothing
    returning id
  ), known as materialized (
    select given.*, coalesce(written.id, before.id) as person_id
    from given left join written on written.id = given.made
    left join lateral (
      select p.id from people p where written.id is null
        and p.network_id = $1 and p.email_key = given.email_key and p.name_key = given.name_key limit 1 for key share
    ) as before on true
  ), ${writes.join(', ')}
  select place, taken, person_id, made.id is not null as fresh from known left join made using (id)
  where made.id is null or person_id is distinct from known.made`;
}

const statements = new Map<string, Statement>();

/** The statement for a group with these extras. */
export function insertLetters({ streets, flags, consents }: Extras): Statement {
  const name = `record-letters${streets ? '-streets' : ''}${flags ? '-flags' : ''}${consents ? '-consents' : ''}`;
  let statement = statements.get(name);
  if (!statement) {
    statement = { name, text: lettersWith({ streets, flags, consents }) };
    statements.set(name, statement);
  }
  return statement;
}

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
  text: `select k.place, a.id, a.state
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
