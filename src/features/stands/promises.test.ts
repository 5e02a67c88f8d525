import { afterAll, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork, readNetwork } from '../../platform/db/index.ts';
import { urls } from '../../urls.ts';
import { completeText, makeLegislature } from '../desk/world.ts';
import { feature } from './index.ts';

const app = await createTestApp({ now: '2026-11-21T12:00:00Z' });
afterAll(() => app.stop());
const network = await createNetwork(app, 'ember');
await makeLegislature(app);
const at = { network: 'ember', locale: 'en' };
const ada = await signInAs(app, network, 'coordinator');
const get = (path: string, cookie: string | undefined = ada.cookie) => app.get(path, { cookie });
const post = (path: string, fields: Record<string, string> = {}, cookie: string | undefined = ada.cookie) =>
  app.post(path, fields, { cookie });
const text = async (path: string, cookie?: string) => words(await (await app.get(path, { cookie })).text());

const campaign = newId();
await inNetwork(app.db, network.id, async (trx) => {
  const own = { network_id: network.id, campaign_id: campaign };
  const now = app.deps.clock();
  await trx
    .insertInto('campaigns')
    .values({ network_id: network.id, id: campaign, slug: 'visits', state: 'open', created_at: now, updated_at: now })
    .execute();
  const { title, summary, story, letter_subject, letter_body } = completeText('Visits');
  await trx
    .insertInto('campaign_texts')
    .values({
      ...own,
      locale: 'en',
      title: title!,
      summary: summary!,
      story: story!,
      asks: ['a'],
      addressees: 'a',
      thanks: 't',
      letter_subject: letter_subject!,
      letter_body: letter_body!,
    })
    .execute();
  await trx
    .insertInto('campaign_targets')
    .values([
      { ...own, id: newId(), role_id: 'xx-assembly:member', position: 1 },
      { ...own, id: newId(), post_id: 'xx-justice', position: 2 },
    ])
    .execute();
});
const form = (over: Record<string, string> = {}) => ({
  id: newId(),
  post: 'xx-justice',
  official: 'o2',
  promise: 'To visit the women’s prison <b>before winter</b>',
  said_on: '2026-11-01',
  due_on: '2026-11-20',
  source: '=Answer in the house',
  source_url: '',
  note: 'kept from the public',
  ...over,
});
const board = urls.stands.board(at, 'visits');
const promises = urls.stands.promises(at, campaign);
const due = () =>
  readNetwork(app.db, network.id, (trx) =>
    feature.dashboard!(
      {
        trx,
        actor: { kind: 'account', id: ada.id, name: 'Ada', roles: ['coordinator'] },
        network,
        locale: 'en',
        now: app.deps.clock(),
      },
      app.deps.messages.for('en'),
    ),
  );

test('a promise is recorded, comes due, is kept; the public reads all of it, by region and in the history', async () => {
  expect(await text(urls.stands.history(at, 'visits'))).toContain('Nothing was recorded for this campaign yet');
  expect((await get(urls.stands.promise(at, campaign, 'xx-justice'))).status).toBe(200);
  const own = form();
  for (let twice = 0; twice < 2; twice += 1) expect((await post(promises, own)).status).toBe(303);
  expect(await due()).toMatchObject([{ text: 'A promise of Mara Lind is due' }]);
  app.deps.pages.forget();
  let shown = await text(board);
  expect(shown).toContain('0 kept, 0 broken, 1 open.');
  expect(shown).toContain('before winter');
  expect(shown).toContain('That day has come.');
  expect(shown).toContain('Sample country, invented (3 seats)');
  expect(shown).not.toContain('kept from the public');
  expect(await (await app.get(board)).text()).not.toContain('<b>before');

  const outcome = urls.stands.outcome(at, campaign, own.id);
  expect((await post(outcome, { outcome: 'perhaps', said_on: '2099-01-01', source: '' })).status).toBe(422);
  expect((await post(outcome, { outcome: 'broken', said_on: '2026-11-20', source: 'Nobody came' })).status).toBe(303);
  app.at('2026-11-21T13:00:00Z');
  expect((await post(outcome, { outcome: 'kept', said_on: '2026-11-21', source: 'She came a day late' })).status).toBe(
    303,
  );
  expect(await due()).toEqual([]);
  shown = await text(board);
  expect(shown).toContain('1 kept, 0 broken, 0 open.');
  const history = await text(urls.stands.history(at, 'visits'));
  for (const said of ['She came a day late', 'Nobody came', 'Promised:']) expect(history).toContain(said);
});

test('mistakes are shown with what was typed; a promise taken back counts no more and stays in the history', async () => {
  const wrong = await post(promises, form({ promise: '', due_on: '2026-10-01', note: 'typed' }));
  expect(wrong.status).toBe(422);
  const html = words(await wrong.text());
  expect(html).toContain('before the day on which it was promised');
  expect(html).toContain('typed');
  expect(words(await (await post(promises, form({ official: 'gone' }))).text())).toContain('Somebody else holds');
  const own = form({ promise: 'By mistake' });
  await post(promises, own);
  const retraction = urls.stands.promiseRetraction(at, campaign, own.id);
  expect((await post(retraction, { reason: '' })).status).toBe(422);
  expect((await post(retraction, { reason: 'It was another minister' })).status).toBe(303);
  const shown = await text(board);
  expect(shown).toContain('1 kept, 0 broken, 0 open.');
  expect(shown).toContain('It was another minister');
  // What is taken back is not judged any more.
  await post(urls.stands.outcome(at, campaign, own.id), { outcome: 'kept', said_on: '2026-11-21', source: 's' });
  expect(await text(board)).toContain('1 kept, 0 broken, 0 open.');
});

test('others find nothing; a court is not on the board at all', async () => {
  const own = form();
  await post(promises, own);
  const pages = [
    urls.stands.promise(at, campaign, 'xx-justice'),
    urls.stands.outcome(at, campaign, own.id),
    urls.stands.promiseRetraction(at, campaign, own.id),
  ];
  const member = await signInAs(app, network, 'member');
  const elsewhere = await createNetwork(app, 'elsewhere');
  const stranger = await signInAs(app, elsewhere, 'coordinator');
  for (const path of pages) {
    expect([path, (await app.get(path)).status]).toEqual([path, 403]);
    expect([path, (await get(path, member.cookie)).status]).toEqual([path, 404]);
    expect([path, (await get(path.replace('/ember/', '/elsewhere/'), stranger.cookie)).status]).toEqual([path, 404]);
    expect([path, (await post(path.split('/new')[0]!, {}, member.cookie)).status]).toEqual([path, 404]);
  }
  expect((await get(urls.stands.outcome(at, newId(), own.id))).status).toBe(404);
  expect((await get(urls.stands.promise(at, campaign, 'xx-south'))).status).toBe(404);
});
