import { afterAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { urls } from '../../urls.ts';
import { representativesOf } from '../representatives/index.ts';

const app = await createTestApp();
afterAll(() => app.stop());
await createNetwork(app, 'ember');
await app.db.owner.query("update networks set time_zone = 'America/Toronto' where slug = 'ember'");
app.deps.edits.emit('');
const network = await app.network('ember');
const at = { network: 'ember', locale: 'en' };
const ada = await signInAs(app, network, 'coordinator');
const run = (query: string, ...values: unknown[]) => app.db.owner.query(query, values);
const get = (path: string, who: { cookie?: string } = ada) => app.get(path, { cookie: who.cookie });
const post = (path: string, fields: Record<string, string> = {}, who: { cookie?: string } = ada) =>
  app.post(path, fields, { cookie: who.cookie });
const text = async (answer: Promise<Response>) => words(await (await answer).text());

await run(`insert into bodies (id, name, level, country, sample) values
  ('xx-house', '{"en": "House of Ember"}', 'region', 'xx', true), ('xx-cabinet', '{"en": "Cabinet"}', 'region', 'xx', true)`);
await run(`insert into roles (id, body_id, name) values
  ('xx-house:member', 'xx-house', '{"en": "Member"}'), ('xx-cabinet:minister', 'xx-cabinet', '{"en": "Minister"}')`);
await run(`insert into divisions (id, country, name, name_key) values
  ('xx/1', 'xx', 'Île-du-Nord', 'n'), ('xx/2', 'xx', 'South Shore', 's'), ('xx/3', 'xx', 'Far East', 'e'), ('xx/4', 'xx', 'West End', 'w')`);
await run(`insert into posts (id, role_id, division_id, label, known_as_of, known_source) values
  ('xx-house:member/xx/1', 'xx-house:member', 'xx/1', '{"en": "North Island"}', '2026-08-05', 'List of Ember'),
  ('xx-house:member/xx/2', 'xx-house:member', 'xx/2', '{"en": "South Shore"}', '2026-08-05', 'List of Ember'),
  ('xx-house:member/xx/3', 'xx-house:member', 'xx/3', '{"en": "Far East"}', '2026-08-05', 'List of Ember'),
  ('xx-house:member/xx/4', 'xx-house:member', 'xx/4', '{"en": "West End"}', null, null),
  ('xx-justice', 'xx-cabinet:minister', null, '{"en": "Minister of Justice"}', '2026-08-05', 'List of Ember')`);
await run(`insert into officials (id, name, party, source, as_of) values
  ('o1', 'Renée Öst', 'Lantern <b>Party</b>', 'List of Ember', '2026-08-05'), ('o2', 'Mara Lind', null, 'List of Ember', '2026-08-05'),
  ('o3', 'Ines <script>alert(1)</script>', 'Harbour', 'List of Ember', '2026-08-05'), ('o4', 'Nora Neuling', 'Harbour', 'List of Ember', '2026-11-20')`);
await run(`insert into tenures (id, official_id, post_id, from_date, until_date, source, as_of) values
  ('t1', 'o1', 'xx-house:member/xx/1', '2026-02-01', null, 'List of Ember', '2026-08-05'),
  ('t2', 'o2', 'xx-justice', null, null, 'List of Ember', '2026-08-05'),
  ('t3', 'o3', 'xx-house:member/xx/2', null, null, 'List of Ember', '2026-08-05')`);

/** An open campaign of a network that asks the house and the minister, made directly; returns its id. */
async function campaignOf(networkId: string, slug: string, state = 'open'): Promise<string> {
  const id = newId();
  await run(
    `insert into campaigns (network_id, id, slug, state, created_at, updated_at) values ($1, $2, $3, $4, now(), now())`,
    networkId,
    id,
    slug,
    state,
  );
  await run(
    `insert into campaign_texts (network_id, campaign_id, locale, title, summary, story, asks, letter_subject, letter_body, addressees, thanks)
     values ($1, $2, 'en', 'End <i>it</i>', 's', 's', '{a}', 's', 'b', 'a', 't')`,
    networkId,
    id,
  );
  await run(
    `insert into campaign_targets (network_id, id, campaign_id, role_id, post_id, position) values
     ($1, gen_random_uuid(), $2, 'xx-house:member', null, 1), ($1, gen_random_uuid(), $2, null, 'xx-justice', 2)`,
    networkId,
    id,
  );
  return id;
}
const north = 'xx-house:member/xx/1';
const south = 'xx-house:member/xx/2';
const form = (over: Record<string, string> = {}) => ({
  id: newId(),
  post: north,
  official: 'o1',
  stand: 'supports',
  said_on: '2026-11-01',
  source: 'Speech in the house',
  source_url: '',
  note: '',
  ...over,
});
const recorded = async (campaign: string) =>
  Number((await run('select count(*)::int as n from stands where campaign_id = $1', campaign)).rows[0].n);
/** Support, undecided, opposed and silent of one line of the public page. */
async function counts(slug: string, body: string): Promise<number[]> {
  const html = await (await get(urls.stands.board(at, slug), {})).text();
  const line = [...html.matchAll(/<tr>([\s\S]*?)<\/tr>/g)]
    .map((match) => words(match[1]!))
    .find((one) => one.includes(body) && one.includes('Silent'))!;
  return ['Support', 'Undecided', 'Opposed', 'Silent'].map((word) =>
    Number(new RegExp(`(\\d+) ${word}`).exec(line)![1]),
  );
}

describe('recording', () => {
  test('counts are exact: recorded, changed, taken back', async () => {
    const id = await campaignOf(network.id, 'counted');
    expect(await text(get(urls.campaigns.show(at, 'counted'), {}))).not.toContain('Where they stand');
    expect(await counts('counted', 'House of Ember')).toEqual([0, 0, 0, 2]);
    expect(await counts('counted', 'Cabinet')).toEqual([0, 0, 0, 1]);

    const first = form({ note: 'Only for us', source_url: 'https://example.invalid/a?b=1&c="' });
    const answer = await post(urls.stands.desk(at, id), first);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(urls.stands.post(at, id, north));
    expect(await counts('counted', 'House of Ember')).toEqual([1, 0, 0, 1]);
    // The same form again is the same stand.
    expect((await post(urls.stands.desk(at, id), first)).status).toBe(303);
    expect(await recorded(id)).toBe(1);

    const second = form({ stand: 'opposes', said_on: '2026-11-20', source: 'Interview' });
    await post(urls.stands.desk(at, id), second);
    expect(await counts('counted', 'House of Ember')).toEqual([0, 0, 1, 1]);
    // An older saying, recorded later, does not outweigh the latest one.
    await post(urls.stands.desk(at, id), form({ stand: 'undecided', said_on: '2026-10-01', source: 'Old letter' }));
    expect(await counts('counted', 'House of Ember')).toEqual([0, 0, 1, 1]);

    const board = await (await get(urls.stands.board(at, 'counted'), {})).text();
    expect(words(board)).toContain('History (3)');
    expect(words(board)).toContain('October 1, 2026: Old letter');
    expect(board).toContain('href="https://example.invalid/a?b=1&amp;c=%22"');
    expect(board).not.toContain('Only for us');
    expect(words(board)).toContain('as of August 5, 2026, from List of Ember');
    expect(await text(get(urls.stands.post(at, id, north)))).toContain('Note: Only for us');
    expect(await text(get(urls.campaigns.show(at, 'counted'), {}))).toContain('Where they stand');

    const retraction = urls.stands.retraction(at, id, second.id);
    const empty = await post(retraction, { reason: ' ' });
    expect(empty.status).toBe(422);
    expect(await counts('counted', 'House of Ember')).toEqual([0, 0, 1, 1]);
    expect(await text(get(retraction))).toContain('Take this stand back?');
    expect((await post(retraction, { reason: 'It was her namesake.' })).status).toBe(303);
    expect(await counts('counted', 'House of Ember')).toEqual([1, 0, 0, 1]);
    expect(await text(get(urls.stands.board(at, 'counted'), {}))).toContain(
      'Taken back on November 21, 2026: It was her namesake.',
    );
    // Once is enough: the first reason stays.
    await post(retraction, { reason: 'Another reason' });
    expect(await text(get(urls.stands.board(at, 'counted'), {}))).not.toContain('Another reason');
    expect(await recorded(id)).toBe(3);
    const { rows } = await run(`select verb from audit where noun = 'stand' and noun_id = $1 order by id`, second.id);
    expect(rows.map((row) => row.verb)).toEqual(['recorded', 'retracted']);
  });

  test('vacant and unknown seats are neither counted nor recorded', async () => {
    const id = await campaignOf(network.id, 'empty-seats');
    const board = await text(get(urls.stands.board(at, 'empty-seats'), {}));
    expect(board).toContain('House of Ember (4 seats)');
    // The bar of the two seats that are counted, both silent.
    expect(await (await get(urls.stands.board(at, 'empty-seats'), {})).text()).toMatch(
      /<svg class="split"(?:(?!<\/svg>).)*<rect class="silent" x="0.00" y="0" width="100.00"/s,
    );
    expect(board).toContain('1 seat is vacant. For 1 seat we do not know who holds it.');
    expect(board).toContain('The seat is vacant.');
    const vacant = 'xx-house:member/xx/3';
    expect(await text(get(urls.stands.post(at, id, vacant)))).toContain('Nobody is known to hold this seat now');
    expect((await post(urls.stands.desk(at, id), form({ post: vacant, official: '' }))).status).toBe(422);
    expect((await post(urls.stands.desk(at, id), form({ post: vacant, official: 'o1' }))).status).toBe(422);
    expect(await recorded(id)).toBe(0);
  });

  test('mistakes are refused with everything as typed', async () => {
    const id = await campaignOf(network.id, 'mistakes');
    const wrong: [Record<string, string>, string][] = [
      // In Toronto it is still the 21st.
      [{ said_on: '2026-11-22' }, 'This day has not come yet'],
      [{ said_on: '2026-02-30' }, 'We cannot read this day'],
      [{ said_on: "'; drop table stands" }, 'We cannot read this day'],
      [{ source: '' }, 'Please fill this in'],
      [{ source: 'a\nb' }, 'Please keep this on one line'],
      [{ stand: 'silent' }, 'Choose one of the three'],
      [{ source_url: 'javascript:alert(1)' }, 'This is not a web address'],
      [{ source_url: ' JavaScript:alert(1)//http://' }, 'This is not a web address'],
      [{ source_url: 'data:text/html,x' }, 'This is not a web address'],
      [{ source_url: 'https:' }, 'This is not a web address'],
      [{ source_url: 'https://user:pass@example.invalid/' }, 'This is not a web address'],
    ];
    for (const [over, message] of wrong) {
      const answer = await post(urls.stands.desk(at, id), form({ note: 'Kept "as" typed', ...over }));
      const html = await answer.text();
      expect([over, answer.status]).toEqual([over, 422]);
      expect(words(html)).toContain(message);
      expect(words(html)).toContain('Kept "as" typed');
    }
    expect(await recorded(id)).toBe(0);
    expect((await post(urls.stands.desk(at, id), form({ source: 'a\0b' }))).status).toBe(400);
    expect((await post(urls.stands.desk(at, id), form({ post: 'no-such-post' }))).status).toBe(404);
  });

  test('the day is the network’s: after midnight in Toronto the new day may be written', async () => {
    const id = await campaignOf(network.id, 'midnight');
    app.at('2026-11-22T04:59:00Z');
    expect((await post(urls.stands.desk(at, id), form({ said_on: '2026-11-22' }))).status).toBe(422);
    app.at('2026-11-22T05:01:00Z');
    expect((await post(urls.stands.desk(at, id), form({ said_on: '2026-11-22' }))).status).toBe(303);
    app.at('2026-11-21T12:00:00Z');
  });

  test('hostile words are shown as words', async () => {
    const id = await campaignOf(network.id, 'hostile');
    const source = '<img src=x onerror=alert(1)> "\' =cmd|x \u202e ñ 🕊';
    const own = form({
      post: south,
      official: 'o3',
      source,
      source_url: 'https://example.invalid/"><script>',
      note: source,
    });
    expect((await post(urls.stands.desk(at, id), own)).status).toBe(303);
    await post(urls.stands.retraction(at, id, own.id), { reason: source });
    const pages = [
      get(urls.stands.board(at, 'hostile'), {}),
      get(urls.stands.desk(at, id)),
      get(urls.stands.post(at, id, south)),
      get(urls.stands.retraction(at, id, own.id)),
    ];
    for (const answer of pages) {
      const html = await (await answer).text();
      expect(html).not.toMatch(/<img src=x|<script>|<b>Party|<i>it/);
      expect(html).toContain('Ines &lt;script&gt;');
    }
    const search = await (await get(`${urls.stands.desk(at, id)}?q=${encodeURIComponent('"><script>')}`)).text();
    expect(search).not.toContain('"><script>');
    expect((await get(`${urls.stands.desk(at, id)}?q=%00`)).status).toBe(404);
  });

  test('the desk finds a seat by name or district, without accents', async () => {
    const id = await campaignOf(network.id, 'search');
    const found = async (q: string) => text(get(`${urls.stands.desk(at, id)}?q=${encodeURIComponent(q)}`));
    expect(await found('renee ost')).toContain('1 seat fits “renee ost”.');
    expect(await found('ile-du')).toContain('Renée Öst');
    expect(await found('zzz')).toContain('0 seats fit “zzz”.');
  });

  test('somebody new in the post is silent, and the form of the one before is refused', async () => {
    const id = await campaignOf(network.id, 'election');
    await post(urls.stands.desk(at, id), form());
    expect(await counts('election', 'House of Ember')).toEqual([1, 0, 0, 1]);
    await run(`update tenures set until_date = '2026-11-20' where id = 't1'`);
    await run(
      `insert into tenures (id, official_id, post_id, from_date, source, as_of) values ('t4', 'o4', $1, '2026-11-20', 's', '2026-11-20')`,
      north,
    );
    representativesOf(app.db).reload();
    app.deps.edits.emit('');
    try {
      expect(await counts('election', 'House of Ember')).toEqual([0, 0, 0, 2]);
      const board = await text(get(urls.stands.board(at, 'election'), {}));
      expect(board).toContain('Nora Neuling');
      expect(board).toContain('Renée Öst: Supports November 1, 2026: Speech in the house');
      const late = await post(urls.stands.desk(at, id), form({ note: 'typed before' }));
      expect(late.status).toBe(422);
      const html = words(await late.text());
      expect(html).toContain('Somebody else holds this seat now');
      expect(html).toContain('typed before');
      expect(await recorded(id)).toBe(1);
    } finally {
      await run(`delete from tenures where id = 't4'`);
      await run(`update tenures set until_date = null where id = 't1'`);
      representativesOf(app.db).reload();
    }
  });

  test('by party only where it is switched on', async () => {
    const id = await campaignOf(network.id, 'parties');
    await post(urls.stands.desk(at, id), form());
    expect(await text(get(urls.stands.board(at, 'parties'), {}))).not.toContain('Lantern');
    expect((await post(urls.stands.parties(at, id), { parties: 'yes' })).status).toBe(303);
    const html = await (await get(urls.stands.board(at, 'parties'), {})).text();
    expect(html).toContain('Lantern &lt;b&gt;Party&lt;/b&gt;');
    expect(await counts('parties', 'Lantern')).toEqual([1, 0, 0, 0]);
    expect(await counts('parties', 'Harbour')).toEqual([0, 0, 0, 1]);
    expect(await counts('parties', 'No party known')).toEqual([0, 0, 0, 1]);
    await post(urls.stands.parties(at, id), {});
    expect(await text(get(urls.stands.board(at, 'parties'), {}))).not.toContain('Lantern');
  });
});

describe('who may', () => {
  test('visitors are asked to sign in, other roles and other networks find nothing', async () => {
    const id = await campaignOf(network.id, 'guarded');
    const own = form();
    await post(urls.stands.desk(at, id), own);
    const gets = [urls.stands.desk(at, id), urls.stands.post(at, id, north), urls.stands.retraction(at, id, own.id)];
    const posts = [urls.stands.desk(at, id), urls.stands.parties(at, id), urls.stands.retraction(at, id, own.id)];
    const sent = form({ reason: 'r', parties: 'yes' });
    for (const path of gets) expect([path, (await get(path, {})).status]).toEqual([path, 403]);
    for (const path of posts) expect([path, (await post(path, sent, {})).status]).toEqual([path, 403]);
    for (const role of ['member', 'lead', 'auditor'] as const) {
      const who = await signInAs(app, network, role);
      for (const path of gets) expect([role, path, (await get(path, who)).status]).toEqual([role, path, 404]);
      for (const path of posts) expect([role, path, (await post(path, sent, who)).status]).toEqual([role, path, 404]);
    }
    const other = await createNetwork(app, 'elsewhere');
    const stranger = await signInAs(app, other, 'coordinator');
    const theirs = (path: string) => path.replace('/ember/', '/elsewhere/');
    for (const path of gets) expect([path, (await get(theirs(path), stranger)).status]).toEqual([path, 404]);
    for (const path of posts) expect([path, (await post(theirs(path), sent, stranger)).status]).toEqual([path, 404]);
    expect((await get(theirs(urls.stands.board(at, 'guarded')), {})).status).toBe(404);
    // A stand of one campaign is none of another's.
    const second = await campaignOf(network.id, 'second');
    expect((await get(urls.stands.retraction(at, second, own.id))).status).toBe(404);
    expect((await post(urls.stands.retraction(at, second, own.id), { reason: 'r' })).status).toBe(404);
    for (const wrong of ['x', `${newId()}'`, newId()]) {
      expect((await get(urls.stands.desk(at, encodeURIComponent(wrong)))).status).toBe(404);
      expect((await get(urls.stands.retraction(at, id, encodeURIComponent(wrong)))).status).toBe(404);
    }
    expect(await recorded(id)).toBe(1);
    expect(await counts('guarded', 'House of Ember')).toEqual([1, 0, 0, 1]);
  });

  test('a draft has no public scoreboard, and a coordinator can prepare it', async () => {
    const id = await campaignOf(network.id, 'a-draft', 'draft');
    expect((await get(urls.stands.board(at, 'a-draft'), {})).status).toBe(404);
    expect((await get(urls.stands.desk(at, id))).status).toBe(200);
  });

  test('the application can neither change nor remove what was recorded', async () => {
    const client = await app.db.owner.connect();
    try {
      await client.query('set role casement_app');
      await client.query(`select set_config('casement.network', $1, false)`, [network.id]);
      await expect(client.query(`update stands set stand = 'supports'`)).rejects.toMatchObject({ code: '42501' });
      await expect(client.query('delete from stands')).rejects.toMatchObject({ code: '42501' });
    } finally {
      await client.query('reset role');
      await client.query('reset casement.network');
      client.release();
    }
  });
});
