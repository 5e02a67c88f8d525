import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { stampForm } from '../../platform/abuse/index.ts';
import { newId } from '../../platform/crypto/ids.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { applicationRef } from './applying/ref.ts';
import { invitationRef } from './invitations/invitation.ts';

const begin = new Date('2026-11-21T12:00:00Z');
let world: TestApp;
let one: Network;
let two: Network;
let coordinator: { cookie: string; id: string };
let other: { cookie: string; id: string };

beforeAll(async () => {
  world = await createTestApp({ env: { CASEMENT_TRUST_PROXY: '1' } });
  one = await createNetwork(world, 'one');
  two = await createNetwork(world, 'two');
  await world.db.owner.query(
    `insert into places (id, kind, labels) values ('ke', 'country', '{"en":"Kenya"}') on conflict do nothing`,
  );
});
afterAll(() => world.stop());
beforeEach(async () => {
  world.at(begin);
  coordinator = await signInAs(world, one, 'coordinator');
  other = await signInAs(world, one, 'coordinator');
});

const rows = async (text: string, ...values: unknown[]) => (await world.db.owner.query(text, values)).rows;
const get = (path: string, cookie = coordinator.cookie) => world.get(path, { cookie });
const post = (path: string, fields: Record<string, string | string[]>, cookie = coordinator.cookie) =>
  world.post(path, fields, { cookie });
const said = async (response: Response) => words(await response.text());
const mailsTo = async (address: string) =>
  rows(
    `select kind, convert_from(mime, 'UTF8') as text from mails where to_address = $1 order by created_at, id`,
    address,
  );

const began = () => stampForm(world.deps.secret, one.id, new Date(world.deps.clock().getTime() - 60_000));
const fields = (over: Record<string, string | string[]> = {}) => ({
  id: newId(),
  form: '',
  began: began(),
  name: 'Rosa Ñandú',
  email: 'rosa@example.invalid',
  country: 'ke',
  why: 'I visit.',
  ...over,
});
const refOf = (id: string) => applicationRef(world.deps.secret, one.id, id);
const stateOf = async (id: string) => (await rows('select state from applications where id = $1', id))[0]?.state;

/** An application that waits for review. */
async function applied(email: string, over: Record<string, string | string[]> = {}): Promise<string> {
  const id = newId();
  await post('/one/en/join', fields({ id, email, ...over }), '');
  await post(`/one/en/applications/${refOf(id)}/confirmation`, {}, '');
  return id;
}
const decide = (id: string, finding: string, by = coordinator.cookie, more: Record<string, string> = {}) =>
  post(`/one/en/members/applications/${id}/decision`, { finding, reason: 'because', ...more }, by);

