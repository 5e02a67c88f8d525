import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { kits } from '../../../test/beginnings.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { urls } from '../../urls.ts';
import { quietJob } from '../deliveries/jobs.ts';
import { representativesOf } from '../representatives/index.ts';

let app: TestApp;
let cookie: string;
let finding: string;
let posts: string[];
const at = { network: 'daylight', locale: 'en' };
const campaign = '/daylight/en/campaigns/five-asks';

beforeAll(async () => {
  app = await createTestApp({ from: await kits(), now: '2026-11-21T12:00:00Z' });
  cookie = (await signInAs(app, await app.network('daylight'), 'coordinator')).cookie;
  const answer = await app.post(`${campaign}/search`, { code: 'Z1A', country: 'XX' });
  finding = answer.headers.get('location')!;
  const form = await (await app.get(finding)).text();
  posts = [...form.matchAll(/name="to" value="([^"]+)" checked/g)].map((match) => match[1]!);
});
afterAll(() => app.stop());

const rows = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await app.db.owner.query<T>(text, values)).rows;
const quiet = async () => {
  const { id } = await app.network('daylight');
  await quietJob({ deps: app.deps, network: id, payload: {} });
  await app.work();
};
const states = async (name: string) =>
  Object.fromEntries(
    (
      await rows<{ body: string; state: string }>(
        `select r.body_id as body, d.state from deliveries d join actions a on a.id = d.action_id join people p on p.id = a.person_id
         join posts o on o.id = d.post_id join roles r on r.id = o.role_id where p.name = $1`,
        [name],
      )
    ).map((row) => [row.body, row.state]),
  );

/** Sends and confirms a letter; the address of her private page. */
async function letter(name: string, to = posts): Promise<string> {
  const email = `${name.toLowerCase()}@example.invalid`;
  const fields = { subject: 'Five asks', body: 'I live here.', name, email, street: '1 Lantern Street', to };
  await app.post(`${campaign}/actions`, fields);
  await app.work();
  const [mail] = await rows<{ source: string }>(
    `select convert_from(mime, 'UTF8') as source from mails where kind = 'confirmation' and to_address = $1`,
    [email],
  );
  const unfolded = mail!.source.replace(/=\r\n/g, '').replaceAll('=3D', '=');
  const path = /(\/daylight\/en\/actions\/[\w.-]+)\/confirmation/.exec(unfolded)![1]!;
  await app.post(`${path}/confirmation`, {});
  await app.work();
  return path;
}

/** Sets a quiet period for the body of the first post; returns the body and the period's id. */
async function period(
  mode: 'hold' | 'close',
  from: string,
  until: string,
  where?: string,
): Promise<{ id: string; body: string }> {
  const [post] = await rows<{ body: string }>(
    'select r.body_id as body from posts p join roles r on r.id = p.role_id where p.id = $1',
    [posts[0]],
  );
  const id = newId();
  const fields = { id, name: 'Sample vote', where: where ?? `body:${post!.body}`, from, until, mode };
  expect((await app.post(urls.law.periods(at), fields, { cookie })).status).toBe(303);
  await app.work();
  return { id, body: post!.body };
}

test('letters are held, not lost; she is told until when; they leave when it is over, to whoever serves then', async () => {
  const before = await letter('Before');
  const { id, body } = await period('hold', '2026-11-21', '2026-11-23');
  // What lay in the outbox when the period began waits too; what goes to others is not touched.
  expect((await states('Before'))[body]).toBe('composed');
  expect(Object.values(await states('Before')).filter((state) => state === 'kept').length).toBe(posts.length - 1);
  const path = await letter('Ana');
  expect((await states('Ana'))[body]).toBe('composed');
  const page = words(await (await app.get(path)).text());
  expect(page).toContain('Held, not lost');
  expect(page).toContain('Yours is held until November 23, 2026');
  expect(words(await (await app.get(urls.law.network(at), { cookie })).text())).toContain('2 letters wait');

  // She may take it back meanwhile, and it does not leave afterwards.
  await app.post(`${before}/withdrawal`, {});
  expect((await states('Before'))[body]).toBe('withdrawn');
  app.at('2026-11-23T23:00:00Z');
  await quiet();
  expect((await states('Ana'))[body]).toBe('composed');

  // Somebody else has won meanwhile.
  await app.db.owner.query(
    `update officials set name = 'Newly Elected' where id = (select official_id from tenures where post_id = $1 and until_date is null limit 1)`,
    [posts[0]],
  );
  representativesOf(app.db).reload();
  app.at('2026-11-24T12:00:00Z');
  await quiet();
  expect((await states('Ana'))[body]).toBe('kept');
  expect((await states('Before'))[body]).toBe('withdrawn');
  expect(await rows("select from deliveries where official_name = 'Newly Elected'")).toHaveLength(1);
  expect(
    await rows(
      `select from mails m join deliveries d on d.id = m.subject_id where m.state = 'kept' and d.official_name = 'Newly Elected'`,
    ),
  ).toHaveLength(1);
  // A second run finds nothing.
  await quiet();
  expect(
    await rows(
      `select from deliveries d join actions a on a.id = d.action_id join people p on p.id = a.person_id where p.name = 'Ana'`,
    ),
  ).toHaveLength(posts.length);
  await app.post(urls.law.periodRemoval(at, id), {}, { cookie });
});

test('taken away early, what waited leaves at once', async () => {
  const { id, body } = await period('hold', '2026-11-24', '2026-12-31');
  await letter('Bea');
  expect((await states('Bea'))[body]).toBe('composed');
  await app.post(urls.law.periodRemoval(at, id), {}, { cookie });
  await app.work();
  expect((await states('Bea'))[body]).toBe('kept');
});

test('where the form is closed, nobody is offered a letter to them, and an old page is refused kindly', async () => {
  const { id } = await period('close', '2026-11-24', '2026-11-25');
  const form = await (await app.get(finding)).text();
  expect(words(form)).toContain('Sample vote: letters to these people rest until November 25, 2026.');
  expect(form).not.toContain(`value="${posts[0]}"`);
  const fields = {
    subject: 'Five asks',
    body: 'Kept words',
    name: 'Cleo',
    email: 'cleo@example.invalid',
    street: '',
    to: posts,
  };
  const refused = await app.post(`${campaign}/actions`, fields);
  expect(refused.status).toBe(422);
  const html = await refused.text();
  expect(words(html)).toContain('Letters to one of them rest now (Sample vote)');
  expect(html).toContain('Kept words');
  expect((await app.post(`${campaign}/actions`, { ...fields, to: posts.slice(1) })).status).toBe(303);
  await app.post(urls.law.periodRemoval(at, id), {}, { cookie });

  // A whole country: the campaign's page says so instead of its form, and is as before on the next day.
  await period('close', '2026-11-24', '2026-11-25', 'country:XX');
  const shown = words(await (await app.get(campaign)).text());
  expect(shown).toContain('This campaign rests for an election');
  expect(shown).not.toContain('Your postal code');
  app.at('2026-11-26T12:00:00Z');
  app.deps.pages.forget();
  expect(words(await (await app.get(campaign)).text())).toContain('Your postal code');
  expect(await (await app.get(finding)).text()).toContain(`value="${posts[0]}"`);
});
