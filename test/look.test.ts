import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { test } from 'vitest';
import { createTestApp, signInAs } from './app.ts';
import { loadKits } from '../src/features/kits/index.ts';
import { listen } from '../src/platform/http/index.ts';

// A throw-away look at pages: LOOK=/daylight/en,/daylight/en/campaigns
test('look', async () => {
  const paths = (process.env.LOOK ?? '/daylight/en').split(',');
  const app = await createTestApp({ env: { PORT: '0' } });
  await loadKits(app.deps, () => {});
  const server = await listen(app.app, app.deps);
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  mkdirSync('/tmp/look', { recursive: true });
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [360, 1280]) {
      const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
      if (process.env.LOOK_AS) {
        const [slug, role] = process.env.LOOK_AS.split(':');
        const { cookie } = await signInAs(app, await app.network(slug!), role as 'coordinator');
        const [name, value] = cookie.split('=');
        await context.addCookies([{ name: name!, value: value!, url: server.url }]);
      }
      const page = await context.newPage();
      for (const [i, path] of paths.entries()) {
        await page.goto(server.url + path);
        await page.screenshot({ path: `/tmp/look/${i}-${width}-${colorScheme}.png`, fullPage: true });
      }
      await context.close();
    }
  }
  await browser.close();
  await server.stop();
  await app.stop();
}, 120_000);
