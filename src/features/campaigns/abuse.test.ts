import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { kits } from '../../../test/beginnings.ts';
import { inNetwork } from '../../platform/db/index.ts';
import type { Ctx, Network } from '../../platform/tenancy/index.ts';
import { confirmAction } from './confirm.ts';
import { findAction } from './queries.ts';
import { openRecorder, type Recorded, record, type Submission } from './record.ts';
import { mailsOfTheDay, mailsPerDay } from './recording.ts';
import { eraseSupporter, withdrawAction, withdrawConsent } from './withdraw.ts';

let app: TestApp;
let network: Network;
let campaignId: string;
let postIds: string[];
const noon = '2026-11-21T12:00:00Z';
const later = (minutes: number) => new Date(Date.parse(noon) + minutes * 60_000);

beforeAll(async () => {
  app = await createTestApp({ from: await kits(), now: noon });
  network = await app.network('daylight');
  campaignId = (await rows<{ id: string }>(`select id from campaigns where slug = 'five-asks'`))[0]!.id;
  postIds = (await rows<{ id: string }>('select id from posts order by id limit 1')).map((row) => row.id);
});
afterAll(() => app.stop());

const rows = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await app.db.owner.query<T>(text, values)).rows;

const submission = (over: Partial<Submission> = {}): Submission => ({
  campaignId,
  name: 'Ana Invented',
  email: 'ana@example.invalid',
  locale: 'en',
  subject: 'Five asks',
  body: 'Please act.',
  postIds,
  street: '',
  consents: [],
  remember: false,
  source: {},
  now: new Date(noon),
  ...over,
});

const send = async (...letters: Submission[]) => {
  const recorded = await inNetwork(app.db, network.id, (trx) => record(trx, network.id, letters));
  return recorded.map((one) => {
    if (one.state === 'closed') throw new Error('closed');
    return one;
  });
};
const mailsOf = async (actionIds: string[]) =>
  (await rows(`select from mails where kind = 'confirmation' and subject_id = any($1)`, [actionIds])).length;
const act = <T>(work: (ctx: Ctx) => Promise<T>, now = new Date(noon)) =>
  inNetwork(app.db, network.id, (trx) => work({ trx, actor: { kind: 'system' }, network, locale: 'en', now }));
const nobody = async () => new Map();

describe('nobody can fill a mailbox that is not hers', () => {
  test('other words, names, tags and campaigns make letters, but no more than so many mails a day', async () => {
    const victim = (n: number): Partial<Submission> => ({
      email: n % 2 ? 'vic.tim@gmail.com' : `victim+${n}@googlemail.com`,
      name: n % 3 ? 'Vic Invented' : `Other ${n}`,
      body: `Words ${n}`,
    });
    const first = await send(submission(victim(1)));
    expect(await mailsOf(first.map((one) => one.actionId))).toBe(1);
    const more = await send(
      ...[4, 5, 6, 7, 8].map((n) => submission(victim(n))),
      submission({ email: 'else@example.invalid' }),
    );
    const states = new Set(more.map((one) => one.state));
    expect(states).toEqual(new Set(['new']));
    const hers = more.slice(0, 5).map((one) => one.actionId);
    expect(await mailsOf(hers)).toBe(mailsPerDay - 1);
    // Somebody else in the same group is not held up.
    expect(await mailsOf([more[5]!.actionId])).toBe(1);
    expect(await rows(`select from actions where id = any($1) and state = 'pending'`, [hers])).toHaveLength(5);

    // One that got no mail, sent again: nothing on the same day, its mail on the next.
    const without: number[] = [];
    for (const [index, n] of [4, 5, 6, 7, 8].entries()) if ((await mailsOf([hers[index]!])) === 0) without.push(n);
    const again = (minutes: number) => send(submission({ ...victim(without[0]!), now: later(minutes) }));
    const [known] = await again(60);
    expect(known!.state).toBe('known');
    expect(await mailsOf([known!.actionId])).toBe(0);
    await again(25 * 60);
    expect(await mailsOf([known!.actionId])).toBe(1);
  });

  test('the same letter again has its mail again after ten minutes, twice a day and three times at most', async () => {
    const mine = { email: 'bea@example.invalid', name: 'Bea Invented' };
    const [{ actionId } = { actionId: '' }] = await send(submission(mine));
    for (const [minutes, mails] of [
      [5, 1],
      [11, 2],
      [12, 2],
      [22, 2],
      [60, 2],
      [2 * 24 * 60, 3],
      [4 * 24 * 60, 3],
    ] as const) {
      await send(submission({ ...mine, now: later(minutes) }));
      expect(await mailsOf([actionId])).toBe(mails);
    }
  });

  test('a mail that was called off before it left does not count', async () => {
    const mine = { email: 'cleo@example.invalid', name: 'Cleo Invented' };
    for (let n = 0; n < mailsPerDay + 2; n += 1) {
      const [one] = await send(submission({ ...mine, body: `Letter ${n}` }));
      expect(await mailsOf([one!.actionId])).toBe(1);
      await act((ctx) => withdrawAction(ctx, one!.actionId));
    }
  });

  test('the question how many were sent is answered by indexes, each its own, also before the first statistics', async () => {
    await app.db.owner.query(
      `insert into mails (network_id, id, kind, subject_id, to_address, locale, message_id, state, due_at, created_at)
       select $1, gen_random_uuid(), 'letter', gen_random_uuid(), '', 'en', '', 'sent', now(), now() from generate_series(1, 5000)`,
      [network.id],
    );
    const plan = await inNetwork(app.db, network.id, async (trx) => {
      const count = sql.raw(mailsOfTheDay.replaceAll('$1', `'${network.id}'`));
      const { rows: lines } = await sql<Record<string, string>>`explain
        select (${count}) from unnest(array['x'], array[null::uuid], array[now()]) as u (email_key, made, at)`.execute(
        trx,
      );
      return lines.map((line) => Object.values(line)[0]).join('\n');
    });
    expect(plan).toMatch(/people_network_id_email_key_name_key_key/);
    expect(plan).toMatch(/actions_by_person/);
    expect(plan).toMatch(/mails_by_subject/);
    expect(plan).not.toMatch(/Seq Scan/);
  });
});