describe('applying', () => {
  test('a machine that changes its address within one household’s block of IPv6 is stopped as one', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 61; n += 1)
      statuses.push(
        (await world.post('/one/en/join', {}, { headers: { 'x-forwarded-for': `2001:db8:7:7::${n.toString(16)}` } }))
          .status,
      );
    expect([statuses[0], statuses.at(-1)]).toEqual([422, 429]);
  });

  test('is confirmed by a button in a mail; a mail scanner that opens the link changes nothing; twice is once', async () => {
    const id = newId();
    const sent = fields({ id });
    const answer = await post('/one/en/join', sent, '');
    expect(answer.headers.get('location')).toBe('/one/en/join/received');
    await post('/one/en/join', sent, '');
    expect(await rows('select 1 from applications where id = $1', id)).toHaveLength(1);
    await world.work();
    const [mail] = await mailsTo('rosa@example.invalid');
    expect(mail.kind).toBe('membership-confirmation');
    const path = `/one/en/applications/${refOf(id)}`;
    expect(mail.text.replace(/=\r\n/g, '')).toContain(`${path}/confirmation`);
    expect((await get(path, '')).headers.get('location')).toBe(`${path}/confirmation`);
    expect(await said(await get(`${path}/confirmation`, ''))).toContain('Is this your application?');
    expect(await stateOf(id)).toBe('unconfirmed');
    await post(`${path}/confirmation`, {}, '');
    await post(`${path}/confirmation`, {}, '');
    expect(await stateOf(id)).toBe('waiting');
    expect(await said(await get(path, ''))).toContain('The coordinators have your application');
    // The same address again: nothing new is written, and nobody is told so but her mailbox.
    const again = newId();
    expect((await post('/one/en/join', fields({ id: again }), '')).status).toBe(303);
    expect(await stateOf(again)).toBeUndefined();
    await world.work();
    expect((await mailsTo('rosa@example.invalid')).at(-1).text).toContain('there already');
    // A private end of another network, or another use, opens nothing.
    expect((await get(`/two/en/applications/${refOf(id)}`, '')).status).toBe(404);
    expect((await get(`/one/en/renewals/${refOf(id)}`, '')).status).toBe(404);
    expect(await said(await get('/one/en/today'))).toContain('One application waits');
  });

  test('mistakes come back with what was typed; machines are told what everybody is told, and nothing is kept', async () => {
    const wrong = await post('/one/en/join', fields({ email: 'nobody', why: ' ', country: 'zz' }), '');
    expect(wrong.status).toBe(422);
    const html = await wrong.text();
    expect(html).toContain('value="Rosa Ñandú"');
    expect(words(html)).toContain('does not look like');
    const bot = newId();
    expect((await post('/one/en/join', fields({ id: bot, email: 'b@x.invalid', website: 'x' }), '')).status).toBe(303);
    expect(await stateOf(bot)).toBeUndefined();
    const fast = await post('/one/en/join', fields({ began: stampForm(world.deps.secret, one.id, begin) }), '');
    expect(await said(fast)).toContain('That went very fast');
    expect((await post('/one/en/join', fields({ name: 'a\0b' }), '')).status).toBe(400);
  });

  test('a network’s own questions are asked, answered, and stay readable after the form has changed', async () => {
    const question = newId();
    const label = { 'label-en': 'Which prison?', 'label-fr': 'Quelle prison ?' };
    const form = '/one/en/members/form/individual';
    const make = (fields: Record<string, string>) =>
      post(`${form}/questions/new`, { id: question, ...label, ...fields });
    expect((await make({ type: 'choice', 'options-en': 'North\nSouth', 'options-fr': 'Nord' })).status).toBe(422);
    await make({ type: 'choice', required: 'yes', 'options-en': 'North\nSouth', 'options-fr': 'Nord\nSud' });
    expect(await said(await get(`${form}/preview`))).toContain('Which prison?');
    expect(await said(await get('/one/en/join', ''))).not.toContain('Which prison?');
    await post(`${form}/publication`, {});
    const page = await (await get('/one/fr/join', '')).text();
    const version = /name="form" value="([^"]+)"/.exec(page)![1]!;
    const [, south] = [...page.matchAll(new RegExp(`name="q-${question}" value="([^"]+)"`, 'g'))].map(
      (each) => each[1]!,
    );
    expect(page).toContain('Nord');
    const email = 'south@example.invalid';
    const stale = await post('/one/en/join', fields({ email, [`q-${question}`]: south! }), '');
    expect(await said(stale)).toContain('The form has changed');
    const unknown = await post('/one/en/join', fields({ email, form: version, [`q-${question}`]: 'x' }), '');
    expect(unknown.status).toBe(422);
    const id = await applied(email, { form: version, [`q-${question}`]: south! });
    await post(`${form}/questions/${question}/removal`, {});
    await post(`${form}/publication`, {});
    expect(await said(await get(`/one/en/members/applications/${id}`))).toMatch(/Which prison\? South/);
    expect((await get(`${form}/questions/${question}`)).status).toBe(404);
    expect(await rows(`select version from application_forms where network_id = $1 order by version`, one.id)).toEqual([
      { version: 1 },
      { version: 2 },
    ]);
    await world.db.owner.query('delete from applications where network_id = $1', [one.id]);
    await world.db.owner.query('delete from application_forms where network_id = $1', [one.id]);
  });
});

