import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNetwork, createTestApp, type TestApp } from '../../../test/app.ts';
import { inNetwork } from '../db/index.ts';
import { runRecurring } from './worker.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.stop());

test('recurring work that fails in one network is done in the others, and its failure is told', async () => {
  const [first, second] = [await createNetwork(app, 'first'), await createNetwork(app, 'second')];
  const done: string[] = [];
  const work = async ({ network }: { network: string }) => {
    if (network === first.id) throw new Error('a network that cannot');
    done.push(network);
  };
  const deps = { ...app.deps, features: [{ name: 'trial', jobs: { 'trial.work': work } }] };
  await expect(runRecurring(deps, 'trial.work')).rejects.toThrow('a network that cannot');
  expect(done).toEqual([second.id]);
});

test('the log holds nothing that the database quotes of a failure', async () => {
  const network = await createNetwork(app, 'third');
  const lines: unknown[] = [];
  const log = { ...app.deps.log, error: (facts: unknown) => void lines.push(facts) } as unknown as typeof app.deps.log;
  const work = () =>
    inNetwork(app.db, network.id, async (trx) => {
      await trx.selectFrom('accounts').select('id').where('id', '=', 'ana@example.invalid').execute();
    });
  const deps = { ...app.deps, log, features: [{ name: 'trial', jobs: { 'trial.work': work } }] };
  await expect(runRecurring(deps, 'trial.work')).rejects.toThrow('ana@example.invalid');
  expect(lines.length).toBeGreaterThan(0);
  expect(JSON.stringify(lines)).toContain('22P02');
  expect(JSON.stringify(lines)).not.toContain('ana@');
});
