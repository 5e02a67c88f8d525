import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import { feature } from './index.ts';

let app: TestApp;
type Someone = { id: string; cookie: string };
let ana: Someone;
let bea: Someone;
let cleo: Someone;
let keeper: Someone;
const base = '/ember/en/exchange';

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
  cleo = await signInAs(app, network, 'member');
  keeper = await signInAs(app, network, 'coordinator');
});
afterAll(() => app?.stop());

const form = (over: Record<string, string | string[]> = {}) => ({
  id: newId(),
  side: 'offer',
  kind: 'training',
  locale: 'en',
  title: 'Trainer for Nairobi in March',
  body: 'Two days on **health** in prison.',
  organisation: '',
  country: 'ke',
  whereabouts: 'Nairobi',
  languages: ['en', 'fr'],
  issues: ['health-care', 'no-such-issue'],
  from: '',
  until: '2027-03-31',
  seen: 'members',
  ...over,
});
const put = async (who: Someone, over: Record<string, string | string[]> = {}) => {
  const fields = form(over);
  expect((await app.post(base, fields, who)).status).toBe(303);
  return fields.id as string;
};
const text = async (path: string, who?: Someone) => words(await (await app.get(path, who)).text());

describe('offers and requests', () => {
  test('members read them with the name; the public reads what is public, without one', async () => {
    const hidden = await put(ana, { title: 'For members' });
    const open = await put(ana, { title: 'For everybody', seen: 'public' });
    expect((await app.get(`${base}/${hidden}`)).status).toBe(404);
    expect((await app.get(`${base}/${open}`)).status).toBe(200);
    const name = `Ada ${ana.id.slice(-4)}`;
    for (const page of [await text(`${base}/${open}`), await text(base)]) {
      expect(page).toContain('For everybody');
      expect(page).toContain('a member of the network');
      expect(page).not.toContain(name);
      expect(page).not.toContain('For members');
    }
    expect(await text(base, bea)).toContain('For members');
    expect(await text(`${base}/${hidden}`, bea)).toContain(name);
    expect(await text(`${base}/${hidden}`, bea)).toContain('Health care');
    // What stands for an organisation is on its page, for whoever may read it.
    const { id: network } = await app.network('ember');
    const organisation = newId();
    await app.db.owner.query(
      `insert into organisations (network_id, id, slug, name, name_key, kind, created_at, updated_at)
       values ($1, $2, 'door', 'Door', 'door', 'association', now(), now())`,
      [network, organisation],
    );
    await app.db.owner.query('update exchange_items set organisation_id = $1 where id = any ($2)', [
      organisation,
      [hidden, open],
    ]);
    const onIts = async (who?: Someone) => {
      const page = await text('/ember/en/organisations/door', who);
      return [page.includes('For everybody'), page.includes('For members')];
    };
    expect([await onIts(), await onIts(bea)]).toEqual([
      [true, false],
      [true, true],
    ]);
    // It hides: nobody is named in its place, neither it nor the woman who spoke for it.
    await app.db.owner.query(`update organisations set visibility = '{"name": "coordinators"}' where slug = 'door'`);
    for (const who of [undefined, bea])
      for (const page of [await text(`${base}/${open}`, who), await text(base, who)]) {
        expect(page).toContain('For everybody');
        expect(page).not.toMatch(new RegExp(`Door|${name}`));
      }
    expect(await text(`${base}/${open}`, keeper)).toContain('Door');
    await app.db.owner.query('update exchange_items set organisation_id = null where id = any ($1)', [[hidden, open]]);
    const stranger = await signInAs(app, await app.network('other'), 'member');
    expect((await app.get(`/other/en/exchange/${open}`, stranger)).status).toBe(404);
    const supporter = await signInAs(app, await app.network('ember'), 'supporter');
    expect((await app.get(`${base}/${hidden}`, supporter)).status).toBe(404);
    expect((await app.post(base, form(), supporter)).status).toBe(404);
  });

  test('a request that fits is shown beside it, and says why', async () => {
    const offer = await put(ana, { title: 'An offer to match' });
    await put(bea, { side: 'request', title: 'We need training', languages: ['fr'] });
    await put(bea, { side: 'request', title: 'In another tongue', languages: ['sw'] });
    const page = await text(`${base}/${offer}`, ana);
    expect(page).toContain('We need training');
    expect(page).toContain(
      'both in Kenya; both in French; the same is offered and asked for: training; both about Health care',
    );
    expect(page).not.toContain('In another tongue');
    expect(await text(`${base}/mine`, ana)).toContain('We need training');
  });

  test('narrowed by each facet, with plain addresses', async () => {
    await put(ana, { title: 'Memo from Malawi', kind: 'memo', country: 'mw', languages: ['en'], issues: [] });
    const only = await text(`${base}?kind=memo&country=mw`, bea);
    expect(only).toContain('Memo from Malawi');
    expect(only).not.toContain('An offer to match');
    expect(await text(`${base}?language=en&side=request`, bea)).not.toContain('Memo from Malawi');
    expect(await text(`${base}?issue=health-care`, bea)).not.toContain('Memo from Malawi');
    expect(await text(`${base}?issue=nothing`, bea)).toContain('Nothing fits all of that');
  });

  test('sent twice it is one; wrong fields are shown again with what was typed', async () => {
    const id = newId();
    await put(cleo, { id });
    await put(cleo, { id, title: 'Again' });
    expect(await text(`${base}/${id}`, cleo)).not.toContain('Again');
    const wrong = await app.post(
      base,
      form({ title: 'Kept <b>words</b>', languages: [], until: '2020-01-01', country: 'zz' }),
      cleo,
    );
    expect(wrong.status).toBe(422);
    const page = await wrong.text();
    expect(page).toContain('Kept &lt;b&gt;words&lt;/b&gt;');
    expect(words(page)).toContain('Choose at least one language');
    expect(words(page)).toContain('That day is over');
    expect((await app.post(base, form({ until: '2029-01-01' }), cleo)).status).toBe(422);
    const theirs = form({ organisation: newId() });
    expect((await app.post(base, theirs, cleo)).status).toBe(422);
  });

  test('only its author and a coordinator change it; withdrawn, it is theirs alone; over, it leaves the list', async () => {
    const id = await put(ana, { title: 'Short lived', until: '2026-11-25' });
    for (const path of ['edit', 'result', 'texts/fr'])
      expect((await app.get(`${base}/${id}/${path}`, bea)).status).toBe(404);
    expect((await app.post(`${base}/${id}/withdrawal`, {}, bea)).status).toBe(404);
    expect((await app.post(`${base}/${id}/texts/fr`, { title: 'Courte', body: 'Oui.' }, ana)).status).toBe(303);
    expect(words(await (await app.get(`/ember/fr/exchange/${id}`, bea)).text())).toContain('Courte');
    expect((await app.post(`${base}/${id}/withdrawal`, {}, keeper)).status).toBe(303);
    expect((await app.get(`${base}/${id}`, bea)).status).toBe(404);
    expect((await app.get(`${base}/${id}`, ana)).status).toBe(200);
    await app.post(`${base}/${id}/reopening`, {}, ana);
    expect(await text(base, bea)).toContain('Short lived');
    expect(await text('/ember/en/today', ana)).toContain('“Short lived” ends soon');
    // The search finds it in each of its languages, for members, as long as it stands and its author's account is open.
    await app.work();
    const finds = async (who?: Someone) =>
      (await text('/ember/en/search?q=lived', who)).includes('Offer or request (1)');
    expect([await finds(bea), await finds()]).toEqual([true, false]);
    expect(await text('/ember/en/search?q=courte', bea)).toContain('Courte');
    const close = async (at: Date | null) =>
      inNetwork(app.db, (await app.network('ember')).id, (trx) =>
        trx.updateTable('accounts').set({ disabled_at: at }).where('id', '=', ana.id).execute(),
      );
    await close(app.deps.clock());
    expect(await finds(bea)).toBe(false);
    await close(null);
    await app.work();
    app.at('2026-11-25T23:59:00Z');
    expect(await finds(bea)).toBe(true);
    app.at('2026-11-26T00:00:00Z');
    expect(await finds(bea)).toBe(false);
    app.at('2026-11-26T12:00:00Z');
    expect(await text(base, bea)).not.toContain('Short lived');
    const network = await app.network('ember');
    await inNetwork(app.db, network.id, (trx) =>
      feature.retain!({ trx, actor: { kind: 'system' }, network, locale: 'en', now: app.deps.clock() }),
    );
    expect(await text(`${base}/${id}`, ana)).toContain('over');
    expect((await app.post(`${base}/${id}/reopening`, {}, ana)).headers.get('location')).toContain('/edit');
    app.at('2026-11-21T12:00:00Z');
  });
});

