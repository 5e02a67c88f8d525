import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestApp, signInAs, type TestApp } from '../../../test/app.ts';
import { kits } from '../../../test/beginnings.ts';
import { inNetwork } from '../../platform/db/index.ts';
import { clearSamples } from '../kits/index.ts';

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ from: await kits() });
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
  expect(
    await rows(
      `select sum(votes)::int as n, result from decisions d join decision_urns u on u.decision_id = d.id where state = 'waiting' group by d.id, result`,
    ),
  ).toEqual([{ n: 3, result: null }]);
  // A secret urn that is open was left as the rules would leave it: no ballot has a row of its own.
  expect(await rows(`select from decision_ballots b join decisions d on d.id = b.decision_id where d.secret`)).toEqual(
    [],
  );
  expect(await rows(`select from mails where kind = 'meeting-notice'`)).toEqual([]);
});

test('no page asks more than eight queries beside the session', async () => {
  const { cookie } = await signInAs(app, await app.network('network'), 'member', 'coordinator');
  const one = async (table: string, where: string) =>
    (
      await rows<{ id: string }>(
        `select t.id from ${table} t join networks n on n.id = t.network_id where n.slug = 'network' and t.group_id is null and ${where} order by t.id limit 1`,
      )
    )[0]!.id;
  const paths = [
    'decisions',
    'decisions?settled=yes',
    `decisions/${await one('decisions', `t.state = 'closed' and t.way = 'consent'`)}`,
    `decisions/${await one('decisions', `t.state = 'open'`)}`,
    'meetings',
    `meetings/${await one('meetings', 'minutes_id is not null')}`,
    `meetings/${await one('meetings', `starts_utc > '2026-11-22'`)}`,
    'documents',
    `documents/${await one('documents', 'version > 1')}`,
    `documents/${await one('documents', 'version > 1')}/versions`,
  ];
  const counts: Record<string, number> = {};
  for (const path of paths) {
    const spy = vi.spyOn(pg.Client.prototype, 'query');
    const answer = await app.get(`/network/en/${path}`, { cookie });
    const asked = spy.mock.calls
      .map(([query]) => (typeof query === 'string' ? query : ((query as { text?: string } | undefined)?.text ?? '')))
      .filter(
        (text) =>
          /^\s*(select|with|insert|update|delete)/i.test(text) &&
          !/set_config|from "?sessions|from networks/i.test(text),
      );
    spy.mockRestore();
    expect([path, answer.status]).toEqual([path, 200]);
    counts[path.replace(/[0-9a-f-]{36}/, ':id')] = asked.length;
    expect([path, asked.length <= 8 && asked.length > 0, asked.length]).toEqual([path, true, asked.length]);
  }
  if (process.env.TEST_LOG_LEVEL) console.log(counts);
});

test('who goes takes her copy along; with her account the names that she bore go, what was decided stays', async () => {
  const network = await app.network('network');
  const [her] = await rows<{ id: string }>(
    `select id from accounts where email_key = 'dolores-whitfield@long-table-returning-women.invalid'`,
  );
  const place = [...app.deps.features].filter(({ name }) => ['documents', 'meetings', 'decisions'].includes(name));
  await inNetwork(app.db, network.id, async (trx) => {
    const ctx = { trx, network, actor: { kind: 'system' } as const, locale: 'en', now: app.deps.clock() };
    const copies = await Promise.all(place.map((feature) => feature.exportAccount!(ctx, her!.id)));
    expect(JSON.stringify(copies)).toContain('We are asked before anybody quotes from here');
    for (const feature of place) await feature.departs!(ctx, her!.id, { former: true, erased: true });
  });
  for (const [table, column] of [
    ['decision_rounds', 'account_id'],
    ['decision_ballots', 'account_id'],
    ['meeting_answers', 'account_id'],
    ['decisions', 'proposed_by'],
  ])
    expect([table, await rows(`select from ${table} where ${column} = '${her!.id}'`)]).toEqual([table, []]);
  expect(await rows(`select from decision_rounds where alias = 'Juniper'`)).toEqual([]);
  expect(await rows(`select from decisions where title like 'We are asked before%' and state = 'closed'`)).toHaveLength(
    1,
  );
});

test('clearing the samples leaves nothing of them', async () => {
  await clearSamples(app.deps, { network: 'network', trial: false });
  for (const table of ['meetings', 'documents', 'decisions', 'decision_urns', 'meeting_answers'])
    expect([
      table,
      await rows(`select from ${table} t join networks n on n.id = t.network_id where n.slug = 'network'`),
    ]).toEqual([table, []]);
});
