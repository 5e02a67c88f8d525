import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../src/platform/crypto/ids.ts';
import { signInAs } from '../app.ts';
import { kits } from '../beginnings.ts';
import { sees, times } from './walk.ts';
import { missing, openWorld, type Strays, type World } from './world.ts';

/**
 * The channels that are no letter, in a real browser, with script off and again with it on: a petition from the signature
 * to its handover, and the pledge to come and see, with a court through its administration.
 */
const reason = missing('chromium');

let world: World;
let coordinator: string;
beforeAll(async () => {
  if (reason) return;
  world = await openWorld({ from: await kits() });
  coordinator = (await signInAs(world.app, await world.app.network('daylight'), 'coordinator')).cookie;
});
afterAll(() => world?.stop());

const home = () => `${world.url}/daylight/en`;
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const follow = (page: Page, name: string | RegExp) => page.getByRole('link', { name }).first().click();

async function visitors(script: boolean): Promise<{ signer: Page; desk: Page; leave(): Promise<void> }> {
  const [signer, desk] = [await world.visit({ script }), await world.visit({ script, cookie: coordinator })];
  return {
    signer: signer.page,
    desk: desk.page,
    async leave() {
      const clean: Strays = { requests: [], errors: [] };
      expect([signer.strays, desk.strays]).toEqual([clean, clean]);
      await signer.context.close();
      await desk.context.close();
    },
  };
}

