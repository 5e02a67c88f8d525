import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import { loadKit } from '../kits/index.ts';
import { retainEditions } from './commands.ts';

let world: TestApp;
let cookie: string;
let bare: string;
const desk = '/small/en/desk/website';

beforeAll(async () => {
  world = await createTestApp();
  for (const kit of ['impact-campaign', 'coalition', 'global-network']) await loadKit(world.deps, kit);
  world.deps.edits.emit('');
  cookie = (await signInAs(world, await createNetwork(world, 'small'), 'coordinator')).cookie;
  bare = (await signInAs(world, await createNetwork(world, 'other'), 'coordinator')).cookie;
}, 120_000);
afterAll(() => world?.stop());

const html = async (path: string, who?: string): Promise<string> => {
  const answer = await world.get(path, { cookie: who });
  expect(answer.status, path).toBe(200);
  return answer.text();
};
const send = (path: string, fields: Record<string, string | string[]>, who = cookie) =>
  world.post(path, fields, { cookie: who });
const row = async <T>(sql: string, ...values: unknown[]): Promise<T> =>
  (await world.db.owner.query(sql, values)).rows[0] as T;
/** Adds a block to a page of /small and fills it; answers the address of its form. */
async function block(page: string, kind: string, fields: Record<string, string | string[]>): Promise<string> {
  const id = newId();
  await send(`${desk}/${page}/blocks`, { kind, id });
  const path = `${desk}/${page}/blocks/${id}`;
  const answer = await send(path, { rev: '1', ...fields });
  expect(answer.status, words(await answer.text())).toBe(303);
  return path;
}
const publish = async (page: string): Promise<void> => {
  const shown = await html(`${desk}/${page}/preview`, cookie);
  const revision = /name="revision" value="(\d+)"/.exec(shown)![1]!;
  expect((await send(`${desk}/${page}/publication`, { revision })).status).toBe(303);
};
/** Gives up the draft as she sees it now. */
const discard = async (page: string): Promise<void> => {
  const shown = await html(`${desk}/${page}/discard`, cookie);
  const revision = /name="revision" value="(\d+)"/.exec(shown)![1]!;
  expect((await send(`${desk}/${page}/discard`, { revision })).status).toBe(303);
};

describe('what everybody reads', () => {
  test('the three kits show three different pages, each in all its languages', async () => {
    const kinds = async (path: string) =>
      [...(await html(path)).matchAll(/<section class="([^"]*)"/g)].map((m) => m[1]);
    const orders = await Promise.all(['/daylight/fr', '/coalition/es', '/network/fr'].map(kinds));
    expect(new Set(orders.map(String)).size).toBe(3);
    for (const path of ['/daylight/fr', '/coalition/es', '/network/es', '/network/fr', '/network/pt'])
      expect(await html(path), path).not.toContain('class="untranslated"');
    expect(words(await html('/network/en'))).toMatch(/34 organisations 27 countries/);
  });

  test('the map is a picture of everybody’s view, in the network’s colour', async () => {
    const answer = await world.get('/network/en/map.svg');
    expect(answer.headers.get('content-type')).toBe('image/svg+xml');
    const picture = await answer.text();
    expect(picture.match(/<circle/g)!.length).toBeGreaterThanOrEqual(25);
    expect(picture).toContain('#3d3a9e');
    const again = await world.get('/network/en/map.svg', { headers: { 'if-none-match': answer.headers.get('etag')! } });
    expect(again.status).toBe(304);
  });

  test('Learn and Connect stand in the navigation and in the map of the site where there is something on them', async () => {
    const map = async (network: string) => (await world.get(`/${network}/sitemap.xml`)).text();
    expect(await map('daylight')).toContain('/daylight/fr/connect');
    expect(await html('/daylight/en')).toContain('href="/daylight/en/learn"');
    expect(await map('other')).not.toContain('/connect');
    const empty = await html('/other/en/learn');
    expect(empty).toContain('noindex');
    expect(empty).not.toContain('<a href="/other/en/learn"');
    const connect = await html('/daylight/fr/connect');
    for (const region of ['Atlantique', 'Ontario', 'Pacifique', 'Prairies', 'Québec'])
      expect(connect).toContain(region);
  });
});

