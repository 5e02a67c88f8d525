import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { World } from './world.ts';

/** The steps of the path as people do them, in English, with a page's own links and buttons. */

const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name });
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

/** The text that a person reads in the page's main part, white space folded. */
export async function read(page: Page): Promise<string> {
  // A click waits until the next page begins; a long list is then still arriving.
  await page.waitForLoadState('load');
  return (await page.locator('main').innerText()).replace(/\s+/g, ' ');
}

/** Fails, and names what is missing, unless the page's main part says all of these. */
export async function sees(page: Page, ...texts: string[]): Promise<void> {
  const words = await read(page);
  const unsaid = texts.filter((text) => !words.includes(text));
  const heading = words.slice(0, 300);
  expect({ at: page.url(), unsaid, ...(unsaid.length > 0 ? { heading } : {}) }).toEqual({ at: page.url(), unsaid: [] });
}

/** How often the page's main part says this. */
export const times = async (page: Page, text: string): Promise<number> => (await read(page)).split(text).length - 1;

/** Opens a one-time sign-in link and presses its button. */
export async function signInByLink(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await button(page, 'Sign in').click();
  await giveSecondFactor(page);
}

/** The codes on the sheet that was printed last, without those that were used. */
let sheet: string[] = [];
/** A code of the sheet that was printed last; each is given once. */
export const nextCode = (): string => sheet.shift()!;

/** After the passphrase or link: prints a sheet of codes where there is no second factor yet, and gives one. Ends on Today. */
async function giveSecondFactor(page: Page): Promise<void> {
  await page.waitForURL(/\/(today|second-factor)(\?|$)/);
  if (/\/account\/second-factor/.test(page.url())) {
    await button(page, 'Print a sheet').click();
    await sees(page, 'We do not show these again');
    sheet = await page.locator('.sheet code').allInnerTexts();
    await link(page, 'The sheet is safe').click();
    await link(page, 'Give my second factor now').click();
    await page.getByLabel('Your second factor').fill(nextCode());
    await button(page, 'It is me').click();
  } else if (/\/sign-in\/second-factor/.test(page.url())) {
    await page.getByLabel('Your second factor').fill(nextCode());
    await button(page, 'Sign in').first().click();
  }
  await page.waitForURL(/\/today$/);
}

/** Sets a passphrase on the account page. */
export async function setPassphrase(page: Page, home: string, passphrase: string): Promise<void> {
  await page.goto(`${home}/account`);
  await link(page, 'Set a passphrase').click();
  await page.getByLabel('The new passphrase', { exact: true }).fill(passphrase);
  await page.getByLabel('The new passphrase once more').fill(passphrase);
  await button(page, 'Save the passphrase').click();
  await sees(page, 'Your passphrase is saved');
}

/** Signs in on the sign-in page with address and passphrase. */
export async function signInByPassphrase(page: Page, home: string, email: string, passphrase: string): Promise<void> {
  await page.goto(home);
  await link(page, 'Sign in').click();
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await page.locator('form').getByRole('button', { name: 'Sign in', exact: true }).click();
  await giveSecondFactor(page);
}

export type CampaignTexts = {
  title: string;
  summary: string;
  story: string;
  asks: string[];
  subject: string;
  letter: string;
  thanks: string;
};

