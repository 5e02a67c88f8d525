import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../../test/app.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { inNetwork } from '../../../platform/db/index.ts';
import { runJob } from '../../../platform/jobs/index.ts';
import { deliverInbound, readMime } from '../../../platform/mail/index.ts';
import type { Network } from '../../../platform/tenancy/index.ts';
import { writeDigests } from './commands.ts';

let app: TestApp;
let network: Network;
type Who = { cookie: string; id: string };
const who: Record<'lead' | 'ana' | 'bea', Who> = {} as never;
const email = ({ id }: Who) => `member-${id.slice(-12)}@example.invalid`;
const origin = 'http://127.0.0.1:3000';

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-20T12:00:00Z', env: { INBOUND_DOMAIN: 'in.example.invalid' } });
  network = await createNetwork(app, 'ember');
  who.lead = await signInAs(app, network, 'coordinator');
  for (const one of ['ana', 'bea'] as const) who[one] = await signInAs(app, network, 'member');
});
afterAll(() => app.stop());

async function send(path: string, as: Who, fields: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const headers = { origin, cookie: as.cookie };
  return app.app.request(origin + path, { method: 'POST', body: form, headers, redirect: 'manual' });
}
async function makeGroup(name: string, more: Record<string, string> = {}) {
  const form = { id: newId(), name_en: name, charter_en: '', entry: 'open', ...more };
  const group = (await app.post('/ember/en/groups/new', form, who.lead)).headers.get('location')!;
  for (const one of ['ana', 'bea'] as const) {
    if (form.entry === 'hidden') await app.post(`${group}/invitations`, { key: email(who[one]) }, who.lead);
    await app.post(`${group}/membership`, { alias: one === 'bea' ? 'Juniper' : '', words: '', watch: 'all' }, who[one]);
  }
  // What was written before she came is not told.
  app.at(new Date(app.deps.clock().getTime() + 60_000));
  return group;
}
async function begin(group: string, title: string, body: string, as = who.lead) {
  const id = newId();
  await send(`${group}/threads/new`, as, { id, post: newId(), title, body });
  return `${group}/threads/${id}`;
}
const write = (thread: string, body: string, as = who.lead) => send(`${thread}/posts`, as, { id: newId(), body });
const rhythm = (as: Who, cadence: string) =>
  app.post('/ember/en/groups/digest', { cadence, hour: '8', weekday: '1', zone: 'Asia/Bangkok' }, as);

/** The clock's job, then the outbox's; returns the digests that were composed, by who they go to. */
async function digests(): Promise<Map<string, { headers: Map<string, string>; text: string; html: string }>> {
  await app.db.owner.query(`delete from mails`);
  await runJob(app.deps, 'groups.digests', { network: network.id });
  await app.work();
  const { rows } = await app.db.owner.query<{ to_address: string; mime: Buffer }>(
    `select to_address, mime from mails where kind = 'group-digest' and mime is not null`,
  );
  return new Map(
    rows.map((row) => {
      const { headers, text, html } = readMime(row.mime);
      return [
        row.to_address,
        { headers: new Map(headers.map(([name, value]) => [name.toLowerCase(), value])), text, html: html ?? '' },
      ];
    }),
  );
}

