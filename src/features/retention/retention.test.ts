import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
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

test('work of which the queue was lost, as in a restored installation, is asked for again and comes to its end', async () => {
  const network = await createNetwork(world, 'four');
  const [list, works, words, handover, run, campaign] = Array.from({ length: 6 }, () => newId());
  const put = (text: string, ...values: unknown[]) => rows(text, network.id, ...values);
  await put(
    `insert into member_imports (network_id, id, file_name, state, uploaded_at) values ($1, $2, 'a.csv', 'undoing', now())`,
    list,
  );
  await put(
    `insert into library_imports (network_id, id, format, file_name, state, total, created_at) values ($1, $2, 'csv', 'a.csv', 'running', 0, now())`,
    works,
  );
  await put(
    `insert into translation_imports (network_id, id, locale, file_name, state, made, total, created_at) values ($1, $2, 'fr', 'a.po', 'running', 'people', 0, now())`,
    words,
  );
  await put(
    `insert into campaigns (network_id, id, slug, state, created_at, updated_at) values ($1, $2, 'asks', 'draft', now(), now())`,
    campaign,
  );
  await put(
    `insert into print_runs (network_id, id, campaign_id, paper, letters, asked_at) values ($1, $2, $3, 'a4', 0, '2026-01-01')`,
    run,
    campaign,
  );
  await put(
    `insert into handovers (network_id, id, campaign_id, recipient, locale, title, heading, words, as_of, confirmed, listed, waiting, withdrawn, districts, state)
     values ($1, $2, $3, 'The Assembly', 'en', 'Asks', 'Asks', 'We ask.', '2026-01-01', 0, 0, 0, 0, '{"rows": [], "few": 0}', 'preparing')`,
    handover,
    campaign,
  );
  for (let twice = 0; twice < 2; twice += 1) await retain(world.deps, network.id);
  await world.work();
  const states = await rows(
    `select 'list' as what, state from member_imports where network_id = $1
     union all select 'works', state from library_imports where network_id = $1
     union all select 'words', state from translation_imports where network_id = $1
     union all select 'run', state from print_runs where network_id = $1
     union all select 'handover', state from handovers where network_id = $1 order by 1`,
    network.id,
  );
  expect(states.map(({ what, state }) => `${what} ${state}`)).toEqual([
    'handover ready',
    'list undone',
    'run dropped',
    'words done',
    'works done',
  ]);
});
