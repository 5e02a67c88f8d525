import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork } from '../app.ts';
import {
  type CampaignTexts,
  confirm,
  createCampaign,
  findByCode,
  openCampaign,
  openMail,
  type Supporter,
  sees,
  setPassphrase,
  signInByLink,
  signInByPassphrase,
  times,
  withdraw,
  writeLetter,
} from './walk.ts';
import { missing, openWorld, realData, type Strays, type World } from './world.ts';

/**
 * The main job on the real data, in a real browser, with script off and again with it on: import → lookup → write →
 * preview → confirm → outbox → states → withdraw. Real officials' addresses stand in the outbox of this test's own
 * database and nowhere else: no mail server is configured, and the browser can reach nothing but this machine.
 */
const reason = missing('chromium', 'data');

const texts = (title: string): CampaignTexts => ({
  title,
  summary: 'A short summary for lists.',
  story: 'Why this, and why **now**.',
  asks: ['Visit the women inside', 'End strip searches'],
  subject: 'Please visit the prison',
  letter: 'I live in your district. Please go and see.',
  thanks: 'Thank you for writing.',
});

const supporter = (name: string, email: string): Supporter => ({
  name,
  email,
  street: '7 Invented Row, Nowhere',
  words: `These first words are ${name}’s own.`,
});

let world: World;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  if (!reason) world = await openWorld();
});
afterAll(() => world?.stop());

async function imported(summary: string, ...args: string[]): Promise<string> {
  const { code, out, err } = await world.operate('import', ...args);
  expect(err).toEqual([]);
  expect(code).toBe(0);
  expect(out[0]).toBe(summary);
  return out.join('\n');
}

/** A real network without samples, in the given country, and its coordinator with a one-time link from the operator. */
async function foundNetwork(slug: string, country: string, locales: string[]): Promise<string> {
  await createNetwork(world.app, slug, { locales });
  const settings = { purposes: ['answers', 'newsletter'] };
  await world.app.db.owner.query('update networks set country = $2, settings = $3 where slug = $1', [
    slug,
    country,
    settings,
  ]);
  world.app.deps.edits.emit('');
  const { code, out } = await world.operate(
    'user',
    'add',
    slug,
    `ruth@${slug}.invalid`,
    '--name',
    'Ruth Invented',
    '--role',
    'coordinator',
  );
  expect(code).toBe(0);
  return out.at(-1)!;
}

const mails = async (to: string) =>
  (
    await world.app.db.owner.query<{
      state: string;
      kind: string;
      response: string | null;
      attempts: number;
      source: string | null;
    }>(
      `select state, kind, response, attempts, convert_from(mime, 'UTF8') as source from mails where to_address = $1 order by id`,
      [to],
    )
  ).rows;

/** Nothing left this machine: no server is configured, and every mail is kept, untried. */
async function nothingLeft(): Promise<void> {
  expect(world.app.deps.config.smtpUrl).toBeUndefined();
  const { rows } = await world.app.db.owner.query(
    `select state, attempts from mails where state not in ('kept', 'cancelled') or attempts > 0 or response is not null`,
  );
  expect(rows).toEqual([]);
}

/** A browser of one person; closed after the walk, when nothing may have strayed. */
async function person(script: boolean): Promise<{ page: Page; strays: Strays }> {
  const { context, page, strays } = await world.visit({ script });
  contexts.push(context);
  return { page, strays };
}
async function leave(...people: { strays: Strays }[]): Promise<void> {
  for (const { strays } of people) expect(strays).toEqual({ requests: [], errors: [] });
  for (const context of contexts.splice(0)) await context.close();
}

/**
 * From the letter form, where the addressees are chosen, to the withdrawal.
 * `recipients` are the addresses to which the letters are made out.
 */
