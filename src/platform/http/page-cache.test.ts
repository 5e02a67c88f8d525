import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, type TestApp } from '../../../test/app.ts';
import type { Network } from '../tenancy/index.ts';
import { cacheKey, PageCache } from './page-cache.ts';

const url = '/daylight/en';
const request = (over: Partial<IncomingMessage> = {}) =>
  ({ method: 'GET', url, headers: {}, ...over }) as IncomingMessage;

/** An answer that remembers what was written, and can be ended by the test as the router would end it. */
class Answer extends EventEmitter {
  statusCode = 200;
  body = '';
  writeHead(status: number): void {
    this.statusCode = status;
  }
  end(body?: Buffer): void {
    this.body = body?.toString() ?? '';
  }
}
const ask = (cache: PageCache, over: Partial<IncomingMessage> = {}) => {
  const answer = new Answer();
  const served = cache.serve(request(over), answer as unknown as ServerResponse);
  return { served, answer };
};

describe('a page that is no longer fresh', () => {
  let now = 0;
  const held = async () => {
    now = 0;
    const cache = new PageCache({}, undefined, () => now);
    await cache.keep(url, 'daylight', '<p>old</p>', 5);
    now = 6_000;
    return cache;
  };

  test('is rendered anew by one request, while the others are given the old one', async () => {
    const cache = await held();
    const first = ask(cache);
    expect(first.served).toBe(false);
    expect(ask(cache).answer.body).toBe('<p>old</p>');
    await cache.keep(url, 'daylight', '<p>new</p>', 5);
    first.answer.emit('close');
    expect(ask(cache).answer.body).toBe('<p>new</p>');
  });

  test.each([503, 500, 200])(
    'is tried again by the next request after one that ended with %d and kept nothing',
    async (status) => {
      const cache = await held();
      const first = ask(cache);
      first.answer.statusCode = status;
      first.answer.emit('close');
      expect(ask(cache).served).toBe(false);
      expect(ask(cache).answer.body).toBe('<p>old</p>');
    },
  );

  test.each([404, 303])('is forgotten when its address now answers %d', async (status) => {
    const cache = await held();
    const first = ask(cache);
    first.answer.statusCode = status;
    first.answer.emit('close');
    expect(ask(cache).served).toBe(false);
    expect(ask(cache).served).toBe(false);
  });
});

test('where a visitor came from makes no other page; anything else does', () => {
  expect(cacheKey('/a?utm_source=x&source=y')).toBe('/a');
  expect(cacheKey('/a?utm_source=x&by=name')).toBe('/a?by=name');
  expect(cacheKey('/a?utm_SOURCE=x')).toBe('/a?utm_SOURCE=x');
});

describe('the pages of the program', () => {
  let app: TestApp;
  let network: Network;
  beforeAll(async () => {
    app = await createTestApp();
    network = await createNetwork(app, 'kept');
  });
  afterAll(() => app.stop());
  const keptUnder = (path: string) => ask(app.deps.pages, { url: path });

  test('a visitor’s utm_* and source stand in no page that is kept for others', async () => {
    const path = `/${network.slug}/en/campaigns`;
    await app.get(`${path}?utm_campaign=planted-words&source=planted-too`);
    const { served, answer } = keptUnder(path);
    expect(served).toBe(true);
    expect(answer.body).toContain(`/${network.slug}/fr/campaigns`);
    expect(answer.body).not.toContain('planted');
  });

  test('made-up queries are answered, and keep nothing', async () => {
    const path = `/${network.slug}/en/issues`;
    for (const query of ['x=1', 'by=name', `q=${'long'.repeat(50)}`]) {
      expect((await app.get(`${path}?${query}`)).status).toBe(200);
      expect(keptUnder(`${path}?${query}`).served).toBe(false);
    }
    await app.get(path);
    expect(keptUnder(path).served).toBe(true);
  });
});

test('an address that is written in an unusual way is answered and not kept', async () => {
  const cache = new PageCache({});
  for (const odd of ['/%64aylight/en', '/daylight/e%6E', '/daylight/en/a%3ab', '/daylight/%']) {
    await cache.keep(odd, 'daylight', '<p>page</p>', 5);
    expect([odd, ask(cache, { url: odd }).served]).toEqual([odd, false]);
  }
  for (const ours of ['/daylight/en/a:b', '/daylight/en/a%3Ab', '/daylight/en/%E0%B8%81?by=name']) {
    await cache.keep(ours, 'daylight', '<p>page</p>', 5);
    expect([ours, ask(cache, { url: ours }).served]).toEqual([ours, true]);
  }
});
