import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { previewRef } from './item.ts';

let app: TestApp;
let cookie: string;
let networkId: string;
const d = '/ember/en/desk/news';
const get = (path: string, who: { cookie?: string } = {}) => app.get(path, who);
const text = async (path: string, who = {}) => words(await (await get(path, who)).text());
const post = (path: string, fields: Record<string, string | string[]> = {}) => app.post(path, fields, { cookie });

beforeAll(async () => {
  app = await createTestApp();
  const network = await createNetwork(app, 'ember', { locales: ['en', 'fr'] });
  await createNetwork(app, 'other');
  networkId = network.id;
  ({ cookie } = await signInAs(app, network, 'coordinator'));
});
afterAll(() => app.stop());

/** Begins an item and writes its English text; returns its id. */
async function draft(title: string): Promise<string> {
  const id = newId();
  await post(d, { id, title, locale: 'en', kind: 'statement' });
  const saved = await post(`${d}/${id}/texts/en`, {
    title,
    summary: 'In short',
    body: 'Words **that** matter',
    picture_alt: '',
  });
  expect(saved.status).toBe(303);
  return id;
}
const basics = (slug: string, more: Record<string, string | string[]> = {}) => ({
  slug,
  kind: 'statement',
  authors: 'Ada Invented\nBea Invented',
  publish_at: '',
  ...more,
});

