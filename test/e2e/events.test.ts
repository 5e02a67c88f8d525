import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInAs } from '../app.ts';
import { kits } from '../beginnings.ts';
import { findByCode, sees, writeLetter } from './walk.ts';
import { missing, openWorld, type World } from './world.ts';

/**
 * A hall and its cards, in a real browser, with script off and again with it on: a coordinator makes an event and shows its
 * slide; somebody in the hall acts by its code; a member who was named as a witness types in a card that was signed on
 * paper; a quiet period is set and the letters wait.
 */
const reason = missing('chromium');

let world: World;
let coordinator: string;
let member: { cookie: string; id: string };

beforeAll(async () => {
  if (reason) return;
  world = await openWorld({ from: await kits(), now: '2026-11-21T12:00:00Z' });
  const network = await world.app.network('daylight');
  coordinator = (await signInAs(world.app, network, 'coordinator')).cookie;
  member = await signInAs(world.app, network, 'member');
});
afterAll(() => world?.stop());

const home = () => `${world.url}/daylight/en`;
const rows = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await world.app.db.owner.query<T>(text, values)).rows;
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name });
const desk = async () => {
  const [campaign] = await rows<{ id: string }>(`select id from campaigns where slug = 'five-asks'`);
  return `${home()}/desk/campaigns/${campaign!.id}`;
};

