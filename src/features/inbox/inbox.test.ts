import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import { deliverInbound, type InboundMail, signedAddress } from '../../platform/mail/index.ts';
import { tag } from './inbound.ts';
import { feature } from './index.ts';
import { folded, isPast, keptDays, subjectOf } from './inquiry.ts';

let app: TestApp;
let cookie: string;
let keeper: { id: string; cookie: string };
const base = '/ember/en/inbox';
const contact = '/ember/en/contact';

beforeAll(async () => {
  app = await createTestApp({ env: { INBOUND_DOMAIN: 'in.example.invalid' } });
  await createNetwork(app, 'ember');
  await createNetwork(app, 'other');
  keeper = await signInAs(app, await app.network('ember'), 'coordinator');
  cookie = keeper.cookie;
});
afterAll(() => app?.stop());

const post = (path: string, fields: Record<string, string | string[]> = {}) => app.post(path, fields, { cookie });
const text = async (path: string, by: string | undefined = cookie) =>
  words(await (await app.get(path, by ? { cookie: by } : {})).text());
const one = async <T extends object>(sql: string, values: unknown[] = []) =>
  (await app.db.owner.query<T>(sql, values)).rows[0]!;
const ids = async (): Promise<string[]> =>
  (await app.db.owner.query<{ id: string }>('select id from inquiries order by id')).rows.map((row) => row.id);
/** A multipart form, with a file where one is given. */
const upload = (path: string, fields: Record<string, string | string[]>, file?: Buffer) => {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) for (const each of [value].flat()) body.append(name, each);
  if (file) body.append('scan', new Blob([new Uint8Array(file)], { type: 'image/jpeg' }), 'letter.jpg');
  return app.app.request(`http://127.0.0.1:3000${path}`, {
    method: 'POST',
    body,
    headers: { origin: 'http://127.0.0.1:3000', cookie },
    redirect: 'manual',
  });
};
const letter = (over: Record<string, string | string[]> = {}) => ({
  id: newId(),
  way: 'letter',
  received_on: '2026-11-20',
  body: 'They read what we write.\nPlease tell my sister.',
  sender: 'inside',
  name: 'Rosa Invented',
  email: '',
  phone: '',
  address: 'Block 4\nSample Prison\nSample City',
  place: '',
  locale: 'en',
  subject: '',
  may: 'lawyer',
  may_note: 'not my town',
  words_of: 'hers',
  safe: ['mail-read', 'no-network'],
  safe_note: 'never name her son',
  topic: '',
  owner: '',
  ...over,
});

describe('the contact page', () => {
  test('is there once it was opened, with telephone, post and topics; nobody else changes it', async () => {
    expect((await app.get(contact)).status).toBe(404);
    const member = await signInAs(app, await app.network('ember'), 'member');
    for (const path of [base, `${base}/settings`, `${base}/topics`])
      expect((await app.get(path, member)).status).toBe(404);
    const page = { open: 'yes', phone: '+1 555 0100', answer_days: '5', hours_en: 'Mornings', intro_en: 'We answer.' };
    expect((await post(`${base}/settings`, { ...page, answer_days: '0' })).status).toBe(422);
    expect((await post(`${base}/settings`, page)).status).toBe(303);
    const topic = {
      id: newId(),
      label_en: 'Press',
      label_fr: 'Presse',
      keep_days: '30',
      owner: keeper.id,
      offered: 'yes',
    };
    await post(`${base}/topics`, topic);
    await post(`${base}/topics`, topic);
    await post(`${base}/topics`, { id: newId(), label_en: 'Inner', keep_days: '30', owner: '', offered: '' });
    const shown = await text(contact, '');
    for (const said of ['+1 555 0100', 'Mornings', 'We answer.', 'Press']) expect(shown).toContain(said);
    expect(shown).not.toContain('Inner');
    expect(await text('/ember/fr/contact', '')).toContain('Presse');
    expect((await app.get('/other/en/contact')).status).toBe(404);
    expect(Number((await one<{ count: string }>('select count(*) from inbox_topics')).count)).toBe(2);
  });

  test('what is sent is there once and goes to the topic’s owner; a machine’s is spam; mistakes keep the words', async () => {
    const { id: topic } = await one<{ id: string }>(`select id from inbox_topics where labels ->> 'en' = 'Press'`);
    const id = newId();
    const message = {
      id,
      name: 'Jo ยุติ',
      email: 'jo@example.invalid',
      phone: '',
      topic,
      body: '=HYPERLINK("x")\nWhen is the hearing?',
      safe_note: 'Write only on weekdays',
    };
    for (let n = 0; n < 2; n += 1) {
      const sent = await app.post(contact, message);
      expect([sent.status, sent.headers.get('location')]).toEqual([303, `${contact}/received`]);
    }
    expect(await text(`${contact}/received`, '')).toContain('within 5 days');
    expect(await ids()).toEqual([id]);
    const page = await text(`${base}/${id}`);
    expect(page).toContain('Jo ยุติ');
    expect(page).toContain('Write only on weekdays');
    expect((await one<{ owner_id: string }>('select owner_id from inquiries')).owner_id).toBe(keeper.id);
    const wrong = await app.post(contact, { ...message, id: newId(), email: 'no address', body: 'Kept words' });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('Kept words');
    const bot = await app.post(contact, { ...message, id: newId(), website: 'http://spam.invalid' });
    expect(bot.status).toBe(303);
    expect(await text(base)).not.toContain('spam.invalid');
    expect(Number((await one<{ count: string }>(`select count(*) from inquiries where state = 'spam'`)).count)).toBe(1);
    expect((await app.post(contact, { ...message, topic: newId() })).status).toBe(422);
    expect(await text('/ember/en/today')).toContain('A message that you have taken waits');
  });
});

