import { sql } from 'kysely';
import type { Trx } from '../../platform/db/index.ts';

/** Everything that a lookup needs but the shapes, in one go: a lookup itself asks the database nothing. */
export async function readReference(trx: Trx) {
  // One after the other: they share one connection.
  const roles = await trx
    .selectFrom('roles')
    .innerJoin('bodies', 'bodies.id', 'roles.body_id')
    .select([
      'roles.id',
      'roles.name',
      'roles.position',
      'bodies.id as body_id',
      'bodies.name as body_name',
      'bodies.level',
      'bodies.country',
      'bodies.sample',
      'bodies.committee',
    ])
    .orderBy('roles.position')
    .orderBy('roles.id')
    .execute();
  const divisions = await trx.selectFrom('divisions').select(['id', 'name', 'names', 'name_key']).execute();
  const sets = await trx
    .selectFrom('boundary_sets')
    .select(['id', 'role_id', 'valid_from', 'valid_until', 'source', 'as_of', 'bounds'])
    .execute();
  const members = await trx.selectFrom('boundaries').select(['set_id', 'division_id']).execute();
  const posts = await trx
    .selectFrom('posts')
    .select(['id', 'role_id', 'division_id', 'label', 'set_id', 'known_as_of', 'known_source', 'sample'])
    .execute();
  const officials = await trx
    .selectFrom('officials')
    .select(['id', 'name', 'family_name', 'honorific', 'party'])
    .execute();
  const tenures = await trx
    .selectFrom('tenures')
    .select(['official_id', 'post_id', 'from_date', 'until_date', 'source', 'as_of'])
    .execute();
  const contacts = await trx
    .selectFrom('contacts')
    .select(['official_id', 'post_id', 'kind', 'value', 'note', 'from_date', 'until_date'])
    .orderBy('id')
    .execute();
  const points = await trx
    .selectFrom('postal_points')
    .select(['country', 'code', 'latitude', 'longitude', 'region', 'source', 'as_of'])
    .execute();
  const assignments = await trx
    .selectFrom('postal_divisions')
    .select(['country', 'code', 'role_id', 'division_id', 'source', 'as_of', 'valid_until'])
    .execute();
  return { roles, divisions, sets, members, posts, officials, tenures, contacts, points, assignments };
}

export type Reference = Awaited<ReturnType<typeof readReference>>;

export const readShapes = (trx: Trx, setId: string) =>
  trx
    .selectFrom('boundaries')
    .where('set_id', '=', setId)
    .select(['division_id as id', 'geometry'])
    .orderBy('division_id')
    .execute();

/**
 * Removes sample decision-makers to whom nothing refers: no campaign names their role or post, no letter is for them.
 * Returns how many things went. Runs as the owner, over every network, because the samples are shared.
 */
export async function clearSampleRepresentatives(trx: Trx): Promise<number> {
  let removed = 0;
  const run = async (statement: ReturnType<typeof sql>) => {
    const { numAffectedRows } = await statement.execute(trx);
    removed += Number(numAffectedRows ?? 0);
  };
  const keptRoles = sql`select role_id from campaign_targets where role_id is not null
    union select p.role_id from posts p join campaign_targets t on t.post_id = p.id
    union select p.role_id from posts p join deliveries d on d.post_id = p.id
    union select p.role_id from posts p where p.id in (select unnest(post_ids) from actions)`;
  const goingRoles = sql`select r.id from roles r join bodies b on b.id = r.body_id where b.sample and r.id not in (${keptRoles})`;
  await run(sql`delete from postal_divisions where sample and role_id in (${goingRoles})`);
  await run(
    sql`delete from tenures where post_id in (select id from posts where sample and role_id in (${goingRoles}))`,
  );
  await run(sql`delete from posts where sample and role_id in (${goingRoles})`);
  await run(
    sql`delete from officials o where sample and not exists (select from tenures t where t.official_id = o.id)`,
  );
  await run(sql`delete from boundary_sets where sample and role_id in (${goingRoles})`);
  await run(sql`delete from divisions d where sample
    and not exists (select from boundaries b where b.division_id = d.id)
    and not exists (select from posts p where p.division_id = d.id)
    and not exists (select from postal_divisions p where p.division_id = d.id)`);
  await run(sql`delete from roles r where r.id in (${goingRoles})
    and not exists (select from posts p where p.role_id = r.id) and not exists (select from boundary_sets s where s.role_id = r.id)
    and not exists (select from postal_divisions p where p.role_id = r.id)`);
  await run(sql`delete from bodies b where sample and not exists (select from roles r where r.body_id = b.id)`);
  await run(sql`delete from postal_points where sample and not exists (select from boundary_sets where sample)`);
  return removed;
}

/** Writes many rows in statements that PostgreSQL takes (at most 65,535 parameters each). */
export const inChunks = async <T>(rows: readonly T[], write: (chunk: T[]) => Promise<unknown>): Promise<void> => {
  for (let at = 0; at < rows.length; at += 2_000) await write(rows.slice(at, at + 2_000));
};