describe('deciding', () => {
  test('asks, hears the answer, admits: an account, a membership, an invitation; declining needs a reason she can read', async () => {
    const id = await applied('lena@example.invalid', { name: 'Lena' });
    const desk = `/one/en/members/applications/${id}`;
    await post(`${desk}/questions`, { words: 'In which town?' });
    expect(await stateOf(id)).toBe('asked');
    await world.work();
    const [, mail] = await mailsTo('lena@example.invalid');
    expect(mail.text).not.toContain('In which town');
    const own = `/one/en/applications/${refOf(id)}`;
    expect(await said(await get(own, ''))).toContain('In which town?');
    expect((await post(`${own}/answers`, { words: ' ' }, '')).status).toBe(422);
    await post(`${own}/answers`, { words: 'Nairobi.' }, '');
    expect(await stateOf(id)).toBe('waiting');
    expect((await decide(id, 'admit')).status).toBe(303);
    expect(await decide(id, 'admit').then(said)).toContain('decided or taken back already');
    const [account] = await rows(`select * from accounts where email_key = 'lena@example.invalid'`);
    const [membership] = await rows('select * from memberships where account_id = $1', account.id);
    expect(membership).toMatchObject({ state: 'active', renew_on: null });
    expect(await rows('select country from profiles where account_id = $1', account.id)).toEqual([{ country: 'ke' }]);
    await world.work();
    expect((await mailsTo('lena@example.invalid')).map(({ kind }) => kind)).toContain('invitation');
    const refused = await applied('nina@example.invalid');
    expect((await decide(refused, 'decline', coordinator.cookie, { reason: '' })).status).toBe(422);
    await decide(refused, 'decline', coordinator.cookie, { reason: 'We are full.' });
    expect(await said(await get(`/one/en/applications/${refOf(refused)}`, ''))).toContain('We are full.');
    expect(
      (await get(`/two/en/members/applications/${id}`, (await signInAs(world, two, 'coordinator')).cookie)).status,
    ).toBe(404);
  });

  test('two pairs of eyes are two people’s, also at the same instant; who disagrees begins anew', async () => {
    await post('/one/en/members/settings', {
      kinds: ['individual', 'organisation'],
      second_eyes: 'yes',
      term: '12',
      grace: '30',
    });
    const id = await applied('two@example.invalid');
    const both = await Promise.all([decide(id, 'admit'), decide(id, 'admit')]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 422]);
    expect(await stateOf(id)).toBe('seconded');
    await decide(id, 'decline', other.cookie);
    expect(await stateOf(id)).toBe('waiting');
    await decide(id, 'admit', other.cookie);
    expect(await said(await decide(id, 'admit', other.cookie))).toContain('has to be somebody else’s');
    await decide(id, 'admit');
    expect(await stateOf(id)).toBe('admitted');
    const [membership] = await rows(
      `select renew_on::text from memberships m join accounts a on a.id = m.account_id where a.email_key = 'two@example.invalid'`,
    );
    expect(membership.renew_on).toBe('2027-11-21');
    await post('/one/en/members/settings', { kinds: ['individual', 'organisation'], term: '12', grace: '30' });
    // Nobody decides about herself.
    const own = await applied(`coordinator-${coordinator.id.slice(-12)}@example.invalid`);
    expect(await said(await decide(own, 'admit'))).toContain('somebody else decides');
  });

  test('without an address, from paper: a username and a printed code that signs in as a member', async () => {
    const id = newId();
    const paper = { ...fields({ id, email: '', why: '' }), locale: 'en' };
    expect((await post('/one/en/members/applications/new?kind=individual', paper)).status).toBe(303);
    expect((await decide(id, 'admit')).status).toBe(422);
    const sheet = await decide(id, 'admit', coordinator.cookie, { username: 'rosa.n' });
    const code = /<code>([0-9A-Z-]{19})<\/code>/.exec(await sheet.text())![1]!;
    const opened = await world.post('/one/en/sign-in', { email: 'rosa.n', passphrase: code });
    expect(opened.status).toBe(303);
    expect(
      await rows(`select 1 from memberships m join accounts a on a.id = m.account_id where a.username_key = 'rosa.n'`),
    ).toHaveLength(1);
  });

  test('an organisation is admitted: its people belong by it, computed, and lose it when it is suspended', async () => {
    const id = newId();
    await post(
      '/one/en/join?kind=organisation',
      fields({ id, email: 'org@example.invalid', organisation: '=Casa Abierta' }),
      '',
    );
    await post(`/one/en/applications/${refOf(id)}/confirmation`, {}, '');
    await decide(id, 'admit');
    const [organisation] = await rows(`select * from organisations where name = '=Casa Abierta'`);
    const [membership] = await rows('select * from memberships where organisation_id = $1', organisation.id);
    const her = await signInAs(world, one);
    const belongs = async () => said(await get('/one/en/membership', her.cookie));
    expect(await belongs()).toContain('no membership here');
    await world.db.owner.query(
      `insert into affiliations (network_id, id, organisation_id, account_id, from_on) values ($1, $2, $3, $4, '2026-11-01')`,
      [one.id, newId(), organisation.id, her.id],
    );
    expect(await belongs()).toContain('=Casa Abierta active');
    expect(await said(await get('/one/en/today', her.cookie))).not.toContain('no role');
    await post(`/one/en/members/${membership.id}/suspension`, { suspending: 'No answer.' });
    expect(await belongs()).toContain('=Casa Abierta suspended');
    await post(`/one/en/members/${membership.id}/lifting`, { lifting: 'They answered.' });
    const sheet = await post('/one/en/members/export', {});
    const csv = await sheet.text();
    expect(csv).toContain(`'=Casa Abierta`);
    expect(await rows(`select verb from audit where noun = 'members'`)).toEqual([{ verb: 'exported' }]);
  });
});

