import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { createApp } from '../../app.tsx';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import { runJob } from '../../platform/jobs/index.ts';
import { type Network, openDirectory } from '../../platform/tenancy/index.ts';
import { eraseAccount, sessionCookie, startSession } from '../accounts/index.ts';
import { backUp, restore } from '../backup/index.ts';
import { newDatabase, newDataFolder } from '../backup/world.ts';

let app: TestApp;
let network: Network;
type Woman = { cookie: string; id: string };
let coordinator: Woman;
const members: Woman[] = [];
let stranger: Woman;
const group = newId();
const at = '/one/en';

const rows = async <T extends object>(text: string, ...values: unknown[]): Promise<T[]> =>
  (await app.db.owner.query<T>(text, values)).rows;
const text = async (path: string, who: Woman) => words(await (await app.get(path, who)).text());
const settings = (over: Record<string, string> = {}) => ({
  way: 'vote',
  voice: 'member',
  options: '',
  ballot: 'open',
  quorum: '0',
  majority: 'half',
  keep: 'ballots',
  ...over,
});
const closes = '2026-11-23T12:00';
async function proposal(over: Record<string, string> = {}, who = coordinator): Promise<string> {
  const id = newId();
  const answer = await app.post(
    `${at}/decisions`,
    { id, title: 'Meet on Tuesdays', proposal: 'Because **most** can.', questions_until: '', ...settings(over) },
    who,
  );
  expect(answer.status).toBe(303);
  return id;
}
const open = (id: string, over: Record<string, string> = {}, who = coordinator) =>
  app.post(`${at}/decisions/${id}/opening`, { closes_at: closes, ...settings(over) }, who);
const vote = (id: string, who: Woman, choice: number, over: Record<string, string> = {}) =>
  app.post(
    `${at}/decisions/${id}/ballot`,
    { choice: String(choice), voter: who.id, round: '1', reason: '', ...over },
    who,
  );
const close = async () => {
  app.at('2026-11-23T13:00:00Z');
  await runJob(app.deps, 'decisions.close', { network: network.id });
  await runJob(app.deps, 'decisions.close', { network: network.id });
  app.at('2026-11-21T12:00:00Z');
};
const resultOf = async (id: string) =>
  (await rows<{ state: string; result: unknown }>('select state, result from decisions where id = $1', id))[0]!;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-21T12:00:00Z' });
  network = await createNetwork(app, 'one');
  const other = await createNetwork(app, 'two');
  await rows(`update networks set time_zone = 'UTC'`);
  app.deps.networks.forget();
  coordinator = await signInAs(app, network, 'coordinator');
  for (let n = 0; n < 6; n += 1) members.push(await signInAs(app, network, 'member'));
  stranger = await signInAs(app, other, 'member', 'coordinator');
  await rows(
    `insert into groups (network_id, id, slug, name, entry, created_at) values ($1, $2, 'night', '{"en": "Night"}', 'hidden', now())`,
    network.id,
    group,
  );
  for (const [n, who] of [coordinator, members[0]!, members[1]!].entries())
    await rows(
      `insert into group_members (network_id, group_id, account_id, state, lead, alias, joined_at) values ($1, $2, $3, 'in', $4, $5, now())`,
      network.id,
      group,
      who.id,
      n === 0,
      n === 1 ? 'Heron' : null,
    );
});
afterAll(() => app.stop());

