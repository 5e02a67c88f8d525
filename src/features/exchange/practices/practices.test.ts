import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../../test/app.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { isWebAddress } from '../../../platform/http/index.ts';
import { runJob } from '../../../platform/jobs/index.ts';
import { readLinks, writeLinks } from './practice.ts';

let app: TestApp;
type Someone = { id: string; cookie: string };
let ana: Someone;
let bea: Someone;
let keeper: Someone;
const base = '/ember/en/practices';

beforeAll(async () => {
  app = await createTestApp();
  await createNetwork(app, 'ember');
  await createNetwork(app, 'other');
  await app.db.owner.query(
    `insert into places (id, kind, labels) values ('ke', 'country', '{"en":"Kenya"}'), ('mw', 'country', '{"en":"Malawi"}') on conflict do nothing`,
  );
  await app.db.owner.query(
    `insert into issues (id, strand, labels, position) values ('health-care', 'condition', '{"en":"Health care"}', 1) on conflict do nothing`,
  );
  const network = await app.network('ember');
  ana = await signInAs(app, network, 'member');
  bea = await signInAs(app, network, 'member');
  keeper = await signInAs(app, network, 'coordinator');
});
afterAll(() => app?.stop());

const text = async (path: string, who?: Someone) => words(await (await app.get(path, who)).text());
const parts = (over: Record<string, string> = {}) => ({
  title: 'Doctors on Fridays',
  problem: 'Nobody came for months.',
  done: 'A list was kept at the gate.',
  result: 'Somebody came every week.',
  notFor: 'Women in the remand wing.',
  ...over,
});
const basics = (over: Record<string, string | string[]> = {}) => ({
  country: 'ke',
  organisation: '',
  began: '2019',
  links: 'The list https://list.example.invalid/a',
  issues: ['health-care'],
  seen: 'public',
  ...over,
});
const begin = async (who: Someone, title: string) => {
  const made = await app.post(base, { id: newId(), title, locale: 'en' }, who);
  return /practices\/([^/]+)\/texts\/en$/.exec(made.headers.get('location')!)![1]!;
};

test('written by a member, read by the coordinators, sent back, published, found by country, issue, words and feed', async () => {
  const slug = await begin(ana, 'Doctors on Fridays');
  expect(slug).toBe('doctors-on-fridays');
  const at = `${base}/${slug}`;
  expect((await app.post(`${at}/submission`, {}, ana)).status).toBe(422);
  await app.post(`${at}/texts/en`, parts(), ana);
  expect((await app.post(`${at}/edit`, basics({ links: 'no address' }), ana)).status).toBe(422);
  expect((await app.post(`${at}/edit`, basics(), ana)).status).toBe(303);
  for (const who of [bea, undefined]) expect((await app.get(at, who)).status).toBe(404);
  expect((await app.get(`${at}/edit`, bea)).status).toBe(404);
  await app.post(`${at}/submission`, {}, ana);
  expect(await text('/ember/en/today', keeper)).toContain('“Doctors on Fridays” waits to be read');
  expect((await app.post(`${at}/publication`, {}, ana)).status).toBe(404);
  await app.post(`${at}/return`, { note: 'Say how often.' }, keeper);
  expect(await text('/ember/en/today', ana)).toContain('came back to you');
  expect(await text(`${at}/edit`, ana)).toContain('Say how often.');
  await app.post(`${at}/submission`, {}, ana);
  expect((await app.post(`${at}/publication`, {}, keeper)).status).toBe(303);
  // Words that others will read are looked at while they are written.
  expect(await (await app.get(at, bea)).text()).toContain('id="changed-wording"');
  const page = await text(at);
  for (const said of [
    'Kenya',
    '2019',
    'Nobody came for months.',
    'For whom it did not work',
    'The list',
    'Health care',
  ])
    expect(page).toContain(said);
  // From now on it is the coordinators' to change.
  expect((await app.get(`${at}/edit`, ana)).status).toBe(404);
  expect((await app.post(`${at}/texts/en`, parts({ problem: '' }), keeper)).status).toBe(422);
  expect(await text('/ember/fr/practices/doctors-on-fridays')).toContain(
    'Il n’y a pas encore de texte dans votre langue',
  );
  for (const query of ['country=ke', 'issue=health-care', 'q=gate+weék', 'language=en'])
    expect(await text(`${base}?${query}`), query).toContain('Doctors on Fridays');
  for (const query of ['country=mw', 'issue=x', 'q=nothing', 'language=fr'])
    expect(await text(`${base}?${query}`), query).not.toContain('Doctors on Fridays');
  expect(await (await app.get('/ember/en/practices.atom')).text()).toContain('/ember/en/practices/doctors-on-fridays');
  expect(await text('/ember/en/issues/health-care')).toContain('Doctors on Fridays');
  expect((await app.get('/other/en/practices/doctors-on-fridays')).status).toBe(404);
});

