import type pg from 'pg';
import { createApp } from '../../src/app.tsx';
import { sessionCookie, startSession } from '../../src/features/accounts/index.ts';
import { newId } from '../../src/platform/crypto/ids.ts';
import { inNetwork } from '../../src/platform/db/index.ts';
import { asNetwork, recording } from './recorded.ts';
import type { Result } from './report.ts';
import { compare, inTurns, percentile } from './statistics.ts';
import type { Bench, World } from './world.ts';

/** The provision to which everything points. */
export const provisionId = 'bangkok-rules:1';
/** What points to it: ten thousand things of five kinds, and as many again of each that the reader may not see. */
export const pointing = { works: 4_000, news: 3_000, campaigns: 1_000, practices: 1_000, items: 1_000 };

/** Fills a network with things that point to the provision, half of them drafts or out of date; by statements of the server's own. */
export async function seedPointing(owner: pg.Pool, network: string, account: string): Promise<void> {
  const client = await owner.connect();
  const id = (kind: string) => `md5('${kind} ' || i)::uuid`;
  const series = (count: number) => `generate_series(1, ${count * 2}) as i`;
  const run = (text: string) =>
    client.query(text.replaceAll(':network', `'${network}'::uuid`).replaceAll(':account', `'${account}'::uuid`));
  const tag = (subject: string, kind: string, count: number) =>
    run(`insert into tags (network_id, subject, subject_id, noun, noun_id)
      select :network, '${subject}', ${id(kind)}, 'provision', '${provisionId}' from ${series(count)}`);
  const shown = (state: string, hidden: string) => `case when i % 2 = 0 then '${state}' else '${hidden}' end`;
  const at = `'2026-01-01'::timestamptz + i * interval '1 minute'`;
  try {
    await run('begin');
    // Triggers and foreign keys rest meanwhile.
    await run(`set local session_replication_role = replica`);
    await run(`insert into library_works (network_id, id, slug, kind, state, publish_at, dated, created_at, updated_at)
      select :network, ${id('work')}, 'work-' || i, 'report', ${shown('published', 'draft')}, ${at}, (1990 + i % 36)::text, ${at}, ${at}
        from ${series(pointing.works)}`);
    await run(`insert into library_versions (network_id, id, work_id, locale, title, title_key, original, updated_at)
      select :network, md5(locale || i)::uuid, ${id('work')}, locale, 'What we found, ' || i || ', ' || locale, 'what we found, ' || i, locale = 'en', ${at}
        from ${series(pointing.works)}, unnest(array['en', 'es']) as locale`);
    await tag('library', 'work', pointing.works);
    await run(`insert into news_items (network_id, id, slug, kind, state, publish_at, created_at, updated_at)
      select :network, ${id('item')}, 'item-' || i, 'post', ${shown('published', 'draft')}, ${at}, ${at}, ${at} from ${series(pointing.news)}`);
    await run(`insert into news_texts (network_id, item_id, locale, title, summary, body)
      select :network, ${id('item')}, locale, 'News ' || i, 'In short', 'At length' from ${series(pointing.news)}, unnest(array['en', 'es']) as locale`);
    await tag('news', 'item', pointing.news);
    await run(`insert into campaigns (network_id, id, slug, state, created_at, updated_at)
      select :network, ${id('campaign')}, 'campaign-' || i, ${shown('open', 'draft')}, ${at}, ${at} from ${series(pointing.campaigns)}`);
    await run(`insert into campaign_texts (network_id, campaign_id, locale, title, summary, story, asks, letter_subject, letter_body)
      select :network, ${id('campaign')}, 'en', 'Campaign ' || i, 's', 's', '{a}', 'l', 'b' from ${series(pointing.campaigns)}`);
    await run(`insert into campaign_provisions (network_id, campaign_id, provision_id)
      select :network, ${id('campaign')}, '${provisionId}' from ${series(pointing.campaigns)}`);
    await run(`insert into practices (network_id, id, slug, state, public, created_at, updated_at, published_at)
      select :network, ${id('practice')}, 'practice-' || i, ${shown('published', 'draft')}, true, ${at}, ${at}, ${at} from ${series(pointing.practices)}`);
    await run(`insert into practice_texts (network_id, practice_id, locale, title, problem, done, result)
      select :network, ${id('practice')}, 'en', 'Practice ' || i, 'p', 'd', 'r' from ${series(pointing.practices)}`);
    await tag('practice', 'practice', pointing.practices);
    await run(`insert into exchange_items (network_id, id, side, kind, account_id, until_on, seen, state, created_at, updated_at)
      select :network, ${id('offer')}, 'offer', 'training', :account, '2099-01-01', 'members', ${shown('open', 'withdrawn')}, ${at}, ${at}
        from ${series(pointing.items)}`);
    await run(`insert into exchange_texts (network_id, item_id, locale, title)
      select :network, ${id('offer')}, 'en', 'Offer ' || i from ${series(pointing.items)}`);
    await tag('exchange', 'offer', pointing.items);
    await run('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  for (const table of [
    'library_works',
    'library_versions',
    'news_items',
    'news_texts',
    'campaigns',
    'campaign_texts',
    'campaign_provisions',
    'practices',
    'practice_texts',
    'exchange_items',
    'exchange_texts',
    'tags',
  ])
    await owner.query(`vacuum analyze ${table}`);
}