describe.skipIf(reason).each([
  { script: false, name: 'without script' },
  { script: true, name: 'with script' },
])('$name', ({ script, name }) => {
  const title = `A night of letters ${name}`;
  const guest = `Guest ${script ? 'Two' : 'One'}`;
  let code: string;

  test('a coordinator makes an event, names a witness, and shows the slide', { timeout: 90_000 }, async () => {
    const { context, page, strays } = await world.visit({ script, cookie: coordinator });
    await page.goto(await desk());
    await link(page, 'Events').first().click();
    await page.locator('#name').fill(title);
    await page.locator('#place').fill('Sample Hall');
    await page.getByLabel('Begins').fill('2026-11-21T06:00');
    await page.getByLabel('Ends').fill('2026-11-21T05:00');
    await button(page, 'Make this event').click();
    await sees(page, 'The end lies before the beginning');
    await page.getByLabel('Ends').fill('2026-11-21T09:00');
    await button(page, 'Make this event').click();
    await sees(page, 'The event is made. Show its code on a slide.', 'On now');
    await page.locator(`input[name="account"][value="${member.id}"]`).check();
    await button(page, 'Save the witnesses').click();
    await sees(page, 'The people you named find it on their page Today.');
    code = (await rows<{ code: string }>('select code from events where name = $1', [title]))[0]!.code;
    await link(page, 'Show the slide').click();
    await sees(page, `/daylight/en/e/${code}`);
    expect(await page.locator('.slide-code svg').count()).toBe(1);
    expect(strays).toEqual({ requests: [], errors: [] });
    await context.close();
  });

  test('in the hall: from the code to the confirmed letter; the source is kept', { timeout: 90_000 }, async () => {
    const { context, page, strays } = await world.visit({ script, width: 360 });
    await page.goto(`${home()}/e/${code.toLowerCase()}`);
    await sees(page, `${title}, Sample Hall`);
    await findByCode(page, 'Z1A 1A1');
    const proof = page.locator('input[name="proof"]');
    // With script the proof of work is done while she writes; without, nothing is asked of her.
    if (script) await expect.poll(() => proof.inputValue(), { timeout: 60_000 }).not.toBe('');
    else expect(await proof.inputValue()).toBe('');
    const who = {
      name: guest,
      email: `${script ? 'two' : 'one'}@hall.invalid`,
      street: '1 Lantern Street',
      words: 'From the hall.',
    };
    await writeLetter(page, who, []);
    const [action] = await rows<{
      id: string;
      source: { event: string };
      reasons: string[] | null;
      state: string | null;
    }>(
      `select a.id, a.source, f.reasons, f.state from actions a join people p on p.id = a.person_id left join action_flags f on f.action_id = a.id where p.name = $1`,
      [guest],
    );
    expect(action!.source.event).toBe(code);
    // The clock of this test stands still: too fast for a person, unless her browser has worked.
    expect([action!.reasons, action!.state]).toEqual(script ? [null, null] : [['fast'], 'noted']);
    await world.app.work();
    expect(await rows(`select from mails where kind = 'confirmation' and to_address = $1`, [who.email])).toHaveLength(
      1,
    );
    expect(strays).toEqual({ requests: [], errors: [] });
    await context.close();
  });

  test('afterwards: the witness types in a card; the same card again, and a namesake, count once', {
    timeout: 90_000,
  }, async () => {
    world.app.at('2026-11-21T16:00:00Z');
    const { context, page, strays } = await world.visit({ script, cookie: member.cookie });
    await page.goto(`${home()}/today`);
    await page.getByRole('row', { name: title }).getByRole('link').first().click();
    await page.getByLabel('Who saw the cards signed').fill('Wilma Witness');
    await button(page, 'Begin the batch').click();
    await sees(page, 'Signed before Wilma Witness', 'No card typed in yet');
    const signer = `Paula Paper ${script ? 'Two' : 'One'}`;
    const card = async (street: string) => {
      await page.locator('#name').fill(signer);
      await page.locator('#street').fill(street);
      await page.locator('#code').fill('Z1A');
      await button(page, 'Add this card').click();
    };
    await card('12 Lantern Street');
    await sees(page, `${signer}: recorded and counted.`, '1 card typed in');
    await card('12, Lantern street');
    await sees(page, `${signer} had acted before: recorded, counted once.`);
    await card('3 Other Street');
    await sees(page, 'Is it the same person?', signer);
    await page.getByLabel('Yes, the same person: count her once').check();
    await button(page, 'Add this card').click();
    await sees(page, `${signer} is counted once.`, '3 cards typed in');
    const counted = await rows(
      `select from actions a join people p on p.id = a.person_id where p.name = $1 and a.counted`,
      [signer],
    );
    expect(counted).toHaveLength(1);
    await link(page, 'Undo this batch').click();
    await button(page, 'Undo the whole batch').click();
    await sees(page, 'The batch is undone.');
    expect(
      await rows(`select from actions a join people p on p.id = a.person_id where p.name = $1 and a.counted`, [signer]),
    ).toHaveLength(0);
    expect(strays).toEqual({ requests: [], errors: [] });
    await context.close();
    world.app.at('2026-11-21T12:00:00Z');
  });

  test('before an election: a coordinator closes the form, and the page says until when', {
    timeout: 90_000,
  }, async () => {
    const { context, page } = await world.visit({ script, cookie: coordinator });
    await page.goto(`${home()}/today`);
    await link(page, 'The law of asking').first().click();
    await page.getByLabel('Name').fill(`Vote ${name}`);
    await page.getByLabel('To whom').selectOption('country:XX');
    await page.getByLabel('First day').fill('2026-11-21');
    await page.getByLabel('Last day').fill('2026-11-22');
    await page.getByLabel(/The form is closed/).check();
    await button(page, 'Set this quiet period').click();
    await sees(page, 'The quiet period is set.', 'In force now');
    const visitor = await world.visit({ script });
    await visitor.page.goto(`${home()}/campaigns/five-asks`);
    await sees(
      visitor.page,
      'This campaign rests for an election',
      `Vote ${name}: nobody writes to them until November 22, 2026.`,
    );
    await button(page, /End it now/).click();
    await sees(page, 'The quiet period is taken away.');
    await visitor.page.goto(`${home()}/campaigns/five-asks`);
    await visitor.page.getByLabel('Your postal code').waitFor();
    await visitor.context.close();
    await context.close();
  });
});
