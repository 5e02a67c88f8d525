import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { root } from '../../platform/db/index.ts';
import { storyRef } from './story.ts';

let app: TestApp;
let cookie: string;
let coordinatorId: string;
let networkId: string;
let otherId: string;
const base = '/ember/en';
const d = `${base}/desk/stories`;
const get = (path: string, who: { cookie?: string } = {}) => app.get(path, who);
const text = async (path: string, who = {}) => words(await (await get(path, who)).text());
const post = (path: string, fields: Record<string, string | string[]> = {}, who: { cookie?: string } = { cookie }) =>
  app.post(path, fields, who);
const rows = async <T>(sql: string, values: unknown[] = []): Promise<T[]> =>
  (await app.db.owner.query(sql, values)).rows as T[];

beforeAll(async () => {
  app = await createTestApp();
  const network = await createNetwork(app, 'ember', { locales: ['en', 'fr'] });
  otherId = (await createNetwork(app, 'other')).id;
  networkId = network.id;
  ({ cookie, id: coordinatorId } = await signInAs(app, network, 'coordinator'));
});
afterAll(() => app.stop());

const realName = 'Wilhelmina Truename';

/** A story with English and French words, asked for these uses in English; gives its id and its approvals' ids by use. */
async function begun(
  title: string,
  uses: string[] = ['website'],
): Promise<{ id: string; slug: string; approvals: Record<string, string>; link: string; version: string }> {
  const id = newId();
  await post(d, { id, title, locale: 'en', public_name: 'Sunday' });
  for (const locale of ['en', 'fr']) {
    const saved = await post(`${d}/${id}/texts/${locale}`, {
      title: `${title} ${locale}`,
      summary: `Short ${title}`,
      body: `Words of ${title} <script>alert(1)</script>`,
    });
    expect(saved.status).toBe(303);
  }
  await app.db.owner.query('update stories set real_name = $2 where id = $1', [id, realName]);
  for (const use of uses)
    expect((await post(`${d}/${id}/approvals`, { use, place: '', locales: 'en' })).status).toBe(303);
  const approvals = Object.fromEntries(
    (await rows<{ use: string; id: string }>('select use, id from story_approvals where story_id = $1', [id])).map(
      (row) => [row.use, row.id],
    ),
  );
  const [story] = await rows<{ slug: string }>('select slug from stories where id = $1', [id]);
  return { id, slug: story!.slug, approvals, link: await linkTo(id), version: await versionNow(id) };
}

async function linkTo(story: string): Promise<string> {
  const link = newId();
  await app.db.owner.query(
    "insert into story_links (network_id, id, story_id, kind, made_at) values ($1, $2, $3, 'mail', now())",
    [networkId, link, story],
  );
  return `${base}/stories/own/${storyRef(app.deps.secret, networkId, link)}`;
}
const versionNow = async (id: string, locale = 'en') =>
  (
    await rows<{ version: string }>('select version from story_texts where story_id = $1 and locale = $2', [id, locale])
  )[0]!.version;

/** She says yes by her link to every question. */
async function agreed(title: string, uses: string[] = ['website'], until = '') {
  const story = await begun(title, uses);
  for (const approval of Object.values(story.approvals))
    expect((await post(`${story.link}/approval`, { approval, version: story.version, until }, {})).status).toBe(303);
  return story;
}

/** What the page cache holds for an anonymous visitor at this address. */
const held = (path: string): string | undefined => {
  let body: string | undefined;
  const request = { method: 'GET', url: path, headers: {} };
  const response = { writeHead() {}, end: (bytes?: Buffer) => (body = bytes?.toString() ?? '') };
  app.deps.pages.serve(request as never, response as never);
  return body;
};

