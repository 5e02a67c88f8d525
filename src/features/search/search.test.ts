import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { asOwner, inNetwork, root } from '../../platform/db/index.ts';
import { edit } from '../../platform/http/index.ts';
import { runJob } from '../../platform/jobs/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { loadStandards } from '../standards/index.ts';
import { loadVocabularies } from '../vocabularies/index.ts';
import { snippetsOf } from './find.ts';
import { keep, readAgain } from './indexing.ts';
import { termsOf } from './question.ts';
import { segmented } from './segment.ts';

let app: TestApp;
let network: Network;
const at = { network: 'ember', locale: 'en' };

beforeAll(async () => {
  app = await createTestApp();
  network = await createNetwork(app, 'ember', { locales: ['en', 'es'] });
  await createNetwork(app, 'other');
  await asOwner(app.db, loadVocabularies);
  await asOwner(app.db, loadStandards);
});
afterAll(() => app.stop());

const results = async (query: Record<string, string>, cookie?: string) => {
  const response = await app.get(`${urls.search.form(at)}?${new URLSearchParams(query)}`, { cookie });
  expect(response.status).toBe(200);
  return response.text();
};
/** The titles of what was found, in their order. */
const titles = (html: string) =>
  [...html.matchAll(/<h3[^>]*><a href="([^"]+)">([^<]*)<\/a><\/h3>/g)].map((match) => words(match[2]!));

const addNews = async (
  of: Network,
  { slug, state = 'published', from = '2026-01-01' }: { slug: string; state?: string; from?: string },
  texts: Record<string, { title: string; summary?: string; body?: string }>,
) => {
  const id = newId();
  await inNetwork(app.db, of.id, async (trx) => {
    await trx
      .insertInto('news_items')
      .values({
        network_id: of.id,
        id,
        slug,
        kind: 'post',
        state,
        publish_at: new Date(from),
        created_at: new Date(),
        updated_at: new Date(),
      })
      .execute();
    for (const [locale, { title, summary = 'In short.', body = 'In full.' }] of Object.entries(texts))
      await trx
        .insertInto('news_texts')
        .values({ network_id: of.id, item_id: id, locale, title, summary, body })
        .execute();
  });
  await app.work();
  return id;
};

const addWork = async (slug: string, access: string, title: string, body: string, groupId?: string) => {
  const id = newId();
  await inNetwork(app.db, network.id, async (trx) => {
    await trx
      .insertInto('library_works')
      .values({
        network_id: network.id,
        id,
        slug,
        kind: 'memo',
        state: 'published',
        publish_at: new Date('2026-01-01'),
        access,
        group_id: groupId ?? null,
        dated: '2024',
        created_at: new Date(),
        updated_at: new Date(),
      })
      .execute();
    await trx
      .insertInto('library_versions')
      .values({
        network_id: network.id,
        id: newId(),
        work_id: id,
        locale: 'en',
        title,
        title_key: title.toLowerCase(),
        body,
        original: true,
        updated_at: new Date(),
      })
      .execute();
  });
  await app.work();
  return id;
};

