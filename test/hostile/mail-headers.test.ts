import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createTestApp, signInAs, type TestApp, words } from '../app.ts';
import { kits } from '../beginnings.ts';
import { asNamed, broken, injections, plain } from './strings.ts';

/**
 * Whoever writes a name, a subject or an address cannot add a header line or a recipient to any mail of ours: neither to
 * the confirmation that goes to her, nor to the letters that go to decision-makers.
 */
vi.setConfig({ testTimeout: 120_000 });
const campaign = '/daylight/en/campaigns/five-asks';

type Mail = { id: string; kind: string; to: string; state: string; mime: Buffer };

let app: TestApp;
let post: string;
let official: string;

beforeAll(async () => {
  app = await createTestApp({ from: await kits(), env: { CASEMENT_TRUST_PROXY: '1' } });
  const found = await app.post(`${campaign}/search`, { code: 'Z1A', country: 'XX' });
  const form = await (await app.get(found.headers.get('location')!)).text();
  post = /name="to" value="([^"]+)" checked/.exec(form)![1]!;
  const { rows } = await app.db.owner.query<{ value: string }>(
    `select c.value from contacts c join tenures t on t.official_id = c.official_id where t.post_id = $1 and c.kind = 'email'`,
    [post],
  );
  official = rows[0]!.value;
});
afterAll(() => app.stop());

const mails = async (subject?: string): Promise<Mail[]> =>
  (
    await app.db.owner.query<Mail>(
      `select id, kind, to_address as "to", state, mime from mails where $1::text is null or kind = $1 order by id`,
      [subject ?? null],
    )
  ).rows;

let count = 0;
async function send(over: Record<string, string>): Promise<{ status: number; email: string }> {
  count += 1;
  const email = over.email ?? `writer-${count}@example.invalid`;
  const fields = {
    to: post,
    subject: 'Five asks',
    body: `Letter ${count}`,
    name: 'Ana Invented',
    street: '',
    ...over,
    email,
  };
  const answer = await app.post(`${campaign}/actions`, fields, {
    headers: { 'x-forwarded-for': `192.0.2.${count % 250}` },
  });
  expect([303, 422]).toContain(answer.status);
  return { status: answer.status, email };
}

/** Confirms every letter whose confirmation mail is there, and composes the letters. */
async function confirmAll(): Promise<void> {
  await app.work();
  for (const { mime } of await mails('confirmation')) {
    const path = /\/daylight\/en\/actions\/[\w.-]+\/confirmation/.exec(mime.toString().replace(/=\r\n/g, ''))![0];
    await app.post(path, {});
  }
  await app.work();
}

type Header = { name: string; value: string };

/** The header of a message, unfolded as RFC 5322 says, with the line ends as they are. */
function headersOf(mime: Buffer): Header[] {
  const source = mime.toString('latin1');
  const end = source.indexOf('\r\n\r\n');
  const block = source.slice(0, end);
  // A bare CR or LF is a line end to some programs.
  expect(block.replaceAll('\r\n', '')).not.toMatch(/[\r\n\0]/);
  return block
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n')
    .map((line) => {
      const at = line.indexOf(':');
      return { name: line.slice(0, at), value: line.slice(at + 1).trim() };
    });
}

const headerOf = (headers: Header[], name: string): string =>
  headers.find((header) => header.name === name)?.value ?? '';

/** The addresses of an address header: what stands in angle brackets outside of quotes, or bare. */
function addressesOf(value: string): string[] {
  const unquoted = value.replace(/"(?:[^"\\]|\\.)*"/g, 'quoted');
  return unquoted.split(',').map((one) => /<([^<>]*)>\s*$/.exec(one)?.[1] ?? one.trim());
}

const decoded = (value: string): string =>
  value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/(?:=\?utf-8\?b\?[^?]*\?=)+/gi, (run) =>
      Buffer.concat(
        [...run.matchAll(/=\?utf-8\?b\?([^?]*)\?=/gi)].map((word) => Buffer.from(word[1]!, 'base64')),
      ).toString(),
    );

let expectedNames: { letter: string[]; confirmation: string[] };