describe('an answer by mail', () => {
  const came = (id: string, over: Partial<InboundMail> = {}, network = { id: '' }): InboundMail => ({
    recipients: [signedAddress(app.deps, tag, network, id)!],
    from: { name: 'Jo', address: 'jo@example.invalid' },
    subject: 'Re: hearing',
    date: null,
    messageId: 'one@example.invalid',
    inReplyTo: null,
    text: 'Thank you. And where?',
    html: null,
    automatic: false,
    attachments: 1,
    report: null,
    ...over,
  });

  test('leaves from the network and its reply comes back to the same inquiry, once; the outbox does not show the words', async () => {
    const [id] = await ids();
    const template = {
      name: 'Hello',
      subject_en: 'Hello',
      body_en: 'Dear {name}, thank you.',
      subject_fr: '',
      body_fr: '',
    };
    await post(`${base}/templates`, template);
    const { id: templateId } = await one<{ id: string }>('select id from inbox_templates');
    expect(await text(`${base}/${id}?template=${templateId}`)).toContain('Dear Jo ยุติ, thank you.');
    const answer = {
      id: newId(),
      subject: 'Re: hearing',
      body: 'On Monday, quietly.',
      by: 'mail',
      afterwards: 'waiting',
    };
    for (let n = 0; n < 2; n += 1) expect((await post(`${base}/${id}/answers`, answer)).status).toBe(303);
    await app.work();
    const mails = (
      await app.db.owner.query(`select id, convert_from(mime, 'utf8') as mime from mails where kind = 'inquiry-answer'`)
    ).rows;
    expect(mails).toHaveLength(1);
    expect(mails[0].mime).toContain('Network ember');
    expect(mails[0].mime).toMatch(/Reply-To:[\s\S]*inbox\+/i);
    expect(await text(`/ember/en/outbox/${mails[0].id}`)).not.toContain('quietly');
    expect(await text(`${base}/${id}`)).toContain('waits for her answer');
    const network = await app.network('ember');
    const mail = came(id!, {}, network);
    expect(await deliverInbound(app.deps, mail)).toBe('taken');
    expect(await deliverInbound(app.deps, mail)).toBe('taken');
    const page = await text(`${base}/${id}`);
    expect(page.match(/And where\?/g)).toHaveLength(1);
    expect(page).toContain('an attachment was dropped');
    expect(page).toContain('somebody has it');
    await post(`${base}/${id}/state`, { state: 'answered' });
    await deliverInbound(app.deps, came(id!, { automatic: true, messageId: 'two@x.invalid', text: 'Away' }, network));
    expect((await one<{ state: string }>('select state from inquiries where id = $1', [id])).state).toBe('answered');
    const other = await app.network('other');
    expect(await deliverInbound(app.deps, came(id!, {}, other))).toBe('unknown');
  });

  test('without an address there is none; one that failed is open again', async () => {
    const fields = letter();
    await upload(base, fields);
    const answer = { id: newId(), subject: 's', body: 'b', by: 'mail', afterwards: 'answered' };
    expect((await post(`${base}/${fields.id}/answers`, answer)).status).toBe(422);
    const [id] = await ids();
    const part = newId();
    await post(`${base}/${id}/answers`, { ...answer, id: part });
    const network = await app.network('ember');
    await inNetwork(app.db, network.id, (trx) =>
      feature.mails!['inquiry-answer']!.settled!(
        { trx, actor: { kind: 'system' }, network, locale: 'en', now: app.deps.clock() },
        [{ subjectId: part, state: 'failed', response: null, at: app.deps.clock() }],
      ),
    );
    expect((await one<{ state: string }>('select state from inquiries where id = $1', [id])).state).toBe('taken');
  });
});

