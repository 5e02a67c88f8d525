import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { asOwner, inNetwork } from '../../platform/db/index.ts';
import { drawNear } from '../../platform/geo/world.ts';
import type { Actor, Ctx, Network } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { readAgain } from '../search/indexing.ts';
import { aboutOf } from '../spine/index.ts';
import { loadVocabularies } from '../vocabularies/index.ts';
import { facilitiesSeenAs, knownAmong } from './access.ts';
import { precisions } from './facility.ts';
import { feature } from './index.ts';

let app: TestApp;
let network: Network;
const at = { network: 'ember', locale: 'en' };
const readers: Record<string, string | undefined> = { public: undefined };
const organisations = { door: newId(), other: newId() };
const name = 'Secret Hollow Prison';

const form = (more: Record<string, string> = {}) => ({
  organisation: organisations.door,
  'name.en': name,
  kind: 'prison',
  women: 'only',
  unit: 'unknown',
  place: 'us-ny-capital',
  locality: 'Hollow',
  latitude: '42.6543',
  longitude: '-73.7512',
  position_shown: 'rounded',
  ...more,
});
const get = async (path: string, who = 'public') => {
  const answer = await app.get(path, readers[who] ? { cookie: readers[who] } : {});
  return { status: answer.status, text: await answer.text() };
};
const send = (path: string, fields: Record<string, string>, who: string) =>
  app.post(path, fields, { cookie: readers[who] });
/** Makes one for `door` and returns its id. */
async function make(more: Record<string, string> = {}, who = 'author'): Promise<string> {
  const id = newId();
  expect((await send(urls.facilities.create(at), { id, ...form(more) }, who)).status).toBe(303);
  return id;
}
const release = (id: string, fields: Record<string, string>, who = 'author') =>
  send(urls.facilities.release(at, id), { checked: 'yes', ...fields }, who);

/** Something that everybody may read, and that is about the facility. */
async function newsAbout(facility: string): Promise<void> {
  const id = newId();
  await app.db.owner.query(
    `insert into news_items (network_id, id, slug, kind, state, publish_at, created_at, updated_at)
     values ($1, $2, $3, 'post', 'published', '2026-11-01', now(), now())`,
    [network.id, id, `news-${id}`],
  );
  await app.db.owner.query(
    `insert into news_texts (network_id, item_id, locale, title, summary, body) values ($1, $2, 'en', 'What we heard', '', 'b')`,
    [network.id, id],
  );
  await app.db.owner.query(
    `insert into tags (network_id, subject, subject_id, noun, noun_id) values ($1, 'news', $2, 'facility', $3)`,
    [network.id, id, facility],
  );
}

/** An offer about it that everybody may read, as one of its keepers writes it; its id. */
async function offerAbout(facility: string, title = 'An offer, heard'): Promise<string> {
  const id = newId();
  const fields = { id, side: 'offer', kind: 'visit', locale: 'en', title, body: 'We come along.', languages: 'en' };
  const rest = { organisation: '', country: '', whereabouts: '', from: '', until: '2027-03-31', seen: 'public' };
  expect((await get(urls.exchange.create(at), 'author')).text).toContain(name);
  const sent = await send(urls.exchange.list(at), { ...fields, ...rest, facilities: facility }, 'author');
  expect(sent.status).toBe(303);
  expect((await get(urls.exchange.edit(at, id), 'author')).text).toMatch(
    new RegExp(`value="${facility}"[^>]* checked`),
  );
  return id;
}

/** A practice about it, as one of its keepers writes and the coordination publishes it; its slug. */
async function practiceAbout(facility: string): Promise<string> {
  const made = await send(urls.practices.list(at), { id: newId(), title: 'A practice, heard', locale: 'en' }, 'author');
  const slug = /practices\/([^/]+)\/texts/.exec(made.headers.get('location')!)![1]!;
  const words = { title: 'A practice, heard', problem: 'p', done: 'd', result: 'r', notFor: '' };
  await send(urls.practices.text(at, slug, 'en'), words, 'author');
  const basics = { country: '', organisation: '', began: '', links: '', seen: 'public', facilities: facility };
  expect((await send(urls.practices.edit(at, slug), basics, 'author')).status).toBe(303);
  expect((await get(urls.practices.edit(at, slug), 'author')).text).toMatch(
    new RegExp(`value="${facility}"[^>]* checked`),
  );
  expect((await send(urls.practices.publication(at, slug), {}, 'coordinator')).status).toBe(303);
  return slug;
}

