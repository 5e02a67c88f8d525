import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInAs } from '../app.ts';
import { kits } from '../beginnings.ts';
import { sees } from './walk.ts';
import { missing, openWorld, type World } from './world.ts';

/**
 * How a campaign travels, in a real browser with script off and again with it on: passed on by a link that is counted, and
 * taken part in on another site, through the snippet that a coordinator copies.
 */
const reason = missing('chromium');

let world: World;
let cookie: string;
let home: string;
let partner: Server;
let partnerUrl: string;
let snippet = '';

beforeAll(async () => {
  if (reason) return;
  world = await openWorld({ from: await kits() });
  cookie = (await signInAs(world.app, await world.app.network('daylight'), 'coordinator')).cookie;
  home = `${world.url}/daylight/en`;
  partner = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(`<!doctype html><title>A partner</title><link rel="icon" href="data:,"><h1>A partner</h1>${snippet}`);
  });
  await new Promise<void>((resolve) => partner.listen(0, '127.0.0.1', resolve));
  partnerUrl = `http://127.0.0.1:${(partner.address() as AddressInfo).port}`;
}, 120_000);
afterAll(async () => {
  partner?.close();
  await world?.stop();
});

const sourceOf = async (email: string): Promise<Record<string, string> | undefined> =>
  (
    await world.app.db.owner.query(
      'select a.source from actions a join people p on p.network_id = a.network_id and p.id = a.person_id where p.email = $1',
      [email],
    )
  ).rows[0]?.source;

/** From the first step to the sent letter, on a page of ours or in a frame. */
async function write(at: Page | FrameLocator, who: { name: string; email: string }): Promise<void> {
  await at.getByLabel('Your postal code').fill('Z1A');
  await at.getByRole('button', { name: 'Find' }).first().click();
  await at.getByLabel('Your name, as they should read it').fill(who.name);
  await at.getByLabel('Your e-mail').fill(who.email);
  await at.getByRole('button', { name: 'Read my letter over' }).click();
  await at.getByRole('button', { name: 'Send my letter' }).click();
  await at
    .getByRole('heading', { level: 1, name: 'Almost there' })
    .or(at.getByText('This installation has no mail server yet'))
    .first()
    .waitFor();
}

/** What a coordinator copies from the page about other sites. */
async function copied(kind: 'script' | 'iframe' | 'link', query: string): Promise<string> {
  const { context, page } = await world.visit({ cookie, script: false });
  await page.goto(`${home}/desk/campaigns`);
  await page.getByRole('link', { name: 'Build communities, not prisons' }).first().click();
  await page.getByRole('link', { name: 'On other sites' }).first().click();
  await page.goto(`${page.url()}?${query}`);
  // The result stands below, as other sites will show it.
  await page.frameLocator('iframe').getByRole('heading', { level: 1 }).waitFor();
  const text = await page.locator(`#${kind}`).inputValue();
  await context.close();
  return text;
}

