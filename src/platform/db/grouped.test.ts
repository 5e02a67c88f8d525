import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../../test/app.ts';
import { newId } from '../crypto/ids.ts';
import { grouped } from './grouped.ts';
import type { Database } from './pool.ts';

let db: Database;
let drop: () => Promise<void>;
beforeAll(async () => {
  ({ db, drop } = await createTestDatabase());
});
afterAll(() => drop());

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

test('callers that wait together are written together, and each gets its own answer', async () => {
  const groups: number[] = [];
  const write = grouped<number, string>(db, async (_trx, _network, rows) => {
    groups.push(rows.length);
    return rows.map((row) => `row ${row}`);
  });
  const network = newId();
  const answers = await Promise.all(numbers(100).map((n) => write(network, n)));
  expect(answers).toEqual(numbers(100).map((n) => `row ${n}`));
  expect(groups).toEqual([100]);
  expect(await write(network, 100)).toBe('row 100');
});

test('no group is larger than allowed, and no more are under way at once than there are lanes', async () => {
  let underWay = 0;
  let most = 0;
  const sizes: number[] = [];
  const write = grouped<number, number>(
    db,
    async (_trx, _network, rows) => {
      sizes.push(rows.length);
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 5));
      underWay -= 1;
      return rows;
    },
    { largest: 10, lanes: 2 },
  );
  const network = newId();
  expect(await Promise.all(numbers(95).map((n) => write(network, n)))).toEqual(numbers(95));
  expect(Math.max(...sizes)).toBe(10);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(95);
  expect(most).toBe(2);
});

test('callers who come again with each answer are shared among the lanes, so that neither side waits for the other', async () => {
  const sizes: number[] = [];
  const write = grouped<number, number>(
    db,
    async (_trx, _network, rows) => {
      sizes.push(rows.length);
      await new Promise((resolve) => setTimeout(resolve, 3));
      return rows;
    },
    { lanes: 2 },
  );
  const network = newId();
  await Promise.all(
    numbers(64).map(async (n) => {
      for (let round = 0; round < 12; round += 1) expect(await write(network, n)).toBe(n);
    }),
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(64 * 12);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(43);
  expect(sizes.length).toBeLessThan(12 * 4);
});

test('one bad row fails alone', async () => {
  const write = grouped<number, number>(db, async (_trx, _network, rows) => {
    if (rows.includes(3)) throw new Error('a bad row');
    return rows;
  });
  const network = newId();
  const ends = await Promise.allSettled(numbers(6).map((n) => write(network, n)));
  expect(ends.map((end) => end.status)).toEqual(numbers(6).map((n) => (n === 3 ? 'rejected' : 'fulfilled')));
});
