import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp, words } from '../../../test/app.ts';
import { kits } from '../../../test/beginnings.ts';

let app: TestApp;
const get = (path: string, who: { cookie?: string } = {}) => app.get(path, who);
const text = async (path: string, who = {}) => words(await (await get(path, who)).text());

beforeAll(async () => {
  app = await createTestApp({ from: await kits() });
  app.deps.edits.emit('');
}, 60_000);
afterAll(() => app.stop());

describe('organisations of the kits', () => {
  test('34 in 27 countries, 40 in New York State, 25 in the five regions of Canada', async () => {
    const { rows } = await app.db.owner.query<{ slug: string; count: number; countries: number; places: number }>(
      `select n.slug, count(*)::int, count(distinct o.country)::int as countries, count(distinct o.place_id)::int as places
         from organisations o join networks n on n.id = o.network_id where o.sample group by 1 order by 1`,
    );
    expect(rows).toEqual([
      { slug: 'coalition', count: 40, countries: 1, places: 11 },
      { slug: 'daylight', count: 25, countries: 1, places: 5 },
      { slug: 'network', count: 34, countries: 27, places: 0 },
    ]);
  });

  test('list and page speak the reader’s language', async () => {
    expect(await text('/network/pt/organisations')).toContain('Clínica Jurídica del Río');
    const page = await text('/network/fr/organisations/kafue-circle');
    expect(page).toContain('Dirigée par des femmes qui ont été en prison');
    expect((await get('/coalition/en/organisations/kafue-circle')).status).toBe(404);
  });

  test('what an organisation says of itself names its language where it is not the page’s', async () => {
    const html = async (path: string) => (await get(path)).text();
    expect(await html('/network/fr/organisations/kafue-circle')).toContain('<p class="lead">Des femmes');
    await app.db.owner.query(`update organisations set about = about - 'fr' where slug = 'kafue-circle'`);
    app.deps.edits.emit('');
    expect(await html('/network/fr/organisations/kafue-circle')).toContain('<p class="lead" lang="en" dir="ltr">Women');
    expect(await html('/network/fr/organisations')).toContain('<p lang="en" dir="ltr">Women who served');
    expect(await html('/network/en/organisations')).not.toMatch(/<p lang="/);
  });
});
