import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../../test/app.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { asOwner } from '../../../platform/db/index.ts';
import { loadVocabularies } from '../../vocabularies/index.ts';

let app: TestApp;
let cookie: string;
let network: string;
const d = '/ember/en/desk/library/imports';

beforeAll(async () => {
  app = await createTestApp();
  await asOwner(app.db, loadVocabularies);
  const ember = await createNetwork(app, 'ember', { locales: ['en', 'es'] });
  await createNetwork(app, 'other');
  network = ember.id;
  ({ cookie } = await signInAs(app, ember, 'coordinator'));
});
afterAll(() => app.stop());

/** Sends a list; the address of its page, or the page that says what is wrong. */
async function send(content: string | Uint8Array, name: string, id = newId()): Promise<Response> {
  const body = new FormData();
  body.append('id', id);
  body.append('list', new File([content as BlobPart], name));
  return app.app.request(`http://127.0.0.1:3000${d}`, {
    method: 'POST',
    body,
    headers: { cookie, origin: 'http://127.0.0.1:3000' },
    redirect: 'manual',
  });
}
const post = (path: string, fields: Record<string, string> = {}) => app.post(path, fields, { cookie });
const text = async (path: string) => words(await (await app.get(path, { cookie })).text());
const count = async () =>
  Number(
    (await app.db.owner.query('select count(*) from library_works where network_id = $1', [network])).rows[0].count,
  );

const csv = `Title,Year,Type,Authors,Language,Country,Topic,DOI,Odd
"Cells, counted",2020,report,"Okoro, Ada|Ember Trust",en,Zambia,Poverty,10.1/cells,x
Celdas contadas,2020,informe,,español,,,https://doi.org/10.1/CELLS,
"=HYPERLINK(""x"")",someday,,,,,,,
,2019,report,,,,,,
"Cells, counted",2020,,,en,,,,`;

