import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { signedId } from '../../platform/crypto/signed-id.ts';
import { inNetwork } from '../../platform/db/index.ts';
import { retainSignups } from './commands.ts';
import { signupMail } from './mails/signup.tsx';
import { signupRef, subscribers, waitingSignups } from './queries.ts';

let app: TestApp;
let cookie: string;
let network: Awaited<ReturnType<TestApp['network']>>;
const form = '/ember/en/mailing-list';
const desk = '/ember/en/desk/mailing-list';

beforeAll(async () => {
  app = await createTestApp();
  await createNetwork(app, 'ember');
  await createNetwork(app, 'other');
  network = await app.network('ember');
  cookie = (await signInAs(app, network, 'coordinator')).cookie;
});
afterAll(() => app?.stop());

const rows = async <T extends object>(sql: string, values: unknown[] = []) =>
  (await app.db.owner.query<T>(sql, values)).rows;
/** What a form carries that was opened now, so that exactly its words are filed. */
const mark = async (path = form) => /name="words" value="(\w+)"/.exec(await (await app.get(path)).text())![1]!;
const send = async (email: string, over: Record<string, string> = {}) =>
  app.post(form, { email, name: '', locale: 'en', website: '', words: await mark(), ...over });
const text = async (path: string, by?: string) => words(await (await app.get(path, by ? { cookie: by } : {})).text());
const at = <T>(now: Date, work: (ctx: Parameters<typeof retainSignups>[0]) => Promise<T>) =>
  inNetwork(app.db, network.id, (trx) => work({ trx, actor: { kind: 'system' }, network, locale: 'en', now }));
const mailed = async () => (await rows<{ id: string }>(`select id from mails where kind = 'mailing-list'`)).length;
const events = async (email: string) =>
  (
    await rows<{ said: string }>(
      `select c.event || ' ' || c.source as said from consents c join people p on p.id = c.person_id
       where p.email = $1 and c.purpose = 'newsletter' order by c.at, c.id`,
      [email],
    )
  ).map((row) => row.said);
const idOf = async (email: string) =>
  (
    await rows<{ id: string }>(
      'select s.id from mailing_signups s join people p on p.id = s.person_id where p.email = $1',
      [email],
    )
  )[0]!.id;
async function refOf(email: string): Promise<string> {
  const [row] = await rows<{ id: string; askedAt: Date }>(
    'select s.id, s.asked_at as "askedAt" from mailing_signups s join people p on p.id = s.person_id where p.email = $1',
    [email],
  );
  return signupRef(app.deps.secret, network.id, row!);
}

