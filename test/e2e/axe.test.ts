import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type axe from 'axe-core';
import type { Page, Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../src/platform/db/index.ts';
import { type Content, filled } from './content.ts';
import { answers, errorPages, notPages, type Opening, pages, type Reader } from './pages.ts';
import { missing, openWorld, type Strays, type World } from './world.ts';

/**
 * Every page in a real browser, with content and empty: axe-core finds nothing, in light on a wide window and in dark
 * at 320 px; nothing scrolls sideways; nothing is asked of anybody else; the page's own policy is never broken.
 */
const reason = missing('chromium');
/** Known to each page from its beginning, read only when it is called: the browser keeps it from page to page. */
const axeSource = `globalThis.readAxe = () => { ${readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8')} };`;
const everything: axe.RunOnly = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};
/** Narrow and dark, what else a page may get wrong: its colours, its sizes, and what is hidden or shown there. */
const lookAndPlace: axe.RunOnly = {
  type: 'rule',
  values: [
    'aria-hidden-focus',
    'button-name',
    'bypass',
    'color-contrast',
    'empty-heading',
    'heading-order',
    'label',
    'landmark-one-main',
    'landmark-unique',
    'link-in-text-block',
    'link-name',
    'page-has-heading-one',
    'region',
    'scrollable-region-focusable',
    'select-name',
    'skip-link',
    'summary-name',
    'target-size',
  ],
};

/** How a page is looked at. */
type View = { name: string; width: number; height: number; colorScheme: 'light' | 'dark'; rules: axe.RunOnly };
const wide: View = { name: 'wide, light', width: 1280, height: 800, colorScheme: 'light', rules: everything };
const narrow: View = { name: '320 px, dark', width: 320, height: 640, colorScheme: 'dark', rules: lookAndPlace };

let world: World;
let content: Content;
const open = new Map<Reader, { page: Page; strays: Strays; view?: View }>();
/** Heads and feet of pages that axe-core has passed, each with its view: most pages bear the same, and they are half of their elements. */
const passed = new Set<string>();

beforeAll(async () => {
  if (reason) return;
  const from = await filled();
  content = from.made;
  world = await openWorld({ from });
  const cookies: Record<Reader, string | undefined> = {
    public: undefined,
    coordinator: content.coordinator,
    bare: content.bareCoordinator,
    nobody: content.nobody,
    administrator: content.accounts.administrator,
    auditor: content.accounts.auditor,
    weak: content.accounts.weak,
    setUp: content.accounts.setUp,
    half: content.accounts.half,
  };
  for (const [reader, cookie] of Object.entries(cookies)) {
    const visit = await world.visit({ cookie });
    await visit.page.addInitScript(axeSource);
    open.set(reader as Reader, visit);
  }
}, 120_000);
afterAll(() => world?.stop());

const resolved = <T>(given: T | ((content: Content) => T)): T =>
  typeof given === 'function' ? (given as (content: Content) => T)(content) : given;

/** Opens the page, and sends its form where it has one. */
async function go(page: Page, opening: Opening): Promise<Response> {
  const at = world.url + resolved(opening.path);
  if (!opening.form) return (await page.goto(at))!;
  // The pictures of the page that is left again need not come.
  await page.goto(at, { waitUntil: 'domcontentloaded' });
  const { action, fields, type } = opening.form;
  const pairs = Object.entries(fields).flatMap(([name, given]) =>
    [resolved<string | string[]>(given)].flat().map((value) => [name, value] as const),
  );
  const [sent] = await Promise.all([
    page.waitForNavigation(),
    page.evaluate(
      ({ action, pairs, type }) => {
        const form = document.createElement('form');
        Object.assign(form, { method: 'post', action, enctype: type });
        for (const [name, value] of pairs) {
          const field = document.createElement('textarea');
          Object.assign(field, { name, value });
          form.append(field);
        }
        document.body.append(form);
        form.submit();
      },
      { action: resolved(action), pairs, type: type ?? 'application/x-www-form-urlencoded' },
    ),
  ]);
  return sent!;
}

/** What axe-core finds on the page as it stands: rule, element and what to do about it. */
async function violations(page: Page, view: View): Promise<string[]> {
  // Where a link leads, decides nothing there.
  const outer = await page.evaluate(() => {
    const { lang, dir } = document.documentElement;
    return ['body > header', 'body > footer'].flatMap((selector) => {
      const html = document.querySelector(selector)?.outerHTML.replace(/ href="[^"]*"/g, ' href');
      return html ? [{ selector, key: `${lang} ${dir} ${html}` }] : [];
    });
  });
  const known = outer.filter(({ key }) => passed.has(view.name + key)).map(({ selector }) => selector);
  const results = await page.evaluate(
    ({ runOnly, exclude }) => {
      const page = globalThis as unknown as { axe?: typeof axe; readAxe(): void };
      if (!page.axe) page.readAxe();
      // No rule among these reads style sheets, so they are not fetched once more.
      return page.axe!.run({ exclude }, { runOnly, resultTypes: ['violations'], preload: { assets: ['media'] } });
    },
    { runOnly: view.rules, exclude: known },
  );
  const found = results.violations.flatMap(({ id, nodes }) =>
    nodes.map(
      (node) => `${view.name}: ${id} at ${node.target.join(' ')}: ${node.failureSummary?.split('\n')[1]?.trim()}`,
    ),
  );
  if (found.length === 0) for (const { key } of outer) passed.add(view.name + key);
  return found;
}

