import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import type { Hono } from 'hono';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../src/app.tsx';
import { type Deps, type Env, type Listening, listen, Problem } from '../src/platform/http/index.ts';
import { createTestApp, signInAs, type TestApp } from './app.ts';
import { kits } from './beginnings.ts';

/*
 * The hot forms are answered before the router. Here the same requests go to two servers on one database, of which one
 * has no hot forms: what comes back must be the same to the byte, and so must what is kept.
 */

type Server = Listening & { deps: Deps; routed: number; lines: Record<string, unknown>[] };

let app: TestApp;
let quick: Server;
let plain: Server;
let posts: string[];
const campaign = '/daylight/en/campaigns/five-asks';
const origin = 'http://127.0.0.1:3000';

beforeAll(async () => {
  app = await createTestApp({ from: await kits(), env: { PORT: '0', CASEMENT_TRUST_PROXY: '1' } });
  quick = await serve((one) => one);
  plain = await serve((one) => ({ ...one, hotForms: undefined }));
  const found = await app.post(`${campaign}/search`, { code: 'Z1A 1A1', country: 'XX' });
  const form = await (await app.get(found.headers.get('location')!)).text();
  posts = [...form.matchAll(/name="to" value="([^"]+)" checked/g)].map((match) => match[1]!);
  expect(posts).toHaveLength(4);
});
afterAll(async () => {
  await Promise.all([quick.stop(), plain.stop()]);
  await app.stop();
});

/** A server with features of its own, which counts what reaches the router and keeps its log. */
async function serve(change: (feature: Deps['features'][number]) => Deps['features'][number]): Promise<Server> {
  const lines: Record<string, unknown>[] = [];
  const stream = new PassThrough();
  stream.on('data', (chunk) => lines.push(JSON.parse(String(chunk))));
  const deps = { ...app.deps, features: app.deps.features.map(change), log: pino({ level: 'info' }, stream) };
  const made = createApp(deps);
  const server = { deps, routed: 0, lines } as unknown as Server;
  const counted = {
    fetch: (...args: Parameters<typeof made.fetch>) => {
      server.routed += 1;
      return made.fetch(...args);
    },
  } as unknown as Hono<Env>;
  return Object.assign(server, await listen(counted, deps));
}

/** The whole answer as it came over the wire, without what is different each time. */
function raw(port: number, request: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () =>
      resolve(
        Buffer.concat(chunks)
          .toString('latin1')
          .replace(/\r\nDate: .*/, '\r\nDate: now')
          .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID'),
      ),
    );
  });
}

type Sent = { path?: string; method?: string; headers?: Record<string, string | string[]>; body?: string | Buffer };