describe('what is found', () => {
  test('a word in any of its forms, with or without accents, in the language in which it fits', async () => {
    await addNews(
      network,
      { slug: 'visits' },
      {
        en: { title: 'Mothers are visited again', body: 'The prison opened its doors for visiting families.' },
        es: { title: 'Las madres reciben visitas', body: 'La prisión abrió sus puertas. Educación para todas.' },
      },
    );
    expect(titles(await results({ q: 'visit' }))).toEqual(['Mothers are visited again']);
    expect(titles(await results({ q: 'prision' }))).toEqual(['Las madres reciben visitas']);
    expect(titles(await results({ q: 'educacion' }))).toEqual(['Las madres reciben visitas']);
    expect(titles(await results({ q: 'famil*' }))).toEqual(['Mothers are visited again']);
    expect(titles(await results({ q: '"doors for visiting"' }))).toEqual(['Mothers are visited again']);
    expect(titles(await results({ q: '"visiting doors"' }))).toEqual([]);
    expect(titles(await results({ q: 'the visited' }))).toEqual(['Mothers are visited again']);
    const page = await results({ q: 'families' });
    expect(page).toContain('<mark>families</mark>');
  });

  test('one work in two languages is one result; the words in a title come first; facets narrow', async () => {
    await addNews(
      network,
      { slug: 'lantern' },
      { en: { title: 'A walk', body: 'They carried a lantern.' }, es: { title: 'Una marcha', body: 'lantern' } },
    );
    await addWork('lantern-memo', 'public', 'Lantern law', 'A memo.');
    const all = await results({ q: 'lantern' });
    expect(titles(all)).toEqual(['Lantern law', 'A walk']);
    expect(all).toContain('2 results');
    expect(all).toMatch(/<option value="library"[^>]*>Library \(1\)/);
    expect(all).toMatch(/<option value="en"[^>]*>English \(2\)/);
    expect(titles(await results({ q: 'lantern', kind: 'library' }))).toEqual(['Lantern law']);
    // A memo or a judgment, not the library's things alone; each result says which it is.
    expect(all).toMatch(/<option value="library.memo"[^>]*>Legal memo \(1\)/);
    expect(all).toMatch(/<option value="news.post"[^>]*>Post \(1\)/);
    expect(words(all)).toContain('Legal memo · 2024');
    expect(titles(await results({ q: 'lantern', type: 'library.memo' }))).toEqual(['Lantern law']);
    expect(titles(await results({ q: 'lantern', type: 'library.judgment' }))).toEqual([]);
    expect(words(await results({ q: 'lantern', kind: 'nothing', type: 'no.thing' }))).toMatch(
      /\bnothing \(0\).*\bno\.thing \(0\)/,
    );
    // Words are asked for on the library's own page.
    expect(await (await app.get(urls.library.list(at))).text()).toMatch(
      /action="\/ember\/en\/search" role="search"><input type="hidden" name="kind" value="library"/,
    );
    expect(titles(await results({ q: 'lantern', language: 'es' }))).toEqual(['Una marcha']);
    expect(titles(await results({ q: 'lantern', year: '2024' }))).toEqual(['Lantern law']);
    expect(titles(await results({ q: 'lantern', year: '1999' }))).toEqual([]);
  });

  test('a mistyped word is mended where that finds something, and the page says so', async () => {
    await addNews(network, { slug: 'sewing' }, { en: { title: 'Embroidery from inside', body: 'Needle and thread.' } });
    const page = await results({ q: 'embrodery' });
    expect(titles(page)).toEqual(['Embroidery from inside']);
    expect(words(page)).toContain('Shown instead: embroidery (1 result)');
    expect(titles(await results({ q: 'xyzzyplugh' }))).toEqual([]);
  });

  test('the pages of a document are named, and lead to the reader', async () => {
    const work = await addWork('long-report', 'public', 'A long report', '');
    const file = newId();
    await inNetwork(app.db, network.id, async (trx) => {
      await trx
        .insertInto('files')
        .values({
          network_id: network.id,
          id: file,
          key: 'a'.repeat(64),
          media_type: 'application/pdf',
          bytes: 1,
          name: 'report.pdf',
          kind: 'document',
          created_at: new Date(),
        })
        .execute();
      await trx
        .insertInto('file_readings')
        .values({ network_id: network.id, file_id: file, state: 'waiting', changed_at: new Date() })
        .execute();
      const version = await trx
        .selectFrom('library_versions')
        .select('id')
        .where('network_id', '=', network.id)
        .where('work_id', '=', work)
        .executeTakeFirstOrThrow();
      await trx
        .insertInto('library_files')
        .values({ network_id: network.id, id: newId(), version_id: version.id, file_id: file, created_at: new Date() })
        .execute();
    });
    await app.work();
    expect(titles(await results({ q: 'turnstile' }))).toEqual([]);
    await inNetwork(app.db, network.id, async (trx) => {
      await trx
        .insertInto('file_texts')
        .values(
          [1, 2].map((page) => ({
            network_id: network.id,
            file_id: file,
            page,
            text: page === 2 ? 'Behind the turnstile she waited.' : 'Title page.',
          })),
        )
        .execute();
      await trx
        .updateTable('file_readings')
        .set({ state: 'read', pages: 2 })
        .where('network_id', '=', network.id)
        .where('file_id', '=', file)
        .execute();
    });
    await app.work();
    const page = await results({ q: 'turnstile' });
    expect(titles(page)).toEqual(['A long report']);
    expect(page).toContain(`href="${urls.files.page(at, file, 2)}">Page 2</a>`);
    expect(page).not.toContain('Page 1</a>');
  });

  test('a long text is quoted where the words stand, from each of two places', async () => {
    const filler = 'The yard was quiet and the morning long. '.repeat(400);
    await addNews(
      network,
      { slug: 'a-long-morning' },
      { en: { title: 'A long morning', body: `${filler}Her umbrella stood open. ${filler}A trombone was heard.` } },
    );
    const html = await results({ q: 'umbrella trombone' });
    expect(titles(html)).toEqual(['A long morning']);
    expect([...html.matchAll(/<mark>([^<]*)<\/mark>/g)].map((match) => match[1])).toEqual(['umbrella', 'trombone']);
    expect(words(html)).toContain('stood open');
  });

  test('issues, places and provisions are named by their own words', async () => {
    const rule = await results({ q: 'bangkok 48' });
    expect(rule).toContain(`href="${urls.standards.provision(at, 'bangkok-rules:48')}">`);
    expect(rule).not.toContain(`href="${urls.standards.provision(at, 'bangkok-rules:4')}"`);
    const page = await results({ q: 'pover' });
    expect(page).toContain(`href="${urls.vocabularies.issue(at, 'poverty')}">Poverty</a>`);
  });

  test('a network’s own word for an issue is found there, and nowhere else', async () => {
    const other = await app.network('other');
    const theirs = async () => (await app.get('/other/en/search?q=penury')).text();
    // Asked before: what the process keeps of it is forgotten with the edit.
    expect(await theirs()).not.toContain('>Penury</a>');
    await edit(app.deps, other.id, (trx) =>
      trx
        .insertInto('vocabulary_words')
        .values({
          network_id: other.id,
          noun: 'issue',
          noun_id: 'poverty',
          locale: 'en',
          label: 'Penury',
          at: new Date(),
        })
        .execute(),
    );
    expect(await theirs()).toContain('>Penury</a>');
    expect(await results({ q: 'penury' })).not.toContain('>Penury</a>');
    expect(await results({ q: 'poverty' })).toContain('>Poverty</a>');
  });

  test('a provision’s name is put together as the language does it: French has a no-break space before the colon', async () => {
    const named = async (locale: string) => {
      const html = await (await app.get(`/other/${locale}/search?q=bangkok+48`)).text();
      const href = urls.standards.provision({ network: 'other', locale }, 'bangkok-rules:48');
      return html.split(`href="${href}">`)[1]?.split('</a>')[0];
    };
    expect(await named('fr')).toMatch(/^Règles de Bangkok 48\u00a0: \p{L}/u);
    expect(await named('en')).toMatch(/^Bangkok Rules 48: \p{L}/u);
  });
});