describe('an open vote', () => {
  test('hears each voice once, lets it be changed until the end, and closes by time, once', async () => {
    const id = await proposal({ quorum: '50' });
    expect((await vote(id, members[0]!, 0)).status).toBe(303);
    expect(await rows('select from decision_ballots')).toHaveLength(0);
    expect((await open(id, { quorum: '50' })).status).toBe(303);
    expect((await rows<{ n: number }>('select electorate as n from decisions where id = $1', id))[0]!.n).toBe(6);
    const late = await signInAs(app, network, 'member');
    expect((await vote(id, late, 0)).status).toBe(404);
    await Promise.all([vote(id, members[0]!, 0), vote(id, members[0]!, 0), vote(id, members[0]!, 1)]);
    await vote(id, members[0]!, 0, { reason: '=Tuesdays' });
    await vote(id, members[1]!, 0);
    await vote(id, members[2]!, 1);
    expect((await vote(id, members[2]!, 7)).status).toBe(422);
    // What others voted is not shown before the end.
    expect(await text(`${at}/decisions/${id}`, members[3]!)).not.toContain('=Tuesdays');
    await close();
    expect(await resultOf(id)).toEqual({
      state: 'closed',
      result: {
        is: 'accepted',
        heard: 3,
        counts: [
          [0, 2],
          [1, 1],
        ],
      },
    });
    expect(
      await rows(`select from audit where noun = 'decision' and verb = 'closed' and noun_id = $1`, id),
    ).toHaveLength(1);
    await vote(id, members[3]!, 1);
    expect(await rows('select from decision_ballots where decision_id = $1', id)).toHaveLength(3);
    const page = await text(`${at}/decisions/${id}`, members[3]!);
    for (const said of ['Accepted', '=Tuesdays', '3 voices were heard of 6; the quorum is 3'])
      expect(page).toContain(said);
    await app.post(`${at}/decisions/${id}/record`, { recorded: 'Tuesdays from May.' }, coordinator);
    expect(await text(`${at}/decisions/${id}`, members[3]!)).toContain('Tuesdays from May.');
    expect((await app.post(`${at}/decisions/${id}/record`, { recorded: 'x' }, members[3]!)).status).toBe(404);
  });

  test('of organisations is given by who speaks for them today, one voice each', async () => {
    const speaks = async (who: Woman, organisation: string, until: string | null, represents = true) =>
      rows(
        `insert into affiliations (network_id, id, organisation_id, account_id, represents, from_on, until_on) values ($1, $2, $3, $4, $5, '2026-01-01', $6)`,
        network.id,
        newId(),
        organisation,
        who.id,
        represents,
        until,
      );
    const organisations = [newId(), newId()];
    for (const [n, id] of organisations.entries()) {
      await rows(
        `insert into organisations (network_id, id, slug, name, name_key, kind, created_at, updated_at) values ($1, $2, $3, $3, $3, 'association', now(), now())`,
        network.id,
        id,
        `house-${n}`,
      );
      await rows(
        `insert into memberships (network_id, id, organisation_id, state, from_on, created_at) values ($1, $2, $3, 'active', '2026-01-01', now())`,
        network.id,
        newId(),
        id,
      );
    }
    await speaks(members[0]!, organisations[0]!, null);
    await speaks(members[1]!, organisations[0]!, null);
    await speaks(members[2]!, organisations[1]!, null);
    await speaks(members[3]!, organisations[1]!, '2026-06-01');
    await speaks(members[4]!, organisations[1]!, null, false);
    const id = await proposal({ voice: 'organisation' });
    await open(id, { voice: 'organisation' });
    const give = (who: Woman, organisation: string, choice: number) => vote(id, who, choice, { voter: organisation });
    expect((await give(members[0]!, organisations[0]!, 0)).status).toBe(303);
    expect((await give(members[1]!, organisations[0]!, 1)).status).toBe(303);
    expect((await give(members[3]!, organisations[1]!, 0)).status).toBe(404);
    expect((await give(members[4]!, organisations[1]!, 0)).status).toBe(404);
    expect(await rows('select choice from decision_ballots where decision_id = $1', id)).toEqual([{ choice: 1 }]);
    await close();
    expect((await resultOf(id)).result).toMatchObject({ is: 'rejected', heard: 1 });
    expect(await text(`${at}/decisions/${id}`, members[3]!)).toContain('house-0');
    // It hides, and is named to nobody here who may not know of it.
    await rows(`update organisations set visibility = '{"name": "coordinators"}' where slug = 'house-0'`);
    const later = await text(`${at}/decisions/${id}`, members[3]!);
    expect(later).toContain('an organisation that is not named here');
    expect(later).not.toContain('house-0');
    expect(await text(`${at}/decisions/${id}`, coordinator)).toContain('house-0');
    await rows('delete from affiliations');
  });

  test('counts nobody who is suspended when it is opened, or before she was heard; a voice once given stays', async () => {
    const suspend = (...who: Woman[]) =>
      rows(
        `insert into memberships (network_id, id, account_id, state, from_on, created_at)
         select $1, gen_random_uuid(), a::uuid, 'suspended', '2026-01-01', now() from unnest($2::text[]) a`,
        network.id,
        who.map(({ id }) => id),
      );
    const electorate = async (id: string) =>
      (await rows<{ n: number }>('select electorate as n from decisions where id = $1', id))[0]!.n;
    const before = await proposal({ quorum: '50' });
    await open(before, { quorum: '50' });
    const all = await electorate(before);
    await vote(before, members[0]!, 0);
    await vote(before, members[1]!, 0);
    await suspend(members[0]!, members[5]!);
    for (const who of [members[0]!, members[5]!]) expect((await vote(before, who, 1)).status).toBe(404);
    const after = await proposal({});
    await open(after);
    expect(await electorate(after)).toBe(all - 2);
    const own = await proposal({ group: 'night' });
    await open(own);
    expect(await electorate(own)).toBe(2);
    await close();
    expect(await electorate(before)).toBe(all - 1);
    expect((await resultOf(before)).result).toMatchObject({ heard: 2, counts: [[0, 2]] });
    await rows(`delete from memberships where state = 'suspended'`);
  });

  test('of which no ballots are kept leaves totals alone', async () => {
    const id = await proposal({ keep: 'totals' });
    await open(id, { keep: 'totals' });
    await vote(id, members[0]!, 1);
    await close();
    for (const table of ['decision_ballots', 'decision_voters'])
      expect(await rows(`select from ${table} where decision_id = $1`, id)).toHaveLength(0);
    expect((await resultOf(id)).result).toEqual({ is: 'rejected', heard: 1, counts: [[1, 1]] });
  });
});

