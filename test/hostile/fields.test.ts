import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { isUsername } from '../../src/features/accounts/username.ts';
import { createTestApp, type TestApp, words } from '../app.ts';
import { kits } from '../beginnings.ts';
import {
  asNamed,
  asRead,
  broken,
  type EmailTest,
  emailTests,
  fieldValue,
  missingStrings,
  naughtyStrings,
} from './strings.ts';

/**
 * Bad input through every public field, over HTTP: never a 5xx, never markup of the sender's making in a page, and what
 * was typed is still in the form when it comes back.
 */
const reason = missingStrings();
const home = '/daylight/en';
const campaign = `${home}/campaigns/five-asks`;

let app: TestApp;
let post: string;
let strings: string[] = [];

beforeAll(async () => {
  // Each request comes from an address of its own: the limits for one address are tested elsewhere.
  app = await createTestApp({ from: await kits(), env: { CASEMENT_TRUST_PROXY: '1' } });
  // The kits' petitions come with invented signatures; what is kept here is kept of these requests.
  await app.db.owner.query('delete from people');
  const found = await app.post(`${campaign}/search`, { code: 'Z1A', country: 'XX' });
  const form = await (await app.get(found.headers.get('location')!)).text();
  post = /name="to" value="([^"]+)" checked/.exec(form)![1]!;
  if (!reason) strings = naughtyStrings();
});
afterAll(() => app.stop());
vi.setConfig({ testTimeout: 120_000 });

let asked = 0;
const from = () => {
  asked += 1;
  return { 'x-forwarded-for': `192.0.${(asked >> 8) & 255}.${asked & 255}` };
};
const send = (path: string, fields: Record<string, string | string[]>, headers: Record<string, string> = {}) =>
  app.post(path, fields, { headers: { ...from(), ...headers } });
const open = (path: string, headers: Record<string, string> = {}) =>
  app.get(path, { headers: { ...from(), ...headers } });

const letter = (over: Record<string, string | string[]> = {}) => ({
  to: [post],
  subject: 'Five asks',
  body: 'I live on Lantern Street.',
  name: 'Ana Invented',
  email: 'ana@example.invalid',
  street: '',
  ...over,
});

