import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { asOwner, root } from '../../platform/db/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { loadVocabularies } from '../vocabularies/index.ts';
import { deskUrls } from './urls.ts';
import { completeText, makeLegislature, makeLetter } from './world.ts';

let app: TestApp;
let network: Network;
let other: Network;
let ada: { cookie: string; id: string };
const at = { network: 'ember', locale: 'en' };

beforeAll(async () => {
  app = await createTestApp();
  network = await createNetwork(app, 'ember');
  other = await createNetwork(app, 'elsewhere');
  await app.db.owner.query("update networks set time_zone = 'America/Toronto' where id = $1", [network.id]);
  app.deps.edits.emit('');
  network = await app.network('ember');
  await asOwner(app.db, loadVocabularies);
  await makeLegislature(app);
  ada = await signInAs(app, network, 'coordinator');
});
afterAll(() => app.stop());

const get = (path: string, who: { cookie?: string } = ada) => app.get(path, { cookie: who.cookie });
const post = (path: string, fields: Record<string, string | string[]> = {}, who: { cookie?: string } = ada) =>
  app.post(path, fields, { cookie: who.cookie });
const text = async (response: Response | Promise<Response>) => words(await (await response).text());

/** Begins a draft over HTTP; returns its id. */
async function draft(title: string, fields: Record<string, string> = {}): Promise<string> {
  const response = await post(urls.campaigns.create(at), { id: newId(), title, slug: '', locale: 'en', ...fields });
  expect(response.status).toBe(303);
  return response.headers.get('location')!.split('/').at(-1)!;
}

/** A published campaign with complete English texts that asks the assembly. */
async function published(title: string): Promise<string> {
  const id = await draft(title);
  await post(urls.campaigns.texts(at, id, 'en'), completeText(title));
  await post(urls.campaigns.targets(at, id), { role: 'xx-assembly:member' });
  expect((await post(urls.campaigns.publication(at, id))).status).toBe(303);
  return id;
}

const one = async <T>(sql: string, ...values: unknown[]) => (await app.db.owner.query(sql, values)).rows[0] as T;
const rowOf = (id: string) =>
  one<{ slug: string; state: string; goal: number | null; closes_at: Date | null }>('select * from campaigns where id = $1', id);
const verbs = async (id: string) =>
  (await app.db.owner.query('select verb, noun from audit where noun_id = $1 order by id', [id])).rows.map((row) => `${row.verb} ${row.noun}`);

describe('who may', () => {
  const id = newId();
  const pages = [
    urls.campaigns.desk(at),
    urls.campaigns.create(at),
    urls.campaigns.edit(at, id),
    urls.campaigns.texts(at, id, 'en'),
    urls.campaigns.targets(at, id),
    urls.campaigns.closure(at, id),
    urls.campaigns.deliveries(at, id),
    urls.campaigns.removal(at, id),
  ];
  const posts = [
    ...pages.filter((path) => !/campaigns$|deliveries$/.test(path)),
    urls.campaigns.publication(at, id),
    urls.campaigns.editPicture(at, id),
    deskUrls.reopening(at, id),
    deskUrls.retraction(at, id),
    deskUrls.pictureRemoval(at, id),
    deskUrls.targetPosition(at, id, newId()),
    deskUrls.targetRemoval(at, id, newId()),
  ];

  test('visitors are asked to sign in, other roles find nothing', async () => {
    for (const path of pages) expect([path, (await get(path, {})).status]).toEqual([path, 403]);
    for (const path of posts) expect([path, (await post(path, {}, {})).status]).toEqual([path, 403]);
    for (const role of ['member', 'lead', 'auditor'] as const) {
      const who = await signInAs(app, network, role);
      for (const path of pages) expect([role, path, (await get(path, who)).status]).toEqual([role, path, 404]);
      for (const path of posts) expect([role, path, (await post(path, {}, who)).status]).toEqual([role, path, 404]);
    }
  });

  test('coordinators and administrators run campaigns', async () => {
    for (const role of ['coordinator', 'administrator'] as const) {
      const who = await signInAs(app, network, role);
      expect((await get(urls.campaigns.desk(at), who)).status).toBe(200);
      expect((await get(urls.campaigns.create(at), who)).status).toBe(200);
    }
  });

  test('what another network has does not exist here, and cannot be changed from here', async () => {
    const mine = await draft('Only ours');
    const there = { network: 'elsewhere', locale: 'en' };
    const stranger = await signInAs(app, other, 'coordinator', 'administrator');
    const before = await rowOf(mine);
    for (const path of pages.filter((path) => path.includes(id))) {
      const theirs = path.replace('/ember/', '/elsewhere/').replace(id, mine);
      expect([theirs, (await get(theirs, stranger)).status]).toEqual([theirs, 404]);
    }
    for (const path of posts.filter((path) => path.includes(id))) {
      const theirs = path.replace('/ember/', '/elsewhere/').replace(id, mine);
      expect([theirs, (await post(theirs, { ...completeText('Taken'), slug: 'taken', goal: '1', closes_at: '' }, stranger)).status]).toEqual([theirs, 404]);
    }
    // The id of another network's campaign makes an own one here, and leaves that one alone.
    expect((await post(urls.campaigns.create(there), { id: mine, title: 'Same id', slug: '', locale: 'en' }, stranger)).status).toBe(303);
    expect(await rowOf(mine)).toEqual(before);
    expect((await get(urls.campaigns.edit(at, mine), stranger)).status).toBe(403);
  });

  test('an id that is none, or unknown, is not found', async () => {
    for (const wrong of ['x', newId(), `${newId()}'`]) {
      expect((await get(urls.campaigns.edit(at, encodeURIComponent(wrong)))).status).toBe(404);
      expect((await post(urls.campaigns.publication(at, encodeURIComponent(wrong)))).status).toBe(404);
    }
    const mine = await draft('Languages');
    expect((await get(urls.campaigns.texts(at, mine, 'pt'))).status).toBe(404);
  });
});