function requestOf({ path = `${campaign}/actions`, method = 'POST', headers = {}, body = '' }: Sent): Buffer {
  const bytes = Buffer.from(body);
  const all: Record<string, string | string[]> = {
    host: '127.0.0.1:3000',
    connection: 'close',
    origin,
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(bytes.length),
    'x-forwarded-for': '192.0.2.7',
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    [value].flat().map((one) => (one === '' ? '' : `${name}: ${one}\r\n`)),
  );
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`), bytes]);
}

let people = 0;
const letter = (over: Record<string, string | string[]> = {}): string => {
  people += 1;
  const fields = {
    to: posts,
    subject: 'Five asks',
    body: 'I live on Lantern Street.\r\n\r\nPlease act. ×',
    name: 'Ana Invented',
    email: `ana-${people}@example.invalid`,
    street: '',
    website: '',
    ...over,
  };
  return new URLSearchParams(
    Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
  ).toString();
};
const place = 'code=Z1A+1A1&country=XX&latitude=&longitude=';
const search = { path: `${campaign}/search`, body: place };
const find = { path: '/daylight/en/representatives/search', body: `by=code&${place}` };

/** The answers of both servers, whether the router was asked by the quick one, and how the log tells of it. */
async function both(sent: Sent) {
  const request = requestOf(sent);
  const before = quick.routed;
  const [hot, routed] = [await raw(quick.port, request), await raw(plain.port, request)];
  const told = [quick, plain].map((server) => {
    const { id: _, time: __, ms: ___, pid: ____, hostname: _____, ...line } = server.lines.at(-1) ?? {};
    return line;
  });
  return { hot, routed, early: quick.routed === before, told };
}

describe('answered before the router, as by the router', () => {
  const cases: [string, () => Sent, RegExp][] = [
    ['a letter', () => ({ body: letter() }), /^HTTP\/1\.1 303 See Other\r\n[\s\S]*location: \S+\/received\r\n/],
    [
      'a letter with everything',
      () => ({
        body: letter({ street: '1 Lantern Street', consent: ['newsletter', 'other'], remember: 'yes' }),
        headers: { referer: `${origin}${campaign}/letter?utm_source=card&source=hall&x=y` },
      }),
      /^HTTP\/1\.1 303/,
    ],
    ['a filled trap', () => ({ body: letter({ website: 'http://spam.invalid' }) }), /^HTTP\/1\.1 303/],
    [
      'no Origin, but Sec-Fetch-Site',
      () => ({ body: letter(), headers: { origin: '', 'sec-fetch-site': 'same-origin' } }),
      /303/,
    ],
    [
      'a charset beside the type',
      () => ({ body: letter(), headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' } }),
      /303/,
    ],
    [
      'bytes that are no UTF-8',
      () => ({ body: Buffer.concat([Buffer.from(letter()), Buffer.from('&x=\xff%FF%', 'latin1')]) }),
      /303/,
    ],
    ['a mark of byte order', () => ({ body: `\ufeff&${letter()}` }), /303/],
    ['a foreign cookie', () => ({ body: letter(), headers: { cookie: 'theme=dark' } }), /303/],
    ['a search for a campaign', () => search, /303[\s\S]*location: \S+\/letter\?division=/],
    [
      'a search with where she came from',
      () => ({ ...search, headers: { referer: `${origin}/?utm_source=a%26b` } }),
      /utm_source=a%26b/,
    ],
    ['a search for representatives', () => find, /303[\s\S]*location: \S+\/representatives\?division=/],
    ['a place of which nothing is known', () => ({ ...find, body: 'by=point&latitude=0&longitude=0' }), /303/],
  ];
  test.each(cases)('%s', async (_, sent, expected) => {
    const { hot, routed, early, told } = await both(sent());
    expect(hot).toMatch(expected);
    expect(hot).toBe(routed);
    expect(early).toBe(true);
    expect(told[0]).toEqual(told[1]);
    expect(told[0]).toMatchObject({ method: 'POST', status: 303, msg: 'request' });
  });

  test('what is kept is the same', async () => {
    const columns = `p.name, p.name_key, p.locale, a.state, a.post_ids, a.subject, a.body, a.remember_device, a.source, s.address,
      (select array_agg(c.purpose) from consents c where c.action_id = a.id) as consents`;
    const given = {
      email: '',
      name: '=Ünïcode ไทย',
      street: '2 Row',
      body: 'a\r\nb\rc',
      consent: ['newsletter', 'answers'],
      remember: 'yes',
    };
    const kept = await Promise.all(
      [quick, plain].map(async ({ port }) => {
        const email = `kept-${port}@example.invalid`;
        const headers = { referer: `${origin}/?utm_medium=qr` };
        expect(await raw(port, requestOf({ body: letter({ ...given, email }), headers }))).toMatch(/^HTTP\/1\.1 303/);
        const { rows } = await app.db.owner.query(
          `select ${columns} from people p join actions a on a.person_id = p.id left join action_addresses s on s.action_id = a.id where p.email = $1`,
          [email],
        );
        expect(rows).toHaveLength(1);
        return rows;
      }),
    );
    expect(kept[0]).toEqual(kept[1]);
  });

  test('64 identical letters at the same instant are one action', async () => {
    const request = requestOf({ body: letter({ email: 'one@example.invalid' }) });
    const answers = await Promise.all(Array.from({ length: 64 }, () => raw(quick.port, request)));
    expect(new Set(answers).size).toBe(1);
    const { rows } = await app.db.owner.query(
      `select a.id, (select count(*) from mails m where m.subject_id = a.id) as mails from actions a join people p on p.id = a.person_id where p.email = 'one@example.invalid'`,
    );
    expect(rows).toEqual([{ id: expect.any(String), mails: 1 }]);
  });
});

describe('a campaign whose address is of another script', () => {
  const slug = 'ห้าข้อเรียกร้อง-й';
  const named = async (from: string, to: string) => {
    await app.db.owner.query('update campaigns set slug = $2 where slug = $1', [from, to]);
    app.deps.edits.emit('');
  };
  beforeAll(() => named('five-asks', slug));
  afterAll(() => named(slug, 'five-asks'));
  const base = '/daylight/en/campaigns';
  const encoded = `${base}/${encodeURIComponent(slug)}`;

  test('is answered before the router, as by the router', async () => {
    const { hot, routed, early, told } = await both({ path: `${encoded}/actions`, body: letter() });
    expect(hot).toContain(`\r\nlocation: ${encoded}/received\r\n`);
    expect([hot, early]).toEqual([routed, true]);
    expect(told[0]).toEqual(told[1]);
    const found = await both({ ...search, path: `${encoded}/search` });
    expect(found.hot).toContain(`\r\nlocation: ${encoded}/letter?division=`);
    expect([found.hot, found.early]).toEqual([found.routed, true]);
  });

  test('has a poster that says it as it is typed, and a frame and counts that say it as it travels', async () => {
    expect(await (await app.get(`${encoded}/poster`)).text()).toContain(
      `<b dir="ltr">127.0.0.1:3000${base}/${slug}</b>`,
    );
    expect(await (await app.get(`${encoded}/counts.json`)).json()).toMatchObject({
      campaign: slug,
      url: `http://127.0.0.1:3000${encoded}`,
    });
    const framed = await app.get(`/daylight/en/embed/campaigns/${encodeURIComponent(slug)}`);
    expect(framed.status).toBe(200);
    expect(await framed.text()).toContain(`/daylight/en/embed/campaigns/${encodeURIComponent(slug)}/search`);
  });

  test.each([
    ['in another of Unicode’s forms', `${base}/${encodeURIComponent(slug.normalize('NFD'))}/actions`, 308],
    ['in small hexadecimal digits', `${encoded.replaceAll('%E0', '%e0')}/actions`, 308],
    ['with a slash in it', `${base}/a%2F${encodeURIComponent(slug)}/actions`, 404],
    ['with a part of a letter', `${base}/%E0%B8/actions`, 404],
    ['of nobody', `${encoded}-2/actions`, 404],
  ])('%s: left to the router', async (_, path, status) => {
    const { hot, routed, early } = await both({ path, body: letter() });
    expect(hot).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect([hot, early]).toEqual([routed, false]);
  });
});

