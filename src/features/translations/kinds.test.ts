import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { formsOf } from '../../../test/forms-of.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { asOwner } from '../../platform/db/index.ts';
import { runJob } from '../../platform/jobs/index.ts';
import { loadVocabularies } from '../vocabularies/index.ts';

let app: TestApp;
let cookie: string;
const d = '/ember/en';
const ids = { campaign: newId(), topic: newId(), work: newId() };

beforeAll(async () => {
  app = await createTestApp();
  await asOwner(app.db, loadVocabularies);
  const network = await createNetwork(app, 'ember', { locales: ['en', 'fr'], name: { en: 'Ember' } });
  await createNetwork(app, 'other', { locales: ['en', 'fr'] });
  ({ cookie } = await signInAs(app, network, 'coordinator'));
  const at = '2026-11-01T00:00:00Z';
  await app.db.owner.query(
    `insert into campaigns (network_id, id, slug, created_at, updated_at) values ($1, $2, 'milk', $3, $3)`,
    [network.id, ids.campaign, at],
  );
  await app.db.owner.query(
    `insert into campaign_texts (network_id, campaign_id, locale, title, summary, story, asks, letter_subject, letter_body)
     values ($1, $2, 'en', 'Milk', 'Short', 'Story', '{One,Two}', 'Subject', 'Body')`,
    [network.id, ids.campaign],
  );
  await app.db.owner.query(
    `insert into inbox_topics (network_id, id, labels) values ($1, $2, '{"en": "Press", "fr": ""}')`,
    [network.id, ids.topic],
  );
  const desk = `${d}/desk/library`;
  await app.post(desk, { id: ids.work, title: 'A memo', locale: 'en', kind: 'memo' }, { cookie });
  const version = { title: 'A memo', subtitle: '', abstract: 'In short', body: '', translators: '', original: 'on' };
  await app.post(`${desk}/${ids.work}/versions/en`, version, { cookie });
  await app.post(`${d}/desk/vocabulary/issue/poverty`, { label_en: 'Being poor', summary_en: 'Ours.' }, { cookie });
});
afterAll(() => app.stop());

const text = async (path: string) => words(await (await app.get(path, { cookie })).text());
const send = async (po: string, made = 'reviewed'): Promise<string> => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ locale: 'fr', made })) form.set(name, value);
  form.set('file', new Blob([po]), 'all.po');
  const headers = { cookie, origin: 'http://127.0.0.1:3000' };
  const answer = await app.app.request(`http://127.0.0.1:3000${d}/translations/imports`, {
    method: 'POST',
    body: form,
    headers,
  });
  return answer.headers.get('location')!;
};
const run = async (path: string, step: string) => {
  await app.post(`${path}/${step}`, {}, { cookie });
  await app.work();
};

test('the network’s own words stand on every page of its own, and nowhere else', async () => {
  expect(await text(`${d}/issues/poverty`)).toContain('Being poor Ours.');
  expect(await text(`${d}/desk/vocabulary`)).toContain('Being poor');
  // A language without words of its own keeps the project's.
  expect(await text('/ember/fr/issues/poverty')).toContain('Pauvreté');
  expect(await text('/other/en/issues/poverty')).not.toContain('Being poor');
  await app.post(
    `${d}/desk/library/${ids.work}`,
    { slug: 'memo', kind: 'memo', licence: 'cc0', access: 'public', outcome: '', issues: ['poverty'] },
    { cookie },
  );
  await app.post(`${d}/desk/library/${ids.work}/publication`, {}, { cookie });
  expect(await text(`${d}/library/memo`)).toContain('Being poor');
  await app.post(`${d}/desk/vocabulary/place/ca`, { label_en: 'Turtle Island' }, { cookie });
  expect(await text(`${d}/places`)).toContain('Turtle Island');
  await app.post(`${d}/desk/vocabulary/place/ca`, { label_en: '' }, { cookie });
  expect(await text(`${d}/places`)).not.toContain('Turtle Island');
  const wrong = await app.post(
    `${d}/desk/vocabulary/issue/poverty`,
    { label_en: '', summary_en: 'A sentence' },
    { cookie },
  );
  expect([wrong.status, words(await wrong.text()).includes('A sentence needs a name')]).toEqual([422, true]);
  for (const path of ['issue/nothing', 'provision/x', 'place/xx-none'])
    expect((await app.get(`${d}/desk/vocabulary/${path}`, { cookie })).status).toBe(404);
});

