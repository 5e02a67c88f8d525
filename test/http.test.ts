import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../src/app.tsx';
import { networkSlug, reservedSlugs } from '../src/features/networks/index.ts';
import { edit, listen, Problem, problems } from '../src/platform/http/index.ts';
import { interfaceLocales, readMessages } from '../src/platform/i18n/index.ts';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from './app.ts';
import { kits } from './beginnings.ts';
import { facesOf } from './first-visit.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ from: await kits(), env: { PORT: '0' } });
});
afterAll(() => app.stop());

test('a browser may be asked where somebody is on the pages with that button alone, kept ones as well', async () => {
  const allowed = async (path: string) => {
    const { headers } = await app.get(path);
    return /geolocation=(\([a-z]*\))/.exec(headers.get('permissions-policy')!)![1];
  };
  const asking = ['/daylight/en/campaigns/five-asks', '/daylight/en/representatives'];
  for (const path of asking)
    expect([path, await allowed(path), await allowed(path)]).toEqual([path, '(self)', '(self)']);
  const others = ['/daylight/en', '/daylight/en/campaigns', '/network/en/library', '/network/en/nowhere'];
  for (const path of others) expect([path, await allowed(path)]).toEqual([path, '()']);
});

describe('what goes wrong becomes a page', () => {
  const languages = {
    en: 'There is no such page',
    es: 'Esta página no existe',
    fr: 'Cette page n’existe pas',
    pt: 'Esta página não existe',
  };

  test.each(Object.entries(languages))('in %s, in the network’s look, with a way on', async (locale, title) => {
    const answer = await app.get(`/network/${locale}/nowhere`);
    expect(answer.status).toBe(404);
    const html = await answer.text();
    expect(words(html)).toContain(title);
    expect(html).toContain(`lang="${locale}"`);
    expect(html).toContain(answer.headers.get('x-request-id'));
    expect(html).toContain(`href="/network/${locale}"`);
  });

  test('outside every network, in the language the browser asks for', async () => {
    const answer = await app.get('/no/such', { headers: { 'accept-language': 'pt-BR,pt;q=0.9' } });
    expect(answer.status).toBe(404);
    expect(words(await answer.text())).toContain('Esta página não existe');
  });

  test('every problem of the catalogue has its page, status and words in every language', async () => {
    const probe = createApp({
      ...app.deps,
      features: [
        {
          name: 'probe',
          routes: (inside) =>
            void inside.get('/probe/:key', (c) => {
              const key = c.req.param('key');
              if (key === 'crash') throw new Error('a secret detail');
              if (key === 'busy') throw Object.assign(new Error('no room'), { code: '53300' });
              throw new Problem(key as keyof typeof problems, key === 'too-many' ? 42 : undefined);
            }),
        },
      ],
    });
    const seen = new Set<string>();
    for (const locale of ['en', 'es', 'fr', 'pt']) {
      for (const [key, status] of Object.entries(problems)) {
        const answer = await probe.request(`http://127.0.0.1:3000/network/${locale}/probe/${key}`);
        const html = await answer.text();
        expect([key, answer.status]).toEqual([key, status]);
        expect(html).not.toContain('problem.');
        seen.add(words(html).split(/Número|Numéro|Number/)[0]!);
        if (key === 'too-many') expect(answer.headers.get('retry-after')).toBe('42');
      }
    }
    expect(seen.size).toBe(4 * Object.keys(problems).length);
    const crash = await probe.request('http://127.0.0.1:3000/network/en/probe/crash');
    expect(crash.status).toBe(500);
    expect(await crash.text()).not.toContain('secret detail');
    expect((await probe.request('http://127.0.0.1:3000/network/en/probe/busy')).status).toBe(503);
  });
});