describe.skipIf(reason).each([false, true])('script on: %s', (script) => {
  const name = script ? 'Ana Invented' : 'Bea Invented';
  const email = `${name.split(' ')[0]!.toLowerCase()}@example.invalid`;

  test('a campaign is passed on by plain links, and who comes by one is counted', { timeout: 120_000 }, async () => {
    const { context, page, strays } = await world.visit({ script });
    await page.goto(`${home}/campaigns/five-asks?source=flyer&utm_source=list`);
    const share = page.getByRole('region', { name: 'Ask somebody else' });
    const whatsapp = await share.getByRole('link', { name: 'By WhatsApp' }).getAttribute('href');
    expect(decodeURIComponent(whatsapp!)).toContain(`${world.url}/daylight/en/campaigns/five-asks?source=whatsapp`);
    expect(await share.getByRole('button', { name: 'Copy' }).isVisible()).toBe(script);
    await share.getByText('Show a code to scan').click();
    await share.getByRole('img', { name: /QR code/ }).waitFor();
    await write(page, { name, email });
    expect(await sourceOf(email)).toEqual({ source: 'flyer', utm_source: 'list' });
    // Passing on is offered at the end too.
    await page.getByRole('region', { name: 'Ask somebody else' }).waitFor();
    // Nothing was loaded from anybody.
    expect(strays).toEqual({ requests: [], errors: [] });
    await context.close();
    const desk = await world.visit({ cookie, script });
    await desk.page.goto(`${home}/desk/campaigns`);
    await desk.page.getByRole('link', { name: 'Build communities, not prisons' }).first().click();
    await desk.page.getByRole('link', { name: 'Where people come from' }).first().click();
    await sees(desk.page, 'flyer · list');
    await desk.context.close();
  });

  test('a letter is written on another site, without a cookie', { timeout: 120_000 }, async () => {
    snippet = await copied(script ? 'script' : 'iframe', 'theme=dark&source=partner');
    const { context, page, strays } = await world.visit({ script });
    await page.goto(partnerUrl);
    const frame = page.frameLocator('iframe');
    await frame.getByRole('heading', { level: 1, name: 'Build communities, not prisons' }).waitFor();
    expect(await frame.locator('html').getAttribute('data-scheme')).toBe('dark');
    expect(await frame.getByRole('link', { name: 'Quick exit' }).getAttribute('target')).toBe('_top');
    await write(frame, { name, email: `framed-${email}` });
    const source = await sourceOf(`framed-${email}`);
    expect(source).toEqual({ source: 'partner', ...(script ? { referrer: new URL(partnerUrl).host } : {}) });
    if (script) {
      // The frame is as high as its page: nothing scrolls inside.
      await expect
        .poll(() => frame.locator('html').evaluate((html) => html.scrollHeight - html.clientHeight))
        .toBeLessThanOrEqual(1);
    }
    expect(await context.cookies()).toEqual([]);
    const foreign = strays.requests.filter((url) => !url.startsWith(partnerUrl));
    expect({ foreign, errors: strays.errors }).toEqual({ foreign: [], errors: [] });
    // Quick exit takes the whole window away, not the frame.
    const [leaving] = await Promise.all([
      page.waitForEvent('request', (request) => request.isNavigationRequest() && request.url().includes('wikipedia')),
      frame.getByRole('link', { name: 'Quick exit' }).click(),
    ]);
    expect(leaving.frame()).toBe(page.mainFrame());
    await context.close();
  });
});

test.skipIf(reason)(
  'a poster is one sheet of paper, A4 or Letter, with a code of 65 mm',
  { timeout: 60_000 },
  async () => {
    const { context, page } = await world.visit({ script: false });
    for (const [locale, slug] of [
      ['en', 'five-asks'],
      ['fr', 'five-asks'],
      ['fr', 'a-free-call-home'],
    ]) {
      await page.goto(`${world.url}/daylight/${locale}/campaigns/${slug}/poster`);
      await page.emulateMedia({ media: 'print' });
      // A CSS pixel is 1/96 inch on paper.
      const { width } = (await page.locator('.poster .qr').boundingBox())!;
      expect(Math.round((width / 96) * 25.4)).toBe(65);
      expect(await page.locator('header.bar').isVisible()).toBe(false);
      for (const format of ['A4', 'Letter']) {
        const pdf = (await page.pdf({ format })).toString('latin1');
        expect(pdf.match(/\/Type\s*\/Page\b/g), `${locale} ${slug} ${format}`).toHaveLength(1);
      }
    }
    await context.close();
  },
);

test.skipIf(reason)(
  'where scripts are off, the script snippet still leads to the campaign',
  { timeout: 60_000 },
  async () => {
    snippet = await copied('script', '');
    const { context, page } = await world.visit({ script: false });
    await page.goto(partnerUrl);
    await page.getByRole('link', { name: 'Build communities, not prisons' }).click();
    await page.getByRole('heading', { level: 1, name: 'Build communities, not prisons' }).waitFor();
    expect(new URL(page.url()).searchParams.get('source')).toBe('embed');
    await context.close();
  },
);
