import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { readPdf } from '../../platform/pdf/testing/read.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { openCouncil, writeTo } from '../deliveries/testing/world.ts';
import { firstOf, inOrder } from './forms.ts';

let app: TestApp;
let network: Network;
let campaign: string;
let signed: { cookie: string };
const at = { network: 'paper', locale: 'en' };
beforeAll(async () => {
  app = await createTestApp();
  ({ network, campaignId: campaign } = await openCouncil(app));
  signed = { cookie: (await signInAs(app, network, 'coordinator')).cookie };
});
afterAll(() => app.stop());

const read = async (path: string) => words(await (await app.get(path, signed)).text());
const rows = async <T extends object>(text: string, values: unknown[] = []) =>
  (await app.db.owner.query<T>(text, values)).rows;
const offer = (channels: string[], first = 'email') =>
  app.post(urls.postroom.ways(at, campaign), { channels, first }, signed);
const states = async (run: string) =>
  (await rows<{ state: string }>('select state from deliveries where print_run_id = $1 order by id', [run])).map(
    ({ state }) => state,
  );

describe('ways and scripts', () => {
  test('the order is the ladder, with a call or paper before it where that comes first', () => {
    const all = ['email', 'mailto', 'form', 'call', 'print', 'letter'] as const;
    for (const first of ['email', 'call', 'paper'] as const)
      expect(firstOf(inOrder({ channels: [...all], first }))).toBe(first);
    expect(inOrder({ channels: ['letter', 'email', 'call'], first: 'call' })).toEqual(['call', 'email', 'letter']);
    expect(inOrder({ channels: ['email', 'print'], first: 'paper' })).toEqual(['print', 'email']);
  });

  test('what is saved decides the next letter; nothing chosen is refused', async () => {
    expect((await offer([])).status).toBe(422);
    expect((await offer(['fax'])).status).toBe(422);
    await offer(['email', 'call', 'letter'], 'call');
    const { actionId } = await writeTo(app, network, ['yy-all', 'yy-form', 'yy-paper'], { name: 'Ana' });
    expect(
      (
        await rows<{ channel: string }>('select channel from deliveries where action_id = $1 order by id', [actionId])
      ).map(({ channel }) => channel),
    ).toEqual(['call', 'call', 'letter']);
    expect(await (await app.get(urls.postroom.ways(at, campaign), signed)).text()).toMatch(
      /type="radio" name="first" value="call" checked/,
    );
  });

  test('a script in one language, with blank parts in our own words, and counts of what was reported', async () => {
    await app.post(
      urls.postroom.script(at, campaign, 'en'),
      { opening: 'Say <b>this</b>.\n\nAnd that.', staff: '', voicemail: '', address: '', thanks: '' },
      signed,
    );
    const { reference, actionId } = await writeTo(app, network, ['yy-call'], { name: 'Bea' });
    const page = await (await app.get(urls.deliveries.calls(at, reference))).text();
    expect(page).toContain('Say &lt;b&gt;this&lt;/b&gt;.');
    expect(words(page)).toContain('Hello, this is Bea.');
    const [delivery] = await rows<{ id: string }>('select id from deliveries where action_id = $1', [actionId]);
    await app.post(urls.deliveries.outcome(at, reference, delivery!.id), { outcome: 'wrong-number' });
    expect(await read(urls.postroom.ways(at, campaign))).toMatch(/Holder of yy-call.*1\s+wrong number/s);
    const long = { opening: 'x'.repeat(2_001), staff: '', voicemail: '', address: '', thanks: '' };
    expect((await app.post(urls.postroom.script(at, campaign, 'en'), long, signed)).status).toBe(422);
    expect((await app.get(urls.postroom.script(at, campaign, 'xx'), signed)).status).toBe(404);
  });
});

