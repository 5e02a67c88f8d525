import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FileField, receiveFile } from '../../src/features/files/index.ts';
import { features } from '../../src/features.ts';
import { pdfOf } from '../../src/platform/documents/testing/made.ts';
import { page as send, view } from '../../src/platform/http/index.ts';
import { runJob } from '../../src/platform/jobs/index.ts';
import type { Feature } from '../../src/platform/registry/index.ts';
import type { Network } from '../../src/platform/tenancy/index.ts';
import { Document, emptyForm } from '../../src/ui/index.ts';
import { urls } from '../../src/urls.ts';
import { createNetwork, signInAs } from '../app.ts';
import { missing, openWorld, type World } from './world.ts';

/** A file from a browser into the reader, with and without script. */
const reason = missing('chromium');
const folder = mkdtempSync(join(tmpdir(), 'casement-walk-'));

/** A room with a form for a file; it shows what it has to everybody. */
const room: Feature = {
  name: 'walked-files',
  routes(app, deps) {
    app.get('/walked', (c) => {
      const v = view(c, deps);
      return send(
        c,
        <Document v={v} title="A file" islands={['file-upload']}>
          <form class="form wrap" method="post" encType="multipart/form-data" action={`${v.path}?sent`}>
            <FileField v={v} label="The file" state={emptyForm()} required />
            <input type="hidden" name="language" value={c.req.query('language') ?? 'en'} />
            <button type="submit" class="button">
              Send it
            </button>
          </form>
        </Document>,
      );
    });
    app.post('/walked', async (c) => {
      const result = await receiveFile(c, deps, { language: (fields) => fields.get('language') });
      if (!result.ok) return c.text(result.error.key, 422);
      return c.redirect(urls.files.show(view(c, deps).at, result.file.id), 303);
    });
  },
  fileAccess: async (_ctx, ids) => ids.map((fileId) => ({ fileId, title: 'A visit', href: '#' })),
};

let world: World;
let north: Network;
let cookie: string;
let pdf: string;
const at = { network: 'north', locale: 'en' };
beforeAll(async () => {
  if (reason) return;
  features.push(room);
  world = await openWorld();
  north = await createNetwork(world.app, 'north');
  cookie = (await signInAs(world.app, north, 'coordinator')).cookie;
  pdf = join(folder, 'visit.pdf');
  writeFileSync(pdf, await pdfOf(['On the first day.', 'On the second day.', 'On the third day.']));
}, 120_000);
afterAll(async () => {
  features.splice(features.indexOf(room), 1);
  rmSync(folder, { recursive: true, force: true });
  await world?.stop();
});

async function read(page: Page): Promise<string> {
  const id = /files\/([0-9a-f-]{36})/.exec(page.url())![1]!;
  for (const job of ['files.reading', 'files.pages'])
    await runJob(world.app.deps, job, { network: north.id, file: id });
  return id;
}
const heading = (page: Page) => page.locator('h1').innerText();

describe.skipIf(reason)('a file', () => {
  test('is handed in and read without script', { timeout: 60_000 }, async () => {
    const { context, page } = await world.visit({ script: false, cookie });
    await page.goto(`${world.url}/north/en/walked`);
    await page.setInputFiles('input[type=file]', pdf);
    await page.click('text=Send it');
    expect(await page.locator('main').innerText()).toContain('being read');
    const id = await read(page);
    await page.click('text=Look again');
    expect(await heading(page)).toContain('Page 1 of 3');
    expect(await page.locator('section').innerText()).toContain('On the first day.');
    expect(await page.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(500);
    await page.click('text=Next page >> nth=0');
    expect(page.url()).toContain(urls.files.page(at, id, 2));
    await page.fill('#page', '3');
    await page.click('.turn form button');
    await page.waitForURL(`**${urls.files.page(at, id, 3)}`);
    expect(await heading(page)).toContain('Page 3 of 3');
    expect(await page.locator('text=Next page').count()).toBe(0);
    await context.close();
  });

  test('comes in pieces, goes on after a broken line and a reload, and takes the form with it', {
    timeout: 90_000,
  }, async () => {
    const long = join(folder, 'long.txt');
    const line = 'Everything that was said, in full, by all who were there.\n';
    writeFileSync(long, line.repeat(Math.ceil(20_000_000 / line.length)));
    utimesSync(long, 1_700_000_000, 1_700_000_000);
    const { context, page, strays } = await world.visit({ cookie });
    let pieces = 0;
    await page.route('**/pieces?*', (route) => {
      pieces += 1;
      return pieces === 2 ? route.abort() : pieces > 2 && pieces < 5 ? route.abort() : route.continue();
    });
    await page.goto(`${world.url}/north/en/walked`);
    await page.setInputFiles('input[type=file]', long);
    await page.waitForSelector('text=The connection is gone');
    // She closes the page, and comes back another time with the same file.
    await page.unroute('**/pieces?*');
    const starts: number[] = [];
    page.on('request', (request) => {
      const from = new URL(request.url()).searchParams.get('from');
      if (request.url().includes('/pieces') && from) starts.push(Number(from));
    });
    await page.reload();
    await page.setInputFiles('input[type=file]', long);
    // Sent before the file is here: the form goes out by itself.
    await page.click('text=Send it');
    await page.waitForURL(/\/files\//, { timeout: 40_000 });
    expect(starts[0]).toBe(8_000_000);
    expect(await page.locator('main').innerText()).toContain('long.txt');
    expect(await page.locator('main').innerText()).toContain('20 MB');
    expect(strays.requests).toEqual([]);
    await context.close();
  });

  test('is turned with the keys, forward in its own direction', { timeout: 60_000 }, async () => {
    const { context, page } = await world.visit({ cookie });
    for (const [language, forward, back] of [
      ['en', 'ArrowRight', 'ArrowLeft'],
      ['ar', 'ArrowLeft', 'ArrowRight'],
    ] as const) {
      await page.goto(`${world.url}/north/en/walked?language=${language}`);
      await page.setInputFiles('input[type=file]', pdf);
      await page.waitForSelector('text=The file is here');
      await page.click('text=Send it');
      await page.waitForURL(/\/files\//);
      const id = await read(page);
      await page.goto(world.url + urls.files.show(at, id));
      await page.keyboard.press(forward);
      await page.waitForURL(`**${urls.files.page(at, id, 2)}`);
      await page.waitForSelector('text=On the second day.');
      await page.keyboard.press(forward);
      await page.waitForSelector('text=On the third day.');
      expect(await page.locator('img').evaluate((image: HTMLImageElement) => image.complete)).toBeDefined();
      await page.keyboard.press(back);
      await page.waitForSelector('text=On the second day.');
      await page.goBack();
      await page.waitForSelector('text=On the third day.');
      // In a field the keys belong to the field.
      await page.focus('#page');
      await page.keyboard.press(back);
      expect(await heading(page)).toContain('Page 3 of 3');
    }
    await context.close();
  });
});
