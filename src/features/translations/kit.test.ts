import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { clearSamples, loadKit } from '../kits/index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-27T12:00:00Z' });
  await loadKit(app.deps, 'coalition');
}, 60_000);
afterAll(() => app.stop());

test('a kit shows translations in every state, and somebody who has them; clearing takes that along', async () => {
  const { cookie } = await signInAs(app, await app.network('coalition'), 'coordinator');
  const text = async (path: string) =>
    words(await (await app.get(`/coalition/en/translations${path}`, { cookie })).text());
  const page = await text('');
  for (const state of ['made by a machine', 'not reviewed', 'with a changed source', 'reviewed'])
    expect(page).toContain(state);
  expect(await text('/assignments')).not.toContain('Nobody has been given anything');
  await clearSamples(app.deps, { trial: false });
  const left = await app.db.owner.query('select from translation_marks union all select from translation_assignments');
  expect(left.rowCount).toBe(0);
}, 60_000);
