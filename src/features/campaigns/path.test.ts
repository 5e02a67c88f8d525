import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp, words } from '../../../test/app.ts';
import { loadKits } from '../kits/index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  await loadKits(app.deps, () => {});
});
afterAll(() => app.stop());

const home = '/daylight/en';

describe('a supporter writes to those who speak for her', () => {
  test('from the campaign page to the private page', async () => {
    const list = await (await app.get(`${home}/campaigns`)).text();
    expect(list).toContain('/daylight/en/campaigns/five-asks');
    const show = await app.get(`${home}/campaigns/five-asks`);
    expect(show.status).toBe(200);
    const found = await app.post(`${home}/campaigns/five-asks/search`, { code: 'Z1A 1A1', country: 'XX' });
    expect(found.status).toBe(303);
    const location = found.headers.get('location')!;
    expect(location).not.toContain('Z1A');
    const letter = await (await app.get(location)).text();
    console.log(words(letter));
  });
});
