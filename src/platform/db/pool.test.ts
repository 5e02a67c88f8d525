import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, type TestApp } from '../../../test/app.ts';
import type { Network } from '../tenancy/index.ts';
import { openDatabase } from './index.ts';

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
    full.connectionTimeoutMillis = 50;
    const held = await Promise.all(Array.from({ length: full.max! }, () => app.db.app.connect()));
    try {
      const answer = await app.get(`/${network.slug}/fr/campaigns`);
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('5');
      const html = await answer.text();
      expect(html).toContain('lang="fr"');
      expect(html).not.toMatch(/timeout|connect/);
      expect((await app.get('/readyz')).status).toBe(503);
    } finally {
      for (const client of held) client.release();
      full.connectionTimeoutMillis = before;
    }
    expect((await app.get(`/${network.slug}/fr/campaigns`)).status).toBe(200);
  });
});
