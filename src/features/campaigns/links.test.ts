import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { kits } from '../../../test/beginnings.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import { readMime } from '../../platform/mail/index.ts';
import { findLinks, findWaiting, insertLinkMails, linkMailsPerDay, mostLinks } from './links.ts';
import { privateLinks } from './mails/links.tsx';

const noon = '2026-11-21T12:00:00Z';
const home = '/daylight/en';
const ask = `${home}/actions/links`;

let app: TestApp;
let posts: string[];
beforeAll(async () => {
  app = await createTestApp({ from: await kits(), now: noon, env: { CASEMENT_TRUST_PROXY: '1' } });
  const found = await app.post(`${home}/campaigns/five-asks/search`, { code: 'Z1A', country: 'XX' });
  const form = await (await app.get(found.headers.get('location')!)).text();
  posts = [...form.matchAll(/name="to" value="([^"]+)" checked/g)].map((match) => match[1]!);
});
afterAll(() => app.stop());

const rows = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await app.db.owner.query<T>(text, values)).rows;
const later = (minutes: number) => app.at(new Date(Date.parse(noon) + minutes * 60_000));

/** Each from another address, so that no limit but the mailbox's is met. */
let asked = 0;
const send = (email: string, over: Record<string, string> = {}, path = ask) => {
  asked += 1;
  const from = `10.${asked >> 16}.${(asked >> 8) & 255}.${asked & 255}`;
  return app.post(path, { email, website: '', ...over }, { headers: { 'x-forwarded-for': from } });
};

type Mail = { id: string; to: string; locale: string; state: string; subject_id: string; mime: Buffer | null };
const mailsTo = async (email: string, kind = 'private-links') =>
  rows<Mail>(
    'select id, to_address as "to", locale, state, subject_id, mime from mails where to_address = $1 and kind = $2 order by id',
    [email, kind],
  );
const lastTo = async (email: string, kind?: string) => {
  await app.work();
  return readMime((await mailsTo(email, kind)).at(-1)!.mime!);
};
const refs = (text: string) =>
  [...text.matchAll(/http:\/\/127\.0\.0\.1:3000(\/\S+\/actions\/[\w.-]+)/g)].map(([, at]) => at!);

type Letter = { name: string; email: string; body: string; campaign?: string; locale?: string };
async function write({ name, email, body, campaign = 'five-asks', locale = 'en' }: Letter): Promise<void> {
  const to = campaign === 'five-asks' ? posts : posts.filter((id) => !id.includes('municipal'));
  const fields = { name, email, body, subject: 'A subject of hers', street: '', to };
  expect((await app.post(`/daylight/${locale}/campaigns/${campaign}/actions`, fields)).status).toBe(303);
}
/** Writes and presses the button; returns her private page. */
async function confirmed(letter: Letter): Promise<string> {
  await write(letter);
  const { text } = await lastTo(letter.email, 'confirmation');
  const path = /(\/daylight\/\w\w\/actions\/[\w.-]+)\/confirmation/.exec(text)![1]!;
  await app.post(`${path}/confirmation`, {});
  return path;
}