/** A coordinator writes a campaign in English at the desk, asks the given roles, and publishes it. */
export async function createCampaign(page: Page, home: string, texts: CampaignTexts, roles: string[]): Promise<void> {
  await page.goto(`${home}/today`);
  // The door below the list, not the list’s own filter by room.
  await link(page, /^Campaigns$/)
    .last()
    .click();
  await link(page, /Write your first campaign|Begin a campaign/).click();
  await page.getByLabel('Title').fill(texts.title);
  await button(page, 'Begin the draft').click();
  await sees(page, 'Your draft is begun');

  // Nothing is public before it is complete: publishing now says what is missing.
  await button(page, 'Publish').click();
  await sees(page, 'Nobody is asked yet. Choose at least one.');

  await link(page, /(Write|Edit) ?: English/).click();
  await page.getByLabel('Summary').fill(texts.summary);
  await page.getByLabel('Story').fill(texts.story);
  await page.getByLabel('What we ask for').fill(texts.asks.join('\n'));
  await page.getByLabel('Subject of the letter').fill(texts.subject);
  await page.getByRole('textbox', { name: 'The letter', exact: true }).fill(texts.letter);
  await page.getByLabel('Thanks').fill(texts.thanks);
  await button(page, 'Save').click();
  await sees(page, 'Saved. This language is ready.');

  await link(page, texts.title).first().click();
  await link(page, 'Choose who is asked').click();
  for (const role of roles) {
    await page.getByLabel('Role', { exact: true }).selectOption(role);
    await button(page, 'Add this role').click();
    await sees(page, 'Added to those who are asked.');
  }
  await link(page, texts.title).first().click();
  await button(page, 'Publish').click();
  await sees(page, 'The campaign is public now, in: English.');
}

/** Goes from the network's home to the campaign's page by its links. */
export async function openCampaign(page: Page, home: string, title: string): Promise<void> {
  await page.goto(home);
  await link(page, 'Take action').first().click();
  await link(page, title).first().click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

/** Gives a code on the campaign's page; ends on the letter form. The code itself is in no address. */
export async function findByCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Your postal code').fill(code);
  await button(page, 'Find').first().click();
  await page.waitForURL(/\/letter\?/);
  expect(decodeURIComponent(page.url())).not.toContain(code.slice(0, 3));
}

export type Supporter = { name: string; email: string; street: string; words: string };

/** Fills in the letter form beside what is chosen already, reads it over, and sends it. */
export async function writeLetter(page: Page, who: Supporter, addressees: string[]): Promise<void> {
  const body = page.getByLabel('Your message');
  await body.fill(`${who.words}\n\n${await body.inputValue()}`);
  await page.getByLabel('Your name, as they should read it').fill(who.name);
  await page.getByLabel('Your e-mail').fill(who.email);
  await page.getByLabel('Your street address').fill(who.street);
  await button(page, 'Read my letter over').click();
  await page.getByRole('heading', { level: 1, name: 'Your letter, as they will read it' }).waitFor();
  await sees(page, ...addressees, who.words, who.name, who.street);
  await button(page, 'Send my letter').click();
  await page.waitForURL(/\/received$/);
  await sees(page, 'This installation has no mail server yet');
}

/** The coordinator finds the newest mail of a kind to this address in the outbox and opens it. */
export async function openMail(page: Page, home: string, to: string, kind: string): Promise<void> {
  await page.goto(`${home}/today`);
  await link(page, 'Outbox').first().click();
  await page.getByLabel('Kind of mail').selectOption({ label: kind });
  await button(page, 'Show').click();
  await page.getByRole('row').filter({ hasText: to }).first().getByRole('link').click();
  await page.getByText('What it says').waitFor();
}

/** Follows a confirmation link as a scanner would, twice, then confirms by the button. Ends on the private page. */
export async function confirm(world: World, page: Page, url: string): Promise<void> {
  const confirmed = async () =>
    (await world.app.db.owner.query(`select 1 from actions where state = 'confirmed'`)).rows.length;
  const before = await confirmed();
  for (let i = 0; i < 2; i += 1) await page.goto(url);
  expect(await confirmed()).toBe(before);
  await sees(page, 'Is this your letter?');
  await button(page, 'Yes, send it').click();
  await page.waitForURL((at) => !at.pathname.endsWith('/confirmation'));
  expect(await confirmed()).toBe(before + 1);
}

/** Takes the letter back on the private page. */
export async function withdraw(page: Page): Promise<void> {
  await link(page, 'Withdraw the letter').click();
  await button(page, 'Withdraw it').click();
  await page.getByRole('heading', { level: 1, name: 'This letter is withdrawn' }).waitFor();
}
