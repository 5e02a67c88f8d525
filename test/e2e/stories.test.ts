import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, signInAs } from '../app.ts';
import { missing, openWorld, type World } from './world.ts';

/**
 * A story in a real browser, from its first word to the day on which she takes it back, with script off and with it on; in front of it
 * the program's own memory of pages, as a crowd meets it.
 */
const reason = missing('chromium');

let world: World;
beforeAll(async () => {
  if (reason) return;
  world = await openWorld();
}, 120_000);
afterAll(() => world?.stop());

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const main = (page: Page) => page.locator('main').innerText();

describe.skipIf(reason)('a story', () => {
  test.each([
    ['without script', false],
    ['with script', true],
  ])('%s', { timeout: 120_000 }, async (_, script) => {
    const slug = script ? 'with' : 'without';
    const network = await createNetwork(world.app, slug, { locales: ['en', 'fr'] });
    const { cookie } = await signInAs(world.app, network, 'coordinator');
    const { page: desk, strays } = await world.visit({ cookie, script });
    await desk.goto(`${world.url}/${slug}/en/desk/stories`);
    await desk.getByLabel('Title').fill('A window');
    await desk.getByLabel('The name beside her words').fill('Sunday');
    await press(desk, 'Begin');
    const story = desk.url();
    await desk
      .getByRole('link', { name: /^Write|^Change/ })
      .first()
      .click();
    await desk.getByLabel(/^Her words/).fill('I met an inmate there.');
    if (script) await desk.getByText('Perhaps: woman in prison, woman inside.').waitFor();
    else expect(await main(desk)).not.toContain('Perhaps');
    await press(desk, 'Save');
    expect(await main(desk)).toContain('Perhaps: woman in prison, woman inside.');
    await desk.getByLabel(/^Her words/).fill('I met a woman there.');
    await press(desk, 'Save');
    expect(await main(desk)).not.toContain('Perhaps');

    await desk.goto(story);
    await press(desk, 'Put the question');
    await desk.goto(`${story}/link`);
    await press(desk, 'Make a link');
    const link = await desk.getByLabel('The address').inputValue();
    expect(strays).toEqual({ requests: [], errors: [] });

    // She, on a telephone, without an account.
    const { page: hers, strays: others } = await world.visit({ script, width: 360 });
    await hers.goto(link);
    expect(await main(hers)).toContain('She was asked');
    await press(hers, 'Yes, show it');
    expect(await main(hers)).toContain('You can take it back at any time');

    // A visitor, twice: the second time from memory.
    const address = `${world.url}/${slug}/en/stories/a-window`;
    const visitor = async () => {
      const answer = await fetch(address);
      return { status: answer.status, text: await answer.text() };
    };
    expect((await visitor()).text).toContain('I met a woman there.');
    expect((await visitor()).text).toContain('I met a woman there.');
    await press(hers, 'Take it back');
    expect(await main(hers)).toContain('It is gone from our pages');
    const gone = await visitor();
    expect(gone.status).toBe(404);
    expect(gone.text).not.toContain('I met a woman there.');
    expect(others).toEqual({ requests: [], errors: [] });
  });
});
