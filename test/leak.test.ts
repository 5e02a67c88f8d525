import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Level, levels, mayShow, type Viewer } from '../src/features/directory/index.ts';
import { newId } from '../src/platform/crypto/ids.ts';
import { readPdf } from '../src/platform/pdf/testing/read.ts';
import { createTestApp, signInAs, type TestApp } from './app.ts';
import { type Content, filled } from './e2e/content.ts';
import { pages } from './e2e/pages.ts';
import { inside, lineOf, realPath } from './real-paths.ts';

/**
 * The leak test: women and organisations with a mark of its own in every field at every level, then every page, feed, file and answer
 * for programs that the program gives by GET, as the public, a member, a coordinator and everybody of another network: no mark that
 * the reader may not see stands in any of them.
 */
let app: TestApp;
let content: Content;
const cookies = new Map<string, string | undefined>();

/** Who asks, and what of a field she may see. Another network's coordinator sees nothing of this one but what is public. */
const readers: { name: string; viewer: Exclude<Viewer, 'herself'> }[] = [
  { name: 'public', viewer: 'public' },
  { name: 'other network', viewer: 'public' },
  { name: 'member', viewer: 'member' },
  { name: 'coordinator', viewer: 'coordinator' },
];

/** A letter for each level, of a script that nothing else here is written in: paper shows the signs it is printed with. */
const letters: Record<Level, string> = { public: 'Ⴀ', members: 'Ⴁ', coordinators: 'Ⴂ', nobody: 'Ⴃ' };
/** A language that only the women of one level speak: it must not show as a facet either. */
const tongues: Record<Level, string> = { public: 'ti', members: 'tet', coordinators: 'st', nobody: 'sd' };
/** Of a field with this level (`f`), and of anything of somebody whose name has this level (`n`). */
const mark = (of: 'f' | 'n' | 'o', level: Level, field: string) => `zq${of}${level}${field}`;
const people: { id: string; of: 'f' | 'n'; level: Level }[] = [];
const requests: string[] = [];

const rows = async (text: string, ...values: unknown[]) => (await app.db.owner.query(text, values)).rows;

/** A woman whose every field says which level it has. */
async function makeWoman(network: string, of: 'f' | 'n', level: Level, organisation: string): Promise<void> {
  const id = newId();
  people.push({ id, of, level });
  const say = (field: string) => `${mark(of, level, field)} ${letters[level]}`;
  const name = of === 'n' ? `zname${level} ${letters[level]}` : `Open ${level}`;
  const fields = [
    'pronounced',
    'pronouns',
    'about',
    'safe_contact',
    'phone',
    'website',
    'email',
    'organisations',
    'languages',
    'country',
    'place',
    'expertise',
    'offers',
    'seeks',
  ];
  const chosen = Object.fromEntries(fields.map((field) => [field, of === 'f' ? level : 'public']));
  const address = `${mark(of, level, 'email')}@example.invalid`;
  await rows(
    `insert into accounts (network_id, id, email, email_key, name, locale, created_at) values ($1, $2, $3, $3, $4, 'en', now())`,
    network,
    id,
    address,
    name,
  );
  await rows(
    `insert into memberships (network_id, id, account_id, state, from_on, created_at) values ($1, $2, $3, 'active', '2026-01-01', now())`,
    network,
    newId(),
    id,
  );
  await rows(
    `insert into profiles (network_id, account_id, pronounced, pronouns, about, safe_contact, phone, website, languages, visibility, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now())`,
    network,
    id,
    ...['pronounced', 'pronouns', 'about', 'safe_contact', 'phone'].map(say),
    `https://${mark(of, level, 'website')}.example.invalid/`,
    [tongues[level]],
    { ...chosen, name: of === 'n' ? level : 'public' },
  );
  await rows(
    `insert into lived_experience (network_id, account_id, words, level) values ($1, $2, $3, $4)`,
    network,
    id,
    say('lived'),
    of === 'f' ? level : 'public',
  );
  await rows(
    `insert into affiliations (network_id, id, organisation_id, account_id, position, from_on) values ($1, $2, $3, $4, $5, '2026-01-01')`,
    network,
    newId(),
    organisation,
    id,
    say('position'),
  );
}

/** An organisation whose every field says which level it has; `whole`: its name too. */
async function makeOrganisation(network: string, level: Level, whole: boolean): Promise<string> {
  const id = newId();
  const say = (field: string) => `${mark('o', level, field)} ${letters[level]}`;
  const fields = [
    'kind',
    'about',
    'issues',
    'offers',
    'languages',
    'country',
    'place',
    'services',
    'people',
    'website',
    'email',
    'phone',
    'postal_address',
    'contacts',
  ];
  await rows(
    `insert into organisations (network_id, id, slug, name, name_key, kind, about, languages, website, email, phone, postal_address, visibility, created_at, updated_at)
     values ($1, $2, $3, $4, $4, 'association', $5, $6, $7, $8, $9, $10, $11, now(), now())`,
    network,
    id,
    whole ? mark('o', level, 'slug') : `open-${level}`,
    whole ? say('name') : `Open organisation ${level}`,
    { en: say('about') },
    [tongues[level]],
    `https://${mark('o', level, 'website')}.example.invalid/`,
    `${mark('o', level, 'email')}@example.invalid`,
    say('phone'),
    say('postal'),
    Object.fromEntries([...fields.map((field) => [field, level]), ['name', whole ? level : 'public']]),
  );
  return id;
}

