import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Listening, listen } from '../../src/platform/http/index.ts';
import { createTestApp, signInAs, type TestApp, words } from '../app.ts';
import { kits } from '../beginnings.ts';
import { broken, fieldValue } from './strings.ts';

/** Requests that no form of ours sends: damaged, huge, repeated, of another kind. Each is told so; none is a 5xx. */
vi.setConfig({ testTimeout: 120_000 });
const origin = 'http://127.0.0.1:3000';
const home = '/daylight/en';
const campaign = `${home}/campaigns/five-asks`;

let app: TestApp;
let coordinator: string;
let post: string;
let server: Listening;

beforeAll(async () => {
  app = await createTestApp({ from: await kits(), env: { PORT: '0', CASEMENT_ORIGIN: origin } });
  coordinator = (await signInAs(app, await app.network('daylight'), 'coordinator')).cookie;
  const found = await app.post(`${campaign}/search`, { code: 'Z1A', country: 'XX' });
  post = /name="to" value="([^"]+)" checked/.exec(await (await app.get(found.headers.get('location')!)).text())![1]!;
  server = await listen(app.app, app.deps);
});
afterAll(async () => {
  await server.stop();
  await app.stop();
});

/** Every public form, and some of the coordinators', by its address. */
const forms = [
  `${campaign}/search`,
  `${campaign}/letter`,
  `${campaign}/preview`,
  `${campaign}/actions`,
  `${home}/representatives/search`,
  `${home}/sign-in`,
  `${home}/sign-in/links`,
  `${home}/desk/campaigns/new`,
  `${home}/desk/network`,
  `${home}/account/passphrase`,
];

const urlEncoded = 'application/x-www-form-urlencoded';

/** Posts a body as it is. */
async function raw(
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  type: string | null = urlEncoded,
): Promise<Response> {
  const headers = new Headers({ origin, cookie: coordinator });
  if (type !== null) headers.set('content-type', type);
  const answer = await app.app.request(origin + path, { method: 'POST', body, headers, redirect: 'manual' });
  expect([path, answer.status < 500]).toEqual([path, true]);
  return answer;
}

const letterBody = (over: Record<string, string> = {}) =>
  new URLSearchParams({
    to: post,
    subject: 'Five asks',
    body: 'Words',
    name: 'Ana Invented',
    email: 'ana@example.invalid',
    street: '',
    ...over,
  }).toString();

