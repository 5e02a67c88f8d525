import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { createApp } from '../../app.tsx';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import { closeMailer, type QueuedMail, queueMails } from '../../platform/mail/index.ts';
import type { Ctx, Network } from '../../platform/tenancy/index.ts';
import { feature } from './index.ts';
import { linkedText } from './links.ts';
import { type Recorder, recorder } from './testing/feature.ts';
import { openSink, type Sink } from './testing/sink.ts';

const origin = 'http://127.0.0.1:3000';
let app: TestApp;
let network: Network;
let cookie: string;
let mails: Recorder;
let sink: Sink | undefined;

beforeAll(async () => {
  app = await createTestApp();
  mails = recorder();
  app.deps.features = [...app.deps.features.filter((one) => one.name !== 'campaigns'), mails.feature];
  app.app = createApp(app.deps);
  await app.db.owner.query('insert into installation (id) values ($1) on conflict do nothing', [newId()]);
});
afterAll(() => app.stop());

beforeEach(async () => {
  network = await createNetwork(app, `n${newId().slice(-12)}`, { locales: ['en', 'es', 'fr', 'pt'] });
  cookie = (await signInAs(app, network, 'coordinator')).cookie;
  mails.outcomes.length = 0;
});
afterEach(async () => {
  closeMailer(app.deps.config);
  app.deps.config = { ...app.deps.config, smtpUrl: undefined };
  await sink?.close();
  sink = undefined;
  await app.db.owner.query('update installation set mail_held_at = null');
});

const request = (path: string, init: RequestInit = {}, as = cookie) =>
  Promise.resolve(
    app.app.request(origin + path, {
      ...init,
      headers: { cookie: as, ...(init.headers as object) },
      redirect: 'manual',
    }),
  );
const get = (path: string, as?: string) => request(path, {}, as);
const post = (path: string, fields: Record<string, string> = {}, as?: string) =>
  request(
    path,
    {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
    },
    as,
  );
const base = (locale = 'en') => `/${network.slug}/${locale}/outbox`;

const inside = <T>(work: (ctx: Ctx) => Promise<T>, actor: Ctx['actor'] = { kind: 'system' }) =>
  inNetwork(app.db, network.id, (trx) => work({ trx, actor, network, locale: 'en', now: app.deps.clock() }));

async function queue(more: Partial<QueuedMail> = {}): Promise<{ subject: string; id: string }> {
  const subject = newId();
  await inside((ctx) =>
    queueMails(ctx, [
      { kind: 'letter', subjectId: subject, to: mails.address(subject), locale: 'en', priority: 5, ...more },
    ]),
  );
  const { rows } = await app.db.owner.query<{ id: string }>('select id from mails where subject_id = $1', [subject]);
  return { subject, id: rows[0]!.id };
}
const stateOf = async (id: string) =>
  (await app.db.owner.query('select state from mails where id = $1', [id])).rows[0].state;
const setState = (id: string, state: string) =>
  app.db.owner.query('update mails set state = $2, finished_at = $3, response = $4, attempts = 1 where id = $1', [
    id,
    state,
    app.deps.clock(),
    '550 no',
  ]);
const audited = async () =>
  (await app.db.owner.query(`select verb, noun, actor_kind from audit where network_id = $1 order by id`, [network.id]))
    .rows;

test('only coordinators see it; a visitor is asked to sign in, everybody else gets 404', async () => {
  const { id } = await queue();
  await app.work();
  const member = (await signInAs(app, network, 'member', 'auditor')).cookie;
  const admin = (await signInAs(app, network, 'administrator')).cookie;
  const other = await createNetwork(app, `o${newId().slice(-12)}`);
  const stranger = (await signInAs(app, other, 'coordinator')).cookie;
  for (const path of [base(), `${base()}/${id}`, `${base()}/${id}/html`, `${base()}/${id}/source`]) {
    expect((await get(path, '')).status).toBe(403);
    expect((await get(path, member)).status).toBe(404);
    // A session of another network is none here.
    expect((await get(path, stranger)).status).toBe(403);
    expect((await get(path.replace(network.slug, other.slug), stranger)).status).toBe(path === base() ? 200 : 404);
  }
  expect((await get(base(), admin)).status).toBe(404);
  for (const path of [`${base()}/${id}/retry`, `${base()}/${id}/settlement`, `${base()}/release`]) {
    expect((await post(path, { choice: 'again' }, member)).status).toBe(404);
    expect((await post(path, { choice: 'again' }, '')).status).toBe(403);
  }
  expect((await get(`${base()}/not-an-id`)).status).toBe(404);
  expect((await get(`${base()}/${newId()}`)).status).toBe(404);
});