describe('translations', () => {
  test('a block is translated side by side into the draft; readers have it, with a machine’s mark, once it is published', async () => {
    const path = await block('connect', 'ally', {
      title_en: 'The corner house',
      text_en: 'Coffee on Sundays',
      o_address: 'https://corner.example.invalid/',
    });
    const id = path.split('/').at(-1)!;
    await publish('connect');
    const editor = `/small/en/translations/block/connect.${id}/fr`;
    const seen = async () =>
      Object.fromEntries(
        [...(await html(editor, cookie)).matchAll(/name="((?:source|target)\.[a-z0-9_]+)" value="([0-9a-f]*)"/g)].map(
          (match) => [match[1]!, match[2]!],
        ),
      );
    expect(words(await html(`${desk}/connect`, cookie))).toContain('Français missing');
    expect(words(await html(editor, cookie))).toContain('once a coordinator publishes the page');
    const blank = { place: '', quote: '', who: '', about: '', button1: '', button2: '', alt: '' };
    const french = { title: 'La maison du coin', text: 'Du café le dimanche', ...blank };
    // What the block's own form would refuse is refused here too, and no draft is begun for it.
    const long = await send(editor, { ...(await seen()), ...french, text: 'é'.repeat(301) });
    expect([long.status, words(await long.text()).includes('300')]).toEqual([422, true]);
    expect(words(await html(`${desk}/connect`, cookie))).not.toContain('There is a draft');
    expect((await send(editor, { ...(await seen()), ...french, 'machine.text': 'on' })).status).toBe(303);
    expect(await html('/small/fr/connect')).not.toContain('La maison du coin');
    expect(words(await html(`${desk}/connect`, cookie))).toContain('Français made by a machine');
    // Somebody who has the block's form open is told; nothing is overwritten unseen.
    const stale = await send(path, {
      rev: '2',
      title_en: 'The corner house',
      o_address: 'https://corner.example.invalid/',
    });
    expect(stale.status).toBe(422);
    await publish('connect');
    const shown = words(await html('/small/fr/connect'));
    expect(shown).toMatch(/Traduit par une machine La maison du coin/);
    expect(words(await html('/small/en/connect'))).not.toContain('by a machine');
    await send(editor, {
      ...(await seen()),
      ...french,
      'machine.text': 'on',
      'reviewed.title': 'on',
      'reviewed.text': 'on',
    });
    expect(words(await html('/small/fr/connect'))).not.toContain('Traduit par une machine');
    expect(await html(`${desk}/connect`, cookie)).not.toContain('/translations/block/');

    // The source changes in the draft: stale there, with what changed; readers keep what they have until it is published.
    const rev = /name="rev" value="(\d+)"/.exec(await html(path, cookie))![1]!;
    const changed = {
      title_en: 'The corner house',
      text_en: 'Tea on Sundays',
      title_fr: french.title,
      text_fr: french.text,
    };
    expect((await send(path, { rev, ...changed, o_address: 'https://corner.example.invalid/' })).status).toBe(303);
    expect(words(await html(`${desk}/connect`, cookie))).toContain('Français source has changed');
    expect(await html(editor, cookie)).toMatch(/<del>.*Coffee<\/del>/);
    expect(await html('/small/en/connect')).toContain('Coffee');
    const po = await html('/small/en/translations/export.po?language=fr&kind=block', cookie);
    expect(po).toContain(`msgctxt "block:connect.${id}:text"`);
    expect(po).toContain('#| msgid "Coffee on Sundays"');
    // The draft given up, it is as it was: nothing stored stands in the way.
    await discard('connect');
    expect(words(await html(`${desk}/connect`, cookie))).not.toContain('Français source has changed');
    expect((await world.get(editor.replace('/small/', '/other/'), { cookie: bare })).status).toBe(404);
  });
});