/** What every page keeps, whoever reads it. */
async function habits(page: Page, reader: Reader): Promise<string[]> {
  // Where the keyboard begins: at the list of mistakes, or at the link that skips the navigation.
  const mistakes = await page.locator('#errors').count();
  if (!mistakes) await page.keyboard.press('Tab');
  const seen = await page.evaluate((mistakes) => {
    const active = document.activeElement as HTMLElement | null;
    const seen = {
      lang: document.documentElement.lang,
      title: document.title.trim(),
      headings: document.querySelectorAll('h1').length,
      // Compared over the whole page: axe-core is not shown heads and feet that it has passed.
      landmarks: [...document.querySelectorAll('nav, aside, section[aria-label], form[aria-label]')].map(
        (one) => `${one.tagName} ${one.getAttribute('aria-label') ?? one.getAttribute('aria-labelledby')}`,
      ),
      focus: active?.className ?? '',
      focusId: active?.id ?? '',
      // JSON-LD is data: no browser runs it, and the policy does not ask about it.
      inline: document.querySelectorAll('[style], style, script:not([src], [type="application/ld+json"])').length,
      leave: document.querySelector<HTMLAnchorElement>('a.leave')?.getBoundingClientRect(),
      wide: innerWidth,
      high: innerHeight,
    };
    // The skip link lies over the name while it has the focus.
    if (!mistakes) active?.blur();
    return seen;
  }, mistakes);
  const wrong: string[] = [];
  if (!/^[a-z]{2}/.test(seen.lang)) wrong.push('no language');
  if (seen.title === '') wrong.push('no title');
  if (seen.headings !== 1) wrong.push(`${seen.headings} first headings`);
  const twice = seen.landmarks.filter((name, at, all) => all.indexOf(name) < at);
  if (twice.length > 0) wrong.push(`landmarks named alike: ${twice.join(', ')}`);
  if (seen.inline > 0) wrong.push('something inline');
  if (mistakes && seen.focusId !== 'errors') wrong.push(`the list of mistakes is not focused, but #${seen.focusId}`);
  if (!mistakes && seen.focus !== 'skip') wrong.push(`Tab reaches .${seen.focus} before the skip link`);
  const { leave } = seen;
  const visible =
    leave &&
    leave.width > 0 &&
    leave.top >= 0 &&
    leave.bottom <= seen.high &&
    leave.left >= 0 &&
    leave.right <= seen.wide;
  if (reader === 'public' && !visible) wrong.push('no quick exit in sight');
  return wrong;
}

/** Gives the reader's window this view. */
async function show(reader: Reader, view: View): Promise<void> {
  const window = open.get(reader)!;
  if (window.view === view) return;
  window.view = view;
  await Promise.all([
    window.page.emulateMedia({ colorScheme: view.colorScheme }),
    window.page.setViewportSize({ width: view.width, height: view.height }),
  ]);
}

/**
 * Looks at one page in both colour schemes and both widths; answers all that is wrong with it. It opens in the view in
 * which the page before was left: pages are opened wide and narrow in turns.
 */
async function inspect(opening: Opening): Promise<string[]> {
  const reader = opening.as ?? 'public';
  const { page, strays, view: first = wide } = open.get(reader)!;
  strays.errors.length = 0;
  strays.requests.length = 0;
  await show(reader, first);
  const answer = await go(page, opening);
  const wrong: string[] = [];
  if (answer.status() !== (opening.status ?? 200)) wrong.push(`status ${answer.status()}`);
  const { says } = opening;
  if (says && !(await page.locator('main').innerText()).includes(says)) wrong.push(`does not say "${says}"`);
  wrong.push(...(await habits(page, reader)));
  for (const view of [first, first === wide ? narrow : wide]) {
    await show(reader, view);
    wrong.push(...(await violations(page, view)));
    const width = await page.evaluate(() => document.scrollingElement!.scrollWidth);
    if (width > view.width) wrong.push(`${width} px wide at ${view.width}: ${await widest(page, view)}`);
  }
  const expected =
    answer.status() >= 500 ? strays.errors.filter((text) => !text.startsWith('Failed to load')) : strays.errors;
  return [...wrong, ...expected, ...strays.requests];
}

/** The outermost elements that stick out. */
const widest = (page: Page, view: View): Promise<string> =>
  page.evaluate(
    (width) =>
      [...document.querySelectorAll('body *')]
        .filter((element) => element.getBoundingClientRect().right > width + 1)
        .slice(0, 3)
        .map((element) => `${element.tagName.toLowerCase()}.${element.className}`)
        .join(', '),
    view.width,
  );