test('a new version of what is agreed to is put before members on Today, and an application is not taken without it', async () => {
  const id = newId();
  const version = (day: string, text: string) => ({ 'body-en': text, 'body-fr': text, published_on: day });
  await post('/one/en/members/agreements/new', {
    id,
    'name-en': 'Beliefs',
    'name-fr': 'Convictions',
    ...version('2026-11-21', 'One.'),
  });
  const her = await signInAs(world, one, 'member');
  const today = async () => said(await get('/one/en/today', her.cookie));
  expect(await today()).toContain('Beliefs: a version to read');
  const inForce = async () =>
    await rows('select id, version from agreement_versions where agreement_id = $1 order by version', id);
  const [first] = await inForce();
  await post(`/one/en/membership/agreements/${first.id}`, {}, her.cookie);
  await post(`/one/en/membership/agreements/${first.id}`, {}, her.cookie);
  expect(await today()).not.toContain('Beliefs');
  expect(await rows('select 1 from agreement_consents where account_id = $1', her.id)).toHaveLength(1);
  await post(`/one/en/members/agreements/${id}/versions/new`, { id, ...version('2026-11-25', 'Two.') });
  expect(await today()).not.toContain('Beliefs');
  world.at('2026-11-25T09:00:00Z');
  her.cookie = (await signInAs(world, one, 'member')).cookie;
  coordinator = await signInAs(world, one, 'coordinator');
  expect(await today()).toContain('Version 2 holds now');
  expect((await post(`/one/en/membership/agreements/${first.id}`, {}, her.cookie)).status).toBe(404);
  const stale = await post('/one/en/join', fields({ email: 'late@example.invalid', agreement: [first.id] }), '');
  expect(await said(stale)).toContain('Read and tick each of them');
  const [, second] = await inForce();
  const application = await applied('late@example.invalid', { agreement: [second.id] });
  await decide(application, 'admit');
  const [consent] = await rows('select account_id from agreement_consents where application_id = $1', application);
  expect(consent.account_id).not.toBeNull();
  await post(`/one/en/members/agreements/${id}/closure`, {});
  expect(await today()).not.toContain('Beliefs');
});

