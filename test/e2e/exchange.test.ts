import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliverInbound } from '../../src/platform/mail/index.ts';
import { signInAs } from '../app.ts';
import { kits } from '../beginnings.ts';
import { sees } from './walk.ts';
import { missing, openWorld, type World } from './world.ts';

/**
 * Two ways to each other, in a real browser, with script off and again with it on: somebody writes on the contact page, a coordinator
 * answers, and the reply comes back; a member offers, another answers, and the two agree. The coordinator's list says what waits.
 */
const reason = missing('chromium');

let world: World;
let coordinator: { cookie: string; id: string };
let ana: { cookie: string; id: string };
let bea: { cookie: string; id: string };

beforeAll(async () => {
  if (reason) return;
  world = await openWorld({
    from: await kits(),
    now: '2026-11-21T12:00:00Z',
    env: { INBOUND_DOMAIN: 'in.example.invalid' },
  });
  world.app.deps.edits.emit('');
  const network = await world.app.network('daylight');
  coordinator = await signInAs(world.app, network, 'coordinator');
  ana = await signInAs(world.app, network, 'member');
  bea = await signInAs(world.app, network, 'member');
});
afterAll(() => world?.stop());

const home = () => `${world.url}/daylight/en`;
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name });
const rows = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await world.app.db.owner.query<T>(text, values)).rows;

describe.skipIf(reason).each([
  { script: false, name: 'without script' },
  { script: true, name: 'with script' },
])('$name', ({ script, name }) => {
  test('contact, inbox, answer, and her reply', { timeout: 90_000 }, async () => {
    const her = await world.visit({ script });
    await her.page.goto(home());
    await link(her.page, 'Contact').first().click();
    await sees(her.page, '+1 555 0160');
    await button(her.page, 'Send').click();
    await sees(her.page, 'Your message');
    await her.page.locator('#body').fill(`May we come and see? (${name})`);
    await her.page.locator('#email').fill(`visitor-${script ? 'two' : 'one'}@example.invalid`);
    await button(her.page, 'Send').click();
    await sees(her.page, 'Your message is here');
    expect(her.strays).toEqual({ requests: [], errors: [] });
    await her.context.close();

    const ours = await world.visit({ script, cookie: coordinator.cookie });
    await ours.page.goto(`${home()}/today`);
    await sees(ours.page, 'in the inbox');
    await ours.page.goto(`${home()}/inbox`);
    await link(ours.page, new RegExp(`Open.*May we come and see\\? \\(${name}\\)`)).click();
    await link(ours.page, 'Received').click();
    await ours.page.locator('#body').fill('Yes, on Monday at ten.');
    await ours.page.getByLabel('we wait for her answer').check();
    await ours.page.getByRole('button', { name: 'Answer', exact: true }).click();
    await sees(ours.page, 'Your answer leaves now.', 'waits for her answer');
    await world.app.work();
    const [mail] = await rows<{ mime: string }>(
      `select convert_from(mime, 'utf8') as mime from mails where kind = 'inquiry-answer' order by id desc limit 1`,
    );
    const address = /Reply-To:[^<]*<?(inbox\+[0-9a-f.]+@in\.example\.invalid)/i.exec(
      mail!.mime.replace(/\r?\n[ \t]/g, ''),
    )![1]!;
    const from = { name: '', address: `visitor-${script ? 'two' : 'one'}@example.invalid` };
    const taken = await deliverInbound(world.app.deps, {
      recipients: [address],
      from,
      subject: 'Re: your answer',
      date: null,
      messageId: `${script}@example.invalid`,
      inReplyTo: null,
      text: 'We will be there.',
      html: null,
      automatic: false,
      attachments: 0,
      report: null,
    });
    expect(taken).toBe('taken');
    await ours.page.reload();
    await sees(ours.page, 'We will be there.', 'somebody has it');
    expect(ours.strays).toEqual({ requests: [], errors: [] });
    await ours.context.close();
  });

  test('an offer, what fits it, a conversation, and what became of it', { timeout: 90_000 }, async () => {
    const title = `A tent for forty ${name}`;
    const offering = await world.visit({ script, cookie: ana.cookie });
    await offering.page.goto(`${home()}/exchange`);
    await link(offering.page, 'Offer something').click();
    await offering.page.getByLabel('In one line').fill(title);
    await offering.page.locator('#body').fill('It stands in an hour, and we bring it.');
    await offering.page.locator('#kind').selectOption('material');
    await offering.page.locator('#until').fill('2027-03-01');
    // A long list to choose from is narrowed while she types, and what is ticked stays in sight; without script there is no field that does nothing.
    const narrow = offering.page.locator('#languages-search');
    expect(await narrow.isVisible()).toBe(script);
    if (script) {
      await narrow.fill('swahili');
      const fitting = offering.page.locator('fieldset').filter({ has: narrow }).locator('.choice:visible');
      expect(await fitting.allInnerTexts()).toEqual(['English', 'Swahili']);
    }
    await button(offering.page, 'Put it on the list').click();
    await sees(offering.page, 'It is on the list', title);

    const answering = await world.visit({ script, cookie: bea.cookie });
    await answering.page.goto(`${home()}/exchange?kind=material`);
    await link(answering.page, title).click();
    await answering.page.locator('#body').fill('We need one in June.');
    await button(answering.page, 'Send').click();
    await sees(answering.page, 'Read by the two of you');

    await offering.page.goto(`${home()}/today`);
    await sees(offering.page, 'waits for you', 'yours');
    await offering.page.goto(`${home()}/exchange/mine`);
    await offering.page.getByRole('row').filter({ hasText: title }).getByRole('link').click();
    await sees(offering.page, 'We need one in June.');
    await offering.page.locator('#body').fill('It is yours.');
    await button(offering.page, 'Send').click();
    await button(offering.page, 'It comes about with this one').click();
    await sees(offering.page, 'found somebody');
    await link(offering.page, 'Say what became of it').click();
    await offering.page.locator('#result').fill('It stood for a week.');
    await button(offering.page, 'Done').click();
    await sees(offering.page, 'What became of it: It stood for a week.');
    await answering.page.reload();
    await sees(answering.page, 'It is yours.');
    for (const { strays } of [offering, answering]) expect(strays).toEqual({ requests: [], errors: [] });
    await offering.context.close();
    await answering.context.close();
  });
});
