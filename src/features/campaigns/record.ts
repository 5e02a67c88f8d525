import { sql } from 'kysely';
import { newId, sha256 } from '../../platform/crypto/ids.ts';
import { type Database, grouped, inNetwork, type Trx } from '../../platform/db/index.ts';
import { emailKey } from '../../platform/mail/index.ts';
import { foldName } from '../representatives/index.ts';
import { contentHash, type Signature } from './campaign.ts';

/** A letter as a supporter sent it, checked, before anything is stored. */
export type Submission = {
  campaignId: string;
  name: string;
  email: string;
  locale: string;
  subject: string;
  body: string;
  postIds: string[];
  /** Put into the letters alone, deleted when they have left. Empty: none. */
  street: string;
  consents: { purpose: string; wordingId: string }[];
  remember: boolean;
  /** Of a petition: how she is shown, what she says, her district. A letter has none. */
  signature?: Signature;
  /** Where she came from: utm_* and source of the page's address. */
  source: Record<string, string>;
  now: Date;
};

/** `closed`: the campaign takes no letters any more; nothing was kept. */
export type Recorded = { state: 'new' | 'known'; actionId: string; personId: string } | { state: 'closed' };

/** A letter that is never confirmed is forgotten after a week. */
export const unconfirmedDays = 7;
/** A second mail for the same letter is sent only after so long, and three times at most. */
const repeatAfterMs = 10 * 60_000;
const mailsPerAction = 3;
/**
 * Confirmation mails to one mailbox in 24 hours, whatever the names, words and campaigns: nobody can fill hers with other
 * texts. A letter beyond that is kept and answered as any other; sent again on a later day, it gets its mail.
 * (Groups written at the same instant do not see each other's mails; each adds its own number at most.)
 */
export const mailsPerDay = 4;

/** Records letters durably; callers that wait together are written together. */
export const openRecorder = (db: Database) => grouped<Submission, Recorded>(db, record, { lanes: 2 });

/**
 * One transaction for all the rows: people (known ones are found by folded address and name), actions (the same words
 * of the same person to the same posts are one), addresses, consents, audit rows, confirmation mails and one job. Whom
 * a letter is for stands in its own row; deliveries are made at the confirmation. Every statement is set-based; the
 * number of statements does not grow with the group.
 */
export async function record(trx: Trx, network: string, given: Submission[]): Promise<Recorded[]> {
  await forgetOldPlans(trx);
  // Two groups at once lock the same people and letters in the same order, and so never wait for each other in a ring.
  const open = await holdOpen(trx, network, given);
  const keyed = given
    .map((row, place) => ({ row, place, key: personKey(row), hash: contentHash(row) }))
    .filter(({ row }) => open.has(row.campaignId));
  keyed.sort(
    (a, b) =>
      compareText(a.key.email, b.key.email) || compareText(a.key.name, b.key.name) || Buffer.compare(a.hash, b.hash),
  );
  const results = keyed.length > 0 ? await recordSorted(trx, network, keyed) : [];
  const inOrder = new Array<Recorded>(given.length).fill({ state: 'closed' });
  keyed.forEach(({ place }, index) => {
    inOrder[place] = results[index]!;
  });
  return inOrder;
}

/** Which of the campaigns take letters; until the commit nobody closes, retracts or removes them. */
async function holdOpen(trx: Trx, network: string, rows: Submission[]): Promise<Set<string>> {
  const ids = [...new Set(rows.map((row) => row.campaignId))];
  const open = await sql<{ id: string }>`
    select id from campaigns where network_id = ${network} and id = any(${uuids(ids)}::uuid[])
      and state = 'open' and (closes_at is null or closes_at > ${rows[0]!.now}) order by id for key share`.execute(trx);
  return new Set(open.rows.map((row) => row.id));
}

type Keyed = { row: Submission; key: { email: string; name: string }; hash: Buffer };

const personKey = (row: Submission) => ({ email: emailKey(row.email), name: foldName(row.name) || row.name.trim() });
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