test('invitations: pasted addresses once each, known ones passed over; the link proves the mailbox until it is taken back', async () => {
  const wrong = await post('/one/en/members/invitations', { addresses: 'ida@guest.invalid\nnot one', locale: 'en' });
  expect(await said(wrong)).toContain('This is no address: not one');
  const addresses =
    '"Ida, of the hill" <ida@guest.invalid>, IDA@guest.invalid; ben@guest.invalid\nlena@example.invalid';
  await post('/one/en/members/invitations', { addresses, locale: 'fr', words: 'Come.' });
  const sent = await rows(`select * from membership_invitations where network_id = $1 order by email`, one.id);
  expect(sent.map(({ email, name }) => [email, name])).toEqual([
    ['ben@guest.invalid', ''],
    ['ida@guest.invalid', 'Ida, of the hill'],
  ]);
  await world.work();
  const [mail] = await mailsTo('ida@guest.invalid');
  const path = /\/one\/fr\/join\?invitation=[\w.-]+/.exec(mail.text.replace(/=\r\n/g, '').replaceAll('=3D', '='))![0];
  const form = await (await get(path, '')).text();
  expect(form).toContain('value="ida@guest.invalid"');
  const invitation = new URLSearchParams(path.split('?')[1]).get('invitation')!;
  const id = newId();
  await post('/one/en/join', fields({ id, email: 'ida@guest.invalid', invitation }), '');
  expect(await stateOf(id)).toBe('waiting');
  const elsewhere = newId();
  await post('/one/en/join', fields({ id: elsewhere, email: 'else@guest.invalid', invitation }), '');
  expect(await stateOf(elsewhere)).toBe('unconfirmed');
  const [ben] = sent;
  const act = async (what: string) =>
    said(await get((await post(`/one/en/members/invitations/${ben.id}/${what}`, {})).headers.get('location')!));
  await act('mail');
  expect(await rows(`select 1 from mails where to_address = 'ben@guest.invalid'`)).toHaveLength(1);
  await act('withdrawal');
  expect((await rows('select state from membership_invitations where id = $1', ben.id))[0].state).toBe('withdrawn');
  expect(
    (await rows('select state from membership_invitations where email_key = $1', 'ida@guest.invalid'))[0].state,
  ).toBe('joined');
});