describe('a new campaign', () => {
  test('an empty desk says what to do first', async () => {
    const who = await signInAs(app, await createNetwork(app, 'empty'), 'coordinator');
    expect(await text(get(urls.campaigns.desk({ network: 'empty', locale: 'en' }), who))).toContain('Write your first campaign');
  });

  test('the same form sent twice, or many times at once, makes one', async () => {
    const fields = { id: newId(), title: 'Once', slug: 'once', locale: 'en' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(urls.campaigns.create(at), fields)));
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.headers.get('location')}`))).toEqual(
      new Set([`303 ${urls.campaigns.edit(at, fields.id)}`]),
    );
    expect((await one<{ n: number }>("select count(*) as n from campaigns where network_id = $1 and slug like 'once%'", network.id)).n).toBe(1);
    expect(await verbs(fields.id)).toEqual(['created campaign']);
  });

  test('an address is proposed from the title; one that was typed and is taken is refused', async () => {
    expect((await rowOf(await draft('Étés brûlants'))).slug).toBe('etes-brulants');
    expect((await rowOf(await draft('Étés brûlants'))).slug).toBe('etes-brulants-2');
    const response = await post(urls.campaigns.create(at), { id: newId(), title: 'Another <one>', slug: 'etes-brulants', locale: 'fr' });
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain('href="#slug"');
    expect(words(html)).toContain('Another campaign has this address');
    expect(html).toContain('value="Another &lt;one&gt;"');
    expect(html).toContain('value="etes-brulants"');
    expect(html).toMatch(/<option value="fr" selected/);
  });

  test('the same address at the same instant goes to one of two', async () => {
    const answers = await Promise.all(
      ['a', 'b'].map((title) => post(urls.campaigns.create(at), { id: newId(), title, slug: 'race', locale: 'en' })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 422]);
  });

  test('a title is needed, and a language of the network', async () => {
    const response = await post(urls.campaigns.create(at), { id: newId(), title: '  ', slug: 'No Good!', locale: 'pt' });
    expect(response.status).toBe(422);
    const html = await response.text();
    for (const field of ['title', 'slug', 'locale']) expect(html).toContain(`href="#${field}"`);
    expect(html).toContain('value="No Good!"');
  });
});

describe('from draft to public', () => {
  test('the whole way: begun, refused, written, asked, published, seen, closed, opened again', async () => {
    const id = await draft('Come and see');
    const slug = (await rowOf(id)).slug;
    expect((await get(urls.campaigns.show(at, slug), {})).status).toBe(404);

    const refused = await post(urls.campaigns.publication(at, id));
    expect(refused.status).toBe(422);
    const why = await refused.text();
    for (const part of ['texts', 'targets']) expect(why).toContain(`href="#${part}"`);
    expect((await rowOf(id)).state).toBe('draft');

    const saved = await post(urls.campaigns.texts(at, id, 'en'), completeText('Come and see'));
    expect(saved.status).toBe(303);
    expect(await one('select asks from campaign_texts where campaign_id = $1', id)).toEqual({ asks: ['First ask', 'Second ask'] });
    await post(urls.campaigns.texts(at, id, 'fr'), { ...completeText('Venez voir'), story: '' });
    await post(urls.campaigns.targets(at, id), { role: 'xx-assembly:member' });
    await post(urls.campaigns.targets(at, id), { role: 'xx-assembly:member' });
    await post(urls.campaigns.targets(at, id), { post: 'xx-justice' });
    const editPage = await text(get(urls.campaigns.edit(at, id)));
    expect(editPage).toContain('Member of the Assembly');
    expect(editPage).toContain('2 posts, 1 with a serving person');
    expect(editPage).toContain('Mara Lind');
    expect(editPage).toContain('data of August 5, 2026');
    expect(editPage).toContain('This language is not ready and will not be offered until it is: Français');

    const out = await post(urls.campaigns.publication(at, id));
    expect(out.status).toBe(303);
    expect((await post(urls.campaigns.publication(at, id))).status).toBe(303);
    expect((await rowOf(id)).state).toBe('open');
    const publicPage = await get(urls.campaigns.show(at, slug), {});
    expect(publicPage.status).toBe(200);
    expect(await text(publicPage)).toContain('Come and see');

    expect(await text(get(urls.campaigns.closure(at, id)))).toContain('Close “Come and see”?');
    expect((await rowOf(id)).state).toBe('open');
    await post(urls.campaigns.closure(at, id));
    expect((await rowOf(id)).state).toBe('closed');
    expect((await post(urls.campaigns.publication(at, id))).status).toBe(422);
    await post(deskUrls.reopening(at, id));
    expect((await rowOf(id)).state).toBe('open');
    const done = await verbs(id);
    expect(done.filter((verb) => verb === 'published campaign')).toHaveLength(1);
    expect(done.filter((verb) => verb === 'added campaign-target')).toHaveLength(2);
    expect(done.slice(-2)).toEqual(['closed campaign', 'reopened campaign']);
  });

  test('what the public is offered is not blanked; another language may be begun piece by piece', async () => {
    const id = await published('Stay whole');
    const response = await post(urls.campaigns.texts(at, id, 'en'), { ...completeText('Stay whole'), letter_body: ' ' });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('href="#letter_body"');
    expect((await post(urls.campaigns.texts(at, id, 'fr'), { title: 'Un début' })).status).toBe(303);
  });

  test('a public campaign goes back to a draft only while nobody has written', async () => {
    const id = await published('Too soon');
    await post(deskUrls.retraction(at, id));
    expect((await rowOf(id)).state).toBe('draft');
    await post(urls.campaigns.publication(at, id));
    await makeLetter(app, network, id, { state: 'pending', deliveries: [] });
    const response = await post(deskUrls.retraction(at, id));
    expect(response.status).toBe(422);
    expect(await text(response)).toContain('People have written already');
    expect((await rowOf(id)).state).toBe('open');
  });

  test('a draft is deleted after a question; a campaign with letters never', async () => {
    const gone = await draft('Gone');
    expect(await text(get(urls.campaigns.removal(at, gone)))).toContain('Delete “Gone”?');
    expect((await post(urls.campaigns.removal(at, gone))).status).toBe(303);
    expect((await get(urls.campaigns.edit(at, gone))).status).toBe(404);
    expect(await verbs(gone)).toContain('removed campaign');
    const kept = await published('Kept');
    expect((await post(urls.campaigns.removal(at, kept))).status).toBe(422);
    expect(await rowOf(kept)).toBeTruthy();
  });
});

describe('the basics', () => {
  test('are stored: the closing date on the clocks of the network', async () => {
    const id = await draft('Basics');
    const response = await post(urls.campaigns.edit(at, id), {
      slug: 'basics-two',
      goal: '500',
      closes_at: '2027-03-08T18:00',
      issues: ['poverty', 'no-such-issue'],
      places: ['ca', 'nowhere'],
    });
    expect(response.status).toBe(303);
    expect(await rowOf(id)).toMatchObject({ slug: 'basics-two', goal: 500, closes_at: new Date('2027-03-08T23:00:00Z') });
    const html = await (await get(urls.campaigns.edit(at, id))).text();
    expect(html).toContain('value="2027-03-08T18:00"');
    expect(html).toMatch(/name="issues" value="poverty"[^>]*checked/);
    expect(html).toMatch(/name="places" value="ca"[^>]*checked/);
    expect(await one('select count(*) as n from campaign_issues where campaign_id = $1', id)).toEqual({ n: 1 });
  });

  test('a mistake loses nothing that was typed or ticked', async () => {
    const id = await draft('Mistakes');
    const response = await post(urls.campaigns.edit(at, id), {
      slug: 'Not "good"',
      goal: '-5',
      closes_at: 'soon <b>',
      issues: ['poverty'],
      places: ['fr'],
    });
    expect(response.status).toBe(422);
    const html = await response.text();
    for (const kept of ['value="Not &quot;good&quot;"', 'value="-5"', 'value="soon &lt;b&gt;"', 'href="#slug"', 'href="#goal"', 'href="#closes_at"']) {
      expect(html).toContain(kept);
    }
    expect(html).toMatch(/name="issues" value="poverty"[^>]*checked/);
    expect(html).toMatch(/name="places" value="fr"[^>]*checked/);
  });

  test('the address of a public campaign stays, and its closing date cannot be put into the past', async () => {
    const id = await published('Fixed');
    const { slug } = await rowOf(id);
    const moved = await post(urls.campaigns.edit(at, id), { slug: 'elsewhere', goal: '', closes_at: '' });
    expect(moved.status).toBe(422);
    expect(await text(moved)).toContain('The address of a published campaign stays as it is');
    const past = await post(urls.campaigns.edit(at, id), { slug, goal: '', closes_at: '2026-11-21T06:00' });
    expect(past.status).toBe(422);
    expect((await rowOf(id)).closes_at).toBeNull();
  });

  test('a draft whose closing date has passed is not published', async () => {
    const id = await draft('Late');
    await post(urls.campaigns.texts(at, id, 'en'), completeText('Late'));
    await post(urls.campaigns.targets(at, id), { role: 'xx-assembly:member' });
    expect((await post(urls.campaigns.edit(at, id), { slug: 'late', goal: '', closes_at: '2026-11-20T06:00' })).status).toBe(303);
    const response = await post(urls.campaigns.publication(at, id));
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('href="#closes_at"');
  });
});

describe('who is asked', () => {
  test('posts are found by words, whatever the accents; those of ended lines are not', async () => {
    const id = await draft('Search');
    const search = (q: string) => text(get(`${urls.campaigns.targets(at, id)}?q=${encodeURIComponent(q)}`));
    expect(await search('renee ost')).toContain('1 post found');
    expect(await search('ILE NORD')).toContain('North Island');
    expect(await search('justice minister')).toContain('Mara Lind');
    expect(await search('shore')).not.toContain('Old Shore');
    expect(await search("%' or _")).toContain('Nothing found');
  });

  test('an unknown role or post is refused; order and removal work; the last one of an open campaign stays', async () => {
    const id = await draft('Order');
    expect((await post(urls.campaigns.targets(at, id), { role: 'nobody' })).status).toBe(422);
    expect((await post(urls.campaigns.targets(at, id), {})).status).toBe(422);
    for (const fields of [{ role: 'xx-assembly:member' }, { post: 'xx-justice' }] as Record<string, string>[]) await post(urls.campaigns.targets(at, id), fields);
    const targets = async () =>
      (await app.db.owner.query('select id, coalesce(role_id, post_id) as asked from campaign_targets where campaign_id = $1 order by position', [id])).rows as {
        id: string;
        asked: string;
      }[];
    const [first, second] = await targets();
    await post(deskUrls.targetPosition(at, id, second!.id), { direction: 'up' });
    expect((await targets()).map((target) => target.asked)).toEqual(['xx-justice', 'xx-assembly:member']);
    await post(urls.campaigns.texts(at, id, 'en'), completeText('Order'));
    await post(urls.campaigns.publication(at, id));
    await post(deskUrls.targetRemoval(at, id, first!.id));
    expect((await post(deskUrls.targetRemoval(at, id, first!.id))).status).toBe(303);
    expect((await post(deskUrls.targetRemoval(at, id, second!.id))).status).toBe(422);
    expect(await targets()).toHaveLength(1);
  });
});

describe('letters', () => {
  test('are counted on the desk and by whom they went to', async () => {
    const id = await published('Counted');
    await makeLetter(app, network, id, { state: 'confirmed', deliveries: [{ post: 'xx-north', state: 'sent', name: 'Renée Öst' }, { post: 'xx-south', state: 'failed' }] });
    await makeLetter(app, network, id, { state: 'pending', deliveries: [{ post: 'xx-north', state: 'composed' }] });
    const desk = await text(get(urls.campaigns.desk(at)));
    const row = desk.slice(desk.indexOf('Counted'), desk.indexOf('Look at what failed'));
    for (const part of ['Open', '1 of 2 ready', '1 confirmed', '1 waits for its confirmation', '1 sent', '1 failed']) expect(row).toContain(part);
    const html = await (await get(urls.campaigns.deliveries(at, id))).text();
    const line = (name: string) => words(html.split('<tr>').find((part) => part.includes(name))!);
    expect(line('Renée Öst')).toMatch(/North Island · Assembly of Ember 1 not confirmed 0 waiting to go 1 sent 0 kept here 0 failed/);
    expect(line('South Shore')).toContain('1 failed');
    expect(html).toContain(`href="${urls.outbox.list(at, '?state=failed')}"`);
    expect(html).not.toContain('?state=uncertain');
  });

  test('long lists are paged by key: every campaign stands on exactly one page', async () => {
    const many = await createNetwork(app, 'many');
    const who = await signInAs(app, many, 'coordinator');
    const there = { network: 'many', locale: 'en' };
    for (let n = 1; n <= 23; n += 1) await post(urls.campaigns.create(there), { id: newId(), title: `Numbered ${n}.`, slug: '', locale: 'en' }, who);
    const first = await (await get(urls.campaigns.desk(there), who)).text();
    const next = first.match(/href="([^"]+before=[^"]+)"/)![1]!;
    const second = await (await get(next, who)).text();
    const titles = [...`${first}${second}`.matchAll(/<th scope="row"><a[^>]*>(Numbered \d+\.)/g)].map((match) => match[1]);
    expect(titles).toEqual(Array.from({ length: 23 }, (_, n) => `Numbered ${23 - n}.`));
    expect(second).not.toContain('rel="next"');
    expect((await get(`${urls.campaigns.desk(there)}?before=x`, who)).status).toBe(404);
  });
});

describe('pictures', () => {
  test('something that is no picture is refused at its field', async () => {
    const id = await draft('Picture');
    const body = new FormData();
    body.set('picture', new File(['not a picture'], 'a.png', { type: 'image/png' }));
    const encoded = new Response(body);
    const response = await app.app.request(`http://127.0.0.1:3000${urls.campaigns.editPicture(at, id)}`, {
      method: 'POST',
      body: await encoded.arrayBuffer(),
      headers: { origin: 'http://127.0.0.1:3000', cookie: ada.cookie, 'content-type': encoded.headers.get('content-type')! },
    });
    expect(response.status).toBe(422);
    expect(await response.text()).toContain('href="#picture"');
  });

  test('a picture is shown, described by language, and taken away', async () => {
    const id = await draft('With picture');
    const { default: sharp } = await import('sharp');
    const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#0d6763' } }).png().toBuffer();
    const body = new FormData();
    body.set('picture', new File([new Uint8Array(png)], 'a.png', { type: 'image/png' }));
    const encoded = new Response(body);
    const response = await app.app.request(`http://127.0.0.1:3000${urls.campaigns.editPicture(at, id)}`, {
      method: 'POST',
      body: await encoded.arrayBuffer(),
      headers: { origin: 'http://127.0.0.1:3000', cookie: ada.cookie, 'content-type': encoded.headers.get('content-type')! },
    });
    expect(response.status).toBe(303);
    const html = await (await get(urls.campaigns.edit(at, id))).text();
    const source = html.match(/<img[^>]*src="([^"]+)"/)![1]!;
    expect((await get(source)).headers.get('content-type')).toBe('image/webp');
    await post(urls.campaigns.texts(at, id, 'en'), completeText('With picture'));
    expect(await text(get(urls.campaigns.edit(at, id)))).toContain('The picture has no description');
    await post(deskUrls.pictureRemoval(at, id));
    expect((await get(source)).status).toBe(404);
    expect(await verbs(id)).toContain('removed campaign-picture');
  });
});