describe('every answer', () => {
  test('carries the security headers and an id of its own', async () => {
    for (const path of ['/', '/daylight/en', '/daylight/en/campaigns', '/nowhere', '/healthz', '/theme/a8361c.css']) {
      const answer = await app.get(path);
      const policy = answer.headers.get('content-security-policy')!;
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('referrer-policy')).toBe('same-origin');
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test('holds nothing inline: no style or event attribute, no script or style element with content', async () => {
    for (const path of [
      '/',
      '/daylight/en',
      '/daylight/fr/campaigns',
      '/daylight/en/campaigns/five-asks',
      '/daylight/en/campaigns/five-asks/letter',
      '/daylight/en/privacy',
      '/daylight/en/sign-in',
    ]) {
      const html = await (await app.get(path)).text();
      expect(html).not.toMatch(/\sstyle="|\son[a-z]+="|<style|<script(?![^>]*\ssrc=)/);
      // Nothing is loaded from anyone else: every src and stylesheet is a path of our own.
      for (const [, address] of html.matchAll(/(?:src|<link[^>]*rel="(?:stylesheet|icon)"[^>]*href)="([^"]+)"/g))
        expect(address).toMatch(/^\/[^/]/);
    }
  });

  test('/healthz and /readyz', async () => {
    expect(await (await app.get('/healthz')).text()).toBe('ok');
    expect(await (await app.get('/readyz')).text()).toBe('ready');
  });

  test('the log tells the kind of page and how it went, and nothing of the person', async () => {
    const lines: string[] = [];
    const stream = new PassThrough();
    stream.on('data', (chunk) => lines.push(String(chunk)));
    const logged = createApp({ ...app.deps, log: pino({ level: 'debug' }, stream) });
    const origin = 'http://127.0.0.1:3000';
    const form = {
      method: 'POST',
      headers: { origin, 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': '203.0.113.77' },
    };
    await logged.request(`${origin}/daylight/en/campaigns/five-asks/search?utm_source=Z2B`, {
      ...form,
      body: 'code=Z1A+1A1&country=XX',
    });
    await logged.request(`${origin}/daylight/en/campaigns/five-asks/actions`, {
      ...form,
      body: 'name=Nadia+Invented&email=nadia%40example.invalid&body=b&subject=s&to=x',
    });
    const text = lines.join('');
    expect(lines.length).toBe(2);
    expect(text).toContain('"status":303');
    expect(text).not.toMatch(/Z1A|Z2B|nadia|Nadia|203\.0\.113\.77/);
  });
});

describe('a change must come from one of our pages', () => {
  const form = { code: 'Z1A', country: 'XX' };
  const path = '/daylight/en/campaigns/five-asks/search';
  test('by its origin, or where there is none by Sec-Fetch-Site', async () => {
    expect((await app.post(path, form)).status).toBe(303);
    expect((await app.post(path, form, { headers: { origin: 'https://evil.invalid' } })).status).toBe(403);
    expect((await app.post(path, form, { headers: { origin: 'null' } })).status).toBe(403);
    expect((await app.post(path, form, { headers: { origin: '', 'sec-fetch-site': 'same-origin' } })).status).toBe(303);
    expect((await app.post(path, form, { headers: { origin: '', 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    expect((await app.post(path, form, { headers: { origin: '' } })).status).toBe(403);
  });
});

describe('forms', () => {
  const path = '/daylight/en/campaigns/five-asks/search';
  const origin = 'http://127.0.0.1:3000';
  const send = (body: string, type = 'application/x-www-form-urlencoded') =>
    app.app.request(origin + path, { method: 'POST', body, headers: { origin, 'content-type': type } });
  test('too large, of another kind, or with NUL: a page, not an error', async () => {
    expect((await send(`code=${'x'.repeat(300_000)}`)).status).toBe(413);
    expect((await send('{"code":1}', 'application/json')).status).toBe(400);
    expect((await send('code=Z1A%00&country=XX')).status).toBe(400);
    expect((await send('')).status).toBe(422);
  });
});

describe('the page cache', () => {
  test('answers before the router, compressed, with an ETag; and never with what belongs to one person', async () => {
    const server = await listen(app.app, app.deps);
    try {
      const url = `${server.url}/daylight/en/campaigns/come-and-see`;
      const first = await fetch(url);
      await first.text();
      const kept = await fetch(url, { headers: { 'accept-encoding': 'br' } });
      const etag = kept.headers.get('etag')!;
      expect(kept.headers.get('content-encoding')).toBe('br');
      // The router gives every answer an id; the cache has none to give.
      expect(kept.headers.get('x-request-id')).toBeNull();
      expect(kept.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(await kept.text()).toContain('lang="en"');
      expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304);
      expect((await fetch(`${url}?utm_source=x&source=card`)).headers.get('x-request-id')).toBeNull();

      const { cookie } = await signInAs(app, await app.network('daylight'), 'coordinator');
      const signed = await fetch(url, { headers: { cookie } });
      expect(signed.headers.get('x-request-id')).not.toBeNull();
      expect(signed.headers.get('cache-control')).toBe('private, no-store');
      expect(await signed.text()).toContain('/daylight/en/outbox');
      const after = await fetch(url);
      expect(after.headers.get('x-request-id')).toBeNull();
      expect(await after.text()).not.toContain('/daylight/en/outbox');
    } finally {
      await server.stop();
    }
  });

  test('a flash is shown once, to the one who carries it, and never kept', async () => {
    const { cookie } = await signInAs(app, await app.network('daylight'), 'coordinator');
    const saved = await app.get('/daylight/en', { cookie: 'casement_flash=eyJrZXkiOiJwcm9ibGVtLmhvbWUifQ.forged' });
    expect(words(await saved.text())).not.toContain('To the home page');
    expect(saved.headers.get('set-cookie')).toContain('casement_flash=;');
    expect(cookie).toContain('casement_session');
  });

  test('an edit is seen at once', async () => {
    const network = await createNetwork(app, 'edited');
    const server = await listen(app.app, app.deps);
    try {
      const read = async () => words(await (await fetch(`${server.url}/edited/en`)).text());
      expect(await read()).toContain('A tagline');
      expect(await read()).toContain('A tagline');
      await edit(app.deps, network.id, (trx) =>
        trx
          .updateTable('networks')
          .set({ tagline: JSON.stringify({ en: 'Another tagline' }) })
          .where('id', '=', network.id)
          .execute(),
      );
      expect(await read()).toContain('Another tagline');
    } finally {
      await server.stop();
    }
  });
});

describe('addresses', () => {
  test('a bare network leads to the language the browser prefers; another language is not there', async () => {
    const answer = await app.get('/network', { headers: { 'accept-language': 'de, es;q=0.8, en;q=0.5' } });
    expect(answer.headers.get('location')).toBe('/network/es');
    expect((await app.get('/daylight/es')).status).toBe(404);
    expect((await app.get('/daylight/xx')).status).toBe(404);
  });

  test('no network has the address of something that the program itself serves', () => {
    // With the way in for mail, which is there only where it is set.
    const config = { ...app.deps.config, inbound: { domain: 'in.example.invalid', secret: 'x'.repeat(32) } };
    const served = createApp({ ...app.deps, config })
      .routes.map(({ path }) => path.split('/')[1]!)
      .filter((first) => /^[a-z][a-z0-9-]{1,40}$/.test(first));
    expect([...reservedSlugs].sort()).toEqual([...new Set(served)].sort());
    for (const slug of served) expect(networkSlug.safeParse(slug).success).toBe(false);
    expect(networkSlug.safeParse('network').success).toBe(true);
  });

  test('the pseudo-locale shows every page from right to left', async () => {
    const html = await (await app.get('/daylight/ar-XB/campaigns/five-asks')).text();
    expect(html).toContain('dir="rtl"');
    expect(html).toContain('\u202e');
  });

  test('the front door lists the networks', async () => {
    const page = words(await (await app.get('/', { headers: { 'accept-language': 'fr' } })).text());
    expect(page).toContain('Lumière dedans');
    expect(page).toContain('Réseaux sur ce Casement');
  });

  test('the words of all four languages need only the first part of each font, but for signs on few pages', async () => {
    const css = /href="(\/assets\/casement[^"]*\.css)"/.exec(await (await app.get('/daylight/en')).text())![1]!;
    const faces = facesOf(await (await app.get(css)).text());
    const first = faces.filter(({ address }) => !/-(signs|central|further|vietnamese)-\w+\.woff2$/.test(address));
    expect(first).toHaveLength(2);
    const texts = interfaceLocales.flatMap((locale) => [...readMessages(locale).values()]);
    const characters = new Set(texts.join('').replace(/\n/g, ''));
    const others = [...characters].filter((one) => !first.every((face) => face.has(one)));
    // An arrow stands on a coordinator's page and is in neither family.
    expect(others.sort().join('')).toBe('°º→');
    // Each character is in one file of a family, so that none is fetched twice for it.
    for (const one of [...characters, 'ł', 'ő', 'ș', 'ɓ', 'ẹ', 'ṣ', 'Đ', '₦'])
      expect(faces.filter((face) => face.has(one)).length, one).toBe(one === '→' ? 0 : 2);
  });

  test('fonts are left out for whoever saves data', async () => {
    const css = /href="(\/assets\/casement[^"]*\.css)"/.exec(await (await app.get('/daylight/en')).text())![1]!;
    const font = /url\(["']?(\/assets\/[^)"']+\.woff2)/.exec(await (await app.get(css)).text())![1]!;
    expect((await app.get(font)).headers.get('content-type')).toBe('font/woff2');
    expect((await app.get(font, { headers: { 'save-data': 'on' } })).status).toBe(204);
    expect((await app.get('/assets/..%2f..%2fpackage.json')).status).toBe(404);
  });
});