export type PointRow = {
  country: string;
  code: string;
  name: string;
  latitude: number;
  longitude: number;
  /** The division of the state or province it lies in. */
  region?: string | null;
  source: string;
  as_of: string;
  sample?: boolean;
};

export const readPoints = (trx: Trx, country: string) =>
  trx.selectFrom('postal_points').where('country', '=', country).selectAll().execute();

/** Writes points of postal codes, new or changed. */
export async function writePoints(trx: Trx, rows: readonly PointRow[]): Promise<void> {
  await inChunks(rows, (chunk) =>
    trx
      .insertInto('postal_points')
      .values(chunk)
      .onConflict((c) =>
        c.columns(['country', 'code', 'name']).doUpdateSet((e) => ({
          latitude: e.ref('excluded.latitude'),
          longitude: e.ref('excluded.longitude'),
          region: e.ref('excluded.region'),
          source: e.ref('excluded.source'),
          as_of: e.ref('excluded.as_of'),
        })),
      )
      .execute(),
  );
}

/** Deletes points of postal codes by code and name. */
export async function deletePoints(
  trx: Trx,
  country: string,
  rows: readonly { code: string; name: string }[],
): Promise<void> {
  await inChunks(rows, (chunk) =>
    sql`delete from postal_points p using unnest(${chunk.map((each) => each.code)}::text[], ${chunk.map((each) => each.name)}::text[]) as gone(code, name)
      where p.country = ${country} and p.code = gone.code and p.name = gone.name`.execute(trx),
  );
}

export type AssignmentRow = {
  country: string;
  code: string;
  role_id: string;
  division_id: string;
  source: string;
  as_of: string;
  valid_until: string | null;
  sample?: boolean;
};

export const readAssignments = (trx: Trx, country: string, roleId: string) =>
  trx.selectFrom('postal_divisions').where('country', '=', country).where('role_id', '=', roleId).selectAll().execute();

/** Writes which district a postal code lies in, new or changed. */
export async function writeAssignments(trx: Trx, rows: readonly AssignmentRow[]): Promise<void> {
  await inChunks(rows, (chunk) =>
    trx
      .insertInto('postal_divisions')
      .values(chunk)
      .onConflict((c) =>
        c.columns(['country', 'code', 'role_id', 'division_id']).doUpdateSet((e) => ({
          source: e.ref('excluded.source'),
          as_of: e.ref('excluded.as_of'),
          valid_until: e.ref('excluded.valid_until'),
        })),
      )
      .execute(),
  );
}

/** Deletes what assigned postal codes to districts of a role. */
export async function deleteAssignments(
  trx: Trx,
  country: string,
  roleId: string,
  rows: readonly { code: string; divisionId: string }[],
): Promise<void> {
  await inChunks(rows, (chunk) =>
    sql`delete from postal_divisions p using unnest(${chunk.map((each) => each.code)}::text[], ${chunk.map((each) => each.divisionId)}::text[]) as gone(code, division_id)
      where p.country = ${country} and p.role_id = ${roleId} and p.code = gone.code and p.division_id = gone.division_id`.execute(
      trx,
    ),
  );
}

/** The last imports, the newest first. */
export async function readImports(trx: Trx) {
  const rows = await trx
    .selectFrom('imports')
    .select(['kind', 'file_name', 'as_of', 'counts', 'refused', 'at'])
    // The lists that come with the program note there which state of theirs is loaded; nobody imported them.
    .where('kind', 'not in', ['standards', 'vocabularies'])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    ...row,
    counts: row.counts as Record<string, number>,
    refused: row.refused as { row: string; reason: string }[],
  }));
}

/** Errors that networks passed to the operator, the oldest first. Runs as the owner, over every network. */
export const readPassedReports = (trx: Trx) =>
  trx
    .selectFrom('error_reports as r')
    .innerJoin('networks as n', 'n.id', 'r.network_id')
    .where('r.state', '=', 'passed')
    .select(['r.id', 'n.slug as network', 'r.what', 'r.official_name', 'r.post_id', 'r.words'])
    .orderBy('r.reported_at')
    .limit(500)
    .execute();

/** Marks a passed report as settled; false where there is none. Runs as the owner. */
export async function settleReport(trx: Trx, id: string, at: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`update error_reports set state = 'settled', decided_at = ${at}
    where id::text = ${id} and state = 'passed'`.execute(trx);
  return Number(numAffectedRows ?? 0) > 0;
}

/** The shapes of some divisions in some sets. */
export const readAreas = (trx: Trx, setIds: readonly string[], divisionIds: readonly string[]) =>
  trx
    .selectFrom('boundaries')
    .where('set_id', 'in', setIds.length > 0 ? [...setIds] : [''])
    .where('division_id', 'in', divisionIds.length > 0 ? [...divisionIds] : [''])
    .select(['division_id as id', 'geometry'])
    .orderBy('division_id')
    .execute();