const shared = process.env.CASEMENT_SHARED_DATA ?? join(root, '../shared/data');
const blns = join(shared, 'hostile-input/blns.json');

describe.skipIf(!existsSync(blns))('hostile words (skipped without the shared data: hostile-input/blns.json)', () => {
  const all = existsSync(blns) ? (JSON.parse(readFileSync(blns, 'utf8')) as string[]) : [];
  const usable = all.filter((entry) => entry.trim() && !entry.includes('\0') && !entry.includes('\n') && !entry.includes('\r') && entry.length <= 160);
  const sample = usable.filter((_, index) => index % Math.ceil(usable.length / 60) === 0);
  const escaped = (typed: string) =>
    typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');

  test('are stored as typed in every field and shown escaped', async () => {
    expect(sample.length).toBeGreaterThan(50);
    const id = await draft('Hostile');
    for (const typed of sample) {
      const fields = Object.fromEntries(Object.keys(completeText('')).map((field) => [field, typed]));
      expect([typed, (await post(urls.campaigns.texts(at, id, 'en'), fields)).status]).toEqual([typed, 303]);
      const row = await one<Record<string, string | string[]>>("select * from campaign_texts where campaign_id = $1 and locale = 'en'", id);
      for (const field of Object.keys(fields)) expect([field, row[field]]).toEqual([field, field === 'asks' ? [typed.trim()] : typed]);
      const html = await (await get(urls.campaigns.texts(at, id, 'en'))).text();
      expect(html).toContain(`value="${escaped(typed)}"`);
      expect(html).toContain(`>\n${escaped(typed)}</textarea>`);
      // Only our own scripts, pictures and handlers stand in the page.
      expect(html.match(/<script(?! type="module" src="\/)/gi)).toBeNull();
      expect(html.match(/<(iframe|svg(?! class="mark")|object|embed|img)\b/gi)).toBeNull();
      expect(html.replace(/"[^"]*"/g, '').match(/<[^>]+\son\w+=/gi)).toBeNull();
      expect(html.match(/href="\s*(javascript|data|vbscript):/gi)).toBeNull();
    }
  });

  test('in the forms for the basics, a search and a new campaign break nothing', async () => {
    const id = await draft('Hostile basics');
    for (const typed of sample) {
      const basics = await post(urls.campaigns.edit(at, id), { slug: typed, goal: typed, closes_at: typed, issues: typed, places: typed });
      expect([303, 422]).toContain(basics.status);
      if (basics.status === 422) expect(await basics.text()).toContain(`value="${escaped(typed)}"`);
      const created = await post(urls.campaigns.create(at), { id: typed, title: typed, slug: '', locale: 'en' });
      expect([typed, created.status]).toEqual([typed, 303]);
      expect((await one<{ title: string }>('select title from campaign_texts where campaign_id = $1', created.headers.get('location')!.split('/').at(-1)!)).title).toBe(typed);
      expect((await get(`${urls.campaigns.targets(at, id)}?q=${encodeURIComponent(typed)}`)).status).toBe(200);
      expect((await post(urls.campaigns.targets(at, id), { role: typed })).status).toBe(422);
      expect((await post(urls.campaigns.targets(at, id), { post: typed })).status).toBe(422);
    }
    expect((await get(urls.campaigns.desk(at))).status).toBe(200);
  });
});

describe('texts', () => {
  test('too long or in too many lines: every word stays, nothing is stored', async () => {
    const id = await draft('Limits');
    const fields = { ...completeText('two\nlines'), summary: 'x'.repeat(501), asks: 'a\n'.repeat(13), story: '  kept <as> typed\n' };
    const response = await post(urls.campaigns.texts(at, id, 'en'), fields);
    expect(response.status).toBe(422);
    const html = await response.text();
    for (const field of ['title', 'summary', 'asks']) expect(html).toContain(`href="#${field}"`);
    expect(html).toContain('>\n  kept &lt;as&gt; typed\n</textarea>');
    expect(html).toContain(`>\n${'a\n'.repeat(13)}</textarea>`);
    expect((await one<{ story: string }>('select story from campaign_texts where campaign_id = $1', id)).story).toBe('');
  });

  test('a preview shows what was typed and stores nothing; the other language stands beside', async () => {
    const id = await draft('Preview');
    await post(urls.campaigns.texts(at, id, 'en'), completeText('Preview'));
    const response = await post(urls.campaigns.texts(at, id, 'fr'), { ...completeText('Aperçu'), story: 'Un **mot** fort.', only: 'preview' });
    expect(response.status).toBe(200);
    const html = await response.text();
    expect(html).toContain('<strong>mot</strong>');
    expect(html).toMatch(/<p lang="en">A story with \*\*weight\*\*\.<\/p>/);
    expect((await one<{ n: number }>('select count(*) as n from campaign_texts where campaign_id = $1', id)).n).toBe(1);
  });
});
