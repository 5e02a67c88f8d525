import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../../test/app.ts';
import type { Database } from '../../platform/db/index.ts';
import { clearSamples, loadKits } from '../kits/index.ts';
import { feature as organisations } from '../organisations/index.ts';
import { feature as vocabularies } from '../vocabularies/index.ts';
import { feature as members } from './index.ts';

let db: Database;
let drop: () => Promise<void>;
const now = new Date('2026-11-21T12:00:00Z');
const one = async (text: string): Promise<number> => Number((await db.owner.query(`select ${text} as n`)).rows[0].n);

beforeAll(async () => {
  ({ db, drop } = await createTestDatabase());
});
afterAll(() => drop());

test('the kits hold who PRODUCT.md says; clearing leaves the people who were entrusted with something alone', async () => {
  const deps = { db, features: [vocabularies, organisations, members], clock: () => now };
  await loadKits(deps, () => {});
  const of = (slug: string, rest = '') =>
    one(`(select count(*) from accounts a join networks n on n.id = a.network_id where n.slug = '${slug}' and a.sample
      and not exists (select from grants g where g.account_id = a.id) ${rest})`);
  expect([await of('network'), await of('coalition'), await of('daylight')]).toEqual([52, 60, 12]);
  const countries = await one(
    `(select count(distinct p.country) from profiles p join networks n on n.id = p.network_id where n.slug = 'network')`,
  );
  expect(countries).toBe(27);
  // Everybody belongs: of her own, or by her organisation.
  expect(
    await of(
      'network',
      `and not exists (select from memberships m where m.account_id = a.id) and not exists (select from affiliations f where f.account_id = a.id)`,
    ),
  ).toBe(0);
  expect(await one(`(select count(*) from memberships where organisation_id is not null)`)).toBe(34 + 40 + 25);
  expect(await one(`(select count(*) from applications where state = 'waiting')`)).toBeGreaterThan(4);
  expect(await one(`(select count(*) from accounts where email not like '%.invalid')`)).toBe(0);
  await clearSamples(deps, { trial: false });
  expect(await one('(select count(*) from accounts)')).toBe(11);
  expect(await one('(select count(*) from memberships) + (select count(*) from applications)')).toBe(0);
});