async function fromLetterToWithdrawal(
  home: string,
  title: string,
  desk: Page,
  writer: Page,
  who: Supporter,
  addressees: { name: string; address: string }[],
): Promise<void> {
  await writeLetter(
    writer,
    who,
    addressees.map(({ name }) => name),
  );
  await world.app.work();
  await openMail(desk, home, who.email, 'Confirmation');
  await sees(desk, `Is this your letter? ${title}`);
  const confirmation = await desk.locator('.letter a[href*="/confirmation"]').first().getAttribute('href');
  // Mail never carries what is confidential.
  expect(await times(desk, who.street)).toBe(0);
  await confirm(world, writer, confirmation!);
  await sees(writer, `Thank you, ${who.name}`);
  await sees(writer, 'About to leave');

  await world.app.work();
  await writer.reload();
  await sees(writer, ...addressees.map(({ name }) => name));
  expect(await times(writer, 'In the outbox: this installation has no mail server yet')).toBe(addressees.length);

  for (const { address } of addressees) {
    await openMail(desk, home, address, 'Letter to a decision-maker');
    await sees(desk, address, 'Kept here', who.words, who.name, who.street);
    await desk.getByRole('link', { name: 'Open the source' }).click();
    const source = await desk.locator('body').innerText();
    expect(source).toMatch(new RegExp(`^Reply-To: .*${who.email.replace('.', '\\.')}`, 'm'));
    expect(source).not.toContain('text/html');
    const written = (await mails(address)).filter((mail) => mail.source?.includes(who.email));
    expect(written).toMatchObject([{ state: 'kept', kind: 'letter', attempts: 0, response: null }]);
  }
  await nothingLeft();

  world.app.deps.pages.forget();
  const counting = await person(false);
  await openCampaign(counting.page, home, title);
  await sees(counting.page, '1 letter confirmed.');

  await withdraw(writer);
  await world.app.work();
  await writer.reload();
  expect(await times(writer, 'Withdrawn before it left')).toBe(addressees.length);
  for (const { address } of addressees) {
    const left = (await mails(address)).filter((mail) => mail.source?.includes(who.email));
    expect(left).toEqual([]);
  }
  world.app.deps.pages.forget();
  await counting.page.reload();
  await sees(counting.page, 'No letter has been confirmed yet');
  const streets = await world.app.db.owner.query('select 1 from action_addresses where address = $1', [who.street]);
  expect(streets.rows).toHaveLength(0);
  await leave(counting);
}

describe.skipIf(reason)('Canada: the ridings of 2013 with the members who served on them', () => {
  const home = () => `${world.url}/north/en`;
  const passphrase = 'four kettles on a slow stove';
  let signInLink: string;

  beforeAll(async () => {
    // The lines of 2013 held until 2024-04-23; the members are those of 2023-11-15, the postal codes of 2024-04.
    world.app.at('2024-04-10T12:00:00Z');
    await imported(
      'added 338, changed 0, ended 0, unchanged 0, refused 0',
      ...['boundaries', realData('boundaries/ca-federal-2013.geojson'), '--set', 'ca-federal-2013'],
      ...['--valid-from', '2015-10-19', '--valid-until', '2024-04-23', '--as-of', '2015-10-19'],
      ...['--source', 'Elections Canada', '--licence', 'Open Government Licence – Canada'],
    );
    const report = await imported(
      'added 337, changed 0, ended 0, unchanged 0, refused 0',
      ...['people', 'commons', realData('officials/ca-federal-mps-2023-11.json')],
      ...['--set', 'ca-federal-2013', '--as-of', '2023-11-15'],
    );
    expect(report.match(/vacant: /g)).toHaveLength(1);
    await imported(
      'added 1654, changed 0, ended 0, unchanged 0, refused 1',
      ...['postal', realData('postal/ca-fsa-geonames-2024-04.tsv'), '--kind', 'geonames', '--country', 'CA'],
      ...['--as-of', '2024-04-01', '--source', 'GeoNames (CC BY 4.0)'],
    );
    signInLink = await foundNetwork('north', 'CA', ['en', 'fr']);
  }, 120_000);

  test.each([false, true])('the whole path, script on: %s', { timeout: 120_000 }, async (script) => {
    const desk = await person(script);
    if (script) await signInByPassphrase(desk.page, home(), 'ruth@north.invalid', passphrase);
    else {
      await signInByLink(desk.page, signInLink);
      await setPassphrase(desk.page, home(), passphrase);
    }
    const title = script ? 'Come and see' : 'Open the door';
    await createCampaign(desk.page, home(), texts(title), ['ca-commons:member']);

    const writer = await person(script);
    await openCampaign(writer.page, home(), title);
    await findByCode(writer.page, 'K1A 0B1');
    // Of an FSA only the middle is known: the ridings around it are shown, and nobody is chosen for her.
    await sees(writer.page, 'these are the districts around it. Choose yours.');
    const candidates = writer.page.getByRole('group', { name: 'To whom' }).getByRole('checkbox');
    expect(await candidates.count()).toBeGreaterThan(1);
    expect(await writer.page.locator('input[type=checkbox]:checked').count()).toBe(0);
    expect(await writer.page.getByLabel('Choose by district or by name').inputValue()).toBe('');
    await sees(writer.page, 'as of November 15, 2023');

    // Nobody chosen: said so, and nothing typed is lost.
    await writer.page.getByLabel('Your name, as they should read it').fill('Zoé Invented');
    await writer.page.getByRole('button', { name: 'Read my letter over' }).click();
    await sees(writer.page, 'Choose at least one person to write to.');
    expect(await writer.page.getByLabel('Your name, as they should read it').inputValue()).toBe('Zoé Invented');

    await writer.page.getByRole('checkbox', { name: /Yasir Naqvi.*Ottawa Centre/s }).check();
    const who = supporter(
      script ? 'Zoé Invented' : 'Iris Invented',
      script ? 'zoe@example.invalid' : 'iris@example.invalid',
    );
    const addressees = [{ name: 'Yasir Naqvi', address: 'yasir.naqvi@parl.gc.ca' }];
    await fromLetterToWithdrawal(home(), title, desk.page, writer.page, who, addressees);
    await leave(desk, writer);
  });

  test('the vacancy is a sentence; names keep their accents and dashes', { timeout: 60_000 }, async () => {
    const visitor = await person(false);
    await visitor.page.goto(home());
    await visitor.page.getByRole('link', { name: 'Who speaks for me' }).first().click();
    // Bowmanville lies in Durham, whose seat was empty on the day of the list.
    await visitor.page.getByLabel('Latitude').fill('43.9126');
    await visitor.page.getByLabel('Longitude').fill('-78.6880');
    await visitor.page.getByRole('button', { name: 'Find' }).last().click();
    await sees(visitor.page, 'Durham', 'This seat is vacant: nobody serves in it at present.');

    await visitor.page.goto(`${home()}/representatives`);
    await visitor.page.getByLabel('Postal code').fill('k1a0b1');
    await visitor.page.getByRole('button', { name: 'Find' }).first().click();
    await sees(visitor.page, 'For this code we know only its middle point.');
    expect(visitor.page.url().toLowerCase()).not.toContain('k1a');

    await visitor.page.goto(`${home()}/representatives`);
    await visitor.page.getByRole('link', { name: /Member of Parliament/ }).click();
    expect(await times(visitor.page, 'This seat is vacant: nobody serves in it at present.')).toBe(1);
    await sees(visitor.page, '338 posts', 'Stéphane Bergeron', 'Louis-Hébert', 'Île d’Orléans');
    await sees(visitor.page, 'Hull—Aylmer');
    expect(await times(visitor.page, 'Hull--Aylmer')).toBe(0);
    await visitor.page.goto(`${world.url}/north/fr/representatives`);
    await visitor.page.getByRole('link', { name: /Députée fédérale/ }).click();
    await sees(visitor.page, 'Stéphane Bergeron');
    await leave(visitor);
  });
});