async function recordSorted(trx: Trx, network: string, keyed: Keyed[]): Promise<Recorded[]> {
  const rows = keyed.map(({ row }) => row);
  const keys = keyed.map(({ key }) => key);
  const hashes = keyed.map(({ hash }) => hash);
  const personOf = await findOrMakePeople(trx, network, rows, keys);
  const people = keys.map((key) => personOf.get(`${key.email}\n${key.name}`)!);

  const ids = rows.map(() => newId());
  const made = await sql<{ id: string }>`
    insert into actions (network_id, id, campaign_id, person_id, content_hash, post_ids, locale, subject, body, remember_device, source, created_at)
    select ${network}::uuid, u.id, campaign_id, person_id, content_hash, posts::text[], locale, subject, body, remember, source, at from unnest(${uuids(ids)}::uuid[], ${uuids(rows.map((row) => row.campaignId))}::uuid[], ${uuids(people)}::uuid[], ${hashes}::bytea[],
      ${rows.map((row) => texts(row.postIds))}::text[], ${rows.map((row) => row.locale)}::text[], ${rows.map((row) => row.subject)}::text[], ${rows.map((row) => row.body)}::text[],
      ${rows.map((row) => row.remember)}::boolean[], ${rows.map((row) => JSON.stringify(row.source))}::jsonb[], ${instants(rows.map((row) => row.now))}::timestamptz[])
      as u (id, campaign_id, person_id, content_hash, posts, locale, subject, body, remember, source, at)
    on conflict (network_id, campaign_id, person_id, content_hash) do nothing
    returning id`.execute(trx);
  const isNew = new Set(made.rows.map((row) => row.id));
  const fresh = rows
    .map((row, index) => ({ row, id: ids[index]!, person: people[index]! }))
    .filter(({ id }) => isNew.has(id));

  if (fresh.length > 0) {
    await insertParts(trx, network, fresh);
    await insertSignatures(trx, network, fresh);
  }
  if (fresh.length === rows.length)
    return rows.map((_, index) => ({ actionId: ids[index]!, personId: people[index]!, state: 'new' }));

  const known = await findKnown(trx, network, rows, people, hashes);
  await repeatConfirmations(
    trx,
    network,
    [...new Set([...known.values()])].filter((id) => !isNew.has(id)),
    rows[0]!.now,
  );
  return rows.map((row, index) =>
    isNew.has(ids[index]!)
      ? { actionId: ids[index]!, personId: people[index]!, state: 'new' }
      : {
          actionId: known.get(`${row.campaignId}\n${people[index]}\n${hashes[index]!.toString('hex')}`)!,
          personId: people[index]!,
          state: 'known',
        },
  );
}

/** Arrays as PostgreSQL reads them. What stands in them needs no quotes, and the driver would look for them sign by sign. */
const uuids = (ids: string[]): string => `{${ids.join()}}`;
const instants = (moments: Date[]): string => `{${moments.map((moment) => moment.toISOString()).join()}}`;
/** A list of one row among the rows of an array: PostgreSQL's own arrays of arrays would all need the same length. */
const texts = (list: string[]): string => `{${list.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join()}}`;

const planned = new WeakMap<Trx, { at: number; pauseMs: number }>();

/**
 * A connection keeps the plans by which foreign keys are checked. Those made while a table is empty may search it by the
 * wrong index (all look alike then), and would do so until autovacuum first looks at the table: letters of the first
 * minute then took 30 times as long. So a connection plans anew after a quarter of a second, a half, a whole, …
 */
async function forgetOldPlans(trx: Trx): Promise<void> {
  const now = performance.now();
  const last = planned.get(trx);
  if (last && now - last.at < last.pauseMs) return;
  planned.set(trx, { at: now, pauseMs: last ? last.pauseMs * 2 : 250 });
  await sql`discard plans`.execute(trx);
}

async function findOrMakePeople(
  trx: Trx,
  network: string,
  rows: Submission[],
  keys: { email: string; name: string }[],
) {
  const made = await sql<{ id: string; email_key: string; name_key: string }>`
    insert into people (network_id, id, name, name_key, email, email_key, locale, created_at, keep_until)
    select ${network}::uuid, * from unnest(${uuids(rows.map(() => newId()))}::uuid[], ${rows.map((row) => row.name)}::text[], ${keys.map((key) => key.name)}::text[],
      ${rows.map((row) => row.email)}::text[], ${keys.map((key) => key.email)}::text[], ${rows.map((row) => row.locale)}::text[], ${instants(rows.map((row) => row.now))}::timestamptz[],
      ${instants(rows.map((row) => new Date(row.now.getTime() + unconfirmedDays * 86_400_000)))}::timestamptz[])
    on conflict (network_id, email_key, name_key) do nothing
    returning id, email_key, name_key`.execute(trx);
  const people = new Map(made.rows.map((row) => [`${row.email_key}\n${row.name_key}`, row.id]));
  const missing = keys.filter((key) => !people.has(`${key.email}\n${key.name}`));
  if (missing.length === 0) return people;
  // Each by the index: a plain join may read everybody of the network as long as the table's statistics are old.
  // Held until the commit, so that she cannot be erased between this look and her new letter.
  const found = await sql<{ id: string; email_key: string; name_key: string }>`
    select p.id, k.email_key, k.name_key from unnest(${missing.map((key) => key.email)}::text[], ${missing.map((key) => key.name)}::text[]) as k (email_key, name_key)
    cross join lateral (select p.id from people p where p.network_id = ${network} and p.email_key = k.email_key and p.name_key = k.name_key limit 1 for key share) as p`.execute(
    trx,
  );
  for (const row of found.rows) people.set(`${row.email_key}\n${row.name_key}`, row.id);
  return people;
}