/** A work of the library, a news item, a campaign, an offer and a practice about it, which everybody may read; their addresses. */
async function thingsAbout(
  facility: string,
): Promise<Record<'news' | 'work' | 'campaign' | 'offer' | 'practice', string>> {
  await newsAbout(facility);
  const { rows } = await app.db.owner.query(`select subject_id from tags where noun_id = $1`, [facility]);
  const work = newId();
  await app.db.owner.query(
    `insert into library_works (network_id, id, slug, kind, state, access, publish_at, creators, contributors, licence, created_at, updated_at)
     values ($1, $2, $3, 'report', 'published', 'public', '2026-11-01', '[]', '[]', 'cc-by', now(), now())`,
    [network.id, work, `work-${work}`],
  );
  await app.db.owner.query(
    `insert into library_versions (network_id, id, work_id, locale, title, title_key, original, updated_at) values ($1, $2, $3, 'en', 'A report', 'a report', true, now())`,
    [network.id, newId(), work],
  );
  await app.db.owner.query(
    `insert into tags (network_id, subject, subject_id, noun, noun_id) values ($1, 'library', $2, 'facility', $3)`,
    [network.id, work, facility],
  );
  const campaign = newId();
  await app.db.owner.query(
    `insert into campaigns (network_id, id, slug, mode, state, created_at, updated_at) values ($1, $2, $3, 'letter', 'open', now(), now())`,
    [network.id, campaign, `campaign-${campaign}`],
  );
  await app.db.owner.query(
    `insert into campaign_texts (network_id, campaign_id, locale, title, summary, story, asks, addressees, letter_subject, letter_body, thanks)
     values ($1, $2, 'en', 'A campaign', 's', 's', '{a}', 'a', 's', 'b', 't')`,
    [network.id, campaign],
  );
  // As its coordinator says it, who may know of the facility by then.
  await app.db.owner.query(
    `update facilities set network_from = '2026-11-01', network_precision = 'facility' where id = $1`,
    [facility],
  );
  const [offer, practice] = [await offerAbout(facility), await practiceAbout(facility)];
  const desk = urls.campaigns.edit(at, campaign);
  expect((await get(desk, 'coordinator')).text).toContain(name);
  const fields = { slug: `campaign-${campaign}`, goal: '', closes_at: '', places: 'us', facilities: facility };
  expect((await send(desk, fields, 'coordinator')).status).toBe(303);
  expect((await get(desk, 'coordinator')).text).toMatch(new RegExp(`value="${facility}"[^>]* checked`));
  return {
    campaign: urls.campaigns.show(at, `campaign-${campaign}`),
    news: urls.news.show(at, `news-${rows[0].subject_id}`),
    work: urls.library.show(at, `work-${work}`),
    offer: urls.exchange.item(at, offer),
    practice: urls.practices.show(at, practice),
  };
}
const exports = (work: string) => [
  ...[
    '/ember/en/practices.atom',
    '/ember/en/news.atom',
    '/ember/en/news.json',
    '/ember/en/library.atom',
    '/ember/en/library.json',
  ],
  ...['bib', 'ris', 'csl.json', 'csv'].map((format) => `/ember/en/library.${format}`),
  ...['bib', 'ris', 'csl.json'].map((format) => `${work}/cite.${format}`),
];

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-21T12:00:00Z' });
  network = await createNetwork(app, 'ember');
  await createNetwork(app, 'other');
  await asOwner(app.db, loadVocabularies);
  for (const [slug, id] of Object.entries(organisations))
    await app.db.owner.query(
      `insert into organisations (network_id, id, slug, name, name_key, kind, created_at, updated_at)
       values ($1, $2, $3, $3, $3, 'association', now(), now())`,
      [network.id, id, slug],
    );
  for (const [who, role, organisation] of [
    ['author', 'member', 'door'],
    ['suspended', 'member', 'door'],
    ['stranger', 'member', 'other'],
    ['member', 'member', undefined],
    ['coordinator', 'coordinator', undefined],
    ['auditor', 'auditor', undefined],
  ] as const) {
    const { id, cookie } = await signInAs(app, network, role);
    readers[who] = cookie;
    if (organisation)
      await app.db.owner.query(
        `insert into affiliations (network_id, id, organisation_id, account_id, from_on) values ($1, $2, $3, $4, '2026-01-01')`,
        [network.id, newId(), organisations[organisation], id],
      );
    if (who === 'suspended')
      await app.db.owner.query(
        `insert into memberships (network_id, id, account_id, state, from_on, created_at) values ($1, $2, $3, 'suspended', '2026-01-01', now())`,
        [network.id, newId(), id],
      );
  }
});
afterAll(() => app.stop());

/** What each reader finds of a facility, by whichever way it could be found. */
async function ways(id: string, who: string): Promise<Record<string, boolean>> {
  const shows = async (path: string) => (await get(path, who)).text.includes(name);
  await app.work();
  return {
    page: (await get(urls.facilities.show(at, id), who)).status === 200,
    list: await shows(urls.facilities.list(at)),
    filtered: await shows(urls.facilities.list(at, { place: 'us-ny-capital' })),
    country: await shows(urls.vocabularies.place(at, 'us')),
    json: await shows(urls.facilities.json(at)),
    search: await shows('/ember/en/search?q=hollow'),
  };
}
const everywhere = { page: true, list: true, filtered: true, country: true, json: true, search: true };
const nowhere = { page: false, list: false, filtered: false, country: false, json: false, search: false };
/** What only those who belong may know is in no list for programs; what only its keepers know is in no search either. */
const inside = { ...everywhere, json: false };
const kept = { ...inside, search: false };
const sitemap = async () => (await (await app.get('/ember/sitemap.xml')).text()).includes('/facilities/');