describe('damaged forms', () => {
  test.each(forms)('%s refuses a NUL, in a value and in a name', async (path) => {
    for (const body of [
      'a=%00',
      'email=ana%00@example.invalid',
      '%00=a',
      'name=Ana%00&body=x&subject=%00',
      'code=Z%001A',
      'title=%00',
    ]) {
      const answer = await raw(path, body);
      expect(answer.status).toBe(400);
      expect(words(await answer.text())).toContain('This could not be read');
    }
  });

  test.each(forms)('%s takes broken percent signs and broken UTF-8 for what they are: text', async (path) => {
    const bytes = new Uint8Array([
      ...Buffer.from('name='),
      0xff,
      0xfe,
      0xc3,
      0x28,
      ...Buffer.from('&body='),
      0xed,
      0xa0,
      0x80,
    ]);
    for (const body of [
      'name=%',
      'name=%zz&body=%c3%28&subject=%ff%fe',
      'email=%e2%82',
      'code=%u0041',
      'name=%ed%a0%80',
      '&&&===&=&a&=b',
      '=',
      '',
      bytes,
    ]) {
      const answer = await raw(path, body);
      expect([path, String(body), [200, 303, 404, 422].includes(answer.status)]).toEqual([path, String(body), true]);
      expect(broken(await answer.text())).toEqual([]);
    }
  });

  test.each(forms)('%s refuses forms of another kind', async (path) => {
    const kinds = [
      'application/json',
      'text/plain',
      'multipart/form-data; boundary=x',
      'application/xml',
      'nonsense',
      `${urlEncoded}x/y`,
    ];
    const statuses = await Promise.all(
      kinds.slice(0, 5).map(async (kind) => (await raw(path, '{"email":"ana@example.invalid"}', kind)).status),
    );
    expect(statuses).toEqual([400, 400, 400, 400, 400]);
    expect((await raw(path, 'a=b', `${urlEncoded}; charset=utf-8`)).status).not.toBe(400);
    expect((await raw(path, 'a=b', kinds[5]!)).status).toBeLessThan(500);
  });

  test.each(forms)('%s refuses 300 kB, said beforehand or not', async (path) => {
    const large = `body=${'x'.repeat(300_000)}`;
    const answer = await raw(path, large);
    expect(answer.status).toBe(413);
    expect(words(await answer.text())).toContain('This is too large');
    // Said by nobody: it is read no further than the limit, however much would come.
    let given = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 10_000;
        if (given > 5_000_000) controller.close();
        else controller.enqueue(new Uint8Array(10_000).fill(120));
      },
    });
    const headers = { origin, cookie: coordinator, 'content-type': urlEncoded };
    const request = { method: 'POST', body: endless, headers, duplex: 'half' } as RequestInit;
    const streamed = await app.app.request(origin + path, request);
    expect(given).toBeLessThan(400_000);
    expect(streamed.status).toBe(413);
  });

  test('three-byte letters count as what they weigh', async () => {
    const answer = await raw(`${campaign}/preview`, letterBody({ body: '字'.repeat(90_000) }));
    expect(answer.status).toBe(413);
  });

  test.each(forms)('%s answers 5,000 fields and 5,000 times the same field at once', async (path) => {
    const many = Array.from({ length: 5_000 }, (_, index) => `f${index}=${index}`).join('&');
    const same = Array.from({ length: 5_000 }, (_, index) => `to=${index}&consent=${index}&name=${index}`).join('&');
    for (const body of [many, same, `${same}&${many}`]) {
      const begun = performance.now();
      const answer = await raw(path, body);
      expect([path, [200, 303, 404, 413, 422].includes(answer.status)]).toEqual([path, true]);
      expect(performance.now() - begun).toBeLessThan(10_000);
    }
  });

  test('the first of a repeated field counts, and nothing is read from the address', async () => {
    const body = `${letterBody()}&email=second@example.invalid&name=Second&subject=Second`;
    const html = await (await raw(`${campaign}/preview?email=third@example.invalid&name=Third`, body)).text();
    expect(fieldValue(html, 'email')).toBe('ana@example.invalid');
    expect(html).not.toMatch(/Second|second@|Third|third@/);
  });

  test('overlong fields are told their limit and keep what was typed', async () => {
    const long = {
      subject: 'x'.repeat(201),
      name: 'y'.repeat(121),
      body: 'z'.repeat(10_001),
      street: 's'.repeat(401),
      email: `${'e'.repeat(250)}@example.invalid`,
    };
    const answer = await raw(`${campaign}/preview`, letterBody(long));
    expect(answer.status).toBe(422);
    const html = await answer.text();
    for (const [field, typed] of Object.entries(long)) expect(fieldValue(html, field)).toBe(typed);
    for (const limit of ['200', '120', '10,000', '400', '254'])
      expect(words(html)).toContain(`at most ${limit} characters`);
    const fits = await raw(
      `${campaign}/preview`,
      letterBody({
        subject: 'x'.repeat(200),
        name: 'y'.repeat(120),
        body: 'z'.repeat(10_000),
        street: 's'.repeat(400),
      }),
    );
    expect(fits.status).toBe(200);
  });
});

