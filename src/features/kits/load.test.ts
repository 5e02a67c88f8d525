import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import type { Database } from '../../platform/db/index.ts';
import { FileRefused } from '../../platform/readable/index.ts';
import type { Feature } from '../../platform/registry/index.ts';
import * as campaigns from '../campaigns/kit.ts';
import { feature as representatives } from '../representatives/index.ts';
import { feature as standards } from '../standards/index.ts';
import { feature as vocabularies } from '../vocabularies/index.ts';
import { commands } from './commands.ts';
import { KitRefused, kitsFolder } from './kit.ts';
import { clearSamples, type KitDeps, loadKit, loadKits } from './load.ts';

const campaignsFeature: Feature = {
  name: 'campaigns',
  loadKit: campaigns.loadKit,
  clearSamples: campaigns.clearSamples,
};

const now = new Date('2026-11-21T12:00:00Z');
const depsOf = (
  db: Database,
  features: Feature[] = [vocabularies, standards, representatives, campaignsFeature],
): KitDeps => ({
  db,
  features,
  clock: () => now,
});

describe('loading and clearing the kits', () => {
  const opened: (() => Promise<void>)[] = [];
  let db: Database;
  let deps: KitDeps;
  const rows = async <T extends object>(query: string, values: unknown[] = []): Promise<T[]> =>
    (await db.owner.query(query, values)).rows as T[];
  const one = async (query: string, values: unknown[] = []): Promise<number> =>
    Number((await rows<{ count: number }>(`select count(*) from ${query}`, values))[0]!.count);

  beforeEach(async () => {
    const made = await createTestDatabase();
    opened.push(made.drop);
    db = made.db;
    deps = depsOf(db);
  });
  afterAll(async () => {
    for (const drop of opened) await drop();
  });

  /** Every row of every table that a kit writes, in a fixed order. */
  const everything = async () => {
    const tables = [
      'networks',
      'accounts',
      'grants',
      'campaigns',
      'campaign_texts',
      'campaign_targets',
      'campaign_issues',
    ];
    const all = [...tables, 'campaign_places', 'issues', 'places', 'audit', 'mails'];
    return Promise.all(all.map(async (table) => [table, await rows(`select * from ${table} t order by t::text`)]));
  };

  test('the first load makes three networks, each whole; the second changes nothing', async () => {
    const lines: string[] = [];
    const loaded = await loadKits(deps, (line) => lines.push(line));
    expect(loaded.map(({ kit, loaded, network }) => [kit, loaded, network.slug])).toEqual([
      ['coalition', true, 'coalition'],
      ['global-network', true, 'network'],
      ['impact-campaign', true, 'daylight'],
    ]);
    expect(lines).toHaveLength(3);
    expect(await one('networks where sample')).toBe(3);
    expect(await one('campaigns where sample')).toBe(9);
    expect(await one('campaign_texts')).toBe(6 + 6 + 12);
    expect(await one(`accounts where sample and email like '%.invalid' and email_key = email`)).toBe(11);
    expect(await one(`grants where role = 'coordinator' and until_at is null and from_at <= $1`, [now])).toBe(3);
    expect(await one(`audit where verb = 'loaded' and actor_kind = 'operator'`)).toBe(3);
    const before = await everything();

    const again = await loadKits(deps, (line) => lines.push(line));
    expect(again.map(({ loaded }) => loaded)).toEqual([false, false, false]);
    expect(lines[3]).toContain('already there');
    expect(await everything()).toEqual(before);
  });

  test('a campaign arrives with its texts, targets in order, issues and places; nothing is counted', async () => {
    await loadKit(deps, 'impact-campaign');
    const [campaign] = await rows<{ id: string; state: string; goal: number }>(
      `select * from campaigns where slug = 'five-asks'`,
    );
    expect(campaign).toMatchObject({ state: 'open', goal: 500 });
    const newestFirst = await rows('select slug from campaigns order by created_at desc');
    expect(newestFirst).toEqual([{ slug: 'five-asks' }, { slug: 'come-and-see' }, { slug: 'a-free-call-home' }]);
    const targets = await rows(`select role_id from campaign_targets where campaign_id = $1 order by position`, [
      campaign!.id,
    ]);
    expect(targets).toEqual(
      ['xx-municipal:mayor', 'xx-region-assembly:member', 'xx-federal-house:member', 'xx-federal-senate:member'].map(
        (role_id) => ({ role_id }),
      ),
    );
    const [french] = await rows<{ title: string; asks: string[]; story: string }>(
      `select * from campaign_texts where campaign_id = $1 and locale = 'fr'`,
      [campaign!.id],
    );
    expect(french!.title).toBe('Bâtir des communautés, pas des prisons');
    expect(french!.asks).toHaveLength(5);
    expect(french!.story).toMatch(/^Demandez à une femme/);
    expect(await rows('select place_id from campaign_places where campaign_id = $1', [campaign!.id])).toEqual([
      { place_id: 'ca' },
    ]);
    expect(await one('campaign_issues where campaign_id = $1', [campaign!.id])).toBe(8);
    for (const table of ['people', 'actions', 'deliveries', 'consents', 'mails'])
      expect(await one(table), table).toBe(0);
  });

  test('two first starts at the same instant load each kit once', async () => {
    await Promise.all([loadKits(deps, () => {}), loadKits(deps, () => {})]);
    expect(await one('networks')).toBe(3);
    expect(await one('campaigns')).toBe(9);
  });

  test('an unknown kit is refused, a path is no name, a taken address is refused', async () => {
    await expect(loadKit(deps, 'none')).rejects.toThrow(/no kit "none".*coalition, global-network, impact-campaign/);
    await expect(loadKit(deps, '../kits/coalition')).rejects.toThrow(KitRefused);
    await db.owner.query(`insert into networks (id, slug, name, locales) values ($1, 'daylight', '{}', '{en}')`, [
      newId(),
    ]);
    await expect(loadKit(deps, 'impact-campaign')).rejects.toThrow(/another network has/);
    expect(await one('campaigns')).toBe(0);
  });

  test('a kit is loaded wholly or not at all, and the error names file and key', async () => {
    await expect(loadKit(depsOf(db, [vocabularies, campaignsFeature]), 'coalition')).rejects.toThrow(
      /end-strip-searches\/campaign\.yaml|earlier-release-for-survivors\/campaign\.yaml/,
    );
    await expect(loadKit(depsOf(db, [vocabularies, campaignsFeature]), 'coalition')).rejects.toThrow(
      /roles: there is no xx-state-senate:member/,
    );
    expect(await one('networks')).toBe(0);
    expect(await one('accounts')).toBe(0);

    const folder = await mkdtemp(join(tmpdir(), 'casement-kits-'));
    try {
      await cp(join(kitsFolder, 'coalition'), join(folder, 'coalition'), { recursive: true });
      const path = join(folder, 'coalition/network.yaml');
      const text = await readFile(path, 'utf8');
      await writeFile(path, text.replace('locales: [en, es]', 'locales: [en, es, fr]'));
      await expect(loadKit(deps, 'coalition', folder)).rejects.toThrow(
        /network\.yaml cannot be used:\n {2}name: must have exactly the languages en, es, fr/,
      );
      await writeFile(path, text.replace('slug: coalition', 'slug: api'));
      await expect(loadKit(deps, 'coalition', folder)).rejects.toThrow(/slug: the program itself answers/);
      await writeFile(path, text);
      const accounts = join(folder, 'coalition/accounts.yaml');
      await writeFile(accounts, (await readFile(accounts, 'utf8')).replace('.invalid', '.org'));
      await expect(loadKit(deps, 'coalition', folder)).rejects.toThrow(/\[0\]\.email: a demo address/);
      await expect(loadKit(deps, 'coalition', folder)).rejects.toThrow(FileRefused);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  /** A supporter who acted on the network's first campaign, her letter and its mail. */
  async function act(slug: string, email: string): Promise<{ network: string; campaign: string; person: string }> {
    const [found] = await rows<{ network: string; campaign: string }>(
      `select n.id as network, c.id as campaign from networks n join campaigns c on c.network_id = n.id where n.slug = $1 order by c.slug limit 1`,
      [slug],
    );
    const { network, campaign } = found!;
    const [person, action, delivery, mail] = [newId(), newId(), newId(), newId()];
    await db.owner.query(
      `insert into people (network_id, id, name, name_key, email, email_key, locale, created_at) values ($1, $2, 'Ada', 'ada', $3, $3, 'en', now())`,
      [network, person, email],
    );
    await db.owner.query(
      `insert into actions (network_id, id, campaign_id, person_id, state, content_hash, locale, subject, body, created_at)
       values ($1, $2, $3, $4, 'confirmed', '\\x00', 'en', 's', 'b', now())`,
      [network, action, campaign, person],
    );
    const [post] = await rows<{ id: string }>(
      `select p.id from posts p join campaign_targets t on p.id = t.post_id or p.role_id = t.role_id where t.campaign_id = $1 limit 1`,
      [campaign],
    );
    await db.owner.query(
      `insert into deliveries (network_id, id, action_id, campaign_id, post_id, state_at) values ($1, $2, $3, $4, $5, now())`,
      [network, delivery, action, campaign, post!.id],
    );
    await db.owner.query(
      `insert into mails (network_id, id, kind, subject_id, to_address, locale, message_id, due_at, created_at)
       values ($1, $2, 'letter', $3, 'x@y.invalid', 'en', 'm', now(), now())`,
      [network, mail, delivery],
    );
    return { network, campaign, person };
  }

  test('clearing empties one network of its samples and leaves the others', async () => {
    await loadKits(deps, () => {});
    const { network } = await act('coalition', 'ada@home.invalid');
    await act('daylight', 'eve@home.invalid');
    // A person who also acted on a campaign of the network's own stays.
    const own = newId();
    const { person } = await act('coalition', 'both@home.invalid');
    await db.owner.query(
      `insert into campaigns (network_id, id, slug, created_at, updated_at) values ($1, $2, 'our-own', now(), now())`,
      [network, own],
    );
    await db.owner.query(
      `insert into actions (network_id, id, campaign_id, person_id, content_hash, locale, subject, body, created_at)
       values ($1, $2, $3, $4, '\\x01', 'en', 's', 'b', now())`,
      [network, newId(), own, person],
    );

    const before = await everything();
    const trial = await clearSamples(deps, { network: 'coalition', trial: true });
    expect(await everything()).toEqual(before);
    const cleared = await clearSamples(deps, { network: 'coalition', trial: false });
    expect(cleared).toEqual(trial);
    // Three campaigns and two actions; the kit's invented people and place; nobody real coordinates yet, so the demo account stays.
    expect(cleared).toEqual([
      {
        network: 'coalition',
        counts: [
          { feature: 'campaigns', count: 5 },
          { feature: 'representatives', count: expect.any(Number) },
          { feature: 'vocabularies', count: 1 },
        ],
        accountsKept: 4,
      },
    ]);
    expect(await one(`roles where id like 'xx-state-%'`)).toBe(0);
    const here = (table: string) => one(`${table} where network_id = $1`, [network]);
    expect(await rows('select slug from campaigns where network_id = $1', [network])).toEqual([{ slug: 'our-own' }]);
    expect([await here('actions'), await here('people'), await here('deliveries'), await here('mails')]).toEqual([
      1, 1, 0, 0,
    ]);
    expect(await one(`networks where slug = 'coalition' and not sample`)).toBe(1);
    expect(await one(`places where id = 'xx-sample-state'`)).toBe(0);
    expect(await one(`audit where verb = 'cleared' and network_id = $1`, [network])).toBe(1);
    // The others are as they were.
    expect([await one('campaigns where sample'), await one('people'), await one('mails')]).toEqual([6, 2, 1]);
    expect(await one(`places where id = 'xx-sampleland'`)).toBe(1);
    expect(await one(`roles where id = 'xx-federal-house:member'`)).toBe(1);

    // Cleared stays cleared: neither another start nor another clearing changes anything.
    const after = await everything();
    expect((await loadKits(deps, () => {})).every(({ loaded }) => !loaded)).toBe(true);
    expect((await clearSamples(deps, { network: 'coalition', trial: false }))[0]!.counts).toEqual([]);
    expect(await everything()).toEqual(after);
  });

  test('clearing every network leaves nothing that is marked as a sample, but the demo accounts', async () => {
    await loadKits(deps, () => {});
    expect(await one('officials where sample')).toBeGreaterThan(0);
    await clearSamples(deps, { trial: false });
    const marked = await rows<{ name: string }>(
      `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'sample' order by 1`,
    );
    expect(marked.length).toBeGreaterThan(5);
    // The directory's lines are those of the demo accounts, which stay.
    for (const { name } of marked.filter((table) => table.name !== 'directory_entries'))
      expect(await one(`${name} where sample`), name).toBe(name === 'accounts' ? 11 : 0);
    expect(await one(`roles where id like 'xx-%'`)).toBe(0);
  });

  test('the demo account goes once somebody real coordinates', async () => {
    await loadKits(deps, () => {});
    const [network] = await rows<{ id: string }>(`select id from networks where slug = 'network'`);
    const account = newId();
    await db.owner.query(
      `insert into accounts (network_id, id, name, email, email_key, locale, created_at) values ($1, $2, 'Real', 'r@r.invalid', 'r@r.invalid', 'en', $3)`,
      [network!.id, account, now],
    );
    const grant = `insert into grants (network_id, id, account_id, role, from_at, until_at, reason) values ($1, $2, $3, 'coordinator', $4, $5, 'test')`;
    await db.owner.query(grant, [network!.id, newId(), account, new Date('2026-01-01'), new Date('2026-02-01')]);
    expect((await clearSamples(deps, { network: 'network', trial: true }))[0]!.accountsKept).toBe(4);
    await db.owner.query(grant, [network!.id, newId(), account, new Date('2026-01-01'), null]);
    const [cleared] = await clearSamples(deps, { network: 'network', trial: false });
    expect(cleared).toMatchObject({
      accountsKept: 0,
      counts: expect.arrayContaining([{ feature: 'accounts', count: 4 }]),
    });
    expect(await rows('select name from accounts where network_id = $1', [network!.id])).toEqual([{ name: 'Real' }]);
    expect(await one('accounts')).toBe(8);
  });

  test('features are cleared in the reverse order of loading', async () => {
    const order: string[] = [];
    const named = (name: string): Feature => ({
      name,
      loadKit: async () => void order.push(`load ${name}`),
      clearSamples: async () => order.push(`clear ${name}`),
    });
    const two = depsOf(db, [named('a'), named('b')]);
    await loadKit(two, 'coalition');
    await clearSamples(two, { trial: false });
    expect(order).toEqual(['load a', 'load b', 'clear b', 'clear a']);
  });

  describe('the commands', () => {
    const run = async (name: string, ...args: string[]) => {
      const out: string[] = [];
      const err: string[] = [];
      const command = commands.find((candidate) => candidate.name === name)!;
      const code = await command.run(args, {
        deps: deps as never,
        out: (line) => out.push(line),
        err: (line) => err.push(line),
      });
      return { code, out: out.join('\n'), err: err.join('\n') };
    };

    test('kits lists what is at hand and what is loaded', async () => {
      expect((await run('kits')).out).toBe(
        'coalition  not loaded\nglobal-network  not loaded\nimpact-campaign  not loaded',
      );
      expect((await run('kit', 'load', 'coalition')).out).toBe('The kit coalition is loaded: /coalition');
      expect((await run('kit', 'load', 'coalition')).out).toContain('nothing was changed');
      expect((await run('kits')).out).toContain('coalition  loaded as /coalition (sample)');
    });

    test('clear-samples shows what would go, and asks for --yes', async () => {
      await run('kit', 'load', 'coalition');
      const shown = await run('kit', 'clear-samples', 'coalition');
      expect(shown.code).toBe(1);
      expect(shown.out.split('\n')).toEqual([
        '/coalition: would be removed',
        '  campaigns: 3',
        expect.stringMatching(/^ {2}representatives: \d+$/),
        '  vocabularies: 1',
        expect.stringMatching(/^ {2}demo accounts kept: 4, so that nobody is locked out\./),
      ]);
      expect(shown.err).toContain('kit clear-samples coalition --yes');
      expect(await one('campaigns')).toBe(3);
      expect((await run('kit', 'clear-samples', '--yes')).code).toBe(0);
      expect(await one('campaigns')).toBe(0);
    });

    test('what the operator mistypes is refused in one sentence', async () => {
      expect(await run('kit', 'load', 'none')).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringMatching(/^There is no kit "none"\./),
      });
      expect(await run('kit', 'clear-samples', 'none', '--yes')).toMatchObject({
        code: 1,
        err: 'There is no network "none".',
      });
      for (const wrong of [[], ['load'], ['load', 'a', 'b'], ['clear-samples', '--force'], ['drop', 'a']]) {
        expect(await run('kit', ...wrong)).toMatchObject({ code: 2, err: expect.stringMatching(/^Usage: /) });
      }
    });
  });

  test('page caches hear of a load and of a clearing', async () => {
    const client = await db.owner.connect();
    const heard: string[] = [];
    client.on('notification', ({ payload }) => heard.push(payload ?? ''));
    await client.query('listen casement_edits');
    const { network } = await loadKit(deps, 'coalition');
    await client.query('select 1');
    expect(heard).toContain(network.id);
    heard.length = 0;
    await clearSamples(deps, { network: 'coalition', trial: true });
    await client.query('select 1');
    expect(heard).toEqual([]);
    await clearSamples(deps, { network: 'coalition', trial: false });
    await client.query('select 1');
    expect(heard).toContain(network.id);
    client.release(true);
  });
});
