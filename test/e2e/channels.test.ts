import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openCouncil } from '../../src/features/deliveries/testing/world.ts';
import { readPdf } from '../../src/platform/pdf/testing/read.ts';
import { signInAs } from '../app.ts';
import { confirm, read, sees, writeLetter } from './walk.ts';
import { missing, openWorld, type Strays, type World } from './world.ts';

/**
 * Every way to a decision-maker, in a real browser, with script off and again with it on: e-mail by us, her own mail program, the
 * target's web form, calls with and without a letter, a letter that she prints, and one that the office prints for her.
 */
const reason = missing('chromium');

let world: World;
let home: string;
let desk: string;
let cookie: string;

beforeAll(async () => {
  if (reason) return;
  world = await openWorld();
  const { network, campaignId } = await openCouncil(world.app);
  home = `${world.url}/paper/en`;
  desk = `${home}/desk/campaigns/${campaignId}`;
  cookie = (await signInAs(world.app, network, 'coordinator')).cookie;
});
afterAll(() => world?.stop());

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name });
/** One target's part of her private page. */
const part = (page: Page, name: string) =>
  page.locator('section.target').filter({ has: page.getByRole('heading', { name, exact: true }) });

/** From the campaign's page to her private page: writes to these seats of the council, and confirms by the mailed link. */
async function letterTo(page: Page, name: string, seats: string[], wish?: string): Promise<void> {
  await page.goto(`${home}/campaigns/ask`);
  await link(page, 'Write the letter').click();
  for (const box of await page.getByRole('checkbox', { name: /Holder of/ }).all()) await box.uncheck();
  for (const seat of seats) await page.getByRole('checkbox', { name: new RegExp(`Holder of ${seat}`) }).check();
  const who = {
    name,
    email: `${name.toLowerCase()}@example.invalid`,
    street: '7 Invented Row',
    words: `Words of ${name}.`,
  };
  if (!wish)
    await writeLetter(
      page,
      who,
      seats.map((seat) => `Holder of ${seat}`),
    );
  else {
    await page.getByLabel('Your message').fill(who.words);
    await page.getByLabel('Your name, as they should read it').fill(who.name);
    await page.getByLabel('Your e-mail').fill(who.email);
    await page.getByLabel('Your street address').fill(who.street);
    await button(page, 'Read my letter over').click();
    await page.getByText('I would rather do it another way').click();
    await page.getByRole('radio', { name: wish }).check();
    await button(page, 'Send my letter').click();
    await page.waitForURL(/\/received$/);
  }
  await world.app.work();
  const { rows } = await world.app.db.owner.query<{ source: string }>(
    `select convert_from(mime, 'UTF8') as source from mails where kind = 'confirmation' and to_address = $1 order by id desc limit 1`,
    [who.email],
  );
  const mail = rows[0]!.source.replace(/=\r\n/g, '').replaceAll('=3D', '=');
  await confirm(world, page, /http:\S+\/actions\/[\w.-]+\/confirmation/.exec(mail)![0]);
}

const mailsTo = async (address: string) =>
  (await world.app.db.owner.query(`select state from mails where to_address = $1 order by id`, [address])).rows;