describe('letters and calls', () => {
  test('are entered with what may be done, and the scan, cleaned, is seen in the inbox alone', async () => {
    const picture = await sharp({ create: { width: 60, height: 80, channels: 3, background: '#eee' } })
      .jpeg()
      .withExif({ IFD0: { Make: 'SecretCamera' } })
      .toBuffer();
    const fields = letter({ owner: keeper.id });
    expect((await upload(base, fields, picture)).status).toBe(303);
    expect((await upload(base, fields)).status).toBe(303);
    const page = await text(`${base}/${fields.id}`);
    for (const said of [
      'May be shown to a lawyer',
      'not my town',
      'In her own words',
      'Prison mail is read',
      'never name her son',
      'letter.webp',
    ])
      expect(page).toContain(said);
    const file = /\/files\/([0-9a-f-]{36})/.exec(await (await app.get(`${base}/${fields.id}`, { cookie })).text())![1];
    const download = async (by?: string) => app.get(`/ember/en/files/${file}/download`, by ? { cookie: by } : {});
    const mine = await download(cookie);
    expect(mine.status).toBe(200);
    expect(Buffer.from(await mine.arrayBuffer()).toString('latin1')).not.toContain('SecretCamera');
    const member = await signInAs(app, await app.network('ember'), 'member');
    expect((await download(member.cookie)).status).not.toBe(200);
    expect((await download()).status).not.toBe(200);
    expect((await upload(base, letter({ received_on: '2030-01-01' }))).status).toBe(422);
    expect((await upload(base, letter(), Buffer.from('no picture'))).status).toBe(422);
    await upload(`${base}/${fields.id}/arrivals`, { id: newId(), kind: 'call', words: 'Her mother called.' });
    await post(`${base}/${fields.id}/notes`, { id: newId(), note: 'Ask the lawyer.' });
    const after = await text(`${base}/${fields.id}`);
    expect(after).toContain('Her mother called.');
    expect(after).toContain('Ask the lawyer.');
  });

  test('an answer on paper is a PDF for the envelope, without our name where the envelope must not say it', async () => {
    const { id } = await one<{ id: string }>(`select id from inquiries where name = 'Rosa Invented' order by id desc`);
    const part = newId();
    const answer = { id: part, subject: 'Your letter', body: 'Your sister knows.', by: 'paper', afterwards: 'waiting' };
    await post(`${base}/${id}/answers`, answer);
    const pdf = await app.get(`${base}/${id}/answers/${part}/letter.pdf`, { cookie });
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    const bytes = Buffer.from(await pdf.arrayBuffer());
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await app.get(`${base}/${id}/answers/${newId()}/letter.pdf`, { cookie })).status).toBe(404);
    expect((await post(`${base}/${id}/answers/${part}/posting`)).status).toBe(303);
    expect(await text(`${base}/${id}`)).toContain('posted');
  }, 20_000);

  test('two at once: a warning that one writes down is neither written over nor overlooked by the other, and no words are lost', async () => {
    const entry = letter({ name: 'Two Readers', email: 'two@example.invalid', safe: [], safe_note: '' });
    await upload(base, entry);
    const at = `${base}/${entry.id}`;
    const seenOn = async (path: string) =>
      /name="seen" value="([^"]+)"/.exec(await (await app.get(path, { cookie })).text())![1]!;
    const [seen, alsoSeen] = [await seenOn(at), await seenOn(`${at}/edit`)];
    expect((await post(`${at}/edit`, { ...entry, safe: ['no-answer'], seen })).status).toBe(303);
    const answer = { id: newId(), subject: 's', body: 'My long answer.', by: 'mail', afterwards: 'waiting' };
    for (const [path, form] of [
      ['/answers', { ...answer, seen }],
      ['/edit', { ...entry, safe_note: 'Write to her aunt.', seen: alsoSeen }],
    ] as const) {
      const refused = await post(at + path, form);
      const html = await refused.text();
      expect([path, refused.status]).toEqual([path, 422]);
      for (const said of ['Somebody changed meanwhile', 'Do not answer at all', 'what you wrote is still here'])
        expect(words(html), path).toContain(said);
      expect(html).toContain(path === '/edit' ? 'Write to her aunt.' : 'My long answer.');
    }
    expect(await one('select safe from inquiries where id = $1', [entry.id])).toEqual({ safe: ['no-answer'] });
    expect((await post(`${at}/answers`, { ...answer, by: 'paper', seen: await seenOn(at) })).status).toBe(303);
  });

  test('found by name without marks, by state, way and owner; given to somebody; another network’s are not there', async () => {
    await upload(base, letter({ name: 'Zoë Õunapuu', way: 'call' }));
    expect(await text(`${base}?q=zoe+ounapuu`)).toContain('Zoë Õunapuu');
    expect(await text(`${base}?q=zoe&way=letter`)).toContain('Nothing fits all of that');
    expect(await text(`${base}?owner=nobody&state=open&way=call`)).toContain('Zoë Õunapuu');
    expect(await text(`${base}?owner=x&topic=y`)).toContain('Nothing fits all of that');
    const { id } = await one<{ id: string }>(`select id from inquiries where name like 'Zo%'`);
    await post(`${base}/${id}/assignment`, { owner: keeper.id, topic: '' });
    expect((await one<{ state: string }>('select state from inquiries where id = $1', [id])).state).toBe('taken');
    expect((await post(`${base}/${id}/assignment`, { owner: newId(), topic: '' })).status).toBe(422);
    const foreign = await signInAs(app, await app.network('other'), 'coordinator');
    for (const path of ['', '/edit', '/removal']) {
      expect((await app.get(`/other/en/inbox/${id}${path}`, foreign)).status).toBe(404);
    }
    expect((await app.post(`/other/en/inbox/${id}/removal`, {}, foreign)).status).toBe(404);
    expect((await app.post(`/other/en/inbox/${id}/state`, { state: 'closed' }, foreign)).status).toBe(404);
  });
});