describe('a facility', () => {
  test('is its organisation’s alone until it is released, by whichever way it is looked for', async () => {
    const id = await make();
    await newsAbout(id);
    expect(await ways(id, 'author')).toEqual(kept);
    for (const who of ['public', 'member', 'stranger', 'suspended', 'coordinator', 'auditor'])
      expect(await ways(id, who), who).toEqual(nowhere);
    // One that is not there and one that is hidden answer alike.
    for (const who of ['public', 'member', 'coordinator']) {
      const [hidden, none] = [
        await get(urls.facilities.show(at, id), who),
        await get(urls.facilities.show(at, newId()), who),
      ];
      expect([hidden.status, none.status]).toEqual([404, 404]);
    }
    expect((await get(urls.facilities.show({ ...at, network: 'other' }, id))).status).toBe(404);
    for (const path of [urls.facilities.edit(at, id), urls.facilities.release(at, id)])
      expect((await get(path, 'stranger')).status).toBe(404);
    for (const [path, fields] of [
      [urls.facilities.edit(at, id), form()],
      [urls.facilities.release(at, id), { audience: 'public', from: '', precision: 'facility', checked: 'yes' }],
      [urls.facilities.withdrawal(at, id), { audience: 'public' }],
      [urls.facilities.removal(at, id), {}],
      [urls.facilities.restoration(at, id), {}],
    ] as const)
      for (const who of ['stranger', 'suspended', 'coordinator'])
        expect([403, 404], `${path} ${who}`).toContain((await send(path, fields, who)).status);
    // What is about it is counted nowhere.
    for (const place of ['us-ny-capital', 'us-ny', 'us'])
      expect((await get(urls.vocabularies.place(at, place), 'coordinator')).text).not.toContain('What we heard');
    expect((await get(urls.facilities.show(at, id), 'author')).text).toContain('What we heard');
    expect(await sitemap()).toBe(false);
    // Nor told by the log.
    const { rows } = await app.db.owner.query(`select detail::text from audit where noun_id = $1`, [id]);
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(/Hollow|us-ny/);
    // Nor by where its name stands among others, to whom its id is known, as it is to who reads the log.
    const zed = await make({ 'name.en': 'Zed House' });
    await release(zed, { audience: 'network', from: '', precision: 'facility' });
    for (const path of [
      urls.facilities.list(at, { after: id }),
      `${urls.vocabularies.place(at, 'us-ny')}?kind=facility&after=${id}`,
    ]) {
      expect((await get(path, 'member')).text, path).not.toContain('Zed House');
      expect((await get(path.replace(id, newId()), 'member')).text, path).not.toContain('Zed House');
    }
    expect((await get(urls.facilities.list(at), 'member')).text).toContain('Zed House');
    for (const one of [id, zed]) await send(urls.facilities.removal(at, one), {}, 'author');
  });

  test('released to the public on a later day, it is there from that day on, and no job brings it', async () => {
    const id = await make();
    expect((await release(id, { audience: 'public', from: '2026-11-20', precision: 'facility' })).status).toBe(422);
    expect((await release(id, { audience: 'public', from: '', precision: 'facility', checked: '' })).status).toBe(422);
    expect((await release(id, { audience: 'public', from: '2026-12-01', precision: 'facility' })).status).toBe(303);
    expect(await ways(id, 'public')).toEqual(nowhere);
    expect(await ways(id, 'member')).toEqual(nowhere);
    app.at('2026-12-01T12:00:00Z');
    expect(await ways(id, 'public')).toEqual(everywhere);
    expect(await sitemap()).toBe(true);
    // Rounded for others, exact for its own people.
    expect((await get(urls.facilities.show(at, id))).text).not.toContain('42.65');
    expect((await get(urls.facilities.show(at, id), 'author')).text).toContain('42.65');
    const answer = JSON.parse((await get(urls.facilities.json(at), 'author')).text);
    expect(answer.facilities[0].position).toEqual({ latitude: 42.7, longitude: -73.8, rounded: true });
    // Withdrawn, it is nowhere at once.
    const gone = await send(urls.facilities.withdrawal(at, id), { audience: 'public' }, 'author');
    expect(gone.status).toBe(303);
    expect(await ways(id, 'public')).toEqual(nowhere);
    expect(await sitemap()).toBe(false);
    app.at('2026-11-21T12:00:00Z');
    await send(urls.facilities.removal(at, id), {}, 'author');
  });

  test('released to the network, it is the network’s and not the public’s; taken back before its day nobody saw it', async () => {
    const id = await make();
    await release(id, { audience: 'network', from: '2026-11-25', precision: 'facility' });
    const undone = await send(urls.facilities.withdrawal(at, id), { audience: 'network' }, 'author');
    expect(undone.status).toBe(303);
    app.at('2026-11-26T12:00:00Z');
    expect(await ways(id, 'member')).toEqual(nowhere);
    await release(id, { audience: 'network', from: '', precision: 'facility' });
    for (const who of ['member', 'stranger', 'coordinator']) expect(await ways(id, who), who).toEqual(inside);
    for (const who of ['public', 'suspended', 'auditor']) expect(await ways(id, who), who).toEqual(nowhere);
    app.at('2026-11-21T12:00:00Z');
    await send(urls.facilities.removal(at, id), {}, 'author');
  });

  test('released as its region, what is about it stands at the region, from that day on; the facility itself stays hidden', async () => {
    const id = await make();
    await newsAbout(id);
    await release(id, { audience: 'public', from: '2026-11-30', precision: 'region' });
    const counted = async (place: string, who?: string) => {
      app.deps.edits.emit('');
      return (await get(urls.vocabularies.place(at, place), who)).text.includes('What we heard');
    };
    // The search's choices of places with their counts, and how many it finds at each.
    const searched = async (who = 'public') => {
      await readAgain(app.deps, network.id);
      const { text } = await get('/ember/en/search?q=heard', who);
      const found = async (place: string) =>
        /(\d+) results?|Nothing/.exec((await get(`/ember/en/search?q=heard&place=${place}`, who)).text)?.[0];
      const choices = [...text.matchAll(/<option value="(us[a-z-]*)">([^<]*)/g)].map(([, ...said]) => said.join(' '));
      expect(text).not.toContain(id);
      return [choices, await found('us-ny'), await found('us')];
    };
    expect(await counted('us-ny')).toBe(false);
    for (const who of ['public', 'member']) expect(await searched(who)).toEqual([[], 'Nothing', 'Nothing']);
    app.at('2026-11-30T12:00:00Z');
    for (const who of ['public', 'member'])
      expect(await searched(who)).toEqual([['us-ny New York State (1)'], '1 result', 'Nothing']);
    // About the region by itself as well, it is one thing there.
    await app.db.owner.query(
      `insert into tags select network_id, subject, subject_id, 'place', 'us-ny' from tags where noun_id = $1`,
      [id],
    );
    expect(await searched()).toEqual([['us-ny New York State (1)'], '1 result', 'Nothing']);
    await app.db.owner.query(`delete from tags where noun_id = 'us-ny'`);
    for (const who of ['public', 'member'])
      for (const place of ['us-ny', 'us-ny-capital', 'us']) expect(await counted(place, who)).toBe(place === 'us-ny');
    expect(await ways(id, 'public')).toEqual(nowhere);
    expect(words((await get(urls.vocabularies.place(at, 'us-ny'))).text)).toContain('News 1');
    // Withdrawn, it is as if it had never been; no job has to notice.
    await send(urls.facilities.withdrawal(at, id), { audience: 'public' }, 'author');
    for (const who of ['public', 'member']) {
      expect(await searched(who)).toEqual([[], 'Nothing', 'Nothing']);
      expect(await counted('us-ny', who)).toBe(false);
    }
    app.at('2026-11-21T12:00:00Z');
    await send(urls.facilities.removal(at, id), {}, 'author');
  });

  test('a coordinator takes another organisation’s releases back at once; its people are told that something changed, and they alone release it again', async () => {
    const id = await make();
    const stop = urls.facilities.stop(at, id);
    const because = { reason: 'inside', note: 'The <b>court</b> paper names a wing.' };
    // What she does not see she cannot take back; nobody else can at all.
    expect((await send(stop, because, 'coordinator')).status).toBe(404);
    await release(id, { audience: 'network', from: '', precision: 'facility' });
    await release(id, { audience: 'public', from: '2026-12-01', precision: 'region' });
    for (const who of ['public', 'member', 'stranger', 'author', 'auditor'])
      expect([303, 403, 404], who).toContain((await send(stop, because, who)).status);
    expect(await ways(id, 'member')).toEqual(inside);
    expect((await get(urls.facilities.show(at, id), 'member')).text).not.toContain(stop);
    expect((await get(urls.facilities.show(at, id), 'coordinator')).text).toContain(stop);
    expect((await send(stop, { reason: '', note: 'x' }, 'coordinator')).status).toBe(422);
    // Sent twice, at once and again, it is one; of another network it is none.
    const elsewhere = await signInAs(app, await app.network('other'), 'coordinator');
    expect((await app.post(stop.replace('/ember/', '/other/'), because, elsewhere)).status).toBe(404);
    const twice = await Promise.all([send(stop, because, 'coordinator'), send(stop, because, 'coordinator')]);
    expect([...twice, await send(stop, because, 'coordinator')].map(({ status }) => status)).toEqual([303, 303, 303]);
    for (const who of ['public', 'member', 'stranger', 'coordinator'])
      expect(await ways(id, who), who).toEqual(nowhere);
    app.at('2026-12-02T12:00:00Z');
    expect((await get(urls.vocabularies.place(at, 'us-ny'))).text).not.toContain('What we heard');
    app.at('2026-11-21T12:00:00Z');
    // Its people read why, and nobody else does: not the log, not the mail.
    for (const path of [urls.facilities.show(at, id), urls.facilities.release(at, id)]) {
      const { text } = await get(path, 'author');
      expect(text).toContain('Danger to somebody inside');
      expect(text).toContain('The &lt;b&gt;court&lt;/b&gt; paper');
    }
    expect((await get(urls.facilities.mine(at), 'author')).text).toContain('Withdrawn by the coordination');
    const { rows } = await app.db.owner.query(`select verb, detail::text from audit where noun_id = $1 order by id`, [
      id,
    ]);
    expect(rows.filter(({ detail }) => /urgent/.test(detail)).map(({ detail }) => JSON.parse(detail))).toEqual([
      { audience: 'all', urgent: true, reason: 'inside' },
    ]);
    const mails = await app.db.owner.query(`select subject_id from mails where kind = 'facility-stopped'`);
    // To her who works with it and is not suspended, once.
    expect(mails.rowCount).toBe(1);
    await inNetwork(app.db, network.id, async (trx) => {
      const ctx: Ctx = { trx, actor: { kind: 'system' }, network, locale: 'en', now: app.deps.clock() };
      const composed = await feature.mails!['facility-stopped']!.compose({ ctx, deps: app.deps }, [
        mails.rows[0].subject_id,
      ]);
      const text = JSON.stringify([...composed.values()]);
      expect(text).toContain('Something changed');
      expect(text).not.toMatch(/Hollow|court|inside|withdr/i);
    });
    // Only they release it again; then the words go.
    expect((await release(id, { audience: 'network', from: '', precision: 'facility' }, 'coordinator')).status).toBe(
      404,
    );
    expect((await release(id, { audience: 'network', from: '', precision: 'facility' })).status).toBe(303);
    expect(await ways(id, 'member')).toEqual(inside);
    expect((await get(urls.facilities.show(at, id), 'author')).text).not.toContain('court');
    await send(urls.facilities.removal(at, id), {}, 'author');
  });

  test('is offered for tagging to those alone who may know it, and a stranger’s saving leaves the tag where it is', async () => {
    const id = await make({}, 'author');
    await newsAbout(id);
    const { rows } = await app.db.owner.query(`select subject_id from tags where noun_id = $1`, [id]);
    const item = rows[0].subject_id;
    const edit = urls.news.edit(at, item);
    expect((await get(edit, 'coordinator')).text).not.toContain(name);
    const saved = await send(
      edit,
      { slug: `news-${item}`, kind: 'post', authors: '', publish_at: '', facilities: id },
      'coordinator',
    );
    expect(saved.status).toBe(303);
    const left = await app.db.owner.query(`select 1 from tags where noun_id = $1`, [id]);
    expect(left.rowCount).toBe(1);
    // So with an offer that a coordinator mends, and with a practice that somebody takes up.
    const [offer, practice] = [await offerAbout(id, 'An offer'), await practiceAbout(id)];
    const mend = urls.exchange.edit(at, offer);
    expect((await get(mend, 'coordinator')).text).not.toContain(name);
    const mended = { kind: 'visit', organisation: '', country: '', whereabouts: '', from: '', until: '2027-03-31' };
    for (const facilities of [id, ''])
      expect((await send(mend, { ...mended, languages: 'en', seen: 'public', facilities }, 'coordinator')).status).toBe(
        303,
      );
    const use = { id: newId(), use_country: 'us', use_organisation: '', use_began: '', changed: 'Weekly.' };
    expect((await send(urls.practices.uses(at, practice), use, 'member')).status).toBe(303);
    const about = async (subject: string) =>
      (
        await app.db.owner.query(`select noun || ':' || noun_id as about from tags where subject = $1 order by 1`, [
          subject,
        ])
      ).rows.map((row) => row.about);
    expect([await about('exchange'), await about('practice')]).toEqual([
      [`facility:${id}`],
      [`facility:${id}`, 'place:us'],
    ]);
    await send(urls.practices.useRemoval(at, practice, use.id), {}, 'member');
    expect(await about('practice')).toEqual([`facility:${id}`]);
    // What one does not know of cannot be said either, nor tried out: it stays as it was.
    const tried = {
      ...mended,
      id: newId(),
      side: 'offer',
      locale: 'en',
      title: 'Tried',
      body: 'b',
      languages: 'en',
      seen: 'members',
    };
    await send(urls.exchange.list(at), { ...tried, facilities: id }, 'stranger');
    expect(await about('exchange')).toEqual([`facility:${id}`]);
    // Withdrawn, the offer is at once in no list of the facility's page, nor the practice once it is sent back.
    const kept = async () => (await get(urls.facilities.show(at, id), 'author')).text;
    for (const href of [urls.exchange.item(at, offer), urls.practices.show(at, practice)])
      expect(await kept()).toContain(`"${href}"`);
    await send(urls.exchange.withdrawal(at, offer), {}, 'author');
    await send(urls.practices.return(at, practice), { note: 'Later.' }, 'coordinator');
    for (const href of [urls.exchange.item(at, offer), urls.practices.show(at, practice)])
      expect(await kept()).not.toContain(`"${href}"`);
    // Who has hers deleted leaves no tie to a facility behind.
    await inNetwork(app.db, network.id, async (trx) => {
      const ctx: Ctx = { trx, actor: { kind: 'system' }, network, locale: 'en', now: app.deps.clock() };
      const { rows } = await app.db.owner.query(`select account_id from exchange_items where id = $1`, [offer]);
      const exchange = app.deps.features.find((one) => one.name === 'exchange')!;
      expect(JSON.stringify(await exchange.exportAccount!(ctx, rows[0].account_id))).toContain(`facility:${id}`);
      await exchange.departs!(ctx, rows[0].account_id, { former: true, erased: true });
    });
    expect([await about('exchange'), await about('practice')]).toEqual([[], []]);
    await release(id, { audience: 'network', from: '', precision: 'facility' });
    expect((await get(edit, 'coordinator')).text).toContain(name);
    await send(edit, { slug: `news-${item}`, kind: 'post', authors: '', publish_at: '' }, 'coordinator');
    expect((await app.db.owner.query(`select 1 from tags where noun_id = $1`, [id])).rowCount).toBe(0);
    await send(urls.facilities.removal(at, id), {}, 'author');
  });

  test('is written down by who works with an organisation, and by coordinators for the coordination; hostile words are words', async () => {
    expect((await send(urls.facilities.create(at), form(), 'stranger')).status).toBe(404);
    expect((await send(urls.facilities.create(at), form(), 'member')).status).toBe(404);
    expect((await send(urls.facilities.create(at), form({ organisation: '' }), 'author')).status).toBe(404);
    const id = await make({ organisation: '', 'name.en': '=<b>เรือนจำ & "x"' }, 'coordinator');
    expect((await get(urls.facilities.show(at, id), 'coordinator')).text).toContain('=&lt;b&gt;เรือนจำ &amp; ');
    expect((await get(urls.facilities.show(at, id), 'author')).status).toBe(404);
    const wrong = await send(
      urls.facilities.create(at),
      form({ women_held: '-3', latitude: '91', source_url: 'javascript:x', 'name.en': '' }),
      'author',
    );
    expect(wrong.status).toBe(422);
    // Sent twice it is one.
    const twice = newId();
    for (let n = 0; n < 2; n++) await send(urls.facilities.create(at), { id: twice, ...form() }, 'author');
    await send(urls.facilities.removal(at, twice), {}, 'author');
    expect((await get(urls.facilities.show(at, twice), 'author')).status).toBe(404);
    await send(urls.facilities.restoration(at, twice), {}, 'author');
    expect((await get(urls.facilities.show(at, twice), 'author')).status).toBe(200);
    // The same name in the same place is told to those who see both.
    const other = await make();
    expect((await get(urls.facilities.mine(at), 'author')).text).toContain('Perhaps twice');
    expect((await get(urls.facilities.mine(at), 'stranger')).text).not.toContain('Perhaps twice');
    for (const one of [twice, other]) await send(urls.facilities.removal(at, one), {}, 'author');
  });
});

