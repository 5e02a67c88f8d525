import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../../test/app.ts';
import { newId } from '../../../platform/crypto/ids.ts';

let app: TestApp;
type Who = { cookie: string; id: string };
const who: Record<'coordinator' | 'lead' | 'juniper' | 'other' | 'outside', Who> = {} as never;
const read = async (path: string, as: Who) => words(await (await app.get(path, as)).text());
const status = async (path: string, as: Who) => (await app.get(path, as)).status;
const place = { alias: '', words: '', watch: 'all' };

beforeAll(async () => {
  app = await createTestApp();
  const network = await createNetwork(app, 'ember');
  who.coordinator = await signInAs(app, network, 'coordinator');
  for (const one of ['lead', 'juniper', 'other', 'outside'] as const) who[one] = await signInAs(app, network, 'member');
});
afterAll(() => app.stop());

/** A group led by `lead`, with Juniper and another in it, and a thread with a post of each of them. */
async function makeGroup(entry: 'open' | 'hidden') {
  const first = `member-${who.lead.id.slice(-12)}@example.invalid`;
  const id = newId();
  await app.post('/ember/en/groups/new', { id, name_en: `Group ${id}`, charter_en: '', entry, first }, who.coordinator);
  const { rows } = await app.db.owner.query<{ slug: string }>('select slug from groups where id = $1', [id]);
  const group = `/ember/en/groups/${rows[0]!.slug}`;
  for (const one of ['juniper', 'other'] as const) {
    if (entry === 'hidden')
      await app.post(`${group}/invitations`, { key: `member-${who[one].id.slice(-12)}@example.invalid` }, who.lead);
    await app.post(`${group}/membership`, { ...place, alias: one === 'juniper' ? 'Juniper' : '' }, who[one]);
  }
  const threadId = newId();
  const thread = `${group}/threads/${threadId}`;
  await send(`${group}/threads/new`, who.lead, { id: threadId, post: newId(), title: 'A talk', body: 'Opening words' });
  const posts = { juniper: newId(), lead: newId() };
  await send(`${thread}/posts`, who.juniper, { id: posts.juniper, body: 'Unkind words' });
  await send(`${thread}/posts`, who.lead, { id: posts.lead, body: 'Words of a lead' });
  return { id, group, thread, posts };
}
async function send(path: string, as: Who, fields: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const headers = { origin: 'http://127.0.0.1:3000', cookie: as.cookie };
  return app.app.request(`http://127.0.0.1:3000${path}`, { method: 'POST', body: form, headers, redirect: 'manual' });
}
const reportsOf = async (as: Who) =>
  [...(await (await app.get('/ember/en/groups/waiting', as)).text()).matchAll(/groups\/waiting\/([0-9a-f-]{36})/g)].map(
    (match) => match[1]!,
  );

