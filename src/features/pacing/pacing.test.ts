import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { kits } from '../../../test/beginnings.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { urls } from '../../urls.ts';
import { actionRef } from '../campaigns/index.ts';
import { openSink, type Sink } from '../outbox/testing/sink.ts';

const secret = 'a secret of thirty-two characters or more';
const at = { network: 'daylight', locale: 'en' };
let app: TestApp;
let sink: Sink;
let network: Network;
let ada: { cookie: string };
let campaign: string;
/** Posts with an e-mail address, each with its address. */
let posts: { id: string; address: string }[];
const refused = new Map<string, { code: number; text: string }>();

const rows = async <T extends object>(text: string, ...values: unknown[]): Promise<T[]> =>
  (await app.db.owner.query<T>(text, values)).rows;

beforeAll(async () => {
  sink = await openSink({ onRecipient: (to) => refused.get(to) ?? 250 });
  app = await createTestApp({
    from: await kits(),
    now: '2026-11-21T12:00:00Z',
    env: { SMTP_URL: sink.url, INBOUND_DOMAIN: 'in.daylight.invalid', INBOUND_SECRET: secret },
  });
  network = await app.network('daylight');
  ada = await signInAs(app, network, 'coordinator');
  campaign = (
    await rows<{ id: string }>(`select id from campaigns where slug = 'five-asks' and network_id = $1`, network.id)
  )[0]!.id;
  posts = await rows(
    `select p.id, c.value as address from posts p join tenures t on t.post_id = p.id
     join contacts c on c.official_id = t.official_id and c.kind = 'email'
     where p.role_id = 'xx-federal-house:member' and t.until_date is null order by p.id`,
  );
});
afterAll(async () => {
  await app.stop();
  await sink.close();
});

let people = 0;
/** A new person's letter to a post, confirmed; her private reference. */
async function letter(post: string): Promise<{ ref: string; action: string; email: string }> {
  people += 1;
  const email = `writer@person-${people}.invalid`;
  await app.post(urls.campaigns.actions(at, 'five-asks'), {
    to: [post],
    subject: `Five asks ${people}`,
    body: `My words, number ${people}.`,
    name: `Writer ${String.fromCharCode(64 + people)}`,
    email,
    street: '',
  });
  const [action] = await rows<{ id: string }>(
    'select a.id from actions a join people p on p.id = a.person_id where p.email = $1',
    email,
  );
  const ref = actionRef(app.deps.secret, network.id, action!.id);
  await app.post(urls.campaigns.confirmation(at, ref), {});
  return { ref, action: action!.id, email };
}
const due = async (post: string) =>
  (
    await rows<{ due: Date }>(
      `select due_at as due from mails where pace_key = $1 and state = 'queued' order by due_at`,
      post,
    )
  ).map((row) => row.due.toISOString());
const sentTo = (address: string) => sink.taken.filter((mail) => mail.to === address).length;
const states = async (post: string) =>
  (
    await rows<{ state: string; note: string | null }>(
      'select state, note from deliveries where post_id = $1 order by id',
      post,
    )
  ).map(({ state, note }) => [state, note].filter(Boolean).join(' '));
const pace = (over: Record<string, string | string[]> = {}) => ({
  post: '',
  time_zone: 'Europe/London',
  weekdays: ['1', '2', '3', '4', '5'],
  from: '09:00',
  until: '17:00',
  per_hour: '2',
  jitter: '0',
  ...over,
});
const page = async (path: string) => words(await (await app.get(path, ada)).text());
/** Asks for a job as the recurring one does, and works: the clock stands still between. */
const wake = async (job: string) => {
  await app.db.owner.query(
    `select graphile_worker.add_job($1, json_build_object('network', $2::text), run_at => now() - interval '1 minute')`,
    [job, network.id],
  );
  await app.work();
};
const sending = urls.pacing.sending(at);
const report = (verp: string, fields: string) =>
  app.app.request(`http://127.0.0.1:3000/inbound?${new URLSearchParams({ to: verp, from: '' })}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}` },
    body: `From: MAILER-DAEMON@mx.invalid\r\nContent-Type: multipart/report; boundary=r\r\n\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\n${fields}\r\n--r--\r\n`,
  });

