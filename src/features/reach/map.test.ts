import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { kits } from '../../../test/beginnings.ts';
import { firstVisit } from '../../../test/first-visit.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { shapeNumbers } from '../../platform/geo/countries.ts';
import { compact, drawWorld } from '../../platform/geo/world.ts';

/** The countries of the global network: PRODUCT.md. */
const all = 'ar au at bo br cl co sv gm ge gt jm ke mw mx ng pk pe pl sl tz th tt gb us ve zm'.split(' ');

describe('the drawing', () => {
  test('every country has a shape and a mark on the land, the smallest too; unknown ones are left out', async () => {
    const drawn = await drawWorld([...all, 'sg', 'mt', 'xx-sampleland']);
    expect([...drawn.countries.keys()].sort()).toEqual([...all, 'sg', 'mt'].sort());
    for (const { x, y } of drawn.countries.values()) {
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(drawn.width);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(drawn.height);
    }
    const at = (id: string) => drawn.countries.get(id)!;
    // West of, north of: the numbers name the countries that they should.
    for (const [west, east] of ['us gb', 'gm ng', 'jm tt', 'ar br', 'pl ge', 'pk th', 'zm ke', 'ke au'].map((pair) =>
      pair.split(' '),
    ))
      expect(at(west!).x, `${west} lies west of ${east}`).toBeLessThan(at(east!).x);
    for (const [north, south] of ['pl at', 'us mx', 'jm tt', 'ke tz', 'tz mw', 'bo ar'].map((pair) => pair.split(' ')))
      expect(at(north!).y, `${north} lies north of ${south}`).toBeLessThan(at(south!).y);
  });

  test('near one country shows that country large', async () => {
    const world = (await drawWorld(['ca'])).countries.get('ca')!;
    const near = (await drawWorld(['ca'], 'ca')).countries.get('ca')!;
    expect(near.path.length).toBeGreaterThan(world.path.length);
  });

  test('numbers stand once; a path is told in steps and ends where it began', () => {
    expect(new Set(shapeNumbers.values()).size).toBe(shapeNumbers.size);
    expect(compact('M0,0L10.2,0L10.4,5L0,5ZM1,1L1.1,1.1L1,1Z')).toBe('M0 0l10 0 0 5-10 0z');
    // What lies on the straight way is not told; a way back along the same line is.
    expect(compact('M0,0L5,0L10,0L10,8L10,4')).toBe('M0 0l10 0 0 8 0-4');
    expect(compact(null)).toBe('');
  });
});

describe('the page', () => {
  let app: TestApp;
  const get = async (path: string, cookie?: string) => (await app.get(path, cookie ? { cookie } : {})).text();
  beforeAll(async () => {
    app = await createTestApp({ from: await kits() });
    app.deps.edits.emit('');
  }, 60_000);
  afterAll(() => app.stop());

  test('27 of 27 countries of the global kit stand on the map and in the table, with the same facts', async () => {
    const html = await get('/network/en/map');
    const table = html.slice(html.indexOf('<table'));
    for (const id of all) {
      expect(html, id).toMatch(
        new RegExp(`<a href="[^"]*country=${id}"[^>]*aria-label="[^"]+"[^>]*data-place="${id}"><circle`),
      );
      expect(table, id).toContain(`country=${id}"`);
    }
    expect(words(html)).toMatch(/34 organisations( and [^.]*)? in 27 countries/);
    expect(words(html)).toContain('Gambia');
  });

  test('a first visit is at most 60 kB in every language of every kit: page, styles, scripts, mark and fonts, however packed', async () => {
    for (const [slug, locales] of Object.entries({ network: 'en es fr pt', daylight: 'en fr', coalition: 'en es' }))
      for (const [locale, coding] of locales
        .split(' ')
        .flatMap((one) => [[one, 'br'] as const, [one, 'gzip'] as const])) {
        const visit = await firstVisit(app, `/${slug}/${locale}/map`, coding);
        expect(
          visit.files.filter((file) => file.path.endsWith('.js')),
          visit.told,
        ).toHaveLength(2);
        // Both families, and of each no more than the part that our languages are written with.
        expect(
          visit.files.filter((file) => file.path.endsWith('.woff2')),
          visit.told,
        ).toHaveLength(2);
        expect(visit.bytes, visit.told).toBeLessThan(60_000);
      }
  });

  test('counts as the rule says: the public exactly, others from three on, and hidden ones for nobody', async () => {
    const network = await app.network('network');
    const { owner } = app.db;
    const woman = async (country: string, levels: Record<string, string>) => {
      const { id } = await signInAs(app, network, 'member');
      await owner.query(
        `insert into profiles (network_id, account_id, country, visibility, updated_at) values ($1, $2, $3, $4, now())`,
        [network.id, id, country, levels],
      );
    };
    // Nobody is in these countries yet.
    const open = { name: 'public', country: 'public' };
    for (const levels of [open, open, { name: 'members', country: 'public' }]) await woman('is', levels);
    for (const country of ['members', 'members', 'coordinators']) await woman('no', { country });
    await woman('fi', { country: 'nobody' });
    const cell = (html: string, id: string) =>
      new RegExp(`country=${id}">[^<]*</a></th><td><span class="cell-label">Members: </span>([^<]*)</td>`).exec(
        html,
      )?.[1];
    const member = (await signInAs(app, network, 'member')).cookie;
    const keeper = (await signInAs(app, network, 'coordinator')).cookie;
    app.deps.edits.emit('');
    const views = [
      await get('/network/en/map'),
      await get('/network/en/map', member),
      await get('/network/en/map', keeper),
    ];
    expect(views.map((html) => cell(html, 'is'))).toEqual(['2', 'more than 2', 'more than 2']);
    expect(views.map((html) => cell(html, 'no'))).toEqual([undefined, 'fewer than 3', '3']);
    expect(views.map((html) => cell(html, 'fi'))).toEqual([undefined, undefined, undefined]);
  });

  test('an organisation that hides its country is on no map but that of those who may see it', async () => {
    const { id } = await app.network('network');
    await app.db.owner.query(
      `insert into organisations (network_id, id, slug, name, name_key, kind, country, visibility, created_at, updated_at)
       values ($1, $2, 'quiet', 'Quiet', 'quiet', 'association', 'se', '{"country": "members"}', now(), now())`,
      [id, newId()],
    );
    app.deps.edits.emit('');
    expect(await get('/network/en/map')).not.toContain('country=se');
    const member = (await signInAs(app, await app.network('network'), 'member')).cookie;
    expect(await get('/network/en/map', member)).toContain('country=se');
  });
});
