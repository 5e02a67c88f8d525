import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runJob } from '../../src/platform/jobs/index.ts';
import { createNetwork, signInAs } from '../app.ts';
import { sees } from './walk.ts';
import { missing, openWorld, type World } from './world.ts';

/**
 * From a question to an outcome in a real browser, with script off and again with it on: a coordinator calls a meeting and makes a
 * proposal, members ask and vote, two of them write at one text at once, and the clock counts out a secret ballot.
 */
const reason = missing('chromium');

let world: World;
let coordinator: string;
const members: { cookie: string; id: string }[] = [];

beforeAll(async () => {
  if (reason) return;
  world = await openWorld({ now: '2026-11-21T12:00:00Z' });
  const network = await createNetwork(world.app, 'one');
  await world.app.db.owner.query(`update networks set time_zone = 'UTC'`);
  world.app.deps.edits.emit('');
  coordinator = (await signInAs(world.app, network, 'coordinator')).cookie;
  for (let n = 0; n < 5; n += 1) members.push(await signInAs(world.app, network, 'member'));
});
afterAll(() => world?.stop());

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name });

describe.skipIf(reason).each([
  { script: false, name: 'without script' },
  { script: true, name: 'with script' },
])('$name', ({ script, name }) => {
  const title = `Where we meet ${name}`;
  const closes = script ? '2026-11-27T18:00' : '2026-11-24T18:00';

  test('a meeting is called, answered, and read on her own clocks', { timeout: 90_000 }, async () => {
    const her = await world.visit({ script, cookie: coordinator });
    await her.page.goto(`${world.url}/one/en/meetings`);
    await link(her.page, 'Call a meeting').click();
    await her.page.getByLabel('What for').fill(`Round ${name}`);
    await her.page.getByLabel('Begins').fill('2026-12-01T18:00');
    await her.page.getByLabel('Time zone of the meeting').selectOption('America/Toronto');
    await her.page.getByLabel('Agenda').fill('20 Welcome (Ana)\nMoney');
    await button(her.page, 'Call it').click();
    await sees(
      her.page,
      'The meeting is called.',
      'December 1, 2026 at 11:00 PM (Coordinated Universal Time)',
      'Welcome',
    );
    const address = her.page.url();
    const member = await world.visit({ script, cookie: members[0]!.cookie });
    await member.page.goto(`${world.url}/one/en/account/time-zone`);
    await member.page.getByLabel('Clocks of').selectOption('Asia/Kathmandu');
    await button(member.page, 'Save').click();
    await member.page.goto(address);
    await sees(member.page, 'December 2, 2026 at 4:45 AM');
    await button(member.page, 'I come').click();
    await sees(member.page, 'Your answer is saved.', 'I come: 1');
    expect([her.strays, member.strays]).toEqual([
      { requests: [], errors: [] },
      { requests: [], errors: [] },
    ]);
    await her.context.close();
    await member.context.close();
  });

  test('a vote: proposed, asked about, opened, given in secret, counted out, put on record', {
    timeout: 120_000,
  }, async () => {
    const her = await world.visit({ script, cookie: coordinator });
    await her.page.goto(`${world.url}/one/en/decisions`);
    await link(her.page, 'Make a proposal').click();
    await button(her.page, 'Make this proposal').click();
    await her.page.getByRole('alert').waitFor();
    await her.page.getByLabel('What is to be decided').fill(title);
    await her.page.getByLabel('The proposal').fill('The hall by the river, or the library.');
    await her.page.getByLabel('By vote').check();
    await her.page.getByLabel('Options of a vote').fill('The hall\nThe library');
    await her.page.getByLabel(/^Secret/).check();
    await button(her.page, 'Make this proposal').click();
    await sees(her.page, 'The proposal is made.', 'Questions are asked until it is opened.');
    const address = her.page.url();

    const member = await world.visit({ script, cookie: members[0]!.cookie, width: 360 });
    await member.page.goto(address);
    await member.page.getByLabel('Your question').fill('Is there a step at the door?');
    await button(member.page, 'Ask this question').click();
    await sees(member.page, 'Your question is asked.', 'Not answered yet');
    await her.page.reload();
    await her.page.getByLabel('Your answer').fill('Not at the library.');
    await button(her.page, 'Answer').click();
    await sees(her.page, 'The answer is saved.');
    await link(her.page, 'Open the vote').click();
    await her.page.getByLabel('Closes at').fill(closes);
    await button(her.page, 'Open it now').click();
    await sees(her.page, 'It is open.', 'No voice was heard of 5');

    await member.page.goto(`${world.url}/one/en/today`);
    await link(member.page, /Give your voice.*Where we meet/)
      .first()
      .click();
    await button(member.page, 'Give my voice').click();
    await sees(member.page, 'Choose one of them.');
    await member.page.getByLabel('The library').check();
    await button(member.page, 'Give my voice').click();
    await sees(member.page, 'Your voice is heard.', 'Your ballot is in the urn');
    await member.context.close();
    for (const one of members.slice(1, -1)) {
      const visit = await world.visit({ script, cookie: one.cookie });
      await visit.page.goto(address);
      await visit.page.getByLabel('The library').check();
      await button(visit.page, 'Give my voice').click();
      await sees(visit.page, 'Your ballot is in the urn');
      await visit.context.close();
    }
    world.app.at(`${closes}:30Z`);
    const { id } = await world.app.network('one');
    await runJob(world.app.deps, 'decisions.close', { network: id });
    await her.page.goto(address);
    await sees(
      her.page,
      'Why it is not counted yet',
      '4 ballots lie in the urn; 1 is missing',
      '1 voice can still be given',
    );
    expect(await her.page.locator('main').innerText()).not.toMatch(/Chosen|\bvoted\b.*library/i);
    // The last of them reads why, on a small telephone, and with her ballot all are counted.
    const last = await world.visit({ script, cookie: members.at(-1)!.cookie, width: 360 });
    await last.page.goto(`${world.url}/one/en/today`);
    await sees(last.page, 'A secret ballot waits for more voices, perhaps yours');
    await link(last.page, new RegExp(`Where we meet ${name}`))
      .first()
      .click();
    await sees(last.page, 'Why it is not counted yet');
    await button(last.page, 'Give my voice').click();
    await sees(last.page, 'Choose one of them.', 'Why it is not counted yet');
    await last.page.getByLabel('The library').check();
    await button(last.page, 'Give my voice').click();
    await sees(last.page, 'It was the last that was missing', 'Chosen: The library');
    expect(last.strays).toEqual({ requests: [], errors: [] });
    await last.context.close();
    await her.page.goto(address);
    await sees(her.page, 'Chosen: The library', '5 voices were heard of 5', '5 voted');
    expect(await her.page.locator('svg.bars rect.voices').count()).toBe(3);
    await her.page.getByText('Write it down').click();
    await her.page.locator('#recorded').fill('The library, because of the step.');
    await button(her.page, 'Put it on record').click();
    await sees(her.page, 'It is on record.', 'The library, because of the step.');
    expect(her.strays).toEqual({ requests: [], errors: [] });
    await her.context.close();
    world.app.at('2026-11-21T12:00:00Z');
  });

  test('two write at one text at once: both see both, nothing is lost', { timeout: 90_000 }, async () => {
    const one = await world.visit({ script, cookie: coordinator });
    const two = await world.visit({ script, cookie: coordinator });
    await one.page.goto(`${world.url}/one/en/documents`);
    await link(one.page, 'New document').click();
    await one.page.getByLabel('Title').fill(`Rules ${name}`);
    await one.page.getByLabel('Text').fill('Ask her first.');
    await button(one.page, 'Save the document').click();
    await sees(one.page, 'The document is saved.');
    await two.page.goto(one.page.url());
    for (const { page } of [one, two]) await link(page, 'Write the next version').click();
    await one.page.getByLabel('Text').fill('Ask her first.\n\nThen wait.');
    await button(one.page, 'Save this version').click();
    await sees(one.page, 'The new version is saved.');
    await two.page.getByLabel('Text').fill('Ask her first.\n\nThen write.');
    await button(two.page, 'Save this version').click();
    await sees(two.page, 'Somebody saved a version while you wrote', 'Then wait.');
    expect(await two.page.getByLabel('Text').inputValue()).toContain('Then write.');
    await two.page.getByLabel('Text').fill('Ask her first.\n\nThen wait.\n\nThen write.');
    await button(two.page, 'Save mine as the next version').click();
    await sees(two.page, 'The new version is saved.', 'Version 3');
    for (const { context, strays } of [one, two]) {
      expect(strays).toEqual({ requests: [], errors: [] });
      await context.close();
    }
  });
});