test('letters wait for the office hours of their target, a few an hour; a change of the rule works them out anew', async () => {
  const { id: post, address } = posts[0]!;
  expect(await page(sending)).toContain('No rule is set');
  const wrong = await app.post(
    urls.pacing.pace(at),
    pace({ time_zone: 'Mars', weekdays: [], until: '08:00', per_hour: '0' }),
    ada,
  );
  expect(wrong.status).toBe(422);
  const html = words(await wrong.text());
  for (const said of ['know this time zone', 'at least one day', 'number from 1 to 600']) expect(html).toContain(said);
  expect((await app.post(urls.pacing.pace(at), pace(), ada)).status).toBe(303);

  const first = await letter(post);
  await letter(post);
  await letter(post);
  await app.work();
  // It is Saturday.
  expect(await due(post)).toEqual(['2026-11-23T09:00:00.000Z', '2026-11-23T09:30:00.000Z', '2026-11-23T10:00:00.000Z']);
  expect(sentTo(address)).toBe(0);
  expect(words(await (await app.get(urls.campaigns.action(at, first.ref))).text())).toContain(
    'in the hours of their office',
  );
  expect(await page(sending)).toMatch(/3 waiting November 23, 2026 at 4:00 AM November 23, 2026 at 5:00 AM/);

  app.at('2026-11-23T09:00:30Z');
  await wake('mails.send');
  expect(sentTo(address)).toBe(1);
  // Their own rule: sixty an hour, on their own clocks. What left counts.
  expect((await app.post(urls.pacing.pace(at), pace({ post, time_zone: 'UTC', per_hour: '60' }), ada)).status).toBe(
    303,
  );
  await app.work();
  expect(await due(post)).toEqual(['2026-11-23T09:01:30.000Z', '2026-11-23T09:02:30.000Z']);
  // One is withdrawn; the others do not wait for it.
  await app.post(urls.campaigns.withdrawal(at, first.ref), {});
  expect((await app.post(urls.pacing.paceRemoval(at), { post }, ada)).status).toBe(303);
  expect((await app.post(urls.pacing.paceRemoval(at), { post: '' }, ada)).status).toBe(303);
  await app.work();
  expect(sentTo(address)).toBe(3);
  expect(await states(post)).toEqual(['sent', 'sent', 'sent']);
});

test('a letter that comes back suspends its address: what follows waits, and leaves to the right one', async () => {
  const { id: post, address } = posts[1]!;
  await letter(post);
  await app.work();
  const verp = sink.taken.find((mail) => mail.to === address)!.from;
  expect(verp).toMatch(/^bounce\+[0-9a-f]{32}\.[0-9a-f]{24}@in\.daylight\.invalid$/);
  expect((await report(verp, 'Action: delayed\r\nStatus: 4.4.1')).status).toBe(204);
  expect(await page(sending)).toContain('1 time late');
  expect(await states(post)).toEqual(['sent']);
  const failed = 'Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 nobody <x@y.invalid>';
  for (let twice = 0; twice < 2; twice += 1) expect((await report(verp, failed)).status).toBe(204);
  expect(await states(post)).toEqual(['bounced']);
  expect(await rows('select id from address_faults')).toHaveLength(1);
  expect(await page(urls.accounts.today(at))).toContain('An address does not take mail');

  const waiting = await letter(post);
  await app.work();
  expect(await states(post)).toEqual(['bounced', 'composed suspended']);
  expect(words(await (await app.get(urls.campaigns.action(at, waiting.ref))).text())).toContain(
    'does not take mail at the moment',
  );
  const [fault] = await rows<{ id: string }>('select id from address_faults');
  const shown = await page(sending);
  expect(shown).toContain('One letter waits for your decision.');
  expect(shown).not.toContain('x@y.invalid');

  const correction = urls.pacing.address(at, fault!.id, 'correction');
  expect((await app.post(correction, { [`address-${fault!.id}`]: 'nobody' }, ada)).status).toBe(422);
  const right = { [`address-${fault!.id}`]: 'right@house.invalid' };
  for (let twice = 0; twice < 2; twice += 1) expect((await app.post(correction, right, ada)).status).toBe(303);
  await app.work();
  await app.work();
  expect(sentTo('right@house.invalid')).toBe(2);
  expect(sentTo(address)).toBe(1);
  expect(await states(post)).toEqual(['sent', 'sent']);
  await letter(post);
  await app.work();
  expect(sentTo('right@house.invalid')).toBe(3);
  // A forged or foreign report changes nothing.
  expect(
    (
      await report(
        verp.replace(/.@/, (end) => (end === '0@' ? '1@' : '0@')),
        failed,
      )
    ).status,
  ).toBe(404);
});

test('refused at once for the address: failed and suspended; for the message: failed alone; no e-mail any more is a decision', async () => {
  const [{ id: post, address }, { id: other, address: spam }] = [posts[2]!, posts[3]!];
  refused
    .set(address, { code: 550, text: '5.1.1 no such user' })
    .set(spam, { code: 554, text: '5.7.1 looks like spam' });
  await letter(post);
  await letter(other);
  await app.work();
  expect(await states(post)).toEqual(['failed']);
  expect(await states(other)).toEqual(['failed']);
  const suspended = await rows<{ id: string; address: string }>(
    `select id, address from address_faults where state = 'suspended'`,
  );
  expect(suspended.map((one) => one.address)).toEqual([address]);
  await letter(post);
  expect((await app.post(urls.pacing.address(at, suspended[0]!.id, 'other-way'), {}, ada)).status).toBe(303);
  await app.work();
  expect(await states(post)).toHaveLength(2);
  for (const state of await states(post)) expect(state).not.toMatch(/queued|sent|suspended/);
  expect(sentTo(address)).toBe(0);
});

