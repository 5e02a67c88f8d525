import { afterAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, words } from '../../../test/app.ts';
import { kits } from '../../../test/beginnings.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import { readMime, signedAddress } from '../../platform/mail/index.ts';
import { urls } from '../../urls.ts';
import { actionRef } from '../campaigns/index.ts';
import { feature } from './index.ts';

const secret = 'a secret of thirty-two characters or more';
const app = await createTestApp({
  from: await kits(),
  now: '2026-11-21T12:00:00Z',
  env: { INBOUND_DOMAIN: 'in.daylight.invalid', INBOUND_SECRET: secret },
});
afterAll(() => app.stop());
const network = await app.network('daylight');
const at = { network: 'daylight', locale: 'en' };
const ada = await signInAs(app, network, 'coordinator');
const rows = async <T extends object>(text: string, ...values: unknown[]): Promise<T[]> =>
  (await app.db.owner.query<T>(text, values)).rows;
const text = async (path: string, cookie?: string) => words(await (await app.get(path, { cookie })).text());

const [post] = await rows<{ id: string; name: string }>(
  `select p.id, o.name from posts p join tenures t on t.post_id = p.id join officials o on o.id = t.official_id
   where p.role_id = 'xx-federal-house:member' and t.until_date is null and exists (
     select from contacts c where c.official_id = o.id and c.kind = 'email') order by p.id limit 1`,
);

/** A confirmed letter of a new person; her private reference, her address and her delivery. */
async function letter(
  name: string,
  consent: string[],
): Promise<{ ref: string; email: string; delivery: string; mail: string }> {
  const email = `${name.toLowerCase()}@${name.toLowerCase()}.invalid`;
  await app.post(urls.campaigns.actions(at, 'five-asks'), {
    to: [post!.id],
    subject: 'Five asks',
    body: 'I live on Lantern Street.',
    name,
    email,
    street: '',
    consent,
  });
  const [action] = await rows<{ id: string }>(
    'select a.id from actions a join people p on p.id = a.person_id where p.email = $1',
    email,
  );
  const ref = actionRef(app.deps.secret, network.id, action!.id);
  await app.post(urls.campaigns.confirmation(at, ref), {});
  await app.work();
  const [delivery] = await rows<{ id: string; mime: Buffer }>(
    `select d.id, m.mime from deliveries d join mails m on m.subject_id = d.id where d.action_id = $1`,
    action!.id,
  );
  return { ref, email, delivery: delivery!.id, mail: delivery!.mime.toString() };
}
const states = async (delivery: string) =>
  (await rows<{ state: string }>('select state from deliveries where id = $1', delivery))[0]!.state;
const address = (delivery: string) => signedAddress(app.deps, 'reply', network, delivery)!;
const comeIn = (to: string, message: string, authorization = `Bearer ${secret}`, from = 'office@house.invalid') =>
  app.app.request(`http://127.0.0.1:3000/inbound?${new URLSearchParams({ to, from })}`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'message/rfc822' },
    body: message.replaceAll('\n', '\r\n'),
  });
const reply = (over: { from?: string; id?: string; more?: string; body?: string } = {}) =>
  `From: The Office <${over.from ?? 'office@house.invalid'}>\nSubject: Re: Five asks\nMessage-ID: <${over.id ?? newId()}@house.invalid>\n${over.more ?? ''}\n${over.body ?? 'Thank you. We support this.'}\n`;
const mailsOf = (email: string) =>
  rows<{ id: string; state: string; mime: Buffer | null }>(
    `select id, state, mime from mails where kind = 'reply' and to_address = $1 order by id`,
    email,
  );