async function insertParts(
  trx: Trx,
  network: string,
  fresh: { row: Submission; id: string; person: string }[],
): Promise<void> {
  const streets = fresh.filter(({ row }) => row.street);
  const consents = fresh.flatMap(({ row, id, person }) =>
    row.consents.map((consent) => ({ ...consent, id, person, now: row.now })),
  );
  const mails = fresh.map(({ row, id }) => ({ id, email: row.email, locale: row.locale, now: row.now }));
  // One message to the database instead of four: none of these needs the answer of another.
  await sql`with addresses as (
      insert into action_addresses (network_id, action_id, address)
      select ${network}::uuid, * from unnest(${uuids(streets.map(({ id }) => id))}::uuid[], ${streets.map(({ row }) => row.street)}::text[])
    ), consented as (
      insert into consents (network_id, event, source, id, person_id, purpose, wording_id, action_id, at)
      select ${network}::uuid, 'given', 'form', * from unnest(${uuids(consents.map(() => newId()))}::uuid[], ${uuids(consents.map((one) => one.person))}::uuid[],
        ${consents.map((one) => one.purpose)}::text[], ${uuids(consents.map((one) => one.wordingId))}::uuid[], ${uuids(consents.map((one) => one.id))}::uuid[],
        ${instants(consents.map((one) => one.now))}::timestamptz[])
    ), audited as (
      insert into audit (network_id, actor_kind, verb, noun, id, noun_id, at)
      select ${network}::uuid, 'public', 'recorded', 'action', * from unnest(${uuids(fresh.map(() => newId()))}::uuid[], ${fresh.map(({ id }) => id)}::text[],
        ${instants(fresh.map(({ row }) => row.now))}::timestamptz[])
    )
    ${insertConfirmations(network, mails)}`.execute(trx);
  await askForSending.execute(trx);
}

/** The signatures among the rows; a group of letters has none, and asks nothing of the database. */
async function insertSignatures(trx: Trx, network: string, fresh: { row: Submission; id: string }[]): Promise<void> {
  const signed = fresh.flatMap(({ row, id }) =>
    row.signature ? [{ id, campaignId: row.campaignId, ...row.signature }] : [],
  );
  if (signed.length === 0) return;
  await sql`insert into signatures (network_id, action_id, campaign_id, display, comment, comment_state, division_id)
    select ${network}::uuid, u.id, u.campaign, u.display, u.comment, case when u.comment = '' then 'none' else 'waiting' end, nullif(u.division, '')
    from unnest(${uuids(signed.map((one) => one.id))}::uuid[], ${uuids(signed.map((one) => one.campaignId))}::uuid[],
      ${signed.map((one) => one.display)}::text[], ${signed.map((one) => one.comment)}::text[],
      ${signed.map((one) => one.divisionId ?? '')}::text[]) as u (id, campaign, display, comment, division)`.execute(
    trx,
  );
}

type Confirmation = { id: string; email: string; locale: string; now: Date };

/** As platform/mail's queue writes them, for many rows in one statement, as far as each mailbox has room for more today. */
function insertConfirmations(network: string, mails: Confirmation[]) {
  const ids = mails.map(() => newId());
  return sql`insert into mails (network_id, kind, priority, id, message_id, subject_id, to_address, locale, due_at, created_at)
    select ${network}::uuid, 'confirmation', 0, u.id, u.id::text, u.subject_id, u.to_address, u.locale, u.at, u.at
    from (
      select *, row_number() over (partition by email_key order by place) as nth
      from unnest(${uuids(ids)}::uuid[], ${uuids(mails.map((mail) => mail.id))}::uuid[], ${mails.map((mail) => mail.email)}::text[],
        ${mails.map((mail) => emailKey(mail.email))}::text[], ${mails.map((mail) => mail.locale)}::text[],
        ${instants(mails.map((mail) => mail.now))}::timestamptz[]) with ordinality as given (id, subject_id, to_address, email_key, locale, at, place)
    ) as u
    where u.nth + (${mailsOfTheDay(network)}) <= ${mailsPerDay}`;
}

