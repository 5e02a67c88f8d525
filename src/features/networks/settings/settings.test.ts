import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../../test/app.ts';
import type { Network } from '../../../platform/tenancy/index.ts';
import { contrastWithWhite } from '../../../ui/contrast.ts';

let world: TestApp;
let network: Network;
let count = 0;

beforeAll(async () => {
  world = await createTestApp();
});
afterAll(() => world.stop());
beforeEach(async () => {
  count += 1;
  network = await createNetwork(world, `net-${count}`);
});

const path = (of = network) => `/${of.slug}/en/desk/network`;
const good = {
  name_en: 'Daylight',
  tagline_en: 'Open the window',
  name_fr: 'Jour',
  tagline_fr: 'Ouvrir la fenêtre',
  accent: '#3D3A9E',
  postal_address: 'Box 7\nHalifax',
  mail_from: 'hello@daylight.invalid',
};
const row = async () => (await world.db.owner.query('select * from networks where id = $1', [network.id])).rows[0];
const audited = async () =>
  (
    await world.db.owner.query(
      "select actor_kind, actor_id, detail from audit where noun = 'network' and network_id = $1",
      [network.id],
    )
  ).rows;

describe('the settings of a network', () => {
  test.each(['coordinator', 'administrator'] as const)(
    'a %s changes them; everybody sees it, and it is on record',
    async (role) => {
      const { cookie, id } = await signInAs(world, network, role);
      const home = await (await world.get(`/${network.slug}/en`)).text();
      expect(home).toContain(`Network ${network.slug}`);
      const form = await (await world.get(path(), { cookie })).text();
      expect(form).toContain(`value="Network ${network.slug}"`);
      // Only whoever may open the law of asking is led to it.
      const law = await world.get(`/${network.slug}/en/desk/law`, { cookie });
      expect([law.status, form.includes('/desk/law"')]).toEqual(role === 'coordinator' ? [200, true] : [404, false]);
      const response = await world.post(path(), good, { cookie });
      expect(response.status).toBe(303);
      expect(response.headers.get('location')).toBe(path());
      expect(await row()).toMatchObject({
        name: { en: 'Daylight', fr: 'Jour' },
        tagline: { en: 'Open the window', fr: 'Ouvrir la fenêtre' },
        accent: '#3d3a9e',
        postal_address: 'Box 7\nHalifax',
        mail_from: 'hello@daylight.invalid',
      });
      const now = await (await world.get(`/${network.slug}/fr`)).text();
      expect(now).toContain('Jour');
      expect(now).toContain('/theme/3d3a9e.css');
      const fields = ['name_en', 'name_fr', 'tagline_en', 'tagline_fr', 'accent', 'postal_address', 'mail_from'];
      expect(await audited()).toEqual([{ actor_kind: 'account', actor_id: id, detail: { fields } }]);
      // The same again changes nothing, and leaves no second line.
      await world.post(path(), good, { cookie });
      expect(await audited()).toHaveLength(1);
    },
  );

  test('what is left empty is none; a text in a language that it no longer speaks stays', async () => {
    const { cookie } = await signInAs(world, network, 'coordinator');
    await world.db.owner.query(`update networks set name = name || '{"pt": "Rede"}' where id = $1`, [network.id]);
    await world.post(path(), { ...good, postal_address: ' ', mail_from: '', tagline_fr: '' }, { cookie });
    expect(await row()).toMatchObject({
      postal_address: null,
      mail_from: null,
      name: { en: 'Daylight', pt: 'Rede' },
      tagline: { fr: '' },
    });
  });

  test('mistakes are told at their fields, nothing typed is lost and nothing is written', async () => {
    const { cookie } = await signInAs(world, network, 'coordinator');
    const before = await row();
    const wrong: [Record<string, string>, string, string][] = [
      [{ accent: '#777777' }, 'accent', 'the contrast is 4.4, and 4.5 is needed'],
      [{ accent: '#ffffff' }, 'accent', 'the contrast is 1, and 4.5 is needed'],
      [{ accent: 'red' }, 'accent', '# and six characters'],
      [{ accent: '#12345' }, 'accent', '# and six characters'],
      [{ name_fr: ' ' }, 'name_fr', 'Please fill this in'],
      [{ name_en: 'x'.repeat(121) }, 'name_en', 'at most 120 characters'],
      [{ tagline_en: 'two\nlines' }, 'tagline_en', 'on one line'],
      [{ postal_address: 'x'.repeat(501) }, 'postal_address', 'at most 500'],
      [{ mail_from: 'hello@daylight.invalid\nBcc: all@example.invalid' }, 'mail_from', 'e-mail address'],
    ];
    for (const [change, field, message] of wrong) {
      const response = await world.post(path(), { ...good, ...change }, { cookie });
      expect(response.status).toBe(422);
      const html = await response.text();
      expect(html).toContain(`id="${field}-error"`);
      expect(words(html)).toContain(message);
      expect(html).toContain('Ouvrir la fenêtre');
    }
    expect(await row()).toEqual(before);
    expect(await audited()).toEqual([]);
  });

  test('nobody else sees or changes them: not the public, not a member, not another network’s coordinator', async () => {
    const other = await createNetwork(world, `other-${count}`);
    const before = await row();
    const member = await signInAs(world, network, 'member', 'auditor');
    const foreign = await signInAs(world, other, 'administrator');
    const cases: [string | undefined, number][] = [
      [undefined, 403],
      [member.cookie, 404],
      [foreign.cookie, 403],
    ];
    for (const [cookie, status] of cases) {
      expect((await world.get(path(), { cookie })).status).toBe(status);
      expect((await world.post(path(), good, { cookie })).status).toBe(status);
    }
    const { cookie } = await signInAs(world, network, 'coordinator');
    const headers = { origin: 'https://elsewhere.invalid' };
    expect((await world.post(path(), good, { cookie, headers })).status).toBe(403);
    expect(await row()).toEqual(before);
    expect(words(await (await world.get(path())).text())).toContain('Please sign in');
  });
});

describe('contrast with white', () => {
  test.each([
    ['#ffffff', 1],
    ['#000000', 21],
    ['#767676', 4.54],
    ['#777777', 4.48],
    ['#ff0000', 4],
    ['#0000ff', 8.59],
  ])('%s has %d', (colour, contrast) => expect(contrastWithWhite(colour)).toBeCloseTo(contrast, 2));

  test('lies between 1 and 21, and a darker colour has more', () => {
    const part = fc.integer({ min: 0, max: 255 });
    const hex = (parts: number[]) => `#${parts.map((one) => one.toString(16).padStart(2, '0')).join('')}`;
    fc.assert(
      fc.property(fc.tuple(part, part, part), fc.nat(2), ([r, g, b], which) => {
        const contrast = contrastWithWhite(hex([r, g, b]));
        expect(contrast).toBeGreaterThanOrEqual(1);
        expect(contrast).toBeLessThanOrEqual(21);
        const darker = [r, g, b].map((one, i) => (i === which ? Math.max(0, one - 1) : one));
        expect(contrastWithWhite(hex(darker))).toBeGreaterThanOrEqual(contrast);
      }),
    );
  });
});
