import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNetwork, createTestApp, type TestApp } from '../../../test/app.ts';
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