describe('renewal', () => {
  const run = async () => {
    await world.deps.features.find(({ name }) => name === 'members')!.jobs!['members.renewals']!({
      deps: world.deps,
      network: one.id,
      payload: {},
    });
    await world.work();
  };
  test('reminds thirty and seven days before and on the day, once each, renews behind a button, ends after the grace', async () => {
    const her = await signInAs(world, one);
    const [{ email }] = await rows('select email from accounts where id = $1', her.id);
    const id = newId();
    await world.db.owner.query(
      `insert into memberships (network_id, id, account_id, state, from_on, renew_on, created_at) values ($1, $2, $3, 'active', '2026-01-10', '2027-01-10', now())`,
      [one.id, id, her.id],
    );
    const reminded = async () => (await mailsTo(email)).filter(({ kind }) => kind === 'membership-renewal').length;
    await run();
    expect(await reminded()).toBe(0);
    for (const [day, count] of [
      ['2026-12-11', 1],
      ['2026-12-12', 1],
      ['2027-01-03', 2],
      ['2027-01-03', 2],
      ['2027-01-10', 3],
      ['2027-01-20', 3],
    ] as const) {
      world.at(`${day}T09:00:00Z`);
      await run();
      expect([day, await reminded()]).toEqual([day, count]);
    }
    const mail = (await mailsTo(email)).at(-1).text.replace(/=\r\n/g, '');
    const path = /\/one\/en\/renewals\/[\w.-]+/.exec(mail)![0];
    expect(await said(await get(path, ''))).toContain('Renew my membership');
    await Promise.all([post(path, {}, ''), post(path, {}, '')]);
    const [renewed] = await rows('select renew_on::text, state from memberships where id = $1', id);
    expect(renewed).toEqual({ renew_on: '2028-01-10', state: 'active' });
    expect(
      await rows(`select 1 from membership_events where membership_id = $1 and kind = 'renewed'`, id),
    ).toHaveLength(1);
    world.at('2028-02-09T09:00:00Z');
    await run();
    expect((await rows('select state from memberships where id = $1', id))[0].state).toBe('active');
    world.at('2028-02-10T09:00:00Z');
    await run();
    expect((await rows('select state, ended_on::text from memberships where id = $1', id))[0]).toEqual({
      state: 'ended',
      ended_on: '2028-02-10',
    });
    expect(await said(await get(path, ''))).toContain('does not hold now');
  });

  test('a suspension is not for oneself, nor for who is entrusted with more', async () => {
    const id = newId();
    await world.db.owner.query(
      `insert into memberships (network_id, id, account_id, state, from_on, created_at) values ($1, $2, $3, 'active', '2026-01-10', now())`,
      [one.id, id, other.id],
    );
    const refused = await post(`/one/en/members/${id}/suspension`, { suspending: 'x' });
    expect(await said(refused)).toContain('entrusted with more');
    expect((await post(`/one/en/members/${id}/suspension`, { suspending: '' })).status).toBe(422);
  });
});