describe('header lines and recipients', () => {
  test('an ordinary letter has these headers, each once', async () => {
    await send({});
    await confirmAll();
    const names = async (kind: string) => headersOf((await mails(kind))[0]!.mime).map((header) => header.name);
    expectedNames = { letter: await names('letter'), confirmation: await names('confirmation') };
    expect(expectedNames.letter).toEqual(
      expect.arrayContaining(['From', 'To', 'Reply-To', 'Subject', 'Message-ID', 'Date', 'MIME-Version']),
    );
    expect(new Set(expectedNames.letter).size).toBe(expectedNames.letter.length);
  });

  test('no name or subject adds a line or a recipient; what is accepted is what was typed', async () => {
    const sent: { email: string; name?: string; subject?: string }[] = [];
    let refused = 0;
    for (const text of injections) {
      for (const over of [{ name: text }, { subject: text }] as Record<string, string>[]) {
        const { status, email } = await send(over);
        if (status === 303) sent.push({ email, ...over });
        else refused += 1;
      }
    }
    // Line ends and control characters inside are refused at the field, at both fields alike.
    expect(refused).toBeGreaterThan(15);
    expect(sent.length).toBeGreaterThan(20);
    await confirmAll();

    for (const kind of ['letter', 'confirmation'] as const) {
      const written = (await mails(kind)).slice(1);
      expect(written).toHaveLength(sent.length);
      for (const mail of written) {
        const headers = headersOf(mail.mime);
        expect(headers.map((header) => header.name)).toEqual(expectedNames[kind]);
        const to = addressesOf(headerOf(headers, 'To'));
        expect(to).toEqual([mail.to]);
        expect(addressesOf(headerOf(headers, 'From'))).toEqual(['casement@casement.invalid']);
        // A header that a mail program would decode into another line.
        for (const header of headers) expect(decoded(header.value)).not.toMatch(/[\r\n]/);
        expect(mail.state).toBe('kept');
        if (kind === 'letter') {
          expect(mail.to).toBe(official);
          const replyTo = headerOf(headers, 'Reply-To');
          const one = sent.find(({ email }) => replyTo.endsWith(`<${email}>`));
          expect(addressesOf(replyTo)).toEqual([one?.email]);
          if (one?.name) expect(nameOf(replyTo)).toBe(headerText(one.name));
          if (one?.subject) expect(decoded(headerOf(headers, 'Subject'))).toBe(headerText(one.subject));
        } else expect(sent.map(({ email }) => email)).toContain(mail.to);
      }
    }
    const { rows } = await app.db.owner.query(`select 1 from mails where to_address ilike '%victim%'`);
    expect(rows).toEqual([]);
  });

  test('nor to the mail that brings private links again', async () => {
    const { email } = await send({ name: 'Ana\u202e Invented', subject: 'Bcc: victim@example.invalid' });
    await confirmAll();
    await app.post('/daylight/en/actions/links', { email: email.toUpperCase(), website: '' });
    await app.work();
    const [{ mime }] = (await mails('private-links')) as [Mail];
    const headers = headersOf(mime);
    expect(headers.map((header) => header.name)).toEqual(expectedNames.confirmation);
    expect(addressesOf(headerOf(headers, 'To'))).toEqual([email]);
    expect(decoded(mime.toString())).not.toMatch(/victim|Ana/);
  });

  test('no address adds one either', async () => {
    const before = (await mails()).length;
    const addresses = [
      ...['\r\n', '\n', '\r', '\u2028', '\u0085', '%0d%0a', '\t', ' '].map(
        (end) => `ana@example.invalid${end}Bcc: victim@example.invalid`,
      ),
      'ana@example.invalid,victim@example.invalid',
      'ana@example.invalid;victim@example.invalid',
      'ana@example.invalid victim@example.invalid',
      '<ana@example.invalid>',
      'Ana <ana@example.invalid>',
      '"ana\r\nBcc: victim@example.invalid"@example.invalid',
      '"<victim@example.invalid>"@example.invalid',
      'ana@example.invalid>\r\nRCPT TO:<victim@example.invalid',
      'ana@[127.0.0.1]',
      'ana(victim@example.invalid)@example.invalid',
      'victim@example.invalid\u0000ana@example.invalid',
    ];
    for (const email of addresses) {
      const refused = email.includes('\0') ? 400 : 422;
      const answer = await app.post(`${campaign}/actions`, {
        to: post,
        subject: 's',
        body: 'b',
        name: 'Ana',
        email,
        street: '',
      });
      expect([email, answer.status]).toEqual([email, refused]);
      const link = await app.post('/daylight/en/sign-in/links', { email });
      expect([email, link.status]).toEqual([email, refused]);
    }
    await app.work();
    expect(await mails()).toHaveLength(before);
  });

  test('a domain in another script goes out in ASCII, as one recipient', async () => {
    const before = (await mails()).length;
    // U+3002 is a dot to whoever writes Japanese, and to IDNA.
    for (const email of ['ana@例子\u3002invalid', 'ana@münchen.invalid'])
      expect((await send({ email })).status).toBe(303);
    await confirmAll();
    const written = (await mails()).slice(before).filter(({ kind }) => kind === 'confirmation');
    const to = written.map(({ mime }) => addressesOf(headerOf(headersOf(mime), 'To')));
    expect(to.sort()).toEqual([['ana@xn--fsqu00a.invalid'], ['ana@xn--mnchen-3ya.invalid']]);
  });

  test('no text of a letter ends the message early or begins a part', async () => {
    const bodies = [
      '.\r\nQUIT\r\n',
      '\r\n.\r\nMAIL FROM:<a@b.invalid>',
      'From nobody\nFrom the start',
      '--=_x\r\nContent-Type: text/html\r\n\r\n<b>x</b>',
      `${'x'.repeat(9_000)}`,
      'a\r\n\r\nBcc: victim@example.invalid\r\n\r\nb',
    ];
    for (const [index, body] of bodies.entries())
      expect((await send({ body, name: `Body ${index}` })).status).toBe(303);
    const before = (await mails('letter')).length;
    await confirmAll();
    const letters = (await mails('letter')).slice(before);
    expect(letters).toHaveLength(bodies.length);
    for (const { mime } of letters) {
      expect(headersOf(mime).map((header) => header.name)).toEqual(expectedNames.letter);
      const lines = mime.toString('latin1').split('\r\n');
      // RFC 5321: no line over 998 octets; none that a transport could take for the end or for a mailbox file's mark.
      expect(lines.filter((line) => line.length > 998)).toEqual([]);
      expect(lines.filter((line) => line === '.' || line.startsWith('From '))).toEqual([]);
      expect(mime.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n\0]/);
    }
  });

  test('a coordinator reads all of it safely in the outbox', async () => {
    for (const name of ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '</title><b>Ana</b>'])
      await send({ name, subject: name, body: `${name} https://evil.invalid/ javascript:alert(1)` });
    await confirmAll();
    const { cookie } = await signInAs(app, await app.network('daylight'), 'coordinator');
    const list = await (await app.get('/daylight/en/outbox', { cookie })).text();
    expect(broken(list)).toEqual([]);
    for (const mail of (await mails()).slice(-12)) {
      const page = await app.get(`/daylight/en/outbox/${mail.id}`, { cookie });
      expect(page.status).toBe(200);
      const html = await page.text();
      expect(broken(html)).toEqual([]);
      // Only addresses of our own become links there.
      const links = [...html.matchAll(/<div class="letter"[^>]*>([\s\S]*?)<\/div>/g)].flatMap(([, text]) =>
        [...text!.matchAll(/href="([^"]*)"/g)].map((match) => plain(match[1]!)),
      );
      for (const href of links) expect(href).toMatch(/^http:\/\/127\.0\.0\.1:3000\//);
      const source = await app.get(`/daylight/en/outbox/${mail.id}/source`, { cookie });
      expect(source.headers.get('content-type')).toMatch(/^text\/plain/);
      expect(source.headers.get('x-content-type-options')).toBe('nosniff');
      const shown = await app.get(`/daylight/en/outbox/${mail.id}/html`, { cookie });
      if (mail.kind === 'letter') expect(shown.status).toBe(404);
      else {
        expect(shown.headers.get('content-security-policy')).toMatch(/sandbox/);
        expect(await shown.text()).not.toMatch(/<script|<img|<b>Ana/);
      }
    }
    expect(words(list)).toContain('Kept here');
  });
});

/** What a person reads of a name in an address header. */
function nameOf(value: string): string {
  const name = value.replace(/\s*<[^<>]*>$/, '');
  const quoted = /^"(.*)"$/.exec(name);
  return quoted ? quoted[1]!.replace(/\\(.)/g, '$1') : decoded(name);
}

/** A header is one line: white space in it is one space. */
const headerText = (text: string): string =>
  asNamed(text)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