describe('who finds what', () => {
  test('drafts, embargoes and other networks are found by nobody; a withdrawal counts at once', async () => {
    await addNews(network, { slug: 'draft', state: 'draft' }, { en: { title: 'Marigold draft' } });
    await addNews(network, { slug: 'later', from: '2027-01-01' }, { en: { title: 'Marigold embargo' } });
    await addNews(await app.network('other'), { slug: 'theirs' }, { en: { title: 'Marigold of the others' } });
    const id = await addNews(network, { slug: 'shown' }, { en: { title: 'Marigold shown' } });
    expect(titles(await results({ q: 'marigold' }))).toEqual(['Marigold shown']);
    await inNetwork(app.db, network.id, (trx) =>
      trx
        .updateTable('news_items')
        .set({ state: 'draft' })
        .where('network_id', '=', network.id)
        .where('id', '=', id)
        .execute(),
    );
    // Before any job has run.
    expect(titles(await results({ q: 'marigold' }))).toEqual([]);
    await app.work();
    app.at('2027-01-02T00:00:00Z');
    expect(titles(await results({ q: 'marigold' }))).toEqual(['Marigold embargo']);
    app.at('2026-11-21T12:00:00Z');
  });

  test('members, a group and coordinators each find what is for them; counts, facets and suggestions tell the others nothing', async () => {
    const member = await signInAs(app, network, 'member');
    const inside = await signInAs(app, network, 'member');
    const coordinator = await signInAs(app, network, 'coordinator');
    const group = newId();
    await inNetwork(app.db, network.id, async (trx) => {
      await trx
        .insertInto('groups')
        .values({
          network_id: network.id,
          id: group,
          slug: 'quiet',
          name: JSON.stringify({ en: 'Quiet' }),
          entry: 'hidden',
          created_at: new Date(),
        })
        .execute();
      await trx
        .insertInto('group_members')
        .values({ network_id: network.id, group_id: group, account_id: inside.id, state: 'in', joined_at: new Date() })
        .execute();
    });
    await addWork('for-all', 'public', 'Zephyrine for all', '');
    await addWork('for-members', 'members', 'Zephyrine for members', 'crocosmia');
    await addWork('for-group', 'group', 'Zephyrine for a group', '', group);
    await addWork('for-coordinators', 'coordinators', 'Zephyrine for coordinators', '');
    const seen = async (cookie?: string) =>
      titles(await results({ q: 'zephyrine' }, cookie))
        .map((title) => title.replace('Zephyrine for ', ''))
        .sort();
    expect(await seen()).toEqual(['all']);
    expect(await seen(member.cookie)).toEqual(['all', 'members']);
    expect(await seen(inside.cookie)).toEqual(['a group', 'all', 'members']);
    expect(await seen(coordinator.cookie)).toEqual(['a group', 'all', 'coordinators', 'members']);
    const page = await results({ q: 'zephyrine' });
    expect(page).toContain('1 result');
    expect(page).toMatch(/<option value="library"[^>]*>Library \(1\)/);
    // A word that only members may read is offered to members alone.
    expect(await results({ q: 'crocosmai' })).not.toContain('crocosmia');
    expect(await results({ q: 'crocosmai' }, member.cookie)).toContain('crocosmia');
  });

  test('what the index has and its room does not show is on no page, also where the page was made ahead', async () => {
    await addWork('tamarisk', 'public', 'Tamarisk in the library', '');
    // A work that is not there.
    await inNetwork(app.db, network.id, (trx) =>
      keep({ trx, actor: { kind: 'system' }, network, locale: 'en', now: new Date() }, { kind: 'library' }, [
        {
          subjectId: newId(),
          key: 'gone',
          locale: 'en',
          audience: 'public',
          title: 'Tamarisk that is gone',
          summary: '',
          body: '',
        },
      ]),
    );
    const page = await results({ q: 'tamarisk' });
    expect(titles(page)).toEqual(['Tamarisk in the library']);
    expect(page).toContain('1 result');
    expect(page).not.toContain('gone');
  });

  test('what an organisation shows to members alone leads nobody else to it', async () => {
    await inNetwork(app.db, network.id, (trx) =>
      trx
        .insertInto('organisations')
        .values({
          network_id: network.id,
          id: newId(),
          slug: 'harbour',
          name: 'Harbour House',
          name_key: 'harbour house',
          kind: 'association',
          about: JSON.stringify({ en: 'A shelter in Calabash Lane.' }),
          visibility: JSON.stringify({ about: 'members', country: 'members', name: 'public' }),
          created_at: new Date(),
          updated_at: new Date(),
        })
        .execute(),
    );
    await app.work();
    const member = await signInAs(app, network, 'member');
    expect(titles(await results({ q: 'harbour' }))).toEqual(['Harbour House']);
    expect(titles(await results({ q: 'calabash' }))).toEqual([]);
    expect(titles(await results({ q: 'calabash' }, member.cookie))).toEqual(['Harbour House']);
    expect(await results({ q: 'harbour' })).not.toContain('Calabash');
  });
});