async function fill({ deps }: World): Promise<{ network: string; cookie: string }> {
  const network = newId();
  const account = newId();
  await deps.db.owner.query(
    `insert into networks (id, slug, name, locales) values ($1, 'pointing', '{"en": "Pointing"}', '{en,es}')`,
    [network],
  );
  deps.networks.forget();
  const known = (await deps.networks.byId(network))!;
  const now = deps.clock();
  const cookie = await inNetwork(deps.db, network, async (trx) => {
    const email = 'member@pointing.invalid';
    await trx
      .insertInto('accounts')
      .values({ network_id: network, id: account, email, email_key: email, name: 'M', locale: 'en', created_at: now })
      .execute();
    await trx
      .insertInto('grants')
      .values({ network_id: network, id: newId(), account_id: account, role: 'member', from_at: now, reason: 'bench' })
      .execute();
    const ctx = { trx, actor: { kind: 'system' } as const, network: known, locale: 'en', now };
    return `${sessionCookie}=${await startSession(ctx, account, { second: true })}`;
  });
  await seedPointing(deps.db.owner, network, account);
  return { network, cookie };
}

/**
 * The page of a provision to which ten thousand things point, over HTTP and with a session (so that no page is kept), against the very
 * statements that it sends, bare, in the same rounds.
 */
export async function provision(bench: Bench): Promise<Result[]> {
  const world = await bench.world();
  const { network, cookie } = await fill(world);
  const path = `/pointing/en/standards/${provisionId.replace(':', '/')}`;
  const headers = { cookie };
  const app = createApp(world.deps);
  const open = async () => {
    const answer = await app.request(`http://127.0.0.1:3000${path}`, { headers });
    const text = await answer.text();
    for (const count of Object.values(pointing))
      if (answer.status !== 200 || !text.includes(count.toLocaleString('en')))
        throw new Error(`${path} came as ${answer.status} without the count ${count}`);
  };
  await open();
  const statements = await recording(world.deps.db.app, open);
  const web = await world.web();
  const pages: number[] = [];
  const bares: number[] = [];
  const repeat = 10;
  const timed = async (into: number[], work: () => Promise<unknown>) => {
    const began = performance.now();
    for (let n = 0; n < repeat; n += 1) {
      const at = performance.now();
      await work();
      into.push(performance.now() - at);
    }
    return (performance.now() - began) / repeat;
  };
  const page = () => timed(pages, async () => (await fetch(web.url + path, { headers })).arrayBuffer());
  const bare = () =>
    timed(bares, () =>
      asNetwork(world.deps.db.app, network, statements, (client, one) => client.query(one.text, one.values)),
    );
  const { ours, theirs, ratio } = compare(await inTurns(bench.full ? 15 : 9, page, bare));
  const spread = (values: number[]) =>
    [0.5, 0.95].map((share) => `${percentile(values, share).toFixed(1)} ms`).join(', ');
  return [
    {
      name: 'provision',
      what: 'a provision, 10,000 things:',
      against: 'its statements, bare:',
      value: ours,
      unit: 'ms',
      limit: theirs,
      ratio,
      target: 3,
      better: 'lower',
      notes: [
        `${statements.length} statements (a page may send 8)`,
        `p50, p95 of the page: ${spread(pages)}; of the statements: ${spread(bares)}`,
      ],
    },
  ];
}
