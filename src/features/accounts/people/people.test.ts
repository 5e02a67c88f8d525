import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../../test/app.ts';
import type { Network } from '../../../platform/tenancy/index.ts';
import { sessionCookie } from '../index.ts';

const begin = new Date('2026-11-21T12:00:00Z');
let world: TestApp;
let one: Network;
let two: Network;
let admin: { cookie: string; id: string };

beforeAll(async () => {
  world = await createTestApp();
  one = await createNetwork(world, 'one');
  two = await createNetwork(world, 'two');
});
afterAll(() => world.stop());
beforeEach(async () => {
  world.at(begin);
  admin = await signInAs(world, one, 'administrator');
});

const rows = async (text: string, ...values: unknown[]) => (await world.db.owner.query(text, values)).rows;
const get = (path: string, cookie?: string) => world.get(path, { cookie });
const post = (path: string, fields: Record<string, string>, cookie = admin.cookie) =>
  world.post(path, fields, { cookie });
const said = async (response: Response) => words(await response.text());
const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .find((line) => line.startsWith(`${sessionCookie}=`))!
    .split(';')[0]!;
const codeOn = (html: string) => /<code>([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})<\/code>/.exec(html)![1]!;
const person = {
  name: 'Rosa Ñandú',
  email: '',
  username: '',
  locale: 'en',
  role: 'member',
  until: '',
  reason: 'joined',
};