describe('saved searches', () => {
  test('one is kept, shows what is new, tells by mail that there is something, and is removed by its owner alone', async () => {
    const { cookie } = await signInAs(app, network, 'member');
    const other = await signInAs(app, network, 'member');
    const query = 'q=heliotrope&kind=news';
    expect((await app.post(urls.search.saved(at), { query }, {})).status).not.toBe(303);
    for (let time = 0; time < 2; time++)
      expect((await app.post(urls.search.saved(at), { query }, { cookie })).status).toBe(303);
    const { rows } = await app.db.owner.query<{ id: string }>('select id from saved_searches');
    expect(rows).toHaveLength(1);
    const { id } = rows[0]!;
    expect((await app.post(urls.search.mailing(at, id), { mail: 'yes' }, { cookie: other.cookie })).status).toBe(404);
    await app.post(urls.search.mailing(at, id), { mail: 'yes' }, { cookie });
    app.at('2026-11-21T13:00:00Z');
    await addNews(network, { slug: 'flower' }, { en: { title: 'Heliotrope in bloom' } });
    const list = words(await (await app.get(urls.search.saved(at), { cookie })).text());
    expect(list).toContain('1 new result');
    // Two searches for the same words are told apart by what they are narrowed to.
    expect(list).toContain('heliotrope News');
    const alerts = () => runJob(app.deps, 'search.alerts', { network: network.id });
    // Others, who find nothing, wait before her: nobody waits for ever.
    await app.db.owner.query(
      `insert into saved_searches (network_id, id, account_id, name, query, mail, created_at, looked_at)
       select network_id, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, account_id, 'x', 'q=zzzznothing', true, created_at, looked_at
         from saved_searches, generate_series(1, 200) as n`,
    );
    await alerts();
    await alerts();
    await app.db.owner.query(`delete from saved_searches where name = 'x'`);
    const mails = await app.db.owner.query(`select kind from mails where kind = 'search-news'`);
    expect(mails.rows).toHaveLength(1);
    await app.work();
    const sent = await app.db.owner.query<{ text: string }>(
      `select convert_from(mime, 'UTF8') as text from mails where kind = 'search-news'`,
    );
    expect(sent.rows[0]!.text).toContain('finds something new');
    expect(sent.rows[0]!.text.toLowerCase()).not.toContain('heliotrope');
    // What is under embargo is in no alert before its time, and in one afterwards, though she looked meanwhile.
    await addNews(network, { slug: 'early', from: '2026-11-23' }, { en: { title: 'Heliotrope under embargo' } });
    app.at('2026-11-22T13:00:00Z');
    expect(words(await (await app.get(urls.search.saved(at), { cookie })).text())).toContain('1 new result');
    await app.db.owner.query('update saved_searches set looked_at = $1', ['2026-11-22T13:00:00Z']);
    await alerts();
    expect((await app.db.owner.query(`select kind from mails where kind = 'search-news'`)).rows).toHaveLength(1);
    app.at('2026-11-23T10:00:00Z');
    await alerts();
    // She has changed her mind before it left.
    expect((await app.db.owner.query(`select kind from mails where kind = 'search-news'`)).rows).toHaveLength(2);
    // Her mail program ends it for her, without a session; a made-up address ends nothing.
    const unfolded = sent.rows[0]!.text.replace(/\r\n\s+/g, '');
    const [, oneClick] = /<http:\/\/127\.0\.0\.1:3000(\/[^>]+one-click)>/.exec(unfolded)!;
    const press = async (path: string) =>
      (await app.app.request(`http://127.0.0.1:3000${path}`, { method: 'POST', body: 'List-Unsubscribe=One-Click' }))
        .status;
    const mailed = async () => (await app.db.owner.query('select mail from saved_searches')).rows;
    expect(await press(oneClick!.replace(/\.(.)/, (_, sign) => (sign === 'A' ? '.B' : '.A')))).toBe(404);
    expect(await mailed()).toEqual([{ mail: true }]);
    expect([await press(oneClick!), await press(oneClick!)]).toEqual([200, 200]);
    expect(await mailed()).toEqual([{ mail: false }]);
    await app.work();
    const left = await app.db.owner.query(`select state from mails where kind = 'search-news' order by id`);
    expect(left.rows[1]).toEqual({ state: 'cancelled' });
    await app.post(urls.search.removal(at, id), {}, { cookie: other.cookie });
    expect((await app.db.owner.query('select id from saved_searches')).rows).toHaveLength(1);
    await app.post(urls.search.removal(at, id), {}, { cookie });
    expect((await app.db.owner.query('select id from saved_searches')).rows).toHaveLength(0);
    app.at('2026-11-21T12:00:00Z');
  });
});

