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
