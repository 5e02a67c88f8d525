import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../../test/app.ts';
import { newId } from '../../../platform/crypto/ids.ts';

let app: TestApp;
let cookie: string;
const d = '/ember/en/translations';
const desk = '/ember/en/desk/news';
const items: string[] = [];

beforeAll(async () => {
  app = await createTestApp();
  const network = await createNetwork(app, 'ember', { locales: ['en', 'fr'] });
  ({ cookie } = await signInAs(app, network, 'coordinator'));
  for (const title of ['Milk', 'Bread', 'Salt']) {
    const id = newId();
    items.push(id);
    await app.post(desk, { id, title, locale: 'en', kind: 'post' }, { cookie });
    await save(id, title, `About ${title}.\n\nMore "words" \\ here`);
    await app.post(`${desk}/${id}/publication`, {}, { cookie });
  }
});
afterAll(() => app.stop());

const save = (id: string, title: string, body: string, locale = 'en') =>
  app.post(`${desk}/${id}/texts/${locale}`, { title, summary: '', body, picture_alt: '' }, { cookie });
const text = async (path: string) => words(await (await app.get(path, { cookie })).text());
const exported = async (query = 'language=fr&kind=news') =>
  (await app.get(`${d}/export.po?${query}`, { cookie })).text();

/** Sends a file; returns the page to which it leads, or the answer that refuses it. */
async function send(content: string | Uint8Array<ArrayBuffer>, fields: Record<string, string> = {}): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ locale: 'fr', made: 'people', ...fields })) form.set(name, value);
  form.set('file', new Blob([content]), 'ember.po');
  const headers = { cookie, origin: 'http://127.0.0.1:3000' };
  return app.app.request(`http://127.0.0.1:3000${d}/imports`, { method: 'POST', body: form, headers });
}
async function taken(content: string, fields: Record<string, string> = {}): Promise<string> {
  const answer = await send(content, fields);
  expect(answer.status, words(await answer.clone().text()).slice(0, 300)).toBe(303);
  return answer.headers.get('location')!;
}
const run = async (path: string, step: string) => {
  await app.post(`${path}/${step}`, {}, { cookie });
  await app.work();
};
/** Puts a translation behind a source text. */
const translate = (po: string, source: string, target: string) =>
  po.replace(`msgid "${source}"\nmsgstr ""`, `msgid "${source}"\nmsgstr "${target}"`);

test('a file goes out, comes back, is tried, taken over and taken back; newer work is never overwritten', async () => {
  let po = await exported();
  expect(po).toContain('"Plural-Forms: nplurals=2; plural=(n > 1);\\n"');
  expect(po).toContain(`msgctxt "news:${items[0]}:title"\nmsgid "Milk"\nmsgstr ""`);
  expect(po).toContain(`#: http://127.0.0.1:3000${d}/news/${items[0]}/fr`);
  po = translate(translate(translate(po, 'Milk', 'Lait'), 'Bread', 'Pain'), 'Salt', 'Sel');
  po = po.replace(
    /(msgctxt "news:[^"]+:body"\nmsgid ""\n(?:".*\n)+msgstr )""/g,
    '$1"Des mots <script>alert(1)</script>"',
  );
  po += `\nmsgctxt "news:${newId()}:title"\nmsgid "Other"\nmsgstr "Autre"\n`;
  po += `\nmsgctxt "news:${items[0]}:secret"\nmsgid "Other"\nmsgstr "Autre"\n`;
  po += `\nmsgctxt "news:${items[0]}:title"\nmsgid "Milk"\nmsgstr "Deux fois"\n`;
  // The source of one text changes while the file is away.
  await save(items[2]!, 'Salt and pepper', 'About Salt.\n\nMore "words" \\ here');

  const path = await taken(po);
  const trial = await text(path);
  for (const count of ['5 new', '1 of which the source has changed', '2 of texts that are not here', '1 refused'])
    expect(trial).toContain(count);
  expect(trial).toContain('the same text came before');
  expect(await text('/ember/fr/news/milk')).not.toContain('Lait');

  await run(path, 'run');
  expect(await text(path)).toContain('taken over');
  const french = await (await app.get('/ember/fr/news/milk')).text();
  expect(words(french)).toContain('Lait');
  expect(french).not.toContain('<script>alert');
  expect(await text(`${d}/news/${items[2]}/fr`)).toContain('Title source has changed');
  // What stands goes out with the file: fuzzy where the source has changed, with what it was.
  expect(await exported()).toMatch(
    /#, fuzzy\n#\| msgctxt .*\n#\| msgid "Salt"\nmsgctxt .*\nmsgid "Salt and pepper"\nmsgstr "Sel"/,
  );

  // The same file again: nothing changes.
  const again = await text(await taken(po));
  expect(again).toContain('6 unchanged');
  expect(again).not.toMatch(/\d new/);

  // Somebody works on one text; then the file is taken back.
  await save(items[1]!, 'Du pain', 'Des mots à elle', 'fr');
  await run(path, 'undoing');
  const undone = await text(path);
  expect(undone).toContain('2 kept: somebody changed the text since');
  expect(undone).toContain('4 taken back');
  expect(await text('/ember/fr/news/bread')).toContain('Des mots à elle');
  expect(await text('/ember/fr/news/milk')).toContain('Il n’y a pas encore de texte dans votre langue');
  // Taken back twice, run again: nothing.
  await run(path, 'undoing');
  await run(path, 'run');
  expect(await text('/ember/fr/news/bread')).toContain('Des mots à elle');
});