describe('a conversation', () => {
  test('is opened by an answer and read by its two alone; mail says that something waits, once, and never what', async () => {
    const id = await put(ana, { title: 'Secret plans' });
    const messageId = newId();
    const answer = () => app.post(`${base}/${id}/answer`, { id: messageId, body: 'I <i>would</i> come.' }, bea);
    const talk = (await answer()).headers.get('location')!;
    expect((await answer()).headers.get('location')).toBe(talk);
    expect(await text(talk, ana)).toContain('I <i>would</i> come.');
    for (const who of [cleo, keeper]) {
      expect((await app.get(talk, who)).status).toBe(404);
      expect((await app.post(`${talk}/messages`, { id: newId(), body: 'x' }, who)).status).toBe(404);
      for (const act of ['match', 'closure', 'reading'])
        expect((await app.post(`${talk}/${act}`, {}, who)).status).toBe(404);
    }
    await app.post(`${talk}/messages`, { id: newId(), body: 'And bring slides.' }, bea);
    const mails = async () =>
      (
        await app.db.owner.query(
          `select id, to_address, convert_from(mime, 'utf8') as mime from mails where kind = 'exchange-waiting' order by id`,
        )
      ).rows;
    await app.work();
    const sent = await mails();
    expect(sent).toHaveLength(1);
    expect(sent[0].to_address).toContain(ana.id.slice(-6));
    expect(await text('/ember/en/today', ana)).toContain('A message waits for you');
    // Answering is reading; then the other is told.
    await app.post(`${talk}/messages`, { id: newId(), body: 'Gladly.' }, ana);
    expect(await text('/ember/en/today', ana)).not.toContain('A message waits for you');
    await app.work();
    expect(await mails()).toHaveLength(2);
    for (const { mime } of await mails()) expect(mime ?? '').not.toMatch(/Secret plans|would|slides|Gladly/);
    expect((await app.post(`${talk}/match`, {}, bea)).status).toBe(404);
    expect((await app.post(`${talk}/match`, {}, ana)).status).toBe(303);
    expect(await text(base, cleo)).not.toContain('Secret plans');
    await app.post(`${base}/${id}/result`, { result: 'She came, and it was good.' }, ana);
    expect(await text(`${base}/${id}`, cleo)).toContain('She came, and it was good.');
    await app.post(`${talk}/closure`, {}, bea);
    expect(await text(talk, ana)).toContain('ended this conversation');
    expect((await app.post(`${base}/${id}/answer`, { id: newId(), body: 'too late' }, cleo)).status).toBe(404);
    expect((await app.post(`${base}/${await put(ana)}/answer`, { id: newId(), body: 'to myself' }, ana)).status).toBe(
      404,
    );
  });
});

test('whoever asked is told of what is new and fits, once a day, without saying what', async () => {
  await put(cleo, { side: 'request', kind: 'expert', title: 'An expert for the court', issues: [], country: '' });
  await app.post(`${base}/mine/notice`, { wanted: 'yes' }, cleo);
  const job = feature.jobs!['exchange.matches']!;
  const network = (await app.network('ember')).id;
  const count = async () =>
    Number((await app.db.owner.query(`select count(*) from mails where kind = 'exchange-matches'`)).rows[0].count);
  app.at('2026-11-22T12:00:00Z');
  await job({ deps: app.deps, network, payload: {} });
  expect(await count()).toBe(0);
  app.at('2026-11-22T13:00:00Z');
  await put(bea, { kind: 'expert', title: 'I testify', issues: [] });
  app.at('2026-11-23T12:00:00Z');
  await job({ deps: app.deps, network, payload: {} });
  await job({ deps: app.deps, network, payload: {} });
  expect(await count()).toBe(1);
  await app.post(`${base}/mine/notice`, { wanted: 'no' }, cleo);
});
