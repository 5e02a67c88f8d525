import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, signInAs } from '../app.ts';
import { sees } from './walk.ts';
import { missing, openWorld, type World } from './world.ts';

/**
 * The directory, the pages of organisations and the map in a real browser, with script off and again with it on: a member says field
 * by field who sees it and the public finds just that; a coordinator keeps an organisation's page and everybody finds it by what it says.
 */
const reason = missing('chromium');
let world: World;

beforeAll(async () => {
  if (reason) return;
  world = await openWorld();
  await world.app.db.owner.query(
    `insert into places (id, kind, labels) values ('ke', 'country', '{"en":"Kenya"}'), ('ca', 'country', '{"en":"Canada"}') on conflict do nothing`,
  );
}, 60_000);
afterAll(() => world?.stop());

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click();
const follow = (page: Page, name: string | RegExp) => page.getByRole('link', { name }).last().click();
const shownTo = (page: Page, field: string, level: string) =>
  page.getByLabel(`Shown to: ${field}`, { exact: true }).selectOption({ label: level });
/** A field by its label, beside which stands to whom it is shown. */
const box = (page: Page, label: string) =>
  page.getByRole('textbox', { name: new RegExp(`^${label}( \\(optional\\))?$`) });
/** Opens a folded part of a form. */
const unfold = (page: Page, part: string) => page.locator('details.part > summary', { hasText: part }).click();
const says = async (page: Page, text: string) => (await page.locator('main').innerText()).includes(text);
/** A folded list, opened, and one of its terms ticked. */
const tick = async (page: Page, list: string, group: string, term: string) => {
  const field = page.getByRole('group', { name: list, exact: true });
  await field.locator('summary', { hasText: group }).click();
  await field.getByLabel(term, { exact: true }).check();
};

const walks = [
  ['without script', false],
  ['with script', true],
] as const;

describe.skipIf(reason)('a member', () => {
  test.each(walks)('is found as she chooses, %s', { timeout: 60_000 }, async (_, script) => {
    const slug = script ? 'seen' : 'seen-plain';
    const network = await createNetwork(world.app, slug, { locales: ['en'] });
    const member = await signInAs(world.app, network, 'member');
    const hers = await world.visit({ cookie: member.cookie, script, width: 360 });
    const other = await world.visit({ script });
    const { page } = hers;
    const home = `${world.url}/${slug}/en`;
    await page.goto(`${home}/today`);
    await follow(page, /^Your profile/);

    // A mistake keeps what she typed.
    await box(page, 'In your own words').fill('Writes to women inside.');
    await box(page, 'Website').fill('nowhere');
    await press(page, 'Save');
    await sees(page, 'This is no web address');
    expect(await box(page, 'In your own words').inputValue()).toBe('Writes to women inside.');

    await box(page, 'Website').fill('https://her.example.invalid/');
    await box(page, 'Phone').fill('+254 555 0100');
    await page.getByLabel('Country', { exact: true }).selectOption({ label: 'Kenya' });
    await tick(page, 'Offers', 'Choose what fits', 'Prison visits and monitoring');
    for (const field of ['Name', 'In your own words', 'Country', 'Offers']) await shownTo(page, field, 'everybody');
    for (const field of ['Phone', 'Website']) await shownTo(page, field, 'members');
    await press(page, 'Save');
    await sees(page, 'Saved.');
    await follow(page, 'the public');
    await sees(page, 'Writes to women inside.');
    expect(await says(page, '+254')).toBe(false);

    // The public: by the country and by a word, with what she shows to everybody and no more.
    await other.page.goto(`${home}/directory`);
    await follow(other.page, /^Kenya/);
    await sees(other.page, 'One entry', 'Country: Kenya');
    await other.page.getByLabel('Name or word').fill('Ada');
    await press(other.page, 'Find');
    await follow(other.page, /^Ada/);
    await sees(other.page, 'Writes to women inside.', 'Kenya', 'Prison visits and monitoring');
    expect(await says(other.page, '+254')).toBe(false);
    expect(await says(other.page, 'her.example')).toBe(false);
    const at = other.page.url();
    await page.goto(at);
    await sees(page, '+254 555 0100');

    // She hides her words: gone with the next look. She hides her name: no page, no line, no country on the map.
    await page.goto(`${home}/profile`);
    await shownTo(page, 'In your own words', 'coordinators');
    await press(page, 'Save');
    await other.page.reload();
    expect(await says(other.page, 'Writes to women inside.')).toBe(false);
    await other.page.goto(`${home}/map`);
    await sees(other.page, 'Kenya');
    await shownTo(page, 'Name', 'nobody but you');
    await press(page, 'Save');
    expect((await other.page.goto(at))!.status()).toBe(404);
    await other.page.goto(`${home}/directory`);
    await sees(other.page, 'Nobody stands in the directory yet');
    await other.page.goto(`${home}/map`);
    await sees(other.page, 'Nobody has said yet');
    for (const { strays, context } of [hers, other]) {
      expect(strays).toEqual({ requests: [], errors: [] });
      await context.close();
    }
  });
});

