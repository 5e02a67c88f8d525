import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNetwork, createTestApp, type TestApp, words } from '../../../test/app.ts';
import { asOwner, root } from '../../platform/db/index.ts';
import { interfaceLocales } from '../../platform/i18n/index.ts';
import { feature, loadSampleRepresentatives, representativesOf } from './index.ts';

let app: TestApp;
const kits = ['impact-campaign', 'coalition', 'global-network'];

beforeAll(async () => {
  app = await createTestApp();
  const network = await createNetwork(app, 'demo', { locales: ['en', 'es', 'fr', 'pt'] });
  await app.db.owner.query('update networks set sample = true where id = $1', [network.id]);
  await createNetwork(app, 'real');
  app.deps.edits.emit('');
  for (const kit of kits) {
    await asOwner(app.db, (trx) => loadSampleRepresentatives(trx, join(root, 'kits', kit), app.deps.clock()));
  }
  representativesOf(app.db).reload();
});
afterAll(() => app.stop());

const find = '/demo/en/representatives';
const search = (fields: Record<string, string>) => app.post(`${find}/search`, fields);
async function follow(fields: Record<string, string>) {
  const answer = await search(fields);
  expect(answer.status).toBe(303);
  const location = answer.headers.get('location')!;
  return { location, text: words(await (await app.get(location)).text()) };
}

describe('the samples', () => {
  it('load twice without a difference, all of them marked, every address under .invalid', async () => {
    const dump = async () =>
      (
        await app.db.owner.query(`select (select count(*) from posts) posts, (select count(*) from officials) officials, (select count(*) from tenures) tenures,
        (select count(*) from contacts) contacts, (select count(*) from boundaries) boundaries, (select count(*) from postal_divisions) assigned`)
      ).rows[0];
    const before = await dump();
    for (const kit of kits)
      await asOwner(app.db, (trx) => loadSampleRepresentatives(trx, join(root, 'kits', kit), app.deps.clock()));
    expect(await dump()).toEqual(before);
    const { rows } =
      await app.db.owner.query(`select (select count(*) from officials where not sample) + (select count(*) from posts where not sample) + (select count(*) from bodies where not sample)
      + (select count(*) from contacts where kind = 'email' and value not like '%.invalid') as wrong`);
    expect(Number(rows[0].wrong)).toBe(0);
  });

  it('say the same by code and by the point of the code', async () => {
    const store = representativesOf(app.db);
    const lookup = await store.ready();
    const roleIds = lookup.roles.map((role) => role.id);
    const { rows } = await app.db.owner.query(`select * from postal_points`);
    for (const { code, latitude, longitude } of rows) {
      const byCode = await store.lookup({ by: 'postal', country: 'XX', code }, { roleIds, on: app.deps.clock() });
      const byPoint = await store.lookup({ by: 'point', latitude, longitude }, { roleIds, on: app.deps.clock() });
      for (const [i, found] of byCode.entries()) {
        const at = byPoint[i]!;
        const ids = found.divisions.map((each) => each.id);
        if (at.state === 'found') expect(ids, `${code} ${found.roleId}`).toContain(at.divisions[0]!.id);
      }
      expect(
        byCode.some((each) => each.divisions.length > 0),
        code,
      ).toBe(true);
    }
  });
});