describe('left to the router, with the form as it was sent', () => {
  const cases: [string, () => Sent, RegExp][] = [
    [
      'a mistake',
      () => ({ body: letter({ email: 'not an address', name: '' }) }),
      /^HTTP\/1\.1 422[\s\S]*not an address/,
    ],
    ['nobody chosen', () => ({ body: letter({ to: [] }) }), /^HTTP\/1\.1 422/],
    [
      'a post that the campaign does not ask',
      () => ({ body: letter({ to: ['xx-state-senate:1'] }) }),
      /^HTTP\/1\.1 422/,
    ],
    [
      'a district in the place of a post',
      () => ({ body: letter({ to: [posts[0]!, 'ocd-division/country:xx'] }) }),
      /^HTTP\/1\.1 422/,
    ],
    ['a NUL', () => ({ body: `${letter()}&x=%00` }), /^HTTP\/1\.1 400/],
    ['an unknown campaign', () => ({ body: letter(), path: '/daylight/en/campaigns/none/actions' }), /^HTTP\/1\.1 404/],
    [
      'an unknown network',
      () => ({ body: letter(), path: '/nobody/en/campaigns/five-asks/actions' }),
      /^HTTP\/1\.1 404/,
    ],
    [
      'a language that is not there',
      () => ({ body: letter(), path: '/daylight/es/campaigns/five-asks/actions' }),
      /^HTTP\/1\.1 404/,
    ],
    [
      'a NUL in the address',
      () => ({ body: letter(), path: '/daylight/en/campaigns/five-asks%00/actions' }),
      /^HTTP\/1\.1 404/,
    ],
    [
      'an encoded address',
      () => ({ body: letter(), path: '/daylight/en/campaigns/five%2Dasks/actions' }),
      /^HTTP\/1\.1 303/,
    ],
    ['a query', () => ({ body: letter(), path: `${campaign}/actions?utm_source=x` }), /^HTTP\/1\.1 303/],
    ['a foreign origin', () => ({ body: letter(), headers: { origin: 'https://evil.invalid' } }), /^HTTP\/1\.1 403/],
    ['the origin "null"', () => ({ body: letter(), headers: { origin: 'null' } }), /^HTTP\/1\.1 403/],
    ['no origin', () => ({ body: letter(), headers: { origin: '' } }), /^HTTP\/1\.1 403/],
    [
      'from another site',
      () => ({ body: letter(), headers: { origin: '', 'sec-fetch-site': 'cross-site' } }),
      /^HTTP\/1\.1 403/,
    ],
    ['JSON', () => ({ body: '{}', headers: { 'content-type': 'application/json' } }), /^HTTP\/1\.1 400/],
    ['no type', () => ({ body: letter(), headers: { 'content-type': '' } }), /^HTTP\/1\.1 303/],
    ['nothing', () => ({ body: '' }), /^HTTP\/1\.1 422/],
    ['too much', () => ({ body: letter({ body: 'x'.repeat(270_000) }) }), /^HTTP\/1\.1 413/],
    [
      'pieces of unknown length',
      () => ({
        body: `5\r\nto=x&\r\n0\r\n\r\n`,
        headers: { 'content-length': '', 'transfer-encoding': 'chunked' },
      }),
      /^HTTP\/1\.1 422/,
    ],
    [
      'a GET',
      () => ({ method: 'GET', path: `${campaign}/actions`, headers: { 'content-length': '' } }),
      /^HTTP\/1\.1 404/,
    ],
    ['a PUT', () => ({ method: 'PUT', body: letter() }), /^HTTP\/1\.1 404/],
    [
      'a session that is not one',
      () => ({ body: letter(), headers: { cookie: 'casement_session=x' } }),
      /^HTTP\/1\.1 303/,
    ],
    [
      'a device that is not known',
      () => ({ body: letter(), headers: { cookie: 'casement_device=x' } }),
      /^HTTP\/1\.1 303/,
    ],
    ['a place with a mistake', () => ({ ...find, body: 'by=code&code=&country=XX' }), /^HTTP\/1\.1 422/],
    ['degrees with a mistake', () => ({ ...search, body: 'latitude=north&longitude=0' }), /^HTTP\/1\.1 422/],
  ];
  test.each(cases)('%s', async (_, sent, expected) => {
    const { hot, routed, early, told } = await both(sent());
    expect(hot).toMatch(expected);
    expect(hot).toBe(routed);
    expect(early).toBe(false);
    expect(told[0]).toEqual(told[1]);
  });

  test('what proxies and servers may read in two ways is refused, or read in one way by both', async () => {
    const form = letter();
    const length = `content-length: ${form.length}\r\n`;
    const type = 'content-type: application/x-www-form-urlencoded\r\n';
    const head = (path: string, lines: string, host = 'host: 127.0.0.1:3000\r\n', version = '1.1') =>
      `POST ${path} HTTP/${version}\r\n${host}connection: close\r\norigin: ${origin}\r\nx-forwarded-for: 192.0.2.9\r\n${lines}\r\n`;
    const path = `${campaign}/actions`;
    const chunks = `${form.length.toString(16)}\r\n${form}\r\n0\r\n\r\n`;
    const odd: [string, string, RegExp][] = [
      ['a length and pieces', head(path, `${type}${length}transfer-encoding: chunked\r\n`) + chunks, /^HTTP\/1\.1 400/],
      ['pieces and a length', head(path, `${type}transfer-encoding: chunked\r\n${length}`) + chunks, /^HTTP\/1\.1 400/],
      ['two lengths', head(path, `${type}${length}content-length: 5\r\n`) + form, /^HTTP\/1\.1 400/],
      ['a length with a sign', head(path, `${type}content-length: +5\r\n`) + form, /^HTTP\/1\.1 400/],
      ['pieces that are no pieces', head(path, `${type}transfer-encoding: xchunked\r\n`) + chunks, /^HTTP\/1\.1 400/],
      ['pieces twice', head(path, `${type}transfer-encoding: chunked, identity\r\n`) + chunks, /^HTTP\/1\.1 400/],
      [
        'a blank before the colon',
        head(path, `${type}transfer-encoding : chunked\r\n${length}`) + chunks,
        /^HTTP\/1\.1 400/,
      ],
      [
        'a folded line',
        head(path, `${type}x-a: b\r\n transfer-encoding: chunked\r\n${length}`) + form,
        /^HTTP\/1\.1 (400|303)/,
      ],
      [
        'line ends of one sign',
        head(path, `${type}${length}`).replaceAll('\r\n', '\n') + form,
        /^HTTP\/1\.1 (400|303)/,
      ],
      [
        'an odd piece',
        `${head(path, `${type}transfer-encoding: chunked\r\n`)}0x5\r\nto=x&\r\n0\r\n\r\n`,
        /^HTTP\/1\.1 (400|500|422)|^$/,
      ],
      ['a whole address', head(`http://evil.invalid${path}`, type + length) + form, /^HTTP\/1\.1 (303|400)/],
      ['a host in large letters', head(path, type + length, 'HOST: LOCALHOST\r\n') + form, /^HTTP\/1\.1 303/],
      ['a host that is none', head(path, type + length, 'host: a/../b@c\r\n') + form, /^HTTP\/1\.1 (400|303)/],
      [
        'two hosts',
        head(path, type + length, 'host: 127.0.0.1\r\nhost: evil.invalid\r\n') + form,
        /^HTTP\/1\.1 (400|303)/,
      ],
      ['no host', head(path, type + length, '') + form, /^HTTP\/1\.1 400/],
      ['no host, of old', head(path, type + length, '', '1.0') + form, /^HTTP\/1\.1 (400|303)/],
      ['two origins', head(path, `${type}${length}origin: https://evil.invalid\r\n`) + form, /^HTTP\/1\.1 403/],
      ['two types', head(path, `${type}content-type: application/json\r\n${length}`) + form, /^HTTP\/1\.1 (303|400)/],
      [
        'two referrers',
        head(path, `${type}${length}referer: ${origin}/?utm_source=a\r\nreferer: ${origin}/?utm_source=b\r\n`) + form,
        /^HTTP\/1\.1 303/,
      ],
      [
        'dots in the address',
        head(path.replace('/campaigns', '/./campaigns'), type + length) + form,
        /^HTTP\/1\.1 303/,
      ],
      ['dots for a name', head('/daylight/en/campaigns/../actions', type + length) + form, /^HTTP\/1\.1 404/],
      ['a slash too many', head(path.replace('/en', '//en'), type + length) + form, /^HTTP\/1\.1 404/],
      [
        'another form behind it',
        `${head(path, type + length).replace('connection: close', 'x-a: b')}${form}${head(find.path, `${type}content-length: ${find.body.length}\r\n`)}${find.body}`,
        /^HTTP\/1\.1 303[\s\S]*received[\s\S]*HTTP\/1\.1 303[\s\S]*representatives/,
      ],
    ];
    const differs: string[] = [];
    for (const [name, request, expected] of odd) {
      const [hot, routed] = [await raw(quick.port, request), await raw(plain.port, request)];
      if (!expected.test(hot) || hot.replace(/\r\nDate: .*/g, '') !== routed.replace(/\r\nDate: .*/g, ''))
        differs.push(`${name}: ${hot.slice(0, 300)} | ${routed.slice(0, 300)}`);
    }
    expect(differs).toEqual([]);
  });

  test('somebody signed in', async () => {
    const { cookie } = await signInAs(app, await app.network('daylight'), 'coordinator');
    const { hot, routed, early } = await both({ body: letter(), headers: { cookie } });
    expect([hot, early]).toEqual([routed, false]);
  });

  test('a request that breaks off is nobody’s', async () => {
    const request = requestOf({ body: letter({ email: 'broken@example.invalid' }) });
    for (const length of [request.length - 1, request.length - 200]) {
      await new Promise<void>((resolve) => {
        const socket = connect(quick.port, '127.0.0.1', () =>
          socket.write(request.subarray(0, length), () => socket.destroy()),
        );
        socket.on('close', () => resolve());
      });
    }
    expect(await raw(quick.port, requestOf(search))).toMatch(/^HTTP\/1\.1 303/);
    const { rows } = await app.db.owner.query(`select from people where email = 'broken@example.invalid'`);
    expect(rows).toHaveLength(0);
  });
});