describe('somebody new', () => {
  test('with an address is invited by mail; the link is good for a week', async () => {
    const fields = { ...person, email: 'Rosa@example.invalid', role: 'coordinator', until: '2027-11-30' };
    const made = await post('/one/en/people', fields);
    expect(made.status).toBe(303);
    const [account] = await rows("select * from accounts where email_key = 'rosa@example.invalid'");
    expect(account.made_by).toBe(admin.id);
    const [grant] = await rows('select * from grants where account_id = $1', account.id);
    expect(grant).toMatchObject({ role: 'coordinator', reason: 'joined', granted_by: admin.id });
    expect(grant.until_at.toISOString()).toBe('2027-12-01T00:00:00.000Z');
    await world.work();
    const [mail] = await rows(
      "select id, kind, convert_from(mime, 'UTF8') as text from mails where kind = 'invitation'",
    );
    expect(mail.text).toContain('within seven days');
    const path = /\/one\/en\/sign-in\/links\/[\w-]+/.exec(mail.text.replace(/=\r\n/g, ''))![0];
    // A coordinator who reads the outbox cannot come in as somebody else.
    const reader = await signInAs(world, one, 'coordinator');
    expect(await said(await get(`/one/en/outbox/${mail.id}`, reader.cookie))).toContain('nobody else may read it here');
    for (const part of ['html', 'source'])
      expect((await get(`/one/en/outbox/${mail.id}/${part}`, reader.cookie)).status).toBe(404);
    world.at('2026-11-28T11:00:00Z');
    expect((await world.post(path, {})).status).toBe(303);
    world.at('2026-11-21T12:00:00Z');
    expect(await said(await post('/one/en/people', fields))).toContain('already has an account here');
  });

  test('without one gets a username and a printed code: it signs in once, and her own passphrase keeps her key', async () => {
    const lead = await signInAs(world, one, 'lead');
    const page = await (await get('/one/en/people/new', lead.cookie)).text();
    expect(page).not.toContain('value="administrator"');
    const made = await post('/one/en/people', { ...person, username: 'Rosa.N' }, lead.cookie);
    expect(made.status).toBe(200);
    const sheet = await made.text();
    const code = codeOn(sheet);
    expect(words(sheet)).toContain('rosa.n');
    const [before] = await rows("select * from accounts where username_key = 'rosa.n'");
    expect(before.public_key).toHaveLength(32);
    expect(before.email).toBeNull();
    expect(await rows('select kind from key_wraps where account_id = $1', before.id)).toEqual([{ kind: 'code' }]);
    expect(JSON.stringify(await rows('select * from paper_codes where account_id = $1', before.id))).not.toContain(
      code,
    );

    const wrong = await post('/one/en/sign-in', { email: 'rosa.n', passphrase: code.replace(/^.../, '000') }, '');
    expect(wrong.status).toBe(422);
    const opened = await post('/one/en/sign-in', { email: ' ROSA.N ', passphrase: code.toLowerCase() }, '');
    expect(opened.headers.get('location')).toBe('/one/en/account/passphrase');
    const cookie = cookieOf(opened);
    expect((await post('/one/en/sign-in', { email: 'rosa.n', passphrase: code }, '')).status).toBe(422);
    expect(await said(await get('/one/en/account/key', cookie))).toContain('Your key is open');
    const words7 = 'nine lamps along the wall';
    expect((await post('/one/en/account/passphrase', { passphrase: words7, again: words7 }, cookie)).status).toBe(303);
    const [after] = await rows('select * from accounts where id = $1', before.id);
    expect(after.public_key).toEqual(before.public_key);
    expect(after.private_key_wrapped).not.toBeNull();
    expect(await rows('select 1 from key_wraps where account_id = $1', before.id)).toEqual([]);
    const own = cookieOf(await post('/one/en/sign-in', { email: 'rosa.n', passphrase: words7 }, ''));
    expect(await said(await get('/one/en/account/key', own))).toContain('Your key is open');
    expect(await said(await post('/one/en/people', { ...person, username: 'ROSA.n' }))).toContain('is taken');
    // Asking for a link with a username says the same as ever, and mails nobody.
    expect((await post('/one/en/sign-in/links', { email: 'rosa.n' }, '')).headers.get('location')).toBe(
      '/one/en/sign-in/links',
    );
  });

  test('a lead or coordinator gives memberships alone, and sees those whom she let in', async () => {
    const lead = await signInAs(world, one, 'lead');
    for (const role of ['coordinator', 'administrator', 'auditor', 'lead']) {
      expect((await post('/one/en/people', { ...person, username: `x${role}`, role }, lead.cookie)).status).toBe(422);
    }
    await post('/one/en/people', { ...person, username: 'mine.one' }, lead.cookie);
    const [mine] = await rows("select id from accounts where username_key = 'mine.one'");
    const list = await (await get('/one/en/people', lead.cookie)).text();
    expect(list).toContain(mine.id);
    expect(list).not.toContain(admin.id);
    expect((await get(`/one/en/people/${mine.id}`, lead.cookie)).status).toBe(200);
    expect((await get(`/one/en/people/${admin.id}`, lead.cookie)).status).toBe(404);
    for (const act of ['grants', 'restoration', 'closure'])
      expect((await post(`/one/en/people/${mine.id}/${act}`, { reason: 'x' }, lead.cookie)).status).toBe(404);
    const again = await post(`/one/en/people/${mine.id}/code`, {}, lead.cookie);
    expect(codeOn(await again.text())).toMatch(/-/);
    // Once she was given more than a lead can give, the lead prints no sheet that opens it.
    await post(`/one/en/people/${mine.id}/grants`, { role: 'administrator', from: '', until: '', reason: 'elected' });
    expect((await post(`/one/en/people/${mine.id}/code`, {}, lead.cookie)).status).toBe(404);
    expect((await post(`/one/en/people/${mine.id}/code`, {})).status).toBe(200);
    const member = await signInAs(world, one, 'member', 'auditor');
    expect((await get('/one/en/people', member.cookie)).status).toBe(404);
  });

  test.each([
    [{ email: '', username: '' }, 'Give an e-mail address or a username'],
    [{ username: 'a b' }, 'Three letters or more'],
    [{ username: 'x@y' }, 'Three letters or more'],
    [{ email: 'nobody' }, 'does not look like'],
    [{ username: 'okay', reason: ' ' }, 'Please fill this in'],
    [{ username: 'okay', until: '2026-11-20' }, 'not after the beginning'],
    [{ username: 'okay', until: 'tomorrow' }, 'Write a day like'],
    [{ username: 'okay', role: 'queen' }, 'Please fill this in'],
  ])('with mistakes (%j) is not made, and what was typed stays', async (fields, message) => {
    const response = await post('/one/en/people', { ...person, ...fields });
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(words(html)).toContain(message);
    expect(html).toContain('value="Rosa Ñandú"');
  });
});

