import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, type TestApp, words } from '../../../test/app.ts';
import { readPdf } from '../../platform/pdf/testing/read.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { openCouncil, type Seat, writeTo } from './testing/world.ts';

let app: TestApp;
let network: Network;
const at = { network: 'paper', locale: 'en' };
beforeAll(async () => {
  app = await createTestApp();
  ({ network } = await openCouncil(app));
});
afterAll(() => app.stop());

const all: Seat[] = ['yy-all', 'yy-form', 'yy-call', 'yy-paper', 'yy-none', 'yy-vacant'];
type Row = { id: string; post_id: Seat; channel: string; state: string; note: string | null; address: string | null };
const deliveries = async (actionId: string) =>
  (
    await app.db.owner.query<Row>(
      'select id, post_id, channel, state, note, address from deliveries where action_id = $1 order by id',
      [actionId],
    )
  ).rows;
const one = async (actionId: string, post: Seat) => (await deliveries(actionId)).find((row) => row.post_id === post)!;
const read = async (path: string) => words(await (await app.get(path)).text());
const streets = async (actionId: string) =>
  (await app.db.owner.query('select from action_addresses where action_id = $1', [actionId])).rowCount;

describe('by itself', () => {
  test('each target is reached by the first way that is known, and the page says each next step', async () => {
    const { page, actionId } = await writeTo(app, network, all, { name: 'Ana Paper', street: '7 Row\nNowhere' });
    expect(
      (await deliveries(actionId)).map(({ post_id, channel, state, note }) => [post_id, channel, state, note]),
    ).toEqual([
      ['yy-all', 'email', 'queued', null],
      ['yy-form', 'form', 'waiting', null],
      ['yy-call', 'call', 'waiting', null],
      ['yy-paper', 'letter', 'waiting', null],
      ['yy-none', 'email', 'unreachable', 'no-way'],
      ['yy-vacant', 'email', 'unreachable', 'vacant'],
    ]);
    const html = await (await app.get(page)).text();
    expect(html).toContain('href="https://council.invalid/form"');
    expect(html).toContain('href="https://council.invalid/none"');
    const text = words(html);
    for (const said of [
      'Waits for you: their web form',
      'Waits for you: a call',
      'Waits for you: a letter to post',
      'Nobody served there when you confirmed.',
      '2 Council Square',
    ])
      expect(text).toContain(said);
    expect((await app.db.owner.query(`select from mails where kind = 'letter'`)).rowCount).toBe(1);
  });

  test('a wish is kept from the preview to the confirmation, where it can still be changed', async () => {
    const preview = await app.post(urls.campaigns.preview(at, 'ask'), {
      to: all,
      subject: 's',
      body: 'b',
      name: 'Bo',
      email: 'bo@example.invalid',
      street: '',
      wish: 'call',
    });
    expect(await preview.text()).toMatch(/name="wish" value="call" checked/);
    const { actionId } = await writeTo(app, network, ['yy-all', 'yy-paper'], { name: 'Bo', wish: 'call' });
    expect((await deliveries(actionId)).map(({ channel }) => channel)).toEqual(['call', 'letter']);
    const { actionId: other } = await writeTo(app, network, ['yy-all'], { name: 'Cy', wish: 'nonsense' });
    expect((await one(other, 'yy-all')).channel).toBe('email');
  });
});