describe('from draft to page', () => {
  test('a draft is nobody’s but the coordinators’; published, everybody reads it at once; undone, the page before is back', async () => {
    const before = await html('/small/en');
    const path = await block('home', 'text', {
      title_en: 'A window stands open',
      text_en: '**Look** <script>alert(1)</script> [in](javascript:alert(2))',
      layout: 'text',
      band: 'ink',
    });
    expect(await html('/small/en')).toBe(before);
    const preview = await html(`${desk}/home/preview`, cookie);
    expect(preview).toContain('A window stands open');
    expect(preview).not.toContain('<script>alert');
    expect(preview).not.toContain('href="javascript');
    expect(words(preview)).toContain('Campaigns: nothing to show at present');
    await publish('home');
    const french = await html('/small/fr');
    expect(french).toContain('<h2 lang="en">A window stands open</h2>');
    expect(words(french)).toContain('Pas encore traduit');
    expect(words(await html(`${desk}/home`, cookie))).toContain('Français missing');
    // A second edition without it, then the first again.
    await send(`${path}/removal`, {});
    await publish('home');
    expect(await html('/small/en')).not.toContain('A window stands open');
    expect(await html(`${desk}/home/editions/1`, cookie)).toContain('A window stands open');
    for (let twice = 0; twice < 2; twice += 1)
      expect((await send(`${desk}/home/editions/1/restoration`, {})).status).toBe(303);
    expect(await html('/small/en')).toContain('A window stands open');
    expect(words(await html(`${desk}/home/editions`, cookie))).toContain('Edition 3');
    expect(words(await html(`${desk}/home/editions`, cookie))).not.toContain('Edition 4');
    // Deleted for good: an edition of the past, never the one that is read.
    expect((await world.get(`${desk}/home/editions/3/removal`, { cookie })).status).toBe(404);
    expect((await send(`${desk}/home/editions/3/removal`, {})).status).toBe(404);
    expect((await send(`${desk}/home/editions/2/removal`, {})).status).toBe(303);
    expect((await world.get(`${desk}/home/editions/2`, { cookie })).status).toBe(404);
    expect(await html('/small/en')).toContain('A window stands open');
  });

  test('order: up and down without script; sent twice, or after somebody else, nothing moves', async () => {
    const [first, second] = [
      await block('learn', 'heading', { title_en: 'One' }),
      await block('learn', 'heading', { title_en: 'Two' }),
    ];
    const order = async () => [...(await html(`${desk}/learn`, cookie)).matchAll(/>(One|Two)<\/a>/g)].map((m) => m[1]);
    expect(await order()).toEqual(['One', 'Two']);
    const revision = /name="revision" value="(\d+)"/.exec(await html(`${desk}/learn`, cookie))![1]!;
    await send(`${second}/place`, { way: 'up', revision });
    expect(await order()).toEqual(['Two', 'One']);
    await send(`${second}/place`, { way: 'down', revision });
    expect(await order()).toEqual(['Two', 'One']);
    for (let twice = 0; twice < 2; twice += 1) await send(`${first}/showing`, { on: 'no' });
    expect(words(await html(`${desk}/learn`, cookie))).toContain('Switched off');
    const added = newId();
    for (let twice = 0; twice < 2; twice += 1) await send(`${desk}/learn/blocks`, { kind: 'reading', id: added });
    expect((await html(`${desk}/learn`, cookie)).split(`id="block-${added}"`)).toHaveLength(2);
  });

  test('two at once: the second is told, keeps what she typed, and may then save it', async () => {
    const path = await block('home', 'text', { title_en: 'Begun' });
    expect((await send(path, { rev: '2', title_en: 'Hers' })).status).toBe(303);
    const late = await send(path, { rev: '2', title_en: 'Mine' });
    expect(late.status).toBe(422);
    const shown = await late.text();
    expect(words(shown)).toContain('Somebody else saved this block');
    expect(shown).toContain('value="Mine"');
    const rev = /name="rev" value="(\d+)"/.exec(shown)![1]!;
    expect((await send(path, { rev, title_en: 'Mine' })).status).toBe(303);
    // What was looked at is what is published: a draft that changed meanwhile is shown again first.
    const revision = /name="revision" value="(\d+)"/.exec(await html(`${desk}/home/preview`, cookie))![1]!;
    await send(path, { rev: String(Number(rev) + 1), title_en: 'Later' });
    const answer = await send(`${desk}/home/publication`, { revision });
    expect(answer.headers.get('location')).toBe(`${desk}/home/preview`);
    expect(await html('/small/en')).not.toContain('Later');
    await discard('home');
    expect(await html(`${desk}/home`, cookie)).not.toContain('Later');
  });
});

