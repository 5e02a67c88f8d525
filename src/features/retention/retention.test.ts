import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp } from '../../../test/app.ts';
import { runJob } from '../../platform/jobs/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import { retain } from './index.ts';

let world: TestApp;
beforeAll(async () => {
  world = await createTestApp();
});
afterAll(() => world.stop());

const rows = async (text: string, ...values: unknown[]) => (await world.db.owner.query(text, values)).rows;

test('every feature deletes what is past its time, in this network alone, and the number is on record', async () => {
  const one = await createNetwork(world, 'one');
  const two = await createNetwork(world, 'two');
  for (const network of [one, one, two]) await signInAs(world, network, 'coordinator');
  world.at('2027-01-01T00:00:00Z');
  await runJob(world.deps, 'retention', { network: one.id });
  expect(await rows('select network_id from sessions')).toEqual([{ network_id: two.id }]);
  expect(await rows("select actor_kind, noun_id, detail from audit where noun = 'expired'")).toEqual([
    { actor_kind: 'system', noun_id: 'accounts', detail: { count: 2 } },
  ]);
  await runJob(world.deps, 'retention', { network: one.id });
  expect(await rows("select id from audit where noun = 'expired'")).toHaveLength(1);
});

test('one that fails keeps nothing of its own, does not stop the others, and is told', async () => {
  const network = await createNetwork(world, 'three');
  await signInAs(world, network, 'coordinator');
  const failing: Feature = {
    name: 'failing',
    retain: async (ctx) => {
      await ctx.trx.deleteFrom('accounts').where('network_id', '=', ctx.network.id).execute();
      throw new Error('no');
    },
  };
  const accounts = world.deps.features.find((feature) => feature.name === 'accounts')!;
  world.at('2027-03-01T00:00:00Z');
  await expect(retain({ ...world.deps, features: [failing, accounts] }, network.id)).rejects.toThrow('no');
  expect(await rows('select id from accounts where network_id = $1', network.id)).toHaveLength(1);
  expect(await rows('select id from sessions where network_id = $1', network.id)).toHaveLength(0);
});