describe('whose it is, and how long', () => {
  test('joined with a supporter of the same address; in her copy, and gone with her', async () => {
    const network = await app.network('ember');
    const person = newId();
    await app.db.owner.query(
      `insert into people (network_id, id, name, name_key, email, email_key, locale, created_at)
       values ($1, $2, 'Jo', 'jo', 'jo@example.invalid', 'jo@example.invalid', 'en', now())`,
      [network.id, person],
    );
    const [id] = await ids();
    expect(await text(`${base}/${id}`)).toContain('It is Jo (supporter)');
    expect((await post(`${base}/${id}/person`, { known: newId() })).status).toBe(404);
    await post(`${base}/${id}/person`, { known: person });
    expect(await text(`${base}/${id}`)).toContain('We know her as');
    const as = <T>(work: (ctx: Parameters<NonNullable<typeof feature.erase>>[0]) => Promise<T>) =>
      inNetwork(app.db, network.id, (trx) =>
        work({ trx, actor: { kind: 'system' }, network, locale: 'en', now: app.deps.clock() }),
      );
    const copy = JSON.stringify(await as((ctx) => feature.exportPerson!(ctx, person)));
    for (const said of ['When is the hearing?', 'On Monday, quietly.', 'And where?']) expect(copy).toContain(said);
    const before = (await ids()).length;
    await as((ctx) => feature.erase!(ctx, person));
    expect(await ids()).not.toContain(id);
    // The machine's message came from the same address.
    expect((await ids()).length).toBe(before - 2);
    const { rows } = await app.db.owner.query(`select to_address from mails where kind = 'inquiry-answer'`);
    expect(rows.every((row) => row.to_address === '')).toBe(true);
  });

  test('somebody with an account: in her own copy, and gone with her account', async () => {
    const network = await app.network('ember');
    const her = await signInAs(app, network, 'member');
    const [linked, byAddress, another] = [newId(), newId(), newId()];
    const email = `member-${her.id.slice(-12)}@example.invalid`;
    for (const [id, from] of [
      [linked, ''],
      [byAddress, email],
      [another, 'another@example.invalid'],
    ] as const)
      await upload(base, letter({ id, email: from, body: `Words of ${id}` }));
    await app.db.owner.query('update inquiries set account_id = $2 where id = $1', [linked, her.id]);
    const as = <T>(work: (ctx: Parameters<NonNullable<typeof feature.retain>>[0]) => Promise<T>) =>
      inNetwork(app.db, network.id, (trx) =>
        work({ trx, actor: { kind: 'system' }, network, locale: 'en', now: app.deps.clock() }),
      );
    const copy = JSON.stringify(await as((ctx) => feature.exportAccount!(ctx, her.id)));
    expect([linked, byAddress, another].map((id) => copy.includes(id))).toEqual([true, true, false]);
    await as((ctx) => feature.departs!(ctx, her.id, { former: true, erased: false }));
    expect(await ids()).toContain(linked);
    await as((ctx) => feature.departs!(ctx, her.id, { former: true, erased: true }));
    const left = await ids();
    expect([linked, byAddress, another].map((id) => left.includes(id))).toEqual([false, false, true]);
  });

  test('deleted by hand after a question; and by its topic’s time', async () => {
    const { id } = await one<{ id: string }>(`select id from inquiries where name like 'Zo%'`);
    const proof = (by: string) =>
      app.db.owner.query(
        `update sessions set proved_at = proved_at ${by} interval '11 minutes' where account_id = $1`,
        [keeper.id],
      );
    await proof('-');
    expect((await post(`${base}/${id}/removal`)).status).toBe(403);
    expect((await app.get(`${base}/${id}/removal`, { cookie })).headers.get('location')).toContain('/account/proof');
    expect(await ids()).toContain(id);
    await proof('+');
    expect(await text(`${base}/${id}/removal`)).toContain('This cannot be undone');
    expect((await post(`${base}/${id}/removal`)).status).toBe(303);
    expect((await app.get(`${base}/${id}`, { cookie })).status).toBe(404);
    await app.db.owner.query(`update inquiries set state = 'closed'`);
    const network = await app.network('ember');
    const retain = (now: string) =>
      inNetwork(app.db, network.id, (trx) =>
        feature.retain!({ trx, actor: { kind: 'system' }, network, locale: 'en', now: new Date(now) }),
      );
    expect(await retain('2027-11-01T00:00:00Z')).toBe(0);
    expect(await retain('2028-01-01T00:00:00Z')).toBeGreaterThan(0);
    expect(await ids()).toEqual([]);
  });

  test('the rule: never earlier than its days, spam within a month', () => {
    const now = new Date('2026-11-21T12:00:00Z');
    fc.assert(
      fc.property(
        fc.constantFrom('new', 'taken', 'waiting', 'answered', 'closed', 'spam'),
        fc.option(fc.integer({ min: 7, max: 3_650 }), { nil: null }),
        fc.integer({ min: 0, max: 4_000 }),
        (state, keep, ago) => {
          const past = isPast({ state, stateAt: new Date(now.getTime() - ago * 86_400_000) }, keep, now);
          const over = state === 'answered' || state === 'closed';
          expect(past).toBe(ago > (state === 'spam' ? keptDays.spam : over ? (keep ?? 365) : keptDays.open));
        },
      ),
    );
  });

  test('a subject is the first line, cut between words; the search folds marks', () => {
    expect(subjectOf('\n  One\nTwo')).toBe('One');
    expect(subjectOf('word '.repeat(40)).length).toBeLessThanOrEqual(91);
    expect(folded(' ÉLODIE  Õun ')).toBe('elodie oun');
  });
});