describe('what is entrusted', () => {
  test('has a time and a reason, is given by somebody else, and ends with a reason', async () => {
    const { id, cookie } = await signInAs(world, one, 'member');
    const give = (fields: Record<string, string>) => post(`/one/en/people/${id}/grants`, fields);
    expect(await said(await give({ role: 'lead', from: '', until: '', reason: '' }))).toContain('Please fill this in');
    expect((await give({ role: 'lead', from: '2026-11-25', until: '2026-11-30', reason: '=of a group' })).status).toBe(
      303,
    );
    expect(await said(await give({ role: 'lead', from: '', until: '', reason: 'again' }))).toContain(
      'holds this already',
    );
    expect((await give({ role: 'lead', from: '2026-12-01', until: '', reason: 'later on' })).status).toBe(303);
    expect((await get('/one/en/people', cookie)).status).toBe(404);
    world.at('2026-11-26T00:00:00Z');
    expect((await get('/one/en/people', cookie)).status).toBe(200);
    admin = await signInAs(world, one, 'administrator');
    const [grant] = await rows("select id from grants where account_id = $1 and role = 'lead' order by from_at", id);
    expect((await post(`/one/en/people/${id}/grants/${grant.id}/end`, { reason: '' })).status).toBe(422);
    expect((await post(`/one/en/people/${id}/grants/${grant.id}/end`, { reason: 'she moved' })).status).toBe(303);
    expect((await post(`/one/en/people/${id}/grants/${grant.id}/end`, { reason: 'twice' })).status).toBe(404);
    expect((await get('/one/en/people', cookie)).status).toBe(404);
    const text = await said(await get(`/one/en/people/${id}`, admin.cookie));
    expect(text).toContain('Ended: she moved');
    const audited = await rows("select verb, detail from audit where noun = 'role' and noun_id = $1 order by id", id);
    expect(audited.map((row) => row.verb)).toEqual(['granted', 'granted', 'revoked']);
    expect(audited[0].detail).toMatchObject({ role: 'lead', reason: '=of a group' });
  });

  test('nobody gives herself anything; another network’s people do not exist', async () => {
    const own = await post(`/one/en/people/${admin.id}/grants`, {
      role: 'coordinator',
      from: '',
      until: '',
      reason: 'me',
    });
    expect(own.status).toBe(422);
    expect(await said(own)).toContain('Nobody gives or restores access to herself');
    expect(await rows("select 1 from grants where account_id = $1 and role = 'coordinator'", admin.id)).toEqual([]);
    const foreign = await signInAs(world, two, 'member');
    for (const act of ['grants', 'restoration', 'closure', 'reopening', 'code']) {
      const fields = { role: 'lead', from: '', until: '', reason: 'x' };
      expect([act, (await post(`/one/en/people/${foreign.id}/${act}`, fields)).status]).toEqual([act, 404]);
    }
    expect((await get(`/one/en/people/${foreign.id}`, admin.cookie)).status).toBe(404);
    expect((await get('/one/en/people/nobody', admin.cookie)).status).toBe(404);
  });

  test('the last one who administers without an end is neither ended nor closed, also by two at once', async () => {
    const three = await createNetwork(world, 'three');
    const first = await signInAs(world, three, 'administrator');
    const second = await signInAs(world, three, 'administrator');
    const grantOf = async (id: string) => (await rows('select id from grants where account_id = $1', id))[0].id;
    const end = async (id: string, by: string) =>
      post(`/three/en/people/${id}/grants/${await grantOf(id)}/end`, { reason: 'x' }, by);
    const both = await Promise.all([end(first.id, second.cookie), end(second.id, first.cookie)]);
    const statuses = both.map((response) => response.status).sort();
    // One goes; the other is refused, or has no right any more.
    expect(statuses[0]).toBe(303);
    expect([404, 422]).toContain(statuses[1]);
    const left = await rows(
      "select account_id from grants where network_id = $1 and role = 'administrator' and until_at is null",
      three.id,
    );
    expect(left).toHaveLength(1);
    const last = left[0].account_id === first.id ? first : second;
    const refused = await end(last.id, last.cookie);
    expect(refused.status).toBe(422);
    expect(await said(refused)).toContain('Nobody would be left');
    // One whose time ends is no help.
    const timed = await signInAs(world, three, 'administrator');
    await rows("update grants set until_at = '2027-01-01' where account_id = $1", timed.id);
    expect((await post(`/three/en/people/${last.id}/closure`, { reason: 'x' }, timed.cookie)).status).toBe(422);
    expect((await get('/three/en/people', last.cookie)).status).toBe(200);
  });
});

