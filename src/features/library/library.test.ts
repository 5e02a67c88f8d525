import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { asOwner } from '../../platform/db/index.ts';
import { loadVocabularies } from '../vocabularies/index.ts';
import { previewRef } from './work.ts';

let app: TestApp;
let cookie: string;
let networkId: string;
const d = '/ember/en/desk/library';
const l = '/ember/en/library';
const get = (path: string, who: { cookie?: string } = {}) => app.get(path, who);
const body = async (path: string, who = {}) => (await get(path, who)).text();
const text = async (path: string, who = {}) => words(await body(path, who));
const post = (path: string, fields: Record<string, string | string[]> = {}) => app.post(path, fields, { cookie });

beforeAll(async () => {
  app = await createTestApp();
  await asOwner(app.db, loadVocabularies);
  const network = await createNetwork(app, 'ember', { locales: ['en', 'fr'] });
  await createNetwork(app, 'other');
  networkId = network.id;
  ({ cookie } = await signInAs(app, network, 'coordinator'));
});
afterAll(() => app.stop());

const version = (title: string, more: Record<string, string> = {}) => ({
  title,
  subtitle: '',
  abstract: `In short: ${title}`,
  body: 'Words **that** matter',
  translators: '',
  original: '',
  ...more,
});
const basics = (slug: string, more: Record<string, string | string[]> = {}) => ({
  slug,
  kind: 'report',
  creators: 'Ember Trust',
  contributors: '',
  publisher: 'Ember',
  publisher_id: '',
  published_in: '',
  dated: '2024-05',
  identifiers: '',
  source: '',
  link: '',
  covers: '',
  licence: 'cc-by',
  rights_note: '',
  access: 'public',
  group_id: '',
  court: '',
  court_country: '',
  docket: '',
  outcome: '',
  consent_by: '',
  consent_on: '',
  consent_how: '',
  position: '',
  publish_at: '',
  ...more,
});

/** Begins a work with an English text under an address; published when asked. Returns its id. */
async function work(slug: string, more: Record<string, string | string[]> = {}, published = true): Promise<string> {
  const id = newId();
  await post(d, { id, title: `Title of ${slug}`, locale: 'en', kind: 'report' });
  expect((await post(`${d}/${id}/versions/en`, version(`Title of ${slug}`))).status).toBe(303);
  expect((await post(`${d}/${id}`, basics(slug, more))).status).toBe(303);
  if (published) expect((await post(`${d}/${id}/publication`)).status).toBe(303);
  return id;
}

