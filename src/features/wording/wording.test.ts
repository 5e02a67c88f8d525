import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';

let app: TestApp;
let cookie: string;
const d = '/ember/en/desk/words';
const post = (path: string, fields: Record<string, string | string[]>) => app.post(path, fields, { cookie });
const text = async (path: string) => words(await (await app.get(path, { cookie })).text());

beforeAll(async () => {
  app = await createTestApp();
  ({ cookie } = await signInAs(app, await createNetwork(app, 'ember', { locales: ['en', 'fr'] }), 'coordinator'));
  await createNetwork(app, 'other');
});
afterAll(() => app.stop());

/** A news item with this text in English; gives the pages of its text and of itself. */
async function written(body: string): Promise<{ field: string; item: string }> {
  const id = newId();
  const item = `/ember/en/desk/news/${id}`;
  await post('/ember/en/desk/news', { id, title: 'Today', locale: 'en', kind: 'post' });
  const saved = await post(`${item}/texts/en`, { title: 'Today', summary: '', body, picture_alt: '' });
  // Named, never refused.
  expect(saved.status).toBe(303);
  return { field: `${item}/texts/en`, item };
}

test('without script the passage is named beside the saved text and beside the field, with other words', async () => {
  const { field, item } = await written('Every inmate writes. “Inmates Act, 1990” stands.');
  for (const page of [field, item]) {
    const shown = await text(page);
    expect(shown).toContain('Worth another look');
    expect(shown).toContain('inmate : this names a person by her file');
    expect(shown).toContain('Perhaps: woman in prison, woman inside.');
    expect(shown).not.toContain('Inmates : this');
  }
  const raw = await (await app.get(field, { cookie })).text();
  expect(raw).toContain('data-field="body"');
  expect(raw).toContain('islands/wording');
});

test('a network puts a word off and adds one of its own; both do something, here alone', async () => {
  const { field } = await written('Every inmate and every prisoner writes.');
  const page = await (await app.get(d, { cookie })).text();
  const all = [...page.matchAll(/<input[^>]*name="flag"[^>]*>/g)]
    .filter(([box]) => box.includes(' checked'))
    .map(([box]) => /value="([^"]+)"/.exec(box)![1]!);
  expect(all).toContain('en:inmate');
  expect(all).toContain('fr:detenue');
  await post(d, { flag: all.filter((id) => id !== 'en:inmate') });
  const id = newId();
  const word = { id, word: '<b>Prisoner*', instead: 'woman', locale: 'en' };
  expect((await post(`${d}/own`, { ...word, word: 'offender' })).status).toBe(422);
  expect((await post(`${d}/own`, { ...word, word: '*' })).status).toBe(422);
  expect((await post(`${d}/own`, { ...word, word: 'a*b' })).status).toBe(422);
  expect((await post(`${d}/own`, { ...word, word: 'prisoner*' })).status).toBe(303);
  await post(`${d}/own`, { ...word, word: 'prisoner*' });
  const shown = await text(field);
  expect(shown).not.toContain('inmate : this names');
  expect(shown).toContain('prisoner : our network uses another word. Perhaps: woman.');
  expect((await text(d)).match(/Name it no more/g)).toHaveLength(1);
  const { rows } = await app.db.owner.query("select settings from networks where slug = 'other'");
  expect(rows[0].settings.wording).toBeUndefined();
  await post(`${d}/own/removal`, { id });
  expect(await text(field)).not.toContain('prisoner : our network');
  expect((await post(`${d}/own/removal`, { id })).status).toBe(404);
});

test('is tried without keeping anything', async () => {
  const answer = await post(`${d}/trial`, { text: 'A thief who reads', language: 'en' });
  expect(words(await answer.text())).toContain('thief who : the offence stands before the person');
});