test('restoring access opens the account and not the key; whatever she had before counts no more, and she is told', async () => {
  const { cookie, id } = await signInAs(world, one, 'coordinator');
  const old = 'seven windows over the yard';
  await post('/one/en/account/passphrase', { passphrase: old, again: old }, cookie);
  const [before] = await rows('select * from accounts where id = $1', id);
  const restored = await post(`/one/en/people/${id}/restoration`, { reason: 'lost her telephone' });
  expect(restored.status).toBe(200);
  const code = codeOn(await restored.text());
  expect((await get('/one/en/account', cookie)).status).toBe(403);
  expect((await post('/one/en/sign-in', { email: before.email, passphrase: old }, '')).status).toBe(422);
  const opened = await post('/one/en/sign-in', { email: before.email, passphrase: code }, '');
  const own = cookieOf(opened);
  const fresh = 'nine lamps along the wall';
  const set = await post('/one/en/account/passphrase', { passphrase: fresh, again: fresh }, own);
  expect(set.status).toBe(303);
  const [after] = await rows('select * from accounts where id = $1', id);
  expect(after.public_key).toEqual(before.public_key);
  expect(after.private_key_wrapped).toBeNull();
  expect(await said(await get('/one/en/account/key', own))).toContain('does not open your key any more');
  expect((await post('/one/en/account/key', { passphrase: fresh, words: 'not that one' }, own)).status).toBe(422);
  // The old passphrase, once she remembers it, opens the key; and from then on the new one does.
  expect((await post('/one/en/account/key', { passphrase: fresh, words: old }, own)).status).toBe(303);
  const next = cookieOf(await post('/one/en/sign-in', { email: before.email, passphrase: fresh }, ''));
  expect(await said(await get('/one/en/account/key', next))).toContain('Your key is open');
  expect(
    await rows("select kind from account_notices where account_id = $1 and kind = 'access-restored'", id),
  ).toHaveLength(1);
  expect(await rows("select detail->>'reason' as r from audit where verb = 'restored' and noun_id = $1", id)).toEqual([
    { r: 'lost her telephone' },
  ]);
  // Her work waits for a new second factor.
  expect((await get('/one/en/desk/campaigns', next)).status).toBe(403);
});