describe('by form', () => {
  test('she passes an answer on, a coordinator records a stand from it, and she can take it back', async () => {
    const { ref, delivery } = await letter('Noor', []);
    const mine = urls.replies.mine(at, ref);
    expect(await text(urls.campaigns.action(at, ref))).toContain('Pass on an answer');
    expect(await text(mine)).toContain('Nothing yet.');
    const form = {
      id: newId(),
      delivery,
      channel: 'letter',
      received_on: '2026-11-20',
      body: '=We support it <script>alert(1)</script>',
      quotable: 'yes',
      website: '',
    };
    const wrong = await app.post(mine, { ...form, channel: '', received_on: '2027-01-01', body: ' ' });
    expect(wrong.status).toBe(422);
    expect(words(await wrong.text())).toContain('This day has not come yet');
    expect((await app.post(mine, { ...form, delivery: newId() })).status).toBe(422);
    expect((await app.post(mine, { ...form, id: newId(), website: 'spam' })).status).toBe(303);
    for (let twice = 0; twice < 2; twice += 1) expect((await app.post(mine, form)).status).toBe(303);
    expect(await states(delivery)).toBe('answered');
    expect(await rows('select id from replies')).toHaveLength(1);

    const list = await text(urls.replies.desk(at), ada.cookie);
    expect(list).toContain(post!.name);
    const show = urls.replies.show(at, form.id);
    const page = await (await app.get(show, { cookie: ada.cookie })).text();
    expect(page).not.toContain('<script>alert');
    expect(words(page)).toContain('Sentences may be quoted');
    const stand = urls.replies.stand(at, form.id);
    const sent = { id: newId(), stand: 'supports', said_on: '2026-11-20', source: 'Reply to a supporter', note: '' };
    expect((await app.post(stand, { ...sent, stand: '' }, ada)).status).toBe(422);
    for (let twice = 0; twice < 2; twice += 1) expect((await app.post(stand, sent, ada)).status).toBe(303);
    const recorded = await rows<{ official_name: string }>(
      'select official_name from stands where source = $1',
      sent.source,
    );
    expect(recorded).toEqual([{ official_name: post!.name }]);
    expect(
      (await app.post(urls.replies.promise(at, form.id), { ...sent, id: newId(), promise: 'A visit', due_on: '' }, ada))
        .status,
    ).toBe(303);
    expect(await text(urls.stands.board(at, 'five-asks'))).toContain('A visit');
    expect(await text(urls.replies.desk(at), ada.cookie)).toContain('No reply waits.');
    expect(await text(mine)).toContain('a promise is recorded');

    expect((await app.post(urls.replies.withdrawal(at, ref, form.id), {})).status).toBe(303);
    expect(await rows(`select id from replies where body <> '' or sender_address <> ''`)).toHaveLength(0);
    expect(await states(delivery)).toBe('kept');
    expect(await text(urls.stands.board(at, 'five-asks'))).toContain('A visit');
  });

  test('nothing to record, or no answer at all, can be undone', async () => {
    const { ref, delivery } = await letter('Olga', []);
    const id = newId();
    await app.post(urls.replies.mine(at, ref), {
      id,
      delivery,
      channel: 'call',
      received_on: '2026-11-21',
      body: 'Buy this',
    });
    const settle = (choice: string) => app.post(urls.replies.settlement(at, id), { choice }, ada);
    expect((await settle('perhaps')).status).toBe(422);
    expect((await settle('spam')).status).toBe(303);
    expect(await states(delivery)).toBe('kept');
    expect((await app.post(urls.replies.reopening(at, id), {}, ada)).status).toBe(303);
    expect(await states(delivery)).toBe('answered');
    expect((await settle('nothing')).status).toBe(303);
    expect(await text(urls.replies.deskOf(at, { state: 'nothing' }), ada.cookie)).toContain('Buy this');
  });
});

