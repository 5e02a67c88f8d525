import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNetwork } from '../app.ts';
import { setPassphrase } from './walk.ts';
import { missing, openWorld, type World } from './world.ts';

/** Passkeys in a real browser with devices made of software. A passkey belongs to a name, so never to 127.0.0.1. */
const reason = missing('chromium');
let world: World;

beforeAll(async () => {
  if (reason) return;
  world = await openWorld({ host: 'localhost' });
  await createNetwork(world.app, 'north', { locales: ['en'] });
  await createNetwork(world.app, 'south', { locales: ['en'] });
}, 60_000);
afterAll(() => world?.stop());

/** A device that keeps passkeys, knows its owner and derives keys (PRF). */
async function device(cdp: CDPSession, transport: 'internal' | 'usb'): Promise<(present: boolean) => Promise<unknown>> {
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport,
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf: true,
    },
  });
  return (enabled) => cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
}

const home = () => `${world.url}/north/en`;

async function addPasskey(page: Page, name: string): Promise<void> {
  await page.goto(`${home()}/account/second-factor`);
  await page.getByLabel('What do you call it?').fill(name);
  await page.getByRole('button', { name: 'Add a passkey on this device' }).click();
  await page.getByText('Your passkey counts from now on, and it opens your key as well.').waitFor();
  await page.getByRole('rowheader', { name }).waitFor();
}

async function usePasskey(page: Page): Promise<void> {
  await page.context().clearCookies();
  await page.goto(`${home()}/sign-in`);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
}

const newestSession = async () =>
  (
    await world.app.db.owner.query(
      `select opened_by, second_at is not null as second, key_wrapped is not null as key_open
       from sessions order by created_at desc, opened_by = 'passkey' desc limit 1`,
    )
  ).rows[0];

test.skipIf(reason)(
  'two passkeys: made, used alone, one taken away; no answer counts twice or elsewhere',
  {
    timeout: 60_000,
  },
  async () => {
    const added = [
      'user',
      'add',
      'north',
      'ruth@north.invalid',
      '--name',
      'Ruth Invented',
      '--role',
      'member',
    ] as const;
    const { out } = await world.operate(...added);
    const { context, page } = await world.visit();
    page.setDefaultTimeout(8_000);
    const cdp = await context.newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    const first = await device(cdp, 'internal');
    await page.goto(out.at(-1)!);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL(/\/today/);
    await setPassphrase(page, home(), 'four kettles on a slow stove');
    await addPasskey(page, 'Her laptop');

    // Alone, without address or passphrase: it is the second factor too, and opens her key.
    await usePasskey(page);
    await page.waitForURL(/\/today/);
    expect(await newestSession()).toEqual({ opened_by: 'passkey', second: true, key_open: true });

    // Another device.
    await first(false);
    const second = await device(cdp, 'usb');
    await addPasskey(page, 'Her stick');

    // An answer held back: refused in another network, taken once at home, and not again.
    const held = new Promise<string>((resolve) => {
      page.route('**/sign-in/passkey', async (route) => {
        await route.abort();
        resolve(route.request().postData()!);
      });
    });
    await usePasskey(page);
    const form = Object.fromEntries(new URLSearchParams(await held));
    await page.unroute('**/sign-in/passkey');
    const post = async (slug: string) => {
      const headers = { origin: world.url };
      const url = `${world.url}/${slug}/en/sign-in/passkey`;
      return (await context.request.post(url, { form, headers, maxRedirects: 0 })).status();
    };
    expect(await post('south')).toBe(422);
    expect(await post('north')).toBe(303);
    await context.clearCookies();
    expect(await post('north')).toBe(422);

    await usePasskey(page);
    await page.waitForURL(/\/today/);
    await page.goto(`${home()}/account/second-factor`);
    await page.getByRole('button', { name: /Take away.*Her laptop/ }).click();
    await page
      .getByText('It is taken away. An e-mail about it is on its way to you, if we have your address.')
      .waitFor();
    expect(await page.getByRole('rowheader').allInnerTexts()).toEqual(['Her stick']);

    await second(false);
    await first(true);
    await usePasskey(page);
    await page.getByText('This passkey could not be taken').first().waitFor();
    await first(false);
    await second(true);
    await usePasskey(page);
    await page.waitForURL(/\/today/);
    await context.close();
  },
);