test('leaving says what happens, ends everything at once, and deletes what she wants deleted; a copy holds all of it', async () => {
  const her = await signInAs(world, one, 'member');
  const id = newId();
  await world.db.owner.query(
    `insert into memberships (network_id, id, account_id, state, from_on, created_at) values ($1, $2, $3, 'active', '2026-01-10', now())`,
    [one.id, id, her.id],
  );
  await world.db.owner.query(
    `insert into profiles (network_id, account_id, country, updated_at) values ($1, $2, 'ke', now())`,
    [one.id, her.id],
  );
  // What other rooms hold of her: what she said of herself, a group with a post under an alias, an offer, a search.
  await world.db.owner.query(
    `insert into lived_experience (network_id, account_id, words, level) values ($1, $2, 'Three years', 'nobody')`,
    [one.id, her.id],
  );
  const group = { id: newId(), name_en: 'Letters', charter_en: '', entry: 'open' };
  const at = (await post('/one/en/groups/new', group)).headers.get('location')!;
  await post(`${at}/membership`, { alias: 'Juniper', words: '', watch: 'all' }, her.cookie);
  const thread = { id: newId(), post: newId(), title: 'Visits', body: 'My words' };
  const sent_ = new FormData();
  for (const [name, value] of Object.entries({ ...thread, file: new File([], '') })) sent_.append(name, value);
  const origin = world.deps.config.origins[0]!;
  await world.app.request(`${origin}${at}/threads/new`, {
    method: 'POST',
    body: sent_,
    headers: { origin, cookie: her.cookie },
  });
  const document = newId();
  const slug = at.split('/').at(-1)!;
  await post('/one/en/documents', { id: document, group: slug, title: 'Plan', body: 'x', summary: '' }, her.cookie);
  expect(await rows('select alias from document_versions where document_id = $1', document)).toEqual([
    { alias: 'Juniper' },
  ]);
  // In the log she is her place in the group, in every room of it.
  expect(
    await rows(`select 1 from audit where actor_id = $1 and noun in ('document', 'thread', 'post', 'file')`, her.id),
  ).toEqual([]);
  await world.db.owner.query(
    `insert into exchange_items (network_id, id, side, kind, account_id, until_on, seen, created_at, updated_at)
     values ($1, $2, 'offer', 'training', $3, '2027-01-01', 'members', now(), now())`,
    [one.id, newId(), her.id],
  );
  // She was invited, twice; a group wants her as well.
  const [{ email }] = await rows('select email from accounts where id = $1', her.id);
  for (const state of ['joined', 'sent'])
    await rows(
      `insert into membership_invitations (network_id, id, email, email_key, name, locale, words, state, created_at, mailed_at)
       values ($1, $2, $3, $3, 'Her, as she was invited', 'en', 'Come.', $4, '2026-11-20', '2026-11-20')`,
      one.id,
      newId(),
      email,
      state,
    );
  const [open] = await rows(`select id from membership_invitations where email_key = $1 and state = 'sent'`, email);
  world.at(new Date(begin.getTime() + 3 * 86_400_000));
  await post(`/one/en/members/invitations/${open.id}/mail`, {}, (await signInAs(world, one, 'coordinator')).cookie);
  world.at(begin);
  const hidden = { id: newId(), name_en: 'Night', charter_en: '', entry: 'hidden' };
  const night = (await post('/one/en/groups/new', hidden)).headers.get('location')!;
  await post(`${night}/invitations`, { key: email });
  const copy = JSON.parse(await (await post('/one/en/membership/copy', {}, her.cookie)).text());
  expect(copy.members.invitations).toMatchObject([{ state: 'joined' }, { state: 'sent', words: 'Come.' }]);
  expect(copy.groups.posts[0]).toMatchObject({ as: 'Juniper', body: 'My words' });
  expect(copy.directory.livedExperience).toHaveLength(1);
  expect(copy.accounts.account.name).toMatch(/^Ada/);
  expect(copy.members.memberships).toHaveLength(1);
  expect(JSON.stringify(copy)).not.toContain('token_hash');
  const form = '/one/en/membership/departure';
  expect(await said(await get(form, her.cookie))).toContain('Votes that were counted stay counted');
  expect((await post(form, { posts: 'former', account: 'delete' }, her.cookie)).status).toBe(422);
  const left = await post(form, { posts: 'former', account: 'delete', sure: 'yes' }, her.cookie);
  expect(left.headers.get('location')).toBe('/one/en');
  const [account] = await rows('select name, email, disabled_at from accounts where id = $1', her.id);
  expect(account).toMatchObject({ name: 'A former member', email: null });
  expect((await rows('select state from memberships where id = $1', id))[0].state).toBe('left');
  expect(await rows('select 1 from profiles where account_id = $1', her.id)).toEqual([]);
  for (const table of ['lived_experience', 'exchange_items', 'group_digest_readers', 'group_members'])
    expect([table, await rows(`select 1 from ${table} where account_id = $1`, her.id)]).toEqual([table, []]);
  expect(await rows('select shown_as, author_id from thread_posts where thread_id = $1', thread.id)).toEqual([
    { shown_as: null, author_id: null },
  ]);
  expect(await rows('select alias from document_versions where document_id = $1', document)).toEqual([{ alias: null }]);
  expect((await get('/one/en/membership', her.cookie)).status).not.toBe(200);
  // Of her invitations nothing is left: no row, no mail that waits, no link that knows her, no place at a group's door.
  expect(await rows(`select 1 from membership_invitations where email_key = $1`, email)).toEqual([]);
  expect(await rows(`select 1 from mails where to_address = $1`, email)).toEqual([]);
  expect(await rows(`select distinct state from mails where subject_id = $1`, open.id)).toEqual([
    { state: 'cancelled' },
  ]);
  const link = `/one/en/join?invitation=${invitationRef(world.deps.secret, one.id, open.id)}`;
  expect(await (await get(link, '')).text()).not.toContain(email);
  await world.work();
  expect(await rows(`select 1 from mails where to_address = $1`, email)).toEqual([]);
  expect(await said(await get(`${night}/members`))).not.toContain('Invited');
  // Whoever coordinates hands that over first.
  const own = await post(form, { posts: 'name', account: 'keep', sure: 'yes' });
  expect(await said(own)).toContain('entrusted with more');
});
