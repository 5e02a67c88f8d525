import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, type TestApp, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { asOwner } from '../../platform/db/index.ts';
import { urls } from '../../urls.ts';
import { loadVocabularies } from './index.ts';

let app: TestApp;
const at = { network: 'ember', locale: 'en' };

beforeAll(async () => {
  app = await createTestApp();
  const network = await createNetwork(app, 'ember');
  await asOwner(app.db, loadVocabularies);
  await app.db.owner.query(`insert into places (id, kind, parent_id, labels, sample) values
    ('xx-ember', 'country', null, '{"en": "Ember <Land>"}', true), ('xx-ember-north', 'region', 'xx-ember', '{"en": "North Ember"}', true)`);
  for (const [slug, state, title] of [
    ['shown', 'open', 'Shown & seen'],
    ['hidden', 'draft', 'Hidden'],
  ] as const) {
    const id = newId();
    const own = [network.id, id];
    await app.db.owner.query(
      'insert into campaigns (network_id, id, slug, state, created_at, updated_at) values ($1, $2, $3, $4, now(), now())',
      [...own, slug, state],
    );
    await app.db.owner.query(
      `insert into campaign_texts (network_id, campaign_id, locale, title, summary, story, asks, letter_subject, letter_body)
       values ($1, $2, 'en', $3, 's', 's', '{a}', 'l', 'b')`,
      [...own, title],
    );
    await app.db.owner.query(
      "insert into campaign_issues (network_id, campaign_id, issue_id) values ($1, $2, 'poverty')",
      own,
    );
    await app.db.owner.query(
      "insert into campaign_places (network_id, campaign_id, place_id) values ($1, $2, 'xx-ember-north')",
      own,
    );
  }
});
afterAll(() => app.stop());

const read = async (path: string) => words(await (await app.get(path)).text());

describe('issues', () => {
  test('the list names every issue, strand by strand, in the language of the page', async () => {
    const english = await (await app.get(urls.vocabularies.issues(at))).text();
    const { rows } = await app.db.owner.query<{ id: string }>('select id from issues');
    expect(rows.length).toBeGreaterThan(20);
    for (const { id } of rows) expect(english).toContain(`href="${urls.vocabularies.issue(at, id)}"`);
    expect(english.indexOf('Causes')).toBeLessThan(english.indexOf('Conditions'));
    expect(await read(urls.vocabularies.issues({ network: 'ember', locale: 'fr' }))).toContain('Pauvreté');
  });

  test('an issue says where it stands in LIST, and one that fits nowhere says nothing', async () => {
    expect(await read(urls.vocabularies.issue(at, 'loss-of-custody'))).toContain('FA-04-00-00-00, FA-09-00-00-00');
    expect(await read(urls.vocabularies.issue(at, 'poverty'))).not.toContain('LIST');
  });

  test('an issue shows what lies around it and the public campaigns that point to it', async () => {
    const page = await read(urls.vocabularies.issue(at, 'poverty'));
    expect(page).toContain('Homelessness');
    expect(page).toContain('Shown & seen');
    expect(page).not.toContain('Hidden');
    const narrower = await (await app.get(urls.vocabularies.issue(at, 'homelessness'))).text();
    expect(narrower).toContain(`href="${urls.vocabularies.issue(at, 'poverty')}"`);
    expect(words(narrower)).toContain('Nothing here points to it yet');
  });
});

describe('places', () => {
  test('the list names the countries, the invented ones apart', async () => {
    const page = await read(urls.vocabularies.places(at));
    expect(page).toContain('Canada');
    expect(page.indexOf('Ember <Land>')).toBeLessThan(page.indexOf('Canada'));
    expect(page).toContain('Ember <Land> (invented)');
    expect(page).not.toContain('North Ember');
  });

  test('a place shows what is above and below it and what points to it', async () => {
    const country = await (await app.get(urls.vocabularies.place(at, 'xx-ember'))).text();
    expect(country).toContain(`href="${urls.vocabularies.place(at, 'xx-ember-north')}"`);
    expect(country).toContain('Ember &lt;Land&gt;');
    expect(words(country)).toContain('This place is invented');
    const region = await (await app.get(urls.vocabularies.place(at, 'xx-ember-north'))).text();
    expect(region).toContain(`href="${urls.vocabularies.place(at, 'xx-ember')}"`);
    expect(words(region)).toContain('Shown & seen');
    expect(words(region)).not.toContain('Hidden');
  });
});

describe('a noun to which very much points', () => {
  const issue = 'menstruation';
  const items = 47;

  beforeAll(async () => {
    // 45 that everybody may read, one that waits for its time, and a draft.
    await app.db.owner.query(
      `with made as (
         insert into news_items (network_id, id, slug, kind, state, publish_at, created_at, updated_at)
         select id, gen_random_uuid(), 'many-' || n, 'post', case n when 1 then 'draft' else 'published' end,
                timestamptz '2026-11-21 12:00Z' + case n when 2 then 1 else -n end * interval '1 minute', now(), now()
           from networks, generate_series(1, $1) n where slug = 'ember' returning network_id, id, slug),
       worded as (
         insert into news_texts (network_id, item_id, locale, title, summary, body)
         select network_id, id, 'en', slug, '', 'b' from made)
       insert into tags (network_id, subject, subject_id, noun, noun_id)
       select network_id, 'news', id, 'issue', $2 from made`,
      [items, issue],
    );
  });

  test('shows twenty of a kind, how many there are to this reader, and the way to all', async () => {
    const page = await (await app.get(urls.vocabularies.issue(at, issue))).text();
    expect(words(page)).toContain('News 45');
    expect(page.match(/news\/many-\d+"/g)).toHaveLength(20);
    expect(page).toContain(`href="${urls.vocabularies.issue(at, issue)}?kind=news#references"`);
    expect(words(page)).toContain('News: all 45');
  });

  test('pages through one kind, each once, the newest first, and no further', async () => {
    const seen: string[] = [];
    let next: string | undefined = `${urls.vocabularies.issue(at, issue)}?kind=news`;
    let pages = 0;
    for (; next; pages++) {
      const html: string = await (await app.get(next)).text();
      seen.push(...(html.match(/many-\d+(?=")/g) ?? []));
      next = /href="([^"]+)" rel="next"/.exec(html)?.[1]?.replace(/&amp;/g, '&').replace(/#.*/, '');
    }
    expect(pages).toBe(3);
    expect(seen).toEqual(Array.from({ length: 45 }, (_, n) => `many-${n + 3}`));
    for (const odd of ['?kind=nothing', "?kind=news&after=' or 1", `?kind=news&after=${newId()}`, '?after=x'])
      expect((await app.get(urls.vocabularies.issue(at, issue) + encodeURI(odd))).status).toBe(200);
  });
});

test('unknown ones do not exist; known ones are kept for everybody', async () => {
  for (const path of [
    urls.vocabularies.issue(at, 'nothing'),
    urls.vocabularies.place(at, 'nowhere'),
    urls.vocabularies.issue(at, '%27%20or%201'),
  ]) {
    expect((await app.get(path)).status).toBe(404);
  }
  expect((await app.get(urls.vocabularies.issue(at, 'poverty'))).headers.get('cache-control')).toBe('no-cache');
});
