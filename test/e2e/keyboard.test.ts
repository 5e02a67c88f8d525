import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInAs } from '../app.ts';
import { type Content, filled } from './content.ts';
import { missing, openWorld, type World } from './world.ts';

/** What hands do: everything by the keyboard alone, and leaving at once. */
const reason = missing('chromium');

let world: World;
let content: Content;
beforeAll(async () => {
  if (reason) return;
  const from = await filled();
  content = from.made;
  world = await openWorld({ from });
}, 120_000);
afterAll(() => world?.stop());

/** What has the focus, as a keyboard user would name it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const one = document.activeElement as HTMLInputElement | null;
    if (!one || one === document.body) return 'page';
    return one.id || one.name || one.textContent?.trim() || one.tagName;
  });

/** Presses Tab until `wanted` has the focus; answers all that was passed on the way. */
async function tabTo(page: Page, wanted: string, most = 80): Promise<string[]> {
  const passed: string[] = [];
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    passed.push(now);
    if (now === wanted) return passed;
  }
  throw new Error(`Tab never reaches "${wanted}": ${passed.join(' | ')}`);
}

/** Whether what has the focus shows it, by an outline or a shadow. */
const showsFocus = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const style = getComputedStyle(document.activeElement!);
    return (style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  });

describe.skipIf(reason)('by the keyboard alone', () => {
  test('a letter, from the campaign to the end, without a pointer', { timeout: 60_000 }, async () => {
    const { context, page } = await world.visit();
    await page.goto(`${world.url}/daylight/en/campaigns/five-asks`);
    // The first stop skips the navigation.
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the content');
    expect(await showsFocus(page)).toBe(true);
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('main');
    await tabTo(page, 'code');
    expect(await showsFocus(page)).toBe(true);
    await page.keyboard.type('Z1A');
    await tabTo(page, 'Find');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/letter\?/);

    // Every field in the order in which it is read, nothing hidden in between, and the button after them.
    const order = await tabTo(page, 'Read my letter over');
    const fields = order.filter((name) =>
      ['subject', 'body', 'name', 'email', 'street', 'consent', 'remember'].includes(name),
    );
    expect(fields).toEqual(['subject', 'body', 'name', 'email', 'street', 'consent', 'consent', 'remember']);
    expect(order).not.toContain('website');
    expect(order.filter((name) => name === 'to').length).toBe(content.posts.length);

    // Sent with mistakes: the list of them has the focus, and each leads to its field.
    await page.keyboard.press('Enter');
    await page.locator('#errors').waitFor();
    expect(await focused(page)).toBe('errors');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(['name', 'email']).toContain(await focused(page));
    for (const [field, text] of [
      ['name', 'Kay Invented'],
      ['email', 'kay@example.invalid'],
    ] as const) {
      await page.locator(`#${field}`).focus();
      await page.keyboard.type(text);
    }
    // A tick by the space bar.
    await page.locator('input[name=consent]').first().focus();
    await page.keyboard.press('Space');
    await tabTo(page, 'Read my letter over');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Your letter, as they will read it' }).waitFor();
    const preview = await tabTo(page, 'Send my letter');
    // What is carried along unseen is not in the way.
    for (const hidden of ['body', 'street', 'name']) expect(preview).not.toContain(hidden);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/received$/);
    const { rows } = await world.app.db.owner.query(`select 1 from people where email = 'kay@example.invalid'`);
    expect(rows).toHaveLength(1);
    await context.close();
  });

  test('without script the list of mistakes has the focus as well', async () => {
    const { context, page } = await world.visit({ script: false });
    await page.goto(`${world.url}/daylight/en/campaigns/five-asks/letter`);
    await page.getByRole('button', { name: 'Read my letter over' }).click();
    await page.locator('#errors').waitFor();
    expect(await page.locator('#errors:focus').count()).toBe(1);
    await context.close();
  });

  test('what is folded opens by the keyboard', async () => {
    const { context, page } = await world.visit();
    await page.goto(`${world.url}/daylight/en/campaigns/five-asks`);
    await tabTo(page, 'I would rather not give a code');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Choose by district or by name');
    await context.close();
  });

  test('the menu of a phone: one word that says where one is, opened by the keyboard, without script', async () => {
    const { context, page } = await world.visit({ width: 360, script: false });
    await page.goto(`${world.url}/daylight/fr/news`);
    const bar = page.locator('header.bar');
    const main = page.getByRole('navigation', { name: 'Principale' });
    expect((await bar.boundingBox())!.height).toBeLessThan(100);
    expect(await bar.locator('summary').innerText()).toMatch(/Menu\s+Actualités/);
    expect(await main.count()).toBe(0);
    // Nothing folded away is a stop.
    const closed = await tabTo(page, 'Sortie rapide');
    expect(closed).not.toContain('Agir');
    await bar.locator('summary').focus();
    expect(await showsFocus(page)).toBe(true);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Agir');
    expect(await main.locator('[aria-current=page]').innerText()).toBe('Actualités');
    const languages = page.getByRole('navigation', { name: 'Langues' });
    expect(await languages.getByRole('link', { name: 'English' }).isVisible()).toBe(true);
    const leave = (await page.locator('a.leave').boundingBox())!;
    expect(leave.y + leave.height).toBeLessThanOrEqual(800);
    // On a wide window the same list stands open, whatever was folded.
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`${world.url}/daylight/fr/news`);
    expect(await main.getByRole('link', { name: 'Agir' }).isVisible()).toBe(true);
    expect(await bar.locator('summary').isVisible()).toBe(false);
    await context.close();
  });

  test('the bar of a coordinator is two lines at most in every language, and its stops follow the eye', async () => {
    const cookie = (await signInAs(world.app, await world.app.network('network'), 'coordinator')).cookie;
    const { context, page } = await world.visit({ cookie });
    for (const locale of ['en', 'es', 'fr', 'pt'])
      for (const width of [1024, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto(`${world.url}/network/${locale}/campaigns`);
        const { height } = (await page.locator('header.bar').boundingBox())!;
        expect(height, `${locale} at ${width}`).toBeLessThan(120);
        const stops = await page.locator('header.bar').evaluate((bar) =>
          [...bar.querySelectorAll('a')].map((link) => {
            const { left, top } = link.getBoundingClientRect();
            return Math.round(top) * 10_000 + Math.round(left);
          }),
        );
        expect(stops, `${locale} at ${width}`).toEqual([...stops].sort((a, b) => a - b));
      }
    await context.close();
  });

  test('the desk: nothing holds the focus, and every stop shows it', { timeout: 60_000 }, async () => {
    const { context, page } = await world.visit({ cookie: content.coordinator });
    for (const path of [
      '/daylight/en/desk/campaigns',
      `/daylight/en/desk/campaigns/${content.campaigns.open}`,
      '/daylight/en/outbox',
    ]) {
      await page.goto(world.url + path);
      const seen = new Set<string>();
      for (let presses = 0; presses < 400; presses += 1) {
        await page.keyboard.press('Tab');
        const now = await focused(page);
        seen.add(now);
        expect([path, now, await showsFocus(page)]).toEqual([path, now, true]);
        if (now === 'Quick exit') break;
      }
      expect(seen).toContain('Quick exit');
    }
    await context.close();
  });
});

