import { sql } from 'kysely';
import { newId } from '../../platform/crypto/ids.ts';
import {
  beginAgain,
  commitAlong,
  type Database,
  grouped,
  inNetwork,
  inOneMessage,
  instantArray,
  plainArray,
  prepared,
  quotedArray,
  type Trx,
  textArray,
} from '../../platform/db/index.ts';
import { emailKey } from '../../platform/mail/index.ts';
import { keepWording } from '../consents/index.ts';
import type { Wish } from '../deliveries/index.ts';
import { foldName } from '../representatives/index.ts';
import { contentHash, type Signature } from './campaign.ts';
import type { Judged } from './guard.ts';
import { mailLinks } from './links.ts';
import {
  askForSending,
  type Extras,
  findKnown,
  firstMails,
  insertLetters,
  insertSignatures,
  repeatAfterMs,
  repeatMails,
  spendProofs,
} from './recording.ts';

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
  /** How she would rather reach them; left out: as the campaign goes about it. */
  wish?: Wish | null;
  consents: { purpose: string; wordingId: string }[];
  remember: boolean;
  /** Of a petition: how she is shown, what she says, her district. A letter has none. */
  signature?: Signature;
  /** Whether it deserves a second look; left out: it does not. */
  judged?: Judged;
  /** Where she came from: utm_* and source of the page's address. */
  source: Record<string, string>;
  now: Date;
};

/** `closed`: the campaign takes no letters any more; nothing was kept. */
export type Recorded = { state: 'new' | 'known'; actionId: string; personId: string } | { state: 'closed' };

/** A letter that is never confirmed is forgotten after a week. */
export const unconfirmedDays = 7;
const unconfirmedMs = unconfirmedDays * 86_400_000;

/** Records letters durably; callers that wait together are written together. */
export const openRecorder = (db: Database) =>
  grouped<Submission, Recorded>(db, (trx, network, rows) => record(trx, network, rows, { ending: true }), { lanes: 2 });

type Keyed = {
  row: Submission;
  place: number;
  email: string;
  name: string;
  hash: string;
  id: string;
  person: string;
};

/**
 * One transaction for all the rows, by a few statements whose number does not grow with the group (recording.ts). Whom a letter
 * is for stands in its own row; deliveries are made at the confirmation. `ending`: the transaction ends with it, so that its commit
 * may leave along with the rows.
 */
export async function record(
  trx: Trx,
  network: string,
  given: Submission[],
  { ending = false }: { ending?: boolean } = {},
): Promise<Recorded[]> {
  await forgetOldPlans(trx);
  await useProofs(trx, network, given);
  return write(trx, network, given, ending, 3);
}