/** What may be known of a facility: itself, only a wider place, or nothing. Said a second time here, in words and without SQL. */
type Told = 'itself' | 'us-ny-capital' | 'us-ny' | 'us' | undefined;
type Released = { from: string; precision: (typeof precisions)[number] } | null;
function told(who: string, to: Record<'network' | 'public', Released>, today: string): Told {
  if (who === 'author') return 'itself';
  const heard = who === 'public' || who === 'suspended' ? [to.public] : [to.network, to.public];
  const held = heard.flatMap((release) => (release && release.from <= today ? [release.precision] : []));
  const finest = precisions.find((precision) => held.includes(precision));
  return finest && ({ facility: 'itself', district: 'us-ny-capital', region: 'us-ny', country: 'us' } as const)[finest];
}

test('for every reader and every pair of releases the one policy says what the rules say', async () => {
  const days = ['2026-11-20', '2026-11-21', '2026-11-22'];
  const releases: Released[] = [null, ...days.flatMap((from) => precisions.map((precision) => ({ from, precision })))];
  const all = releases.flatMap((inside) =>
    releases.map((outside) => ({ id: newId(), to: { network: inside, public: outside } })),
  );
  const column = (of: (one: (typeof all)[number]) => unknown) => all.map(of);
  // About each of them one thing of a kind whose own people write it.
  const kinds = ['offer', 'request', 'practice'] as const;
  const things = all.map(({ id }, index) => ({ id: newId(), facility: id, kind: kinds[index % 3]! }));
  await app.db.owner.query(
    `insert into facilities (network_id, id, organisation_id, names, name_keys, sort_key, kind, country_id, region_id, district_id, place_id,
        network_from, network_precision, public_from, public_precision, created_at, updated_at)
     select $1, id, $2, '{"en": "F"}', '{f}', 'f', 'prison', 'us', 'us-ny', 'us-ny-capital', 'us-ny-capital', n, np, p, pp, now(), now()
       from unnest($3::uuid[], $4::date[], $5::text[], $6::date[], $7::text[]) as each (id, n, np, p, pp)`,
    [
      network.id,
      organisations.door,
      column(({ id }) => id),
      column(({ to }) => to.network?.from),
      column(({ to }) => to.network?.precision),
      column(({ to }) => to.public?.from),
      column(({ to }) => to.public?.precision),
    ],
  );
  const [{ id: writer }] = (
    await app.db.owner.query(`select id from accounts where network_id = $1 limit 1`, [network.id])
  ).rows;
  for (const [statement, values] of [
    [
      `insert into exchange_items (network_id, id, side, kind, account_id, until_on, seen, created_at, updated_at)
       select $1, id, kind, 'visit', $4, '2027-01-01', 'public', now(), now() from unnest($2::uuid[], $3::text[]) as t (id, kind) where kind <> 'practice'`,
      [writer],
    ],
    [
      `insert into practices (network_id, id, slug, state, created_at, updated_at, published_at)
       select $1, id, id::text, 'published', now(), now(), now() from unnest($2::uuid[], $3::text[]) as t (id, kind) where kind = 'practice'`,
      [],
    ],
    [
      `insert into tags (network_id, subject, subject_id, noun, noun_id)
       select $1, case kind when 'practice' then kind else 'exchange' end, id, 'facility', facility
         from unnest($2::uuid[], $3::text[], $4::text[]) as t (id, kind, facility)`,
      [things.map(({ facility }) => facility)],
    ],
  ] as const)
    await app.db.owner.query(statement, [
      network.id,
      things.map(({ id }) => id),
      things.map(({ kind }) => kind),
      ...values,
    ]);
  // As the server does by itself where there is time for it.
  await app.db.owner.query('analyze tags, exchange_items, practices, facilities');
  const exchange = app.deps.features.find((one) => one.name === 'exchange')!;
  const [{ id: author }] = (
    await app.db.owner.query(`select account_id as id from affiliations where organisation_id = $1 limit 1`, [
      organisations.door,
    ])
  ).rows;
  const account = (id: string, role: 'member' | 'coordinator'): Actor => ({
    kind: 'account',
    id,
    name: 'A',
    roles: [role],
  });
  const actors: Record<string, Actor> = {
    public: { kind: 'public' },
    member: account(newId(), 'member'),
    coordinator: account(newId(), 'coordinator'),
    author: account(author, 'member'),
  };
  const places = ['us-ny-capital', 'us-ny', 'us'];
  for (const [who, actor] of Object.entries(actors))
    await inNetwork(app.db, network.id, async (trx) => {
      const ctx: Ctx = { trx, actor, network, locale: 'en', now: app.deps.clock() };
      const known = await Promise.all(all.map(({ id }) => knownAmong(ctx, [id])));
      const at = new Map<string, Set<string>>();
      // Things at a place, as its page lists and counts them; and the terms that each thing's own page names.
      const listed = new Map<string, Set<string>>();
      for (const place of places) {
        at.set(place, new Set((await facilitiesSeenAs(ctx, place).execute()).map(({ id }) => id)));
        const groups = await exchange.backReferences!(ctx, { kind: 'place', id: place }, { limit: 1_000 });
        listed.set(place, new Set(groups.flatMap(({ lines }) => lines.map(({ id }) => id))));
        expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(listed.get(place)!.size);
      }
      const about = await Promise.all(
        things.map(({ id, kind }) => aboutOf(ctx, kind === 'practice' ? kind : 'exchange', id)),
      );
      all.forEach(({ id, to }, index) => {
        const said = told(who, to, '2026-11-21');
        const { facilities, places: wider } = known[index]!;
        expect(facilities.length === 1 ? 'itself' : wider[0], `${who} ${JSON.stringify(to)}`).toBe(said);
        for (const place of places)
          for (const [seen, what] of [
            [at, id],
            [listed, things[index]!.id],
          ] as const)
            expect(seen.get(place)!.has(what), `${who} ${place} ${JSON.stringify(to)}`).toBe(said === place);
        expect(
          [about[index]!.facilities, about[index]!.places].flatMap((terms) => terms.map((term) => term.id)),
          `${who} ${things[index]!.kind} ${JSON.stringify(to)}`,
        ).toEqual(said === undefined ? [] : [said === 'itself' ? id : said]);
      });
    });
  await app.db.owner.query(`delete from facilities where id = any ($1)`, [all.map(({ id }) => id)]);
  for (const [table, column] of [
    ['tags', 'subject_id'],
    ['exchange_items', 'id'],
    ['practices', 'id'],
  ])
    await app.db.owner.query(`delete from ${table} where ${column} = any ($1)`, [things.map(({ id }) => id)]);
});

