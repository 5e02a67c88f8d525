import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, type TestApp } from '../../../test/app.ts';
import type { Network } from '../tenancy/index.ts';
import { grouped, openDatabase } from './index.ts';

let app: TestApp;
let network: Network;
beforeAll(async () => {
  app = await createTestApp();
  network = await createNetwork(app, 'busy');
});
afterAll(() => app.stop());

describe('a database that cannot serve', () => {
  test('statements of the application end by themselves, those of the owner (migrations, imports) do not', async () => {
    const db = openDatabase(app.db.url);
    const limit = async (pool: typeof db.app) => (await pool.query('show statement_timeout')).rows[0].statement_timeout;
    expect(await limit(db.app)).toBe('1min');
    expect(await limit(db.owner)).toBe('0');
    await db.close();
  });

  test('who gets no connection in time is told to come back, in her language, and nothing of why', async () => {
    const full = app.db.app.options;
    const before = full.connectionTimeoutMillis;
    const held = await Promise.all(Array.from({ length: full.max! }, () => app.db.app.connect()));
    try {
      full.connectionTimeoutMillis = 50;
      const answer = await app.get(`/${network.slug}/fr/campaigns`);
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('5');
      const html = await answer.text();
      expect(html).toContain('lang="fr"');
      expect(html).not.toMatch(/timeout exceeded/);
      expect((await app.get('/readyz')).status).toBe(503);
      // Of those who wait in a group, none waits for the others' turn.
      full.connectionTimeoutMillis = 300;
      const write = grouped<number, number>(app.db, async (_, __, rows) => rows);
      const began = performance.now();
      const ends = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => write(network.id, n)));
      expect(new Set(ends.map((end) => end.status))).toEqual(new Set(['rejected']));
      expect(performance.now() - began).toBeLessThan(3_000);
    } finally {
      for (const client of held) client.release();
      full.connectionTimeoutMillis = before;
    }
    expect((await app.get(`/${network.slug}/fr/campaigns`)).status).toBe(200);
  });
});