describe.skipIf(reason)('quick exit', () => {
  const elsewhere = '<!doctype html><title>An encyclopedia</title><h1>An encyclopedia</h1>';

  async function visitor(script: boolean) {
    const { context, page } = await world.visit({ script });
    const left: string[] = [];
    // What is outside is played here: nothing leaves this machine.
    await context.route('https://*.wikipedia.org/**', (route) => {
      left.push(`${route.request().url()} ${route.request().headers().referer ?? 'no referer'}`);
      return route.fulfill({ contentType: 'text/html', body: elsewhere });
    });
    await page.goto(`${world.url}/`);
    await page.goto(`${world.url}/daylight/fr/campaigns/five-asks`);
    return { context, page, left };
  }

  test('leaves at once, tells nobody where from, and going back does not show the page', async () => {
    const { context, page, left } = await visitor(true);
    await page.evaluate(() => {
      localStorage.setItem('draft', 'x');
      sessionStorage.setItem('draft', 'x');
    });
    await page.locator('#code').fill('Z1A');
    const before = await page.evaluate(() => history.length);
    await page.locator('a.leave').click();
    await page.waitForURL('https://fr.wikipedia.org/');
    expect(left).toEqual(['https://fr.wikipedia.org/ no referer']);
    expect(await page.evaluate(() => history.length)).toBe(before);
    await page.goBack();
    expect(page.url()).toBe(`${world.url}/`);
    await page.goto(`${world.url}/daylight/fr`);
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length])).toEqual([0, 0]);
    await context.close();
  });

  test('three times Escape does the same', async () => {
    const { context, page } = await visitor(true);
    await page.locator('#code').focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.waitForURL('https://fr.wikipedia.org/');
    await page.goBack();
    expect(page.url()).toBe(`${world.url}/`);
    await context.close();
  });

  test('without script it is a plain link', async () => {
    const { context, page, left } = await visitor(false);
    await page.locator('a.leave').click();
    await page.waitForURL('https://fr.wikipedia.org/');
    expect(left).toEqual(['https://fr.wikipedia.org/ no referer']);
    await context.close();
  });

  test('it covers nothing that is needed, also on a small screen and at the end of the page', async () => {
    const { context, page } = await world.visit({ width: 320 });
    await page.goto(`${world.url}/daylight/en/campaigns/five-asks/letter`);
    await page.keyboard.press('End');
    const covered = await page.evaluate(() => {
      scrollTo(0, document.body.scrollHeight);
      const leave = document.querySelector('a.leave')!.getBoundingClientRect();
      return [...document.querySelectorAll('footer a, footer p')]
        .filter((one) =>
          [...one.getClientRects()].some(
            (box) =>
              box.right > leave.left && box.bottom > leave.top && box.top < leave.bottom && box.left < leave.right,
          ),
        )
        .map((one) => one.textContent);
    });
    expect(covered).toEqual([]);
    await context.close();
  });
});