test('whoever looks, whatever was released to whom and from when: page, things, places, lists, feeds, exports and search say one and the same', async () => {
  const id = await make();
  const { news, work, campaign, offer, practice } = await thingsAbout(id);
  const other = newId();
  const places = ['us-ny-capital', 'us-ny', 'us'];
  const [now, tomorrow] = ['2026-11-21', '2026-11-22'];
  const releases: Record<'network' | 'public', Released>[] = [
    { network: null, public: { from: now, precision: 'region' } },
    { network: { from: now, precision: 'facility' }, public: { from: now, precision: 'country' } },
    { network: { from: tomorrow, precision: 'facility' }, public: { from: tomorrow, precision: 'district' } },
    { network: null, public: { from: now, precision: 'facility' } },
  ];
  const dot = (await drawNear('us', [{ latitude: 42.7, longitude: -73.8 }]))!.points;
  // All pairs of releases are tried on the policy itself, above; these are the ways of asking it.
  for (const to of releases) {
    await inNetwork(app.db, network.id, (trx) =>
      trx
        .updateTable('facilities')
        .set({
          network_from: to.network?.from ?? null,
          network_precision: to.network?.precision ?? null,
          public_from: to.public?.from ?? null,
          public_precision: to.public?.precision ?? null,
        })
        .where('network_id', '=', network.id)
        .where('id', '=', id)
        .execute(),
    );
    app.deps.edits.emit('');
    await app.work();
    for (const who of ['public', 'member', 'author']) {
      const known = told(who, to, '2026-11-21');
      const own = { [urls.facilities.show(at, id)]: known === 'itself' };
      const wider = Object.fromEntries(places.map((place) => [urls.vocabularies.place(at, place), known === place]));
      const seen = async (path: string, what: Record<string, boolean>) => {
        const { text } = await get(path, who);
        const said = Object.fromEntries(Object.keys(what).map((href) => [href, text.includes(`"${href}"`)]));
        expect(said, `${who} ${path}`).toEqual(what);
        expect(text.includes(name), `${who} ${path}`).toBe(known === 'itself');
        expect(text).not.toMatch(known === 'itself' ? /§/ : /42\.[67]|73\.[78]/);
      };
      // The things themselves, and the pages of what they are about.
      for (const thing of [news, work, offer, practice]) await seen(thing, { ...own, ...wider });
      // The campaign is about its country too.
      await seen(campaign, { ...own, ...wider, [urls.vocabularies.place(at, 'us')]: true });
      for (const place of places) {
        const { text } = await get(urls.vocabularies.place(at, place), who);
        for (const thing of [news, work, offer, practice])
          expect(text.includes(`"${thing}"`), `${who} ${place}`).toBe(known === place);
        expect(text.includes(`"${campaign}"`), `${who} ${place}`).toBe(known === place || place === 'us');
      }
      const page = await get(urls.facilities.show(at, id), who);
      expect(page.status).toBe(known === 'itself' ? 200 : 404);
      for (const thing of [news, work, campaign, offer, practice])
        expect(page.text.includes(`"${thing}"`), `${who} ${thing}`).toBe(known === 'itself');
      await seen(urls.facilities.list(at), own);
      // The map has a dot where she may know of it, at the position that she may know, and no other.
      const { text: map } = await get(urls.facilities.list(at, { place: 'us-ny' }), who);
      const dots = [...map.matchAll(/cx="(\d+)" cy="(\d+)"/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }));
      expect(dots, `${who} map`).toEqual(known === 'itself' ? dot : []);
      for (const text of [map, (await get(urls.facilities.json(at), who)).text])
        expect(text).not.toMatch(/42\.65|73\.75/);
      // Found, told as a choice and narrowed to alike; what is not released is in no search, not even its keepers'.
      const released = told(who === 'author' ? 'member' : who, to, now!) === 'itself';
      expect((await get('/ember/en/search?q=hollow', who)).text.includes(name), `${who} hollow`).toBe(released);
      const narrowing = (await get('/ember/en/search?q=heard', who)).text;
      for (const thing of [news, offer, practice]) expect(narrowing).toContain(`"${thing}"`);
      expect(narrowing.includes(`"${id}"`), `${who} choice`).toBe(known === 'itself');
      // All three of them, and no more, are counted at it.
      expect(narrowing.includes(`${name} (3)`), `${who} counted`).toBe(known === 'itself');
      const narrowed = (await get(`/ember/en/search?q=heard&facility=${id}`, who)).text;
      for (const thing of [news, offer, practice])
        expect(narrowed.includes(`"${thing}"`), `${who} narrowed`).toBe(known === 'itself');
      // Under the wider place that she knows they are counted and found, in the search as in the library, and under no other.
      const library = (await get(urls.library.list(at), who)).text;
      for (const place of places) {
        const there = known === place;
        const counted = (text: string) => new RegExp(`value="${place}"[^>]*>[^<]* \\((\\d+)\\)`).exec(text)?.[1];
        const both = there ? ['3', '1'] : [undefined, undefined];
        expect([counted(narrowing), counted(library)], `${who} ${place}`).toEqual(both);
        const at = (await get(`/ember/en/search?q=heard&place=${place}`, who)).text;
        for (const thing of [news, offer, practice])
          expect(at.includes(`"${thing}"`), `${who} found at ${place}`).toBe(there);
        expect(at).not.toContain(id);
        for (const path of ['', '.csv', '.bib']) {
          const { text } = await get(`/ember/en/library${path}?country=${place}`, who);
          expect(text.includes('A report'), `${who} ${path} ${place}`).toBe(there);
        }
      }
      if (known !== 'itself')
        expect(narrowed.replaceAll(id, '')).toBe(
          (await get(`/ember/en/search?q=heard&facility=${other}`, who)).text.replaceAll(other, ''),
        );
      // What programs read is for everybody, and says no more to anybody.
      const everybody = told('public', to, '2026-11-21') === 'itself';
      expect((await get(urls.facilities.json(at), who)).text.includes(name)).toBe(everybody);
      // Whoever knows the most reads no more in them than others do.
      if (who === 'author')
        for (const path of exports(work)) expect((await get(path, who)).text, path).not.toContain(name);
    }
  }
  await send(urls.facilities.removal(at, id), {}, 'author');
});

