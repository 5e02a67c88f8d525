import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { record } from '../../src/platform/audit/index.ts';
import { newId } from '../../src/platform/crypto/ids.ts';
import { inNetwork } from '../../src/platform/db/index.ts';
import { runJob } from '../../src/platform/jobs/index.ts';
import { createNetwork, signInAs } from '../app.ts';
import { nextCode, sees, signInByLink } from './walk.ts';
import { missing, openWorld, type World } from './world.ts';

/**
 * The roles whose work is not the content, in a real browser, with script off and again with it on: an administrator lets in and entrusts
 * but reads nothing of the others', an auditor reads the log and nothing else, a supporter has her own things.
 */
const reason = missing('chromium');
let world: World;
beforeAll(async () => {
  if (reason) return;
  world = await openWorld();
}, 60_000);
afterAll(() => world?.stop());

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const follow = (page: Page, name: string | RegExp) => page.getByRole('link', { name }).first().click();
const noStrays = { requests: [], errors: [] };
const passphrase = 'seven lanterns over the yard';
/** Later, so that whoever proved who she is has to do it again. */
const later = () => world.app.at(new Date(world.app.deps.clock().getTime() + 11 * 60_000));

/** Made by the operator on the server; signed in by the printed link, with a second factor where the role needs one. */
async function letIn(page: Page, slug: string, email: string, role: string): Promise<void> {
  const { out } = await world.operate('user', 'add', slug, email, '--name', `${role} Invented`, '--role', role);
  await signInByLink(page, /http\S+/.exec(out.join('\n'))![0]);
}

/** Somebody with a username signs in with the printed code; she is led on to choose a passphrase of her own. */
async function useCode(page: Page, home: string, username: string, code: string): Promise<void> {
  await page.goto(`${home}/sign-in`);
  await page.getByLabel('E-mail address or username').fill(username);
  await page.getByLabel('Passphrase', { exact: true }).fill(code);
  await page.locator('form').getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/\/account\/passphrase$/);
}

/** What the sheet in front of her says. */
const codeOn = (page: Page) => page.locator('dd code').innerText();

type Words = { cookie: string; paths: string[] };

/** A group with a thread, a decision, a member's page, a mail and an application in a network; and where their words stand. */
async function write(slug: string): Promise<Words> {
  const network = await world.app.network(slug);
  const her = await signInAs(world.app, network, 'coordinator', 'administrator', 'auditor');
  const member = await signInAs(world.app, network, 'member');
  const at = `/${slug}/en`;
  const post = async (path: string, fields: Record<string, string>) => {
    const answer = await world.app.post(at + path, fields, her);
    expect([path, answer.status]).toEqual([path, 303]);
    return answer.headers.get('location')!;
  };
  const group = await post('/groups/new', {
    id: newId(),
    name_en: 'Night letters',
    charter_en: 'We write.',
    entry: 'open',
    first: '',
  });
  // The form of a thread may carry files.
  const thread = newId();
  const form = new FormData();
  for (const [name, value] of Object.entries({ id: thread, post: newId(), title: 'Monday', body: 'Only for us.' }))
    form.append(name, value);
  const sent = { method: 'POST', body: form, headers: { cookie: her.cookie, origin: world.url } };
  expect((await world.app.app.request(`${world.url}${group}/threads/new`, sent)).status).toBe(303);
  const decision = newId();
  const rules = { way: 'vote', voice: 'member', options: '', ballot: 'open', quorum: '0', majority: 'half' };
  await post('/decisions', {
    id: decision,
    title: 'Tuesdays',
    proposal: 'Only for us.',
    questions_until: '',
    keep: 'ballots',
    ...rules,
  });
  await world.app.post(`${at}/sign-in/links`, { email: `member-${member.id.slice(-12)}@example.invalid` });
  await world.app.work();
  const { rows } = await world.app.db.owner.query('select id from mails where network_id = $1 limit 1', [network.id]);
  const paths = [
    '/outbox',
    `/outbox/${rows[0].id}`,
    '/inbox',
    '/members',
    '/members/applications',
    `/directory/people/${member.id}`,
    '/groups',
    group.slice(at.length),
    `${group.slice(at.length)}/threads/${thread}`,
    '/decisions',
    `/decisions/${decision}`,
    '/documents',
    '/meetings',
    '/desk/campaigns',
    '/desk/replies',
    '/desk/stories',
  ];
  return { cookie: her.cookie, paths };
}

/** Is told that these pages do not exist, each of which is there for who works with it; and nothing of what stands on them. */
async function meetsNothing(page: Page, home: string, paths: string[], there: string): Promise<void> {
  for (const path of paths) {
    const answer = await page.request.get(home + path);
    const theirs = await world.app.get(new URL(home).pathname + path, { cookie: there });
    expect([path, answer.status(), theirs.status]).toEqual([path, 404, 200]);
    expect(await answer.text()).not.toContain('Only for us.');
  }
  await page.goto(home + paths.at(-1));
  await sees(page, 'There is no such page', 'the page is not for everybody');
}