/** @param looks how often it looks for those who are made or erased by somebody else while it writes; with none left it throws */
async function write(
  trx: Trx,
  network: string,
  given: Submission[],
  ending: boolean,
  looks: number,
): Promise<Recorded[]> {
  if (looks === 0) throw new Error('somebody who writes came and went all the time');
  const keyed = given.map(
    (row, place): Keyed => ({
      row,
      place,
      email: emailKey(row.email),
      name: foldName(row.name) || row.name.trim(),
      hash: contentHash(row),
      id: newId(),
      person: newId(),
    }),
  );
  // Two groups at once lock the same people and letters in the same order, and so never wait for each other in a ring.
  keyed.sort((a, b) => compareText(a.email, b.email) || compareText(a.name, b.name) || compareText(a.hash, b.hash));
  for (const [index, each] of keyed.entries()) {
    const before = keyed[index - 1];
    if (before?.email === each.email && before.name === each.name) each.person = before.person;
  }
  const now = given[0]!.now;
  const campaigns = plainArray([...new Set(given.map((row) => row.campaignId))]);
  const extras = {
    streets: given.some(({ street }) => street !== ''),
    flags: given.some(({ judged }) => flagOf(judged) !== ''),
    consents: given.some(({ consents }) => consents.length > 0),
  };
  const letters = [network, campaigns, now, ...letterArrays(keyed, extras)];
  // Both leave at once: neither needs an answer here of the other.
  const asked = inOneMessage(trx, () => {
    const answers = Promise.all([
      prepared<Found>(trx, insertLetters(extras), letters),
      prepared(trx, askForSending, []),
    ]);
    // A signature belongs to its action and is written with it, once it is known which are new.
    if (ending && !given.some(({ signature }) => signature)) commitAlong(trx);
    return answers;
  });
  const [found] = await asked;
  const results = new Array<Recorded>(given.length);
  // As nearly all are: new, of somebody new.
  for (const { place, id, person } of keyed) results[place] = { state: 'new', actionId: id, personId: person };
  const again: (Keyed & { personId: string })[] = [];
  const missed: Keyed[] = [];
  for (const { place, taken, person_id, fresh } of found) {
    const letter = keyed[place - 1]!;
    results[letter.place] = { state: 'closed' };
    if (!taken) continue;
    if (person_id === null) missed.push(letter);
    else if (fresh) results[letter.place] = { state: 'new', actionId: letter.id, personId: person_id };
    else again.push({ ...letter, personId: person_id });
  }
  const signed = keyed.flatMap(({ place, id, row: { campaignId, signature } }) =>
    signature && results[place]!.state === 'new' ? [{ ...signature, id, campaignId }] : [],
  );
  if (signed.length > 0) await prepared(trx, insertSignatures, [network, ...signatureArrays(signed)]);
  if (again.length > 0) {
    if (ending) await beginAgain(trx);
    await answerKnown(trx, network, again, results, now);
  }
  if (missed.length > 0) {
    if (ending) await beginAgain(trx);
    const then = await write(
      trx,
      network,
      missed.map(({ row }) => row),
      false,
      looks - 1,
    );
    for (const [index, { place }] of missed.entries()) results[place] = then[index]!;
  }
  return results;
}

type Found = { place: number; taken: boolean; person_id: string | null; fresh: boolean };

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** One value of every row, as the statement takes it. */
type Column = string | Buffer;

/** The arrays of `insertLetters`, from $4 on. */
function letterArrays(keyed: Keyed[], { streets, flags, consents }: Extras): Column[] {
  const arrays = [
    plainArray(keyed.map(({ row }) => row.campaignId)),
    plainArray(keyed.map(({ id }) => id)),
    plainArray(keyed.map(({ person }) => person)),
    textArray(keyed.map(({ row }) => row.name)),
    textArray(keyed.map(({ name }) => name)),
    textArray(keyed.map(({ row }) => row.email)),
    textArray(keyed.map(({ email }) => email)),
    plainArray(keyed.map(({ hash }) => hash)),
    textArray(keyed.map(({ row }) => quotedArray(row.postIds))),
    textArray(keyed.map(({ row }) => row.locale)),
    textArray(keyed.map(({ row }) => row.subject)),
    textArray(keyed.map(({ row }) => row.body)),
    plainArray(keyed.map(({ row }) => String(row.remember))),
    textArray(keyed.map(({ row }) => JSON.stringify(row.source))),
    instantArray(keyed.map(({ row }) => row.now)),
    instantArray(keyed.map(({ row }) => new Date(row.now.getTime() + unconfirmedMs))),
    plainArray(keyed.map(() => newId())),
    plainArray(keyed.map(() => newId())),
    textArray(keyed.map(({ row }) => row.wish ?? '')),
  ];
  if (streets) arrays.push(textArray(keyed.map(({ row }) => row.street)));
  if (flags) arrays.push(textArray(keyed.map(({ row }) => flagOf(row.judged))));
  if (consents) {
    const given = keyed.flatMap(({ row, id }) => row.consents.map((consent) => ({ ...consent, id })));
    arrays.push(
      plainArray(given.map(({ id }) => id)),
      plainArray(given.map(() => newId())),
      textArray(given.map(({ purpose }) => purpose)),
      plainArray(given.map(({ wordingId }) => wordingId)),
    );
  }
  return arrays;
}