describe('a secret ballot', () => {
  const secret = { ballot: 'secret' };
  /** Every row of every table that tells of this decision, with its hidden columns. */
  const urn = (id: string) =>
    rows<{ choice: number; votes: number; xmin: string }>(
      'select choice, votes, xmin::text from decision_urns where decision_id = $1 order by choice',
      id,
    );

  test('leaves nothing that joins a ballot to a voter: no column, no time, no order, no transaction number', async () => {
    const id = await proposal(secret);
    await open(id, secret);
    for (const [n, who] of members.slice(0, 5).entries()) {
      const before = await urn(id);
      await vote(id, who, n < 3 ? 0 : 1, { reason: 'Because of me' });
      const after = await urn(id);
      // Each ballot writes every row anew, under one number: which of them grew is not in the row.
      expect(new Set(after.map(({ xmin }) => xmin)).size).toBe(1);
      expect(after.every(({ xmin }, at) => xmin !== before[at]!.xmin)).toBe(true);
    }
    expect((await urn(id)).map(({ votes }) => votes)).toEqual([0, 3, 2]);
    expect(await rows('select from decision_ballots where decision_id = $1', id)).toHaveLength(0);
    const columns = await rows<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = 'decision_urns'::regclass and attnum > 0`,
    );
    expect(columns.map(({ name }) => name).sort()).toEqual(['choice', 'decision_id', 'network_id', 'votes']);
    const audit = await rows<{ detail: object }>(`select detail from audit where noun = 'ballot' and noun_id = $1`, id);
    expect(audit).toHaveLength(5);
    expect(JSON.stringify(audit)).not.toMatch(/choice|[01]/);
    expect(await rows(`select from mails where subject_id = $1`, id)).toHaveLength(0);
    expect(
      (await rows<{ payload: string }>('select payload::text from graphile_worker._private_jobs')).some(({ payload }) =>
        payload.includes(id),
      ),
    ).toBe(false);
    // The page of whoever voted does not tell her own ballot either: who looks over her shoulder learns nothing.
    const page = await text(`${at}/decisions/${id}`, members[0]!);
    expect(page).toContain('Your ballot is in the urn');
    await close();
    expect((await resultOf(id)).result).toEqual({
      is: 'accepted',
      heard: 5,
      counts: [
        [0, 3],
        [1, 2],
      ],
    });
    expect(await urn(id)).toEqual([]);
    const after = await text(`${at}/decisions/${id}`, members[5]!);
    for (const said of ['Accepted', '5 voted', 'In the order of names']) expect(after).toContain(said);
    expect(after).not.toContain('Because of me');
  });

  test('cannot be given twice, not even at once, nor changed', async () => {
    const id = await proposal(secret);
    await open(id, secret);
    const answers = await Promise.all([0, 1, 0, 1].map((choice) => vote(id, members[0]!, choice)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
    expect((await urn(id)).reduce((sum, { votes }) => sum + votes, 0)).toBe(1);
    await Promise.all(members.slice(1, 5).map((who) => vote(id, who, 0)));
    expect((await urn(id)).reduce((sum, { votes }) => sum + votes, 0)).toBe(5);
  });

  describe('of which fewer than five lie in the urn at the end', () => {
    const laterOn = (day: string) => app.at(`${day}T13:00:00Z`);
    const run = () => runJob(app.deps, 'decisions.close', { network: network.id });
    const votes = async (id: string) => (await urn(id)).reduce((sum, one) => sum + one.votes, 0);
    const end = (id: string, who: Woman, reason = 'It took too long.') =>
      app.post(`${at}/decisions/${id}/ending`, { reason }, who);
    /** Four of them voted, and its time is over. */
    async function waiting(over: Record<string, string> = {}): Promise<string> {
      app.at('2026-11-21T12:00:00Z');
      const id = await proposal({ ...secret, ...over });
      await open(id, { ...secret, ...over });
      for (const [n, who] of members.slice(0, 4).entries()) await vote(id, who, n % 2);
      laterOn('2026-11-23');
      await run();
      await run();
      return id;
    }
    afterEach(() => app.at('2026-11-21T12:00:00Z'));

    test('waits, says calmly why, and is counted as a whole with the fifth, once, also by two at once', async () => {
      const id = await waiting({ keep: 'totals' });
      expect(await resultOf(id)).toEqual({ state: 'waiting', result: null });
      expect(await votes(id)).toBe(4);
      const page = await text(`${at}/decisions/${id}`, members[5]!);
      for (const said of [
        'Why it is not counted yet',
        '4 ballots lie in the urn; 1 is missing',
        'voices can still be given',
        'Give my voice',
      ])
        expect(page).toContain(said);
      // No number of any choice, no name of who voted, no way to end it for who only votes.
      expect(page).not.toMatch(/What came of it|4 voted|End it without a count/);
      expect(await text(`${at}/decisions`, members[5]!)).toContain('Waits for more ballots');
      expect(await text(`${at}/decisions?settled=yes`, members[5]!)).not.toContain('Waits for more');
      expect(await text(`${at}/today`, members[5]!)).toContain('A secret ballot waits for more voices, perhaps yours');
      const desk = await text(`${at}/today`, coordinator);
      expect(desk).toContain('A secret ballot cannot be counted yet');
      expect(desk).toContain('One ballot is missing. Wait for it, or end it without a count');
      // Who has voted can neither vote again, nor does she find it on Today.
      await vote(id, members[0]!, 0);
      expect(await votes(id)).toBe(4);
      expect(await text(`${at}/today`, members[0]!)).not.toContain('A secret ballot waits');
      // It can be asked about, but neither withdrawn nor amended nor opened again.
      for (const path of ['withdrawal', 'amendment', 'opening'])
        expect([path, (await app.get(`${at}/decisions/${id}/${path}`, coordinator)).status]).toEqual([path, 404]);
      await app.post(`${at}/decisions/${id}/withdrawal`, { reason: 'x' }, coordinator);
      expect(await votes(id)).toBe(4);
      const both = await Promise.all([vote(id, members[4]!, 0), vote(id, members[5]!, 1)]);
      expect(both.map(({ status }) => status)).toEqual([303, 303]);
      const { state, result } = await resultOf(id);
      expect([state, (result as { heard: number }).heard]).toEqual(['closed', 5]);
      expect((result as { counts: [number, number][] }).counts.reduce((sum, [, n]) => sum + n, 0)).toBe(5);
      expect(await urn(id)).toEqual([]);
      expect(await rows('select from decision_voters where decision_id = $1', id)).toEqual([]);
      // The program counted, and the log tells no number of the urn.
      const log = await rows<{ verb: string; kind: string; detail: object }>(
        `select verb, actor_kind as kind, detail from audit where noun_id = $1 and verb in ('kept-closed', 'closed') order by id`,
        id,
      );
      expect(log.map(({ verb, kind }) => [verb, kind])).toEqual([
        ['kept-closed', 'system'],
        ['closed', 'system'],
      ]);
      expect(JSON.stringify(log)).not.toMatch(/[0-9]/);
    });

    test('is opened for a result alone: the quorum is waited for, and who is suspended does not count towards it', async () => {
      const all = (
        await rows<{ id: string }>(
          `select id from accounts a where network_id = $1 and exists
        (select from grants g where g.account_id = a.id and g.role = 'member')`,
          network.id,
        )
      ).length;
      const id = await waiting({ quorum: '100' });
      expect(await text(`${at}/decisions/${id}`, members[5]!)).toContain(
        `${all - 4} are missing. The quorum asks for ${all}.`,
      );
      await vote(id, members[4]!, 0);
      expect((await resultOf(id)).state).toBe('waiting');
      await rows(
        `insert into memberships (network_id, id, account_id, state, from_on, created_at)
         select v.network_id, gen_random_uuid(), v.voter_id, 'suspended', '2026-01-01', now() from decision_voters v where decision_id = $1 and not voted`,
        id,
      );
      expect((await vote(id, members[5]!, 0)).status).toBe(404);
      await run();
      expect(await resultOf(id)).toMatchObject({ state: 'closed', result: { is: 'accepted', heard: 5 } });
      await rows(`delete from memberships where state = 'suspended'`);
    });

    test('carried in an archive it waits in the copy too, unread; there it is counted with the fifth, and by no clock', async () => {
      const id = await waiting({ keep: 'totals' });
      const [here, there, empty] = [newDataFolder(), newDataFolder(), await newDatabase('empty')];
      const archive = { file: join(here.folder, 'a.backup'), passphrase: 'four words in a row', now: app.deps.clock() };
      const told: string[] = [];
      const ofCopy = async <T extends object>(text: string): Promise<T[]> =>
        (await empty.db.owner.query<T>(text, [id])).rows;
      const lie = 'select choice, votes, xmin::text from decision_urns where decision_id = $1 order by choice';
      try {
        await backUp(app.db, { ...archive, dataFolder: here.folder });
        expect(readFileSync(archive.file).includes('Meet on Tuesdays')).toBe(false);
        await restore(empty.db, { ...archive, dataFolder: there.folder, out: (line) => void told.push(line) });
        // Loaded as one: no mark of the database tells which number of the urn grew last, and the operator is told of rows alone.
        const urnThere = await ofCopy<{ choice: number; votes: number; xmin: string }>(lie);
        expect(urnThere.map(({ choice, votes }) => [choice, votes])).toEqual(
          (await urn(id)).map(({ choice, votes }) => [choice, votes]),
        );
        expect(new Set(urnThere.map(({ xmin }) => xmin)).size).toBe(1);
        expect(told.join('\n')).toMatch(/decision_urns: \d+ rows/);
        // The clock opens it there no more than here.
        const deps = { ...app.deps, db: empty.db, networks: openDirectory(empty.db) };
        await runJob(deps, 'decisions.close', { network: network.id });
        const stateThere = () =>
          ofCopy<{ state: string; result: object }>('select state, result from decisions where id = $1');
        expect(await stateThere()).toEqual([{ state: 'waiting', result: null }]);
        // Nobody is signed in there. She signs in, and gives the ballot that is missing; who had voted cannot again.
        const copy = createApp(deps);
        const giveThere = async (who: Woman) => {
          const cookie = await inNetwork(empty.db, network.id, (trx) =>
            startSession({ trx, network, actor: { kind: 'system' }, locale: 'en', now: deps.clock() }, who.id, {
              second: true,
            }),
          );
          return copy.request(`http://127.0.0.1:3000${at}/decisions/${id}/ballot`, {
            method: 'POST',
            body: new URLSearchParams({ choice: '0', voter: who.id, round: '1', reason: '' }),
            headers: { cookie: `${sessionCookie}=${cookie}`, origin: 'http://127.0.0.1:3000' },
          });
        };
        expect((await giveThere(members[0]!)).status).toBe(303);
        expect(await stateThere()).toEqual([{ state: 'waiting', result: null }]);
        expect((await giveThere(members[4]!)).status).toBe(303);
        expect(await stateThere()).toMatchObject([{ state: 'closed', result: { heard: 5 } }]);
        expect(await ofCopy(lie)).toEqual([]);
      } finally {
        await empty.drop();
        here.remove();
        there.remove();
      }
    });

    test('is ended without a count by who looks after it, with a reason; or by itself after ninety days', async () => {
      const id = await waiting();
      const form = await text(`${at}/decisions/${id}/ending`, coordinator);
      expect(form).toContain('The 4 ballots in the urn will be destroyed, and nobody will ever learn what they said.');
      expect((await end(id, members[0]!)).status).toBe(404);
      expect((await end(id, stranger)).status).toBe(403);
      expect((await end(id, coordinator, ' ')).status).toBe(422);
      expect(await votes(id)).toBe(4);
      const both = await Promise.all([end(id, coordinator), end(id, coordinator, 'Twice.')]);
      expect(both.map(({ status }) => status)).toEqual([303, 303]);
      await vote(id, members[5]!, 0);
      expect([await resultOf(id), await urn(id)]).toEqual([
        { state: 'closed', result: { is: 'too-few', heard: 4 } },
        [],
      ]);
      const page = await text(`${at}/decisions/${id}`, members[0]!);
      for (const said of ['Fewer than 5 voted', 'destroyed uncounted', '4 voted']) expect(page).toContain(said);
      expect(page).toMatch(/It took too long\.|Twice\./);
      expect((await app.get(`${at}/decisions/${id}/ending`, coordinator)).status).toBe(404);

      const left = await waiting({ keep: 'totals' });
      const retain = async () =>
        inNetwork(app.db, network.id, (trx) =>
          app.deps.features.find(({ name }) => name === 'decisions')!.retain!({
            trx,
            network,
            actor: { kind: 'system' },
            locale: 'en',
            now: app.deps.clock(),
          }),
        );
      laterOn('2027-02-20');
      await retain();
      expect((await resultOf(left)).state).toBe('waiting');
      laterOn('2027-02-22');
      await retain();
      expect(await resultOf(left)).toEqual({ state: 'closed', result: { is: 'too-few', heard: 4 } });
      expect([await urn(left), await rows('select from decision_voters where decision_id = $1', left)]).toEqual([
        [],
        [],
      ]);
    });

    test('stays as it is when somebody who voted goes: her ballot cannot be found, and counts', async () => {
      const gone = await signInAs(app, network, 'member');
      const id = await proposal(secret);
      await open(id, secret);
      for (const who of [gone, ...members.slice(0, 3)]) await vote(id, who, 0);
      laterOn('2026-11-23');
      await run();
      await inNetwork(app.db, network.id, async (trx) => {
        const ctx = { trx, network, actor: { kind: 'system' } as const, locale: 'en', now: app.deps.clock() };
        await eraseAccount(ctx, gone.id);
      });
      expect(await text(`${at}/decisions/${id}`, members[5]!)).toContain('4 ballots lie in the urn; 1 is missing');
      await vote(id, members[5]!, 1);
      expect((await resultOf(id)).result).toEqual({
        is: 'accepted',
        heard: 5,
        counts: [
          [0, 4],
          [1, 1],
        ],
      });
    });
  });

  test('is not opened where fewer than five could take part', async () => {
    const small = await proposal({ ...secret, group: 'night' });
    const refused = await open(small, secret);
    expect(refused.status).toBe(422);
    expect(words(await refused.text())).toContain('So few could vote');
    expect(await rows('select from decision_voters where decision_id = $1', small)).toHaveLength(0);
    expect((await open(small, { ballot: 'secret', way: 'consent' })).status).toBe(422);
  });
});