describe('news', () => {
  test('an empty list says what would stand there', async () => {
    expect(await text('/ember/en/news')).toContain('Nothing has been published yet');
  });

  test('a draft is its coordinators’ alone; published it is read, tagged, in both feeds; withdrawn it is nowhere', async () => {
    const id = await draft('Milk for Monday');
    expect((await get('/ember/en/news/milk-for-monday')).status).toBe(404);
    expect(await text(`${d}/${id}`, { cookie })).toContain('Only coordinators see it');
    await post(`${d}/${id}`, basics('milk-for-monday', { issues: ['poverty', 'no-such-issue'] }));
    await post(`${d}/${id}/publication`);
    const page = await text('/ember/en/news/milk-for-monday');
    expect(page).toContain('Statement · Ada Invented, Bea Invented');
    expect(page).toContain('Words that matter');
    // The French reader is told that there is no French text.
    expect(await text('/ember/fr/news/milk-for-monday')).toContain('Il n’y a pas encore de texte dans votre langue');
    expect(await text('/ember/en/news')).toContain('Milk for Monday');
    const atom = await (await get('/ember/en/news.atom')).text();
    expect(atom).toContain(`<id>urn:uuid:${id}</id>`);
    expect(atom).toContain('/ember/en/news/milk-for-monday');
    const feed = JSON.parse(await (await get('/ember/en/news.json')).text());
    expect(feed.items).toMatchObject([
      { id, title: 'Milk for Monday', authors: [{ name: 'Ada Invented' }, { name: 'Bea Invented' }] },
    ]);
    expect((await get('/other/en/news/milk-for-monday')).status).toBe(404);
    // Passed on, it shows a card that is drawn for it, as long as it is public.
    const head = await (await get('/ember/en/news/milk-for-monday')).text();
    const [, card] =
      /og:image" content="[a-z]+:\/\/[^/]+(\/ember\/en\/news\/milk-for-monday\/card\.png\?v=[0-9a-f]{12})"/.exec(head)!;
    const drawn = await get(card!);
    expect([drawn.status, drawn.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect((await get(card!.replace('/ember/', '/other/'))).status).toBe(404);
    await post(`${d}/${id}/withdrawal`);
    expect((await get(card!)).status).toBe(404);
    expect((await get('/ember/en/news/milk-for-monday')).status).toBe(404);
    expect(await (await get('/ember/en/news.atom')).text()).not.toContain(id);
  });

  test('a renamed item answers at its old address; nobody else gets that address', async () => {
    const id = await draft('First name');
    await post(`${d}/${id}/publication`);
    await post(`${d}/${id}`, basics('second-name'));
    const moved = await get('/ember/en/news/first-name');
    expect([moved.status, moved.headers.get('location')]).toEqual([301, '/ember/en/news/second-name']);
    const other = await draft('Somebody else');
    const refused = await post(`${d}/${other}`, basics('first-name'));
    expect(refused.status).toBe(422);
    expect(words(await refused.text())).toContain('has this address, or had it');
    // Back to its own old name is allowed.
    expect((await post(`${d}/${id}`, basics('first-name'))).status).toBe(303);
    expect((await get('/ember/en/news/first-name')).status).toBe(200);
  });

  test('with a date ahead it is under embargo: only the signed address shows it, until its time', async () => {
    const id = await draft('Tomorrow');
    await post(`${d}/${id}`, basics('tomorrow', { publish_at: '2026-11-22T09:30' }));
    await post(`${d}/${id}/publication`);
    expect((await get('/ember/en/news/tomorrow')).status).toBe(404);
    expect(await text('/ember/en/news')).not.toContain('Tomorrow');
    const ref = previewRef(app.deps.secret, networkId, id);
    expect(await text(`${d}/${id}`, { cookie })).toContain('under embargo');
    expect(await text(`/ember/en/news/preview/${ref}`)).toContain('Under embargo until');
    expect((await get(`/other/en/news/preview/${ref}`)).status).toBe(404);
    expect((await get(`/ember/en/news/preview/${ref.slice(0, -1)}x`)).status).toBe(404);
    app.at('2026-11-22T09:31:00Z');
    app.deps.edits.emit('');
    expect((await get(`/ember/en/news/preview/${ref}`)).status).toBe(303);
    expect((await get('/ember/en/news/tomorrow')).status).toBe(200);
  });

  test('needs words before it is public, and does not lose them after', async () => {
    const id = newId();
    await post(d, { id, title: 'Empty', locale: 'fr', kind: 'post' });
    const refused = await post(`${d}/${id}/publication`);
    expect(refused.status).toBe(422);
    expect(words(await refused.text())).toContain('it needs a title and a text');
    const full = await draft('Full');
    await post(`${d}/${full}/publication`);
    const blank = await post(`${d}/${full}/texts/en`, { title: 'Full', summary: '', body: ' ', picture_alt: '' });
    expect(blank.status).toBe(422);
    expect(words(await blank.text())).toContain('withdraw it first');
  });

  test('sent twice makes one; a draft is deleted after a question, a public item is not', async () => {
    const id = await draft('Twice');
    await post(d, { id, title: 'Twice', locale: 'en', kind: 'post' });
    const { rows } = await app.db.owner.query('select count(*) from news_items where id = $1', [id]);
    expect(Number(rows[0].count)).toBe(1);
    expect(await text(`${d}/${id}/removal`, { cookie })).toContain('This cannot be undone');
    await post(`${d}/${id}/publication`);
    expect((await post(`${d}/${id}/removal`)).status).toBe(404);
    await post(`${d}/${id}/withdrawal`);
    expect((await post(`${d}/${id}/removal`)).status).toBe(303);
    expect((await get(`${d}/${id}`, { cookie })).status).toBe(404);
  });

  test('hostile words are words: in the page, the feeds and the form', async () => {
    const title = `=HYPERLINK("x") <script>alert(1)</script> ยุติ \u{1F54A}`;
    const id = await draft(title);
    await post(`${d}/${id}/publication`);
    const { rows } = await app.db.owner.query('select slug from news_items where id = $1', [id]);
    const html = await (await get(`/ember/en/news/${rows[0].slug}`)).text();
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('ยุติ');
    expect(await (await get('/ember/en/news.atom')).text()).not.toContain('<script>alert');
  });

  test('pages by key to the end, each item once', async () => {
    for (let n = 0; n < 23; n += 1) await post(`${d}/${await draft(`Item ${n}`)}/publication`);
    const seen: string[] = [];
    for (let path: string | undefined = '/ember/en/news'; path; ) {
      const html: string = await (await get(path)).text();
      seen.push(...[...html.matchAll(/<h2 class="h3"><a href="[^"]*\/news\/([^"]+)"/g)].map((match) => match[1]!));
      path = /<a[^>]*href="([^"]*)"[^>]*rel="next"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((slug) => /^item-\d+$/.test(slug))).toHaveLength(23);
  });

  test('only coordinators reach the desk', async () => {
    const nobody = await signInAs(app, await app.network('ember'), 'member');
    expect((await get(d, nobody)).status).toBe(404);
    const foreign = await signInAs(app, await app.network('other'), 'coordinator');
    expect((await get(d, foreign)).status).not.toBe(200);
    const id = await draft('Mine');
    expect((await app.post(`/other/en/desk/news/${id}/publication`, {}, { cookie: foreign.cookie })).status).toBe(404);
  });
});