/** The arrays of `insertSignatures`, from $2 on. */
const signatureArrays = (signed: (Signature & { id: string; campaignId: string })[]): Column[] => [
  plainArray(signed.map(({ id }) => id)),
  plainArray(signed.map(({ campaignId }) => campaignId)),
  textArray(signed.map(({ display }) => display)),
  textArray(signed.map(({ comment }) => comment)),
  textArray(signed.map(({ divisionId }) => divisionId ?? '')),
];

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

/**
 * Somebody sent the same letter again: perhaps the mail was lost. It is sent again, or where the letter is confirmed, her private links
 * are; but nobody can fill a mailbox so.
 */
async function answerKnown(
  trx: Trx,
  network: string,
  again: (Keyed & { personId: string })[],
  results: Recorded[],
  now: Date,
): Promise<void> {
  const known = await prepared<{ place: number; id: string; state: string }>(trx, findKnown, [
    network,
    plainArray(again.map((_, index) => String(index))),
    plainArray(again.map(({ row }) => row.campaignId)),
    plainArray(again.map(({ personId }) => personId)),
    plainArray(again.map(({ hash }) => hash)),
  ]);
  for (const { place, id } of known) {
    const letter = again[place]!;
    results[letter.place] = { state: 'known', actionId: id, personId: letter.personId };
  }
  // Not those that this very group has made: their first mail is on its way.
  const made = new Set(results.map((one) => (one.state === 'new' ? one.actionId : '')));
  const waiting = [...new Set(known.map(({ id }) => id))].filter((id) => !made.has(id));
  if (waiting.length === 0) return;
  await prepared(trx, repeatMails, [
    network,
    now,
    new Date(now.getTime() - repeatAfterMs),
    plainArray(waiting),
    plainArray(waiting.map(() => newId())),
  ]);
  const confirmed = known.filter(({ state }) => state === 'confirmed').map(({ place }) => again[place]!.email);
  if (confirmed.length > 0) await mailLinks(trx, network, confirmed, now);
}

/**
 * Remembers the proofs of work that these letters carry. One that was used before, by whatever process, counts for nothing:
 * the letter is then judged without it. Letters without one ask nothing of the database.
 */
async function useProofs(trx: Trx, network: string, rows: Submission[]): Promise<void> {
  const proven = rows
    .flatMap((row) =>
      row.judged?.proof ? [{ row, proof: row.judged.proof, key: row.judged.proof.key.toString('hex') }] : [],
    )
    // In one order always, as everything that two groups may both want.
    .sort((a, b) => compareText(a.key, b.key));
  if (proven.length === 0) return;
  const made = await prepared<{ key: string }>(trx, spendProofs, [
    network,
    plainArray(proven.map(({ key }) => key)),
    instantArray(proven.map(({ proof }) => proof.until)),
  ]);
  const unused = new Set(made.map(({ key }) => key));
  for (const { row, proof, key } of proven) if (!unused.delete(key)) row.judged = proof.otherwise;
}

/** What the statement reads of a judgement: '' for none, else the state and the reasons. */
const flagOf = (judged: Judged | undefined): string =>
  judged && judged.reasons.length > 0 ? [judged.held ? 'held' : 'noted', ...judged.reasons].join(' ') : '';

/** Sends the confirmation mails of letters that were held, as far as each mailbox has room for more today. */
export async function sendConfirmations(trx: Trx, network: string, actionIds: string[], now: Date): Promise<void> {
  if (actionIds.length === 0) return;
  await prepared(trx, firstMails, [network, now, plainArray(actionIds), plainArray(actionIds.map(() => newId()))]);
  await prepared(trx, askForSending, []);
}

/** The id of a consent's wording: the exact words that were shown. Made once and remembered by the process. */
export function openWordings(db: Database) {
  const known = new Map<string, Promise<string>>();
  return (network: string, purpose: string, locale: string, text: string, now: Date): Promise<string> => {
    const key = [network, purpose, locale, text].join('\n');
    let id = known.get(key);
    if (!id) {
      id = inNetwork(db, network, (trx) =>
        keepWording({ trx, network: { id: network }, now }, { purpose, locale, text }),
      );
      id.catch(() => known.delete(key));
      known.set(key, id);
    }
    return id;
  };
}