beforeAll(async () => {
  const from = await filled();
  content = from.made;
  app = await createTestApp({ from, env: { CASEMENT_TRUST_PROXY: '1' } });
  const daylight = await app.network('daylight');
  const open = await makeOrganisation(daylight.id, 'public', false);
  for (const level of levels) {
    const own = level === 'public' ? open : await makeOrganisation(daylight.id, level, false);
    if (level !== 'public') {
      const hidden = await makeOrganisation(daylight.id, level, true);
      // It published something that everybody reads.
      await rows(
        `update library_works set publisher_id = $2 where (network_id, id) = (select network_id, id from library_works
           where network_id = $1 and state = 'published' and access = 'public' order by id offset $3 limit 1)`,
        daylight.id,
        hidden,
        levels.indexOf(level),
      );
      // It offered something to everybody, tried something and took something up before it hid.
      for (const [table, condition] of [
        ['exchange_items', `seen = 'public' and state = 'open'`],
        ['practices', `public and state = 'published'`],
        ['practice_uses', 'true'],
      ])
        await rows(
          `update ${table} set organisation_id = $2 where (network_id, id) = (select network_id, id from ${table}
             where network_id = $1 and ${condition} order by id offset $3 limit 1)`,
          daylight.id,
          hidden,
          levels.indexOf(level) - 1,
        );
    }
    for (const of of ['f', 'n'] as const) await makeWoman(daylight.id, of, level, level === 'nobody' ? open : own);
  }
  // A woman who holds a kept place, and one who asked for it: nobody here is the one whom they chose.
  const verifier = await signInAs(app, daylight, 'member');
  for (const [at, state] of [
    [0, 'confirmed'],
    [2, 'asked'],
  ] as const) {
    const id = newId();
    requests.push(id);
    await rows(
      `insert into place_requests (network_id, id, reservation_id, account_id, verifier_id, state, asked_at, decided_at)
       values ($1, $2, $3, $4, $5, $6, now(), now())`,
      daylight.id,
      id,
      content.directory.reservation,
      people[at]!.id,
      verifier.id,
      state,
    );
  }
  cookies.set('member', (await signInAs(app, daylight, 'member')).cookie);
  cookies.set('coordinator', (await signInAs(app, daylight, 'coordinator')).cookie);
  cookies.set(
    'other network',
    (await signInAs(app, await app.network('bare'), 'member', 'lead', 'coordinator')).cookie,
  );
}, 120_000);
afterAll(() => app?.stop());

/** What must not stand in an answer. */
function forbidden(viewer: Exclude<Viewer, 'herself'>): string[] {
  return levels
    .filter((level) => !mayShow(level, viewer))
    .flatMap((level) => [
      mark('f', level, ''),
      mark('n', level, ''),
      mark('o', level, ''),
      `zname${level}`,
      `language=${tongues[level]}`,
    ]);
}

/**
 * Names and addresses of accounts are known to those who let people in, names of organisations to those who keep their list; what either
 * tells of itself is not.
 */
const ofAccounts = /\/(people|members|desk\/members|account)(\/|$|\?|\.)/;
const ofOrganisations = /\/desk\/organisations(\/|$|\?)/;
const known = (viewer: Viewer, path: string, hit: string, text: string): boolean => {
  if (viewer !== 'coordinator') return false;
  const only = (...fields: string[]) =>
    [...text.matchAll(new RegExp(`${hit}\\w*`, 'g'))].every(([word]) => fields.some((field) => word === hit + field));
  if (ofOrganisations.test(path)) return hit.startsWith('zqo') && only('name', 'slug');
  return ofAccounts.test(path) && (hit.startsWith('zname') || only('email'));
};

/** The words of an answer, of whatever kind: a file's parts are unpacked, a page on paper is read by its signs. */
async function said(response: Response): Promise<string> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const type = response.headers.get('content-type') ?? '';
  if (type.includes('pdf')) {
    const { signs } = readPdf(bytes);
    return levels
      .filter((level) => signs.has(letters[level]))
      .map((level) => mark('f', level, ''))
      .join(' ');
  }
  let text = bytes.toString();
  for (let at = bytes.indexOf('PK\u0003\u0004'); at >= 0; at = bytes.indexOf('PK\u0003\u0004', at + 4)) {
    const begins = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    try {
      if (bytes.readUInt16LE(at + 8) === 8)
        text += inflateRawSync(bytes.subarray(begins), { finishFlush: 2 }).toString();
    } catch {
      // Not a part that can be read.
    }
  }
  return `${text} ${[...response.headers].join(' ')}`;
}