describe('the mailing list', () => {
  test('asks the mailbox first; opening the link changes nothing, the button does, once', async () => {
    expect(await text(form)).toContain('may send me its newsletter');
    const sent = await send('ida@example.invalid', { name: '=Ida ยุติ' });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `${form}/received`]);
    await send('ida@example.invalid', { name: '=Ida ยุติ' });
    expect(await mailed()).toBe(1);
    expect(await events('ida@example.invalid')).toEqual(['given form']);
    const own = `${form}/own/${await refOf('ida@example.invalid')}`;
    for (let n = 0; n < 2; n += 1) expect(await text(own)).toContain('Do you want our mails?');
    expect(await text(desk, cookie)).toContain('1 sign-up waits');
    for (let n = 0; n < 2; n += 1) expect((await app.post(`${own}/confirmation`, {})).status).toBe(303);
    expect(await events('ida@example.invalid')).toEqual(['given form', 'confirmed mail']);
    expect(await text(own)).toContain('You are on the list');
    expect((await app.get(own.replace('/ember/', '/other/'))).status).toBe(404);
    expect((await app.get(`${own}x`)).status).toBe(404);
    const kept = await rows<{ text: string }>(`select text from consent_wordings where purpose = 'newsletter'`);
    expect(kept[0]!.text).toContain('I can stop it at any time.');
  });

  test('the mail names nobody and leads to the page; who is on the list is told so, and answered the same', async () => {
    const [row] = await rows<{ id: string }>('select id from mailing_signups');
    const later = new Date(app.deps.clock().getTime() + 3_600_000);
    await rows(`update mails set created_at = created_at - interval '1 hour'`);
    const before = await mailed();
    expect((await send('IDA@example.invalid')).headers.get('location')).toBe(`${form}/received`);
    expect(await mailed()).toBe(before + 1);
    const mail = await at(later, (ctx) => signupMail.compose({ ctx, deps: app.deps }, [row!.id]));
    expect(mail.get(row!.id)!.text).toContain(`/ember/en/mailing-list/own/`);
    expect(mail.get(row!.id)!.text).toContain('You get it already');
    expect(mail.get(row!.id)!.text).not.toContain('Ida');
    expect(await events('ida@example.invalid')).toHaveLength(2);
  });

  test('mistakes keep what was typed; a machine is answered like everybody and leaves nothing', async () => {
    const wrong = await send('no address', { name: 'Kept' });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('value="Kept"');
    expect((await send('x@example.invalid', { locale: 'xx' })).status).toBe(422);
    expect((await send('a@example.invalid\0', {})).status).toBeGreaterThanOrEqual(400);
    expect((await send('bot@example.invalid', { website: 'x' })).status).toBe(303);
    expect(await rows(`select 1 from people where email = 'bot@example.invalid'`)).toHaveLength(0);
  });

  test('the list is for coordinators, as an inert table', async () => {
    const member = (await signInAs(app, network, 'member')).cookie;
    expect((await app.get(desk, { cookie: member })).status).toBe(404);
    expect((await app.post(`${desk}/export`, {}, { cookie: member })).status).toBe(404);
    expect(await text(desk, cookie)).toContain('1 mailbox gets');
    const csv = await (await app.post(`${desk}/export`, {}, { cookie })).text();
    expect(csv).toContain(`'=Ida ยุติ,ida@example.invalid,en,`);
    expect(await rows(`select 1 from audit where verb = 'exported' and noun = 'mailing_list'`)).toHaveLength(1);
  });

  test('taking the list asks for recent proof', async () => {
    await rows(`update sessions set proved_at = proved_at - interval '11 minutes'`);
    const asked = await app.post(`${desk}/export`, {}, { cookie });
    expect([asked.status, asked.headers.get('content-disposition')]).toEqual([403, null]);
    expect(await rows(`select 1 from audit where verb = 'exported' and noun = 'mailing_list'`)).toHaveLength(1);
    await rows(`update sessions set proved_at = proved_at + interval '11 minutes'`);
  });

  test('one mailbox gets one mail in a quarter of an hour and three in a day, whatever names are typed; two at once are one', async () => {
    const to = async () =>
      (await rows<{ to: string }>(`select to_address as to from mails where to_address ilike 'm%x@gmail.com'`)).length;
    const names = ['One', 'Two', 'สาม', 'Four', 'Five', 'Six'];
    await Promise.all(names.map((name) => send('max@gmail.com', { name })));
    expect(await to()).toBe(1);
    await send('M.a.x+again@gmail.com', { name: 'Seven' });
    expect(await to()).toBe(1);
    expect(await rows(`select 1 from people where email_key = 'max@gmail.com'`)).toHaveLength(1);
    for (const [minutes, mails] of [
      [14, 1],
      [2, 2],
      [16, 3],
      [60, 3],
      [1_500, 4],
    ] as const) {
      await rows(
        `update mails set created_at = created_at - $1 * interval '1 minute' where to_address ilike 'm%x@gmail.com'`,
        [minutes],
      );
      await send('max@gmail.com', { name: `After ${minutes}` });
      expect(await to()).toBe(mails);
    }
  });

  test('the consent is filed in the words and the language of the page that was shown; words once shown are kept', async () => {
    const filed = async (email: string) =>
      (
        await rows<{ locale: string; text: string; mail: string }>(
          `select w.locale, w.text, s.locale as mail from mailing_signups s join people p on p.id = s.person_id
           join consent_wordings w on w.id = s.wording_id where p.email = $1`,
          [email],
        )
      )[0]!;
    const french = await mark('/ember/fr/mailing-list');
    await app.post('/ember/fr/mailing-list', {
      email: 'lea@example.invalid',
      name: '',
      locale: 'en',
      website: '',
      words: french,
    });
    expect(await filed('lea@example.invalid')).toMatchObject({
      locale: 'fr',
      mail: 'en',
      text: expect.stringMatching(/infolettre/),
    });

    const before = await mark();
    expect((await app.post(`${desk}/words`, { 'words-en': 'short', 'words-fr': '' }, { cookie })).status).toBe(422);
    const ours = 'Ember may write to me once a month. <b>I can stop</b> whenever I like.';
    const save = (en: string) => app.post(`${desk}/words`, { 'words-en': en, 'words-fr': '' }, { cookie });
    for (let n = 0; n < 2; n += 1) expect((await save(`  ${ours}\r\n`)).status).toBe(303);
    expect(await rows('select 1 from mailing_words')).toHaveLength(1);
    expect(await text(form)).toContain(ours);
    // A page that was opened before: what stood there.
    await send('early@example.invalid', { words: before });
    expect((await filed('early@example.invalid')).text).toContain('about twice a month');
    await send('late@example.invalid');
    expect((await filed('late@example.invalid')).text).toBe(ours);
    const forged = await send('forged@example.invalid', { words: 'f'.repeat(32) });
    expect([forged.status, words(await forged.text()).includes('have changed since')]).toEqual([422, true]);
    expect(await rows(`select 1 from people where email = 'forged@example.invalid'`)).toHaveLength(0);
    expect((await save('')).status).toBe(303);
    expect(await text(form)).toContain('about twice a month');
    expect(await text(`${desk}/words`, cookie)).toContain('once a month');
    const other = (await signInAs(app, await app.network('other'), 'coordinator')).cookie;
    expect((await app.post(`${desk}/words`, { 'words-en': ours, 'words-fr': '' }, { cookie: other })).status).toBe(403);
    expect(await text('/other/en/mailing-list')).toContain('about twice a month');
  });

  test('a mailbox from which our mail comes back is on no list until somebody answers there or a coordinator knows better', async () => {
    const id = () => idOf('ida@example.invalid');
    const back = async (end: 'failed' | 'late') => {
      const subjectId = await id();
      await at(app.deps.clock(), (ctx) =>
        signupMail.returned!(ctx, { subjectId, end, response: '5.1.1 no such mailbox', at: ctx.now }),
      );
    };
    await back('late');
    expect(await text(desk, cookie)).toContain('1 mailbox gets');
    for (let n = 0; n < 2; n += 1) await back('failed');
    expect(await text(desk, cookie)).toContain('0 mailboxes get');
    expect(await text(desk, cookie)).toContain('came back from 1 mailbox');
    expect(await (await app.post(`${desk}/export`, {}, { cookie })).text()).not.toContain('ida@');
    expect(await text(`${desk}/returned`, cookie)).toContain('5.1.1 no such mailbox');
    const own = `${form}/own/${await refOf('ida@example.invalid')}`;
    expect(await text(own)).toContain('My mailbox works again');
    await app.post(`${own}/confirmation`, {});
    expect(await text(desk, cookie)).toContain('1 mailbox gets');
    expect(await events('ida@example.invalid')).toHaveLength(2);
    await at(app.deps.clock(), async (ctx) =>
      signupMail.settled!(ctx, [{ subjectId: await id(), state: 'failed', response: '550 gone', at: ctx.now }]),
    );
    const other = (await signInAs(app, await app.network('other'), 'coordinator')).cookie;
    const again = (network: string, by: string) =>
      id().then((one) => app.post(`/${network}/en/desk/mailing-list/returned/${one}/another-try`, {}, { cookie: by }));
    expect((await again('other', other)).status).toBe(404);
    expect(await text(desk, cookie)).toContain('0 mailboxes get');
    for (let n = 0; n < 2; n += 1) expect((await again('ember', cookie)).status).toBe(303);
    expect(await text(desk, cookie)).toContain('1 mailbox gets');
    expect(
      await rows(`select 1 from audit where noun = 'mailing_signup' and verb in ('returned', 'released')`),
    ).toHaveLength(3);
  });

  test('a link confirms only the sign-up that it was made for: not one that somebody typed later', async () => {
    const email = 'uma@example.invalid';
    const before = app.deps.clock();
    /** Signs the address up an hour after its last mail, and gives the private page of the mail that this sends. */
    const asked = async () => {
      app.at(new Date(app.deps.clock().getTime() + 3_600_000));
      await send(email);
      return `${form}/own/${await refOf(email)}`;
    };
    const confirm = (own: string) => app.post(`${own}/confirmation`, {});
    const first = await asked();
    const second = await asked();
    expect(second).not.toBe(first);
    // Neither the older link, nor one that names the newer time without our signature for it, nor one without a time.
    const [id, signature] = first.split('/').at(-1)!.split('.');
    const forged = `${form}/own/${id}.${signature}.${second.split('.').at(-1)}`;
    const timeless = `${form}/own/${signedId(app.deps.secret, 'mailing-list', network.id, await idOf(email))}`;
    expect((await confirm(forged)).status).toBe(404);
    for (const own of [first, timeless]) {
      expect((await confirm(own)).status).toBe(303);
      expect(await text(own)).toContain('The button is in our newest mail');
      expect(await (await app.get(own)).text()).not.toContain('/confirmation"');
    }
    expect((await events(email)).filter((event) => event.startsWith('confirmed'))).toEqual([]);
    for (let n = 0; n < 2; n += 1) await confirm(second);
    expect((await events(email)).filter((event) => event.startsWith('confirmed'))).toEqual(['confirmed mail']);
    // Every link of hers leaves; what brought her on the list before does not bring her there again.
    await app.post(`${timeless}/withdrawal`, {});
    expect(await text(second)).toContain('You are not on the list');
    const third = await asked();
    await confirm(second);
    expect(await text(third)).toContain('Do you want our mails?');
    expect((await events(email)).at(-1)).toBe('given form');
    await app.post(`${first}/withdrawal`, {});
    await confirm(third);
    expect(await text(third)).toContain('You are not on the list');
    app.at(before);
  });

  test('a mailbox is one, whatever names are typed: only its newest mail confirms, and leaving overtakes them all', async () => {
    const email = 'two@example.invalid';
    const before = app.deps.clock();
    const asked = async (name: string, locale = 'en') => {
      app.at(new Date(app.deps.clock().getTime() + 12 * 3_600_000));
      await send(email, { name, locale });
      const [row] = await rows<{ id: string; askedAt: Date }>(
        `select s.id, s.asked_at as "askedAt" from mailing_signups s join people p on p.id = s.person_id
         where p.email = $1 order by s.asked_at desc limit 1`,
        [email],
      );
      return `${form}/own/${signupRef(app.deps.secret, network.id, row!)}`;
    };
    const confirmed = async () => (await events(email)).filter((event) => event.startsWith('confirmed')).length;
    const waiting = () => at(app.deps.clock(), waitingSignups);
    const others = await waiting();
    const first = await asked('One');
    const second = await asked('Two');
    expect(await waiting()).toBe(others + 1);
    await app.post(`${first}/confirmation`, {});
    expect(await confirmed()).toBe(0);
    expect(await text(first)).toContain('The button is in our newest mail');
    await app.post(`${first}/withdrawal`, {});
    await app.post(`${second}/confirmation`, {});
    expect([await confirmed(), await text(second)]).toEqual([0, expect.stringContaining('You are not on the list')]);

    const third = await asked('Three');
    await app.post(`${third}/confirmation`, {});
    expect(await confirmed()).toBe(1);
    for (const own of [first, second, third]) expect(await text(own)).toContain('You are on the list');
    // On the list already, also under a fourth name or none: told so, and nothing new is asked or kept.
    const people = await rows('select from people where email = $1', [email]);
    for (const name of ['Four', '']) {
      const own = await asked(name);
      expect(await text(own)).toContain('You are on the list');
      const [mail] = await rows<{ id: string }>(
        `select subject_id as id from mails where to_address = $1 order by created_at desc limit 1`,
        [email],
      );
      const composed = await at(app.deps.clock(), (ctx) => signupMail.compose({ ctx, deps: app.deps }, [mail!.id]));
      expect(composed.get(mail!.id)!.text).toContain('You get it already');
    }
    expect(await rows('select from people where email = $1', [email])).toHaveLength(people.length);
    // Known in English, she chose French now; while she is on the list, typing her address changes nothing of it.
    await app.post(`${first}/withdrawal`, {});
    const language = async () => (await at(app.deps.clock(), subscribers)).find((one) => one.email === email)?.locale;
    await app.post(`${await asked('Three', 'fr')}/confirmation`, {});
    await asked('Three', 'en');
    expect(await language()).toBe('fr');
    await app.post(`${first}/withdrawal`, {});
    for (const own of [first, second, third]) {
      await app.post(`${own}/confirmation`, {});
      expect(await text(own)).toContain('You are not on the list');
    }
    expect(await confirmed()).toBe(2);
    app.at(before);
  });

  test('a coordinator takes a mailbox off for whoever asks her by letter or telephone; nobody else does', async () => {
    const email = 'caller@example.invalid';
    await send(email);
    const own = `${form}/own/${await refOf(email)}`;
    await app.post(`${own}/confirmation`, {});
    const remove = (typed: string, by = cookie, at = desk) =>
      app.post(`${at}/removal`, { email: typed }, { cookie: by });
    const member = (await signInAs(app, network, 'member')).cookie;
    const other = (await signInAs(app, await app.network('other'), 'coordinator')).cookie;
    expect([(await remove(email, member)).status, (await remove(email, other)).status]).toEqual([404, 403]);
    const elsewhere = await remove(email, other, '/other/en/desk/mailing-list');
    expect([elsewhere.status, words(await elsewhere.text()).includes('not on the list')]).toEqual([422, true]);
    const wrong = await remove('no address');
    expect([wrong.status, (await wrong.text()).includes('value="no address"')]).toEqual([422, true]);
    expect(await text(own)).toContain('You are on the list');
    expect((await remove(' Caller@Example.invalid ')).status).toBe(303);
    expect(await text(own)).toContain('You are not on the list');
    expect(await events(email)).toEqual(['given form', 'confirmed mail', 'withdrawn form']);
    expect((await remove(email)).status).toBe(422);
    expect(
      await rows(`select 1 from audit where verb = 'withdrawn' and noun = 'consent' and actor_kind = 'account'`),
    ).toHaveLength(1);
    // A question that waits is answered so, too.
    await send('asked@example.invalid');
    const asked = `${form}/own/${await refOf('asked@example.invalid')}`;
    expect((await remove('asked@example.invalid')).status).toBe(303);
    await app.post(`${asked}/confirmation`, {});
    expect(await events('asked@example.invalid')).toEqual(['given form']);
  });

  test('who leaves is off at once and forgotten later; what nobody confirmed goes after seven days', async () => {
    const own = `${form}/own/${await refOf('ida@example.invalid')}`;
    for (let n = 0; n < 2; n += 1) await app.post(`${own}/withdrawal`, {});
    expect(await events('ida@example.invalid')).toEqual(['given form', 'confirmed mail', 'withdrawn form']);
    expect(await text(own)).toContain('You are not on the list');
    expect(await text(desk, cookie)).toContain('0 mailboxes get');
    await rows(
      `delete from mailing_signups where person_id in (select id from people where email <> 'ida@example.invalid')`,
    );
    await send('noor@example.invalid');
    const days = (n: number) => new Date(app.deps.clock().getTime() + n * 86_400_000);
    expect(await at(days(6), retainSignups)).toBe(0);
    expect(await at(days(8), retainSignups)).toBe(1);
    expect(await rows(`select 1 from mails where to_address = 'noor@example.invalid'`)).toHaveLength(0);
    expect(await at(days(31), retainSignups)).toBe(1);
  });
});