describe('by mail', () => {
  test('with her agreement replies come to an address of ours: on to her at once, a copy for the coordinators', async () => {
    const { email, delivery, mail, ref } = await letter('Pia', ['replies']);
    expect(mail).toContain(address(delivery));
    expect(mail).not.toContain(email);
    const message = reply({ body: 'Yes.\n\n<b>Really</b>' });
    expect((await comeIn(address(delivery).toUpperCase(), message)).status).toBe(204);
    expect((await comeIn(address(delivery), message)).status).toBe(204);
    expect(await states(delivery)).toBe('answered');
    await app.work();
    const passed = await mailsOf(email);
    expect(passed).toHaveLength(1);
    const read = readMime(passed[0]!.mime!);
    expect(Object.fromEntries(read.headers)).toMatchObject({
      'Reply-To': 'The Office <office@house.invalid>',
      'Auto-Submitted': 'auto-generated',
    });
    expect(read.text).toContain('Really');
    expect(read.text).toContain('a copy waits for the coordinators');
    const [own] = await rows<{ id: string }>('select id from replies where delivery_id = $1', delivery);
    expect(await text(urls.replies.show(at, own!.id), ada.cookie)).toContain('Look twice before you record anything');

    // She takes her agreement back: what comes later goes on to her alone, and is forgotten when it has left.
    app.at('2026-11-21T13:00:00Z');
    await app.post(urls.campaigns.consent(at, ref), { purpose: 'replies' });
    expect((await comeIn(address(delivery), reply({ body: 'For her eyes' }))).status).toBe(204);
    expect(await text(urls.replies.desk(at), ada.cookie)).not.toContain('For her eyes');
    await app.work();
    const both = await mailsOf(email);
    expect(both).toHaveLength(2);
    expect(await rows(`select id from replies where body like '%her eyes%'`)).toHaveLength(0);
    // Nor is it read in the outbox, where it lies for want of a mail server.
    const outbox = urls.outbox.mail(at, both[1]!.id);
    expect(await text(outbox, ada.cookie)).toContain('is for its reader alone');
    expect(await text(outbox, ada.cookie)).not.toContain('For her eyes');
    expect((await app.get(`${outbox}/source`, { cookie: ada.cookie })).status).toBe(404);
  });

  test('automatic answers go on and are no answer; our own mail, reports and floods go nowhere', async () => {
    const { email, delivery } = await letter('Rosa', ['replies']);
    const to = address(delivery);
    const before = (await rows('select id from replies')).length;
    for (const message of [
      reply({ from: 'reply+0.0@in.daylight.invalid' }),
      reply({ from: app.deps.config.mailFrom }),
      'From: MAILER-DAEMON@mx.invalid\nContent-Type: multipart/report; boundary=r\n\n--r\nContent-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n--r--\n',
    ])
      expect((await comeIn(to, message)).status).toBe(204);
    expect(await rows('select id from replies')).toHaveLength(before);
    expect((await comeIn(to, reply({ more: 'Auto-Submitted: auto-replied\n', body: 'On holiday' }))).status).toBe(204);
    expect(await states(delivery)).toBe('kept');
    for (let n = 0; n < 25; n += 1) await comeIn(to, reply());
    await app.work();
    expect(await mailsOf(email)).toHaveLength(20);
  });

  test('what she sends there herself waits for the coordinators, and does not come back to her', async () => {
    const { email, delivery } = await letter('Sara', []);
    expect((await comeIn(address(delivery), reply({ from: email, body: 'See below.\n> No.' }))).status).toBe(204);
    await app.work();
    expect(await mailsOf(email)).toHaveLength(0);
    expect(await text(urls.replies.desk(at), ada.cookie)).toContain('See below.');
    // Somebody else's mail to it, without her agreement, is hers alone.
    expect((await comeIn(address(delivery), reply({ body: 'Unasked' }))).status).toBe(204);
    expect(await text(urls.replies.desk(at), ada.cookie)).not.toContain('Unasked');
  });

  test('without the secret, or to no address of ours, nothing comes in', async () => {
    const { delivery } = await letter('Tess', ['replies']);
    const to = address(delivery);
    expect((await comeIn(to, reply(), 'Bearer guess')).status).toBe(403);
    const [left, domain] = to.split('@') as [string, string];
    for (const wrong of [
      `${left.slice(0, -1)}0@${domain}`,
      `reply+${newId().replaceAll('-', '')}.${'0'.repeat(24)}@${domain}`,
      'info@in.daylight.invalid',
    ])
      if (wrong !== to) expect((await comeIn(wrong, reply())).status).toBe(404);
    expect((await comeIn(to, '')).status).toBe(422);
    const other = await createNetwork(app, 'elsewhere');
    expect((await comeIn(signedAddress(app.deps, 'reply', other, delivery)!, reply())).status).toBe(404);
  });
});