describe.skipIf(reason).each([
  { script: false, slug: 'plain' },
  { script: true, slug: 'lively' },
])('with script $script', ({ script, slug }) => {
  let home: string;
  let words: Words;
  beforeAll(async () => {
    home = `${world.url}/${slug}/en`;
    await createNetwork(world.app, slug, { locales: ['en'], name: { en: 'Daylight' } });
    words = await write(slug);
  });

  test('an administrator lets in, entrusts, ends and restores, and reads nothing', { timeout: 90_000 }, async () => {
    const { page, context, strays } = await world.visit({ script });
    await letIn(page, slug, 'admin@guest.invalid', 'administrator');
    await sees(page, 'Nothing needs you today', 'People and access');
    const doors = await page.locator('main').getByRole('link').allInnerTexts();
    for (const closed of ['Outbox', 'Campaigns', 'Inbox', 'Working groups', 'The log'])
      expect(doors.filter((door) => door.includes(closed))).toEqual([]);

    await follow(page, 'People and access');
    await sees(page, 'you do not see what they write');
    await follow(page, 'Let somebody in');
    await page.getByLabel('Name, as others here read it').fill('Ines Invented');
    await page.getByLabel('Language').selectOption('en');
    await page.getByLabel('Reason').fill('joined in May');
    await press(page, 'Let her in');
    await sees(page, 'Give an e-mail address or a username.');
    await page.getByLabel('Username').fill('ines');
    await press(page, 'Let her in');
    await sees(page, 'Your way in', 'ines', 'This is shown once');
    const first = await codeOn(page);
    await follow(page, 'The sheet is handed over');
    await sees(page, 'Ines Invented', 'has not signed in yet', 'joined in May');
    const person = page.url();

    const hers = await world.visit({ script, width: 360 });
    await useCode(hers.page, home, 'ines', first);
    // Her key was made with the code, and is open: nothing to be warned of.
    expect(await hers.page.locator('main').innerText()).not.toContain('the old passphrase opens that');
    await hers.page.getByLabel('The new passphrase', { exact: true }).fill(passphrase);
    await hers.page.getByLabel('The new passphrase once more').fill(passphrase);
    await press(hers.page, 'Save the passphrase');
    await sees(hers.page, 'Your passphrase is saved');
    await hers.page.goto(`${home}/people`);
    await sees(hers.page, 'There is no such page');

    // Entrusting asks again who she is, and goes on by itself with what she had filled in.
    await page.goto(person);
    later();
    await page.getByLabel('What is entrusted to her').selectOption('lead');
    await page.locator('#reason').fill('=leads the reading group');
    await press(page, 'Entrust it');
    await sees(page, 'Is it still you?', 'What you filled in is kept');
    await page.getByLabel('Your second factor').fill('0000-0000');
    await press(page, 'It is me');
    await sees(page, 'This code does not count');
    await page.getByLabel('Your second factor').fill(nextCode());
    await press(page, 'It is me');
    await sees(page, 'It is entrusted. The reason stays on record.', '=leads the reading group');
    await page.locator('#reason').fill('again');
    await page.getByLabel('What is entrusted to her').selectOption('lead');
    await press(page, 'Entrust it');
    await sees(page, 'She holds this already in that time.');
    await hers.page.goto(`${home}/people`);
    await sees(hers.page, 'The people to whom you gave an account.');

    await page.goto(person);
    const grant = page.getByRole('row').filter({ hasText: '=leads the reading group' });
    await grant.locator('summary').click();
    await grant.getByLabel('Reason').fill('she moved');
    await grant.getByRole('button', { name: 'End it' }).click();
    await sees(page, 'It is ended.', 'Ended: she moved');
    await hers.page.reload();
    await sees(hers.page, 'There is no such page');

    // Lost everything: what she had ends, she is out everywhere, and a new sheet lets her in.
    const restoring = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Restore access' }) });
    await restoring.locator('summary').click();
    await restoring.getByLabel('Reason').fill('lost her telephone');
    await press(page, 'Print a code that lets her in');
    await sees(page, 'Your way in', 'This is shown once');
    const second = await codeOn(page);
    expect(second).not.toBe(first);
    await hers.page.goto(`${home}/account`);
    await sees(hers.page, 'Sign in');
    await useCode(hers.page, home, 'ines', second);
    await sees(hers.page, 'your recovery kit or the old passphrase opens that');

    await page.goto(`${home}/people?role=administrator`);
    await follow(page, 'administrator Invented');
    await sees(page, 'Nobody gives or restores access to herself.');
    expect(await page.getByRole('button', { name: /Entrust it|Print a code|Close/ }).count()).toBe(0);

    await page.goto(`${home}/today`);
    await follow(page, /settings/i);
    await page.getByLabel('Name (English)').fill('Daylight and more');
    await press(page, 'Save');
    await page.goto(home);
    expect(await page.title()).toContain('Daylight and more');

    await meetsNothing(page, home, [...words.paths, '/log'], words.cookie);
    expect([strays, hers.strays]).toEqual([noStrays, noStrays]);
    await context.close();
    await hers.context.close();
  });

  test('an auditor reads the log, looks for something in it, checks it, takes a copy, and meets nothing else', {
    timeout: 90_000,
  }, async () => {
    const network = await world.app.network(slug);
    const { page, context, strays } = await world.visit({ script });
    await letIn(page, slug, 'auditor@guest.invalid', 'auditor');
    await sees(page, 'Nothing needs you today');
    await follow(page, /^The log/);
    await sees(page, 'facts, never what somebody wrote', 'the next sealing, every five minutes');
    expect(await page.content()).not.toContain('Only for us.');
    // What the administrator did stands there, with her reasons.
    await page.getByLabel('About what').selectOption('role');
    await page.getByLabel('Who').selectOption({ label: 'administrator Invented' });
    await press(page, 'Show');
    await sees(page, 'Role: entrusted', 'Role: revoked', 'Reason: =leads the reading group', 'Reason: she moved');
    // Without the rows that name a day.
    const lines = page.locator('tbody tr:has(td)');
    expect(await lines.count()).toBe(3);
    await page.getByLabel(/^What happened/).selectOption('revoked');
    await press(page, 'Show');
    expect(await lines.count()).toBe(1);
    await page.getByLabel('To this day').fill('2020-01-01');
    await press(page, 'Show');
    await sees(page, 'Nothing on record fits.');
    await follow(page, 'Show everything');

    // Page by page, the newest first: each line once.
    await inNetwork(world.app.db, network.id, (trx) => {
      const ctx = { trx, actor: { kind: 'system' } as const, network, locale: 'en', now: world.app.deps.clock() };
      return record(
        ctx,
        ...Array.from({ length: 40 }, (_, n) => ({ verb: 'tried', noun: 'pace', id: `${n}.` }) as const),
      );
    });
    await page.goto(`${home}/log?noun=pace`);
    const first = await lines.locator('td:nth-child(3) small').allInnerTexts();
    await page.getByRole('link', { name: 'More', exact: true }).click();
    await page.waitForURL(/before=/);
    const second = await lines.locator('td:nth-child(3) small').allInnerTexts();
    expect([first.length, second.length, new Set([...first, ...second]).size]).toEqual([25, 15, 40]);
    expect(await page.getByRole('link', { name: 'More', exact: true }).count()).toBe(0);
    // No line leads to what it is about.
    expect(await lines.getByRole('link').count()).toBe(0);

    await runJob(world.app.deps, 'audit.seal', { network: network.id });
    await page.goto(`${home}/log`);
    await press(page, 'Read the whole record and check it');
    await sees(page, 'The record is whole.');

    later();
    await page.goto(`${home}/log?noun=role`);
    await press(page, 'Take a copy');
    await sees(page, 'Is it still you?');
    await page.getByLabel('Your second factor').fill(nextCode());
    const [download] = await Promise.all([page.waitForEvent('download'), press(page, 'It is me')]);
    expect(download.suggestedFilename()).toBe(`${slug}-log.csv`);
    const table = await readFile(await download.path(), 'utf8');
    expect(table.split('\r\n')[0]).toContain('actor_kind');
    expect(table).toContain('=leads the reading group');
    expect(table).not.toMatch(/(^|,|\n)"?=/);
    expect(table).not.toContain('tried');
    await page.goto(`${home}/log?noun=log&verb=exported`);
    expect(await lines.count()).toBe(1);
    await sees(page, 'A copy of this log was taken away', 'About what: Role');

    // Somebody changed a line in the database itself.
    await world.app.db.owner.query(
      `update audit set detail = '{"reason": "nothing"}' where network_id = $1 and noun = 'role' and verb = 'revoked'`,
      [network.id],
    );
    await page.goto(`${home}/log`);
    await press(page, 'Read the whole record and check it');
    await sees(page, 'The record is not whole.', 'was changed after it was sealed', 'Tell who runs the server');

    await meetsNothing(page, home, [...words.paths, '/people', '/desk/network'], words.cookie);
    expect(strays).toEqual(noStrays);
    await context.close();
  });

  test('a supporter has her own account, and what everybody has', { timeout: 90_000 }, async () => {
    const { page, context, strays } = await world.visit({ script, width: 360 });
    await letIn(page, slug, 'supporter@guest.invalid', 'supporter');
    await sees(page, 'Nothing needs you today', 'What waits for you will appear here.');
    await follow(page, /^Your account/);
    await sees(page, 'supporter@guest.invalid', 'supporter');
    await page.goto(`${home}/directory`);
    await sees(page, 'Directory');
    await meetsNothing(
      page,
      home,
      [...words.paths.filter((path) => !path.startsWith('/directory')), '/people', '/desk/network'],
      words.cookie,
    );
    expect(strays).toEqual(noStrays);
    await context.close();
  });
});