test('a campaign may bundle the letters of a day; each stands in full, and one can be taken out until it leaves', async () => {
  app.at('2026-11-24T15:00:00Z');
  const { id: post, address } = posts[4]!;
  expect((await app.post(urls.pacing.campaign(at, campaign), { digest: 'yes' }, ada)).status).toBe(303);
  const preview = await app.post(urls.campaigns.preview(at, 'five-asks'), {
    to: [post],
    subject: 's',
    body: 'b',
    name: 'Writer',
    email: 'writer@preview.invalid',
    street: '',
  });
  expect(words(await preview.text())).toContain('The letters of one day go to them together');
  const [first, second, third] = [await letter(post), await letter(post), await letter(post)];
  await app.work();
  expect(await states(post)).toEqual(['queued bundled', 'queued bundled', 'queued bundled']);
  await app.post(urls.campaigns.withdrawal(at, second.ref), {});
  app.at('2026-11-25T14:30:00Z');
  await wake('deliveries.pace');
  expect(sentTo(address)).toBe(1);
  const source = sink.taken.find((mail) => mail.to === address)!.source.replace(/=\r\n/g, '');
  for (const said of [first.email, third.email, 'Letter 1 of 2', 'Letter 2 of 2']) expect(source).toContain(said);
  expect(source).not.toContain(second.email);
  expect((await states(post)).sort()).toEqual(['sent', 'sent', 'withdrawn']);

  // What is bundled and not composed yet can still be taken out; the last one takes the digest with it.
  const fourth = await letter(post);
  app.at('2026-11-26T14:30:00Z');
  await app.db.owner.query(
    'insert into installation (id, mail_held_at) values (gen_random_uuid(), now()) on conflict (only_one) do update set mail_held_at = now()',
  );
  await wake('deliveries.pace');
  expect(await rows(`select id from mails where kind = 'digest' and state = 'queued'`)).toHaveLength(1);
  await app.post(urls.campaigns.withdrawal(at, fourth.ref), {});
  await app.db.owner.query('update installation set mail_held_at = null');
  await wake('mails.send');
  expect(sentTo(address)).toBe(1);
  expect(await rows(`select id from mails where kind = 'digest' and state = 'cancelled'`)).toHaveLength(1);
  expect((await states(post)).filter((state) => state === 'withdrawn')).toHaveLength(2);
});

test('a digest that was tried and waits is composed anew without whom it may not hold any more', async () => {
  app.at('2026-11-27T15:00:00Z');
  const { id: post, address } = posts[5]!;
  refused.set(address, { code: 451, text: '4.3.0 later' });
  const [stays, goes, erased] = [await letter(post), await letter(post), await letter(post)];
  app.at('2026-11-30T14:30:00Z');
  await wake('deliveries.pace');
  expect(
    await rows(`select id from mails where kind = 'digest' and state = 'queued' and mime is not null`),
  ).toHaveLength(1);
  await app.post(urls.campaigns.withdrawal(at, goes.ref), {});
  await app.post(urls.campaigns.erasure(at, erased.ref), {});
  expect(
    await rows(`select id from mails where kind = 'digest' and state = 'queued' and mime is not null`),
  ).toHaveLength(0);
  refused.delete(address);
  app.at('2026-11-30T15:30:00Z');
  await wake('mails.send');
  const source = sink.taken.find((mail) => mail.to === address)!.source.replace(/=\r\n/g, '');
  expect(source).toContain(stays.email);
  expect(source).not.toContain(goes.email);
  expect(source).not.toContain(erased.email);
});

test('others find nothing here', async () => {
  const member = await signInAs(app, network, 'member');
  const [fault] = await rows<{ id: string }>('select id from address_faults limit 1');
  const stranger = await signInAs(app, await app.network('coalition'), 'coordinator');
  const paths = [sending, urls.pacing.pace(at), urls.pacing.campaign(at, campaign)];
  for (const path of paths) {
    expect((await app.get(path)).status).toBe(403);
    expect((await app.get(path, member)).status).toBe(404);
    expect((await app.post(path, {}, member)).status).toBe(404);
  }
  const theirs = (path: string) => path.replace('/daylight/', '/coalition/');
  expect((await app.get(theirs(urls.pacing.campaign(at, campaign)), stranger)).status).toBe(404);
  for (const choice of ['trial', 'other-way', 'correction'] as const)
    expect(
      (
        await app.post(
          theirs(urls.pacing.address(at, fault!.id, choice)),
          { [`address-${fault!.id}`]: 'a@b.invalid' },
          stranger,
        )
      ).status,
    ).toBe(404);
  expect((await app.get(urls.pacing.pace(at, 'no/such:post'), ada)).status).toBe(404);
});
