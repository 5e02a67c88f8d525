import { createApp } from '../../src/app.tsx';
import { sessionCookie, startSession } from '../../src/features/accounts/index.ts';
import { newId } from '../../src/platform/crypto/ids.ts';
import { inNetwork } from '../../src/platform/db/index.ts';
import type { Role } from '../../src/platform/tenancy/index.ts';
import { belongSize, seedBelong } from './belong-world.ts';
import { asNetwork, recording, type Statement } from './recorded.ts';
import type { Result } from './report.ts';
import { compare, inTurns } from './statistics.ts';
import type { Bench, World } from './world.ts';

/** The pages that are measured, by the figure's name: where, and as whom. */
const measured: Record<string, { what: string; path: string; role: Role }> = {
  directory: {
    what: 'directory, three facets:',
    path: '/load/en/directory?country=ke&language=es&issue=poverty',
    role: 'member',
  },
  member: { what: 'page of a member:', path: '/load/en/directory/people/:person', role: 'member' },
  group: { what: 'page of a group:', path: '/load/en/groups/group-1', role: 'coordinator' },
  dashboard: { what: 'what needs a coordinator today:', path: '/load/en/today', role: 'coordinator' },
};

type Filled = { network: string; person: string; cookies: Record<string, string> };
let filled: Promise<Filled> | undefined;

/** The load world, made once a run: one large network; with `--full` two hundred of them. */
function fill({ full, say }: Bench, { deps }: World): Promise<Filled> {
  filled ??= (async () => {
    const began = performance.now();
    const size = belongSize(full);
    const owner = deps.db.owner;
    const network = newId();
    const make = (id: string, slug: string) =>
      owner.query(`insert into networks (id, slug, name, locales) values ($1, $2, $3, '{en}')`, [
        id,
        slug,
        { en: slug },
      ]);
    await make(network, 'load');
    for (let at = 1; at < (full ? 200 : 20); at += 1) {
      const other = newId();
      await make(other, `load-${at}`);
      await owner.query(
        `insert into organisations (network_id, id, slug, name, name_key, kind, created_at, updated_at)
         select $1, gen_random_uuid(), 'o-' || i, 'House ' || i, 'house ' || i, 'association', now(), now() from generate_series(1, 25) as i`,
        [other],
      );
    }
    await seedBelong(owner, network, size);
    await owner.query(`select pg_notify('casement_edits', '')`);
    deps.networks.forget();
    const known = (await deps.networks.byId(network))!;
    const cookies: Record<string, string> = {};
    const now = deps.clock();
    for (const role of ['member', 'coordinator'] as const) {
      cookies[role] = await inNetwork(deps.db, network, async (trx) => {
        const id = newId();
        const email = `${role}@load.invalid`;
        await trx
          .insertInto('accounts')
          .values({ network_id: network, id, email, email_key: email, name: role, locale: 'en', created_at: now })
          .execute();
        await trx
          .insertInto('grants')
          .values({ network_id: network, id: newId(), account_id: id, role, from_at: now, reason: 'bench' })
          .execute();
        const ctx = { trx, actor: { kind: 'system' } as const, network: known, locale: 'en', now };
        return `${sessionCookie}=${await startSession(ctx, id, { second: true })}`;
      });
    }
    const { rows } = await owner.query(`select md5('person 10')::uuid::text as id`);
    say(
      `  ${size.people} people, ${size.organisations} organisations, ${size.groups} groups, ${size.posts} posts in ${((performance.now() - began) / 1000).toFixed(0)} s`,
    );
    return { network, person: rows[0].id, cookies };
  })();
  return filled;
}

/** One page over HTTP against the same statements sent bare over the driver, in the same rounds. */
export const belong =
  (name: string) =>
  async (bench: Bench): Promise<Result[]> => {
    const world = await bench.world();
    const { network, person, cookies } = await fill(bench, world);
    const { what, path: pattern, role } = measured[name]!;
    const path = pattern.replace(':person', person);
    const headers = { cookie: cookies[role]! };
    const app = createApp(world.deps);
    const open = async () => {
      const answer = await app.request(`http://127.0.0.1:3000${path}`, { headers });
      if (answer.status !== 200) throw new Error(`${path} came as ${answer.status}`);
      await answer.text();
    };
    await open();
    const statements = await recording(world.deps.db.app, open);
    const web = await world.web();
    const repeat = bench.full ? 20 : 10;
    const timed = async (work: () => Promise<unknown>) => {
      const began = performance.now();
      for (let n = 0; n < repeat; n += 1) await work();
      return (performance.now() - began) / repeat;
    };
    const page = () => timed(async () => (await fetch(web.url + path, { headers })).arrayBuffer());
    const bare = () =>
      timed(() =>
        asNetwork(world.deps.db.app, network, statements, (client, one: Statement) =>
          client.query(one.text, one.values),
        ),
      );
    const { ours, theirs, ratio } = compare(await inTurns(bench.full ? 15 : 7, page, bare));
    return [
      {
        name,
        what,
        against: 'its statements, bare:',
        value: ours,
        unit: 'ms',
        limit: theirs,
        ratio,
        target: 3,
        better: 'lower',
        notes: [`${statements.length} statements (a page may send 8)`],
      },
    ];
  };

export const belongFigures = Object.fromEntries(Object.keys(measured).map((name) => [name, belong(name)]));