describe.skipIf(reason)('an organisation', () => {
  test.each(walks)(
    'is kept by a coordinator, found and seen on the map, %s',
    { timeout: 60_000 },
    async (_, script) => {
      const slug = script ? 'kept' : 'kept-plain';
      const network = await createNetwork(world.app, slug, { locales: ['en'] });
      const coordinator = await signInAs(world.app, network, 'coordinator');
      const desk = await world.visit({ cookie: coordinator.cookie, script });
      const other = await world.visit({ script, width: script ? 1280 : 360 });
      const { page } = desk;
      const home = `${world.url}/${slug}/en`;
      await page.goto(`${home}/today`);
      await follow(page, /^Organisations/);
      await box(page, 'Name').fill('Lakeside Law Clinic');
      await page.getByLabel('What it is').selectOption({ label: 'Legal aid or law clinic' });
      await press(page, 'Add it');
      await sees(page, 'Now say what it does');
      await box(page, 'What it does, in English').fill('Goes into the prison every Tuesday.');
      await unfold(page, 'Where it is');
      await page.getByLabel('Country', { exact: true }).selectOption({ label: 'Canada' });
      await unfold(page, 'How it is reached');
      await box(page, 'Telephone').fill('+1 555 0199');
      await shownTo(page, 'Telephone', 'members');
      await unfold(page, 'What it knows and offers');
      await tick(page, 'Offers', 'Offers', 'Representation in court');
      await press(page, 'Save');
      await sees(page, 'Saved.');

      await other.page.goto(`${home}/directory`);
      await other.page.getByLabel('Name or word').fill('lakeside');
      await press(other.page, 'Find');
      await sees(other.page, 'One entry');
      await follow(other.page, /^Representation in court/);
      await follow(other.page, /^Lakeside Law Clinic/);
      await sees(other.page, 'every Tuesday', 'Canada');
      expect(await says(other.page, '0199')).toBe(false);
      const at = other.page.url();

      // Another address leads on from the old one.
      await unfold(page, 'Address of the page');
      await box(page, 'Address of the page').fill('lakeside');
      await press(page, 'Change the address');
      await sees(page, 'The page has its new address');
      await other.page.goto(at);
      expect(other.page.url()).toMatch(/\/organisations\/lakeside$/);

      await other.page.goto(`${home}/map`);
      await sees(other.page, 'Canada', '1');
      if (script) await zoom(other.page);
      else expect(await other.page.getByRole('button', { name: 'Nearer' }).count()).toBe(0);
      await follow(other.page, /^Canada$/);
      await sees(other.page, 'Country: Canada', 'Lakeside Law Clinic');

      await unfold(page, 'Closing');
      await press(page, 'It has closed');
      await sees(page, 'It is closed.');
      await other.page.reload();
      expect(await says(other.page, 'Lakeside')).toBe(false);
      await other.page.goto(`${home}/organisations/lakeside`);
      await sees(other.page, 'This organisation closed on');
      for (const { strays, context } of [desk, other]) {
        expect(strays).toEqual({ requests: [], errors: [] });
        await context.close();
      }
    },
  );

  /** Nearer and farther by the keyboard alone; a mark says what it stands for, and the table under the map says the same. */
  async function zoom(page: Page): Promise<void> {
    const width = async () => Number((await page.locator('figure.reach svg').getAttribute('viewBox'))!.split(' ')[2]);
    const whole = await width();
    await page.getByRole('button', { name: 'Nearer' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    expect(await width()).toBe(whole / 4);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await width()).toBe(whole / 2);
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('Space');
    expect(await width()).toBe(whole);
    await page.locator('figure.reach circle').hover();
    expect(await page.locator('figure.reach [role=status]').innerText()).toContain(
      'Canada: members 0, organisations 1',
    );
  }
});
