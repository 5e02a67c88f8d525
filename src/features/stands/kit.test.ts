import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createTestApp, words } from '../../../test/app.ts';
import { kits } from '../../../test/beginnings.ts';
import { asOwner, root } from '../../platform/db/index.ts';
import { urls } from '../../urls.ts';
import { clearSamples } from './kit.ts';

const app = await createTestApp({ from: await kits() });
afterAll(() => app.stop());

test('the coalition shows invented stands of invented people, and loses them with the samples', async () => {
  const network = await app.network('coalition');
  const board = urls.stands.board({ network: 'coalition', locale: 'es' }, 'end-strip-searches');
  const said = words(await (await app.get(board)).text());
  expect(said).toContain('Sample, invented');
  expect(said).toContain('Farid Nobodyson');
  expect(said).toContain('1 cumplida, 0 incumplidas, 1 pendiente.');
  const invented = await app.db.owner.query(
    'select count(*)::int as n from stands s join officials o on o.id = s.official_id where o.sample and s.sample',
  );
  const all = await app.db.owner.query('select count(*)::int as n from stands');
  expect(all.rows[0].n).toBe(8);
  expect(invented.rows[0].n).toBe(8);
  const removed = await asOwner(app.db, (trx) =>
    clearSamples({
      trx,
      folder: join(root, 'kits/coalition'),
      network: { id: network.id, slug: 'coalition', locales: network.locales },
      now: app.deps.clock(),
    }),
  );
  expect(removed).toBe(10);
});