describe('two things at the same instant', () => {
  const counted = async (personId: string) =>
    (await rows<{ state: string }>('select state from actions where person_id = $1 and counted', [personId])).map(
      (row) => row.state,
    );
  const two = async (name: string) => {
    const mine = { name, email: `${name.split(' ')[0]!.toLowerCase()}@example.invalid` };
    const sent = await send(submission({ ...mine, body: 'One' }), submission({ ...mine, body: 'Two' }));
    return { first: sent[0]!.actionId, second: sent[1]!.actionId, personId: sent[0]!.personId };
  };

  test('two confirmations of one letter: one confirms, the other changes nothing', async () => {
    const { first, personId } = await two('Dora Invented');
    const outcomes = await Promise.all([1, 2, 3].map(() => act((ctx) => confirmAction(ctx, first, nobody))));
    expect(outcomes.map((one) => one.outcome).sort()).toEqual(['already', 'already', 'confirmed']);
    expect(await counted(personId)).toEqual(['confirmed']);
  });

  test('both letters of a person withdrawn at once: none is counted', async () => {
    for (let round = 0; round < 12; round += 1) {
      const { first, second, personId } = await two(`Eva${round} Invented`);
      for (const id of [first, second]) await act((ctx) => confirmAction(ctx, id, nobody));
      await Promise.all([first, second].map((id) => act((ctx) => withdrawAction(ctx, id))));
      expect(await counted(personId)).toEqual([]);
    }
  });

  test('one withdrawn while the other is confirmed: the confirmed one is counted', async () => {
    for (let round = 0; round < 12; round += 1) {
      const { first, second, personId } = await two(`Fay${round} Invented`);
      await act((ctx) => confirmAction(ctx, first, nobody));
      await Promise.all([act((ctx) => withdrawAction(ctx, first)), act((ctx) => confirmAction(ctx, second, nobody))]);
      expect(await counted(personId)).toEqual(['confirmed']);
    }
  });

  test('a letter recorded while its writer is erased leaves nothing of her on the erased person', async () => {
    for (let round = 0; round < 12; round += 1) {
      const { personId } = await two(`Gil${round} Secretname`);
      await Promise.all([
        act((ctx) => eraseSupporter(ctx, personId)),
        send(submission({ name: `Gil${round} Secretname`, email: `gil${round}@example.invalid`, body: 'Three' })).catch(
          // The group is then tried again; here it is enough that nothing was written.
          () => {},
        ),
      ]);
      expect(
        await rows(
          `select a.id from actions a join people p on p.id = a.person_id
           where p.id = $1 and (a.body <> '' or a.state = 'pending' or p.email <> '')`,
          [personId],
        ),
      ).toEqual([]);
    }
  });
});