describe.skipIf(reason)('every page', () => {
  test('every route that answers a page is opened here', () => {
    const routes = world.app.app.routes
      .filter((route) => route.method === 'GET')
      .map((route) => route.path.replace(/(.)\/$/, '$1'));
    const known = [...Object.keys(pages), ...Object.keys(notPages)];
    expect([...new Set(routes)].filter((route) => !known.includes(route))).toEqual([]);
    expect(known.filter((route) => !routes.includes(route))).toEqual([]);
  });

  test.each(Object.entries(notPages))('%s answers no page', async (route) => {
    const { rows } = await world.app.db.owner.query<{ id: string }>(
      `select id from mails where state = 'kept' and kind = 'confirmation' limit 1`,
    );
    const at: Record<string, string> = {
      '/:network': '/daylight',
      '/:network/:locale/actions/:ref/copy': `${content.actions.confirmed}/copy`,
      '/:network/:locale/outbox/:id/html': `/daylight/en/outbox/${rows[0]!.id}/html`,
      '/:network/:locale/outbox/:id/source': `/daylight/en/outbox/${rows[0]!.id}/source`,
    };
    if (!at[route] && route.includes(':')) return;
    const answer = await world.app.get(at[route] ?? route, { cookie: content.coordinator });
    expect(answer.status).toBe(route === '/:network' ? 302 : 200);
    // A page of ours has our navigation.
    expect(await answer.text()).not.toContain('class="skip"');
  });

  const openings = Object.values(pages).flat();
  test.each(openings.map((opening) => [opening.name, opening] as const))(
    '%s',
    { timeout: 60_000 },
    async (_, opening) => {
      expect(await inspect(opening)).toEqual([]);
    },
  );

  test.each(answers.map((opening) => [opening.name, opening] as const))(
    'form: %s',
    { timeout: 60_000 },
    async (_, opening) => {
      expect(await inspect(opening)).toEqual([]);
    },
  );
});

describe.skipIf(reason)('every error page', () => {
  test.each(errorPages.map((opening) => [opening.name, opening] as const))(
    '%s',
    { timeout: 60_000 },
    async (_, opening) => {
      expect(await inspect(opening)).toEqual([]);
    },
  );

  test('429 after too many tries', { timeout: 60_000 }, async () => {
    const fields = { email: 'locked@daylight.invalid', passphrase: 'wrong' };
    for (let tries = 0; tries < 20; tries += 1) {
      await fetch(`${world.url}/daylight/en/sign-in`, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { origin: world.url },
      });
    }
    const opening = {
      name: '429',
      path: '/daylight/en/sign-in',
      status: 429,
      form: { action: '/daylight/en/sign-in', fields },
    };
    expect(await inspect(opening)).toEqual([]);
  });

  test('500 and 503', { timeout: 60_000 }, async () => {
    const { networks } = world.app.deps;
    const away = (error: Error) => {
      world.app.deps.networks = { ...networks, bySlug: () => Promise.reject(error) };
    };
    try {
      away(new Error('broken on purpose'));
      expect(await inspect({ name: '500', path: '/daylight/en/privacy?500', status: 500 })).toEqual([]);
      away(Object.assign(new Error('no database'), { code: 'ECONNREFUSED' }));
      expect(await inspect({ name: '503', path: '/daylight/en/privacy?503', status: 503 })).toEqual([]);
    } finally {
      world.app.deps.networks = networks;
    }
    await world.app.db.owner.query('alter table mails rename to mails_away');
    try {
      expect(
        await inspect({ name: '500 in a network', as: 'coordinator', path: '/daylight/en/outbox', status: 500 }),
      ).toEqual([]);
    } finally {
      await world.app.db.owner.query('alter table mails_away rename to mails');
    }
  });
});

describe.skipIf(reason)('from right to left', () => {
  const paths = ['', '/campaigns/five-asks', '/campaigns/five-asks/letter', '/representatives', '/sign-in', '/issues'];
  test.each([...paths, '/library', '/news', '/search?q=prison'])(
    'ar-XB%s stands the other way round',
    { timeout: 60_000 },
    async (path) => {
      expect(await inspect({ name: path, path: `/daylight/ar-XB${path}` })).toEqual([]);
      const { page } = open.get('public')!;
      await show('public', narrow);
      expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl');
      // Sticking out to the left of a page that runs from the right scrolls as well.
      const left = await page.evaluate(() =>
        Math.min(...[...document.querySelectorAll('main *')].map((one) => one.getBoundingClientRect().left)),
      );
      expect(left).toBeGreaterThanOrEqual(-1);
      // Words in another language run their own way; titles among them begin where the page's lines begin.
      const astray = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('main [lang]')]
          .filter((one) => {
            const { direction, textAlign } = getComputedStyle(one);
            const title = /^H\d$/.test(one.tagName);
            return (direction === 'rtl') !== one.lang.startsWith('ar') || (title && /left|start/.test(textAlign));
          })
          .map((one) => `${one.tagName} ${one.lang}: ${one.innerText.slice(0, 40)}`),
      );
      expect(astray).toEqual([]);
    },
  );
});