/** A picture from the hostile ones; where that folder is not, the like of it made here: a header of many pixels and rows of nothing. */
function hostilePicture(name: string): Uint8Array<ArrayBuffer> {
  const path = join(process.env.CASEMENT_SHARED_DATA ?? join(root, '../shared/data'), 'hostile-input/generated', name);
  if (existsSync(path)) return new Uint8Array(readFileSync(path));
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    size.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([size, body, sum]);
  };
  const side = Number(/(\d+)x/.exec(name)![1]);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head[8] = 1;
  const rows = deflateSync(Buffer.alloc(1024 * 1024));
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const end = [chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))];
  return new Uint8Array(Buffer.concat([start, ...end]));
}

describe('what everybody reads', () => {
  test('nothing before she agrees; then this use, this language, and her chosen name alone', async () => {
    const story = await begun('A window');
    const page = `${base}/stories/${story.slug}`;
    expect((await get(page)).status).toBe(404);
    // Opening her page, as a mail scanner does, changes nothing.
    const own = await text(story.link);
    expect(own).toContain('What we ask you');
    expect(own).not.toContain(realName);
    expect((await get(`${story.link}/approval`)).status).toBe(404);
    expect((await get(page)).status).toBe(404);
    await post(`${story.link}/approval`, { approval: story.approvals.website!, version: story.version, until: '' }, {});
    const shown = await (await get(page)).text();
    expect(shown).toContain('Sunday');
    expect(shown).not.toContain(realName);
    expect(shown).not.toContain('<script>alert');
    // Without her yes to the preview, its head passes on the site's name and nothing of hers.
    expect(shown).toContain('property="og:title" content="Network ember"');
    expect(shown).not.toContain('og:description');
    expect((await get(`/ember/fr/stories/${story.slug}`)).status).toBe(404);
    expect(await text(`${base}/stories`)).toContain('A window en');
    expect(await text('/ember/fr/stories')).not.toContain('A window');
    const map = await (await get('/ember/sitemap.xml')).text();
    expect(map).toContain(`/en/stories/${story.slug}<`);
    expect(map).not.toContain(`/fr/stories/${story.slug}<`);
  });

  test('taken back, it is gone from the next request on, also where it was kept, and from search and map', async () => {
    const story = await agreed('A kettle', ['website', 'share']);
    const page = `${base}/stories/${story.slug}`;
    await app.work();
    expect(await (await get(page)).text()).toContain('og:description');
    expect(held(page)).toContain('A kettle');
    await get(`${base}/stories`);
    expect(await text(`${base}/search?q=kettle`)).toContain('A kettle en');
    expect((await post(`${story.link}/withdrawal`, { approval: story.approvals.website! }, {})).status).toBe(303);
    expect(held(page)).toBeUndefined();
    expect(held(`${base}/stories`)).toBeUndefined();
    expect((await get(page)).status).toBe(404);
    expect(await text(`${base}/stories`)).not.toContain('A kettle');
    expect(await text(`${base}/search?q=kettle`)).not.toContain('A kettle en');
    expect(await (await get('/ember/sitemap.xml')).text()).not.toContain(story.slug);
    // What was agreed to stays on her page, with when; the withdrawn link goes on for her alone.
    const own = await text(story.link);
    expect(own).toContain('Taken back');
    expect(own).toContain('You, by your private link');
  });

  test('a page that was being read when she took it back is not kept', async () => {
    const story = await agreed('A race');
    const before = app.deps.pages.turnOf(networkId);
    await post(`${story.link}/withdrawal`, {}, {});
    await app.deps.pages.keep(`${base}/stories/${story.slug}`, networkId, 'A race', 60, {}, before);
    expect(held(`${base}/stories/${story.slug}`)).toBeUndefined();
  });

  test('its last day over, it is gone by the clock, and the job writes that down once', async () => {
    const story = await agreed('A lamp', ['website'], '2026-11-30');
    const page = `${base}/stories/${story.slug}`;
    app.at('2026-11-30T23:59:00Z');
    expect((await get(page)).status).toBe(200);
    const map = async () => (await get('/ember/sitemap.xml')).text();
    expect(await map()).toContain(story.slug);
    await app.work();
    // Found from a page in another language too, and it leads to her words in the one that she agreed to.
    expect(await (await get('/ember/fr/search?q=lamp')).text()).toContain(`"${page}"`);
    const counted = () => text(`${base}/search?q=lamp`);
    expect(await counted()).toContain('Story (1)');
    app.at('2026-12-01T00:00:00Z');
    // No job has noticed yet: neither shown nor counted, in no facet, in no mended word.
    for (const found of [await counted(), await text(`${base}/search?q=lampp`)]) {
      expect(found).not.toMatch(/A lamp en|Story \(|1 result/);
      expect(found).toContain('Nothing found');
    }
    expect(held(page)).toBeUndefined();
    expect((await get(page)).status).toBe(404);
    expect(await map()).not.toContain(story.slug);
    await app.work();
    await app.work();
    expect(await rows("select 1 from story_events where story_id = $1 and event = 'expired'", [story.id])).toHaveLength(
      1,
    );
    app.at('2026-11-21T12:00:00Z');
  });

  test('other words need her again, in that language alone; two tabs cannot agree to what she did not read', async () => {
    const story = await agreed('A door');
    const page = `${base}/stories/${story.slug}`;
    await post(`${d}/${story.id}/texts/fr`, { title: 'Autre', body: 'Autres mots' });
    expect((await get(page)).status).toBe(200);
    await post(`${d}/${story.id}/texts/en`, { title: 'A door en', body: 'Quite other words' });
    expect((await get(page)).status).toBe(404);
    const old = { approval: story.approvals.website!, version: story.version, until: '' };
    const refused = await post(`${story.link}/approval`, old, {});
    expect(refused.status).toBe(422);
    expect(words(await refused.text())).toContain('The words were changed meanwhile');
    expect((await get(page)).status).toBe(404);
    await post(`${story.link}/approval`, { ...old, version: await versionNow(story.id) }, {});
    expect((await get(page)).status).toBe(200);
    // The name beside it is part of what she saw.
    await post(`${d}/${story.id}/basics`, { slug: story.slug, public_name: 'Monday', alias: 'yes' });
    expect((await get(page)).status).toBe(404);
  });

  test('her picture answers only while she agrees, is asked for each time, and is hers to see before', async () => {
    const story = await agreed('A picture');
    const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#a8361c' } })
      .png()
      .toBuffer();
    const form = new FormData();
    form.append('picture', new Blob([new Uint8Array(png)], { type: 'image/png' }), 'me.png');
    const sent = await app.app.request(`http://127.0.0.1:3000${d}/${story.id}/picture`, {
      method: 'POST',
      body: form,
      headers: { origin: 'http://127.0.0.1:3000', cookie },
    });
    expect(sent.status).toBe(303);
    const [file] = await rows<{ key: string }>(
      'select f.key from files f join stories s on s.picture_id = f.id where s.id = $1',
      [story.id],
    );
    const address = `${base}/pictures/${file!.key}`;
    // She agreed to the words without the picture: both wait for her.
    expect((await get(`${base}/stories/${story.slug}`)).status).toBe(404);
    expect((await get(address)).status).toBe(404);
    expect((await get(`${story.link}/picture`)).headers.get('content-type')).toBe('image/webp');
    await post(
      `${story.link}/approval`,
      { approval: story.approvals.website!, version: await versionNow(story.id), until: '' },
      {},
    );
    const shown = await get(address);
    expect(shown.status).toBe(200);
    expect(shown.headers.get('cache-control')).toBe('no-cache');
    await post(`${story.link}/withdrawal`, {}, {});
    expect((await get(address)).status).toBe(404);
    expect((await app.get(address, { headers: { 'if-none-match': `"${file!.key}"` } })).status).toBe(404);
  });

  test('a picture of 30,000 pixels is refused in words, at once and without their memory; what stood there stands', async () => {
    const story = await agreed('A wide wall');
    const page = `${base}/stories/${story.slug}`;
    const before = process.memoryUsage().rss;
    const began = performance.now();
    for (const name of ['png-bomb-30000x30000-1bit.png', 'png-lying-header-60000x60000.png']) {
      const form = new FormData();
      form.append('picture', new Blob([hostilePicture(name)], { type: 'image/png' }), 'me.png');
      const answer = await app.app.request(`http://127.0.0.1:3000${d}/${story.id}/picture`, {
        method: 'POST',
        body: form,
        headers: { origin: 'http://127.0.0.1:3000', cookie },
      });
      expect([name, answer.status]).toEqual([name, 422]);
      expect(words(await answer.text())).toMatch(/pixels|not a picture|cannot be read/i);
    }
    expect(performance.now() - began).toBeLessThan(20_000);
    // One byte for each of its pixels alone would be 900 MB.
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024);
    expect(await rows('select 1 from stories where id = $1 and picture_id is not null', [story.id])).toEqual([]);
    // Her approval was for what is there: it still holds.
    expect((await get(page)).status).toBe(200);
  });

  test('a campaign shows it when she agreed to that, and no longer than that', async () => {
    const story = await agreed('A garden', ['campaign']);
    const campaign = newId();
    await app.db.owner.query(
      `insert into campaigns (network_id, id, slug, state, created_at, updated_at) values ($1, $2, 'seeds', 'open', now(), now())`,
      [networkId, campaign],
    );
    await app.db.owner.query(
      `insert into campaign_texts (network_id, campaign_id, locale, title, summary, story, asks, letter_subject, letter_body)
       values ($1, $2, 'en', 'Seeds', 's', 'b', '{a}', 'l', 'l')`,
      [networkId, campaign],
    );
    app.deps.edits.emit(networkId);
    expect(await text(`${base}/campaigns/seeds`)).not.toContain('A garden');
    const desk = `${base}/desk/campaigns/${campaign}/stories`;
    expect(await text(desk, { cookie })).toContain('A garden en');
    await post(desk, { stories: story.id });
    expect(await text(`${base}/campaigns/seeds`)).toContain('A garden en');
    // She agreed to the campaign, not to a page of its own.
    expect((await get(`${base}/stories/${story.slug}`)).status).toBe(404);
    await post(`${story.link}/withdrawal`, {}, {});
    expect(held(`${base}/campaigns/seeds`)).toBeUndefined();
    expect(await text(`${base}/campaigns/seeds`)).not.toContain('A garden');
  });

  test('news show it where she agreed to that, in her languages; taken back it is gone from page, list, home, feeds and search at once', async () => {
    const story = await agreed('A ladder', ['news'], '2026-11-30');
    const unasked = await agreed('A rope', ['website']);
    const item = newId();
    const news = `${base}/desk/news`;
    await post(news, { id: item, title: 'What we heard', locale: 'en', kind: 'post' });
    for (const [locale, title] of [
      ['en', 'What we heard'],
      ['fr', 'Entendu'],
    ] as const)
      await post(`${news}/${item}/texts/${locale}`, { title, summary: 'Short', body: 'Ours', picture_alt: '' });
    await post(`${news}/${item}/publication`);
    const desk = `${news}/${item}/stories`;
    const offered = await text(desk, { cookie });
    expect(offered).toContain('A ladder en · Sunday · English');
    expect(offered).not.toContain('A rope');
    const stranger = await signInAs(app, await app.network('other'), 'coordinator');
    expect((await get(`/other/en/desk/news/${item}/stories`, stranger)).status).toBe(404);
    expect((await get(`${news}/${newId()}/stories`, { cookie })).status).toBe(404);
    // Sent three times at once it is chosen once, and nobody is told of a fault.
    const sends = await Promise.all([0, 1, 2].map(() => post(desk, { stories: [story.id, unasked.id] })));
    expect(sends.map(({ status }) => status)).toEqual([303, 303, 303]);

    const places = ['/news/what-we-heard', '/news', '', '/news.atom', '/news.json'].map((path) => base + path);
    const [page, list, home, ...feeds] = places as [string, string, string, string, string];
    const shown = await text(page);
    expect(shown).toContain('A ladder en');
    expect(shown).toContain('Words of A ladder');
    expect(shown).not.toMatch(/A rope|Wilhelmina/);
    for (const path of [list, home]) expect(await text(path)).toContain('With the words of Sunday');
    for (const path of feeds) {
      const answer = await get(path);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      const entry = await answer.text();
      expect(entry).toContain('stand with this');
      // What a program has taken cannot be taken back: none of her words, not her name.
      expect(entry).not.toMatch(/ladder|Sunday/);
    }
    // She agreed to English.
    expect(await text('/ember/fr/news/entendu')).not.toContain('ladder');
    expect(await text('/ember/fr/news/what-we-heard')).not.toContain('ladder');
    expect((await get(`${base}/stories/${story.slug}`)).status).toBe(404);
    await app.work();
    expect(await text(`${base}/search?q=ladder`)).not.toContain('A ladder');
    expect(await text(`${base}/search?q=heard`)).toContain('What we heard');

    // Kept pages end with her approval, without anybody's doing: what names her too.
    for (const path of [page, list, home]) expect(held(path), path).toMatch(/A ladder|words of Sunday/);
    app.at('2026-12-01T00:00:00Z');
    for (const path of [page, list, home]) expect(held(path), path).toBeUndefined();
    for (const path of places) expect(await text(path), path).not.toMatch(/A ladder|of Sunday|stand with this/);
    app.at('2026-11-21T12:00:00Z');
    app.deps.edits.emit(networkId);
    for (const path of [page, list, home]) expect(await text(path), path).toMatch(/A ladder|words of Sunday/);

    await post(`${story.link}/withdrawal`, { approval: story.approvals.news! }, {});
    for (const path of [page, list, home]) expect(held(path), path).toBeUndefined();
    for (const path of places) {
      const left = await text(path);
      expect(left, path).not.toMatch(/ladder|Sunday|stand with this/);
      expect(left, path).toContain('What we heard');
    }
    expect(await text(`${base}/search?q=ladder`)).not.toContain('A ladder');
    expect(await text(desk, { cookie })).not.toContain('A ladder');
  });
});

