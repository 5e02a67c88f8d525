import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Network } from '../src/platform/tenancy/index.ts';
import { createNetwork, createTestApp, signInAs, type TestApp } from './app.ts';
import { seedBelong } from './load/belong-world.ts';
import { asNetwork, buffersOf, recording, type Statement } from './load/recorded.ts';

/**
 * What the pages of a large network ask of the database: how many statements each sends, and how many pages of the database (8 kB) each
 * statement reads, by EXPLAIN as the program's own role under its policies. Counts of the same rows: the same on every machine.
 */
let app: TestApp;
let network: Network;
const cookies: Record<string, string> = {};
let person: string;

beforeAll(async () => {
  app = await createTestApp();
  network = await createNetwork(app, 'load', { locales: ['en'] });
  await createNetwork(app, 'small');
  await app.db.owner.query(
    `insert into places (id, kind, labels) select c, 'country', jsonb_build_object('en', c) from unnest($1::text[]) as c on conflict do nothing`,
    ['ar au at bo br cl co sv gm ge gt jm ke mw mx ng pk pe pl sl tz th tt gb us ve zm'.split(' ')],
  );
  await seedBelong(app.db.owner, network.id, { people: 3000, organisations: 150, groups: 10, posts: 3000 });
  // The log speaks of a different organisation in each line, and of a group in each.
  await app.db.owner.query(
    `insert into audit (network_id, id, at, actor_kind, verb, noun, noun_id, position, seal, detail)
     select $1, gen_random_uuid(), now(), 'system', 'edited', 'organisation', md5('organisation ' || (1 + i % 150))::uuid::text, i, sha256('seal'),
       jsonb_build_object('organisationId', md5('organisation ' || (1 + i % 149))::uuid, 'group', md5('group ' || (1 + i % 10))::uuid)
       from generate_series(1, 3000) as i`,
    [network.id],
  );
  for (const role of ['member', 'coordinator', 'auditor'] as const)
    cookies[role] = (await signInAs(app, network, role)).cookie;
  person = (await app.db.owner.query(`select md5('person 10')::uuid::text as id`)).rows[0].id;
}, 60_000);
afterAll(() => app?.stop());

/** Page, who opens it, and the most buffers that one of its statements may read in this world. */
const pages: [string, string, 'public' | 'member' | 'coordinator' | 'auditor', number][] = [
  ['directory', '/load/en/directory', 'member', 200],
  ['directory, public', '/load/en/directory', 'public', 200],
  ['directory, second page', '/load/en/directory?type=person&after=AFTER', 'member', 200],
  ['directory, three facets', '/load/en/directory?country=ke&language=es&issue=poverty', 'member', 100],
  ['directory, words', '/load/en/directory?q=okor&type=person', 'member', 1000],
  ['directory, a rare word', '/load/en/directory?q=2987', 'member', 100],
  ['directory, a word that finds nothing', '/load/en/directory?q=zzzz', 'member', 100],
  ['member', '/load/en/directory/people/PERSON', 'member', 50],
  ['group', '/load/en/groups/group-1', 'coordinator', 50],
  ['dashboard', '/load/en/today', 'coordinator', 150],
  ['map', '/load/en/map', 'coordinator', 200],
  ['organisations', '/load/en/organisations', 'public', 50],
  ['organisation', '/load/en/organisations/organisation-1', 'coordinator', 200],
  ['organisations of the desk, words', '/load/en/desk/organisations?q=a', 'coordinator', 100],
  ['place', '/load/en/places/ke', 'public', 150],
  ['members', '/load/en/members', 'coordinator', 500],
  ['groups', '/load/en/groups', 'member', 100],
  ['people of a group', '/load/en/groups/group-1/members', 'coordinator', 150],
  ['people with access', '/load/en/people', 'coordinator', 150],
  ['search', '/load/en/search?q=okor', 'member', 100],
  ['log', '/load/en/log', 'auditor', 300],
];

describe('pages of a large network', () => {
  test.each(pages)('%s: at most eight statements, each within its ceiling', async (_, pattern, who, ceiling) => {
    const after = Buffer.from(JSON.stringify(['hana', person])).toString('base64url');
    const path = pattern.replace('PERSON', person).replace('AFTER', after);
    const open = async () => {
      const answer = await app.get(path, { cookie: cookies[who] });
      expect(answer.status).toBe(200);
      await answer.text();
    };
    // The first opening fills what is kept in memory.
    await open();
    const statements = await recording(app.db.app, open);
    expect(statements.length, statements.map(({ text }) => text.slice(0, 80)).join('\n')).toBeLessThanOrEqual(8);
    const reads = await asNetwork(app.db.app, network.id, statements, async (client, statement: Statement) => ({
      text: statement.text.replace(/\s+/g, ' ').slice(0, 70),
      buffers: /^(select|with)/i.test(statement.text.trim()) ? await buffersOf(client, statement) : 0,
    }));
    expect(reads.filter(({ buffers }) => buffers > ceiling)).toEqual([]);
  });
});
