import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../../test/app.ts';
import type { DashboardItem, Feature } from '../../../platform/registry/index.ts';
import { loadKit } from '../../kits/index.ts';
import { foldedFrom } from './list.ts';

let app: TestApp;
let cookie: string;
const d = '/daylight/en/today';

beforeAll(async () => {
  app = await createTestApp();
  await createNetwork(app, 'quiet');
  await loadKit(app.deps, 'impact-campaign');
  app.deps.edits.emit('');
  cookie = (await signInAs(app, await app.network('daylight'), 'coordinator')).cookie;
});
afterAll(() => app?.stop());

const text = async (path = d, as = cookie) => words(await (await app.get(path, { cookie: as })).text());
const item = (n: number, over: Partial<DashboardItem> = {}): DashboardItem => ({
  text: `Thing ${n}`,
  why: 'because',
  since: new Date(Date.parse('2026-11-20T12:00:00Z') - n * 3_600_000),
  href: `/daylight/en/things/${n}`,
  action: 'Do it',
  ...over,
});
/** The page with these things on it, and no others. */
async function withItems<T>(items: Record<string, DashboardItem[]>, work: () => Promise<T>): Promise<T> {
  const held = app.deps.features;
  const rooms = Object.entries(items).map(([name, said]): Feature => ({ name, dashboard: async () => said }));
  Object.assign(app.deps, { features: [...held.map((one) => ({ ...one, dashboard: undefined })), ...rooms] });
  try {
    return await work();
  } finally {
    Object.assign(app.deps, { features: held });
  }
}

test('hers first, then what is urgent, then the oldest; many of one kind in one line; by room', async () => {
  const things = [item(1), item(2, { urgency: 'now' }), item(3, { urgency: 'later' }), item(4, { mine: true })];
  const many = Array.from({ length: foldedFrom }, (_, n) => item(10 + n, { kind: 'gaps' }));
  await withItems({ outbox: things, strange: many }, async () => {
    const page = await text();
    const order = [4, 2, 13, 1, 3].map((n) => page.indexOf(`Thing ${n} `));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
    expect(page).toContain('Eight things need you today');
    expect(page).toContain('Everything (8)');
    expect(page).toContain('Outbox (4)');
    expect(page).toContain('Other work: 4 of one kind');
    const outbox = await text(`${d}?room=outbox`);
    expect(outbox).toContain('Thing 2');
    expect(outbox).not.toContain('Thing 13');
    expect(await text(`${d}?room=nothing`)).toContain('Thing 13');
  });
});

test('put off until a day, not hers, and back again: on her own list alone', async () => {
  const other = (await signInAs(app, await app.network('daylight'), 'coordinator')).cookie;
  const mark = (key: string, until: string) => app.post(`${d}/marks`, { key, until }, { cookie });
  await withItems({ outbox: [item(1), item(2), item(3, { mine: true })] }, async () => {
    expect((await mark('outbox:/things/1', 'tomorrow')).status).toBe(303);
    await mark('outbox:/things/2', 'never');
    // A thing that is hers cannot be somebody else's.
    await mark('outbox:/things/3', 'never');
    const page = await text();
    expect(page).toContain('One thing needs you today');
    expect(page).toContain('2 things are set aside');
    expect(page).toContain('Thing 3');
    expect(await text(d, other)).toContain('Three things need you today');
    const aside = await text(`${d}?aside=yes`);
    expect(aside).toContain('Thing 1 until');
    expect(aside).toContain('Thing 2 not yours to do');
    await app.post(`${d}/marks/removal`, { key: 'outbox:/things/2' }, { cookie });
    expect(await text()).toContain('Two things need you today');
    app.at('2026-11-22T12:00:01Z');
    expect(await text()).toContain('Three things need you today');
    app.at('2026-11-21T12:00:00Z');
  });
  for (const path of ['/marks', '/marks/removal']) expect((await app.post(d + path, { key: 'x' })).status).toBe(403);
  const { rows } = await app.db.owner.query('select count(*) from today_marks');
  expect(Number(rows[0].count)).toBe(2);
});

test('the whole page asks the database at most eight times, whatever the rooms have to say', async () => {
  // The first time each statement goes by itself: only its answer tells the types of its columns.
  await text();
  await text();
  const texts: string[] = [];
  const query = pg.Client.prototype.query;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [first] = args;
    texts.push(typeof first === 'string' ? first : String((first as { text?: string }).text));
    return (query as (...all: unknown[]) => unknown).apply(this, args);
  } as typeof query;
  try {
    await text();
  } finally {
    pg.Client.prototype.query = query;
  }
  const asked = texts.filter((one) => !/^(begin|commit)/.test(one));
  expect(asked.length, asked.map((one) => one.slice(0, 120)).join('\n')).toBeLessThanOrEqual(8);
});

test('the ways to the work stand in groups by what they are for, the one most come for first; only hers', async () => {
  const page = await text();
  const inOrder = (of: string, ...said: string[]) => {
    const at = said.map((one) => of.indexOf(one, of.indexOf('Where the work is')));
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(at[0]).toBeGreaterThan(0);
  };
  inOrder(
    page,
    'Campaigns and letters Campaigns',
    'Replies',
    'People who come to you Inbox',
    'With one another Working groups',
  );
  inOrder(
    page,
    'With one another',
    'What you publish Website',
    'The network itself Network settings',
    'Yours Your profile',
  );
  const member = (await signInAs(app, await app.network('daylight'), 'member')).cookie;
  const hers = await text(d, member);
  inOrder(hers, 'With one another Working groups', 'What you publish Facilities', 'Yours Your profile');
  expect(hers).not.toContain('Campaigns and letters');
});
