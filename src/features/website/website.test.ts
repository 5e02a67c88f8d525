import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { recording } from '../../../test/load/recorded.ts';
import { loadKit } from '../kits/index.ts';

let world: TestApp;
let cookie: string;
const base = '/daylight/en/desk/website';

beforeAll(async () => {
  world = await createTestApp();
  for (const kit of ['impact-campaign', 'coalition', 'global-network']) await loadKit(world.deps, kit);
  world.deps.edits.emit('');
  await createNetwork(world, 'small');
  cookie = (await signInAs(world, await world.network('daylight'), 'coordinator')).cookie;
}, 120_000);
afterAll(() => world?.stop());

const html = async (path: string, who?: string): Promise<string> => {
  const answer = await world.get(path, { cookie: who });
  expect(answer.status, path).toBe(200);
  return answer.text();
};

describe('what everybody reads', () => {
  test.each([
    '/daylight/en',
    '/coalition/es',
    '/network/pt',
    '/small/en',
    '/daylight/fr/learn',
    '/network/es/connect',
  ])('%s asks at most eight statements', async (path) => {
    await html(path);
    const statements = await recording(world.db.app, async () => {
      world.deps.pages.forget();
      await html(path);
    });
    expect(statements.length, statements.map(({ text }) => text.slice(0, 90)).join('\n')).toBeLessThanOrEqual(8);
  });
});