test('others see nothing; erased and past its time, nothing is left of the words', async () => {
  const { ref, delivery } = await letter('Vera', []);
  const id = newId();
  await app.post(urls.replies.mine(at, ref), {
    id,
    delivery,
    channel: 'call',
    received_on: '2026-11-21',
    body: 'Vera’s',
  });
  const member = await signInAs(app, network, 'member');
  const stranger = await signInAs(app, await app.network('elsewhere'), 'coordinator');
  for (const path of [urls.replies.desk(at), urls.replies.show(at, id)]) {
    expect((await app.get(path)).status).toBe(403);
    expect((await app.get(path, { cookie: member.cookie })).status).toBe(404);
    expect((await app.get(path.replace('/daylight/', '/elsewhere/'), { cookie: stranger.cookie })).status).toBe(
      path === urls.replies.desk(at) ? 200 : 404,
    );
  }
  for (const path of [urls.replies.stand(at, id), urls.replies.settlement(at, id), urls.replies.reopening(at, id)])
    expect((await app.post(path, { choice: 'spam' }, member)).status).toBe(404);
  const { ref: another } = await letter('Wanda', []);
  expect((await app.post(urls.replies.withdrawal(at, another, id), {})).status).toBe(303);
  expect(await rows(`select id from replies where body = 'Vera’s'`)).toHaveLength(1);
  // Her copy holds all that came of her letter: the answer, what she reported, a call, and that a mail came back.
  await rows(`update deliveries set state = 'reported' where id = $1`, delivery);
  await rows(
    `insert into call_outcomes (network_id, id, campaign_id, post_id, official_name, delivery_id, outcome, at)
     select d.network_id, gen_random_uuid(), a.campaign_id, d.post_id, 'Ms Called', d.id, 'voicemail', now()
     from deliveries d join actions a on a.network_id = d.network_id and a.id = d.action_id where d.id = $1`,
    delivery,
  );
  await rows(`update mails set state = 'bounced' where to_address like 'vera%'`);
  const answer = await app.get(urls.campaigns.copy(at, ref));
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
  const copy = JSON.parse(await answer.text());
  expect(copy.replies.replies).toMatchObject([{ channel: 'call', body: 'Vera’s', quotable: false }]);
  expect(copy.campaigns.letters[0].deliveries).toMatchObject([{ state: 'reported' }]);
  expect(copy.deliveries.calls).toMatchObject([{ official_name: 'Ms Called', outcome: 'voicemail' }]);
  expect(copy.outbox.mails).toMatchObject([{ kind: 'confirmation', state: 'bounced' }]);
  // Nobody else's is in it, and no key of anything.
  const others = await (await app.get(urls.campaigns.copy(at, another))).text();
  expect(others).not.toMatch(/Vera|Ms Called|bounced|reported/);
  expect(JSON.stringify(copy)).not.toMatch(/token|hash|secret/i);
  await app.post(urls.campaigns.erasure(at, ref), {});
  expect(await rows(`select id from replies where body = 'Vera’s'`)).toHaveLength(0);
  expect((await app.get(urls.replies.mine(at, ref))).status).toBe(404);

  const retain = (now: string) =>
    inNetwork(app.db, network.id, (trx) =>
      feature.retain!({ trx, actor: { kind: 'system' }, network, locale: 'en', now: new Date(now) }),
    );
  await retain('2026-11-22T00:00:00Z');
  expect((await rows(`select id from replies where body <> ''`)).length).toBeGreaterThan(0);
  await retain('2028-11-22T00:00:00Z');
  expect(await rows(`select id from replies where body <> '' or sender_name <> ''`)).toHaveLength(0);
  await retain('2031-11-22T00:00:00Z');
  expect(await rows('select id from replies')).toHaveLength(0);
});