describe('letters on paper', () => {
  test('from waiting to posted: one file, labels, held out, taken back, undone', async () => {
    expect(await read(urls.postroom.paper(at, campaign))).toContain('does not offer paper');
    await offer(['print', 'letter']);
    const letters = [];
    for (const [name, sign] of Object.entries({ Cleo: 'ᐃ', Dora: 'ᐅ', Edna: 'ᐊ', Fay: 'ᐱ' }))
      letters.push(
        await writeTo(app, network, ['yy-paper'], { name, street: `1 ${name} Row`, body: `${name} asks. ${sign}` }),
      );
    const [cleo, dora, edna, fay] = letters as [
      (typeof letters)[0],
      (typeof letters)[0],
      (typeof letters)[0],
      (typeof letters)[0],
    ];
    expect(await read(cleo!.page)).toContain('Waits for the next print run');
    const idOf = async (letter: typeof cleo) =>
      (await rows<{ id: string }>('select id from deliveries where action_id = $1', [letter!.actionId]))[0]!.id;
    await app.post(urls.postroom.hold(at, campaign, await idOf(fay)), {}, signed);
    const waiting = await read(urls.postroom.paper(at, campaign));
    expect(waiting).toContain('3 letters wait for US Letter.');
    expect(waiting).toContain('Held out');
    expect(await read(urls.accounts.today(at))).toContain('3 letters wait to be printed: Go and see');

    const id = newId();
    for (let twice = 0; twice < 2; twice += 1)
      await app.post(urls.postroom.runs(at, campaign), { paper: 'us-letter', id }, signed);
    expect(await rows('select from print_runs')).toHaveLength(1);
    expect(await read(urls.postroom.run(at, campaign, id))).toContain('The file is being made');
    expect((await app.get(urls.postroom.file(at, campaign, id), signed)).status).toBe(404);
    await app.work();
    expect(await read(urls.postroom.run(at, campaign, id))).toContain('Ready to print');
    const file = await app.get(urls.postroom.file(at, campaign, id), signed);
    const { emptyBoxes, signs } = readPdf(Buffer.from(await file.arrayBuffer()));
    expect(emptyBoxes).toBe(false);
    expect(['ᐃ', 'ᐅ', 'ᐊ', 'ᐱ'].map((sign) => signs.has(sign))).toEqual([true, true, true, false]);
    expect(await read(cleo!.page)).toContain('Printed, about to be posted');

    // She takes it back, another is held out: the file is set again without them.
    await app.post(urls.campaigns.withdrawal(at, dora!.reference), {});
    await app.post(urls.postroom.hold(at, campaign, await idOf(edna)), {}, signed);
    expect((await app.get(urls.postroom.file(at, campaign, id), signed)).status).toBe(404);
    await app.work();
    const second = readPdf(
      Buffer.from(await (await app.get(urls.postroom.file(at, campaign, id), signed)).arrayBuffer()),
    );
    expect(['ᐃ', 'ᐅ', 'ᐊ'].map((sign) => second.signs.has(sign))).toEqual([true, false, false]);
    expect(await rows('select letters, pages from print_runs')).toEqual([{ letters: 1, pages: 2 }]);

    await app.post(urls.postroom.posting(at, campaign, id), {}, signed);
    expect(await read(cleo!.page)).toContain('Posted');
    expect(await rows('select from action_addresses where action_id = $1', [cleo!.actionId])).toHaveLength(0);
    expect(await rows('select from action_addresses where action_id = $1', [edna!.actionId])).toHaveLength(1);
    await app.post(urls.postroom.retraction(at, campaign, id), {}, signed);
    expect(await states(id)).toEqual(['printed', 'withdrawn']);
    await app.post(urls.postroom.removal(at, campaign, id), {}, signed);
    expect(await states(id)).toEqual(['withdrawn']);
    await app.post(urls.postroom.release(at, campaign, await idOf(edna)), {}, signed);
    expect(await read(urls.postroom.paper(at, campaign))).toContain('2 letters wait for US Letter.');
    const verbs = (
      await rows<{ verb: string }>(`select verb from audit where noun in ('print-run', 'delivery') order by at, id`)
    ).map(({ verb }) => verb);
    for (const verb of ['asked', 'posted', 'unposted', 'dropped', 'held', 'released']) expect(verbs).toContain(verb);
  });

  test('erased: her letter leaves a file that is ready, and one that was posted', async () => {
    const gus = await writeTo(app, network, ['yy-paper'], { name: 'Gus' });
    const id = newId();
    await app.post(urls.postroom.runs(at, campaign), { paper: 'us-letter', id }, signed);
    await app.work();
    await app.post(urls.postroom.posting(at, campaign, id), {}, signed);
    await app.post(urls.campaigns.erasure(at, gus.reference), {});
    expect((await app.get(urls.postroom.file(at, campaign, id), signed)).status).toBe(404);
    expect(await rows('select from print_runs where file is not null')).toHaveLength(0);
  });

  test('a file is kept fourteen days; a run killed before its end is set by the next try', async () => {
    await writeTo(app, network, ['yy-paper'], { name: 'Hana' });
    const id = newId();
    await app.post(urls.postroom.runs(at, campaign), { paper: 'us-letter', id }, signed);
    const feature = app.deps.features.find(({ name }) => name === 'deliveries')!;
    const job = { deps: app.deps, network: network.id, payload: { run: id } };
    await Promise.all([feature.jobs!['print-runs.set']!(job), feature.jobs!['print-runs.set']!(job)]);
    await app.work();
    expect(await rows('select state from print_runs where id = $1', [id])).toEqual([{ state: 'ready' }]);
    const { inNetwork } = await import('../../platform/db/index.ts');
    await inNetwork(app.db, network.id, (trx) =>
      feature.retain!({ trx, actor: { kind: 'system' }, network, locale: 'en', now: new Date('2026-12-05T12:00:01Z') }),
    );
    expect((await app.get(urls.postroom.file(at, campaign, id), signed)).status).toBe(404);
    expect(await read(urls.postroom.run(at, campaign, id))).toContain('Ready to print');
  });

  test('nobody else: visitors, other roles, another network', async () => {
    const pages = [
      urls.postroom.ways(at, campaign),
      urls.postroom.paper(at, campaign),
      urls.postroom.script(at, campaign, 'en'),
    ];
    const nobody = await signInAs(app, network);
    await createNetwork(app, 'elsewhere');
    const other = await signInAs(app, await app.network('elsewhere'), 'coordinator');
    for (const path of pages) {
      expect((await app.get(path)).status).toBeGreaterThanOrEqual(303);
      expect((await app.get(path, { cookie: nobody.cookie })).status).toBe(404);
      expect((await app.get(path.replace('/paper/en', '/elsewhere/en'), { cookie: other.cookie })).status).toBe(404);
    }
    const run = { paper: 'us-letter', id: newId() };
    expect((await app.post(urls.postroom.runs(at, campaign), run)).status).toBeGreaterThanOrEqual(303);
    expect((await app.post(urls.postroom.runs(at, newId()), run, signed)).status).toBe(404);
    expect((await app.post(urls.postroom.runs(at, campaign), { ...run, paper: 'a3' }, signed)).status).toBe(422);
  });
});