describe('the library', () => {
  test('empty it says so and stands in no navigation', async () => {
    expect(await text(l)).toContain('Nothing stands in the library yet');
    expect(await body('/ember/en/news')).not.toContain(`href="${l}"`);
  });

  test('a draft is its coordinators’ alone; published it is found, cited, followed; withdrawn it is nowhere', async () => {
    const id = await work('milk', { issues: ['poverty', 'no-such-issue'], identifiers: 'doi: 10.1234/milk_1' }, false);
    expect((await get(`${l}/milk`)).status).toBe(404);
    expect(await text(`${d}/${id}`, { cookie })).toContain('Only coordinators see it');
    await post(`${d}/${id}/publication`);
    const page = await body(`${l}/milk`);
    expect(words(page)).toContain('Words that matter');
    expect(page).toContain('<meta name="DC.title" content="Title of milk"');
    const json = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)![1]!);
    expect(json).toMatchObject({ '@type': 'Report', name: 'Title of milk', datePublished: '2024-05' });
    expect(words(page)).toContain('Ember Trust (2024). Title of milk. Ember. https://doi.org/10.1234/milk_1');
    expect(await text(l)).toContain('1 work');
    expect(await body('/ember/en/news')).toContain(`href="${l}"`);
    expect(await body(`${l}/milk/cite.bib`)).toContain('doi = {10.1234/milk_1}');
    expect(await body(`${l}/milk/cite.ris`)).toContain('DO  - 10.1234/milk_1');
    expect(JSON.parse(await body(`${l}/milk/cite.csl.json`))[0]).toMatchObject({
      DOI: '10.1234/milk_1',
      type: 'report',
    });
    expect(await body(`${l}.atom`)).toContain(`<id>urn:uuid:${id}</id>`);
    // Nobody on the way keeps it: what is withdrawn is withdrawn at once. Who asks again with its mark gets nothing of it again.
    for (const path of [
      `${l}.atom`,
      `${l}.json`,
      '/ember/en/news.atom',
      '/ember/en/practices.atom',
      '/ember/en/facilities.json',
      '/ember/sitemap.xml',
    ]) {
      const { headers } = await app.get(path);
      expect([path, headers.get('cache-control')]).toEqual([path, 'no-cache']);
      expect((await app.get(path, { headers: { 'if-none-match': headers.get('etag')! } })).status).toBe(304);
    }
    expect(JSON.parse(await body(`${l}.json`)).items).toMatchObject([{ id, title: 'Title of milk' }]);
    const stable = await get(`${l}/id/${id}`);
    expect([stable.status, stable.headers.get('location')]).toEqual([302, `${l}/milk`]);
    expect(await text('/ember/en/issues/poverty')).toContain('Title of milk');
    for (const path of ['/milk', `/id/${id}`, '/milk/cite.bib', '/milk/history'])
      expect((await get(`/other/en/library${path}`)).status).toBe(404);
    await post(`${d}/${id}/withdrawal`);
    expect((await get(`${l}/milk`)).status).toBe(404);
    for (const path of [l, `${l}.atom`, `${l}.json`, `${l}.bib`, `${l}.ris`, `${l}.csv`, '/ember/en/issues/poverty'])
      expect(await body(path)).not.toContain('Title of milk');
  });

  test('one work in three languages is one result; a reader has hers, and the others a step away', async () => {
    const id = await work('cell');
    await post(`${d}/${id}/versions/fr`, version('La cellule'));
    await post(`${d}/${id}/versions/th`, version('ห้องขัง'));
    expect(await text('/ember/fr/library')).toContain('1 document');
    expect(await text('/ember/fr/library')).toContain('La cellule');
    expect(await text('/ember/fr/library')).not.toContain('Title of cell');
    expect(await text(`${l}/cell/th`)).toContain('ห้องขัง');
    expect((await get(`${l}/cell/fr`)).headers.get('location')).toBe('/ember/fr/library/cell');
    expect((await get(`${l}/cell/xx`)).status).toBe(404);
    expect(await text(`${l}?language=th`)).toContain('1 work');
    expect(await text(`${l}?language=km`)).toContain('Nothing fits');
    // Every language that people inside speak is there to choose, called as its reader calls it and as it calls itself.
    const desk = await body(`${d}/${id}`, { cookie });
    for (const choice of ['iu">Inuktitut', 'km">Khmer (ខ្មែរ)', 'cak">Kaqchikel', 'nah">Nāhuatl', 'qu">'])
      expect(desk).toContain(`value="${choice}`);
    // The last readable language of a shown work stays.
    for (const language of ['fr', 'th'])
      expect((await post(`${d}/${id}/versions/${language}/removal`)).status).toBe(303);
    expect((await post(`${d}/${id}/versions/en/removal`)).status).toBe(422);
    await post(`${d}/${id}/removal`);
  });

  test('who may see it: everybody, members, one group, coordinators; counts, feeds and exports say no more', async () => {
    const group = newId();
    await app.db.owner.query(
      `insert into groups (network_id, id, slug, name, entry, created_at) values ($1, $2, 'night', '{"en": "Night"}', 'open', now())`,
      [networkId, group],
    );
    const network = await app.network('ember');
    const member = await signInAs(app, network, 'member');
    const inGroup = await signInAs(app, network, 'member');
    const stranger = await signInAs(app, network);
    const foreign = await signInAs(app, await app.network('other'), 'coordinator');
    for (const one of [inGroup, stranger])
      await app.db.owner.query(
        `insert into group_members (network_id, group_id, account_id, state, joined_at) values ($1, $2, $3, 'in', now())`,
        [networkId, group, one.id],
      );
    const tags = { issues: ['strip-searches'], places: ['zm'] };
    const ids = {
      open: await work('a-open', tags),
      members: await work('a-members', { access: 'members', ...tags }),
      group: await work('a-group', { access: 'group', group_id: group, ...tags }),
      coordinators: await work('a-coordinators', { access: 'coordinators', ...tags }),
    };
    for (const [who, cookieOf, seen] of [
      ['public', undefined, ['open']],
      ['no role', stranger.cookie, ['open']],
      ['member', member.cookie, ['open', 'members']],
      ['in the group', inGroup.cookie, ['open', 'members', 'group']],
      ['coordinator', cookie, ['open', 'members', 'group', 'coordinators']],
    ] as const) {
      const as = { cookie: cookieOf };
      const list = words(await body(`${l}?issue=strip-searches`, as));
      expect(list, who).toContain(`${seen.length} ${seen.length === 1 ? 'work' : 'works'}`);
      expect(list, who).toContain(`Report (${seen.length})`);
      expect(list, who).toContain(`Zambia (${seen.length})`);
      for (const [name, id] of Object.entries(ids)) {
        const may = (seen as readonly string[]).includes(name);
        expect((await get(`${l}/a-${name}`, as)).status, `${who} ${name}`).toBe(may ? 200 : 404);
        expect((await get(`${l}/id/${id}`, as)).status).toBe(may ? 302 : 404);
        expect((await get(`${l}/a-${name}/cite.ris`, as)).status).toBe(may ? 200 : 404);
        expect((await get(`${l}/a-${name}/history`, as)).status).toBe(may ? 200 : 404);
        for (const path of [`${l}.bib`, `${l}.csv`, '/ember/en/issues/strip-searches', '/ember/en/places/zm'])
          expect((await body(path, as)).includes(`Title of a-${name}`), `${who} ${path} ${name}`).toBe(may);
        // A feed is public, whoever fetches it.
        for (const path of [`${l}.atom`, `${l}.json`])
          expect((await body(path, as)).includes(`Title of a-${name}`)).toBe(name === 'open');
      }
    }
    expect((await get(`${l}/a-members`, foreign)).status).toBe(404);
    for (const id of Object.values(ids)) await post(`${d}/${id}/removal`);
  });

  test('under embargo only the signed address shows it, until its time', async () => {
    const id = await work('tomorrow', { publish_at: '2026-11-22T09:30' });
    expect((await get(`${l}/tomorrow`)).status).toBe(404);
    expect((await get(`${l}/tomorrow`, { cookie })).status).toBe(404);
    expect(await body(l)).not.toContain('Title of tomorrow');
    const ref = previewRef(app.deps.secret, networkId, id);
    expect(await text(`${d}/${id}`, { cookie })).toContain('under embargo');
    expect(await text(`${l}/preview/${ref}`)).toContain('Under embargo until');
    expect((await get(`/other/en/library/preview/${ref}`)).status).toBe(404);
    expect((await get(`${l}/preview/${ref.slice(0, -1)}${ref.endsWith('x') ? 'y' : 'x'}`)).status).toBe(404);
    app.at('2026-11-22T09:31:00Z');
    app.deps.edits.emit('');
    expect((await get(`${l}/preview/${ref}`)).status).toBe(303);
    expect((await get(`${l}/tomorrow`)).status).toBe(200);
    await post(`${d}/${id}/removal`);
  });

  test('a work by a person waits for her consent, and keeps it', async () => {
    const id = await work('hers', { creators: 'Okoro, Ada' }, false);
    const refused = await post(`${d}/${id}/publication`);
    expect(refused.status).toBe(422);
    expect(words(await refused.text())).toContain('Write down first that she agreed');
    const agreed = { consent_by: 'Ada Okoro', consent_on: '2026-11-01', consent_how: 'written' };
    await post(`${d}/${id}`, basics('hers', { creators: 'Okoro, Ada', ...agreed }));
    expect((await post(`${d}/${id}/publication`)).status).toBe(303);
    expect((await post(`${d}/${id}`, basics('hers', { creators: 'Okoro, Ada' }))).status).toBe(422);
    // Who agreed and how is between her and the network.
    for (const path of [`${l}/hers`, `${l}/hers/history`]) expect(await text(path)).not.toContain('2026-11-01');
    await post(`${d}/${id}/removal`);
  });

  test('a renamed work answers at its old address; nobody else gets that address', async () => {
    const id = await work('first-name');
    await post(`${d}/${id}`, basics('second-name'));
    for (const rest of ['', '/history', '/cite.bib']) {
      const moved = await get(`${l}/first-name${rest}`);
      expect([moved.status, moved.headers.get('location')]).toEqual([301, `${l}/second-name${rest}`]);
    }
    const other = await work('somebody-else');
    expect((await post(`${d}/${other}`, basics('first-name'))).status).toBe(422);
    expect((await post(`${d}/${other}`, basics('preview'))).status).toBe(422);
    for (const one of [id, other]) await post(`${d}/${one}/removal`);
  });

  test('deleted it lies in the bin for thirty days, comes back as it was, then is gone', async () => {
    const id = await work('gone');
    await post(`${d}/${id}/removal`);
    await post(`${d}/${id}/removal`);
    expect((await get(`${l}/gone`)).status).toBe(404);
    expect((await get(`${d}/${id}`, { cookie })).status).toBe(404);
    expect(await text(`${d}?shelf=bin`, { cookie })).toContain('Title of gone');
    await post(`${d}/${id}/restoration`);
    expect((await get(`${l}/gone`)).status).toBe(200);
    await post(`${d}/${id}/removal`);
    const retained = async () => {
      const feature = app.deps.features.find((one) => one.name === 'library')!;
      const { inNetwork } = await import('../../platform/db/index.ts');
      const network = await app.network('ember');
      return inNetwork(app.db, networkId, (trx) =>
        feature.retain!({ trx, actor: { kind: 'system' }, network, locale: 'en', now: app.deps.clock() }),
      );
    };
    expect(await retained()).toBe(0);
    app.at('2026-12-25T00:00:00Z');
    expect(await retained()).toBeGreaterThan(0);
    const { rows } = await app.db.owner.query('select 1 from library_works where id = $1', [id]);
    expect(rows).toEqual([]);
    app.at('2026-11-22T12:00:00Z');
  });

  test('what changed is told: to coordinators all of it, to readers what they may know', async () => {
    const id = await work('changing');
    await post(`${d}/${id}/versions/en`, version('Title of changing', { body: 'Words **that** changed' }));
    await post(`${d}/${id}`, basics('changing', { dated: '2025', access: 'public' }));
    const shown = await text(`${l}/changing/history`);
    expect(shown).toContain('changed');
    expect(shown).toContain('2025');
    expect(shown).not.toContain('Who sees it');
    const desk = await text(`${d}/${id}/history`, { cookie });
    expect(desk).toContain('Date');
    expect(await text(`${d}/${id}/history?from=1&to=4`, { cookie })).toContain('Published');
    await post(`${d}/${id}/removal`);
  });

  test('its history begins where others could read it: a name that was taken out of a draft stays out', async () => {
    const id = newId();
    await post(d, { id, title: 'Told', locale: 'en', kind: 'report' });
    await post(`${d}/${id}`, basics('told', { creators: 'Wilhelmina Truename', access: 'members' }));
    await post(`${d}/${id}/versions/en`, version('Told by Truename'));
    await post(`${d}/${id}`, basics('told', { creators: 'Linde', access: 'members' }));
    await post(`${d}/${id}/versions/en`, version('Told', { body: 'For members' }));
    expect((await post(`${d}/${id}/publication`)).status).toBe(303);
    await post(`${d}/${id}/versions/en`, version('Told', { body: 'For members still' }));
    await post(`${d}/${id}/versions/en`, version('Told', { body: 'For you' }));
    await post(`${d}/${id}`, basics('told', { creators: 'Linde' }));
    await post(`${d}/${id}/versions/en`, version('Told', { body: 'For everybody' }));
    const history = `${l}/told/history`;
    const shown = await text(history);
    expect(shown).toContain('everybody');
    expect(shown).not.toMatch(/Truename|members|still/);
    const member = await signInAs(app, await app.network('ember'), 'member');
    expect(await text(history, member)).toContain('still');
    for (const who of [member, { cookie }]) expect(await text(history, who)).not.toContain('Truename');
    expect(await text(`${d}/${id}/history?from=1&to=4`, { cookie })).toContain('Truename');
    await post(`${d}/${id}/removal`);
  });

  test('for which group it may be kept names no hidden one to a coordinator who is not in it, and keeps it where it is', async () => {
    const group = newId();
    await app.db.owner.query(
      `insert into groups (network_id, id, slug, name, entry, created_at) values ($1, $2, 'g-hidden', '{"en": "The court case"}', 'hidden', now())`,
      [networkId, group],
    );
    const id = await work('kept-for-few', { access: 'coordinators' });
    expect(await text(`${d}/${id}`, { cookie })).not.toContain('The court case');
    const chosen = basics('kept-for-few', { access: 'group', group_id: group });
    expect((await post(`${d}/${id}`, chosen)).status).toBe(422);
    await app.db.owner.query(`update library_works set access = 'group', group_id = $2 where id = $1`, [id, group]);
    const form = await text(`${d}/${id}`, { cookie });
    expect(form).toContain('The group it is kept for now');
    expect(form).not.toContain('The court case');
    expect((await post(`${d}/${id}`, chosen)).status).toBe(303);
    await post(`${d}/${id}/removal`);
  });

  test('works belong together, and lead to each other as far as one may see', async () => {
    const one = await work('one');
    const two = await work('two', { access: 'members' });
    expect((await post(`${d}/${one}/relations`, { relation: 'cites', to: 'nowhere' })).status).toBe(422);
    expect((await post(`${d}/${one}/relations`, { relation: 'cites', to: `${l}/two` })).status).toBe(303);
    expect(await text(`${l}/one`)).not.toContain('Title of two');
    expect(await text(`${l}/one`, { cookie })).toContain('Cites Title of two');
    expect(await text(`${l}/two`, { cookie })).toContain('Cited in Title of one');
    await post(`${d}/${one}/relations/removal`, { kind: 'cites', to: two });
    expect(await text(`${l}/one`, { cookie })).not.toContain('Title of two');
    for (const id of [one, two]) await post(`${d}/${id}/removal`);
  });

  test('hostile words are words: in the page, its head, feeds and exports', async () => {
    const id = newId();
    const title = `=1+1 </script><script>alert(1)</script> ยุติ \u{1F54A}`;
    await post(d, { id, title, locale: 'en', kind: 'report' });
    await post(`${d}/${id}/versions/en`, version(title));
    await post(`${d}/${id}`, basics('hostile', { creators: '=cmd|x', publisher: '@x' }));
    await post(`${d}/${id}/publication`);
    for (const path of [`${l}/hostile`, l, `${l}.atom`, `${d}/${id}`]) {
      const html = await body(path, { cookie });
      expect(html).not.toContain('<script>alert');
      expect(html).toContain('ยุติ');
    }
    expect(await body(`${l}.csv`)).toContain("'=1+1");
    expect(await body(`${l}.csv`)).not.toMatch(/(^|,|")=1/m);
    await post(`${d}/${id}/removal`);
    // What does not exist is refused, not stored.
    const other = await work('refs', {}, false);
    for (const [field, value] of [
      ['publisher_id', newId()],
      ['court_country', 'q1'],
      ['link', 'javascript:alert(1)'],
      ['dated', '2024-02-31'],
    ] as const)
      expect((await post(`${d}/${other}`, basics('refs', { [field]: value }))).status, field).toBe(422);
    expect((await post(`${d}/${other}`, basics('refs', { access: 'group', group_id: newId() }))).status).toBe(422);
    await post(`${d}/${other}/removal`);
  });

  test('pages by key to the end in every order, each work once, at a handful of queries', async () => {
    for (let n = 0; n < 23; n += 1) await work(`item-${n}`, { dated: n % 3 ? '2020' : '' });
    for (const sort of ['newest', 'title', 'added']) {
      const seen: string[] = [];
      for (let path: string | undefined = `${l}?sort=${sort}`; path; ) {
        const html: string = await body(path);
        seen.push(
          ...[...html.matchAll(/<h3 class="h3"[^>]*><a href="[^"]*\/library\/([^"]+)"/g)].map((match) => match[1]!),
        );
        path = /<a[^>]*href="([^"]*)"[^>]*rel="next"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
      }
      expect(new Set(seen).size, sort).toBe(seen.length);
      expect(
        seen.filter((slug) => /^item-\d+$/.test(slug)),
        sort,
      ).toHaveLength(23);
    }
    // A place in the order counts among works of one date.
    const first = await work('in-front', { dated: '2020', position: '1' });
    const list = await body(`${l}?year=2020`);
    expect(/\/library\/(in-front|item-\d+)"/.exec(list)?.[1]).toBe('in-front');
    await post(`${d}/${first}/removal`);
    for (const after of [
      'x',
      '_',
      `2020~x_${newId()}`,
      `2020~-99999999_${newId()}`,
      `zz_${newId()}`,
      '\u0000',
      `${'9'.repeat(500)}_${newId()}`,
    ])
      for (const sort of ['newest', 'title', 'added'])
        expect((await get(`${l}?sort=${sort}&after=${encodeURIComponent(after)}`)).status).toBeLessThan(500);
  });

  test('a file is for whoever may see its work, in its order, and goes with it', async () => {
    const network = await app.network('ember');
    const member = await signInAs(app, network, 'member');
    const id = await work('with-files', { access: 'members' });
    const files: string[] = [];
    for (const name of ['one.csv', 'two.csv']) {
      const form = new FormData();
      form.append('file', new File([`place,women\n${name},12\n`], name, { type: 'text/csv' }));
      const sent = await app.app.request(`http://127.0.0.1:3000${d}/${id}/versions/en/files`, {
        method: 'POST',
        body: form,
        headers: { cookie, origin: 'http://127.0.0.1:3000' },
        redirect: 'manual',
      });
      expect(sent.status).toBe(303);
    }
    const { rows } = await app.db.owner.query(
      'select l.id, l.file_id from library_files l join library_versions v on v.id = l.version_id where v.work_id = $1 order by position',
      [id],
    );
    files.push(...rows.map((row) => row.file_id));
    const page = `${l}/with-files`;
    for (const path of files.flatMap((file) => [`/ember/en/files/${file}`, `/ember/en/files/${file}/download`])) {
      expect((await get(path)).status, path).toBe(404);
      expect((await get(path, member)).status, path).toBe(200);
    }
    const order = async () =>
      [...(await body(page, member)).matchAll(/<b>(one|two)\.csv<\/b>/g)].map((match) => match[1]);
    expect(await order()).toEqual(['one', 'two']);
    expect((await post(`${d}/${id}/files/${rows[1].id}/lift`)).status).toBe(303);
    expect(await order()).toEqual(['two', 'one']);
    expect((await post(`${d}/${id}/files/${newId()}/removal`)).status).toBe(404);
    expect((await post(`${d}/${id}/files/${rows[1].id}/removal`)).status).toBe(303);
    expect(await order()).toEqual(['one']);
    expect((await get(`/ember/en/files/${files[1]}`, member)).status).toBe(404);
    await post(`${d}/${id}/withdrawal`);
    expect((await get(`/ember/en/files/${files[0]}`, member)).status).toBe(404);
    expect((await get(`/ember/en/files/${files[0]}`, { cookie })).status).toBe(200);
    await post(`${d}/${id}/removal`);
  });

  test('a title and its subtitle are put together as their language does it', async () => {
    const id = await work('halves');
    const save = (locale: string, title: string, subtitle: string) =>
      post(`${d}/${id}/versions/${locale}`, version(title, { subtitle }));
    await save('en', 'Milk', 'a memo');
    await save('fr', 'Lait', 'une note');
    expect(await body(`${l}/halves/cite.ris`)).toContain('TI  - Milk: a memo\r\n');
    expect(await body('/ember/fr/library/halves')).toContain('<meta name="DC.title" content="Lait\u00a0: une note"');
    await post(`${d}/${id}/removal`);
  });

  test('only coordinators reach the desk', async () => {
    const network = await app.network('ember');
    const member = await signInAs(app, network, 'member');
    expect((await get(d, member)).status).toBe(404);
    const foreign = await signInAs(app, await app.network('other'), 'coordinator');
    const id = await work('mine');
    for (const path of ['publication', 'removal', 'withdrawal', 'restoration'])
      expect((await app.post(`/other/en/desk/library/${id}/${path}`, {}, foreign)).status).toBe(404);
  });
});
