import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, signInAs } from '../app.ts';
import { sees } from './walk.ts';
import { missing, openWorld, type World } from './world.ts';

/** Somebody applies, confirms, is looked at by two coordinators, is invited and signs in: with script and without. */
const reason = missing('chromium');
let world: World;

beforeAll(async () => {
  if (reason) return;
  world = await openWorld();
  await createNetwork(world.app, 'one', { locales: ['en'] });
  await world.app.db.owner.query(
    `insert into places (id, kind, labels) values ('ke', 'country', '{"en":"Kenya"}') on conflict do nothing`,
  );
}, 60_000);
afterAll(() => world?.stop());

const mailed = async (to: string, kind: string): Promise<string> => {
  await world.app.work();
  const { rows } = await world.app.db.owner.query(
    `select convert_from(mime, 'UTF8') as text from mails where to_address = $1 and kind = $2 order by created_at desc limit 1`,
    [to, kind],
  );
  return (rows[0].text as string)
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
};
const pathIn = (text: string): string => /\/one\/en\/[\w./-]+/.exec(text)![0];

describe.skipIf(reason !== undefined)('joining', () => {
  test.each([true, false])('from the form to Today (script: %s)', async (script) => {
    const network = await world.app.network('one');
    const [first, second] = [
      await signInAs(world.app, network, 'coordinator'),
      await signInAs(world.app, network, 'coordinator'),
    ];
    const settings = { kinds: 'individual', second_eyes: 'yes', term: '12', grace: '30' };
    await world.app.post('/one/en/members/settings', settings, { cookie: first.cookie });
    const email = `new-${script}@guest.invalid`;
    const her = await world.visit({ script });
    await her.page.goto(`${world.url}/one/en/join`);
    await her.page.getByLabel('Your name').fill('Neema Invented');
    await her.page.getByLabel('E-mail address').fill(email);
    await her.page.getByLabel('Country').selectOption('ke');
    await her.page.getByLabel('Why do you want to join?').fill('I visit.');
    // Nobody fills in a form in less than three seconds.
    world.app.at(new Date(world.app.deps.clock().getTime() + 10_000));
    await her.page.getByRole('button', { name: 'Send the application' }).click();
    await sees(her.page, 'Look into your mailbox');
    await her.page.goto(world.url + pathIn(await mailed(email, 'membership-confirmation')));
    await her.page.getByRole('button', { name: 'Yes, this is my application' }).click();
    await sees(her.page, 'The coordinators have your application');
    const own = her.page.url();
    for (const [who, says] of [
      [first, 'somebody else has to look'],
      [second, 'The way in is on its way'],
    ] as const) {
      const desk = await world.visit({ script, cookie: who.cookie });
      await desk.page.goto(`${world.url}/one/en/members/applications`);
      await desk.page.getByRole('link', { name: 'Neema Invented' }).last().click();
      await desk.page.getByLabel('Admit', { exact: true }).check();
      await desk.page.getByRole('button', { name: 'Write the decision down' }).click();
      await sees(desk.page, says);
      expect(desk.strays).toEqual({ requests: [], errors: [] });
      await desk.context.close();
    }
    await her.page.goto(own);
    await sees(her.page, 'You are in. Welcome!');
    await her.page.goto(world.url + pathIn(await mailed(email, 'invitation')));
    await her.page.getByRole('button', { name: 'Sign in' }).click();
    await her.page.goto(`${world.url}/one/en/membership`);
    await sees(her.page, 'Your own membership', 'active', 'To be renewed by');
    expect(her.strays).toEqual({ requests: [], errors: [] });
    await her.context.close();
  });

  test.each([true, false])(
    'a list that is being taken shows how far it is, and what came of it (script: %s)',
    async (script) => {
      const network = await world.app.network('one');
      const { cookie } = await signInAs(world.app, network, 'coordinator');
      const { page, context, strays } = await world.visit({ script, cookie });
      await page.goto(`${world.url}/one/en/members/imports`);
      await page.getByLabel('The list, as a CSV file').setInputFiles({
        name: 'list.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(`Name,Email\n${script ? 'Neema' : 'Amina'} Listed,listed-${script}@guest.invalid\n`),
      });
      await page.getByRole('button', { name: 'Look at it' }).click();
      await page.getByRole('button', { name: 'Take the list' }).click();
      await sees(
        page,
        '0 of 1 rows are taken',
        script ? 'keeps itself up to date' : 'Renew this page every 15 seconds',
      );
      await world.app.work();
      if (!script) await page.getByRole('link', { name: 'Look again' }).click();
      if (script) await page.getByText('It is done').waitFor({ state: 'attached' });
      await sees(page, 'New people: 1.');
      expect(strays).toEqual({ requests: [], errors: [] });
      await context.close();
    },
  );
});