describe('her word', () => {
  test('a coordinator writes it down with how it came, and only with somebody who was there or how it went', async () => {
    const story = await begun('A letter');
    const address = `${d}/${story.id}/approvals/${story.approvals.website}`;
    const word = { version: story.version, way: 'phone', witness: '', note: '', until: '2027-01-31' };
    expect((await post(address, word)).status).toBe(422);
    expect((await post(address, { ...word, until: '2036-01-31', witness: 'Ana' })).status).toBe(422);
    expect((await post(address, { ...word, witness: 'Her sister' })).status).toBe(303);
    expect(await text(address, { cookie })).toContain('Her sister');
    expect((await get(`${base}/stories/${story.slug}`)).status).toBe(200);
    await post(`${address}/withdrawal`, {});
    expect((await get(`${base}/stories/${story.slug}`)).status).toBe(404);
  });

  test('signed in she sees hers and nobody else’s; the log does not know that it was she', async () => {
    const story = await begun('Mine', ['website', 'film']);
    const her = await signInAs(app, await app.network('ember'));
    await app.db.owner.query('update stories set account_id = $2 where id = $1', [story.id, her.id]);
    const own = `${base}/account/stories/${story.id}`;
    expect(await text(`${base}/account/stories`, her)).toContain('Mine en');
    await post(`${own}/approval`, { approval: story.approvals.website!, version: story.version, until: '' }, her);
    await post(`${own}/refusal`, { approval: story.approvals.film! }, her);
    expect((await get(`${base}/stories/${story.slug}`)).status).toBe(200);
    const other = await signInAs(app, await app.network('ember'), 'member');
    expect((await get(own, other)).status).toBe(404);
    expect((await post(`${own}/withdrawal`, {}, other)).status).toBe(404);
    const log = await rows<{ noun: string }>('select noun from audit where actor_id = $1', [her.id]);
    expect(log.filter(({ noun }) => noun.startsWith('story'))).toEqual([]);
    // Leaving takes down what she can no longer look after; her account gone, her words go too.
    const { feature } = await import('./index.ts');
    const { inNetwork } = await import('../../platform/db/index.ts');
    await inNetwork(app.db, networkId, async (trx) => {
      const network = await app.network('ember');
      const ctx = { trx, actor: { kind: 'system' } as const, network, locale: 'en', now: app.deps.clock() };
      const copy = JSON.stringify(await feature.exportAccount!(ctx, her.id));
      expect(copy).toContain('Words of Mine');
      // Signed in it is she: the copy holds who we think she is, which a private link never shows.
      expect(copy).toContain(realName);
      await feature.departs!(ctx, her.id, { former: true, erased: true });
    });
    app.deps.edits.emit(networkId);
    expect(
      await rows("select 1 from audit where noun_id = $1 and verb in ('erased', 'withdrawn')", [story.id]),
    ).toEqual([]);
    expect((await get(`${base}/stories/${story.slug}`)).status).toBe(404);
    expect(await rows('select 1 from story_texts where story_id = $1', [story.id])).toEqual([]);
    expect(await rows("select 1 from story_versions where story_id = $1 and body <> ''", [story.id])).toEqual([]);
    expect(
      await rows("select 1 from story_events where story_id = $1 and event = 'approved'", [story.id]),
    ).toHaveLength(1);
  });

  test('a link of another story, another network, or one that was ended names nothing; sent twice it is agreed once', async () => {
    const one = await agreed('One');
    const two = await begun('Two');
    const wrong = await post(
      `${one.link}/approval`,
      { approval: two.approvals.website!, version: two.version, until: '' },
      {},
    );
    expect(wrong.status).toBe(422);
    expect((await get(`${base}/stories/${two.slug}`)).status).toBe(404);
    expect((await get(one.link.replace('/ember/', '/other/'))).status).toBe(404);
    const foreign = storyRef(app.deps.secret, otherId, newId());
    expect((await get(`${base}/stories/own/${foreign}`)).status).toBe(404);
    const again = { approval: one.approvals.website!, version: one.version, until: '' };
    await post(`${one.link}/approval`, again, {});
    expect(await rows("select 1 from story_events where story_id = $1 and event = 'approved'", [one.id])).toHaveLength(
      1,
    );
    await post(`${d}/${one.id}/link/revocation`);
    expect((await get(one.link)).status).toBe(404);
    expect((await post(`${one.link}/withdrawal`, {}, {})).status).toBe(404);
  });

  test('she is told that something waits: a mail without a word of it, with a link that works', async () => {
    const story = await begun('A whisper');
    const changed = await post(`${d}/${story.id}/identity/changes`, {
      real_name: 'สมหญิง ใจดี',
      way: 'mail',
      contact_email: 'she@example.invalid',
      contact_note: '',
      username: '',
    });
    expect(changed.status, words(await changed.text())).toBe(303);
    await app.db.owner.query('delete from story_links where story_id = $1', [story.id]);
    await post(`${d}/${story.id}/telling`);
    await post(`${d}/${story.id}/telling`);
    await app.work();
    const mails = await rows<{ mime: Buffer | null; subject: string }>(
      "select mime, subject from mails where kind = 'private-word' and network_id = $1",
      [networkId],
    );
    expect(mails).toHaveLength(1);
    const body = mails[0]!.mime!.toString().replace(/=\r?\n/g, '');
    expect(body).not.toContain('whisper');
    expect(body).not.toContain('Sunday');
    expect(body).toMatch(/\/en\/stories\/own\//);
    // Who she is shows for a purpose, and that it was looked at is on record; her name is not.
    const shown = await post(`${d}/${story.id}/identity`, { purpose: 'ask' });
    expect(await shown.text()).toContain('สมหญิง ใจดี');
    const log = await rows<{ detail: unknown; verb: string }>('select verb, detail from audit where noun_id = $1', [
      story.id,
    ]);
    expect(log.map(({ verb }) => verb)).toContain('looked');
    expect(JSON.stringify(log)).not.toContain('สมหญิง');
    expect(await (await get(`${d}/${story.id}`, { cookie })).text()).not.toContain('สมหญิง');
  });

  test('another mailbox, or another way: links that were mailed before open nothing, what has not left is taken back', async () => {
    const story = await begun('A wrong mailbox');
    let identity = { real_name: '', way: 'mail', contact_email: 'his@example.invalid', contact_note: '', username: '' };
    const change = async (fields: Partial<typeof identity>) => {
      identity = { ...identity, ...fields };
      expect((await post(`${d}/${story.id}/identity/changes`, identity)).status).toBe(303);
    };
    await change({});
    await app.db.owner.query('delete from story_links where story_id = $1', [story.id]);
    await post(`${d}/${story.id}/telling`);
    const mailed = () =>
      rows<{ id: string }>(
        `select l.id from story_links l join mails m on m.subject_id = l.id where l.story_id = $1 and l.revoked_at is null
          and m.to_address = $2`,
        [story.id, 'his@example.invalid'],
      );
    const [link] = await mailed();
    const his = `${base}/stories/own/${storyRef(app.deps.secret, networkId, link!.id)}`;
    const handed = await linkTo(story.id);
    await app.db.owner.query("update story_links set kind = 'handed' where id::text = $1", [
      (
        await rows<{ id: string }>('select id from story_links where story_id = $1 order by made_at desc', [story.id])
      ).find(({ id }) => handed.includes(storyRef(app.deps.secret, networkId, id)))!.id,
    ]);
    expect((await get(his)).status).toBe(200);
    // What is no change ends nothing.
    await change({ contact_note: 'Evenings' });
    expect((await get(his)).status).toBe(200);
    await change({ contact_email: 'hers@example.invalid' });
    expect([(await get(his)).status, (await get(handed)).status]).toEqual([404, 200]);
    expect(await mailed()).toEqual([]);
    // The outbox does not tell her mailbox to whoever looks there instead of saying what for.
    const outbox = await (await get(`${base}/outbox?kind=private-word`, { cookie })).text();
    expect(outbox).toContain('(not shown)');
    expect(outbox).not.toMatch(/his@|hers@/);
    // She is told at once: the mail that went astray does not count as one to her.
    await post(`${d}/${story.id}/telling`);
    expect(await rows("select 1 from mails where to_address = 'hers@example.invalid'")).toHaveLength(1);
  });

  test('whose account is closed is told by hand: a mail that leads to signing in would lead nowhere', async () => {
    const story = await begun('Closed');
    const her = await signInAs(app, await app.network('ember'), 'member');
    await app.db.owner.query("update stories set account_id = $2, way = 'account' where id = $1", [story.id, her.id]);
    await app.db.owner.query('delete from story_links where story_id = $1', [story.id]);
    const told = async () => {
      await post(`${d}/${story.id}/telling`);
      return rows('select 1 from mails where to_address = $1', [`member-${her.id.slice(-12)}@example.invalid`]);
    };
    await app.db.owner.query('update accounts set disabled_at = now() where id = $1', [her.id]);
    expect(await told()).toEqual([]);
    await app.db.owner.query('update accounts set disabled_at = null where id = $1', [her.id]);
    expect(await told()).toHaveLength(1);
  });

  test('who she is shows for a mistaken form as well: that it was looked at is on record then, too', async () => {
    const story = await begun('Looked at');
    const refused = await post(`${d}/${story.id}/identity/changes`, { way: 'mail', contact_email: 'no address' });
    expect(refused.status).toBe(422);
    const log = await rows<{ detail: unknown }>(
      "select detail from audit where noun_id = $1 and noun = 'story-identity' and verb = 'looked'",
      [story.id],
    );
    expect(log).toEqual([{ detail: { purpose: 'correct' } }]);
    // Nobody makes her own account or mailbox the one from which the woman's word comes.
    const [me] = await rows<{ email: string }>('select email from accounts where id = $1', [coordinatorId]);
    for (const own of [
      { way: 'account', username: me!.email },
      { way: 'mail', contact_email: me!.email.toUpperCase() },
    ]) {
      const answer = await post(`${d}/${story.id}/identity/changes`, {
        real_name: '',
        contact_note: '',
        username: '',
        contact_email: '',
        ...own,
      });
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain('counts as her own word');
    }
    expect(
      await rows('select 1 from stories where id = $1 and (account_id is not null or contact_email is not null)', [
        story.id,
      ]),
    ).toEqual([]);
  });

  test('a person who is erased takes the stories of her mailbox along, and the log does not say that they were hers', async () => {
    const story = await begun('Erased with her');
    const person = newId();
    await app.db.owner.query("update stories set contact_email_key = 'p@example.invalid' where id = $1", [story.id]);
    await app.db.owner.query(
      "insert into people (network_id, id, name, name_key, email, email_key, locale, created_at) values ($1, $2, 'P', 'p', 'p@example.invalid', 'p@example.invalid', 'en', now())",
      [networkId, person],
    );
    const { feature } = await import('./index.ts');
    const { inNetwork } = await import('../../platform/db/index.ts');
    await inNetwork(app.db, networkId, async (trx) => {
      const network = await app.network('ember');
      const actor = { kind: 'person', id: person } as const;
      await feature.erase!({ trx, actor, network, locale: 'en', now: app.deps.clock() }, person);
    });
    expect(await rows('select 1 from story_texts where story_id = $1', [story.id])).toEqual([]);
    expect(await rows('select 1 from audit where actor_id = $1', [person])).toEqual([]);
    // Not even beside the line that tells of her being erased: that would say whose it was.
    expect(
      await rows("select 1 from audit where noun_id = $1 and verb in ('erased', 'withdrawn')", [story.id]),
    ).toEqual([]);
  });
});

describe('the desk', () => {
  test('is coordinators’ alone; payments are seen by them and by her', async () => {
    const story = await begun('Paid');
    const form = {
      id: newId(),
      kind: 'paid',
      amount: '150,50',
      currency: 'cad',
      paid_on: '2026-11-20',
      purpose: 'Her time',
      how: 'Cash',
    };
    expect((await post(`${d}/${story.id}/payments`, { ...form, amount: '' })).status).toBe(422);
    await post(`${d}/${story.id}/payments`, form);
    await post(`${d}/${story.id}/payments`, form);
    expect(await rows('select 1 from story_payments where story_id = $1', [story.id])).toHaveLength(1);
    expect(await text(story.link)).toContain('150.50');
    const member = await signInAs(app, await app.network('ember'), 'member');
    for (const path of [d, `${d}/${story.id}`, `${d}/${story.id}/payments`, `${d}/${story.id}/identity`]) {
      expect((await get(path, member)).status).toBe(404);
      expect((await get(path)).status).not.toBe(200);
    }
    const { cookie: theirs } = await signInAs(app, await app.network('other'), 'coordinator');
    expect((await get(`/other/en/desk/stories/${story.id}`, { cookie: theirs })).status).toBe(404);
  });

  test('thirty days before the end she is asked again, once, by the way that she chose', async () => {
    const story = await agreed('Again', ['website'], '2026-12-15');
    await app.db.owner.query("update stories set way = 'mail', contact_email = 'again@example.invalid' where id = $1", [
      story.id,
    ]);
    await app.db.owner.query('delete from story_links where story_id = $1', [story.id]);
    const { rounds } = await import('./reaching.ts');
    for (let round = 0; round < 2; round += 1) await rounds({ deps: app.deps, network: networkId, payload: {} });
    expect(
      await rows("select 1 from story_events where story_id = $1 and event = 'reminded'", [story.id]),
    ).toHaveLength(1);
    expect(await rows("select 1 from mails where to_address = 'again@example.invalid'")).toHaveLength(1);
    expect(await text(`${d}?show=ending`, { cookie })).toContain('Again en');
    expect(await text(`${base}/today`, { cookie })).toMatch(/ends? within thirty days/);
  });
});