describe('find my representatives', () => {
  it('by a code: who they are, how they are reached, from where and when it is known; the code stays out of the address', async () => {
    const { location, text } = await follow({ by: 'code', country: 'XX', code: 'z1a 1a1' });
    expect(location).not.toMatch(/z1a/i);
    expect(location).toContain('division=xx%2Ffederal%3Alanternfield');
    for (const shown of [
      'Ada Placeholder',
      'Lanternfield',
      'Lantern Party',
      'ada-placeholder@sample-federation.invalid',
      'Source: Sample data, invented for this demonstration, as of November 1, 2026',
    ]) {
      expect(text).toContain(shown);
    }
    expect(text).toContain('Mayor');
    const { rows } = await app.db.owner.query(`select count(*) as n from imports`);
    expect(Number(rows[0].n)).toBe(0);
  });

  it('a split code is shown as split, a centroid as a guess, a vacancy as a sentence', async () => {
    expect((await follow({ by: 'code', country: 'XX', code: 'Z1B' })).text).toContain(
      'This place touches 2 districts.',
    );
    expect((await follow({ by: 'code', country: 'XX', code: 'Z4A' })).text).toContain('only its middle point');
    expect((await follow({ by: 'code', country: 'XX', code: 'Z3C' })).text).toContain('This seat is vacant');
    expect((await follow({ by: 'code', country: 'XX', code: '00001' })).text).toContain('State senator');
  });

  it('by a point, also with decimal commas', async () => {
    const { location, text } = await follow({ by: 'point', latitude: '-2,5', longitude: '-7,7' });
    expect(location).not.toContain('2.5');
    expect(text).toContain('Ada Placeholder');
    expect((await follow({ by: 'point', latitude: '60', longitude: '60' })).text).toContain(
      'We know nobody for this place.',
    );
  });

  it('a mistake is named at its field and loses nothing typed', async () => {
    for (const [fields, message] of [
      [{ by: 'code', country: 'XX', code: '<script>' }, 'does not look like a postal code'],
      [{ by: 'code', country: 'XX', code: '' }, 'Please fill this in.'],
      [{ by: 'code', country: 'CA', code: 'K1A' }, 'Please choose'],
      [{ by: 'point', latitude: '91', longitude: '0' }, 'between -90 and 90'],
      [{ by: 'point', latitude: '1', longitude: '1e3' }, 'between -180 and 180'],
    ] as const) {
      const answer = await search(fields);
      expect(answer.status).toBe(422);
      const html = await answer.text();
      expect(words(html)).toContain(message);
      expect(html).not.toContain('<script>"');
      const typed = 'code' in fields ? fields.code : fields.latitude;
      expect(html).toContain(`value="${typed.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}"`);
    }
    expect((await search({ by: 'code', country: 'XX', code: 'Z1A\0' })).status).toBe(400);
  });

  it('a link made by hand, or kept too long, shows nothing that is not so', async () => {
    const text = words(
      await (
        await app.get(`${find}?division=nowhere&note=found.xx-federal-house:member&note=found.nobody:member`)
      ).text(),
    );
    expect(text).toContain('We know nobody for this place.');
    expect((await app.get(`${find}?division=nowhere&note=%FF`)).status).toBe(200);
    // An address that holds a NUL is of no page: the whole application says so.
    expect((await app.get(`${find}?division=%00`)).status).toBe(404);
    // Ended lines name nobody, even where a link says that the district was found.
    await app.db.owner.query(`update boundary_sets set valid_until = '2026-01-01' where id = 'xx-federal-house-2024'`);
    representativesOf(app.db).reload();
    const link = `${find}?division=xx/federal:lanternfield&note=found.xx-federal-house:member`;
    const ended = words(await (await app.get(link)).text());
    expect(ended).toContain('The district lines we hold are out of date');
    expect(ended).not.toContain('Ada Placeholder');
    const point = await follow({ by: 'point', latitude: '-2.5', longitude: '-7.7' });
    expect(point.text).toContain('The district lines we hold are out of date');
    expect(point.text).not.toContain('Ada Placeholder');
    await app.db.owner.query(`update boundary_sets set valid_until = null where id = 'xx-federal-house-2024'`);
    representativesOf(app.db).reload();
  });

  it('lists a role by district and by name, and hides samples from a network that is none', async () => {
    const list = async (by: string) =>
      words(await (await app.get(`${find}/roles/xx-federal-house:member${by}`)).text());
    const byDistrict = await list('');
    expect(byDistrict).toContain('8 posts');
    expect(byDistrict.indexOf('Ember Lakes')).toBeLessThan(byDistrict.indexOf('Thistle Hills'));
    const byName = await list('?by=name');
    expect(byName.indexOf('Exemplar')).toBeLessThan(byName.indexOf('Placeholder'));
    expect(byName.indexOf('Placeholder')).toBeLessThan(byName.indexOf('This seat is vacant'));
    expect((await app.get(`${find}/roles/none:member`)).status).toBe(404);
    expect((await app.get('/real/en/representatives/roles/xx-federal-house:member')).status).toBe(404);
    expect(words(await (await app.get('/real/en/representatives')).text())).toContain(
      'No decision-makers have been added here yet.',
    );
  });

  it('shows every way to reach her: a call, her own form, lines of an address; that no e-mail is known is said', async () => {
    const link = `${find}?division=xx/federal:lanternfield&note=found.xx-federal-house:member`;
    const known = await (await app.get(link)).text();
    expect(known).toContain('mailto:ada-placeholder@sample-federation.invalid');
    expect(words(known)).not.toContain('No e-mail address is known');
    const { rows } = await app.db.owner.query(
      `select official_id as id from tenures where post_id = 'xx-federal-house:member/xx/federal:lanternfield'`,
    );
    const kept = await app.db.owner.query(`delete from contacts where official_id = $1 returning *`, [rows[0].id]);
    await app.db.owner.query(
      `insert into contacts (official_id, kind, value, note) values ($1, 'phone', '202-555-0142 x7', 'capitol'),
        ($1, 'form', 'https://write.ada.invalid/a/long/path?and=more', null), ($1, 'address', E'1 Sample St\\nSample City', null)`,
      [rows[0].id],
    );
    await app.db.owner.query(`update bodies set country = 'US' where id = 'xx-federal-house'`);
    representativesOf(app.db).reload();
    const html = await (await app.get(link)).text();
    const text = words(html);
    expect(text).toContain('No e-mail address is known for this person.');
    expect(html).toContain('<a href="tel:+12025550142;ext=7">202-555-0142 x7</a>');
    expect(text).toContain('(capitol)');
    expect(html).toMatch(
      /<a href="https:\/\/write\.ada\.invalid\/a\/long\/path\?and=more"[^>]*>Write through their own form on write\.ada\.invalid<\/a>/,
    );
    expect(html).toMatch(/<address>1 Sample St<br\/?>Sample City<\/address>/);
    expect(html).not.toContain('mailto:');
    await app.db.owner.query(`update bodies set country = 'XX' where id = 'xx-federal-house'`);
    await app.db.owner.query(`delete from contacts where official_id = $1`, [rows[0].id]);
    for (const each of kept.rows) {
      await app.db.owner.query(`insert into contacts (official_id, kind, value, note) values ($1, $2, $3, $4)`, [
        each.official_id,
        each.kind,
        each.value,
        each.note,
      ]);
    }
    representativesOf(app.db).reload();
  });

  it.each([...interfaceLocales])('speaks %s, with every heading in its place', async (locale) => {
    const html = await (
      await app.get(
        `/demo/${locale}/representatives?division=xx/federal:lanternfield&note=found.xx-federal-house:member`,
      )
    ).text();
    expect(html).not.toMatch(/representatives\.[a-z]+\.|>representatives\./);
    const levels = [...html.matchAll(/<h([1-6])/g)].map((match) => Number(match[1]));
    expect(levels[0]).toBe(1);
    for (const [i, level] of levels.entries()) if (i > 0) expect(level - levels[i - 1]!).toBeLessThanOrEqual(1);
  });
});

