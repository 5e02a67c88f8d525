import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadVocabularies } from '../src/features/vocabularies/index.ts';
import { newId } from '../src/platform/crypto/ids.ts';
import { asOwner } from '../src/platform/db/index.ts';
import { isSlug, type Listening, listen, step } from '../src/platform/http/index.ts';
import { urls } from '../src/urls.ts';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from './app.ts';

/* Things whose titles are Thai, Korean or Russian, in every room that makes an address of a title, by every way on which addresses travel. */

let app: TestApp;
let served: Listening;
let coordinator: { cookie: string; id: string };
const at = { network: 'ember', locale: 'en' };
const home = '/ember/en';
const post = (path: string, fields: Record<string, string | string[]> = {}) => app.post(path, fields, coordinator);
const body = async (path: string, who = {}) => (await app.get(path, who)).text();
const ascii = /^[\x21-\x7e]+$/;

beforeAll(async () => {
  app = await createTestApp({ env: { PORT: '0' } });
  await asOwner(app.db, loadVocabularies);
  const network = await createNetwork(app, 'ember', { locales: ['en', 'fr'] });
  coordinator = await signInAs(app, network, 'coordinator', 'member');
  served = await listen(app.app, app.deps);
});
afterAll(async () => {
  await served.stop();
  await app.stop();
});

const slugOf = async (table: string, id: string): Promise<string> =>
  (await app.db.owner.query(`select slug from ${table} where id = $1`, [id])).rows[0].slug;

/** A work begun under a title, with a text, published. */
async function work(title: string): Promise<{ id: string; slug: string }> {
  const id = newId();
  const desk = urls.library.edit(at, id);
  expect((await post(urls.library.desk(at), { id, title, locale: 'en', kind: 'report' })).status).toBe(303);
  const text = { title, subtitle: '', abstract: 'In short', body: 'Words that matter', translators: '', original: '' };
  expect((await post(`${desk}/versions/en`, text)).status).toBe(303);
  const slug = await slugOf('library_works', id);
  expect((await post(desk, basics(slug))).status).toBe(303);
  expect((await post(`${desk}/publication`)).status).toBe(303);
  return { id, slug };
}
const basics = (slug: string) => ({
  ...{ slug, kind: 'report', creators: 'Ember Trust', dated: '2024-05', licence: 'cc-by', access: 'public' },
  ...Object.fromEntries(
    'contributors publisher publisher_id published_in identifiers source link covers rights_note group_id court court_country docket outcome consent_by consent_on consent_how position publish_at'
      .split(' ')
      .map((name) => [name, '']),
  ),
});

/** One request over the wire, for an address as a browser is given it. */
async function wire(
  path: string,
): Promise<{ status: number; location: string | null; etag: string | null; text: string }> {
  const answer = await fetch(served.url + path, { redirect: 'manual' });
  const { status, headers } = answer;
  return { status, location: headers.get('location'), etag: headers.get('etag'), text: await answer.text() };
}