describe('a consent', () => {
  test('is stopped by an objection with its reason, and asked again when it is amended', async () => {
    const id = await proposal({ way: 'consent', group: 'night' }, members[0]!);
    const settled = { way: 'consent', quorum: '50' };
    await app.post(`${at}/decisions/${id}/questions`, { question: 'From when?' }, members[1]!);
    const [question] = await rows<{ id: string }>('select id from decision_questions where decision_id = $1', id);
    expect(await text(`${at}/today`, members[0]!)).toContain('A question about your proposal');
    await app.post(`${at}/decisions/${id}/questions/${question!.id}/answer`, { answer: 'From May.' }, members[0]!);
    expect((await open(id, settled, members[1]!)).status).toBe(404);
    await open(id, settled, members[0]!);
    expect(await text(`${at}/today`, members[1]!)).toContain('A decision waits for your voice');
    const silent = await vote(id, members[1]!, 2);
    expect(silent.status).toBe(422);
    await vote(id, members[1]!, 2, { reason: 'Nobody can come on Tuesdays.' });
    expect(await text(`${at}/today`, members[1]!)).not.toContain('A decision waits');
    await vote(id, members[0]!, 0);
    const page = await (await app.get(`${at}/decisions/${id}`, members[1]!)).text();
    const [hidden] = await rows<{ name: string }>('select name from accounts where id = $1', members[0]!.id);
    expect(words(page)).toContain('Nobody can come on Tuesdays.');
    expect(page).toContain('Heron');
    expect(page.includes(hidden!.name) || page.includes(members[0]!.id)).toBe(false);
    await close();
    expect((await resultOf(id)).result).toMatchObject({ is: 'blocked' });
    const amended = { proposal: 'Wednesdays.', reason: 'Nobody can on Tuesdays', closes_at: closes };
    expect((await app.post(`${at}/decisions/${id}/amendment`, amended, members[0]!)).status).toBe(303);
    // A voice that was typed under the old text is not taken for the new one.
    await vote(id, members[1]!, 0);
    expect(await rows('select from decision_ballots where decision_id = $1 and round = 2', id)).toHaveLength(0);
    for (const who of [members[0]!, members[1]!]) await vote(id, who, 0, { round: '2' });
    await close();
    expect((await resultOf(id)).result).toMatchObject({ is: 'accepted', heard: 2 });
    const end = await text(`${at}/decisions/${id}`, members[0]!);
    for (const said of ['Wednesdays.', 'Because most can.', 'Nobody can on Tuesdays']) expect(end).toContain(said);
  });
});