describe('moderation', () => {
  test('a report is seen by who looks after the group, never by who wrote the post; settled, the author is told why', async () => {
    const { group, thread, posts } = await makeGroup('open');
    expect((await app.post(`${group}/posts/${posts.juniper}/report`, { words: '' }, who.other)).status).toBe(422);
    expect((await app.post(`${group}/posts/${posts.juniper}/report`, { words: 'x' }, who.outside)).status).toBe(404);
    for (const words of ['Once', 'Twice: it hurts'])
      await app.post(`${group}/posts/${posts.juniper}/report`, { words }, who.other);
    await app.post(`${group}/posts/${posts.lead}/report`, { words: 'The lead herself' }, who.juniper);
    expect(await reportsOf(who.lead)).toHaveLength(1);
    expect(await reportsOf(who.coordinator)).toHaveLength(2);
    // She reads what was reported, where it was reported; no post, and no thread, by its address.
    for (const path of [`${group}/posts/${posts.lead}/moderation`, `${thread}/cooling`]) {
      expect([path, await status(path, who.coordinator)]).toEqual([path, 404]);
      const act = { act: 'hide', days: '3', reason: 'Because' };
      expect((await app.post(path, act, who.coordinator)).status).toBe(404);
    }
    expect(await reportsOf(who.juniper)).toHaveLength(0);
    expect(await read('/ember/en/today', who.coordinator)).toContain('2 posts were reported');
    expect(await read('/ember/en/groups/waiting', who.lead)).not.toContain('The lead herself');
    const [id] = await reportsOf(who.lead);
    const report = `/ember/en/groups/waiting/${id}`;
    expect(await status(report, who.juniper)).toBe(404);
    expect(await read(report, who.lead)).toContain('Twice: it hurts');
    expect((await app.post(report, { act: 'hide', days: '', reason: '' }, who.lead)).status).toBe(422);
    expect((await app.post(report, { act: 'hide', days: '3', reason: 'Unkind to her' }, who.lead)).status).toBe(303);
    expect(await reportsOf(who.lead)).toHaveLength(0);
    // Hidden: a stub for the group; its words for those who moderate and for who wrote it.
    const seen = await read(thread, who.other);
    expect(seen).toContain('because: Unkind to her');
    expect(seen).not.toContain('Unkind words');
    expect(await read(thread, who.lead)).toContain('Unkind words');
    expect(await read(`${group}/threads?q=unkind`, who.other)).toContain('Nothing here holds');
    // She is told here; by mail only that something waits.
    expect(await read('/ember/en/groups', who.juniper)).toContain(
      'your post 2 was hidden. The reason given: Unkind to her',
    );
    await app.work();
    const { rows } = await app.db.owner.query<{ source: string }>(
      `select convert_from(mime, 'UTF8') as source from mails where kind = 'group-notice'`,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { source } of rows) expect(source).not.toMatch(/Unkind|A talk|hidden|Group /);
    // She rests, also after leaving and coming back.
    expect(await read(thread, who.juniper)).toContain('you read here and do not write');
    expect((await send(`${thread}/posts`, who.juniper, { id: newId(), body: 'x' })).status).toBe(404);
    await app.post(`${group}/leaving`, {}, who.juniper);
    await app.post(`${group}/membership`, { ...place, alias: 'Wren' }, who.juniper);
    expect((await send(`${thread}/posts`, who.juniper, { id: newId(), body: 'x' })).status).toBe(404);
    const html = await (await app.get(`${group}/members`, who.lead)).text();
    const end = /action="([^"]*cooling\/end)"/.exec(html)![1]!;
    expect((await app.post(end, {}, who.other)).status).toBe(404);
    await app.post(end, {}, who.lead);
    expect((await send(`${thread}/posts`, who.juniper, { id: newId(), body: 'x' })).status).toBe(303);
    // Shown again.
    await app.post(`${group}/posts/${posts.juniper}/moderation`, { act: 'show', days: '', reason: '' }, who.lead);
    expect(await read(thread, who.other)).toContain('Unkind words');
    expect((await app.post('/ember/en/groups/notices/seen', {}, who.juniper)).status).toBe(303);
    expect(await read('/ember/en/groups', who.juniper)).not.toContain('The reason given');
  });

  test('removed, a post is a line with its reason for everybody; its words are nowhere; the log keeps that it happened', async () => {
    const { group, thread, posts } = await makeGroup('open');
    const act = { act: 'remove', days: '', reason: 'A name that must not be here' };
    expect((await app.post(`${group}/posts/${posts.juniper}/moderation`, act, who.other)).status).toBe(404);
    expect(await status(`${group}/posts/${posts.juniper}/moderation`, who.other)).toBe(404);
    await app.post(`${group}/posts/${posts.juniper}/moderation`, act, who.lead);
    for (const somebody of [who.lead, who.other, who.juniper]) {
      const page = await read(thread, somebody);
      expect(page).toContain('because: A name that must not be here');
      expect(page).not.toContain('Unkind words');
    }
    const { rows } = await app.db.owner.query(`select 1 from thread_posts where body like '%Unkind%' and id = $1`, [
      posts.juniper,
    ]);
    expect(rows).toEqual([]);
    const log = await app.db.owner.query<{ verb: string }>(
      `select verb from audit where noun_id = $1 order by at, id`,
      [posts.juniper],
    );
    expect(log.rows.map((row) => row.verb)).toEqual(['wrote', 'removed']);
    // Sent twice it happened once.
    await app.post(`${group}/posts/${posts.juniper}/moderation`, act, who.lead);
    expect((await app.db.owner.query(`select 1 from audit where noun_id = $1`, [posts.juniper])).rows).toHaveLength(2);
  });

  test('in a hidden group coordinators see what was handed to them, and nothing else of it', async () => {
    const { group, posts } = await makeGroup('hidden');
    const before = (await reportsOf(who.coordinator)).length;
    await app.post(`${group}/posts/${posts.juniper}/report`, { words: 'Among us' }, who.other);
    expect(await reportsOf(who.coordinator)).toHaveLength(before);
    await app.post(`${group}/posts/${posts.lead}/report`, { words: 'Please, the office', office: 'yes' }, who.other);
    const page = await read('/ember/en/groups/waiting', who.coordinator);
    expect(page).toContain('Please, the office');
    expect(page).not.toContain('Among us');
    expect(await status(group, who.coordinator)).toBe(404);
    expect(await read('/ember/en/groups/waiting', who.lead)).not.toContain('Please, the office');
    const ids = await reportsOf(who.coordinator);
    const last = `/ember/en/groups/waiting/${ids.at(-1)}`;
    expect(await read(last, who.coordinator)).toContain('Words of a lead');
    expect((await app.post(last, { act: 'remove', days: '', reason: 'Harm' }, who.coordinator)).status).toBe(303);
    expect(await reportsOf(who.coordinator)).toHaveLength(before);
  });

  test('a thread rests, and wakes by itself', async () => {
    const { thread } = await makeGroup('open');
    expect((await app.post(`${thread}/cooling`, { days: '2', reason: 'Sleep on it' }, who.other)).status).toBe(404);
    expect((await app.post(`${thread}/cooling`, { days: '2', reason: '' }, who.lead)).status).toBe(422);
    await app.post(`${thread}/cooling`, { days: '2', reason: 'Sleep on it' }, who.lead);
    expect(await read(thread, who.other)).toContain('The reason given: Sleep on it');
    expect((await send(`${thread}/posts`, who.other, { id: newId(), body: 'x' })).status).toBe(404);
    app.at('2026-11-23T12:00:01Z');
    expect((await send(`${thread}/posts`, who.other, { id: newId(), body: 'x' })).status).toBe(303);
    app.at('2026-11-21T12:00:00Z');
  });

  test('what is long settled is forgotten', async () => {
    app.at('2028-01-01T12:00:00Z');
    const { deps, db } = app;
    const feature = deps.features.find((one) => one.name === 'groups')!;
    const network = await app.network('ember');
    const { inNetwork } = await import('../../../platform/db/index.ts');
    await inNetwork(db, network.id, (trx) =>
      feature.retain!({ trx, actor: { kind: 'system' }, network, locale: 'en', now: deps.clock() }),
    );
    const left = await db.owner.query(
      `select 1 from group_notices union all select 1 from post_reports where settled_at is not null`,
    );
    expect(left.rows).toEqual([]);
  });
});