describe('the same letter in two groups at the same instant', () => {
  test.each([[{}], [{ street: '1 Elm Street', consents: [], judged: { held: false, reasons: ['fast'] } }]])(
    'is one letter of one person with one mail, and the others of its group are kept: %j',
    async (extras) => {
      const name = `Twin ${Object.keys(extras).length}`;
      const email = `twin${Object.keys(extras).length}@example.invalid`;
      const twin = submission({ name, email, ...(extras as Partial<Submission>) });
      const other = submission({ name, email: `other-${email}` });
      let second: Promise<Recorded[]> | undefined;
      const first = await inNetwork(app.db, network.id, async (trx) => {
        const made = await record(trx, network.id, [twin]);
        // It waits for the first to end, and does not see then whom that one made.
        second = inOneGroup([other, twin, twin]);
        await untilSomebodyWaits();
        return made;
      });
      const [kept, ...same] = await second!;
      expect(first[0]!.state).toBe('new');
      expect(kept!.state).toBe('new');
      for (const one of same) expect(one).toEqual({ ...first[0], state: 'known' });
      const actions = [first[0]!, kept!].map((one) => (one.state === 'closed' ? '' : one.actionId));
      expect(await mailsOf(actions.slice(0, 1))).toBe(1);
      expect(await mailsOf(actions.slice(1))).toBe(1);
      expect(await rows('select from people where email = $1', [email])).toHaveLength(1);
    },
  );

  /** As the program records them: all in one group, the commit along with them. */
  async function inOneGroup(letters: Submission[]): Promise<Recorded[]> {
    const recorder = openRecorder(app.db);
    return Promise.all(letters.map((letter) => recorder(network.id, letter)));
  }

  async function untilSomebodyWaits(): Promise<void> {
    const waiting = `select from pg_stat_activity where datname = current_database() and wait_event = 'transactionid'`;
    while ((await rows(waiting)).length === 0) await pause(5);
  }
});

describe('a form sent in her name by somebody else', () => {
  test('takes no consent away that she confirmed, unconfirmed or taken back', async () => {
    const wordingId = '00000000-0000-7000-8000-000000000001';
    await app.db.owner.query(
      `insert into consent_wordings (network_id, id, purpose, locale, text, text_hash, created_at) values ($1, $2, 'newsletter', 'en', 'News', '', now())`,
      [network.id, wordingId],
    );
    const consents = [{ purpose: 'newsletter', wordingId }];
    const mine = { name: 'Ines Invented', email: 'ines@example.invalid', consents };
    const [own] = await send(submission(mine));
    await act((ctx) => confirmAction(ctx, own!.actionId, nobody), later(1));
    const [forged] = await send(submission({ ...mine, body: 'Not hers', now: later(2) }));
    const standing = async () => (await act((ctx) => findAction(ctx, own!.actionId)))!.consents.map((one) => one.event);
    expect(await standing()).toEqual(['confirmed']);
    await act((ctx) => withdrawAction(ctx, forged!.actionId), later(3));
    expect(await standing()).toEqual(['confirmed']);
    // Her own word counts, whichever letter she says it on.
    await act((ctx) => withdrawConsent(ctx, own!.personId, 'newsletter'), later(4));
    expect(await standing()).toEqual(['withdrawn']);
  });
});

describe('a campaign that takes no letters', () => {
  test.each([[`state = 'closed'`], [`state = 'draft'`], [`closes_at = '2026-11-21T11:59:00Z'`]])(
    'keeps nothing of one that was on its way: %s',
    async (change) => {
      const email = 'late@example.invalid';
      await app.db.owner.query(`update campaigns set ${change} where id = $1`, [campaignId]);
      const other = (await rows<{ id: string }>(`select id from campaigns where slug = 'come-and-see'`))[0]!.id;
      const recorded = await inNetwork(app.db, network.id, (trx) =>
        record(trx, network.id, [
          submission({ email }),
          submission({ email: 'other@example.invalid', campaignId: other, body: change }),
          submission({ email }),
        ]),
      );
      await app.db.owner.query(`update campaigns set state = 'open', closes_at = null where id = $1`, [campaignId]);
      expect(recorded.map((one) => one.state)).toEqual(['closed', 'new', 'closed']);
      expect(await rows('select from people where email = $1', [email])).toHaveLength(0);
    },
  );

  test('while one is being recorded, nobody retracts it', async () => {
    let recorded = false;
    let retracted: Promise<unknown> = Promise.resolve();
    await inNetwork(app.db, network.id, async (trx) => {
      await record(trx, network.id, [submission({ email: 'mid@example.invalid' })]);
      retracted = act(async (ctx) => {
        await ctx.trx.selectFrom('campaigns').select('id').where('id', '=', campaignId).forUpdate().execute();
        expect(recorded).toBe(true);
      });
      await new Promise((resolve) => setTimeout(resolve, 100));
      recorded = true;
    });
    await retracted;
  });
});

describe('what was never confirmed is forgotten', () => {
  test('also where it was taken back, and in the outbox', async () => {
    const mine = { name: 'Hal Forgotten', email: 'hal@forgotten.invalid' };
    const [kept, withdrawn] = await send(submission({ ...mine, body: 'One' }), submission({ ...mine, body: 'Two' }));
    await act((ctx) => withdrawAction(ctx, withdrawn!.actionId));
    await app.work();
    expect(await mailsOf([kept!.actionId])).toBe(1);
    for (const feature of app.deps.features) await act(async (ctx) => feature.retain?.(ctx), later(8 * 24 * 60));
    for (const table of ['people', 'actions', 'mails']) {
      expect(await rows(`select from ${table} t where t::text ~* 'hal forgotten|hal@forgotten'`), table).toHaveLength(
        0,
      );
    }
    expect(await rows(`select from mails where mime is not null and subject_id = $1`, [kept!.actionId])).toEqual([]);
  });
});
