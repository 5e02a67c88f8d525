import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, type TestApp } from '../../../test/app.ts';
import {
  beginAgain,
  commitAlong,
  inNetwork,
  instantArray,
  NotCommitted,
  plainArray,
  prepared,
  quotedArray,
  type Statement,
  textArray,
} from './index.ts';

let app: TestApp;
let network: string;
beforeAll(async () => {
  app = await createTestApp();
  network = (await createNetwork(app, 'prepared')).id;
});
afterAll(() => app.stop());

const echo: Statement = {
  name: 'test-echo',
  text: `select u.t, u.l::text[] as l from unnest($1::text[], $2::text[]) with ordinality as u (t, l, n) order by n`,
};

describe('arrays as parameters', () => {
  test('arrive as they were, whatever they hold', async () => {
    // A NUL is refused where forms are read; a half of a pair of UTF-16 is no sign.
    const text = fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\0') && one.isWellFormed());
    const odd = fc.oneof(
      text,
      fc.constantFrom('', 'NULL', '{}', '"', '\\', ',', "'", '\\"', '=1+1', 'ไทย', '🧵', 'a\nb'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(odd, fc.array(odd, { maxLength: 4 })), { maxLength: 8 }), async (given) => {
        const values = [textArray(given.map(([t]) => t)), textArray(given.map(([, l]) => quotedArray(l)))];
        const rows = await inNetwork(app.db, network, (trx) => prepared<{ t: string; l: string[] }>(trx, echo, values));
        expect(rows.map(({ t, l }) => [t, l])).toEqual(given);
      }),
      { numRuns: 100 },
    );
  });

  test('of numbers and instants', async () => {
    const at = [new Date('2026-11-21T12:00:00.001Z'), new Date('2026-11-21T12:00:00.001Z'), new Date(0)];
    const rows = await inNetwork(app.db, network, (trx) =>
      prepared(trx, { name: 'test-plain', text: 'select $1::int[] as n, $2::timestamptz[] as at' }, [
        plainArray(['1', '2']),
        instantArray(at),
      ]),
    );
    expect(rows).toEqual([{ n: [1, 2], at }]);
  });
});

describe('statements that leave together', () => {
  const one: Statement = { name: 'test-one', text: 'select 1 as n' };
  const broken: Statement = {
    name: 'test-broken',
    text: 'select 1 / (select count(*) from networks where false) as n',
  };

  test('are done in order; when one fails, none behind it is, nothing is kept, and the connection goes on', async () => {
    const statement = (name: string, slug: string): Statement => ({
      name,
      text: `update networks set tagline = '{"en": "${slug}"}' where id = current_network()`,
    });
    for (let round = 0; round < 3; round += 1) {
      await expect(
        inNetwork(app.db, network, (trx) =>
          Promise.all([
            prepared(trx, statement('test-first', 'first'), []),
            prepared(trx, broken, []),
            prepared(trx, statement('test-last', 'last'), []),
          ]),
        ),
      ).rejects.toThrow('division by zero');
      expect(await inNetwork(app.db, network, (trx) => prepared(trx, one, []))).toEqual([{ n: 1 }]);
    }
    const { rows } = await app.db.owner.query<{ tagline: { en: string } }>(
      'select tagline from networks where id = $1',
      [network],
    );
    expect(rows[0]!.tagline.en).toBe('A tagline');
  });
});

describe('a commit that leaves along', () => {
  const name = (text: string): Statement => ({
    name: `test-name-${text}`,
    text: `update networks set tagline = '{"en": "${text}"}' where id = current_network() returning tagline ->> 'en' as now`,
  });
  const tagline = async () =>
    (await app.db.owner.query<{ now: string }>(`select tagline ->> 'en' as now from networks where id = $1`, [network]))
      .rows[0]!.now;

  test('keeps what was asked before; what begins again is a transaction of its own', async () => {
    const work = inNetwork(app.db, network, async (trx) => {
      const asked = prepared<{ now: string }>(trx, name('along'), []);
      commitAlong(trx);
      expect(await asked).toEqual([{ now: 'along' }]);
      await beginAgain(trx);
      expect(await tagline()).toBe('along');
      await prepared(trx, name('again'), []);
      throw new Error('given up');
    });
    await expect(work).rejects.toThrow('given up');
    expect(await tagline()).toBe('along');
  });

  test('becomes a rollback when something before it fails, and says so', async () => {
    const broken: Statement = {
      name: 'test-broken-along',
      text: 'select 1 / (select count(*) from networks where false)',
    };
    await expect(
      inNetwork(app.db, network, async (trx) => {
        const asked = Promise.all([prepared(trx, name('lost'), []), prepared(trx, broken, [])]);
        commitAlong(trx);
        await asked;
      }),
    ).rejects.toThrow('division by zero');
    // Also where nobody looked at the answers.
    await expect(
      inNetwork(app.db, network, async (trx) => {
        prepared(trx, broken, []).catch(() => {});
        commitAlong(trx);
      }),
    ).rejects.toThrow(NotCommitted);
    expect(await tagline()).toBe('along');
  });
});