describe('limits', () => {
  test('count every form once, whichever way it came, and are told as by the router', async () => {
    const at = { 'x-forwarded-for': '198.51.100.4' };
    // By turns: plain ones before the router, and ones with a query, which the router answers.
    const plainOne = requestOf({ ...find, headers: at });
    const withQuery = requestOf({ ...find, path: `${find.path}?x=1`, headers: at });
    for (let n = 0; n < 600; n += 30) {
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_, i) => raw(quick.port, i % 3 === 0 ? withQuery : plainOne)),
      );
      for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 303/);
    }
    for (const request of [plainOne, withQuery, plainOne]) {
      const answer = await raw(quick.port, request);
      expect(answer).toMatch(/^HTTP\/1\.1 429/);
      expect(answer).toMatch(/\r\nretry-after: \d+\r\n/);
    }
    expect(await raw(quick.port, requestOf(find))).toMatch(/^HTTP\/1\.1 303/);
  });
});

describe('what goes wrong', () => {
  test('once it has begun to act becomes the page of the router, and nothing is done twice', async () => {
    let acted = 0;
    const failing = (error: unknown) => ({
      name: 'probe',
      hotForms: () => [
        {
          route: '/probe',
          judge: () => async () => {
            acted += 1;
            throw error;
          },
        },
      ],
      routes: (inside: Hono<Env>) =>
        void inside.post('/probe', () => {
          acted += 100;
          throw error;
        }),
    });
    for (const [error, status] of [
      [new Problem('too-many', 7), 429],
      [Object.assign(new Error('no room'), { code: '53300' }), 503],
      [new Error('a secret detail'), 500],
    ] as const) {
      acted = 0;
      const deps = { ...app.deps, features: [failing(error)] };
      const server = await listen(createApp(deps), deps);
      const answer = await raw(server.port, requestOf({ path: '/daylight/en/probe', body: 'x=1' }));
      await server.stop();
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} [\\s\\S]*content-security-policy: default-src 'none'`));
      expect(answer).not.toContain('secret detail');
      expect(acted).toBe(1);
    }
  });
});