test('two organisations that are one keep their facilities together, until that is taken back; who leaves leaves hers behind', async () => {
  const id = await make();
  const merge = feature.organisationMerge!;
  const run = <T>(work: (ctx: Ctx) => Promise<T>) =>
    inNetwork(app.db, network.id, (trx) =>
      work({ trx, actor: { kind: 'system' }, network, locale: 'en', now: app.deps.clock() }),
    );
  const moved = await run((ctx) => merge.join(ctx, organisations.other, organisations.door));
  expect((await get(urls.facilities.show(at, id), 'stranger')).status).toBe(200);
  expect((await get(urls.facilities.show(at, id), 'author')).status).toBe(404);
  await run((ctx) => merge.part(ctx, organisations.other, organisations.door, moved));
  expect((await get(urls.facilities.show(at, id), 'stranger')).status).toBe(404);
  const { rows } = await app.db.owner.query(`select created_by from facilities where id = $1`, [id]);
  const account = rows[0].created_by;
  const copy = await run((ctx) => feature.exportAccount!(ctx, account));
  expect(JSON.stringify(copy)).toContain(name);
  await run((ctx) => feature.departs!(ctx, account, { former: true, erased: true }));
  expect(await run((ctx) => feature.exportAccount!(ctx, account))).toEqual({});
  expect((await get(urls.facilities.show(at, id), 'author')).status).toBe(200);
  // Taken away thirty days ago, it is deleted.
  await send(urls.facilities.removal(at, id), {}, 'author');
  app.at('2026-12-22T12:00:00Z');
  expect(await run((ctx) => feature.retain!(ctx))).toBeGreaterThan(0);
  expect((await app.db.owner.query(`select 1 from facilities where id = $1`, [id])).rowCount).toBe(0);
  app.at('2026-11-21T12:00:00Z');
});

