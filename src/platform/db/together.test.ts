import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../../../test/app.ts';
import { newId } from '../crypto/ids.ts';
import { type Database, inNetwork, readNetwork, type Trx } from './index.ts';
import { isJoinable, joinedStatement } from './together.ts';

let db: Database;
let drop: () => Promise<void>;
const network = newId();

beforeAll(async () => {
  ({ db, drop } = await createTestDatabase());
  await db.owner.query(`insert into networks (id, slug, name, locales) values ($1, 'one', '{"en":"n"}', '{en,fr}')`, [
    network,
  ]);
});
afterAll(() => drop());

/** How many statements the server was sent while `work` ran. */
async function counted<T>(work: (trx: Trx) => Promise<T>): Promise<{ result: T; statements: number }> {
  let statements = 0;
  const result = await readNetwork(db, network, async (trx) => {
    const client = (await import('./pool.ts')).clientOf(trx);
    const query = client.query.bind(client);
    client.query = ((...args: Parameters<typeof query>) => {
      statements += 1;
      return query(...args);
    }) as typeof client.query;
    try {
      return await work(trx);
    } finally {
      client.query = query;
    }
  });
  return { result, statements };
}

const three = (trx: Trx) =>
  Promise.all([
    trx.selectFrom('networks').selectAll().where('id', '=', network).executeTakeFirstOrThrow(),
    trx
      .selectFrom('networks')
      .select((eb) => ['slug', eb.fn.countAll<number>().as('count'), eb.fn.max('created_at').as('last')])
      .where('slug', 'in', ['one', 'two'])
      .groupBy('slug')
      .orderBy('slug')
      .execute(),
    trx.selectFrom('networks').select('id').where('slug', '=', 'nothing').execute(),
  ]);

test('what is asked often is answered by kept plans as it was, one after the other and at once', async () => {
  const once = await inNetwork(db, network, three);
  const often = () => readNetwork(db, network, three, { plansKept: true });
  for (let time = 0; time < 8; time += 1) expect(await often()).toEqual(once);
  expect(await Promise.all(Array.from({ length: 20 }, often))).toEqual(Array.from({ length: 20 }, () => once));
  const held = await readNetwork(db, network, async (trx) => {
    const { rows } = await sql<{ n: number }>`select count(*)::integer as n from pg_prepared_statements`.execute(trx);
    return rows[0]!.n;
  });
  expect(held).toBeGreaterThan(0);
  // A connection is given to the next only when its transaction is over.
  const open = await Promise.all(
    Array.from({ length: 30 }, () =>
      readNetwork(db, network, (trx) => sql<{ id: string }>`select current_network()::text as id`.execute(trx)),
    ),
  );
  expect(new Set(open.map(({ rows }) => rows[0]!.id))).toEqual(new Set([network]));
});

test('what is asked at once goes as one statement, and answers as each would alone', async () => {
  const alone = await inNetwork(db, network, three);
  const first = await counted(three);
  expect(first.statements).toBe(1);
  expect(first.result).toEqual(alone);
  const second = await counted(three);
  expect(second.statements).toBe(1);
  expect(second.result).toEqual(alone);
  expect(second.result[0]!.created_at).toBeInstanceOf(Date);
  expect(second.result[1]![0]!.count).toBe(1);
});

test('what JSON would change is asked once more by itself', async () => {
  const bytes = (trx: Trx) => sql<{ b: Buffer }>`select '\\x00ff'::bytea as b`.execute(trx);
  const { result } = await counted((trx) => Promise.all([bytes(trx), three(trx)]));
  expect(result[0].rows[0]!.b).toEqual(Buffer.from([0, 255]));
  expect((await counted((trx) => Promise.all([bytes(trx), three(trx)]))).statements).toBe(2);
});

test('what waits for an answer goes after it; a mistake reaches whoever asked', async () => {
  const { statements } = await counted(async (trx) => {
    await three(trx);
    await three(trx);
  });
  expect(statements).toBe(2);
  const wrong = readNetwork(db, network, async (trx) => {
    await Promise.all([
      three(trx),
      trx
        .selectFrom('nothing' as 'networks')
        .selectAll()
        .execute(),
    ]);
  });
  await expect(wrong).rejects.toThrow('nothing');
});

test('what nobody waited for does not reach the next transaction of the connection', async () => {
  const slug = (trx: Trx) => trx.selectFrom('networks').select('slug').execute();
  let asked: Promise<PromiseSettledResult<unknown>[]> | undefined;
  await readNetwork(db, network, async (trx) => {
    asked = Promise.allSettled([slug(trx), new Promise(setImmediate).then(() => slug(trx))]);
  });
  expect((await asked!).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('parameters are numbered on; what JSON would change goes alone', () => {
  const { text, values } = joinedStatement([
    { text: 'select $1::text as a', values: ['x'] },
    { text: 'select $2::text as b, $1::text as c', values: ['y', 'z'] },
  ]);
  expect(values).toEqual(['x', 'y', 'z']);
  expect(text).toContain('$3::text as b, $2::text as c');
  expect(isJoinable('select never asked')).toBe(false);
});
