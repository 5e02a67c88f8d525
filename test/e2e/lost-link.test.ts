import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readMime } from '../../src/platform/mail/index.ts';
import { kits } from '../beginnings.ts';
import { confirm, openCampaign, sees } from './walk.ts';
import { missing, openWorld, type World } from './world.ts';

/**
 * A supporter who has confirmed her letter and lost the mail, in a real browser, with script off and again with it on: from the campaign's
 * page to her private page, by her address alone.
 */
const reason = missing('chromium');

let world: World;
beforeAll(async () => {
  if (!reason) world = await openWorld({ from: await kits() });
});
afterAll(() => world?.stop());

const campaign = '/daylight/en/campaigns/five-asks';
const link = (page: Page, name: string) => page.getByRole('link', { name });

/** The links in the newest mail of a kind to this mailbox, as text and as HTML carry them. */
async function linksTo(email: string, kind: string): Promise<string[]> {
  await world.app.work();
  const { rows } = await world.app.db.owner.query<{ mime: Buffer }>(
    'select mime from mails where to_address = $1 and kind = $2 order by id desc limit 1',
    [email, kind],
  );
  const { text, html } = readMime(rows[0]!.mime);
  const links = [...text.matchAll(/http:\S+\/actions\/\S+/g)].map(([href]) => href);
  expect([...new Set([...html!.matchAll(/href="([^"]+)"/g)].map(([, href]) => href))]).toEqual(links);
  return links;
}

describe.skipIf(reason)('her link, lost and sent again', () => {
  test.each([false, true])('from the campaign’s page, script on: %s', { timeout: 60_000 }, async (script) => {
    const name = script ? 'Runa Withscript' : 'Nora Noscript';
    const email = script ? 'runa@example.invalid' : 'nora@example.invalid';
    const found = await world.app.post(`${campaign}/search`, { code: 'Z1A', country: 'XX' });
    const form = await (await world.app.get(found.headers.get('location')!)).text();
    const to = [...form.matchAll(/name="to" value="([^"]+)" checked/g)].map((match) => match[1]!);
    const fields = { to, name, email, subject: 'Five asks', body: 'Words of hers', street: '' };
    await world.app.post(`${campaign}/actions`, fields);
    const { context, page, strays } = await world.visit({ script });
    await confirm(world, page, (await linksTo(email, 'confirmation'))[0]!);
    const own = page.url();
    await sees(page, `Thank you, ${name}`);

    await openCampaign(page, `${world.url}/daylight/en`, 'Build communities, not prisons');
    await link(page, 'Have your private link sent again').click();
    await page.getByLabel('Your e-mail').fill('nobody');
    await page.getByRole('button', { name: 'Send me my link again' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Your e-mail').inputValue()).toBe('nobody');
    await page.getByLabel('Your e-mail').fill(email.toUpperCase());
    await page.getByRole('button', { name: 'Send me my link again' }).click();
    await sees(page, 'Look in your mail', 'whether we know the address or not');
    const [sent, ...more] = await linksTo(email, 'private-links');
    expect([sent, more]).toEqual([own, []]);

    // An address that nobody wrote with is told the same; and the page after sending leads here too.
    const said = await page.locator('main').innerText();
    await link(page, 'Try another address').click();
    await page.getByLabel('Your e-mail').fill('stranger@example.invalid');
    await page.getByRole('button', { name: 'Send me my link again' }).click();
    await sees(page, 'Look in your mail');
    expect(await page.locator('main').innerText()).toBe(said);
    await page.goto(`${world.url}${campaign}/received`);
    await link(page, 'Have your private link sent again').click();
    await sees(page, 'Send me my private link again');

    await page.goto(sent!);
    await sees(page, `Thank you, ${name}`, 'Words of hers');
    expect(strays).toEqual({ requests: [], errors: [] });
    await context.close();
  });
});
