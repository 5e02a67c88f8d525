import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { test } from 'vitest';
import { loadKits } from '../src/features/kits/index.ts';
import { listen } from '../src/platform/http/index.ts';
import { createTestApp, signInAs } from './app.ts';

// A throw-away look at pages: LOOK=/daylight/en,/daylight/en/campaigns
test('look', async () => {
  const paths = (process.env.LOOK ?? '/daylight/en').split(',');
  const app = await createTestApp({ env: { PORT: '0' } });
  await loadKits(app.deps, () => {});
  if (process.env.LOOK_FLOW) {
    const campaign = '/daylight/en/campaigns/five-asks';
    const found = await app.post(`${campaign}/search`, { code: 'Z1A', country: 'XX' });
    const html = await (await app.get(found.headers.get('location')!)).text();
    const to = [...html.matchAll(/name="to" value="([^"]+)" checked/g)].map((m) => m[1]!);
    const fields = {
      subject: 'Five things I ask of you',
      body: 'I live on Lantern Street.\n\nPlease act on the five things we ask.',
      name: 'Ana Invented',
      email: 'ana@example.invalid',
      street: '',
      consent: ['answers'],
    };
    await app.post(`${campaign}/actions`, { ...fields, to });
    await app.work();
    const { rows } = await app.db.owner.query(
      `select convert_from(mime, 'UTF8') t from mails where kind = 'confirmation'`,
    );
    const link = /(\/daylight\/en\/actions\/[^\s"<>]+?)\/confirmation/.exec(rows[0].t.replace(/=\r\n/g, ''))![1]!;
    paths.push(`${found.headers.get('location')}`, `${link}/erasure`);
    if (process.env.LOOK_FLOW === 'pending') paths.push(`${link}/confirmation`);
    else {
      await app.post(`${link}/confirmation`, {});
      await app.work();
      paths.push(link);
    }
    const desk = await app.db.owner.query(`select id from campaigns where slug = 'five-asks'`);
    const mail = await app.db.owner.query(`select id from mails order by id limit 1`);
    if (process.env.LOOK_AS)
      paths.push(
        `/daylight/en/desk/campaigns/${desk.rows[0].id}`,
        `/daylight/en/desk/campaigns/${desk.rows[0].id}/texts/fr`,
        `/daylight/en/desk/campaigns/${desk.rows[0].id}/deliveries`,
        `/daylight/en/outbox/${mail.rows[0].id}`,
      );
  }
  const server = await listen(app.app, app.deps);
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
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