test('a dangerous act asks again after ten minutes, and goes on with what was filled in', async () => {
  const pass = 'seven windows over the yard';
  await post('/one/en/account/passphrase', { passphrase: pass, again: pass });
  world.at('2026-11-21T12:10:01Z');
  expect((await get('/one/en/people/new', admin.cookie)).headers.get('location')).toBe(
    '/one/en/account/proof?next=%2Fone%2Fen%2Fpeople%2Fnew',
  );
  const fields = { ...person, username: 'carried', name: '"><b>=Rosa' };
  const asked = await post('/one/en/people', fields);
  expect(asked.status).toBe(403);
  const html = await asked.text();
  expect(words(html)).toContain('Is it still you?');
  const hidden = Object.fromEntries(
    [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name!,
      value!.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
    ]),
  );
  expect(hidden).toMatchObject({ proof_to: '/one/en/people', name: fields.name, username: 'carried' });
  const wrong = await post('/one/en/account/proof', { ...hidden, proof_passphrase: 'something else entirely' });
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain('value="carried"');
  const proved = await post('/one/en/account/proof', { ...hidden, proof_passphrase: pass });
  expect(proved.status).toBe(307);
  expect(proved.headers.get('location')).toBe('/one/en/people');
  expect((await post('/one/en/people', { ...hidden, proof_passphrase: pass })).status).toBe(200);
  expect(await rows("select name from accounts where username_key = 'carried'")).toEqual([{ name: '"><b>=Rosa' }]);
  // It leads nowhere else, whatever a prepared form says.
  const led = await post('/one/en/account/proof', { proof_to: 'https://elsewhere.invalid/', proof_passphrase: pass });
  expect(led.headers.get('location')).toBe('/one/en/account');
});

test('the recovery kit is shown once, counts when it was typed back, and opens the key after a reset', async () => {
  const pass = 'seven windows over the yard';
  await post('/one/en/account/passphrase', { passphrase: pass, again: pass });
  const html = await (await post('/one/en/account/recovery-kit', {})).text();
  const letters = /<code>((?:[0-9A-Z]{4}-){7}[0-9A-Z]{4})<\/code>/.exec(html)![1]!;
  expect(await said(await get('/one/en/account', admin.cookie))).toContain('no recovery kit yet');
  expect((await post('/one/en/account/recovery-kit/test', { letters: letters.replace(/^./, '~') })).status).toBe(422);
  expect((await post('/one/en/account/recovery-kit/test', { letters: letters.replace(/^..../, 'AAAA') })).status).toBe(
    422,
  );
  expect((await post('/one/en/account/recovery-kit/test', { letters: letters.toLowerCase() })).status).toBe(303);
  expect(await said(await get('/one/en/account', admin.cookie))).toContain('printed and tested');
  expect(await (await get('/one/en/account/recovery-kit', admin.cookie)).text()).not.toContain(letters);
  // A second kit does not count before it was typed back; until then the first does.
  await post('/one/en/account/recovery-kit', {});
  expect(
    await rows('select tested_at is null as open from key_wraps where account_id = $1 order by id', admin.id),
  ).toEqual([{ open: false }, { open: true }]);
  // A reset: by a mailed link, without the old passphrase.
  const [{ email }] = await rows('select email from accounts where id = $1', admin.id);
  await post('/one/en/sign-in/links', { email }, '');
  await world.work();
  const [mail] = await rows(
    "select convert_from(mime, 'UTF8') as text from mails where to_address = $1 and kind = 'sign-in'",
    email,
  );
  const path = /\/one\/en\/sign-in\/links\/[\w-]+/.exec(mail.text.replace(/=\r\n/g, ''))![0];
  const cookie = cookieOf(await post(path, {}, ''));
  const fresh = 'nine lamps along the wall';
  const reset = await post('/one/en/account/passphrase', { passphrase: fresh, again: fresh }, cookie);
  const page = await get('/one/en/account', `${cookie}; ${reset.headers.getSetCookie()[0]!.split(';')[0]}`);
  expect(await said(page)).toContain('It does not open your key');
  const opened = await post('/one/en/account/key', { passphrase: fresh, words: letters }, cookie);
  expect(opened.status).toBe(303);
  expect(await said(await get('/one/en/account/key', cookie))).toContain('Your key is open');
  // When nothing opens it any more she begins anew, knowingly.
  expect((await post('/one/en/account/key/replacement', { own_passphrase: fresh }, cookie)).status).toBe(422);
  const [before] = await rows('select public_key from accounts where id = $1', admin.id);
  expect((await post('/one/en/account/key/replacement', { own_passphrase: fresh, sure: 'yes' }, cookie)).status).toBe(
    303,
  );
  const [after] = await rows('select public_key from accounts where id = $1', admin.id);
  expect(after.public_key).not.toEqual(before.public_key);
});