describe('a work with a Thai title', () => {
  let one: { id: string; slug: string };
  beforeAll(async () => {
    one = await work('ข้อกำหนดกรุงเทพ: สุขภาพ');
  });

  test('has an address that says so, and a second one of the title another', async () => {
    expect(one.slug).toBe('ข้อกำหนดกรุงเทพ-สุขภาพ');
    expect((await work('ข้อกำหนดกรุงเทพ: สุขภาพ')).slug).toBe('ข้อกำหนดกรุงเทพ-สุขภาพ-2');
    const show = urls.library.show(at, one.slug);
    expect(show).toMatch(ascii);
    expect(decodeURI(show)).toBe('/ember/en/library/ข้อกำหนดกรุงเทพ-สุขภาพ');
  });

  test('is found as it is written and as it travels, and in small hexadecimal digits', async () => {
    const show = urls.library.show(at, one.slug);
    for (const path of [show, `${home}/library/${one.slug}`, `${show}?utm_source=x`]) {
      const answer = await wire(path);
      expect([path, answer.status]).toEqual([path, 200]);
      expect(words(answer.text)).toContain('Words that matter');
      expect(answer.text).toContain(`<link rel="canonical" href="http://127.0.0.1:3000${show}"`);
    }
    const small = show.replace(/%../g, (byte) => byte.toLowerCase());
    expect(small).not.toBe(show);
    expect(await wire(`${small}?a=b`)).toMatchObject({ status: 308, location: `${show}?a=b` });
    // No part of a letter leads anywhere, and nothing breaks.
    for (const path of [show.slice(0, -3), show.slice(0, -1), `${show}%FF`, `${home}/library/%E0%B8`])
      expect([path, (await wire(path)).status]).toEqual([path, 404]);
  });

  test('is kept in memory under its one address', async () => {
    const show = urls.library.show(at, one.slug);
    await wire(show);
    const again = await wire(`${home}/library/${one.slug}`);
    expect(again.etag).toMatch(/^"/);
    expect((await wire(show)).etag).toBe(again.etag);
  });

  test('every address on its page and in lists for programs is of ASCII, and leads to it', async () => {
    const show = urls.library.show(at, one.slug);
    const page = await body(show);
    const links = [...page.matchAll(/(?:href|src|action|content)="((?:http:\/\/127\.0\.0\.1:3000)?\/[^"]*)"/g)].map(
      (match) => match[1]!.replaceAll('&amp;', '&'),
    );
    expect(links.some((link) => link.includes(show))).toBe(true);
    expect(links.filter((link) => !ascii.test(link))).toEqual([]);
    const listed: [string, RegExp][] = [
      [`${home}/library.atom`, /<link [^>]*href="([^"]*)"/g],
      ['/ember/sitemap.xml', /<loc>([^<]*)<\/loc>/g],
      ['/ember/sitemap.xml', /href="([^"]*)"/g],
    ];
    for (const [path, pattern] of listed) {
      const addresses = [...(await body(path)).matchAll(pattern)].map((match) => match[1]!);
      expect([path, addresses.filter((address) => !ascii.test(address))]).toEqual([path, []]);
      expect(addresses).toContain(`http://127.0.0.1:3000${show}`);
    }
    const feed = JSON.parse(await body(`${home}/library.json`));
    expect(feed.items.map((item: { url: string }) => item.url)).toContain(`http://127.0.0.1:3000${show}`);
    for (const item of feed.items) expect(item.url).toMatch(ascii);
  });

  test('is cited, and its files are called after it', async () => {
    for (const [format, end] of [
      ['csl.json', 'json'],
      ['bib', 'bib'],
      ['ris', 'ris'],
    ] as const) {
      const answer = await wire(urls.library.cite(at, one.slug, format));
      expect([format, answer.status]).toEqual([format, 200]);
      expect(answer.text).toContain('ข้อกำหนดกรุงเทพ: สุขภาพ');
      const { headers } = await app.get(urls.library.cite(at, one.slug, format));
      expect(headers.get('content-disposition')).toContain(`filename*=UTF-8''${step(one.slug)}.${end}`);
    }
    const table = await body(urls.library.export(at, 'csv'));
    expect(table).toContain('ข้อกำหนดกรุงเทพ: สุขภาพ');
    for (const [address] of table.matchAll(/http:\/\/127[^\s",]*/g)) expect(address).toMatch(ascii);
  });

  test('is led to by search, and by signing in', async () => {
    await app.work();
    const show = urls.library.show(at, one.slug);
    expect(await body(`${home}/search?q=${step('กรุงเทพ')}`)).toContain(`href="${show}"`);
    const asked = await body(urls.accounts.signIn(at, `${show}/history?${'x'.repeat(400)}`));
    expect(asked).toContain(`${show}/history`);
  });

  test('renamed, the old address leads to the new one, and can be had back', async () => {
    const { id, slug } = await work('งานที่จะเปลี่ยนชื่อ');
    const desk = urls.library.edit(at, id);
    expect((await post(desk, basics('ชื่อใหม่'))).status).toBe(303);
    const moved = await wire(`${home}/library/${slug}`);
    expect([moved.status, moved.location]).toEqual([301, urls.library.show(at, 'ชื่อใหม่')]);
    expect((await wire(moved.location!)).status).toBe(200);
    // It is nobody else's meanwhile.
    expect((await work('งานที่จะเปลี่ยนชื่อ')).slug).toBe(`${slug}-2`);
    expect((await post(desk, basics('ข้อกำหนดกรุงเทพ-สุขภาพ'))).status).toBe(422);
    expect((await post(desk, basics(slug))).status).toBe(303);
    expect((await wire(urls.library.show(at, slug))).status).toBe(200);
    // Ways from ASCII to another script, and back.
    expect((await post(desk, basics('plain'))).status).toBe(303);
    expect((await wire(urls.library.show(at, slug))).location).toBe('/ember/en/library/plain');
  });

  test.each(['มี ช่องว่าง', 'a/ข', 'ก?ข', 'ก\u200bข', '\u202eก', 'wоrk', 'ก'.repeat(61), '%E0%B8%81', '-ก'])(
    'takes no address like %j',
    async (slug) => {
      const answer = await post(urls.library.edit(at, one.id), basics(slug));
      expect(answer.status).toBe(422);
      expect(words(await answer.text())).toContain('small letters of one script in each word');
      expect(await slugOf('library_works', one.id)).toBe(one.slug);
    },
  );
});

describe('letters that Unicode writes in two ways', () => {
  test('are found in either, with a query and with what was sent', async () => {
    for (const title of ['여성 수용자의 권리', 'Мой дом', 'தொழில் உரிமை']) {
      const { slug, id } = await work(title.normalize('NFD'));
      expect(slug).toBe(slug.normalize('NFC'));
      const show = urls.library.show(at, slug);
      const apart = `${home}/library/${slug.normalize('NFD')}`;
      expect(apart).not.toBe(`${home}/library/${slug}`);
      for (const path of [apart, encodeURI(apart)]) {
        const answer = await wire(`${path}?from=here`);
        expect([answer.status, answer.location]).toEqual([308, `${show}?from=here`]);
      }
      expect((await wire(show)).status).toBe(200);
      // Typed apart at the desk it is the same address.
      expect((await post(urls.library.edit(at, id), basics(` ${slug.normalize('NFD')} `))).status).toBe(303);
      expect(await slugOf('library_works', id)).toBe(slug);
    }
    const sent = await app.post(`${home}/campaigns/${step('й'.normalize('NFD'))}/search`, { code: 'x' });
    expect([sent.status, sent.headers.get('location')]).toEqual([308, `${home}/campaigns/${step('й')}/search`]);
    expect((await wire(`//elsewhere.invalid/${encodeURI('й'.normalize('NFD'))}`)).location).toBeNull();
  });
});

describe('every room that makes an address of a title', () => {
  test('news, with its card and feeds', async () => {
    const id = newId();
    const desk = urls.news.edit(at, id);
    await post(urls.news.desk(at), { id, title: 'Права женщин в тюрьме', locale: 'en', kind: 'statement' });
    const text = { title: 'Права женщин в тюрьме', summary: 'In short', body: 'Words', picture_alt: '' };
    expect((await post(`${desk}/texts/en`, text)).status).toBe(303);
    expect((await post(`${desk}/publication`)).status).toBe(303);
    const show = urls.news.show(at, 'права-женщин-в-тюрьме');
    const page = await body(show);
    expect(words(page)).toContain('Права женщин в тюрьме');
    const [, card] = /og:image" content="http:\/\/127\.0\.0\.1:3000([^"]*)"/.exec(page)!;
    expect(card).toContain(`${show}/card.png`);
    expect((await app.get(card!)).headers.get('content-type')).toBe('image/png');
    expect(await body(`${home}/news.atom`)).toContain(`href="http://127.0.0.1:3000${show}"`);
    const moved = { slug: 'женщины', kind: 'statement', authors: '', publish_at: '' };
    expect((await post(desk, moved)).status).toBe(303);
    expect((await app.get(show)).headers.get('location')).toBe(urls.news.show(at, 'женщины'));
  });

  test('organisations, with their new address', async () => {
    const id = newId();
    expect((await post(urls.organisations.desk(at), { id, name: 'اتحاد المحاميات', kind: 'association' })).status).toBe(
      303,
    );
    expect((await wire(urls.organisations.show(at, 'اتحاد-المحاميات'))).status).toBe(200);
    expect((await post(urls.organisations.slug(at, id), { slug: 'المحاميات' })).status).toBe(303);
    const moved = await wire(`${home}/organisations/اتحاد-المحاميات`);
    expect(moved.location).toBe(urls.organisations.show(at, 'المحاميات'));
    expect((await wire(moved.location!)).status).toBe(200);
    expect((await app.get(urls.organisations.hsdsOf(at, 'المحاميات'))).status).toBe(200);
  });

  test('groups, with their threads, documents, meetings and decisions', async () => {
    const id = newId();
    const made = await post(urls.groups.create(at), {
      ...{ id, name_en: 'กลุ่มทนายหญิง', charter_en: 'What for', entry: 'open', first: '' },
    });
    const group = made.headers.get('location')!;
    expect(group).toBe(urls.groups.show(at, 'กลุ่มทนายหญิง'));
    for (const path of [
      '',
      '/members',
      '/threads',
      '/threads/new',
      '/documents',
      '/meetings',
      '/decisions',
      '/settings',
    ])
      expect([path, (await app.get(group + path, coordinator)).status]).toEqual([path, 200]);
    const words = new FormData();
    for (const [name, value] of Object.entries({ id: newId(), post: newId(), title: 'สวัสดี', body: 'สวัสดี' }))
      words.append(name, value);
    words.append('file', new File([], ''));
    const thread = await app.app.request(`http://127.0.0.1:3000${group}/threads/new`, {
      method: 'POST',
      body: words,
      headers: { origin: 'http://127.0.0.1:3000', cookie: coordinator.cookie },
      redirect: 'manual',
    });
    expect(thread.status).toBe(303);
    expect(thread.headers.get('location')).toMatch(ascii);
    expect((await app.get(thread.headers.get('location')!, coordinator)).status).toBe(200);
    const form = await body(urls.documents.create(at, 'กลุ่มทนายหญิง'), coordinator);
    expect(form).toContain('value="กลุ่มทนายหญิง"');
  });

  test('practices', async () => {
    const made = await post(urls.practices.list(at), { id: newId(), title: 'แพทย์ทุกวันศุกร์', locale: 'en' });
    expect([made.status, made.headers.get('location')]).toEqual([303, urls.practices.text(at, 'แพทย์ทุกวันศุกร์', 'en')]);
    expect((await app.get(made.headers.get('location')!, coordinator)).status).toBe(200);
    expect((await app.get(urls.practices.edit(at, 'แพทย์ทุกวันศุกร์'), coordinator)).status).toBe(200);
  });

  test('stories', async () => {
    const id = newId();
    const made = await post(urls.stories.desk(at), { id, title: 'เรื่องของฉัน', locale: 'en', public_name: 'A.' });
    expect(made.status).toBe(303);
    expect(await slugOf('stories', id)).toBe('เรื่องของฉัน');
  });

  test('campaigns, made from the title or typed', async () => {
    const [made, typed] = [newId(), newId()];
    const form = { title: 'ยุติการค้นตัว', locale: 'en', mode: 'letter' };
    expect((await post(urls.campaigns.create(at), { ...form, id: made, slug: '' })).status).toBe(303);
    expect(await slugOf('campaigns', made)).toBe('ยุติการค้นตัว');
    expect((await post(urls.campaigns.create(at), { ...form, id: typed, slug: ' ПИСЬМА-48 ' })).status).toBe(303);
    expect(await slugOf('campaigns', typed)).toBe('письма-48');
    for (const page of ['', '/sharing', '/sources', '/embed'])
      expect([page, (await app.get(`${urls.campaigns.edit(at, made)}${page}`, coordinator)).status]).toEqual([
        page,
        200,
      ]);
  });
});

describe('a free address', () => {
  test('is found among very many of one title', async () => {
    const ids = await Promise.all(Array.from({ length: 26 }, async () => newId()));
    for (const id of ids) await post(urls.news.desk(at), { id, title: 'ซ้ำ', locale: 'en', kind: 'statement' });
    const { rows } = await app.db.owner.query('select slug from news_items where id = any ($1)', [ids]);
    expect(new Set(rows.map(({ slug }) => slug))).toEqual(
      new Set(['ซ้ำ', ...Array.from({ length: 25 }, (_, n) => `ซ้ำ-${n + 2}`)]),
    );
  });
});

describe('the database', () => {
  test('has one rule for all addresses of things, and none takes what an address never holds', async () => {
    const { rows } = await app.db.owner.query(`
      select c.relname::text as table, pg_get_constraintdef(k.oid) as rule from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'slug'
        join pg_constraint k on k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]
       where c.relnamespace = 'public'::regnamespace and c.relname <> 'networks' order by 1`);
    expect(rows.map((row) => row.table)).toEqual([
      ...['campaigns', 'groups', 'library_works', 'news_items', 'organisation_slugs', 'organisations', 'practices'],
      'stories',
    ]);
    expect(new Set(rows.map((row) => row.rule)).size).toBe(1);
    const client = await app.db.owner.connect();
    await client.query('create temporary table tried (like organisation_slugs including constraints)');
    const takes = async (slug: string) =>
      client.query(`insert into tried values (gen_random_uuid(), $1, gen_random_uuid())`, [slug]).then(
        () => true,
        () => false,
      );
    const good = [
      'a',
      '0',
      'a--b',
      'a-',
      'a'.repeat(81),
      'ก'.repeat(60),
      'ж'.repeat(81),
      'ข้อกำหนด-48',
      'حقوق-٤٨',
      'महिला-क्षेत्र',
      '𠮷野家',
    ];
    for (const slug of good) expect([slug, isSlug(slug), await takes(slug)]).toEqual([slug, true, true]);
    const signs = [
      ...' !"#$%&\'()*+,./:;<=>?@ABCXYZ[\\]^_`{|}~\u007f\u0001\u001f\u0080\u00a0\u00ad\u034f\u061c\u0640\u115f\u1680\u17b4\u180e',
    ];
    signs.push(
      ...'\u2000\u200b\u200c\u200d\u200e\u202e\u2028\u2060\u2066\u2069\u2800\u3000\u3164\ue000\ufe0f\ufeff\uffa0\ufffd\u{e0001}\u{e0100}\u{f0000}',
    );
    for (const sign of signs) {
      const slug = `ก${sign}ข`;
      expect([escape(sign), isSlug(slug), await takes(slug)]).toEqual([escape(sign), false, false]);
    }
    for (const slug of ['', '-ก', 'ก'.repeat(61), 'ж'.repeat(82), 'a'.repeat(82)])
      expect([slug, isSlug(slug), await takes(slug)]).toEqual([slug, false, false]);
    await client.query('drop table tried');
    client.release();
  });
});