it('clearing leaves what a campaign refers to, and takes the rest', async () => {
  const network = await app.network('demo');
  const id = '00000000-0000-7000-8000-000000000001';
  await app.db.owner.query(
    `insert into campaigns (network_id, id, slug, created_at, updated_at) values ($1, $2, 'c', now(), now())`,
    [network.id, id],
  );
  await app.db.owner.query(
    `insert into campaign_targets (network_id, id, campaign_id, role_id, position) values ($1, $2, $2, 'xx-state-senate:member', 1)`,
    [network.id, id],
  );
  const clear = () =>
    asOwner(app.db, (trx) =>
      feature.clearSamples!({
        trx,
        folder: '',
        network: { id: network.id, slug: 'demo', locales: ['en'] },
        now: app.deps.clock(),
      }),
    );
  expect(await clear()).toBeGreaterThan(100);
  const roles = async () => (await app.db.owner.query('select id from roles')).rows.map((each) => each.id);
  expect(await roles()).toEqual(['xx-state-senate:member']);
  expect((await app.db.owner.query('select count(*)::int as n from officials')).rows[0].n).toBe(5);
  await app.db.owner.query('delete from campaign_targets');
  await clear();
  for (const table of [
    'roles',
    'bodies',
    'posts',
    'officials',
    'tenures',
    'contacts',
    'divisions',
    'boundary_sets',
    'boundaries',
    'postal_points',
    'postal_divisions',
  ]) {
    expect((await app.db.owner.query(`select count(*)::int as n from ${table}`)).rows[0].n, table).toBe(0);
  }
});