describe('a list of facilities', () => {
  const handIn = async (text: string, who = 'author') => {
    const id = newId();
    const body = new FormData();
    body.set('id', id);
    body.set('organisation', organisations.door);
    body.set('list', new File([text], 'list.csv', { type: 'text/csv' }));
    const answer = await app.app.request(`http://127.0.0.1:3000${urls.facilities.imports(at)}`, {
      method: 'POST',
      body,
      headers: { cookie: readers[who]!, origin: 'http://127.0.0.1:3000' },
    });
    return { id, status: answer.status };
  };

  test('is tried, taken over as one, and taken back but for what was released since', async () => {
    const { id, status } = await handIn(
      'name,kind,place,women held\nFirst Gate,prison,us-ny,\nSecond Gate,prison,New York State,\nFirst Gate,prison,us-ny,\nThird,castle,us-ny,\n',
    );
    expect(status).toBe(303);
    const trial = words((await get(urls.facilities.importOf(at, id), 'author')).text);
    expect(trial).toContain('New: 2. There already: 1. Not readable: 1.');
    expect((await get(urls.facilities.list(at), 'author')).text).not.toContain('First Gate');
    expect((await get(urls.facilities.importOf(at, id), 'stranger')).status).toBe(404);
    for (let n = 0; n < 2; n++) await send(urls.facilities.importRun(at, id), {}, 'author');
    const { rows } = await app.db.owner.query(`select id from facilities where import_id = $1 order by sort_key`, [id]);
    expect(rows).toHaveLength(2);
    expect((await get(urls.facilities.list(at), 'member')).text).not.toContain('First Gate');
    await release(rows[0].id, { audience: 'network', from: '', precision: 'facility' });
    await send(urls.facilities.importUndoing(at, id), {}, 'author');
    const list = (await get(urls.facilities.list(at), 'author')).text;
    expect([list.includes('First Gate'), list.includes('Second Gate')]).toEqual([true, false]);
    for (const bad of ['', 'a,b\n1,2\n', '\u0000\u0001', 'name,place\n'])
      expect((await handIn(bad)).status, JSON.stringify(bad)).toBe(422);
    expect((await handIn('name,place\nX,us\n', 'stranger')).status).toBe(404);
  });
});
