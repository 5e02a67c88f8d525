import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNetwork, signInAs, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { urls } from '../../urls.ts';
import { openDesk } from '../desk/world.ts';
import { retain } from '../retention/index.ts';

let desk: Awaited<ReturnType<typeof openDesk>>;
let id: string;
beforeAll(async () => {
  desk = await openDesk();
  id = await desk.published('Open the doors');
});
afterAll(() => desk.app.stop());

const all = async <T extends object>(query: string, ...values: unknown[]) =>
  (await desk.app.db.owner.query<T>(query, values)).rows;
const work = (over: Record<string, string> = {}) => ({
  id: newId(),
  worked_on: '2026-11-20',
  who: 'Ana Invented',
  what: 'Calls to three offices',
  hours: '1:30',
  cost: '12,50',
  currency: 'cad',
  lobbying: 'direct',
  ...over,
});

test('a network says what it is, and reads what the law there usually limits and where', async () => {
  const page = () => desk.get(urls.law.network(desk.at)).then((response) => response.text());
  expect(words(await page())).not.toContain('What the law usually limits');
  await desk.post(urls.law.form(desk.at), { legal_form: 'us-501c3', words: '' });
  const html = await page();
  expect(words(html)).toContain('not as a substantial part');
  expect(words(html)).toContain('This is not legal advice');
  expect(html).toContain('https://www.irs.gov/charities-non-profits/lobbying');
  expect((await desk.post(urls.law.form(desk.at), { legal_form: 'king', words: '' })).status).toBe(422);
  await desk.post(urls.law.form(desk.at), { legal_form: 'other', words: 'A <b>club</b>' });
  expect(await page()).toContain('value="A &lt;b&gt;club&lt;/b&gt;"');
});

test('bills are named with their place and link; the public sees them on the campaign', async () => {
  const bill = {
    id: newId(),
    number: 'S.1234-A',
    jurisdiction: 'Assembly of Ember',
    title: '',
    url: 'https://law.invalid/s1234',
  };
  expect((await desk.post(urls.law.bills(desk.at, id), { ...bill, url: 'javascript:alert(1)' })).status).toBe(422);
  for (let twice = 0; twice < 2; twice += 1) await desk.post(urls.law.bills(desk.at, id), bill);
  expect(await all('select number from campaign_bills')).toEqual([{ number: 'S.1234-A' }]);
  const { slug } = await desk.rowOf(id);
  const shown = await (await desk.app.get(urls.campaigns.show(desk.at, slug))).text();
  expect(words(shown)).toContain('Bill S.1234-A, Assembly of Ember');
  expect(shown).toContain('href="https://law.invalid/s1234"');
  await desk.post(urls.law.billRemoval(desk.at, id, bill.id));
  expect(words(await (await desk.app.get(urls.campaigns.show(desk.at, slug))).text())).not.toContain('S.1234');
});

test('the mark is kept, and proposed for the next entry of the log', async () => {
  expect((await desk.post(urls.law.mark(desk.at, id), { lobbying: 'loud' })).status).toBe(422);
  await desk.post(urls.law.mark(desk.at, id), { lobbying: 'grassroots' });
  expect((await desk.one<{ lobbying: string }>('select lobbying from campaigns where id = $1', id)).lobbying).toBe(
    'grassroots',
  );
  const html = await (await desk.get(urls.law.campaign(desk.at, id))).text();
  expect(html.match(/value="grassroots" checked/g)).toHaveLength(2);
});

test('the log: recorded once, totalled, taken out and put back, on paper, and as CSV that runs nothing', async () => {
  const first = work();
  for (let twice = 0; twice < 2; twice += 1) await desk.post(urls.law.work(desk.at, id), first);
  await desk.post(
    urls.law.work(desk.at, id),
    work({ who: '=HYPERLINK("x")', what: '@SUM(1)', hours: '20 min', cost: '', lobbying: 'none' }),
  );
  const page = () => desk.text(desk.get(urls.law.campaign(desk.at, id)));
  expect(await page()).toContain('Direct lobbying 1:30 12.50 CAD');
  const csv = await (await desk.get(urls.law.workExport(desk.at, id))).text();
  expect(csv.split('\r\n').slice(0, 3)).toEqual([
    'Day,Who,What,Hours,Minutes,Cost,Currency,Kind',
    `2026-11-20,"'=HYPERLINK(""x"")",'@SUM(1),0:20,20,,,No lobbying`,
    '2026-11-20,Ana Invented,Calls to three offices,1:30,90,12.5,CAD,Direct lobbying',
  ]);
  await desk.post(urls.law.workRemoval(desk.at, id, first.id));
  expect(await page()).toContain('Taken out: counts nowhere.');
  expect(await page()).toContain('Direct lobbying 0:00 –');
  expect(await desk.text(desk.get(urls.law.workPrint(desk.at, id)))).not.toContain('Calls to three offices');
  await desk.post(urls.law.workRestoration(desk.at, id, first.id));
  expect(await desk.text(desk.get(urls.law.workPrint(desk.at, id)))).toContain('Calls to three offices');
  const left = await all<{ form: string }>(
    `select detail->>'form' as form from audit where verb = 'exported' and noun_id = $1 order by id`,
    id,
  );
  expect(left.map((line) => line.form)).toEqual(['table', 'paper', 'paper']);
});