describe('her private link again', () => {
  test('comes by mail with title, day and state, and none of her words; asking changes nothing else', async () => {
    const path = await confirmed({ name: 'Ana Unsaid', email: 'ana@example.invalid', body: 'Unmistakable words' });
    const shown = words(await (await app.get(ask)).text());
    expect(shown).toContain('Send me my link again');
    const answer = await send('ana@example.invalid');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${ask}/received`]);
    expect(words(await (await app.get(`${ask}/received`)).text())).toContain('at most 2 such e-mails a day');

    const mail = await lastTo('ana@example.invalid');
    for (const part of [mail.text, words(mail.html!)]) {
      expect(part).toContain('Letter of November 21, 2026: confirmed.');
      expect(part).toContain('It was not you?');
      expect(part).not.toMatch(/Unmistakable|Unsaid|A subject of hers/);
    }
    expect(refs(mail.text)).toEqual([path]);
    expect(mail.html).toContain(`href="http://127.0.0.1:3000${path}"`);
    // A scanner opens it: nothing happens.
    for (let n = 0; n < 2; n += 1) expect(words(await (await app.get(path)).text())).toContain('Thank you, Ana Unsaid');
  });

  test('whoever asks learns nothing: the same answer after the same time, for an address that is known and one that is not', async () => {
    await confirmed({ name: 'Bea Invented', email: 'bea@example.invalid', body: 'one' });
    const seen = async (email: string) => {
      const began = performance.now();
      const answer = await send(email);
      const ms = performance.now() - began;
      return {
        ms,
        says: [answer.status, await answer.text(), [...answer.headers].filter(([name]) => !/^x-request/.test(name))],
      };
    };
    const known = await seen('bea@example.invalid');
    const unknown = await seen('nobody-here@example.invalid');
    expect(known.says).toEqual(unknown.says);
    for (const { ms } of [known, unknown]) expect(ms).toBeGreaterThan(240);
    expect(await mailsTo('bea@example.invalid')).toHaveLength(1);
    expect(await rows(`select from mails where to_address = 'nobody-here@example.invalid'`)).toEqual([]);
    expect(await rows(`select from people where email = 'nobody-here@example.invalid'`)).toEqual([]);
  });

  test('a mistake is said, a machine is told what everybody is told, and one address asks so often', async () => {
    const wrong = await send('"><b>no address');
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('value="&quot;&gt;&lt;b&gt;no address"');
    const machine = await send('ana@example.invalid', { website: 'https://x.invalid' });
    expect(machine.headers.get('location')).toBe(`${ask}/received`);
    expect(await mailsTo('ana@example.invalid')).toHaveLength(1);
    const often = await Promise.all(
      Array.from({ length: 61 }, () =>
        app.post(
          ask,
          { email: 'nobody-here@example.invalid', website: '' },
          { headers: { 'x-forwarded-for': '192.0.2.7' } },
        ),
      ),
    );
    expect(often.filter(({ status }) => status === 303)).toHaveLength(60);
    expect(often.filter(({ status }) => status === 429)).toHaveLength(1);
  });

  test('hundreds of asks at the same instant are one mail; then one after ten minutes, and no more that day', async () => {
    await confirmed({ name: 'Cleo Invented', email: 'cleo@example.invalid', body: 'one' });
    const all = await Promise.all(Array.from({ length: 300 }, () => send('cleo@example.invalid')));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([303]));
    const count = async () => (await mailsTo('cleo@example.invalid')).length;
    expect(await count()).toBe(1);
    for (const [minutes, mails] of [
      [9, 1],
      [11, 2],
      [30, 2],
      [23 * 60, 2],
      [24 * 60 + 1, 3],
    ] as const) {
      later(minutes);
      await send('CLEO@example.invalid');
      expect([minutes, await count()]).toEqual([minutes, mails]);
    }
    later(0);
    expect(linkMailsPerDay).toBe(2);
  });

  test('two names on one mailbox are one mail, to the address with which she wrote and never to the one that was typed', async () => {
    const dora = await confirmed({ name: 'Dora Invented', email: 'Dora.One@gmail.com', body: 'one' });
    const paul = await confirmed({ name: 'Paul Invented', email: 'Dora.One@gmail.com', body: 'two' });
    await send('doraone+other@googlemail.com');
    await app.work();
    expect(await rows(`select from mails where to_address like 'doraone%'`)).toEqual([]);
    const mails = await mailsTo('Dora.One@gmail.com');
    expect(mails).toHaveLength(1);
    expect(refs(readMime(mails[0]!.mime!).text).sort()).toEqual([dora, paul].sort());

    // Under whichever of the two it stands: what is hers is gone from it with her, and the other's link comes as before.
    await app.post(`${dora}/erasure`, {});
    expect((await mailsTo('Dora.One@gmail.com')).filter(({ mime }) => mime !== null)).toEqual([]);
    later(25 * 60);
    await send('dora.one@gmail.com');
    expect(refs((await lastTo('Dora.One@gmail.com')).text)).toEqual([paul]);
    await app.post(`${paul}/erasure`, {});
    later(50 * 60);
    await send('dora.one@gmail.com');
    expect(await mailsTo('Dora.One@gmail.com')).toEqual([]);
    expect(
      await rows(`select from mails where mime is not null and kind = 'private-links' and to_address = ''`),
    ).toEqual([]);
    later(0);
  });

  test('erased between the ask and the sending, she is sent nothing', async () => {
    const path = await confirmed({ name: 'Eva Invented', email: 'eva@example.invalid', body: 'one' });
    await send('eva@example.invalid');
    await app.post(`${path}/erasure`, {});
    await app.work();
    expect(await rows(`select from mails where to_address = 'eva@example.invalid'`)).toEqual([]);
  });
});

describe('what stands in the mail', () => {
  test('a letter taken back says so; one that she called not hers is not there, nor one that is held', async () => {
    const email = 'fay@example.invalid';
    const back = await confirmed({ name: 'Fay Invented', email, body: 'taken back' });
    await app.post(`${back}/withdrawal`, {});
    await write({ name: 'Fay Invented', email, body: 'waits' });
    await write({ name: 'Fay Forged', email, body: 'not hers' });
    await write({ name: 'Fay Forged', email, body: 'held' });
    const [forged] = await rows<{ id: string }>(`select id from actions where body = 'not hers'`);
    await app.db.owner.query(`update actions set state = 'withdrawn' where id = $1`, [forged!.id]);
    await app.db.owner.query(
      `insert into action_flags (network_id, action_id, state, reasons, at) select network_id, id, 'held', '{fast}', now() from actions where body = 'held'
       on conflict (network_id, action_id) do update set state = 'held'`,
    );
    await send(email);
    const { text } = await lastTo(email);
    expect(text.match(/^Letter of .*/gm)).toEqual([
      'Letter of November 21, 2026: withdrawn.',
      'Letter of November 21, 2026: not confirmed yet. It leaves once you press the button on its page.',
    ]);
    expect(refs(text)[0]).toBe(back);
  });

  test('who confirmed nothing has the mail of her waiting letter again, as if the form were sent again; a held one stays held', async () => {
    const email = 'gil@example.invalid';
    await write({ name: 'Gil Invented', email, body: 'waits' });
    expect(await mailsTo(email, 'confirmation')).toHaveLength(1);
    await send(email);
    expect(await mailsTo(email, 'confirmation')).toHaveLength(1);
    later(11);
    await Promise.all(Array.from({ length: 20 }, () => send(email)));
    expect(await mailsTo(email, 'confirmation')).toHaveLength(2);
    expect(await mailsTo(email)).toEqual([]);
    const held = 'hal@example.invalid';
    await write({ name: 'Hal Invented', email: held, body: 'held' });
    await app.db.owner.query(
      `insert into action_flags (network_id, action_id, state, reasons, at)
       select a.network_id, a.id, 'held', '{fast}', now() from actions a join people p on p.id = a.person_id where p.email = $1
       on conflict (network_id, action_id) do update set state = 'held'`,
      [held],
    );
    later(30);
    await send(held);
    expect(await mailsTo(held, 'confirmation')).toHaveLength(1);
    expect(await mailsTo(held)).toEqual([]);
    later(0);
  });

  test('the mailbox on a signed card is nobody’s until it has answered', async () => {
    const email = 'ida@example.invalid';
    await confirmed({ name: 'Ida Invented', email, body: 'typed from a card' });
    const [action] = await rows<{ id: string; network_id: string; campaign_id: string }>(
      `select a.id, a.network_id, a.campaign_id from actions a join people p on p.id = a.person_id where p.email = $1`,
      [email],
    );
    const batch = newId();
    await app.db.owner.query(
      `insert into card_batches (network_id, id, campaign_id, witness, signed_on, locale, created_at)
       values ($1, $2, $3, 'W', '2026-11-20', 'en', now())`,
      [action!.network_id, batch, action!.campaign_id],
    );
    await app.db.owner.query(
      `insert into cards (network_id, id, batch_id, action_id, outcome, typed_at) values ($1, $2, $3, $4, 'counted', now())`,
      [action!.network_id, newId(), batch, action!.id],
    );
    await send(email);
    expect(await mailsTo(email)).toEqual([]);
  });

  test('a signature is called one, each network tells of its own, in the language in which she wrote last', async () => {
    const email = 'juno@example.invalid';
    await confirmed({ name: 'Juno Invented', email, body: 'one' });
    const form = await (await app.get('/daylight/fr/campaigns/a-free-call-home')).text();
    const action = /<form class="form" method="post" action="([^"]+signatures)"/.exec(form)![1]!;
    await app.post(action, { name: 'Juno Invented', email, display: 'hidden', comment: '', code: '', district: '' });
    later(1);
    const { text: mailed } = await lastTo(email, 'confirmation');
    await app.post(/(\/daylight\/fr\/actions\/[\w.-]+\/confirmation)/.exec(mailed)![1]!, {});
    await send(email, {}, '/network/es/actions/links');
    expect(await mailsTo(email)).toEqual([]);
    await send(email);
    const [{ locale } = { locale: '' }] = await mailsTo(email);
    expect(locale).toBe('fr');
    const mail = await lastTo(email);
    expect(mail.text).toMatch(/^Signature du 21 novembre 2026\u00a0: confirmée\.$/m);
    expect(mail.text).toMatch(/^Lettre du 21 novembre 2026\u00a0: confirmée\.$/m);
    expect(mail.html).toContain('<html lang="fr"');
    for (const path of refs(mail.text)) {
      expect(path).toMatch(/^\/daylight\/fr\//);
      expect((await app.get(path)).status).toBe(200);
    }
    // A language that the network has given up: its links would lead nowhere.
    const network = { ...(await app.network('daylight')), locales: ['en'] };
    const [{ subject_id } = { subject_id: '' }] = await mailsTo(email);
    const composed = await inNetwork(app.db, network.id, (trx) =>
      privateLinks.compose(
        { ctx: { trx, actor: { kind: 'system' }, network, locale: 'fr', now: new Date(noon) }, deps: app.deps },
        [subject_id],
      ),
    );
    expect(refs(composed.get(subject_id)!.text)[0]).toMatch(/^\/daylight\/en\//);
    later(0);
  });

  test(`forms that somebody else fills in cannot make it longer than ${mostLinks} letters, nor push hers out`, async () => {
    const email = 'kit@example.invalid';
    const own = await confirmed({ name: 'Kit Invented', email, body: 'hers' });
    await app.db.owner.query(
      `insert into actions (network_id, id, campaign_id, person_id, content_hash, post_ids, locale, subject, body, created_at)
       select a.network_id, gen_random_uuid(), a.campaign_id, a.person_id, decode(md5(n::text), 'hex'), '{}', 'en', 's', 'b', a.created_at + interval '1 hour'
       from actions a join people p on p.id = a.person_id, generate_series(1, 200) n where p.email = $1 and a.body = 'hers'`,
      [email],
    );
    await send(email);
    const { text } = await lastTo(email);
    expect(refs(text)).toHaveLength(mostLinks);
    expect(refs(text)[0]).toBe(own);
    expect(text).toContain(`only ${mostLinks} stand here`);
  });
});

describe('the same letter again, once it is confirmed', () => {
  test('is answered as ever, and her private links come instead of another confirmation, under the same limits', async () => {
    const letter = { name: 'Lea Invented', email: 'lea@example.invalid', body: 'the very same' };
    const path = await confirmed(letter);
    await Promise.all(Array.from({ length: 20 }, () => write(letter)));
    await write({ ...letter, email: 'LEA@example.invalid' });
    expect(await mailsTo(letter.email, 'confirmation')).toHaveLength(1);
    expect(await mailsTo(letter.email)).toHaveLength(1);
    expect(refs((await lastTo(letter.email)).text)).toEqual([path]);
    await send(letter.email);
    expect(await mailsTo(letter.email)).toHaveLength(1);
    later(11);
    await write(letter);
    later(22);
    await write(letter);
    await send(letter.email);
    expect(await mailsTo(letter.email)).toHaveLength(2);
    later(0);
  });
});

test('a coordinator sees that such a mail left, and not what it says', async () => {
  const { cookie } = await signInAs(app, await app.network('daylight'), 'coordinator');
  const [mail] = await mailsTo('ana@example.invalid');
  const page = words(await (await app.get(`${home}/outbox/${mail!.id}`, { cookie })).text());
  expect(page).toContain('Private links sent again');
  expect(page).toContain('So nobody else may read it here');
  expect(page).not.toContain('/actions/');
  for (const part of ['html', 'source'])
    expect((await app.get(`${home}/outbox/${mail!.id}/${part}`, { cookie })).status).toBe(404);
});

test('every question is answered by indexes, also before the first statistics', async () => {
  const network = await app.network('daylight');
  await app.db.owner.query(
    `insert into mails (network_id, id, kind, subject_id, to_address, locale, message_id, state, due_at, created_at)
     select $1, gen_random_uuid(), 'letter', gen_random_uuid(), '', 'en', '', 'sent', now(), now() from generate_series(1, 5000)`,
    [network.id],
  );
  const given = [
    [insertLinkMails, `array['x']`, `array['${newId()}'::uuid]`, 'now()', 'now()'],
    [findWaiting, `'x'`],
    [findLinks, `array['${newId()}'::uuid]`],
  ] as const;
  for (const [{ name, text }, ...values] of given) {
    const filled = [`'${network.id}'`, ...values].reduce(
      (sofar, value, at) => sofar.replaceAll(`$${at + 1}`, value),
      text,
    );
    const plan = await inNetwork(app.db, network.id, async (trx) => {
      const { rows: lines } = await sql<Record<string, string>>`explain ${sql.raw(filled)}`.execute(trx);
      return lines.map((line) => Object.values(line)[0]).join('\n');
    });
    expect([name, plan.match(/Seq Scan on \w+/g)]).toEqual([name, null]);
  }
});