test('a reviewed text stays unless that was asked for; what a machine made is marked', async () => {
  const id = items[1]!;
  const file = (target: string) =>
    `msgid ""\nmsgstr "Language: fr\\n"\n\nmsgctxt "news:${id}:title"\nmsgid "Bread"\nmsgstr "${target}"\n`;
  await run(await taken(file('Le pain'), { made: 'reviewed' }), 'run');
  expect(await text(`${d}/news/${id}/fr`)).toContain('Title reviewed');
  expect(await text(await taken(file('Un pain')))).toContain('1 left alone');
  const path = await taken(file('Un pain'), { made: 'machine', over: 'on' });
  await run(path, 'run');
  expect(await text('/ember/fr/news/bread')).toContain('traduit par une machine');
  // Gone over in a translators' tool, where it was fuzzy: as it stood, and right.
  const fuzzy = await exported();
  const its = /#, fuzzy\n(msgctxt ".*:title"\nmsgid "Bread"\nmsgstr "Un pain")/;
  expect(fuzzy).toMatch(its);
  expect(await text(await taken(fuzzy, { made: 'reviewed' }))).not.toContain('1 changed');
  const gone = await taken(fuzzy.replace(its, '$1'), { made: 'reviewed' });
  expect(await text(gone)).toContain('1 changed');
  await run(gone, 'run');
  expect(await text('/ember/fr/news/bread')).not.toContain('traduit par une machine');
  await run(gone, 'undoing');
  expect(await text('/ember/fr/news/bread')).toContain('traduit par une machine');
  await run(path, 'undoing');
  // What was known of the text before is known again.
  expect(await text(`${d}/news/${id}/fr`)).toContain('Title reviewed');
});

test('files that are not for here are refused whole, and nobody else gets near', async () => {
  const refused = async (content: string | Uint8Array<ArrayBuffer>, fields = {}) => {
    const answer = await send(content, fields);
    return [answer.status, words(await answer.text())] as const;
  };
  const head = (language: string, more = '') =>
    `msgid ""\nmsgstr "Language: ${language}\\n${more}"\n\nmsgctxt "a:1:b"\nmsgid "x"\nmsgstr "y"\n`;
  for (const [content, says] of [
    [head('es'), 'it is in another language (es)'],
    [head('fr', 'X-Casement-Network: other\\n'), 'made for another network'],
    ['Name,Email', 'no PO file'],
    [head('fr').replace('"y"', '"y\0"'), 'NUL'],
    [new Uint8Array(10_500_000).fill(35), 'larger than 10 megabytes'],
  ] as const) {
    const [status, page] = await refused(content);
    expect([status, page.includes(says)], says).toEqual([422, true]);
  }
  const path = await taken(head('fr_CA'));
  expect(await text(path)).toContain('1 of texts that are not here');
  const other = await createNetwork(app, 'other', { locales: ['en', 'fr'] });
  const stranger = (await signInAs(app, other, 'coordinator')).cookie;
  const member = (await signInAs(app, await app.network('ember'), 'member')).cookie;
  expect((await app.get(path.replace('/ember', '/other'), { cookie: stranger })).status).toBe(404);
  for (const page of [path, `${d}/imports`, `${d}/export.po?language=fr`])
    expect((await app.get(page, { cookie: member })).status).toBe(404);
  await app.post(`${path}/removal`, {}, { cookie });
  expect((await app.get(path, { cookie })).status).toBe(404);
  expect((await app.get(`${d}/export.po?language=de`, { cookie })).status).toBe(404);
});

test('a file, which holds drafts, does not leave without recent proof, nor a line; no cache keeps it', async () => {
  const lines = async () =>
    (await app.db.owner.query(`select from audit where verb = 'exported' and noun = 'translations'`)).rowCount;
  const prove = (change: string) => app.db.owner.query(`update sessions set proved_at = proved_at ${change}`);
  await app.post(desk, { id: newId(), title: 'Not before Friday', locale: 'en', kind: 'post' }, { cookie });
  const before = await lines();
  await prove(`- interval '11 minutes'`);
  const asked = await app.get(`${d}/export.po?language=fr`, { cookie });
  expect([asked.status, asked.headers.get('content-disposition'), await lines()]).toEqual([303, null, before]);
  expect(asked.headers.get('location')).toContain('/proof');
  await prove(`+ interval '11 minutes'`);
  const given = await app.get(`${d}/export.po?language=fr`, { cookie });
  expect([given.status, given.headers.get('cache-control'), await lines()]).toEqual([
    200,
    'private, no-store',
    before! + 1,
  ]);
  expect(await given.text()).toContain('Not before Friday');
});