/** Last of all: from here until the commit another group's request for the same job waits. */
const askForSending = sql`select enqueue_job('mails.send', '{}'::json, 'mails.send', null, 0)`;

/**
 * How many confirmation mails went to the mailbox of row `u` within a day before it; those called off before they left
 * do not count. `offset 0` keeps the three steps apart, each by its own index: left to choose, the planner reads whole
 * tables as long as their statistics are old (a group of 256 took 224 ms instead of 10).
 */
export const mailsOfTheDay = (network: string) => sql<number>`
  select count(*) from (select p.id from people p where p.network_id = ${network} and p.email_key = u.email_key offset 0) p
  cross join lateral (select a.id from actions a where a.network_id = ${network} and a.person_id = p.id offset 0) a
  cross join lateral (select from mails m where m.network_id = ${network} and m.subject_id = a.id and m.kind = 'confirmation'
    and m.state <> 'cancelled' and m.created_at > u.at - interval '24 hours' offset 0) m`;

async function findKnown(
  trx: Trx,
  network: string,
  rows: Submission[],
  people: string[],
  hashes: Buffer[],
): Promise<Map<string, string>> {
  const found = await sql<{ id: string; campaign_id: string; person_id: string; hash: string }>`
    select a.id, a.campaign_id, a.person_id, encode(a.content_hash, 'hex') as hash
    from unnest(${uuids(rows.map((row) => row.campaignId))}::uuid[], ${uuids(people)}::uuid[], ${hashes}::bytea[]) as k (campaign_id, person_id, content_hash)
    join actions a on a.network_id = ${network} and a.campaign_id = k.campaign_id and a.person_id = k.person_id and a.content_hash = k.content_hash`.execute(
    trx,
  );
  return new Map(found.rows.map((row) => [`${row.campaign_id}\n${row.person_id}\n${row.hash}`, row.id]));
}

/** Somebody sent the same letter again: perhaps the mail was lost. It is sent again, but nobody can fill a mailbox so. */
async function repeatConfirmations(trx: Trx, network: string, actionIds: string[], now: Date): Promise<void> {
  if (actionIds.length === 0) return;
  const due = await sql<{ id: string; email: string; locale: string }>`
    select a.id, p.email, a.locale from actions a join people p on p.network_id = a.network_id and p.id = a.person_id
    where a.network_id = ${network} and a.id = any(${actionIds}::uuid[]) and a.state = 'pending'
      and (select count(*) < ${mailsPerAction} and coalesce(max(m.created_at) < ${new Date(now.getTime() - repeatAfterMs)}, true)
           from mails m where m.network_id = a.network_id and m.subject_id = a.id and m.kind = 'confirmation')`.execute(
    trx,
  );
  if (due.rows.length === 0) return;
  await insertConfirmations(
    network,
    due.rows.map((row) => ({ ...row, now })),
  ).execute(trx);
  await askForSending.execute(trx);
}

/** The id of a consent's wording: the exact words that were shown. Made once and remembered by the process. */
export function openWordings(db: Database) {
  const known = new Map<string, Promise<string>>();
  return (network: string, purpose: string, locale: string, text: string, now: Date): Promise<string> => {
    const key = [network, purpose, locale, text].join('\n');
    let id = known.get(key);
    if (!id) {
      id = findOrMakeWording(db, network, purpose, locale, text, now);
      id.catch(() => known.delete(key));
      known.set(key, id);
    }
    return id;
  };
}

function findOrMakeWording(
  db: Database,
  network: string,
  purpose: string,
  locale: string,
  text: string,
  now: Date,
): Promise<string> {
  const hash = sha256(text);
  return inNetwork(db, network, async (trx) => {
    await trx
      .insertInto('consent_wordings')
      .values({ network_id: network, id: newId(), purpose, locale, text, text_hash: hash, created_at: now })
      .onConflict((conflict) => conflict.columns(['network_id', 'purpose', 'locale', 'text_hash']).doNothing())
      .execute();
    const row = await trx
      .selectFrom('consent_wordings')
      .select('id')
      .where('network_id', '=', network)
      .where('purpose', '=', purpose)
      .where('locale', '=', locale)
      .where('text_hash', '=', hash)
      .executeTakeFirstOrThrow();
    return row.id;
  });
}
