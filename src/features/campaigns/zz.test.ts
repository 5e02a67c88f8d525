import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from 'kysely';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { inNetwork } from '../../platform/db/index.ts';
import { loadKits } from '../kits/index.ts';
import { record } from './record.ts';
let app: TestApp;
beforeAll(async () => { app = await createTestApp(); await loadKits(app.deps, () => {}); });
afterAll(() => app.stop());
test('bench', async () => {
  const network = await app.network('daylight');
  const c = (await app.db.owner.query(`select id from campaigns where slug='five-asks'`)).rows[0].id;
  const post = (await app.db.owner.query('select id from posts limit 1')).rows[0].id;
  const times: number[] = []; const parts: number[][] = [];
  for (let g = 0; g < 60; g++) {
    const rows = Array.from({ length: 256 }, (_, i) => ({ campaignId: c, name: `N ${g} ${i}`, email: `n-${g}-${i}@example.invalid`, locale: 'en', subject: 's', body: `b`.repeat(800), postIds: [post], street: '', consents: [], remember: false, source: {}, now: new Date() }));
    const keys = rows.map((r) => r.email);
    await inNetwork(app.db, network.id, async (trx) => {
      const t = performance.now();
      await record(trx, network.id, rows);
      times.push(performance.now() - t);
    });
  }
  const avg = (l: number[]) => (l.reduce((a, b) => a + b) / l.length).toFixed(1);
  console.log('record', avg(times), times.map((x)=>x.toFixed(0)).join(' '));
  expect(1).toBe(1);
}, 600000);