let asked = 0;
const ask = (path: string, cookie: string | undefined) => {
  asked += 1;
  return app.get(path, {
    cookie,
    headers: { 'x-forwarded-for': `10.9.${asked >> 8}.${asked & 255}`, 'osdi-api-token': content.key },
  });
};

/** Every address that is opened anywhere in the tests, and a real one for every other route. */
function everyPath(): { path: string; anyone: boolean }[] {
  const paths = new Map<string, boolean>();
  for (const { method, path: route } of app.app.routes) {
    if (method !== 'GET' || route.includes('*')) continue;
    const anyone = ['anyone', 'key'].includes(String(lineOf('GET', route)?.who));
    const openings = (pages[route] ?? []).map(({ path }) => (typeof path === 'function' ? path(content) : path));
    const real = route.startsWith(inside) ? realPath(route, content).path : route;
    for (const path of [...openings, real]) if (!path.includes(':')) paths.set(path, anyone);
  }
  // Our own women and organisations, on their own pages, cards and lists.
  for (const { id } of people) {
    for (const rest of ['', '/card.vcf']) paths.set(`/daylight/en/directory/people/${id}${rest}`, true);
    for (const before of ['/desk/profiles', '/people', '/members']) paths.set(`/daylight/en${before}/${id}`, false);
  }
  for (const level of levels) {
    for (const slug of [`open-${level}`, mark('o', level, 'slug')])
      paths.set(`/daylight/en/organisations/${slug}`, true);
    paths.set(`/daylight/en/directory?language=${tongues[level]}`, true);
    paths.set(`/daylight/en/directory.pdf?language=${tongues[level]}`, false);
  }
  paths.set('/daylight/fr/directory', true);
  paths.set('/robots.txt', true);
  paths.set('/sitemap.xml', true);
  return [...paths].map(([path, anyone]) => ({ path, anyone }));
}

describe('the leak test', () => {
  test('no address gives a field to whom it is hidden from', { timeout: 120_000 }, async () => {
    const wrong: string[] = [];
    const paths = everyPath();
    expect(paths.length).toBeGreaterThan(250);
    let seen = 0;
    for (const { path, anyone } of paths) {
      for (const { name, viewer } of readers) {
        // Who may not come in at all is told so by the matrix test.
        if (viewer === 'public' && !anyone) continue;
        const text = await said(await ask(path, cookies.get(name)));
        if (/zq[fno]|zname/.test(text)) seen += 1;
        // A search says again what was searched for.
        const asks = decodeURIComponent(path);
        for (const hit of forbidden(viewer).filter((one) => text.includes(one) && !asks.includes(one)))
          if (!known(viewer, path, hit, text)) wrong.push(`${name}: ${path} says ${hit}`);
        if (requests.some((id) => text.includes(id))) wrong.push(`${name}: ${path} names a request for a kept place`);
      }
    }
    expect(wrong).toEqual([]);
    // The marks are there to be found: what may be seen is.
    expect(seen).toBeGreaterThan(40);
  });

  test('a search for a hidden word finds nobody, and counts nobody', async () => {
    const wrong: string[] = [];
    for (const { name, viewer } of readers) {
      for (const { id, of, level } of people) {
        for (const field of ['about', 'pronounced', 'lived', 'phone', 'safe_contact']) {
          const answer = await ask(`/daylight/en/directory?q=${mark(of, level, field)}`, cookies.get(name));
          const html = await answer.text();
          const found = html.includes(id);
          const may = mayShow(level, viewer) && !['phone', 'safe_contact'].includes(field);
          if (found !== may) wrong.push(`${name}: ${mark(of, level, field)} ${found ? 'found' : 'not found'}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test('what she takes back is nowhere with that commit: no page that was kept in memory says it', async () => {
    const [woman] = people.filter(({ of, level }) => of === 'f' && level === 'public');
    const page = `/daylight/en/directory/people/${woman!.id}`;
    expect(await (await ask(page, undefined)).text()).toContain(mark('f', 'public', 'lived'));
    await rows('delete from lived_experience where account_id = $1', woman!.id);
    await rows(`update profiles set visibility = visibility || '{"about":"nobody"}' where account_id = $1`, woman!.id);
    for (const path of [
      page,
      `${page}/card.vcf`,
      '/daylight/en/directory',
      `/daylight/en/directory?q=${mark('f', 'public', 'lived')}x`,
    ]) {
      for (const { name } of readers) {
        const text = await said(await ask(path, cookies.get(name)));
        expect(text).not.toContain(mark('f', 'public', 'about'));
        expect(text.replaceAll(`${mark('f', 'public', 'lived')}x`, '')).not.toContain(mark('f', 'public', 'lived'));
      }
    }
  });
});