describe.skipIf(reason)('New York: legislators of today, and district lines that ended in 2022', () => {
  const home = () => `${world.url}/empire/en`;
  const ended = 'The district lines at hand are out of date here, so we name nobody by place.';
  const roles = ['us-ny-senate:member', 'us-ny-assembly:member'];
  let signInLink: string;

  beforeAll(async () => {
    world.app.at('2026-11-21T12:00:00Z');
    await imported(
      'added 213, changed 0, ended 0, unchanged 0, refused 0',
      ...['people', 'openstates', realData('officials/openstates-ny'), '--as-of', '2026-08-05'],
    );
    for (const [chamber, count] of [
      ['senate', 63],
      ['assembly', 150],
    ] as const) {
      await imported(
        `added ${count}, changed 0, ended 0, unchanged 0, refused 0`,
        ...['boundaries', realData(`boundaries/us-ny-${chamber}-2012plan.geojson`), '--set', `us-ny-${chamber}-2012`],
        ...['--valid-from', '2013-01-01', '--valid-until', '2022-12-31', '--as-of', '2012-03-15'],
        ...['--source', 'unitedstates/districts (CC0)'],
      );
    }
    await imported(
      'added 1826, changed 0, ended 0, unchanged 0, refused 0',
      ...['postal', realData('postal/us-ny-zcta-centroids-2021.csv'), '--kind', 'centroids', '--country', 'US'],
      ...['--as-of', '2021-01-01', '--source', 'Census gazetteer'],
    );
    await imported(
      'added 2197, changed 0, ended 0, unchanged 0, refused 0',
      ...['postal', realData('postal/us-ny-zcta-to-congress-119.csv'), '--kind', 'crosswalk', '--country', 'US'],
      ...['--role', 'us-house:member', '--division-prefix', 'ocd-division/country:us/state:ny/cd:'],
      ...['--as-of', '2025-01-03', '--source', 'Census 119th Congress'],
    );
    signInLink = await foundNetwork('empire', 'US', ['en', 'es']);
  }, 120_000);

  test.each([false, true])('the whole path, script on: %s', { timeout: 120_000 }, async (script) => {
    const desk = await person(script);
    if (script) await signInByMailedLink(desk.page);
    else await signInByLink(desk.page, signInLink);
    const title = script ? 'Both houses' : 'Albany must act';
    await createCampaign(desk.page, home(), texts(title), roles);

    const writer = await person(script);
    await openCampaign(writer.page, home(), title);
    await findByCode(writer.page, '13204');
    // Lines that ended name nobody: no candidate, no tick, and both lists to choose from.
    expect(await times(writer.page, ended)).toBe(2);
    const to = writer.page.getByRole('group', { name: 'To whom' });
    expect(await to.getByRole('checkbox').count()).toBe(0);
    const lists = to.getByLabel('Choose by district or by name');
    expect(await lists.count()).toBe(2);
    for (const [index, wanted] of [
      'State Senator, Senate District 48 · Rachel May',
      'Assembly District 128 · Pamela Hunter',
    ].entries()) {
      expect(await lists.nth(index).inputValue()).toBe('');
      const option = lists.nth(index).locator('option').filter({ hasText: wanted });
      await lists.nth(index).selectOption((await option.getAttribute('value'))!);
    }
    const who = supporter(
      script ? 'Uma Invented' : 'Vera Invented',
      script ? 'uma@example.invalid' : 'vera@example.invalid',
    );
    const addressees = [
      { name: 'Rachel May', address: 'may@nysenate.gov' },
      { name: 'Pamela Hunter', address: 'hunterp@nyassembly.gov' },
    ];
    await fromLetterToWithdrawal(home(), title, desk.page, writer.page, who, addressees);
    await leave(desk, writer);
  });

  test('a ZIP names no legislator by ended lines; Congress comes by the crosswalk, split ZIPs as split', {
    timeout: 60_000,
  }, async () => {
    const visitor = await person(true);
    await visitor.page.goto(`${home()}/representatives`);
    await lookUp(visitor.page, '13204');
    await sees(visitor.page, 'U.S. Representative', 'Congressional District 22', 'as of January 3, 2025');
    await sees(visitor.page, 'We know this district, but not who serves there today.');
    const told =
      'The district lines we hold are out of date, so we name nobody by place. Please choose by district or by name.';
    expect(await times(visitor.page, told)).toBe(2);
    const { rows } = await world.app.db.owner.query<{ name: string }>(
      `select name from officials where source like 'openstates%'`,
    );
    expect(rows).toHaveLength(213);
    const shown = (await visitor.page.locator('main').innerText()).toLowerCase();
    expect(rows.filter(({ name }) => shown.includes(name.toLowerCase()))).toEqual([]);

    await visitor.page.getByRole('link', { name: 'Choose by name' }).first().click();
    await sees(visitor.page, '63 posts', 'Rachel May', 'Senate District 48', 'as of August 5, 2026');

    const split = await world.app.db.owner.query<{ code: string; n: string }>(
      `select code, count(*) as n from postal_divisions where country = 'US' group by code having count(*) > 1 order by code limit 1`,
    );
    await visitor.page.goto(`${home()}/representatives`);
    await lookUp(visitor.page, split.rows[0]!.code);
    await sees(visitor.page, `This place touches ${split.rows[0]!.n} districts. Only you can tell which is yours`);
    await leave(visitor);
  });

  async function lookUp(page: Page, code: string): Promise<void> {
    await page.getByLabel('Postal code').fill(code);
    await page.getByRole('button', { name: 'Find' }).first().click();
    await page.waitForURL(/\/representatives\?/);
    expect(page.url()).not.toContain(code);
  }

  /** Asks for a link on the sign-in page. Without a mail server it lies in the outbox, where it is read here by hand. */
  async function signInByMailedLink(page: Page): Promise<void> {
    await page.goto(`${home()}/sign-in`);
    await page.getByLabel('E-mail address').fill('Ruth@Empire.invalid');
    await page.getByRole('button', { name: 'Send me a link' }).click();
    await sees(page, 'If this address has an account here, an e-mail with a link is on its way to it.');
    await world.app.work();
    const [mail] = (await mails('ruth@empire.invalid')).filter((one) => one.kind === 'sign-in');
    const source = mail!.source!.replace(/=\r\n/g, '').replaceAll('=3D', '=');
    await signInByLink(page, /http:\/\/127[^\s"]+\/sign-in\/links\/[\w.-]+/.exec(source)![0]);
  }
});
