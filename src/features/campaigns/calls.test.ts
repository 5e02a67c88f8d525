import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { kits } from '../../../test/beginnings.ts';
import { newId } from '../../platform/crypto/ids.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { openCouncil } from '../deliveries/testing/world.ts';

let app: TestApp;
let network: Network;
let campaignId: string;
const at = { network: 'paper', locale: 'en' };
const calls = urls.deliveries.publicCalls(at, 'ask');
beforeAll(async () => {
  app = await createTestApp();
  ({ network, campaignId } = await openCouncil(app));
});
afterAll(() => app.stop());

const outcomes = async () =>
  (await app.db.owner.query('select post_id, outcome, delivery_id from call_outcomes order by at, id')).rows;
const field = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';

test('anybody calls one after another; what she reports is a count and nothing else', async () => {
  const html = await (await app.get(calls)).text();
  expect(words(html)).toContain('Holder of yy-all');
  expect(html).toContain('href="tel:+15550101;ext=4"');
  expect(html).not.toContain('Holder of yy-paper');
  const fields = {
    to: field(html, 'to'),
    id: field(html, 'id'),
    query: field(html, 'query'),
    next: field(html, 'next'),
  };
  expect([fields.to, fields.next]).toEqual(['yy-all', 'yy-form']);
  let answer = await app.post(calls, { ...fields, outcome: 'spoke' });
  await app.post(calls, { ...fields, outcome: 'spoke' });
  expect(answer.headers.get('location')).toBe(`${calls}?to=yy-form`);
  expect(await outcomes()).toEqual([{ post_id: 'yy-all', outcome: 'spoke', delivery_id: null }]);

  for (let turns = 0; turns < 5 && answer.headers.get('location')?.includes('to='); turns += 1) {
    const page = await (await app.get(answer.headers.get('location')!)).text();
    const next = field(page, 'next');
    answer = await app.post(calls, {
      to: field(page, 'to'),
      id: field(page, 'id'),
      outcome: 'no-answer',
      ...(next && { next }),
    });
  }
  expect(words(await (await app.get(answer.headers.get('location')!)).text())).toContain('That was everybody.');
  expect((await outcomes()).map(({ post_id }) => post_id)).toEqual(['yy-all', 'yy-form', 'yy-call']);
  expect((await app.db.owner.query('select from people')).rowCount).toBe(0);

  const signed = await signInAs(app, network, 'coordinator');
  expect(words(await (await app.get(urls.postroom.ways(at, campaignId), signed)).text())).toMatch(/0 \+ 1\s+spoke/);
});

test('somebody who is not asked, an unknown outcome, a campaign without calls: refused', async () => {
  expect((await app.post(calls, { to: 'nobody', outcome: 'spoke', id: newId() })).status).toBe(422);
  expect((await app.post(calls, { to: 'yy-call', outcome: 'swore', id: newId() })).status).toBe(422);
  expect(
    (await app.post(calls, { to: 'yy-call', outcome: 'spoke' }, { headers: { origin: 'https://other.invalid' } }))
      .status,
  ).toBe(403);
  expect(await outcomes()).toHaveLength(3);
  const signed = await signInAs(app, network, 'coordinator');
  await app.post(urls.postroom.ways(at, campaignId), { channels: ['call', 'email'], first: 'call' }, signed);
  expect(words(await (await app.get(urls.campaigns.show(at, 'ask'))).text())).toContain('no letter needed');
  await app.post(urls.postroom.ways(at, campaignId), { channels: ['email'], first: 'email' }, signed);
  expect((await app.get(calls)).status).toBe(404);
  expect((await app.post(calls, { to: 'yy-call', outcome: 'spoke' })).status).toBe(404);
});

test('where the caller’s district decides, her code is asked for first and travels nowhere', async () => {
  const app = await createTestApp({ from: await kits() });
  onTestFinished(() => app.stop());
  const kit = { network: 'daylight', locale: 'en' };
  const path = urls.deliveries.publicCalls(kit, 'five-asks');
  expect(words(await (await app.get(path)).text())).toContain('Find who speaks for you');
  const search = urls.deliveries.publicCallSearch(kit, 'five-asks');
  expect((await app.post(search, { code: '', country: 'XX' })).status).toBe(422);
  const found = await app.post(search, { code: 'Z1A 1A1', country: 'XX' });
  const location = found.headers.get('location')!;
  expect(location).toContain(`${path}?division=`);
  expect(location).not.toContain('Z1A');
  expect(await (await app.get(location)).text()).toContain('href="tel:5550111"');
});