const udhr = join(root, '../shared/data/legaltext/udhr-languages.json');
describe.skipIf(!existsSync(udhr))('the Universal Declaration in 34 languages (skipped without ../shared/data)', () => {
  test('an article is found by its own words in every language', async () => {
    const texts = JSON.parse(readFileSync(udhr, 'utf8')) as Language[];
    const kind = { kind: 'library', tagged: false };
    const missed: string[] = [];
    const articles = articlesOf(texts);
    expect(new Set(articles.map((article) => article.locale)).size).toBe(34);
    const ids = new Map(articles.map((article) => [article, newId()]));
    await inNetwork(app.db, network.id, (trx) =>
      keep(
        { trx, actor: { kind: 'system' }, network, locale: 'en', now: new Date() },
        kind,
        articles.map((article) => ({
          subjectId: ids.get(article)!,
          key: 'x',
          locale: article.locale,
          audience: 'public',
          title: `${article.locale} ${article.number}`,
          summary: '',
          body: article.text,
        })),
      ),
    );
    // Every fourth of them is asked for; the others stand in its way.
    for (const article of articles.filter((_, index) => index % 4 === 0)) {
      const q = sample(article);
      const found = await inNetwork(app.db, network.id, async (trx) => {
        const answer = await sql<{
          a: { found: { subject: string }[] };
        }>`select search_find(${JSON.stringify(termsOf(q, article.locale))}::jsonb, '{public}', now(), null, null, null, ${article.locale}, 'best', 0, 10, null) as a`.execute(
          trx,
        );
        return answer.rows[0]!.a.found.map((one) => one.subject);
      });
      if (!found.includes(ids.get(article)!)) missed.push(`${article.locale} ${article.number}: ${q}`);
    }
    expect(missed).toEqual([]);
  });

  type Language = { bcp47: string; sections: { heading: string; paras: string[] }[] };
  type Article = { locale: string; number: number; text: string };
  const articlesOf = (texts: Language[]): Article[] =>
    texts.flatMap(({ bcp47, sections }) =>
      sections.map(({ paras }, number) => ({ locale: bcp47, number, text: paras.join('\n') })),
    );
  /** The five longest words of an article, as somebody remembers them. */
  function sample({ text, locale }: Article): string {
    const all = segmented(text, locale)
      .split(/[^\p{L}\p{M}'’]+/u)
      .filter(Boolean);
    const distinct = [...new Set(all)].sort((a, b) => b.length - a.length);
    return distinct.slice(0, 5).join(' ');
  }
});

test('what is quoted of a text without spaces is as it was written, its words marked together', () =>
  expect(snippetsOf('ใน\u200a\u0001เรือน\u0002\u200a\u0001จำ\u0002 นี้\u0003b')).toEqual([
    [
      { text: 'ใน', marked: false },
      { text: 'เรือนจำ', marked: true },
      { text: ' นี้', marked: false },
    ],
    [{ text: 'b', marked: false }],
  ]));

test('a network that is gone has nothing to read', async () => expect(await readAgain(app.deps, newId())).toBe(0));
