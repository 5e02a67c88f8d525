import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, signInAs } from '../app.ts';
import { missing, openWorld, type World } from './world.ts';

/**
 * A working group in a real browser, with script off and again with it on: founded by a coordinator, entered under an alias by a
 * member, written in, quoted, reported and looked after.
 */
const reason = missing('chromium');

let world: World;
beforeAll(async () => {
  if (reason) return;
  world = await openWorld();
}, 120_000);
afterAll(() => world?.stop());

const press = async (page: Page, name: string | RegExp) => {
  await page.getByRole('button', { name }).first().click();
};
const follow = async (page: Page, name: string | RegExp) => {
  await page.getByRole('link', { name }).first().click();
};
const main = (page: Page) => page.locator('main').innerText();

describe.skipIf(reason)('a working group', () => {
  test.each([
    ['without script', false],
    ['with script', true],
  ])('%s', { timeout: 120_000 }, async (_, script) => {
    const slug = script ? 'with' : 'without';
    const network = await createNetwork(world.app, slug, { locales: ['en', 'fr'] });
    const coordinator = await signInAs(world.app, network, 'coordinator');
    const member = await signInAs(world.app, network, 'member');
    const { page: hers, strays } = await world.visit({ cookie: coordinator.cookie, script });
    const { page, strays: others } = await world.visit({ cookie: member.cookie, script, width: 360 });

    await hers.goto(`${world.url}/${slug}/en/today`);
    await follow(hers, 'Working groups');
    await follow(hers, 'Found a group');
    await hers.getByLabel('Name in English').fill('Letters inside');
    await hers
      .getByLabel(/^Charter/)
      .first()
      .fill('We write to women inside. **One letter a week.**');
    await hers.getByLabel(/^by request/).check();
    await press(hers, 'Found the group');
    expect(await main(hers)).toContain('The group is founded');

    await page.goto(`${world.url}/${slug}/en/groups`);
    await follow(page, 'Letters inside');
    await follow(page, 'Ask to come in');
    await page.getByLabel(/^Alias in this group/).fill('Juniper');
    await page.getByLabel(/^Your words to the leads/).fill('I have time on Mondays.');
    await press(page, 'Ask');
    expect(await main(page)).toContain('You asked to come in');

    await hers.goto(`${world.url}/${slug}/en/today`);
    expect(await main(hers)).toContain('One person asks to come into Letters inside');
    await follow(hers, /^Open the door/);
    expect(await main(hers)).toContain('I have time on Mondays.');
    await press(hers, /^Let in/);
    // What was written before she came is not new to her.
    world.app.at(new Date(world.app.deps.clock().getTime() + 60_000));
    await follow(hers, 'Threads');
    await follow(hers, 'Begin a thread');
    await hers.getByLabel('Title').fill('Who writes this week?');
    await hers.getByLabel('Your post').fill('Monday is open, @Juniper.\n\n- one page\n- no prison number');
    await press(hers, 'Begin');
    expect(await main(hers)).toContain('Named: Juniper');

    await page.goto(`${world.url}/${slug}/en/groups`);
    expect(await main(page)).toContain('you were let in');
    await press(page, 'I have read this');
    await follow(page, 'Letters inside');
    expect(await main(page)).toContain('one new');
    await follow(page, 'Who writes this week?');
    await follow(page, /^Quote/);
    const box = page.getByLabel('Your post');
    expect(await box.inputValue()).toContain('> Monday is open, @Juniper.');
    await box.fill(`${await box.inputValue()}I take it.`);
    await press(page, 'Send');
    expect(await main(page)).toContain('answers post 1');
    await follow(page, /^Change/);
    await page.getByLabel('Your post').fill('I take Monday.');
    await press(page, 'Save');
    await follow(page, /^changed/);
    expect(await main(page)).toContain('I take it.');
    await page.goBack();

    await follow(page, /^Report/);
    await page.getByLabel('What is wrong with it').fill('It names me.');
    await press(page, 'Report it');
    expect(await main(page)).toContain('Those who look after the group will see it');

    // With script what came into sight is read; without it a button says so. Opening alone reads nothing.
    await hers.goto(`${world.url}/${slug}/en/groups/letters-inside/threads`);
    expect(await main(hers)).toContain('one new');
    await follow(hers, 'Who writes this week?');
    if (script) {
      await hers.mouse.wheel(0, 4_000);
      await hers.locator('form[data-island="mark-read"]').waitFor({ state: 'hidden' });
      await hers.goto(`${world.url}/${slug}/en/groups/letters-inside/threads`);
    } else {
      await press(hers, 'Mark as read up to here');
    }
    expect(await main(hers)).not.toContain('one new');
    await hers.getByLabel('Search in this group').fill('monday');
    await press(hers, 'Search');
    expect(await main(hers)).toContain('I take Monday.');

    // What was found is reached by the keyboard alone.
    await hers.getByRole('link', { name: 'Who writes this week?' }).first().focus();
    await hers.keyboard.press('Enter');
    await hers.waitForURL(/threads\/[0-9a-f-]{36}/);
    await follow(hers, /^Look after it.*post 2/);
    await hers.getByLabel(/^Hide it/).check();
    await hers.getByLabel(/^Reason/).fill('By agreement');
    await press(hers, 'Do it');
    await page.goto(`${world.url}/${slug}/en/groups`);
    expect(await main(page)).toContain('your post 2 was hidden. The reason given: By agreement');
    expect([...strays.requests, ...strays.errors, ...others.requests, ...others.errors]).toEqual([]);
  });
});
