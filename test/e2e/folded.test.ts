import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork } from '../app.ts';
import { missing, openWorld, type World } from './world.ts';

/** What a telephone folds away (`Narrow`): shut, opened by hand, and found by a search within the page. */
const reason = missing('chromium');
const list = '/ember/en/facilities';

let world: World;
beforeAll(async () => {
  if (reason) return;
  world = await openWorld();
  await createNetwork(world.app, 'ember');
}, 120_000);
afterAll(() => world?.stop());

describe.skipIf(reason)('what a telephone folds away', () => {
  test.each([[true], [false]])(
    'is opened and shut by hand, and stands open on a wide window (script: %s)',
    async (script) => {
      const { context, page } = await world.visit({ script, width: 360 });
      await page.goto(world.url + list);
      const kind = page.locator('#kind');
      const room = () => page.evaluate(() => document.documentElement.scrollHeight);
      expect(await kind.isVisible()).toBe(false);
      await page.getByText('Narrow the list').click();
      expect(await kind.isVisible()).toBe(true);
      await page.getByText('Narrow the list').click();
      expect(await kind.isVisible()).toBe(false);
      // Nothing that is folded is reached by the keyboard, and none of it takes room.
      await page.locator('details.narrow summary').focus();
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.closest('.narrowed'))).toBeNull();
      const shut = await room();
      await page.locator('.narrowed').evaluate((folded) => folded.remove());
      expect(await room()).toBe(shut);
      await context.close();

      const wide = await world.visit({ script, width: 1280 });
      await wide.page.goto(world.url + list);
      expect(await wide.page.locator('#kind').isVisible()).toBe(true);
      expect(await wide.page.getByText('Narrow the list').isVisible()).toBe(false);
      await wide.context.close();
    },
  );

  // An address that names words is the one way to a browser's own search that needs no hand on the browser.
  test.each([[true], [false]])(
    'is brought in sight where words in it are searched for (script: %s)',
    async (script) => {
      const { context, page } = await world.visit({ script, width: 360 });
      await page.goto(`${world.url}${list}#:~:text=Kind`);
      await page.locator('#kind').waitFor({ state: 'visible' });
      await context.close();
    },
  );
});