describe('what a page may name', () => {
  test('mistakes are told at their fields and nothing typed is lost', async () => {
    const quote = await block('home', 'quote', { quote_en: 'Look', who_en: 'Ada', o_source: '/small/en/news' });
    const ally = await block('connect', 'ally', { title_en: 'House', o_address: 'https://house.invalid/a' });
    const wrong: [string, Record<string, string>, string][] = [
      [quote, { quote_en: 'Look', who_en: '', o_source: '/small/en/news' }, 'who_en'],
      [quote, { quote_en: 'Look', who_en: 'Ada', o_source: '' }, 'o_source'],
      [quote, { quote_en: 'Look', who_en: 'Ada', o_source: '//elsewhere.invalid' }, 'o_source'],
      [quote, { quote_en: 'Look', who_en: 'Ada', o_source: '/\\elsewhere.invalid' }, 'o_source'],
      [ally, { title_en: 'House', o_address: 'javascript:alert(1)' }, 'o_address'],
      [ally, { title_en: 'House', o_address: 'https://a:b@house.invalid' }, 'o_address'],
      [ally, { title_en: '', o_address: '' }, 'o_organisation'],
      [ally, { title_en: 'x'.repeat(161) }, 'title_en'],
      [ally, { title_en: 'two\nlines' }, 'title_en'],
    ];
    for (const [path, fields, field] of wrong) {
      const answer = await send(path, { rev: '2', ...fields });
      expect(answer.status, JSON.stringify(fields)).toBe(422);
      expect(await answer.text()).toContain(`id="${field}-error"`);
    }
  });

  test('another network’s work, picture or organisation, a hidden or embargoed work: refused, or left out for whoever may not see it', async () => {
    const foreign = await row<{ id: string }>(
      `select w.id from library_works w join networks n on n.id = w.network_id where n.slug = 'coalition' limit 1`,
    );
    const path = await block('learn', 'reading', { title_en: 'Outside', o_address: 'https://read.invalid' });
    expect((await send(path, { rev: '2', o_work: foreign.id })).status).toBe(422);
    const theirs = await send(path, { rev: '2', title_en: 'Mine' }, bare);
    expect(theirs.status).toBe(403);
    // The coalition's own page names a work; hidden from everybody, embargoed or in the bin it is gone, for members it stays.
    const { slug, id } = await row<{ slug: string; id: string }>(
      `select w.slug, w.id from library_works w join networks n on n.id = w.network_id where n.slug = 'coalition' and w.slug = 'before-the-parole-board'`,
    );
    const member = (await signInAs(world, await world.network('coalition'), 'member')).cookie;
    const link = `/coalition/en/library/${slug}`;
    expect(await html('/coalition/en')).toContain(link);
    await world.db.owner.query(`update library_works set access = 'members' where id = $1`, [id]);
    world.deps.pages.forget();
    expect(await html('/coalition/en')).not.toContain(link);
    expect(await html('/coalition/en', member)).toContain(link);
    await world.db.owner.query(`update library_works set access = 'public', publish_at = '2027-01-01' where id = $1`, [
      id,
    ]);
    expect(await html('/coalition/en', member)).not.toContain(link);
    await world.db.owner.query(`update library_works set publish_at = '2026-01-01' where id = $1`, [id]);
    // An organisation that hides itself leaves the Connect page.
    expect(await html('/coalition/en/connect')).toContain('First Week Home');
    await world.db.owner.query(
      `update organisations set visibility = visibility || '{"name": "members"}' where slug = 'first-week-home'`,
    );
    world.deps.pages.forget();
    expect(await html('/coalition/en/connect')).not.toContain('First Week Home');
    expect(await html('/coalition/en/connect', member)).toContain('First Week Home');
    // The preview leaves it out as for visitors, and says so.
    const who = (await signInAs(world, await world.network('coalition'), 'coordinator')).cookie;
    const preview = words(await html('/coalition/en/desk/website/connect/preview', who));
    expect(preview).not.toContain('First Week Home');
    expect(preview).toContain('One entry is left out');
    expect(await html('/coalition/en/connect')).not.toContain('left out');
  });

  test('two organisations that turn out to be one stand on the page as the one that stays, and apart again when that is undone', async () => {
    const network = await world.network('network');
    const who = (await signInAs(world, network, 'coordinator')).cookie;
    const id = async (slug: string) =>
      (await row<{ id: string }>('select id from organisations where slug = $1', slug)).id;
    const [kept, gone] = [await id('kafue-circle'), await id('daraja-womens-justice')];
    const at = '/network/en/desk/organisations';
    expect((await send(`${at}/${kept}/merge`, { gone }, who)).status).toBe(303);
    expect(await html('/network/en/connect')).toContain('/organisations/kafue-circle"');
    const merge = await row<{ id: string }>('select id from organisation_merges where kept_id = $1', kept);
    expect((await send(`${at}/${kept}/merges/${merge.id}/reversal`, {}, who)).status).toBe(303);
    const again = await html('/network/en/connect');
    expect(again).not.toContain('/organisations/kafue-circle"');
    expect(again).toContain('/organisations/daraja-womens-justice"');
  });

  test('a picture is everybody’s while the page that they read shows it, and stays as long as an edition does', async () => {
    const path = await block('home', 'hero', { title_en: 'With a picture', o_art: 'picture' });
    const file = new FormData();
    const sharp = (await import('sharp')).default;
    const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#886' } })
      .png()
      .toBuffer();
    file.set('picture', new Blob([new Uint8Array(png)], { type: 'image/png' }), 'a.png');
    const upload = new Request(`http://127.0.0.1:3000${path}/picture`, {
      method: 'POST',
      body: file,
      headers: { origin: 'http://127.0.0.1:3000', cookie },
    });
    expect((await world.app.request(upload)).status).toBe(303);
    const key = /\/pictures\/([^"]+)"/.exec(await html(path, cookie))![1]!;
    expect((await world.get(`/small/en/pictures/${key}`)).status).toBe(404);
    await publish('home');
    expect(await html('/small/en')).toContain(`/pictures/${key}`);
    expect((await world.get(`/small/en/pictures/${key}`)).status).toBe(200);
    expect((await world.get(`/other/en/pictures/${key}`)).status).toBe(404);
    await send(`${path}/picture/removal`, {});
    await publish('home');
    expect((await world.get(`/small/en/pictures/${key}`)).status).toBe(404);
    // The edition before still names it: it is not swept away.
    const kept = await row<{ n: number }>('select count(*)::int as n from files where key = $1', key);
    expect(kept.n).toBe(1);
  });

  test('links to other sites tell nobody where the reader came from', async () => {
    for (const path of ['/daylight/en/learn', '/daylight/en/connect'])
      for (const [link] of (await html(path)).matchAll(/<a [^>]*href="https?:[^>]*>/g))
        expect(link).toContain('noreferrer');
  });

  test('events that nobody announced stay inside; an announced one never shows its code', async () => {
    const shown = await html('/daylight/en');
    expect(shown).toContain('Screening and talk');
    const { rows } = await world.db.owner.query<{ code: string }>('select code from events');
    for (const { code } of rows) expect(shown).not.toContain(code);
    await world.db.owner.query('update events set announced = false');
    world.deps.pages.forget();
    expect(await html('/daylight/en')).not.toContain('Screening and talk');
  });

  test('a draft is given up by who saw it as it is, and was asked: not by an old page, nor when sent twice', async () => {
    const path = await block('home', 'text', { title_en: 'Hers, of an hour', layout: 'text', band: 'paper' });
    const asked = words(await html(`${desk}/home/discard`, cookie));
    expect(asked).toMatch(/Discard the draft\?.*cannot be brought back/);
    const revision = /name="revision" value="(\d+)"/.exec(await html(`${desk}/home/discard`, cookie))![1]!;
    await send(path, { rev: '2', title_en: 'Hers, of two hours', layout: 'text', band: 'paper' });
    for (const sent of [{ revision }, {} as Record<string, string>]) {
      const late = await send(`${desk}/home/discard`, sent);
      expect(late.headers.get('location')).toBe(`${desk}/home/discard`);
    }
    expect(await html(`${desk}/home`, cookie)).toContain('Hers, of two hours');
    await discard('home');
    expect(await html(`${desk}/home`, cookie)).not.toContain('Hers, of two hours');
    // There is nothing to give up any more.
    expect((await send(`${desk}/home/discard`, { revision })).headers.get('location')).toBe(`${desk}/home`);
    expect((await world.get(`${desk}/home/discard`, { cookie })).headers.get('location')).toBe(`${desk}/home`);
  });

  test('the sign-up stands once on a page', async () => {
    const twice = await Promise.all(
      [newId(), newId()].map((id) => send(`${desk}/home/blocks`, { kind: 'signup', id })),
    );
    const refused = twice.find((one) => one.status === 422)!;
    expect(words(await refused.text())).toContain('The page has one of these already');
    const page = await html(`${desk}/home/preview`, cookie);
    expect(page.match(/id="email"/g)).toHaveLength(1);
    await discard('home');
  });

  test('the preview opens no door to her that is closed to visitors', async () => {
    const there = '/coalition/en/desk/website/home';
    const by = (await signInAs(world, await world.network('coalition'), 'coordinator')).cookie;
    const seenBy = (level: string, before: string) =>
      world.db.owner
        .query(
          `update library_works set access = $1 where access = $2 and network_id = (select id from networks where slug = 'coalition')`,
          [level, before],
        )
        .then(() => world.deps.edits.emit(''));
    const id = newId();
    await send(`${there}/blocks`, { kind: 'doors', id }, by);
    await send(`${there}/blocks/${id}`, { rev: '1', o_doors: 'library', layout: 'list', title_en: 'Only books' }, by);
    const main = async (path: string) => /<main.*<\/main>/s.exec(await html(path, by))![0];
    expect(await main(`${there}/preview`)).toContain('Only books');
    await seenBy('members', 'public');
    expect(await html('/coalition/en', by)).toContain('href="/coalition/en/library"');
    expect(await main(`${there}/preview`)).not.toContain('Only books');
    expect(words(await main(`${there}`))).toContain('Nothing to show at present');
    await seenBy('public', 'members');
  });

  test('a heading whose entries all stand under "Start here" is no way that leads nowhere', async () => {
    for (const [kind, title] of [
      ['heading', 'One'],
      ['reading', 'Of one'],
      ['heading', 'Two'],
      ['reading', 'Of two'],
      ['heading', 'Three'],
      ['reading', 'Of three'],
    ] as const)
      await block('learn', kind, {
        title_en: title,
        ...(kind === 'reading' ? { o_address: 'https://example.org/x' } : {}),
        ...(title === 'Of two' ? { o_start: 'yes' } : {}),
      });
    const page = await html(`${desk}/learn/preview`, cookie);
    const ways = [...page.matchAll(/href="#(g-[^"]+)"/g)].map((match) => match[1]!);
    for (const way of ways) expect(page, way).toContain(`id="${way}"`);
    expect(words(page)).toContain('Start here');
    await discard('learn');
  });

  test('an edition is kept for two years from the day on which another took its place', async () => {
    await block('home', 'text', { title_en: 'Old and good', layout: 'text', band: 'paper' });
    await publish('home');
    const years = (n: number) => new Date(world.deps.clock().getTime() + n * 366 * 86_400_000);
    const network = await world.network('small');
    const retained = (now: Date) =>
      inNetwork(world.db, network.id, (trx) =>
        retainEditions({ trx, actor: { kind: 'system' }, network, locale: 'en', now }),
      );
    const { number } = await row<{ number: number }>(
      `select number from website_editions where network_id = $1 and page = 'home' and state = 'current'`,
      network.id,
    );
    // It stood for three years; replaced today, it can be had back tomorrow.
    await world.db.owner.query(
      `update website_editions set published_at = published_at - interval '3 years', changed_at = changed_at - interval '3 years'
       where network_id = $1 and state = 'current' and page = 'home'`,
      [network.id],
    );
    await block('home', 'text', { title_en: 'New', layout: 'text', band: 'paper' });
    await publish('home');
    await retained(world.deps.clock());
    expect((await world.get(`${desk}/home/editions/${number}`, { cookie })).status).toBe(200);
    await retained(years(3));
    expect((await world.get(`${desk}/home/editions/${number}`, { cookie })).status).toBe(404);
  });

  test('two who publish at the same moment, one a draft and one an edition of before, both do, one after the other', async () => {
    for (const title of ['Before', 'After']) {
      await block('home', 'text', { title_en: title, layout: 'text', band: 'paper' });
      await publish('home');
    }
    for (let round = 0; round < 4; round += 1) {
      await block('home', 'text', { title_en: `Round ${round}`, layout: 'text', band: 'paper' });
      const shown = await html(`${desk}/home/preview`, cookie);
      const revision = /name="revision" value="(\d+)"/.exec(shown)![1]!;
      const past = await row<{ number: number }>(
        `select max(number) as number from website_editions e join networks n on n.id = e.network_id
         where n.slug = 'small' and page = 'home' and state = 'past'`,
      );
      const both = await Promise.all([
        send(`${desk}/home/publication`, { revision }),
        send(`${desk}/home/editions/${past.number}/restoration`, {}),
      ]);
      expect(both.map((one) => one.status)).toEqual([303, 303]);
    }
  });

  test('a quotation goes with the story that it quotes, in each language', async () => {
    const story = await row<{ slug: string; locale: string; network: string; id: string }>(
      `select s.slug, a.locale, n.slug as network, s.id from story_approvals a join stories s on s.id = a.story_id
       join networks n on n.id = s.network_id
       where a.use = 'website' and a.state = 'approved' and n.slug = 'network' limit 1`,
    );
    const by = (await signInAs(world, await world.network(story.network), 'coordinator')).cookie;
    const agreed = (
      await world.db.owner.query<{ locale: string }>(
        `select locale from story_approvals where story_id = $1 and use = 'website' and state = 'approved'`,
        [story.id],
      )
    ).rows.map(({ locale }) => locale);
    const at = `/${story.network}/${story.locale}`;
    expect((await world.get(`${at}/stories/${story.slug}`)).status).toBe(200);
    // A language in which she agreed to nothing: her words are not quoted there either.
    const foreign = (await world.network(story.network)).locales.find((one) => !agreed.includes(one))!;
    const origin = 'http://127.0.0.1:3000';
    const preview = `${at}/desk/website/home/preview`;
    for (const [quote, source] of [
      ['By its path', `${at}/stories/${story.slug}`],
      ['By its address', `${origin}${at}/stories/${story.slug}?x=1`],
      ['Of another house', `https://example.org${at}/stories/${story.slug}`],
    ]) {
      const id = newId();
      await send(`${at}/desk/website/home/blocks`, { kind: 'quote', id }, by);
      const fields: Record<string, string> = { o_source: source! };
      for (const locale of [story.locale, foreign]) {
        fields[`quote_${locale}`] = quote!;
        fields[`who_${locale}`] = 'She';
      }
      expect((await send(`${at}/desk/website/home/blocks/${id}`, { rev: '1', ...fields }, by)).status).toBe(303);
    }
    const quoted = async (path = preview) => {
      const page = await html(path, by);
      return ['By its path', 'By its address', 'Of another house'].filter((one) => page.includes(one));
    };
    expect(await quoted()).toHaveLength(3);
    expect(await quoted(preview.replace(`/${story.locale}/`, `/${foreign}/`))).toEqual(['Of another house']);
    await world.db.owner.query(
      `update story_approvals set state = 'withdrawn' where story_id = $1 and use = 'website'`,
      [story.id],
    );
    expect(await quoted()).toEqual(['Of another house']);
    expect(words(await html(`${at}/desk/website/home`, by))).toContain(
      'the story that it quotes is not shown in this language',
    );
  });
});