/** The address in the newest confirmation mail to this mailbox. */
async function confirmationOf(email: string): Promise<string> {
  await world.app.work();
  const { rows } = await world.app.db.owner.query<{ source: string }>(
    `select convert_from(mime, 'UTF8') as source from mails where to_address = $1 and kind = 'confirmation' order by id desc limit 1`,
    [email],
  );
  const source = rows[0]!.source.replace(/=\r\n/g, '').replaceAll('=3D', '=');
  return /http:\/\/127[^\s"]+\/actions\/[\w.-]+\/confirmation/.exec(source)![0];
}

const confirmed = async (): Promise<number> =>
  (await world.app.db.owner.query(`select 1 from actions where state = 'confirmed'`)).rows.length;

describe.skipIf(reason)('a petition', () => {
  test.each([false, true])('from signature to handover, script on: %s', { timeout: 90_000 }, async (script) => {
    const { signer, desk, leave } = await visitors(script);
    const name = script ? 'Runa Withscript' : 'Nora Noscript';
    const email = script ? 'runa@example.invalid' : 'nora-n@example.invalid';
    const said = `Because of ${name}’s aunt, an inmate.`;
    await signer.goto(home());
    await follow(signer, 'Take action');
    await follow(signer, /A free call home/);
    await sees(signer, 'What is signed', 'Signatures by district', 'Lanternfield');

    // A mistake keeps what was typed.
    await signer.getByRole('textbox', { name: 'Your name' }).fill(name);
    await signer.getByLabel('Your e-mail').fill('nobody');
    await signer.getByLabel('My first name and an initial').check();
    await signer.getByLabel('Why do you sign?').fill(said);
    await signer.getByLabel('Your postal code').fill('Z1A');
    // With script while she writes, without when the form comes back; it is no condition.
    const kindly = 'Of yourself, write in your own words.';
    if (script) await signer.getByText(kindly).waitFor();
    await press(signer, 'Sign the petition');
    await signer.getByRole('alert').waitFor();
    expect(await signer.getByLabel('Why do you sign?').inputValue()).toBe(said);
    await sees(signer, 'inmate: this names', kindly);
    expect(await signer.getByLabel('My first name and an initial').isChecked()).toBe(true);
    await signer.getByLabel('Your e-mail').fill(email);
    await signer.getByLabel('give your name, your district').check();
    await signer.getByLabel('write to you when this petition is handed over').check();
    await press(signer, 'Sign the petition');
    await signer.waitForURL(/\/received$/);
    await sees(signer, 'Then your signature counts');
    expect(signer.url()).not.toContain('Z1A');

    // A scanner follows the link, twice: nothing happens.
    const link = await confirmationOf(email);
    const before = await confirmed();
    for (let i = 0; i < 2; i += 1) await signer.goto(link);
    expect(await confirmed()).toBe(before);
    await sees(signer, 'Is this your signature?', script ? 'Runa W.' : 'Nora N.', 'Lanternfield', said);
    await press(signer, 'Yes, I sign');
    await signer.waitForURL((at) => !at.pathname.endsWith('/confirmation'));
    expect(await confirmed()).toBe(before + 1);
    const own = signer.url();
    await sees(signer, `Thank you, ${name}`, 'A person reads it before it is shown');

    // The coordinator reads the comment; only then the public does.
    const page = `${home()}/campaigns/a-free-call-home`;
    // A kept page is at most five seconds old; another address is rendered anew.
    await signer.goto(`${page}?after=${name.length}`);
    await sees(signer, script ? 'Runa W.' : 'Nora N.');
    expect(await times(signer, said)).toBe(0);
    await desk.goto(`${home()}/today`);
    await sees(desk, 'on “A free call home”');
    await follow(desk, /^Read them/);
    await sees(desk, said, 'inmate: this names', 'It is no reason to hide a comment.');
    await press(desk, new RegExp(`Show it ?: ${name}`));
    await sees(desk, 'The comment is shown.');
    await signer.reload();
    await sees(signer, said);

    // Frozen, printed, handed over.
    await desk.goto(`${home()}/desk/campaigns`);
    await follow(desk, /See its signatures ?: A free call home/);
    await follow(desk, 'Handing it over');
    await desk.getByLabel('Name on the paper').fill('The invented committee');
    await press(desk, 'Freeze and make the papers');
    await sees(desk, 'The papers are being made');
    await world.app.work();
    await desk.reload();
    await sees(desk, 'Ready, not handed over yet', 'The petition (PDF)');
    const [pdf] = await Promise.all([desk.waitForEvent('download'), follow(desk, 'The petition (PDF)')]);
    const bytes = await pdf.createReadStream().then(async (stream) => Buffer.concat(await stream.toArray()));
    await sees(desk, sha256(bytes).toString('hex'));
    await desk.getByLabel('Day', { exact: true }).fill('2026-11-21');
    await desk.getByLabel('In person').check();
    await desk.getByLabel('Who received it').fill('The front desk');
    await press(desk, 'Save');
    await sees(desk, 'Written down.', 'Handed over on November 21, 2026', '1 person asked to be told by e-mail');
    await follow(desk, 'Write to them');
    await press(desk, /Write to 1 person/);
    await sees(desk, 'The messages are on their way.');
    await world.app.work();
    const told = await world.app.db.owner.query(`select state from mails where kind = 'handover' and to_address = $1`, [
      email,
    ]);
    expect(told.rows).toEqual([{ state: 'kept' }]);

    // She reads where it went, and takes it back.
    await signer.goto(own);
    await sees(signer, 'Your signature was handed over on November 21, 2026 to The invented committee, with your name');
    await follow(signer, 'Withdraw the signature');
    await press(signer, 'Withdraw it');
    await sees(signer, 'This signature is withdrawn');
    await signer.goto(page);
    expect(await times(signer, said)).toBe(0);
    await leave();
  });
});

describe.skipIf(reason)('a pledge', () => {
  test.each([false, true])(
    'from invitation to report, and a court, script on: %s',
    { timeout: 90_000 },
    async (script) => {
      const { signer, desk, leave } = await visitors(script);
      const words = script ? 'Bruno' : 'Upper Tidewick';
      const report = `There is no clock (${script ? 'on' : 'off'}).`;
      await desk.goto(`${home()}/desk/campaigns`);
      await follow(desk, 'Come and see');
      await follow(desk, 'Who has come to see');
      await desk.getByLabel('Name, district or post').fill(words);
      await press(desk, 'Look');
      await follow(desk, /Invite ?: Bruno Samplesworth/);
      await desk.getByLabel('Prison, in words').fill('The prison of Upper Tidewick');
      await desk.getByLabel('How it was made').fill('Letter');
      await press(desk, 'Record the invitation');
      await sees(desk, 'The invitation is recorded.', 'Asked');
      await desk.getByLabel('The visit took place').check();
      await desk.getByLabel('On which day').fill('2026-11-21');
      await desk.getByLabel('Source', { exact: true }).fill('Her own report');
      // A visit without a report is none.
      await press(desk, 'Record');
      await desk.getByRole('alert').waitFor();
      await desk.getByLabel('What was said, or the report of the visit').fill(report);
      await press(desk, 'Record');
      await sees(desk, 'The public page says so now.', report);

      // From the campaign to the page, and from the page to asking one's own.
      await signer.goto(`${home()}/campaigns/come-and-see`);
      await follow(signer, 'Who has come to see');
      await sees(
        signer,
        'Bruno Samplesworth',
        report,
        'The prison of Upper Tidewick',
        'None is named, counted or compared',
      );
      await follow(signer, 'Ask yours to go and see');
      await signer.getByRole('heading', { level: 1, name: 'Come and see' }).waitFor();

      await desk.goto(`${home()}/desk/campaigns`);
      await follow(desk, 'Come and see');
      await follow(desk, 'Who has come to see');
      await follow(desk, 'Invite a court through its administration');
      await desk.getByLabel('Court', { exact: true }).fill(`Sample Court ${script ? 'A' : 'B'}`);
      await desk.getByLabel('Address of its administration').fill('administration@court.invalid');
      await press(desk, 'Record, and see the letter');
      await sees(desk, 'Casement sends nothing to courts.', 'To the administration of Sample Court');
      const mailto = await desk.getByRole('link', { name: 'Open in my mail program' }).getAttribute('href');
      expect(mailto).toMatch(/^mailto:administration%40court\.invalid\?subject=/);
      await world.app.work();
      const mails = await world.app.db.owner.query(`select 1 from mails where to_address like '%court.invalid'`);
      expect(mails.rows).toEqual([]);
      await leave();
    },
  );
});