test.each(['en', 'es', 'fr', 'pt'])('an empty outbox says what will stand there (%s)', async (locale) => {
  const html = await (await get(base(locale))).text();
  expect(words(html)).toContain(app.deps.messages.for(locale)('outbox.empty'));
  expect(html).not.toContain('outbox.');
});

test('without a mail server: kept, said so, readable as text, HTML and source; our own links can be followed', async () => {
  const { id, subject } = await queue({ kind: 'confirmation', priority: 0 });
  const link = `${origin}/${network.slug}/en/confirm/abc`;
  mails.texts.set(subject, {
    subject: 'Please confirm <b>',
    text: `Please open ${link}.\nNot https://evil.invalid/${link}\n<script>alert(1)</script>`,
    html: `<!doctype html><p>Please <a href="${link}">confirm</a></p><script>alert(1)</script>`,
  });
  await app.work();
  const list = await (await get(base())).text();
  expect(words(list)).toContain('No mail server is set up');
  expect(words(list)).toContain('One is kept here.');
  expect(words(list)).toContain('Please confirm <b>');
  expect(words(list)).toContain(mails.address(subject));

  const page = await get(`${base()}/${id}`);
  const html = await page.text();
  expect(html).toContain(`<a href="${link}">${link}</a>.`);
  expect(html).not.toContain('href="https://evil.invalid');
  expect(html).not.toContain('<script>alert');
  expect(words(html)).toContain('Kept here');

  const alone = await get(`${base()}/${id}/html`);
  expect(alone.headers.get('content-security-policy')).toBe(
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
  );
  expect(alone.headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
  expect(alone.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await alone.text()).toContain(`<a href="${link}">confirm</a>`);

  const source = await get(`${base()}/${id}/source`);
  expect(source.headers.get('content-type')).toMatch(/^text\/plain/);
  expect(await source.text()).toContain('Message-ID: <');
});

test('every kind of mail that a room brings has a name', () => {
  const kinds = app.deps.features.flatMap(({ mails }) => Object.keys(mails ?? {}));
  expect(kinds.filter((kind) => !app.deps.messages.has(`outbox.kind.${kind}`))).toEqual([]);
});

test('a plain letter has no HTML page', async () => {
  const { id } = await queue();
  await app.work();
  expect((await get(`${base()}/${id}/html`)).status).toBe(404);
  expect(await (await get(`${base()}/${id}`)).text()).not.toContain('/html"');
});

test('the list pages by key, newest first, and filters by state and kind', async () => {
  const ids = [];
  for (let i = 0; i < 28; i += 1) ids.push((await queue(i % 2 ? {} : { kind: 'confirmation' })).id);
  await app.work();
  await setState(ids[27]!, 'failed');
  const linksOf = (html: string) => [...html.matchAll(/outbox\/([0-9a-f-]{36})"/g)].map((match) => match[1]!);
  const first = await (await get(base())).text();
  expect(linksOf(first)).toEqual([...ids].reverse().slice(0, 25));
  // Written on one day: it stands once above them, and beside each its hour.
  const [day, ...rows] = [...first.matchAll(/<tr>(.*?)<\/tr>/gs)].slice(1).map((match) => words(match[1]!).trim());
  expect(day).toMatch(/^\w+ \d+, \d{4}$/);
  expect(rows).toHaveLength(25);
  for (const row of rows) expect(row).toMatch(/ \d+:\d\d\s[AP]M$/);
  const next = /href="([^"]+)" rel="next"/.exec(first)![1]!.replaceAll('&amp;', '&');
  const second = await (await get(next)).text();
  expect(linksOf(second)).toEqual([...ids].reverse().slice(25));
  expect(second).not.toContain('rel="next"');
  expect(linksOf(await (await get(`${base()}?state=failed`)).text())).toEqual([ids[27]]);
  expect(linksOf(await (await get(`${base()}?kind=letter&state=kept`)).text())).toHaveLength(13);
  expect(words(await (await get(`${base()}?state=uncertain`)).text())).toContain('No mail fits this choice.');
  expect((await get(`${base()}?state=nonsense&kind=%FF&before=x`)).status).toBe(200);
  expect((await get(`${base()}?kind=%00`)).status).toBe(404);
});

test('a failed mail can be tried again, once, and is then really sent', async () => {
  sink = await openSink();
  const { id, subject } = await queue({ once: true });
  await setState(id, 'failed');
  const page = words(await (await get(`${base()}/${id}`)).text());
  expect(page).toContain('Try again');
  expect(page).toContain('550 no');
  app.deps.config = { ...app.deps.config, smtpUrl: sink.url };
  const answer = await post(`${base()}/${id}/retry`);
  expect(answer.status).toBe(303);
  expect(await stateOf(id)).toBe('queued');
  expect((await post(`${base()}/${id}/retry`)).status).toBe(303);
  await app.work();
  expect(await stateOf(id)).toBe('sent');
  expect(sink.taken.map((mail) => mail.to)).toEqual([mails.address(subject)]);
  expect(await audited()).toEqual([{ verb: 'requeued', noun: 'mail', actor_kind: 'account' }]);
  expect(words(await (await get(`${base()}/${id}`)).text())).toContain(
    'Its text is kept with the action it belongs to',
  );
});

test('an uncertain letter waits for a person: "it arrived" tells its owner, "send again" sends it', async () => {
  const arrived = await queue({ once: true });
  const again = await queue({ once: true });
  for (const { id } of [arrived, again]) await setState(id, 'uncertain');
  await app.db.owner.query('delete from graphile_worker._private_jobs');
  expect(words(await (await get(`${base()}/${arrived.id}`)).text())).toContain('Did it arrive?');

  const wrong = await post(`${base()}/${arrived.id}/settlement`, { choice: 'maybe' });
  expect(wrong.status).toBe(422);
  expect(words(await wrong.text())).toContain('Please say whether it arrived.');

  expect((await post(`${base()}/${arrived.id}/settlement`, { choice: 'arrived' })).status).toBe(303);
  expect(await stateOf(arrived.id)).toBe('sent');
  expect(mails.outcomes).toMatchObject([{ subjectId: arrived.subject, state: 'sent' }]);

  expect((await post(`${base()}/${again.id}/settlement`, { choice: 'again' })).status).toBe(303);
  expect(await stateOf(again.id)).toBe('queued');
  // Decided already: nothing happens twice.
  expect((await post(`${base()}/${arrived.id}/settlement`, { choice: 'again' })).status).toBe(303);
  expect(await stateOf(arrived.id)).toBe('sent');
  expect(await audited()).toHaveLength(2);
});

test('held mail is announced, and released by a person', async () => {
  await app.db.owner.query('update installation set mail_held_at = $1', [app.deps.clock()]);
  const { id } = await queue();
  await app.work();
  expect(await stateOf(id)).toBe('queued');
  expect(words(await (await get(base())).text())).toContain('Mail is held');
  expect((await post(`${base()}/release`)).status).toBe(303);
  await app.work();
  expect(await stateOf(id)).toBe('kept');
  expect(words(await (await get(base())).text())).not.toContain('Mail is held');
  expect(await audited()).toEqual([{ verb: 'released', noun: 'mail', actor_kind: 'account' }]);
});

test('the dashboard names what needs somebody, to coordinators alone', async () => {
  await app.db.owner.query('update installation set mail_held_at = $1', [app.deps.clock()]);
  for (const state of ['failed', 'failed', 'uncertain', 'kept']) await setState((await queue()).id, state);
  const t = app.deps.messages.for('en');
  const items = await inside((ctx) => feature.dashboard!(ctx, t), {
    kind: 'account',
    id: newId(),
    name: 'Ada',
    roles: ['coordinator'],
  });
  expect(items.map((item) => item.text)).toEqual([
    'Mail is held',
    'One letter may or may not have arrived',
    '2 messages failed',
    'One message is kept here, not sent',
  ]);
  expect(items.every((item) => item.why && item.href.startsWith(base()))).toBe(true);
  expect(
    await inside((ctx) => feature.dashboard!(ctx, t), { kind: 'account', id: newId(), name: 'Bea', roles: ['member'] }),
  ).toEqual([]);
});

test('texts and rows go when their time is over', async () => {
  const [sent, kept, fresh] = [await queue(), await queue(), await queue()];
  await app.work();
  await setState(sent.id, 'sent');
  const ended = (id: string, days: number) =>
    app.db.owner.query('update mails set finished_at = $2 where id = $1', [
      id,
      new Date(app.deps.clock().getTime() - days * 86_400_000),
    ]);
  const withText = async () =>
    (
      await app.db.owner.query<{ id: string }>(
        'select id from mails where network_id = $1 and mime is not null order by id',
        [network.id],
      )
    ).rows.map((row) => row.id);
  await ended(kept.id, 89);
  expect(await inside((ctx) => feature.retain!(ctx))).toBe(0);
  await ended(kept.id, 91);
  await ended(sent.id, 401);
  expect(await inside((ctx) => feature.retain!(ctx))).toBe(2);
  expect(await withText()).toEqual([fresh.id]);
  expect(
    (await app.db.owner.query('select count(*) from mails where network_id = $1', [network.id])).rows[0].count,
  ).toBe(2);
});

test('a person’s mails are in her copy, and are blanked with her', async () => {
  const person = newId();
  const { id, subject } = await queue();
  await app.db.owner.query(
    `insert into people (network_id, id, name, name_key, email, email_key, locale, created_at) values ($1, $2, 'Noor', 'noor', $3, $3, 'en', now())`,
    [network.id, person, mails.address(subject)],
  );
  await app.work();
  expect(await inside((ctx) => feature.exportPerson!(ctx, person))).toMatchObject({
    mails: [{ kind: 'letter', state: 'kept' }],
  });
  await inside((ctx) => feature.erase!(ctx, person));
  const page = words(await (await get(`${base()}/${id}`)).text());
  expect(page).not.toContain(mails.address(subject));
  expect(page).toContain('(removed)');
});

test('a decision-maker who erases herself as a supporter takes nobody’s letter to her with it, nor a housemate’s mail', async () => {
  const official = newId();
  const letter = await queue({ once: true });
  const address = mails.address(letter.subject);
  await app.db.owner.query(
    `insert into people (network_id, id, name, name_key, email, email_key, locale, created_at) values ($1, $2, 'Noor', 'noor', $3, $3, 'en', now())`,
    [network.id, official, address],
  );
  expect(await inside((ctx) => feature.exportPerson!(ctx, official))).toEqual({ mails: [] });
  await inside((ctx) => feature.erase!(ctx, official));
  const stateOf = async (id: string) =>
    (await app.db.owner.query('select state, to_address from mails where id = $1', [id])).rows[0];
  expect(await stateOf(letter.id)).toEqual({ state: 'queued', to_address: address });

  const shared = await queue();
  const [one, two] = [newId(), newId()];
  for (const [id, name] of [
    [one, 'Ada'],
    [two, 'Bo'],
  ]) {
    await app.db.owner.query(
      `insert into people (network_id, id, name, name_key, email, email_key, locale, created_at) values ($1, $2, $3, $3, $4, $4, 'en', now())`,
      [network.id, id, name, mails.address(shared.subject)],
    );
  }
  await inside((ctx) => feature.erase!(ctx, one));
  expect(await stateOf(shared.id)).toEqual({ state: 'queued', to_address: mails.address(shared.subject) });
});

test('claiming, paging and counting use their indexes under row-level security', async () => {
  await app.db.owner.query(
    `insert into mails (network_id, id, kind, subject_id, to_address, locale, message_id, due_at, created_at, state)
     select $1, gen_random_uuid(), 'letter', gen_random_uuid(), 'a@example.invalid', 'en', 'x', now(), now(), case when i % 50 = 0 then 'queued' else 'sent' end
     from generate_series(1, 20000) i`,
    [network.id],
  );
  await app.db.owner.query('analyze mails');
  const client = await app.db.app.connect();
  try {
    await client.query(`begin; select set_config('casement.network', '${network.id}', true)`);
    const plan = async (text: string) =>
      (await client.query(`explain ${text}`)).rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n');
    const claim = await plan(
      `select id from mails where network_id = '${network.id}' and state = 'queued' and due_at <= now() order by priority, due_at, id limit 50 for update skip locked`,
    );
    expect(claim).toMatch(/mails_due/);
    expect(claim).not.toMatch(/Sort|Seq Scan/);
    expect(
      await plan(
        `select id from mails where network_id = '${network.id}' and state = 'sent' order by id desc limit 51`,
      ),
    ).toMatch(/mails_by_state|mails_pkey/);
    await client.query('rollback');
  } finally {
    client.release();
  }
});

test('only our own addresses become links', () => {
  const links = (text: string) =>
    linkedText(text, [origin])
      .filter((part) => part.href)
      .map((part) => part.href);
  expect(links(`a ${origin}/x/y?z=1, (${origin}/b).`)).toEqual([`${origin}/x/y?z=1`, `${origin}/b`]);
  expect(
    links(
      `${origin}.evil.invalid/ http://127.0.0.1:3000@evil.invalid/ https://example.org/ javascript:alert(1) http://[`,
    ),
  ).toEqual([]);
  expect(
    linkedText(`a ${origin}/x b`, [origin])
      .map((part) => part.text)
      .join(''),
  ).toBe(`a ${origin}/x b`);
});

test('an account that is deleted takes its address out of the outbox; a supporter with the same mailbox keeps hers', async () => {
  const her = await signInAs(app, network, 'member');
  const address = `member-${her.id.slice(-12)}@example.invalid`;
  const { id } = await queue({ kind: 'account-notice', to: address });
  await setState(id, 'sent');
  const copy = await inside((ctx) => feature.exportAccount!(ctx, her.id));
  expect(copy).toMatchObject({ mails: [{ kind: 'account-notice', state: 'sent' }] });
  await inside((ctx) => feature.departs!(ctx, her.id, { former: true, erased: false }));
  const to = async () => (await app.db.owner.query('select to_address from mails where id = $1', [id])).rows;
  expect(await to()).toEqual([{ to_address: address }]);
  await inside((ctx) => feature.departs!(ctx, her.id, { former: true, erased: true }));
  expect(await to()).toEqual([{ to_address: '' }]);
});