test('two at once: what one wrote is not overwritten unseen by a page that was opened before', async () => {
  const path = `${d}/desk/vocabulary/issue/children-inside`;
  const opened = async () => {
    const form = formsOf(await (await app.get(path, { cookie })).text(), path).find((one) => one.action === path)!;
    return Object.fromEntries(form.fields.map(({ name, value }) => [name, value]));
  };
  const save = (fields: Record<string, string>) => app.post(path, fields, { cookie });
  const [first, second] = [await opened(), await opened()];
  expect((await save({ ...first, label_fr: 'Nos enfants' })).status).toBe(303);
  // She touched the English alone: the French of the other stays.
  expect((await save({ ...second, label_en: 'Our children' })).status).toBe(303);
  expect(await text('/ember/fr/issues/children-inside')).toContain('Nos enfants');
  expect(await text(`${d}/issues/children-inside`)).toContain('Our children');
  // Both wrote the French: the later one is told, nothing of hers is saved, and nothing typed is lost.
  const late = await save({ ...second, label_en: 'Children', label_fr: 'Les enfants' });
  const page = await late.text();
  expect([late.status, words(page).includes('Somebody else wrote “Nos enfants” meanwhile')]).toEqual([422, true]);
  expect(await text(`${d}/issues/children-inside`)).toContain('Our children');
  const again = Object.fromEntries(
    formsOf(page, path)
      .find((one) => one.action === path)!
      .fields.map(({ name, value }) => [name, value]),
  );
  expect(again).toMatchObject({ label_fr: 'Les enfants', label_en: 'Children' });
  // Sent once more, as it stands on the page.
  expect((await save(again)).status).toBe(303);
  expect(await text('/ember/fr/issues/children-inside')).toContain('Les enfants');
  await save({ label_en: '', label_fr: '' });
});

test('every kind goes out, comes back through its own room, and is taken back whole', async () => {
  const pages = ['campaign', 'network', 'topic', 'issue', 'library'];
  expect(await text(`${d}/translations`)).toContain('0 of 6');
  let n = 0;
  const po = (await (await app.get(`${d}/translations/export.po?language=fr`, { cookie })).text()).replace(
    /^(msgctxt "([a-z]+):[^"]*:([a-z_]+)"\n(?:msgid .*\n(?:".*\n)*))msgstr ""/gm,
    (_, head: string, kind: string, field: string) => {
      n += 1;
      return `${head}msgstr "${kind} ${field}"`;
    },
  );
  expect(n).toBe(13);
  const path = await send(po);
  expect(await text(path)).toContain('13 new');
  await run(path, 'run');
  expect(await text(path)).not.toContain('refused');
  for (const kind of pages) expect(await text(`${d}/translations?kind=${kind}`), kind).toContain('reviewed');
  expect(await text('/ember/fr/issues/poverty')).toContain('issue label issue summary');
  expect(await text('/ember/fr')).toContain('network name');
  expect(await text('/ember/fr/library/memo')).toContain('library title');
  const { rows } = await app.db.owner.query(`select asks from campaign_texts where locale = 'fr'`);
  expect(rows).toEqual([{ asks: ['campaign asks'] }]);
  await run(path, 'undoing');
  expect(await text(path)).toContain('13 taken back');
  expect(await text('/ember/fr/issues/poverty')).toContain('Pauvreté');
  expect(await text('/ember/fr')).toContain('Ember');
  expect(await text('/ember/fr/library/memo')).toContain('A memo');
  expect((await app.db.owner.query(`select from campaign_texts where locale = 'fr'`)).rowCount).toBe(0);
});