describe('damaged addresses', () => {
  const params = [
    '%00',
    'a%00b',
    '%',
    '%zz',
    '%ff%fe',
    '%c3%28',
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e',
    'x'.repeat(5_000),
    '%0d%0aset-cookie:%20a=b',
    '%f0%9f%98%80',
    '__proto__',
    'constructor',
    "'; select 1 --",
    '%u0000',
  ];

  test('every GET route takes any text for its parameters', { timeout: 120_000 }, async () => {
    const routes = [...new Set(app.app.routes.filter((route) => route.method === 'GET').map((route) => route.path))];
    const wrong: unknown[] = [];
    for (const route of routes.filter((path) => path.includes(':'))) {
      const names = [...route.matchAll(/:(\w+)(?:\{[^/]*\})?/g)].map((match) => match[0]);
      for (const name of names) {
        const asked = params.flatMap((param) => [undefined, coordinator].map((cookie) => ({ param, cookie })));
        // All at once: what they ask of the database goes there together.
        await Promise.all(
          asked.map(async ({ param, cookie }) => {
            const path = names.reduce((at, one) => at.replace(one, () => (one === name ? param : sound(one))), route);
            const answer = await app.get(path, { cookie });
            const html = answer.headers.get('content-type')?.includes('html') ? await answer.text() : '';
            const bad = answer.status >= 500 || broken(html).length > 0 || answer.headers.has('a');
            if (bad) wrong.push({ path: path.slice(0, 120), status: answer.status, broken: broken(html) });
          }),
        );
      }
    }
    expect(wrong).toEqual([]);
  });

  test('every query that a page reads takes any text', async () => {
    const campaigns = await app.db.owner.query<{ id: string }>(`select id from campaigns where slug = 'five-asks'`);
    const desk = `${home}/desk/campaigns/${campaigns.rows[0]!.id}`;
    const readers = [
      `${home}/outbox?state=`,
      `${home}/outbox?kind=`,
      `${home}/outbox?before=`,
      `${home}/desk/campaigns?before=`,
      `${desk}/targets?q=`,
      `${desk}/deliveries?after=`,
      `${desk}/texts/fr?beside=`,
      `${home}/representatives?note=`,
      `${home}/representatives?division=`,
      `${campaign}/letter?note=found.xx-federal-house:member&division=`,
      `${home}/representatives/roles/xx-federal-house:member?by=`,
      `${home}/sign-in?next=`,
      `${home}?`,
    ];
    const wrong: unknown[] = [];
    for (const reader of readers) {
      for (const param of params) {
        const answer = await app.get(reader + param, { cookie: reader.includes('sign-in') ? undefined : coordinator });
        const html = answer.headers.get('content-type')?.includes('html') ? await answer.text() : '';
        if (answer.status >= 500 || broken(html).length > 0)
          wrong.push({ reader, param: param.slice(0, 40), status: answer.status });
      }
    }
    expect(wrong).toEqual([]);
  });

  test('every POST route takes any text for its parameters', async () => {
    const routes = [...new Set(app.app.routes.filter((route) => route.method === 'POST').map((route) => route.path))];
    expect(routes.length).toBeGreaterThan(20);
    const wrong: unknown[] = [];
    for (const route of routes) {
      const names = [...route.matchAll(/:(\w+)/g)].map((match) => match[0]);
      for (const name of names) {
        for (const param of ['%00', '%', '%ff', 'x', '__proto__']) {
          const path = names.reduce((at, one) => at.replace(one, () => (one === name ? param : sound(one))), route);
          const answer = await app.post(path, {}, { cookie: coordinator });
          if (answer.status >= 500) wrong.push({ path, status: answer.status });
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  const sound = (name: string): string => ({ ':network': 'daylight', ':locale': 'en' })[name] ?? 'x';
});

describe('on the wire', () => {
  /** Sends bytes and answers the first line of what comes back; empty when the connection is closed without a word. */
  const speak = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(server.port, '127.0.0.1', () => socket.write(text));
      let heard = '';
      socket.setTimeout(30_000, () => socket.destroy(new Error('no answer')));
      socket.on('data', (data) => {
        heard += data.toString('latin1');
        if (heard.includes('\r\n')) socket.destroy();
      });
      socket.on('error', reject);
      socket.on('close', () => resolve(heard.split('\r\n')[0]!));
    });
  const head = `Host: 127.0.0.1:${'3000'}\r\nConnection: close\r\n`;

  test.each([
    ['no HTTP', 'hello\r\n\r\n', /^HTTP\/1\.1 400/],
    [
      'an absolute address of another site',
      `GET http://elsewhere.invalid/daylight/en HTTP/1.1\r\n${head}\r\n`,
      /^HTTP\/1\.1 [234]/,
    ],
    ['a path of slashes', `GET ////daylight//en HTTP/1.1\r\n${head}\r\n`, /^HTTP\/1\.1 [34]/],
    ['a broken percent sign', `GET /%zz/en HTTP/1.1\r\n${head}\r\n`, /^HTTP\/1\.1 4/],
    [
      'a header of 100 kB',
      `GET /daylight/en HTTP/1.1\r\n${head}X-Long: ${'x'.repeat(100_000)}\r\n\r\n`,
      /^HTTP\/1\.1 431/,
    ],
    [
      'two lengths',
      `POST ${home}/sign-in HTTP/1.1\r\n${head}Content-Length: 3\r\nContent-Length: 5\r\n\r\nabc`,
      /^HTTP\/1\.1 400/,
    ],
    [
      'a length and chunks',
      `POST ${home}/sign-in HTTP/1.1\r\n${head}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      /^HTTP\/1\.1 400/,
    ],
    [
      'a form in chunks',
      `POST ${home}/sign-in HTTP/1.1\r\n${head}Origin: ${origin}\r\nContent-Type: ${urlEncoded}\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nemail=ab\r\n0\r\n\r\n`,
      /^HTTP\/1\.1 422/,
    ],
    ['no host', `GET /daylight/en HTTP/1.1\r\nConnection: close\r\n\r\n`, /^HTTP\/1\.1 400/],
    [
      'a host that is none',
      `GET /daylight/en HTTP/1.1\r\nHost: a b<c>\r\nConnection: close\r\n\r\n`,
      /^HTTP\/1\.1 [24]/,
    ],
    ['a verb that is none', `BREW /daylight/en HTTP/1.1\r\n${head}\r\n`, /^HTTP\/1\.1 4/],
    ['TRACE', `TRACE /daylight/en HTTP/1.1\r\n${head}Origin: ${origin}\r\n\r\n`, /^HTTP\/1\.1 4/],
  ])('%s', async (_, request, answer) => {
    expect(await speak(request)).toMatch(answer);
    expect(await speak(`GET /healthz HTTP/1.1\r\n${head}\r\n`)).toMatch(/^HTTP\/1\.1 200/);
  });
});