describe('a digest', () => {
  test('tells at her hour what is new, titles alone, once; what she read and wrote herself it does not tell', async () => {
    const group = await makeGroup('Letters');
    await rhythm(who.ana, 'daily');
    await rhythm(who.bea, 'daily');
    const thread = await begin(group, 'Visiting hours', 'SECRET words of the first post');
    await write(thread, 'By Ana herself', who.ana);
    // 8 in Bangkok is 1 in the morning here.
    app.at('2026-11-21T00:59:00Z');
    expect(await digests()).toEqual(new Map());
    app.at('2026-11-21T01:00:00Z');
    const first = await digests();
    // Ana wrote last and so has read; Juniper is told of both posts.
    expect([...first.keys()]).toEqual([email(who.bea)]);
    const mail = first.get(email(who.bea))!;
    expect(mail.headers.get('subject')).toContain('2 new posts in your groups');
    expect(mail.text).toContain('Visiting hours (2 new posts)');
    expect(mail.text + mail.html).not.toMatch(/SECRET|By Ana|Juniper/);
    expect(mail.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    // Nothing twice: not by the same day's job again, nor on the next day.
    expect(await digests()).toEqual(new Map());
    app.at('2026-11-22T01:00:00Z');
    expect(await digests()).toEqual(new Map());
    await write(thread, 'Third');
    app.at('2026-11-23T01:00:00Z');
    const third = await digests();
    expect([...third.keys()].sort()).toEqual([email(who.ana), email(who.bea)].sort());
    expect(third.get(email(who.bea))!.text).toContain('Visiting hours (one new post)');
    expect(third.get(email(who.bea))!.text).toMatch(/threads\/[0-9a-f-]{36}#p3/);
  });

  test('tells of a thread as far as she wants to be told, and of what is still to be read when it is composed', async () => {
    const group = await makeGroup('Told as wished');
    app.at('2026-11-23T12:00:00Z');
    const quiet = await begin(group, 'Quiet', 'x');
    const named = await begin(group, 'Named', 'x');
    const hidden = await begin(group, 'Taken back', 'x');
    const { rows } = await app.db.owner.query<{ name: string }>('select name from accounts where id = $1', [
      who.ana.id,
    ]);
    await app.post(`${quiet}/watch`, { watch: 'nothing' }, who.ana);
    await app.post(`${named}/watch`, { watch: 'mentions' }, who.ana);
    await write(named, `@${rows[0]!.name} please`);
    await app.db.owner.query('update thread_posts set removed_at = now() where thread_id = $1', [
      hidden.split('/').at(-1),
    ]);
    app.at('2026-11-24T01:00:00Z');
    const mails = await digests();
    const { text } = mails.get(email(who.ana))!;
    expect(text).toContain('Named (2 new posts, you are named)');
    expect(text).not.toMatch(/Quiet|Taken back/);
    expect(mails.get(email(who.bea))!.text).toContain('Quiet');
  });

  test('carries text where the group chose so; of a hidden group that did not, not even its name', async () => {
    app.at('2026-11-24T12:00:00Z');
    const open = await makeGroup('With text', { digest_text: 'yes' });
    const hidden = await makeGroup('The court case', { entry: 'hidden' });
    await begin(open, 'Minutes', 'We met on **Monday**.');
    await begin(hidden, 'Witness list', 'x');
    app.at('2026-11-25T01:00:00Z');
    const { text, html } = (await digests()).get(email(who.ana))!;
    expect(text).toContain('We met on **Monday**.');
    expect(text).toContain('One new post in a group whose name is not sent by e-mail');
    expect(text + html).not.toMatch(/court case|Witness/);
  });

  test('is in her language', async () => {
    await app.db.owner.query(`update accounts set locale = 'fr' where id = $1`, [who.ana.id]);
    app.at('2026-11-25T12:00:00Z');
    const group = await makeGroup('En français');
    await begin(group, 'Bonjour', 'x');
    app.at('2026-11-26T01:00:00Z');
    const mail = (await digests()).get(email(who.ana))!;
    expect(mail.headers.get('subject')).toContain('un nouveau message dans vos groupes');
    expect(mail.text).toContain('/ember/fr/groups/');
    await app.db.owner.query(`update accounts set locale = 'en' where id = $1`, [who.ana.id]);
  });

  test('killed in the middle, it is told by the next run, and once', async () => {
    app.at('2026-11-26T12:00:00Z');
    const group = await makeGroup('Killed');
    await begin(group, 'After the crash', 'x');
    app.at('2026-11-27T01:00:00Z');
    await app.db.owner.query(`delete from mails`);
    const broken = inNetwork(app.db, network.id, async (trx) => {
      await writeDigests({ trx, network, actor: { kind: 'system' }, locale: 'en', now: app.deps.clock() });
      throw new Error('killed');
    });
    await expect(broken).rejects.toThrow('killed');
    // Two workers at once: each reader is one's alone.
    const run = () => runJob(app.deps, 'groups.digests', { network: network.id });
    await Promise.all([run(), run(), run()]);
    const { rows } = await app.db.owner.query<{ to_address: string; n: number }>(
      `select to_address, count(*) as n from mails where kind = 'group-digest' group by 1`,
    );
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.every((row) => Number(row.n) === 1)).toBe(true);
  });

  test('stops by a button, whoever is signed in, and by a mail program’s own; a changed address stops nothing', async () => {
    app.at('2026-11-27T12:00:00Z');
    const group = await makeGroup('Stopping');
    const thread = await begin(group, 'One more', 'x');
    app.at('2026-11-28T01:00:00Z');
    const mail = (await digests()).get(email(who.ana))!;
    const link = new RegExp(`${origin}(/ember/en/groups/digest/[^\\s]+)`).exec(
      mail.text.slice(mail.text.indexOf('No more digests')),
    )![1]!;
    // A mail scanner that follows the link changes nothing.
    expect(words(await (await app.get(link)).text())).toContain('No more digests?');
    const cadence = async (one: Who) =>
      (
        await app.db.owner.query<{ cadence: string }>(
          'select cadence from group_digest_readers where account_id = $1',
          [one.id],
        )
      ).rows[0]!.cadence;
    expect(await cadence(who.ana)).toBe('daily');
    expect((await app.get(`${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`)).status).toBe(404);
    expect((await app.post(link, {})).status).toBe(303);
    expect(await cadence(who.ana)).toBe('never');
    expect(words(await (await app.get(link)).text())).toContain('No more digests come');
    await rhythm(who.ana, 'weekly');
    const oneClick = /<(?:[^>]*)(\/ember\/en\/groups\/digest\/[^>]+one-click)>/.exec(
      mail.headers.get('list-unsubscribe')!.replace(/\s/g, ''),
    )![1]!;
    const answer = await app.app.request(origin + oneClick, {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(answer.status).toBe(200);
    expect(await cadence(who.ana)).toBe('never');
    // Who is no longer in the group is told nothing of it.
    await rhythm(who.ana, 'daily');
    await write(thread, 'For those inside');
    await app.post(`${group}/leaving`, { name: 'keep' }, who.ana);
    app.at('2026-11-29T01:00:00Z');
    expect((await digests()).get(email(who.ana))?.text ?? '').not.toContain('One more');
  });
});

describe('a reply by mail', () => {
  const mail = (to: string, from: string, text: string, more = {}) => ({
    recipients: [to],
    from: { name: 'Somebody', address: from },
    subject: 'Re: digest',
    date: null,
    messageId: `${newId()}@example.invalid`,
    inReplyTo: null,
    text,
    html: null,
    automatic: false,
    attachments: 0,
    report: null,
    ...more,
  });

  test('is a post under the name she bears, without what it quotes; only from her own address, once, and where she may write', async () => {
    app.at('2026-11-29T12:00:00Z');
    const group = await makeGroup('By mail');
    const thread = await begin(group, 'Answer me', 'x');
    app.at('2026-11-30T01:00:00Z');
    const got = (await digests()).get(email(who.bea))!;
    const to = /group\+[0-9a-f.]+@in\.example\.invalid/.exec(got.text)![0];
    const page = async () => words(await (await app.get(thread, who.lead)).text());
    expect(await deliverInbound(app.deps, mail(to, 'stranger@example.invalid', 'I am not her'))).toBe('taken');
    expect(await deliverInbound(app.deps, mail(to, email(who.bea), 'I am away', { automatic: true }))).toBe('taken');
    expect(await deliverInbound(app.deps, mail(to.replace(/\.[0-9a-f]/, '.g'), email(who.bea), 'Forged'))).toBe(
      'unknown',
    );
    expect(await page()).not.toMatch(/not her|away|Forged/);
    const reply = mail(
      to,
      email(who.bea).toUpperCase(),
      'Yes, *I* can.\n\nOn Monday Network <x@y.invalid> wrote:\n> Answer me',
    );
    for (let times = 0; times < 2; times += 1) expect(await deliverInbound(app.deps, reply)).toBe('taken');
    const seen = await page();
    expect(seen).toMatch(/Juniper post 2 .* by e-mail Yes, I can\./);
    expect(seen).not.toMatch(/On Monday Network|post 3/);
    const { rows } = await app.db.owner.query('select name from accounts where id = $1', [who.bea.id]);
    expect(seen).not.toContain((rows[0] as { name: string }).name);
    // Locked: she is told here that it was not put up, and nobody else.
    await app.post(`${thread}/lock`, {}, who.lead);
    await deliverInbound(app.deps, mail(to, email(who.bea), 'Too late'));
    expect(await page()).not.toContain('Too late');
    expect(words(await (await app.get('/ember/en/groups', who.bea)).text())).toContain(
      'your reply by e-mail was not put up',
    );
    // Left: nothing.
    await app.post(`${thread}/lock/end`, {}, who.lead);
    await app.post(`${group}/leaving`, { name: 'former' }, who.bea);
    await deliverInbound(app.deps, mail(to, email(who.bea), 'From outside'));
    expect(await page()).not.toContain('From outside');
    expect(await page()).toContain('a former member post 2');
  });

  test('is nobody else’s: the outbox shows a coordinator neither what it says nor to whom it goes', async () => {
    const hidden = await makeGroup('The court case', { entry: 'hidden', digest_text: 'yes' });
    await begin(hidden, 'Witness list', 'Whom we name');
    app.at(new Date(app.deps.clock().getTime() + 26 * 3_600_000));
    expect((await digests()).get(email(who.ana))!.text).toContain('Whom we name');
    const reader = await signInAs(app, network, 'coordinator');
    const list = await (await app.get('/ember/en/outbox?kind=group-digest', reader)).text();
    expect(list).not.toMatch(new RegExp(`${email(who.ana)}|${email(who.bea)}`));
    const ids = [...list.matchAll(/outbox\/([0-9a-f-]{36})/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(1);
    for (const id of ids) {
      const mail = await (await app.get(`/ember/en/outbox/${id}`, reader)).text();
      expect(mail).not.toMatch(/Whom we name|Witness|court case|@example\.invalid/);
      for (const part of ['html', 'source'])
        expect((await app.get(`/ember/en/outbox/${id}/${part}`, reader)).status).toBe(404);
    }
  });
});
