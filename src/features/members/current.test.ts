import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNetwork, createTestApp, signInAs, type TestApp } from '../../../test/app.ts';
import { newId } from '../../platform/crypto/ids.ts';
import { inNetwork } from '../../platform/db/index.ts';
import type { Network } from '../../platform/tenancy/index.ts';
import { currentMembers } from './index.ts';

let world: TestApp;
let one: Network;
let two: Network;

beforeAll(async () => {
  world = await createTestApp({ now: '2026-11-21T12:00:00Z' });
  one = await createNetwork(world, 'one');
  two = await createNetwork(world, 'two');
});
afterAll(() => world.stop());

const today = '2026-11-21';
const days = ['2026-01-01', '2026-11-20', today, '2026-11-22', '2027-06-01'];
const day = fc.constantFrom(...days);
const state = fc.constantFrom('active', 'suspended', 'left', 'ended');
const woman = fc.record({
  grants: fc.array(
    fc.record({ role: fc.constantFrom('member', 'supporter', 'lead'), from: day, until: fc.option(day) }),
    { maxLength: 2 },
  ),
  own: fc.option(fc.record({ state, from: day })),
  affiliations: fc.array(
    fc.record({ organisation: fc.nat({ max: 7 }), from: day, until: fc.option(day, { nil: null }) }),
    { maxLength: 2 },
  ),
});
const organisation = fc.record({ membership: fc.option(fc.record({ state, from: day })) });
type Woman = typeof woman extends fc.Arbitrary<infer T> ? T : never;
type Organisation = typeof organisation extends fc.Arbitrary<infer T> ? T : never;

/** What the words say: a grant, her own, or one by an organisation that is a member itself; never while suspended. */
function belongs(her: Woman, organisations: Organisation[]): boolean {
  if (her.own?.state === 'suspended') return false;
  const counts = (one: { state: string; from: string } | null) => one?.state === 'active' && one.from <= today;
  const noon = `${today}T12:00:00Z`;
  const granted = her.grants.some(
    ({ role, from, until }) =>
      role === 'member' && `${from}T00:00:00Z` <= noon && (!until || `${until}T00:00:00Z` > noon),
  );
  return (
    granted ||
    counts(her.own) ||
    her.affiliations.some(
      ({ organisation, from, until }) =>
        counts(organisations[organisation]!.membership) && from <= today && (!until || until > today),
    )
  );
}

test('a member is who the words say: by grant, of her own, or by an organisation; a suspended one is none', async () => {
  const organisations = fc.sample(organisation, { numRuns: 8, seed: 4 });
  const women = fc.sample(woman, { numRuns: 150, seed: 7 });
  const ids = women.map(() => newId());
  const places = organisations.map(() => newId());
  const { owner } = world.db;
  for (const [i, { membership }] of organisations.entries()) {
    await owner.query(
      `insert into organisations (network_id, id, slug, name, name_key, kind, created_at, updated_at) values ($1, $2, $3, $3, $3, 'association', now(), now())`,
      [one.id, places[i], `o${i}`],
    );
    if (membership)
      await owner.query(
        `insert into memberships (network_id, id, organisation_id, state, from_on, created_at) values ($1, $2, $3, $4, $5, now())`,
        [one.id, newId(), places[i], membership.state, membership.from],
      );
  }
  for (const [i, her] of women.entries()) {
    await owner.query(
      `insert into accounts (network_id, id, name, username, username_key, locale, created_at) values ($1, $2, $3, $3, $3, 'en', now())`,
      [one.id, ids[i], `w${i}`],
    );
    for (const { role, from, until } of her.grants)
      await owner.query(
        `insert into grants (network_id, id, account_id, role, from_at, until_at, reason) values ($1, $2, $3, $4, $5, $6, 'test')`,
        [one.id, newId(), ids[i], role, `${from}T00:00:00Z`, until && `${until}T00:00:00Z`],
      );
    if (her.own)
      await owner.query(
        `insert into memberships (network_id, id, account_id, state, from_on, created_at) values ($1, $2, $3, $4, $5, now())`,
        [one.id, newId(), ids[i], her.own.state, her.own.from],
      );
    for (const { organisation, from, until } of her.affiliations)
      await owner.query(
        `insert into affiliations (network_id, id, organisation_id, account_id, from_on, until_on) values ($1, $2, $3, $4, $5, $6)`,
        [one.id, newId(), places[organisation], ids[i], from, until],
      );
  }
  const expected = ids.filter((_, i) => belongs(women[i]!, organisations));
  expect(expected.length).toBeGreaterThan(20);
  expect(expected.length).toBeLessThan(140);
  const at = { now: world.deps.clock() };
  const set = await inNetwork(world.db, one.id, async (trx) => {
    const { rows } = await sql<{ id: string }>`select id from accounts
      where id in (${currentMembers({ ...at, network: one })})`.execute(trx);
    return rows.map(({ id }) => id);
  });
  expect(set.sort()).toEqual(expected.sort());
  const each = await inNetwork(world.db, one.id, async (trx) => {
    const { rows } = await sql<{ id: string }>`select a.id from accounts a
      where exists (${currentMembers({ ...at, network: one }, sql.ref('a.id'))})`.execute(trx);
    return rows.map(({ id }) => id);
  });
  expect(each.sort()).toEqual(expected.sort());
  // Not in another network, whatever the ids.
  const other = await inNetwork(world.db, two.id, (trx) =>
    sql`${currentMembers({ ...at, network: one })}`.execute(trx),
  );
  expect(other.rows).toEqual([]);
});

test('the session reads it anew each time: membership opens, suspension closes at once, for a lead too', async () => {
  const her = await signInAs(world, two, 'lead');
  const { owner } = world.db;
  const opens = async () => (await world.get('/two/en/people', { cookie: her.cookie })).status;
  expect(await opens()).toBe(200);
  const id = newId();
  await owner.query(
    `insert into memberships (network_id, id, account_id, state, from_on, created_at) values ($1, $2, $3, 'active', $4, now())`,
    [two.id, id, her.id, today],
  );
  expect(await opens()).toBe(200);
  await owner.query(`update memberships set state = 'suspended' where id = $1`, [id]);
  expect(await opens()).toBe(404);
  await owner.query(`update memberships set state = 'active' where id = $1`, [id]);
  expect(await opens()).toBe(200);
});