test('taken up in another country it is found there too; whoever wrote that takes it back', async () => {
  const at = `${base}/doctors-on-fridays`;
  const use = {
    id: newId(),
    use_country: 'mw',
    use_organisation: '',
    use_began: '2024',
    changed: 'On Mondays, by bicycle.',
  };
  for (let n = 0; n < 2; n += 1) expect((await app.post(`${at}/uses`, use, bea)).status).toBe(303);
  expect((await app.post(`${at}/uses`, { ...use, id: newId(), use_country: 'zz' }, bea)).status).toBe(422);
  const page = await text(at);
  expect(page.match(/by bicycle/g)).toHaveLength(1);
  expect(page).toContain('Malawi · 2024');
  expect(await text(`${base}?country=mw`)).toContain('taken up once elsewhere');
  expect(await text('/ember/en/places/mw')).toContain('Doctors on Fridays');
  expect((await app.post(`${at}/uses/${use.id}/removal`, {}, ana)).status).toBe(404);
  expect((await app.post(`${at}/uses/${use.id}/removal`, {}, bea)).status).toBe(303);
  expect(await text(at)).not.toContain('by bicycle');
});

test('stands on the page of who tried it and of who took it up; one that hides is named by neither page, feed nor search', async () => {
  const { id: network } = await app.network('ember');
  const [lantern, bridge] = [newId(), newId()];
  for (const [id, slug, name] of [
    [lantern, 'lantern', 'Lantern House'],
    [bridge, 'bridge', 'Bridge Society'],
  ])
    await app.db.owner.query(
      `insert into organisations (network_id, id, slug, name, name_key, kind, created_at, updated_at)
       values ($1, $2, $3, $4, $3, 'association', now(), now())`,
      [network, id, slug, name],
    );
  await app.db.owner.query(`update practices set organisation_id = $1 where slug = 'doctors-on-fridays'`, [lantern]);
  await app.db.owner.query(
    `insert into practice_uses (network_id, id, practice_id, account_id, organisation_id, country, locale, changed, created_at)
     select $1, $2, id, $3, $4, 'mw', 'en', 'By boat.', now() from practices where slug = 'doctors-on-fridays'`,
    [network, newId(), bea.id, bridge],
  );
  await app.work();
  const at = `${base}/doctors-on-fridays`;
  const found = () => text(`/ember/en/search?q=Lantern&kind=practice`);
  for (const who of [undefined, bea]) {
    expect(await text('/ember/en/organisations/lantern', who)).toContain('Doctors on Fridays');
    expect(await text('/ember/en/organisations/bridge', who)).toContain('Doctors on Fridays');
    expect(await text(at, who)).toMatch(/Lantern House.*Bridge Society/);
  }
  expect(await found()).toContain('Doctors on Fridays');
  await app.db.owner.query(`update organisations set visibility = '{"name": "members"}' where id = any($1)`, [
    [lantern, bridge],
  ]);
  app.deps.edits.emit('');
  const said = [await text(at), await (await app.get('/ember/en/practices.atom')).text(), await found()];
  expect(said[0]).toContain('By boat.');
  expect(said.join(' ')).not.toMatch(/Lantern House|Bridge Society/);
  expect(said[2]).not.toContain('Doctors on Fridays');
  await runJob(app.deps, 'search.index', { network });
  expect(await found()).not.toContain('Doctors on Fridays');
  expect(await text('/ember/en/search?q=Fridays')).toContain('Doctors on Fridays');
  expect(await text(at, bea)).toMatch(/Lantern House.*Bridge Society/);
});

test('for members alone it is neither on the public list nor in the feed; a draft is deleted after a question', async () => {
  const slug = await begin(ana, 'Inner <b>ways</b>');
  const at = `${base}/${slug}`;
  await app.post(`${at}/texts/en`, parts({ title: 'Inner <b>ways</b>' }), ana);
  await app.post(`${at}/edit`, basics({ seen: 'members', links: '' }), ana);
  await app.post(`${at}/submission`, {}, ana);
  await app.post(`${at}/publication`, {}, keeper);
  expect(await text(base)).not.toContain('Inner');
  expect(await (await app.get('/ember/en/practices.atom')).text()).not.toContain('Inner');
  expect((await app.get(at)).status).toBe(404);
  expect(await (await app.get(at, bea)).text()).toContain('Inner &lt;b&gt;ways');
  expect((await app.post(`${at}/removal`, {}, keeper)).status).toBe(404);
  const draft = await begin(bea, 'new');
  expect(draft).toBe('new-practice');
  expect((await app.get(`${base}/${draft}/removal`, ana)).status).toBe(404);
  expect(await text(`${base}/${draft}/removal`, bea)).toContain('This cannot be undone');
  expect((await app.post(`${base}/${draft}/removal`, {}, bea)).status).toBe(303);
});

test('links are a line each, and come back as they were', () => {
  const links = readLinks('A report https://a.example.invalid/x\nhttps://b.example.invalid', isWebAddress)!;
  expect(links).toEqual([
    { label: 'A report', url: 'https://a.example.invalid/x' },
    { label: 'b.example.invalid', url: 'https://b.example.invalid/' },
  ]);
  expect(readLinks(writeLinks(links), isWebAddress)).toEqual(links);
  for (const wrong of ['words alone', 'x javascript:alert(1)', 'x https://user:pass@a.invalid'])
    expect(readLinks(wrong, isWebAddress)).toBeUndefined();
});