test('a machine’s words are marked wherever their readers meet them, in the readers’ language, until somebody has reviewed them', async () => {
  const { owner } = app.db;
  await owner.query(`update campaigns set state = 'open' where id = $1`, [ids.campaign]);
  await owner.query(`update networks set settings = settings || '{"contact": true}' where slug = 'ember'`);
  await owner.query(
    `insert into contact_pages (network_id, open, updated_at) select id, true, now() from networks where slug = 'ember' on conflict do nothing`,
  );
  const news = newId();
  const desk = `${d}/desk/news`;
  await app.post(desk, { id: news, title: 'A day out', locale: 'en', kind: 'post' }, { cookie });
  const item = { title: 'A day out', summary: 'In short', body: 'We met', picture_alt: '' };
  await app.post(`${desk}/${news}/texts/en`, item, { cookie });
  await app.post(`${desk}/${news}/publication`, {}, { cookie });
  await app.post(`${d}/desk/vocabulary/place/ca`, { label_en: 'Turtle Island' }, { cookie });

  const learn = `${d}/desk/website/learn`;
  const reading = newId();
  const publishLearn = async () => {
    const revision = /name="revision" value="(\d+)"/.exec(
      await (await app.get(`${learn}/preview`, { cookie })).text(),
    )![1]!;
    await app.post(`${learn}/publication`, { revision }, { cookie });
  };
  await app.post(`${learn}/blocks`, { id: reading, kind: 'reading' }, { cookie });
  const block = { rev: '1', title_en: 'A rule', text_en: 'Read it', o_address: 'https://rules.example.invalid/' };
  await app.post(`${learn}/blocks/${reading}`, block, { cookie });
  await publishLearn();

  const template = (await (await app.get(`${d}/translations/export.po?language=fr`, { cookie })).text()).replace(
    /^(msgctxt "([a-z]+):[^"]*:([a-z_]+)"\n(?:msgid .*\n(?:".*\n)*))msgstr ""/gm,
    (_, head: string, kind: string, field: string) => `${head}msgstr "machinal ${kind} ${field}"`,
  );
  const fr = '/ember/fr';
  const made = await app.post(`${d}/desk/data/keys`, { id: newId(), name: 'A sync', scopes: ['actions'] }, { cookie });
  const headers = { 'OSDI-API-Token': /casement_[\w-]{43}/.exec(await made.text())![0] };
  const read = async (path: string) => words(await (await app.get(fr + path, { headers })).text());
  const mark = /raduits? par une machine|machine_translated/;
  // Where a public reader meets a text of each kind, and what of it stands there.
  const places: Record<string, string> = {
    '/campaigns/milk': 'campaign story',
    '/campaigns': 'campaign summary',
    '/campaigns/milk/letter': 'campaign letter_body',
    '/campaigns/milk/poster': 'campaign asks',
    '/campaigns/milk/visits': 'campaign title',
    '/campaigns/milk/stands': 'campaign title',
    '/campaigns/milk/stands/history': 'campaign title',
    '/library/memo/history': 'library title',
    '/campaigns.json': 'campaign title',
    '/campaigns/milk/counts.json': 'campaign title',
    '/search?q=machinal&kind=campaign': 'campaign title',
    '/news/a-day-out': 'news body',
    '/news': 'news summary',
    '/news.atom': 'news body',
    '/news.json': 'news title',
    '/search?q=machinal&kind=news': 'news title',
    '/library/memo': 'library abstract',
    '/library': 'library title',
    '/library.atom': 'library abstract',
    '/library.json': 'library title',
    '/library.bib': 'library title',
    '/library.ris': 'library title',
    '/library/memo/cite.csl.json': 'library title',
    '/search?q=machinal&kind=library': 'library title',
    '/issues/poverty': 'issue summary',
    '/issues': 'issue label',
    '/search?q=machinal': 'issue label',
    '/places/ca': 'place label',
    // Above the name of what lies in it.
    '/places/ca-ontario': 'place label',
    '/issues/homelessness': 'issue label',
    '/osdi/advocacy_campaigns': 'campaign title',
    '/places': 'place label',
    '/learn': 'block title',
    '/contact': 'topic label',
    '/privacy': 'network name',
    // The home page that nobody composed shows a campaign and news on cards.
    '': 'campaign summary',
  };
  const marked = async () => {
    await app.work();
    const found: string[] = [];
    for (const [path, shown] of Object.entries(places)) {
      const page = await read(path);
      expect(page, path).toContain(`machinal ${shown}`);
      if (mark.test(page)) found.push(path);
    }
    return found;
  };
  const path = await send(template, 'machine');
  await run(path, 'run');
  await publishLearn();
  // A file of the translated version is headed by its title.
  const file = newId();
  await owner.query(
    `insert into files (network_id, id, key, media_type, bytes, name, created_at)
     select id, $1, repeat('a', 64), 'text/plain', 3, 'memo.txt', now() from networks where slug = 'ember'`,
    [file],
  );
  await owner.query(
    `insert into file_readings (network_id, file_id, state, changed_at) select id, $1, 'kept', now() from networks where slug = 'ember'`,
    [file],
  );
  await owner.query(
    `insert into library_files (network_id, id, version_id, file_id, created_at)
     select network_id, $1, id, $2, now() from library_versions where work_id = $3 and locale = 'fr'`,
    [newId(), file, ids.work],
  );
  places[`/files/${file}`] = 'library title';
  await runJob(app.deps, 'search.index', { network: (await app.network('ember')).id });
  // The network's own name stands on every page, with its mark; without that one every page says it of itself.
  expect(await read('/privacy')).toContain('la devise de ce réseau a été traduit par une machine');
  const review = async (where: string) => {
    await owner.query(`update translation_marks set reviewed_at = now() where ${where}`);
    app.deps.edits.emit('');
  };
  await review(`kind = 'network'`);
  expect(await marked()).toEqual(Object.keys(places).filter((place) => place !== '/privacy'));
  // Somebody wrote one of them anew, elsewhere: it is hers.
  const hers = { title: 'machinal news title.', summary: 'machinal news summary.', body: 'machinal news body.' };
  await app.post(`${desk}/${news}/texts/fr`, { ...hers, picture_alt: '' }, { cookie });
  for (const place of ['/news/a-day-out', '/news', '/news.json']) expect(await read(place)).not.toMatch(mark);
  await review('true');
  expect(await marked()).toEqual([]);
});