describe.skipIf(reason)('the ladder', () => {
  test.each([false, true])('each way to its end, script on: %s', { timeout: 120_000 }, async (script) => {
    const visits: { strays: Strays }[] = [];
    const visit = async (visitor: { cookie?: string } = {}) => {
      const opened = await world.visit({ script, ...visitor });
      visits.push(opened);
      return opened.page;
    };
    const page = await visit();
    const who = script ? 'Zoe' : 'Iris';

    // By e-mail, by the form, by a call, on paper: each by the first way that is known.
    await letterTo(page, who, ['yy-all', 'yy-form', 'yy-call', 'yy-paper']);
    await world.app.work();
    await page.reload();
    await sees(page, 'In the outbox: this installation has no mail server yet', 'Some of them wait for you');
    expect((await mailsTo('all@council.invalid')).at(-1)).toEqual({ state: 'kept' });

    // Her own mail program instead: the letter in the outbox is taken back; "sent" is said by nobody but her.
    const mine = part(page, 'Holder of yy-all');
    await mine.getByText('Another way').click();
    await mine.getByRole('button', { name: 'From my own mail program' }).click();
    await sees(page, 'Changed. What to do next stands with the name.');
    expect((await mailsTo('all@council.invalid')).at(-1)).toEqual({ state: 'cancelled' });
    const mailto = await mine.getByRole('link', { name: 'Open it in my mail program' }).getAttribute('href');
    expect(new URL(mailto!).pathname).toBe('all@council.invalid');
    expect(new URL(mailto!).searchParams.get('body')).toContain(`Words of ${who}.`);
    await mine.getByRole('button', { name: 'I have sent it' }).click();
    await sees(page, 'You sent it, by your word');
    await mine.getByRole('button', { name: 'Not yet: take that back' }).click();
    await sees(page, 'Waits for you: send it from your mail program');

    // Their web form: the link, and the text to copy; the button that copies needs script, the text does not.
    const form = part(page, 'Holder of yy-form');
    expect(await form.getByRole('link', { name: 'Open their web form' }).getAttribute('href')).toBe(
      'https://council.invalid/form',
    );
    expect(await button(page, 'Copy the letter').isVisible()).toBe(script);
    await form.getByRole('button', { name: 'I have sent it' }).click();
    await sees(page, 'You wrote through their form, by your word');

    // A call: number, script with branches, outcome.
    await part(page, 'Holder of yy-call').getByRole('link', { name: 'Number and what to say' }).click();
    await sees(page, `Hello, my name is ${who}.`);
    expect(await link(page, 'Call 555-0103').getAttribute('href')).toBe('tel:5550103');
    await page.getByText('If it is voicemail').click();
    await sees(page, `Hello, this is ${who}.`);
    await button(page, 'Nobody answered').click();
    await sees(page, 'The call is noted.', `Hello, my name is ${who}.`);
    await button(page, 'I left a message').click();
    await sees(page, 'All your calls are made');
    await link(page, 'Back to my letter').click();
    await sees(page, 'You called, by your word');

    // A letter that she prints.
    const paper = part(page, 'Holder of yy-paper');
    const file = await paper.getByRole('link', { name: 'My letter as a PDF' }).getAttribute('href');
    const answer = await page.request.get(world.url + file);
    expect(answer.headers()['content-type']).toBe('application/pdf');
    expect(readPdf(await answer.body()).emptyBoxes).toBe(false);
    await paper.getByRole('button', { name: 'I have posted it' }).click();
    await sees(page, 'You posted it, by your word', 'The campaign counts your letter once');

    // Calls by anybody, without a letter.
    const caller = await visit();
    await caller.goto(`${home}/campaigns/ask/calls`);
    for (let turns = 0; turns < 3; turns += 1) await button(caller, 'I spoke with somebody').click();
    await sees(caller, 'That was everybody.');

    // Paper that the office prints: a wish of hers, a run, the post.
    const office = await visit({ cookie });
    await office.goto(`${desk}/ways`);
    await office.getByRole('checkbox', { name: /Paper that you print and post/ }).check();
    await button(office, 'Save').click();
    await sees(office, 'Saved.');
    world.app.deps.edits.emit('');
    const writer = await visit();
    await letterTo(writer, script ? 'Uma' : 'Vera', ['yy-all'], 'On paper');
    await sees(writer, 'Waits for the next print run: we print and post it');
    await link(office, /Letters on paper/).click();
    await button(office, 'Set 1 letter in one file').click();
    await sees(office, 'The file is being made');
    await world.app.work();
    // With script the page looks by itself.
    if (!script) await link(office, 'Look again').click();
    const run = await link(office, 'The file to print').getAttribute('href');
    expect((await (await office.request.get(world.url + run)).body()).subarray(0, 5).toString()).toBe('%PDF-');
    await button(office, 'They are posted').click();
    await sees(office, 'Marked as posted.');
    await writer.reload();
    await sees(writer, 'Posted');

    // And what the coordinators see of it all.
    await office.goto(`${desk}/ways`);
    expect(await read(office)).toMatch(/Holder of yy-call/);
    await office.getByRole('checkbox', { name: /Paper that you print and post/ }).uncheck();
    await button(office, 'Save').click();
    world.app.deps.edits.emit('');
    for (const { strays } of visits) expect(strays).toEqual({ requests: [], errors: [] });
  });
});