test('a hidden group’s decisions are not there for anybody else, nor for another network', async () => {
  const id = await proposal({ group: 'night' });
  await open(id);
  for (const [who, place] of [
    [members[4]!, at],
    [stranger, '/two/en'],
  ] as const) {
    for (const path of ['', '/opening', '/amendment', '/withdrawal'])
      expect([path, (await app.get(`${place}/decisions/${id}${path}`, who)).status]).toEqual([path, 404]);
    for (const path of [
      'ballot',
      'questions',
      'opening',
      'amendment',
      'withdrawal',
      'record',
      `questions/${newId()}/answer`,
    ])
      expect([path, (await app.post(`${place}/decisions/${id}/${path}`, {}, who)).status]).toEqual([path, 404]);
    expect(await text(`${place}/decisions`, who)).not.toContain('Meet on Tuesdays');
  }
  expect((await app.get(`${at}/groups/night/decisions`, members[4]!)).status).toBe(404);
  expect((await app.post(`${at}/decisions/${id}/withdrawal`, { reason: 'Not now' }, coordinator)).status).toBe(303);
  expect((await vote(id, members[0]!, 0)).status).toBe(303);
  expect(await rows('select from decision_ballots where decision_id = $1', id)).toHaveLength(0);
  expect(await text(`${at}/decisions?settled=yes`, coordinator)).toContain('Withdrawn');
});

test('names leave after five years, totals stay', async () => {
  const id = await proposal();
  await open(id);
  await vote(id, members[0]!, 0);
  await close();
  app.at('2031-12-01T12:00:00Z');
  await runJob(app.deps, 'retention', { network: network.id });
  expect(await rows('select from decision_ballots where decision_id = $1', id)).toHaveLength(0);
  expect((await resultOf(id)).result).toEqual({ is: 'accepted', heard: 1, counts: [[0, 1]] });
});
