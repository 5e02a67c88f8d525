import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { representativesOf } from '../../src/features/representatives/index.ts';
import { openGeocoder } from '../../src/features/representatives/street/testing/geocoder.ts';
import { kits } from '../beginnings.ts';
import { read, sees } from './walk.ts';
import { missing, openWorld, type World } from './world.ts';

/** "Who speaks for me" by every way there is, with script off and with it on: nobody ends in a dead end. */
const reason = missing('chromium');

let world: World;
let geocoder: Awaited<ReturnType<typeof openGeocoder>>;
const home = () => `${world.url}/daylight/en`;
const find = () => `${home()}/representatives`;

beforeAll(async () => {
  if (reason) return;
  geocoder = await openGeocoder({ 'Old Brindleport': [-2.5, -7.7] });
  world = await openWorld({ from: await kits(), env: { CASEMENT_GEOCODER_URL: geocoder.url } });
  representativesOf(world.app.db).reload();
}, 120_000);
afterAll(async () => {
  await world?.stop();
  await geocoder?.stop();
});

/** Every level that the invented country has, each with somebody. */
const levels = ['House of', 'Senate', 'Assembly', 'Mayor', 'ouncillor'];
async function seesEveryLevel(page: Page): Promise<void> {
  const words = await read(page);
  expect({ at: page.url(), unsaid: levels.filter((level) => !words.includes(level)) }).toEqual({
    at: page.url(),
    unsaid: [],
  });
}
async function byCode(page: Page, code: string): Promise<void> {
  await page.goto(find());
  await page.getByLabel('Postal code').fill(code);
  await page.getByRole('button', { name: 'Find' }).first().click();
  await page.waitForURL(/note=/);
}

describe.skipIf(reason).each([
  ['off', false],
  ['on', true],
] as const)('with script %s', (_, script) => {
  let page: Page;
  beforeAll(async () => {
    ({ page } = await world.visit({ script }));
    page.setDefaultTimeout(10_000);
  });

  test('a postal code gives every level at once', async () => {
    await byCode(page, 'Z1A');
    await seesEveryLevel(page);
    expect(page.url()).not.toContain('Z1A');
  });

  test('a code that touches several districts says so; the map, used as a list, leads to one', async () => {
    await byCode(page, 'Z1B');
    await sees(page, 'Only you can tell which is yours');
    await page.getByRole('link', { name: 'Point at your district on a map' }).first().click();
    await page.waitForURL(/\/map\?/);
    expect(await page.locator('svg a path').count()).toBeGreaterThan(1);
    const names = await page.locator('ol.choices a').allInnerTexts();
    await page.locator('ol.choices a').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => !url.pathname.endsWith('/map'));
    const words = await read(page);
    expect(words).not.toContain('Only you can tell which is yours');
    expect(words).toContain(names[0]!);
    expect(words).not.toContain(names[1]!);
    await seesEveryLevel(page);
  });

  test('a click on the map does the same, and leads back to the letter of a campaign', async () => {
    await page.goto(`${home()}/campaigns/five-asks`);
    await page.getByLabel('Postal code').fill('Z1B');
    await page.getByRole('button', { name: /^Find/ }).first().click();
    await page.waitForURL(/\/letter\?/);
    await page.getByRole('link', { name: 'Point at your district on a map' }).first().click();
    await page.waitForURL(/\/map\?/);
    const name = (await page.locator('ol.choices a').allInnerTexts())[1]!;
    await page.locator('figure.map path').nth(1).click();
    await page.waitForURL(/\/letter\?/);
    await sees(page, name);
    expect(await page.locator('input[name="to"]:checked').count()).toBeGreaterThan(0);
  });

  test('a point, a street address', async () => {
    await page.goto(find());
    const here = page.getByRole('button', { name: 'Use where I am now' });
    expect(await here.isVisible()).toBe(script);
    if (script) {
      // Refused, the page says how else; allowed, the same form is sent with the point, which stands in no address.
      await here.click();
      await page.getByText('was not allowed to say where you are').waitFor();
      await page.context().grantPermissions(['geolocation']);
      await page.context().setGeolocation({ latitude: -2.51234, longitude: -7.71234, accuracy: 50_000 });
      await here.click();
      await page.getByText('knows only roughly').waitFor();
      await page.context().setGeolocation({ latitude: -2.51234, longitude: -7.71234, accuracy: 20 });
      await here.click();
      await page.waitForURL(/note=/);
      await seesEveryLevel(page);
      expect(page.url()).not.toContain('2.51');
      await page.goto(`${home()}/campaigns/five-asks`);
      await here.click();
      await page.waitForURL(/\/letter\?/);
      await page.goto(find());
    }
    await page.getByLabel('Latitude').fill('-2.5, -7.7');
    await page.getByRole('button', { name: 'Find' }).last().click();
    await page.waitForURL(/note=/);
    await page.goto(find());
    await page.getByLabel('Latitude').fill('-2,5');
    await page.getByLabel('Longitude').fill('-7.7');
    await page.getByRole('button', { name: 'Find' }).last().click();
    await page.waitForURL(/note=/);
    await seesEveryLevel(page);
    await page.goto(find());
    await page.getByRole('link', { name: 'Find by street address' }).click();
    await page.getByLabel('Street, number, place').fill('3 Quay, Old Brindleport');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.waitForURL(/note=/);
    await seesEveryLevel(page);
    expect(page.url()).not.toContain('Quay');
  });

  test('knowing the district, or the name', async () => {
    await page.goto(`${find()}/roles/xx-federal-house:member`);
    const byDistrict = await read(page);
    await page.getByRole('link', { name: 'By name' }).click();
    await page.waitForURL(/by=name/);
    expect(await read(page)).not.toBe(byDistrict);
  });

  test('a code of which nothing is known leads to the lists by name', async () => {
    await byCode(page, 'X9X');
    await sees(page, 'We know nobody for this place');
    await page.locator('.notice a').first().click();
    await page.waitForURL(/by=name/);
    expect((await read(page)).length).toBeGreaterThan(200);
  });
});