test('mistakes are told at their fields and nothing typed is lost', async () => {
  const wrong: [Record<string, string>, string][] = [
    [{ worked_on: '2026-11-30' }, 'This day has not come yet'],
    [{ worked_on: '2026-02-30' }, 'Write the day as year'],
    [{ hours: 'long' }, 'Write the time as hours'],
    [{ hours: '', cost: '' }, 'Write the time it took'],
    [{ cost: '-1' }, 'Write the amount as a number'],
    [{ currency: 'XYZW' }, 'three letters'],
    [{ who: '' }, 'Please fill this in'],
    [{ what: 'a\nb' }, 'one line'],
    [{ lobbying: '' }, 'Please choose'],
  ];
  for (const [over, message] of wrong) {
    const response = await desk.post(urls.law.work(desk.at, id), work({ what: 'Kept words', ...over }));
    expect(response.status, JSON.stringify(over)).toBe(422);
    const html = await response.text();
    expect(words(html)).toContain(message);
    if (!over.what) expect(html).toContain('Kept words');
  }
});

test('the log goes after seven years', async () => {
  await desk.post(urls.law.work(desk.at, id), work({ worked_on: '2019-11-20', what: 'Long ago' }));
  await desk.post(urls.law.work(desk.at, id), work({ worked_on: '2019-11-22', what: 'Not so long ago' }));
  await retain(desk.app.deps, desk.network.id);
  expect(
    (await all<{ what: string }>("select what from campaign_work where what like '%ago'")).map((row) => row.what),
  ).toEqual(['Not so long ago']);
});

test('quiet periods are set, told on Today before, during and after, and taken away', async () => {
  const period = {
    id: newId(),
    name: 'Ember votes',
    where: 'body:xx-assembly',
    from: '2026-11-25',
    until: '2026-11-27',
    mode: 'hold',
  };
  for (const over of [
    { where: 'body:none' },
    { where: '' },
    { until: '2026-11-24' },
    { from: '2026-11-01', until: '2026-11-20' },
    { mode: '' },
  ]) {
    expect((await desk.post(urls.law.periods(desk.at), { ...period, ...over })).status, JSON.stringify(over)).toBe(422);
  }
  for (let twice = 0; twice < 2; twice += 1) await desk.post(urls.law.periods(desk.at), period);
  expect(await all('select from quiet_periods')).toHaveLength(1);
  const today = () => desk.text(desk.get(urls.accounts.today(desk.at)));
  expect(await today()).toContain('A quiet period begins on November 25, 2026: Ember votes');
  desk.app.at('2026-11-25T12:00:00Z');
  expect(await today()).toContain('A quiet period is in force until November 27, 2026: Ember votes');
  // The last day ends at midnight in Toronto.
  desk.app.at('2026-11-28T04:59:00Z');
  expect(await today()).toContain('is in force until');
  desk.app.at('2026-11-28T05:01:00Z');
  expect(await today()).toContain('A quiet period ended on November 27, 2026: Ember votes');
  desk.app.at('2026-12-05T12:00:00Z');
  expect(await today()).not.toContain('Ember votes');
  desk.app.at('2026-11-21T12:00:00Z');
  await desk.post(urls.law.periodRemoval(desk.at, period.id));
  expect(await desk.text(desk.get(urls.law.network(desk.at)))).toContain('No quiet period is set');
});

test('nobody else: not a visitor, not a member, not another network, and no other network’s campaign', async () => {
  const other = await createNetwork(desk.app, 'else');
  const foreign = await signInAs(desk.app, other, 'administrator');
  const member = await signInAs(desk.app, desk.network, 'member');
  for (const path of [
    urls.law.network(desk.at),
    urls.law.campaign(desk.at, id),
    urls.law.workExport(desk.at, id),
    urls.law.workPrint(desk.at, id),
  ]) {
    expect((await desk.app.get(path)).status).toBe(403);
    expect((await desk.get(path, member)).status).toBe(404);
    expect((await desk.get(path, foreign)).status).toBe(403);
  }
  const there = { network: 'else', locale: 'en' };
  expect((await desk.post(urls.law.work(there, id), work(), foreign)).status).toBe(404);
  expect((await desk.post(urls.law.bills(there, id), {}, foreign)).status).toBe(404);
  const before = await all('select id from campaign_work where removed_at is null');
  const [entry] = before as { id: string }[];
  await desk.post(urls.law.workRemoval(there, id, entry!.id), {}, foreign);
  expect(await all('select id from campaign_work where removed_at is null')).toEqual(before);
});