/** Puts every string through `work`, sixteen at a time, and answers what was wrong with which. */
async function each<T>(all: readonly T[], work: (one: T) => Promise<string[]>): Promise<unknown[]> {
  expect(all.length).toBeGreaterThan(0);
  const wrong: unknown[] = [];
  const waiting = all.values();
  const worker = async () => {
    for (const one of waiting) {
      const problems = await work(one);
      if (problems.length > 0) wrong.push({ input: one, problems });
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  return wrong;
}

/** What is wrong with an answer, given which statuses are right and what its fields must still hold. */
async function judge(answer: Response, statuses: number[], kept: Record<string, string> = {}): Promise<string[]> {
  const html = answer.headers.get('content-type')?.includes('html') ? await answer.text() : '';
  const wrong = broken(html);
  if (!statuses.includes(answer.status)) wrong.push(`status ${answer.status}`);
  if (answer.status === 422) {
    for (const [field, typed] of Object.entries(kept)) {
      const held = fieldValue(html, field);
      if (held !== typed) wrong.push(`${field} holds ${JSON.stringify(held)}`);
    }
    if (!html.includes('role="alert"')) wrong.push('no list of mistakes');
  }
  const location = answer.headers.get('location');
  if (location && !location.startsWith('/daylight/')) wrong.push(`leads to ${location}`);
  return wrong;
}

describe.skipIf(reason)('naughty strings', () => {
  test('the collections are whole', () => {
    expect(strings.length).toBeGreaterThan(500);
    expect(emailTests()).toHaveLength(164);
  });

  test('in a letter: name, subject, message, street', async () => {
    const wrong = await each(strings, async (text) => {
      const typed = asRead(text);
      const answer = await send(`${campaign}/preview`, letter({ subject: text, body: text, name: text, street: text }));
      const html = await answer.clone().text();
      const problems = await judge(answer, [200, 422], { subject: typed, body: typed, name: typed, street: typed });
      // Accepted: the preview carries it on, with nothing changed but the space around it, and what turns a subject's direction.
      const carried = { subject: fieldValue(html, 'subject'), body: fieldValue(html, 'body') };
      if (answer.status === 200 && (carried.subject !== asNamed(text) || carried.body !== typed.trim())) {
        problems.push(`carried ${JSON.stringify(carried)}`);
      }
      return problems;
    });
    expect(wrong).toEqual([]);
  });

  test('in a letter: address, addressees, consents, district links, remembering', async () => {
    const wrong = await each(strings, async (text) => {
      const fields = letter({
        email: text,
        to: [post, text],
        consent: ['newsletter', text],
        query: text,
        remember: text,
        website: '',
      });
      const problems = await judge(await send(`${campaign}/preview`, fields), [422], {
        email: asRead(text),
        query: asRead(text),
        subject: 'Five asks',
        body: 'I live on Lantern Street.',
      });
      const consenting = letter({ consent: [text], query: text, remember: text });
      // A purpose that was not offered is left out; one of a length that none has is no form of ours.
      problems.push(
        ...(await judge(await send(`${campaign}/preview`, consenting), text.length > 40 ? [200, 422] : [200])),
      );
      return problems;
    });
    expect(wrong).toEqual([]);
    expect((await app.db.owner.query('select 1 from actions')).rows).toEqual([]);
  });

  test('accepted, stored as typed, and shown on private pages and in the outbox', async () => {
    const begun = app.deps.clock().getTime();
    const wrong = await each([...strings.entries()], async ([index, text]) => {
      // None carries a form's time, and so many of those in one hour would wait for a second look.
      if (index % 200 === 0) app.at(new Date(begun + (index / 200) * 2 * 3_600_000));
      const fields = letter({
        subject: text,
        body: text,
        name: text,
        street: text,
        // Each from a place of its own: many letters from one would wait for a second look.
        email: `naughty-${index}@place-${index}.invalid`,
      });
      return judge(
        await send(`${campaign}/actions`, fields, {
          referer: `http://127.0.0.1:3000${campaign}?utm_source=${encodeURIComponent(text)}`,
        }),
        [303, 422],
      );
    });
    expect(wrong).toEqual([]);
    const { rows } = await app.db.owner.query<{ email: string; name: string; subject: string; body: string }>(
      `select p.email, p.name, a.subject, a.body from actions a join people p on p.network_id = a.network_id and p.id = a.person_id where p.email like 'naughty-%'`,
    );
    expect(rows.length).toBeGreaterThan(300);
    for (const { email, name, subject, body } of rows) {
      const text = strings[Number(/\d+/.exec(email)![0])]!;
      const named = asNamed(text);
      expect({ email, name, subject, body }).toEqual({ email, name: named, subject: named, body: asRead(text).trim() });
    }
    await app.work();
    const refs = await app.db.owner.query<{ source: string }>(
      `select convert_from(mime, 'UTF8') as source from mails where kind = 'confirmation'`,
    );
    expect(refs.rows).toHaveLength(rows.length);
    const paths = refs.rows.map(
      ({ source }) => /\/daylight\/en\/actions\/[\w.-]+\/confirmation/.exec(source.replace(/=\r\n/g, ''))![0],
    );
    expect(await each(paths, async (path) => judge(await open(path), [200]))).toEqual([]);
  });

  test('in a lookup: code, country, latitude, longitude', async () => {
    const kept = (text: string) => ({ code: asRead(text) });
    const wrong = await each(strings, async (text) => {
      const point = { latitude: asRead(text), longitude: asRead(text) };
      return [
        ...(await judge(await send(`${campaign}/search`, { code: text, country: 'XX' }), [303, 422], kept(text))),
        ...(await judge(await send(`${campaign}/search`, { code: 'Z1A', country: text }), [303, 422], { code: 'Z1A' })),
        ...(await judge(
          await send(`${campaign}/search`, { code: '', latitude: text, longitude: text }),
          [303, 422],
          text.trim() ? point : {},
        )),
        ...(await judge(
          await send(`${home}/representatives/search`, { by: 'code', code: text, country: 'XX' }),
          [303, 422],
          kept(text),
        )),
        ...(await judge(
          await send(`${home}/representatives/search`, { by: text, code: 'Z1A', country: text }),
          [303, 422],
          { code: 'Z1A' },
        )),
        ...(await judge(
          await send(`${home}/representatives/search`, { by: 'point', latitude: text, longitude: text }),
          [303, 422],
          point,
        )),
      ];
    });
    expect(wrong).toEqual([]);
  });

  test('in addresses: what a lookup leaves there, where a list begins, what names a thing', async () => {
    // Sixteen pages for each string: every sixth will do.
    const some = strings.filter((text, index) => index % 6 === 0 || text.includes('<script'));
    const wrong = await each(some, async (text) => {
      const q = encodeURIComponent(text);
      const pages = [
        `${home}/representatives?division=${q}&note=${q}`,
        `${home}/representatives?note=found.${q}&division=xx`,
        `${campaign}/letter?division=${q}&note=${q}&${q}=${q}`,
        `${home}/representatives/roles/xx-federal-house:member?by=${q}`,
        `${home}/sign-in?next=${q}`,
        `${campaign}?utm_source=${q}&${q}`,
      ];
      const things = [
        'campaigns',
        'representatives/roles',
        'issues',
        'places',
        'actions',
        'sign-in/links',
        'pictures',
      ].map((noun) => `${home}/${noun}/x${q}`);
      const places = [`/x${q}/en`, `/daylight/x${q}`, `/x${q}`];
      const problems: string[] = [];
      for (const path of pages) problems.push(...(await judge(await open(path), [200])));
      for (const path of [...things, ...places]) problems.push(...(await judge(await open(path), [404])));
      return problems;
    });
    expect(wrong).toEqual([]);
  });

  test('at the sign-in: address, passphrase, where it leads back to', async () => {
    const wrong = await each(strings, async (text) => [
      ...(await judge(await send(`${home}/sign-in`, { email: text, passphrase: '', next: text, stay: text }), [422], {
        email: asRead(text),
      })),
      ...(await judge(await send(`${home}/sign-in/links`, { email: `x ${text}`, next: text }), [422], {
        email: asRead(`x ${text}`),
      })),
    ]);
    expect(wrong).toEqual([]);
    // Each passphrase costs an argon2id run on purpose, so only some of them are tried.
    const some = strings.filter((text, index) => text !== '' && index % 30 === 0);
    const tried = await each(some, async (passphrase) => {
      const answer = await send(`${home}/sign-in`, { email: `nobody-${asked}@example.invalid`, passphrase });
      const html = await answer.clone().text();
      const shown = passphrase.length > 8 && html.includes(passphrase);
      return [...(await judge(answer, [422], { passphrase: '' })), ...(shown ? ['the passphrase is on the page'] : [])];
    });
    expect(tried).toEqual([]);
  });

  test('in headers: language, cookies, where she came from', async () => {
    const sendable = strings.filter((text) => /^[\x21-\x7e][\x20-\x7e]*$/.test(text));
    const wrong = await each(sendable, async (text) => {
      const cookie = ['casement_session', 'casement_flash', 'casement_device']
        .map((name) => `${name}=${encodeURIComponent(text)}`)
        .join('; ');
      return [
        ...(await judge(await open(`${home}/campaigns`, { 'accept-language': text, cookie, referer: text }), [200])),
        ...(await judge(await open('/nowhere', { 'accept-language': text, cookie: text }), [404])),
        ...(await judge(await send(`${campaign}/preview`, letter(), { cookie, referer: text }), [200])),
      ];
    });
    expect(wrong).toEqual([]);
  });
});

/**
 * The policy for addresses (src/platform/mail/address.ts): a mailbox as people have them, a dot-atom at a domain of two
 * labels or more, in any script. Space around a pasted address is taken off, line ends too. What the collection
 * calls valid by the letter but is never a person's mailbox is refused on purpose: quoted local parts, comments,
 * folded space inside, address literals, numeric top-level domains, one-label domains. Whether a domain exists is not
 * asked: that would tell somebody else who writes.
 */
describe.skipIf(reason)('e-mail addresses', () => {
  const ordinary = new Set(
    (reason ? [] : emailTests())
      .filter(
        ({ category, address }) =>
          ['VALID_CATEGORY', 'DNSWARN'].includes(category) && address.split('@')[1]!.includes('.'),
      )
      .map(({ address }) => address),
  );
  const accepted = ({ address }: EmailTest) => ordinary.has(address.trim());
  const expectedStatus = (test: EmailTest) => (test.address.includes('\0') ? 400 : accepted(test) ? 303 : 422);

  test('the letter form takes ordinary mailboxes and refuses the rest, always in the same words', async () => {
    expect(ordinary.size).toBeGreaterThan(15);
    const wrong = await each(emailTests(), async (one) => {
      const answer = await send(`${campaign}/actions`, letter({ email: one.address, name: `Test ${one.id}` }));
      const html = await answer.clone().text();
      const problems = await judge(answer, [expectedStatus(one)], {
        email: asRead(one.address),
        name: `Test ${one.id}`,
      });
      if (answer.status === 303 && (html !== '' || answer.headers.get('location') !== `${campaign}/received`))
        problems.push('another answer');
      const told = one.address.trim() ? 'does not look like an e-mail address' : 'Please fill this in';
      const long = one.address.length > 254 && words(html).includes('too long');
      if (answer.status === 422 && !long && !words(html).includes(told)) problems.push('another message');
      return problems;
    });
    expect(wrong).toEqual([]);
    const { rows } = await app.db.owner.query<{ name: string; email: string }>(
      `select name, email from people where name like 'Test %'`,
    );
    const stored = new Map(rows.map(({ name, email }) => [name, email]));
    const taken = emailTests().filter(accepted);
    expect(new Set(stored.values())).toEqual(new Set(taken.map(({ address }) => address.trim())));
  });

  test('the sign-in page decides alike, and tells nobody apart', async () => {
    const wrong = await each(emailTests(), async (one) =>
      judge(
        await send(`${home}/sign-in/links`, { email: one.address }),
        // Somebody without a mailbox signs in with a username.
        [isUsername(one.address) ? 303 : expectedStatus(one)],
        { email: asRead(one.address) },
      ),
    );
    expect(wrong).toEqual([]);
  });

  test('letters of every script are letters', async () => {
    const wrong = await each(
      ['josé@exemplo.invalid', 'zoë+prison@münchen.invalid', '用户@例子.invalid', 'δοκιμή@παράδειγμα.invalid'],
      async (email) => judge(await send(`${campaign}/actions`, letter({ email })), [303]),
    );
    expect(wrong).toEqual([]);
  });
});