describe('her own steps', () => {
  test('from e-mail to her mail program, sent by her word, taken back, and on to paper', async () => {
    const { reference, page, actionId } = await writeTo(app, network, ['yy-all'], { name: 'Dora', street: '7 Row' });
    const { id } = await one(actionId, 'yy-all');
    const channel = urls.deliveries.channel(at, reference, id);
    const change = await app.post(channel, { channel: 'mailto' });
    expect([change.status, change.headers.get('location')]).toEqual([303, `${page}#to-${id}`]);
    expect(await one(actionId, 'yy-all')).toMatchObject({
      channel: 'mailto',
      state: 'waiting',
      address: 'all@council.invalid',
    });
    expect((await app.db.owner.query(`select state from mails where subject_id = $1`, [id])).rows).toEqual([
      { state: 'cancelled' },
    ]);
    await app.work();
    const html = await (await app.get(page)).text();
    expect(html).toContain('href="mailto:all@council.invalid?subject=Please%20visit&amp;body=Please%20go%20and%20see.');
    expect(words(html)).toContain('We cannot see whether you send it');

    for (let twice = 0; twice < 2; twice += 1) await app.post(urls.deliveries.report(at, reference, id), {});
    expect((await one(actionId, 'yy-all')).state).toBe('reported');
    expect(await streets(actionId)).toBe(0);
    expect(await read(page)).toContain('You sent it, by your word');
    // What is done is not changed by a form that lay open; taken back, it is.
    await app.post(channel, { channel: 'call' });
    expect((await one(actionId, 'yy-all')).channel).toBe('mailto');
    await app.post(urls.deliveries.retraction(at, reference, id), {});
    await app.post(channel, { channel: 'letter' });
    expect(await one(actionId, 'yy-all')).toMatchObject({ channel: 'letter', state: 'waiting' });
    await app.post(channel, { channel: 'email' });
    await app.work();
    expect((await one(actionId, 'yy-all')).state).toBe('kept');
    const sent = await app.db.owner.query(`select state from mails where subject_id = $1 order by id`, [id]);
    expect(sent.rows).toEqual([{ state: 'cancelled' }, { state: 'kept' }]);
  });

  test('a letter that has begun to leave goes its way', async () => {
    const { reference, actionId } = await writeTo(app, network, ['yy-all'], { name: 'Eve' });
    const { id } = await one(actionId, 'yy-all');
    await app.db.owner.query(`update mails set state = 'sending' where subject_id = $1`, [id]);
    await app.post(urls.deliveries.channel(at, reference, id), { channel: 'call' });
    expect(await one(actionId, 'yy-all')).toMatchObject({ channel: 'email', state: 'queued' });
    await app.db.owner.query(`update mails set state = 'cancelled', finished_at = now() where subject_id = $1`, [id]);
  });

  test('calls: one after another, with what became of each', async () => {
    const { reference, actionId, page } = await writeTo(app, network, ['yy-all', 'yy-call'], {
      name: 'Fay',
      wish: 'call',
    });
    const first = await one(actionId, 'yy-all');
    const html = await (await app.get(urls.deliveries.calls(at, reference))).text();
    expect(html).toContain('href="tel:+15550101;ext=4"');
    expect(words(html)).toContain('Hello, my name is Fay.');
    expect(words(html)).toContain('If it is voicemail');
    const busy = await app.post(urls.deliveries.outcome(at, reference, first.id), { outcome: 'busy' });
    const second = await one(actionId, 'yy-call');
    expect(busy.headers.get('location')).toBe(urls.deliveries.calls(at, reference, second.id));
    expect(await one(actionId, 'yy-all')).toMatchObject({ state: 'waiting', note: 'busy' });
    await app.post(urls.deliveries.outcome(at, reference, second.id), { outcome: 'voicemail' });
    expect(await one(actionId, 'yy-call')).toMatchObject({ state: 'reported', note: 'voicemail' });
    await app.post(urls.deliveries.outcome(at, reference, first.id), { outcome: 'spoke' });
    expect(await read(urls.deliveries.calls(at, reference))).toContain('All your calls are made');
    expect(await read(page)).toContain('You spoke with somebody there.');
    expect((await app.post(urls.deliveries.outcome(at, reference, first.id), { outcome: 'sworn-at' })).status).toBe(
      422,
    );
    await app.post(urls.deliveries.retraction(at, reference, second.id), {});
    expect(await one(actionId, 'yy-call')).toMatchObject({ state: 'waiting', note: null });
    const { rows } = await app.db.owner.query(
      'select outcome from call_outcomes where delivery_id = any($1) order by at, id',
      [[first.id, second.id]],
    );
    expect(rows).toEqual([{ outcome: 'busy' }, { outcome: 'spoke' }]);
  });

  test('her letter as a PDF, in her own script', async () => {
    const body = 'زيارة السجن\nกรุณาไปเยี่ยม\nᐃᓄᒃᑎᑐᑦ';
    const { reference, actionId, page } = await writeTo(app, network, ['yy-paper'], {
      name: 'Gül',
      body,
      street: '7 Row',
    });
    const { id } = await one(actionId, 'yy-paper');
    const answer = await app.get(urls.deliveries.paper(at, reference, id));
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    const { emptyBoxes, faces, signs } = readPdf(Buffer.from(await answer.arrayBuffer()));
    expect(emptyBoxes).toBe(false);
    expect(faces).toEqual([
      'NotoSans-Bold',
      'NotoSans-Regular',
      'NotoSansArabic-Regular',
      'NotoSansCanadianAboriginal-Regular',
      'NotoSansThai-Regular',
    ]);
    for (const sign of 'ü7ᐃก') expect(signs.has(sign)).toBe(true);
    expect(await read(page)).not.toContain('cannot be printed');
    const odd = await writeTo(app, network, ['yy-paper'], { name: 'Hana', body: '日本 asks' });
    expect(await read(odd.page)).toContain('would be empty boxes: 日 本');
  });
});

describe('attacked', () => {
  test('another person’s delivery, another network’s, a made-up one: 404; a way that is not open: refused', async () => {
    const mine = await writeTo(app, network, ['yy-call'], { name: 'Ida' });
    const hers = await writeTo(app, network, ['yy-call'], { name: 'Jo' });
    const { id } = await one(hers.actionId, 'yy-call');
    const own = (await one(mine.actionId, 'yy-call')).id;
    for (const post of [
      app.post(urls.deliveries.report(at, mine.reference, id), {}),
      app.post(urls.deliveries.channel(at, mine.reference, id), { channel: 'call' }),
      app.post(urls.deliveries.outcome(at, mine.reference, 'x'), { outcome: 'spoke' }),
      app.get(urls.deliveries.paper(at, mine.reference, id)),
      app.get(urls.deliveries.paper(at, mine.reference, own)),
    ])
      expect((await post).status).toBeGreaterThanOrEqual(404);
    await createNetwork(app, 'elsewhere');
    const elsewhere = { network: 'elsewhere', locale: 'en' };
    expect((await app.post(urls.deliveries.report(elsewhere, mine.reference, own), {})).status).toBe(404);
    expect((await app.post(urls.deliveries.channel(at, mine.reference, own), { channel: 'email' })).status).toBe(422);
    expect((await one(hers.actionId, 'yy-call')).state).toBe('waiting');
  });

  test('withdrawn: nothing is left to do, and her street address is gone', async () => {
    const { reference, actionId, page } = await writeTo(app, network, ['yy-paper', 'yy-call'], {
      name: 'Kai',
      street: '7 Row',
    });
    expect(await streets(actionId)).toBe(1);
    const { id } = await one(actionId, 'yy-call');
    await app.post(urls.campaigns.withdrawal(at, reference), {});
    expect((await deliveries(actionId)).map(({ state }) => state)).toEqual(['withdrawn', 'withdrawn']);
    expect(await streets(actionId)).toBe(0);
    expect((await app.post(urls.deliveries.outcome(at, reference, id), { outcome: 'spoke' })).status).toBe(404);
    expect(await read(page)).not.toContain('I have posted it');
  });
});
