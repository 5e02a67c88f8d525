import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp, words } from '../../../test/app.ts';
import { recording, type Statement } from '../../../test/load/recorded.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { copyOfGroups, forgetInGroups } from './index.ts';

/** A group of 300 people with 200 threads of 10,000 posts among 50 other groups, as the application's role meets it. */
let app: TestApp;
let network: Network;
type Who = { cookie: string; id: string };
let lead: Who;
let ana: Who;
let group: { id: string; path: string; thread: string };

beforeAll(async () => {
  app = await createTestApp();
  network = await createNetwork(app, 'ember');
  lead = await signInAs(app, network, 'coordinator');
  ana = await signInAs(app, network, 'member');
  const id = newId();
  const made = await app.post('/ember/en/groups/new', { id, name_en: 'Large', charter_en: '', entry: 'open' }, lead);
  const path = made.headers.get('location')!;
  await app.post(`${path}/membership`, { alias: 'Juniper', words: '', watch: 'all' }, ana);
  const run = (text: string, values: unknown[] = []) => app.db.owner.query<{ id: string }>(text, values);
  await run(
    `insert into groups (network_id, id, slug, name, entry, created_at)
     select $1, gen_random_uuid(), 'other-' || i, '{"en":"Other"}', 'open', now() from generate_series(1, 50) i`,
    [network.id],
  );
  await run(
    `with people as (insert into accounts (network_id, id, email, email_key, name, locale, created_at)
       select $1, gen_random_uuid(), 'p' || i || '@example.invalid', 'p' || i || '@example.invalid', 'Person ' || i, 'en', now()
       from generate_series(1, 300) i returning id)
     insert into group_members (network_id, group_id, account_id, state, joined_at)
     select $1, $2, id, 'in', now() - interval '90 days' from people`,
    [network.id, id],
  );
  await run(
    `insert into threads (network_id, id, group_id, title, author_id, shown_as, created_at, last_n, last_at)
     select $1, gen_random_uuid(), $2, 'Thread ' || i, case when i = 7 then $3::uuid end, 'Juniper', now() - interval '80 days', 50, now() - i * interval '1 hour' from generate_series(1, 200) i`,
    [network.id, id, ana.id],
  );
  await run(
    `insert into thread_posts (network_id, id, thread_id, group_id, n, author_id, shown_as, body, created_at, words)
     select t.network_id, gen_random_uuid(), t.id, t.group_id, i, t.author_id, 'Juniper', 'Post ' || i, now(),
       array_to_tsvector(array['g:' || t.group_id, 'post', i::text])
     from threads t, generate_series(1, 50) i where t.group_id = $1`,
    [id],
  );
  await run('analyze threads');
  await run('analyze thread_posts');
  await run('analyze group_members');
  const { rows } = await run(`select id from threads where title = 'Thread 7'`);
  group = { id, path, thread: rows[0]!.id };
});
afterAll(() => app.stop());

/** What the application asks of the database for one page: its statements, without the transaction's own. */
const statements = (path: string, as: Who): Promise<Statement[]> =>
  recording(app.db.app, async () => expect((await app.get(path, as)).status).toBe(200));

describe('a large group', () => {
  test.each([
    ['the list of groups', ''],
    ['the group', '/GROUP'],
    ['its threads', '/GROUP/threads'],
    ['a thread', '/GROUP/threads/THREAD?from=26'],
    ['search', '/GROUP/threads?q=post+42'],
    ['who is in it', '/GROUP/members'],
    ['reports', '/waiting'],
  ])('%s asks at most eight times, the session included', async (_, rest) => {
    const path = `/ember/en/groups${rest.replace('GROUP', group.path.split('/').at(-1)!).replace('THREAD', group.thread)}`;
    const asked = await statements(path, lead);
    expect(asked.length, asked.join('\n\n')).toBeLessThanOrEqual(8);
    expect(asked.length).toBeGreaterThan(1);
  });

  test('threads, posts and search are read by their indexes under row-level security', async () => {
    const buffers = async (query: string) =>
      inNetwork(app.db, network.id, async (trx) => {
        const { sql } = await import('kysely');
        const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>`${sql.raw(
          `explain (analyze, buffers, format json) ${query}`,
        )}`.execute(trx);
        const plan = rows[0]!['QUERY PLAN'][0].Plan;
        return plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!;
      });
    const n = network.id;
    const page = await buffers(
      `select * from threads where network_id = '${n}' and group_id = '${group.id}' and pinned_at is null order by last_at desc, id desc limit 31`,
    );
    const posts = await buffers(
      `select * from thread_posts where network_id = '${n}' and thread_id = '${group.thread}' and n >= 26 order by n limit 25`,
    );
    const found = await buffers(`select * from search_posts('${group.id}', array['post', '42'], null, 21)`);
    expect({ page, posts }).toEqual({ page: expect.any(Number), posts: expect.any(Number) });
    expect(page).toBeLessThan(100);
    expect(posts).toBeLessThan(60);
    expect(found).toBeLessThan(1_500);
  });
});

describe('who leaves the network', () => {
  const within = <T>(work: (ctx: Parameters<typeof copyOfGroups>[0]) => Promise<T>) =>
    inNetwork(app.db, network.id, (trx) =>
      work({ trx, network, actor: { kind: 'system' }, locale: 'en', now: app.deps.clock() }),
    );

  test('has a copy of every word she wrote', async () => {
    const copy = (await within((ctx) => copyOfGroups(ctx, ana.id))) as { groups: unknown[]; posts: { as: string }[] };
    expect(copy.groups).toHaveLength(1);
    expect(copy.posts).toHaveLength(50);
    expect(copy.posts[0]!.as).toBe('Juniper');
  });

  test('leaves her words under the name they bear, or a former member’s, and nothing that leads to her', async () => {
    await within((ctx) => forgetInGroups(ctx, ana.id, false));
    const page = words(await (await app.get(`${group.path}/threads/${group.thread}`, lead)).text());
    expect(page).toContain('a former member');
    expect(page).not.toContain('Juniper');
    const { rows } = await app.db.owner.query(
      `select 1 from thread_posts where author_id = $1 union all select 1 from group_members where account_id = $1
       union all select 1 from thread_readers where account_id = $1 union all select 1 from group_digest_readers where account_id = $1`,
      [ana.id],
    );
    expect(rows).toEqual([]);
  });
});
