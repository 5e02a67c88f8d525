import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, type TestApp } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { asOwner, inNetwork, readNetwork } from '../../platform/db/index.ts';
import type { Actor, Ctx, Network } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { representativesOf } from '../representatives/index.ts';
import { loadVocabularies, pointingTo } from '../vocabularies/index.ts';
import { addTarget, close, createCampaign, publish, saveBasics, saveText } from './commands.ts';
import { readTextForm } from './forms.ts';
import { feature } from './index.ts';
import { completeText, makeLegislature } from './world.ts';

let app: TestApp;
let network: Network;
const coordinator: Actor = { kind: 'account', id: newId(), name: 'Ada', roles: ['coordinator'] };
const at = { network: 'ember', locale: 'en' };

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-21T12:00:00Z' });
  network = await createNetwork(app, 'ember');
  await asOwner(app.db, loadVocabularies);
  await makeLegislature(app);
});
beforeEach(async () => {
  app.at('2026-11-21T12:00:00Z');
  await app.db.owner.query('delete from campaigns');
});
afterAll(() => app.stop());

const run = <T>(work: (ctx: Ctx) => Promise<T>) =>
  inNetwork(app.db, network.id, (trx) =>
    work({ trx, actor: coordinator, network, locale: 'en', now: app.deps.clock() }),
  );
const items = (actor: Actor = coordinator, locale = 'en', of: Network = network) =>
  readNetwork(app.db, of.id, (trx) =>
    feature.dashboard!({ trx, actor, network: of, locale, now: app.deps.clock() }, app.deps.messages.for(locale)),
  );

const form = (title: string) => {
  const fields = completeText(title);
  return readTextForm({ get: (name) => fields[name] ?? '', all: () => [], pairs: () => [] });
};

async function make(
  title: string,
  given: { target?: { role: string } | { post: string }; closes?: string; open?: boolean } = {},
): Promise<string> {
  const id = newId();
  await run(async (ctx) => {
    await createCampaign(ctx, id, { title, slug: '', locale: 'en', mode: 'letter' });
    await saveText(ctx, id, 'en', form(title));
    const lookup = await representativesOf(app.db).of(network);
    await addTarget(ctx, id, lookup, given.target ?? { post: 'xx-justice' });
    const closes = given.closes ? new Date(given.closes) : null;
    await saveBasics(
      ctx,
      id,
      { slug: title.toLowerCase(), goal: null, closes_at: closes },
      { issues: ['poverty'], places: ['ca'], provisions: [] },
    );
    if (given.open !== false) expect(await publish(ctx, id)).toEqual({ ok: true });
  });
  return id;
}

describe('what needs somebody today', () => {
  test('a draft after three days, not before; nothing for those who do not run campaigns', async () => {
    const id = await make('Waiting', { open: false });
    expect(await items()).toEqual([]);
    app.at('2026-11-24T12:00:00Z');
    expect(await items()).toEqual([]);
    app.at('2026-11-24T12:00:01Z');
    expect(await items()).toMatchObject([
      {
        text: '“Waiting” is still a draft',
        since: new Date('2026-11-21T12:00:00Z'),
        href: urls.campaigns.edit(at, id),
      },
    ]);
    for (const roles of [['member'], ['lead'], ['auditor']] as const) {
      expect(await items({ kind: 'account', id: newId(), name: 'Bo', roles: [...roles] })).toEqual([]);
    }
    expect(await items({ kind: 'public' })).toEqual([]);
    const other = await createNetwork(app, 'other');
    expect(await items(coordinator, 'en', other)).toEqual([]);
  });

  test('a campaign that closes within three days, and one past its date until it is closed', async () => {
    const id = await make('Soon', { closes: '2026-11-25T10:00:00Z' });
    expect(await items()).toEqual([]);
    app.at('2026-11-22T12:00:00Z');
    expect(await items()).toMatchObject([
      { text: '“Soon” closes soon', why: 'It is open until November 25, 2026', since: null },
    ]);
    app.at('2026-11-25T10:00:00Z');
    expect(await items()).toMatchObject([
      { text: '“Soon” is past its closing date', href: urls.campaigns.closure(at, id) },
    ]);
    await run((ctx) => close(ctx, id));
    expect(await items()).toEqual([]);
  });

  test('posts in which nobody serves, counted among those that stand', async () => {
    await make('Gaps', { target: { role: 'xx-assembly:member' } });
    // The tenure of the southern post ended on this very day; the post of the old lines is not counted at all.
    expect(await items()).toMatchObject([
      { text: '“Gaps” asks posts that stand empty', why: 'For 1 post of 2 nobody is known to serve' },
    ]);
    app.at('2026-11-20T12:00:00Z');
    expect(await items()).toEqual([]);
  });

  test('district lines that have ended, while no newer ones hold', async () => {
    await make('Lines', { target: { role: 'xx-assembly:member' } });
    const lines = async () => (await items()).filter((item) => item.text.includes('district lines'));
    expect(await lines()).toEqual([]);
    await app.db.owner.query("update boundary_sets set valid_until = '2026-11-21' where id = 'xx-2026'");
    expect(await lines()).toMatchObject([{ why: expect.stringContaining('They ended on November 21, 2026') }]);
    await app.db.owner.query("update boundary_sets set valid_until = null where id = 'xx-2026'");
  });

  test('a fixed post that ended with its lines', async () => {
    await make('Fixed', { target: { post: 'xx-old' } });
    expect((await items()).map((item) => item.text)).toEqual(['“Fixed” rests on district lines that have ended']);
  });
});

describe('what points to an issue or a place', () => {
  const references = async (kind: 'issue' | 'place', id: string, locale = 'en') => {
    const ctx = { actor: { kind: 'public' as const }, network, locale, now: app.deps.clock() };
    const { groups } = await readNetwork(app.db, network.id, (trx) =>
      pointingTo({ features: [feature] }, { ...ctx, trx }, { kind, id }),
    );
    return groups;
  };
  const one = (title: string, locale: string) => [
    {
      kind: 'campaign',
      count: 1,
      lines: [{ id: expect.any(String), title, locale, href: `/ember/${locale}/campaigns/open`, machine: false }],
    },
  ];

  test('published campaigns, in a language they are offered in; never a draft', async () => {
    const open = await make('Open');
    await make('Hidden', { open: false });
    await run((ctx) => saveText(ctx, open, 'fr', { ...form('Ouverte'), story: '' }));
    expect(await references('issue', 'poverty')).toEqual(one('Open', 'en'));
    // French is not ready: the English page is named.
    expect(await references('place', 'ca', 'fr')).toEqual(one('Open', 'en'));
    await run((ctx) => saveText(ctx, open, 'fr', form('Ouverte')));
    expect(await references('place', 'ca', 'fr')).toEqual(one('Ouverte', 'fr'));
    await run((ctx) => close(ctx, open));
    expect(await references('issue', 'poverty')).toHaveLength(1);
    expect(await references('issue', 'homelessness')).toEqual([]);
  });
});
