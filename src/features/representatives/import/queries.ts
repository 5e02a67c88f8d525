import { sql } from 'kysely';
import type { Trx } from '../../../platform/db/index.ts';
import { foldName } from '../names.ts';
import { inChunks } from '../queries.ts';
import type { Texts } from '../types.ts';
import type { KnownRole } from './known.ts';
import type { RefusedRow } from './report.ts';

/** One import at a time: two at once would each count what the other one writes. Held until the transaction ends. */
export async function lockImports(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('casement import', 0))`.execute(trx);
}

/** Tells the web processes, once this transaction commits, to load the reference data again. */
export async function announce(trx: Trx): Promise<void> {
  await sql`select pg_notify('casement_reference', 'representatives')`.execute(trx);
}

/** Notes an import with its counts and the first thousand rows that it refused. */
export async function insertImport(
  trx: Trx,
  row: {
    id: string;
    kind: string;
    file_name: string;
    checksum: string;
    as_of: string | null;
    counts: object;
    refused: RefusedRow[];
    at: Date;
  },
): Promise<void> {
  await trx
    .insertInto('imports')
    .values({ ...row, counts: JSON.stringify(row.counts), refused: JSON.stringify(row.refused.slice(0, 1_000)) })
    .execute();
}

export const readRole = (trx: Trx, id: string) =>
  trx
    .selectFrom('roles')
    .innerJoin('bodies', 'bodies.id', 'roles.body_id')
    .where('roles.id', '=', id)
    .select([
      'roles.id',
      'roles.name',
      'roles.position',
      'bodies.country',
      'bodies.level',
      'bodies.id as body_id',
      'bodies.name as body_name',
    ])
    .executeTakeFirst();

/** Makes the role and its body where they do not exist; `rename` gives those that do the new names, level and country. */
export async function ensureRole(
  trx: Trx,
  id: string,
  role: KnownRole,
  options: { sample?: boolean; rename?: boolean } = {},
): Promise<void> {
  const { body } = role;
  const bodyTexts = {
    name: JSON.stringify(body.name),
    level: body.level,
    country: body.country,
    committee: body.committee ?? false,
  };
  await trx
    .insertInto('bodies')
    .values({ id: body.id, ...bodyTexts, sample: options.sample ?? false })
    .onConflict((c) => (options.rename ? c.column('id').doUpdateSet(bodyTexts) : c.column('id').doNothing()))
    .execute();
  const roleTexts = { name: JSON.stringify(role.name), position: role.position };
  await trx
    .insertInto('roles')
    .values({ id, body_id: body.id, ...roleTexts })
    .onConflict((c) => (options.rename ? c.column('id').doUpdateSet(roleTexts) : c.column('id').doNothing()))
    .execute();
}

export type DivisionRow = { id: string; country: string; names: Texts };

/** Adds or renames divisions; `onlyNew` leaves the names of those that are there (a bare number knows less). */
export async function writeDivisions(
  trx: Trx,
  rows: readonly DivisionRow[],
  options: { onlyNew?: boolean; sample?: boolean } = {},
): Promise<void> {
  const { onlyNew = false, sample = false } = options;
  await inChunks(rows, (chunk) =>
    trx
      .insertInto('divisions')
      .values(
        chunk.map(({ id, country, names }) => {
          const name = names.en ?? Object.values(names)[0]!;
          return { id, country, name, names: JSON.stringify(names), name_key: foldName(name), sample };
        }),
      )
      .onConflict((c) =>
        onlyNew
          ? c.column('id').doNothing()
          : c.column('id').doUpdateSet((e) => ({
              name: e.ref('excluded.name'),
              names: e.ref('excluded.names'),
              name_key: e.ref('excluded.name_key'),
            })),
      )
      .execute(),
  );
}

export const readSet = (trx: Trx, id: string) =>
  trx.selectFrom('boundary_sets').where('id', '=', id).selectAll().executeTakeFirst();

export const setsOfRole = (trx: Trx, roleId: string) =>
  trx.selectFrom('boundary_sets').where('role_id', '=', roleId).select(['id', 'valid_from', 'valid_until']).execute();

export type SetRow = {
  id: string;
  role_id: string;
  name: string;
  valid_from: string;
  valid_until: string | null;
  source: string;
  licence: string | null;
  as_of: string;
  bounds: number[] | null;
  sample?: boolean;
};

/** Writes a set of boundaries, new or changed. */
export async function writeSet(trx: Trx, row: SetRow, at: Date): Promise<void> {
  const { id, ...rest } = row;
  await trx
    .insertInto('boundary_sets')
    .values({ ...row, imported_at: at })
    .onConflict((c) => c.column('id').doUpdateSet({ ...rest, imported_at: at }))
    .execute();
}

export const readBoundaries = (trx: Trx, setId: string) =>
  trx
    .selectFrom('boundaries')
    .innerJoin('divisions', 'divisions.id', 'boundaries.division_id')
    .where('set_id', '=', setId)
    .select(['division_id', 'boundaries.name', 'geometry', 'divisions.names'])
    .execute();

/** The divisions of a set with every name by which a list may call them. */
export const readSetDivisions = (trx: Trx, setId: string) =>
  trx
    .selectFrom('boundaries')
    .innerJoin('divisions', 'divisions.id', 'boundaries.division_id')
    .where('set_id', '=', setId)
    .select(['divisions.id', 'divisions.name', 'divisions.names'])
    .execute();

/** What these divisions are called. */
export async function readDivisionNames(trx: Trx, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<{ id: string; name: string }>`
    select id, name from divisions where id = any(${[...new Set(ids)]})`.execute(trx);
  return new Map(rows.rows.map(({ id, name }) => [id, name]));
}

/** Writes shapes of a set, fifty at a time. */
export async function writeBoundaries(
  trx: Trx,
  setId: string,
  rows: readonly { divisionId: string; name: string; area: object }[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += 50) {
    await trx
      .insertInto('boundaries')
      .values(
        rows.slice(at, at + 50).map(({ divisionId, name, area }) => ({
          set_id: setId,
          division_id: divisionId,
          name,
          geometry: JSON.stringify(area),
        })),
      )
      .onConflict((c) =>
        c
          .columns(['set_id', 'division_id'])
          .doUpdateSet((e) => ({ name: e.ref('excluded.name'), geometry: e.ref('excluded.geometry') })),
      )
      .execute();
  }
}

/** Deletes shapes of a set. */
export async function deleteBoundaries(trx: Trx, setId: string, divisionIds: string[]): Promise<void> {
  if (divisionIds.length > 0)
    await trx.deleteFrom('boundaries').where('set_id', '=', setId).where('division_id', 'in', divisionIds).execute();
}

export const readPosts = (trx: Trx, roleIds: string[]) =>
  trx
    .selectFrom('posts')
    .where('role_id', 'in', roleIds.length > 0 ? roleIds : [''])
    .select(['id', 'role_id', 'division_id', 'label', 'set_id', 'known_as_of'])
    .execute();

export type PostRow = {
  id: string;
  role_id: string;
  division_id: string | null;
  label: Texts;
  set_id: string | null;
  known_as_of: string | null;
  known_source: string | null;
};

/** Writes posts, new or changed. */
export async function writePosts(trx: Trx, rows: readonly PostRow[], sample = false): Promise<void> {
  await inChunks(rows, (chunk) =>
    trx
      .insertInto('posts')
      .values(chunk.map((row) => ({ ...row, label: JSON.stringify(row.label), sample })))
      .onConflict((c) =>
        c.column('id').doUpdateSet((e) => ({
          set_id: e.ref('excluded.set_id'),
          known_as_of: e.ref('excluded.known_as_of'),
          known_source: e.ref('excluded.known_source'),
        })),
      )
      .execute(),
  );
}

export type OfficialRow = {
  id: string;
  name: string;
  family_name: string | null;
  given_name: string | null;
  honorific: string | null;
  party: string | null;
  source: string;
  as_of: string;
  sample?: boolean;
};
export type ContactRow = { kind: string; value: string; note: string | null };

/** Officials as they stand, with the contacts that have not ended. */
export async function readOfficials(trx: Trx, ids: string[]) {
  const officials = await trx.selectFrom('officials').where('id', 'in', ids).selectAll().execute();
  const contacts = await trx
    .selectFrom('contacts')
    .where('official_id', 'in', ids)
    .where('until_date', 'is', null)
    .select(['official_id', 'kind', 'value', 'note'])
    .orderBy('id')
    .execute();
  return { officials, contacts };
}

/** Writes the people, and their contacts over those stored: what is no longer said is ended, not lost. */
export async function writeOfficials(
  trx: Trx,
  rows: readonly { official: OfficialRow; contacts: readonly ContactRow[] }[],
): Promise<void> {
  await inChunks(rows, async (chunk) => {
    await trx
      .insertInto('officials')
      .values(chunk.map(({ official }) => official))
      .onConflict((c) =>
        c.column('id').doUpdateSet((e) => ({
          name: e.ref('excluded.name'),
          family_name: e.ref('excluded.family_name'),
          given_name: e.ref('excluded.given_name'),
          honorific: e.ref('excluded.honorific'),
          party: e.ref('excluded.party'),
          source: e.ref('excluded.source'),
          as_of: e.ref('excluded.as_of'),
        })),
      )
      .execute();
    await writeContacts(trx, chunk);
  });
}

const sameContact = (a: ContactRow, b: ContactRow) => a.kind === b.kind && a.value === b.value && a.note === b.note;

/** Ends the contacts that a list no longer has on its day, and adds those it has anew from that day on; the past stays. */
async function writeContacts(
  trx: Trx,
  rows: readonly { official: OfficialRow; contacts: readonly ContactRow[] }[],
): Promise<void> {
  const stored = Map.groupBy(
    await trx
      .selectFrom('contacts')
      .where(
        'official_id',
        'in',
        rows.map(({ official }) => official.id),
      )
      .select(['id', 'official_id', 'kind', 'value', 'note', 'from_date', 'until_date'])
      .execute(),
    (each) => each.official_id!,
  );
  const gone: number[] = [];
  const added: (ContactRow & { official_id: string; from_date: string | null })[] = [];
  for (const { official, contacts } of rows) {
    const all = stored.get(official.id) ?? [];
    const open = all.filter((each) => each.until_date === null);
    for (const old of open) {
      if (contacts.some((each) => sameContact(each, old))) continue;
      // What began on the very day was never true: a list of one day that was mended.
      if (old.from_date === official.as_of) gone.push(old.id);
      else await trx.updateTable('contacts').set({ until_date: official.as_of }).where('id', '=', old.id).execute();
    }
    for (const contact of contacts)
      if (!open.some((each) => sameContact(contact, each)))
        added.push({ official_id: official.id, ...contact, from_date: all.length > 0 ? official.as_of : null });
  }
  if (gone.length > 0) await trx.deleteFrom('contacts').where('id', 'in', gone).execute();
  await inChunks(added, (some) => trx.insertInto('contacts').values(some).execute());
}

/** The names of the officials that are known of these. */
export async function readNames(trx: Trx, ids: string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  await inChunks(ids, async (chunk) => {
    for (const { id, name } of await trx
      .selectFrom('officials')
      .where('id', 'in', chunk)
      .select(['id', 'name'])
      .execute())
      names.set(id, name);
  });
  return names;
}

/** The roles of committees whose body's id begins so. */
export async function rolesOfCommittees(trx: Trx, beginning: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('roles')
    .innerJoin('bodies', 'bodies.id', 'roles.body_id')
    .where('bodies.committee', '=', true)
    .where('bodies.id', 'like', `${beginning}%`)
    .select('roles.id')
    .execute();
  return rows.map((each) => each.id);
}

export const readTenures = (trx: Trx, roleIds: string[]) =>
  trx
    .selectFrom('tenures')
    .innerJoin('posts', 'posts.id', 'tenures.post_id')
    .innerJoin('officials', 'officials.id', 'tenures.official_id')
    .where('posts.role_id', 'in', roleIds)
    .select([
      'tenures.id',
      'tenures.official_id',
      'tenures.post_id',
      'tenures.from_date',
      'tenures.until_date',
      'tenures.as_of',
      'officials.name',
    ])
    .execute();

export type TenureRow = {
  id: string;
  official_id: string;
  post_id: string;
  from_date: string | null;
  until_date: string | null;
  source: string;
  as_of: string;
};

/** Writes who holds which post from when until when, new or changed. */
export async function writeTenures(trx: Trx, rows: readonly TenureRow[]): Promise<void> {
  await inChunks(rows, (chunk) =>
    trx
      .insertInto('tenures')
      .values(chunk)
      .onConflict((c) =>
        c.column('id').doUpdateSet((e) => ({
          from_date: e.ref('excluded.from_date'),
          until_date: e.ref('excluded.until_date'),
          source: e.ref('excluded.source'),
          as_of: e.ref('excluded.as_of'),
        })),
      )
      .execute(),
  );
}

/** Ends tenures on a day. */
export async function endTenures(trx: Trx, ids: string[], until: string): Promise<void> {
  if (ids.length > 0) await trx.updateTable('tenures').set({ until_date: until }).where('id', 'in', ids).execute();
}