describe('a list from elsewhere', () => {
  test('is tried first, comes in once as drafts, and is taken back but for what was changed', async () => {
    const answer = await send(csv, 'works.csv');
    expect(answer.status).toBe(303);
    const list = answer.headers.get('location')!;
    const trial = await text(list);
    expect(trial).toContain('5 rows were read. Nothing is in the library yet');
    for (const words of ['2 new works', '1 language added to a work', '1 is here already', '1 cannot be taken'])
      expect(trial).toContain(words);
    expect(trial).toContain('Not understood and left out: Date');
    expect(trial).toContain('It has no title');
    expect(await count()).toBe(0);

    await post(`${list}/run`);
    await post(`${list}/run`);
    await app.work();
    expect(await count()).toBe(2);
    const done = await text(list);
    for (const said of [
      'Its works are drafts',
      'A new work',
      'A language added to a work that was here',
      'It has no title',
    ])
      expect(done).toContain(said);
    expect((await app.get('/ember/en/library/cells-counted')).status).toBe(404);
    const { rows } = await app.db.owner.query(
      `select w.id, w.dated, w.creators, array_agg(v.locale order by v.locale) as locales,
         (select array_agg(noun_id order by noun_id) from tags t where t.subject_id = w.id) as tags
       from library_works w join library_versions v on v.work_id = w.id where w.slug = 'cells-counted' group by w.network_id, w.id`,
    );
    expect(rows).toMatchObject([
      {
        dated: '2020',
        creators: [
          { kind: 'person', family: 'Okoro', given: 'Ada' },
          { kind: 'organisation', name: 'Ember Trust' },
        ],
        locales: ['en', 'es'],
        tags: ['poverty', 'zm'],
      },
    ]);
    // The same list again finds everything here.
    const again = await send(csv, 'works.csv');
    expect(await text(again.headers.get('location')!)).toContain('4 are here already');

    // Somebody improves one of the two.
    const hyper = (
      await app.db.owner.query(`select id from library_works where slug <> 'cells-counted' and network_id = $1`, [
        network,
      ])
    ).rows[0].id;
    app.at('2026-11-21T13:00:00Z');
    await post(`/ember/en/desk/library/${hyper}/versions/en`, { title: 'Better', abstract: 'In short', body: '' });
    await post(`${list}/undoing`);
    await post(`${list}/undoing`);
    await app.work();
    expect(await count()).toBe(1);
    const after = await text(list);
    expect(after).toContain('2 taken back');
    expect(after).toContain('1 kept, since it was changed');
    const left = await app.db.owner.query(`select 1 from tags where network_id = $1`, [network]);
    expect(left.rows).toEqual([]);
  });

  test('another mapping gives another trial; chosen before it runs, not after', async () => {
    const list = (await send('A,B\nWords of one,2021\nWords of two,2022\n', 'odd.csv')).headers.get('location')!;
    expect(await text(list)).toContain('2 cannot be taken');
    await post(`${list}/mapping`, { 'column-0': 'title', 'column-1': 'dated', kind: 'memo', language: 'es' });
    expect(await text(list)).toContain('2 new works');
    await post(`${list}/run`);
    await app.work();
    const { rows } = await app.db.owner.query(
      `select w.kind, w.dated, v.locale from library_works w join library_versions v on v.work_id = w.id where v.title = 'Words of two'`,
    );
    expect(rows).toEqual([{ kind: 'memo', dated: '2022', locale: 'es' }]);
    expect((await post(`${list}/mapping`, { 'column-0': 'ignore' })).status).toBe(404);
    await post(`${list}/removal`);
    expect((await app.get(list, { cookie })).status).toBe(200);
  });

  test('a language added to a work that was here is taken back alone', async () => {
    const ris = 'TY  - RPRT\nTI  - Palabras de dos\nLA  - fr\nAN  - symbol: A/9\nER  - \n';
    const first = (await send(ris, 'a.ris')).headers.get('location')!;
    await post(`${first}/run`);
    await app.work();
    const second = (
      await send('@report{x, title = {Mots}, language = {en}, identifier = {symbol: A/9}}', 'b.bib')
    ).headers.get('location')!;
    expect(await text(second)).toContain('English, added to: Palabras de dos');
    await post(`${second}/run`);
    await app.work();
    const locales = async () =>
      (
        await app.db.owner.query(`select v.locale from library_versions v join library_works w on w.id = v.work_id
        where w.identifier_keys @> '{symbol:a/9}' order by 1`)
      ).rows.map((row) => row.locale);
    expect(await locales()).toEqual(['en', 'fr']);
    await post(`${second}/undoing`);
    await app.work();
    expect(await locales()).toEqual(['fr']);
  });

  test('what is no list is refused in words; the same form sent twice is one list; others do not see it', async () => {
    for (const [content, name, says] of [
      ['', 'empty.csv', 'There is no row in it'],
      ['Title\n', 'head.csv', 'There is no row in it'],
      [new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]), 'x.png', 'could not be read'],
      [`T\n${'a\n'.repeat(5_001)}`, 'long.csv', 'more than 5,000 rows'],
    ] as const) {
      const answer = await send(content, name);
      expect(answer.status, name).toBe(422);
      expect(words(await answer.text()), name).toContain(says);
    }
    const id = newId();
    await send('Title\nOne\n', 'one.csv', id);
    await send('Title\nOne\n', 'one.csv', id);
    const { rows } = await app.db.owner.query('select count(*) from library_import_rows where import_id = $1', [id]);
    expect(Number(rows[0].count)).toBe(1);
    const foreign = await signInAs(app, await app.network('other'), 'coordinator');
    for (const step of ['run', 'undoing', 'removal', 'mapping'])
      expect((await app.post(`/other/en/desk/library/imports/${id}/${step}`, {}, foreign)).status).toBe(404);
    expect((await app.get(`/other/en/desk/library/imports/${id}`, foreign)).status).toBe(404);
    expect((await app.get(d, await signInAs(app, await app.network('ember'), 'member'))).status).toBe(404);
  });
});
