import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { clearSamples, loadKits } from '../kits/index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  await loadKits(app.deps, () => {});
});
afterAll(() => app.stop());

const rows = async <T extends object>(text: string): Promise<T[]> => (await app.db.owner.query<T>(text)).rows;

test('each kit has meetings past (with minutes) and ahead, documents in two versions, decisions open and settled in both ways', async () => {
  const lives = await rows<Record<string, unknown>>(`select n.slug,
    (select count(*) from meetings m where m.network_id = n.id and starts_utc < '2026-11-21' and minutes_id is not null)::int as past,
    (select count(*) from meetings m where m.network_id = n.id and starts_utc > '2026-11-22')::int as ahead,
    (select count(*) from documents d where d.network_id = n.id and version > 1)::int as documents,
    (select count(*) from decisions d where d.network_id = n.id and state = 'open')::int as open,
    (select count(*) from decisions d where d.network_id = n.id and state = 'closed' and way = 'consent' and result->>'is' = 'accepted')::int as consent,
    (select count(*) from decisions d where d.network_id = n.id and state = 'closed' and way = 'vote' and result->>'is' in ('chosen', 'accepted', 'rejected'))::int as vote
    from networks n order by slug`);
  for (const { slug, ...counts } of lives)
    for (const [what, count] of Object.entries(counts))
      expect([slug, what, Number(count) > 0]).toEqual([slug, what, true]);
  // A secret urn that is open was left as the rules would leave it: no ballot has a row of its own.
  expect(await rows(`select from decision_ballots b join decisions d on d.id = b.decision_id where d.secret`)).toEqual(
    [],
  );
  expect(await rows(`select from mails where kind = 'meeting-notice'`)).toEqual([]);
});

test('clearing the samples leaves nothing of them', async () => {
  await clearSamples(app.deps, { network: 'network', trial: false });
  for (const table of ['meetings', 'documents', 'decisions', 'decision_urns', 'meeting_answers'])
    expect([
      table,
      await rows(`select from ${table} t join networks n on n.id = t.network_id where n.slug = 'network'`),
    ]).toEqual([table, []]);
});
