import { sql } from 'kysely';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { inChunks } from '../queries.ts';
import type { Texts } from '../types.ts';
import type { SavedColumns } from './columns.ts';
import type { Listed, ListedContact } from './people.ts';
import { officialIdOf, type Stored } from './plan.ts';

export type UploadLine = {
  id: string;
  fileName: string;
  state: 'waiting' | 'taken' | 'undone';
  roleId: string | null;
  asOf: string | null;
  counts: Record<string, number> | null;
  uploadedAt: Date;
  takenAt: Date | null;
};

const visibleUploads = (ctx: Ctx) => ctx.trx.selectFrom('people_uploads').where('network_id', '=', ctx.network.id);

const lineOf = (row: {
  id: string;
  file_name: string;
  state: string;
  role_id: string | null;
  as_of: string | null;
  counts: unknown;
  uploaded_at: Date;
  taken_at: Date | null;
}): UploadLine => ({
  id: row.id,
  fileName: row.file_name,
  state: row.state as UploadLine['state'],
  roleId: row.role_id,
  asOf: row.as_of,
  counts: row.counts as UploadLine['counts'],
  uploadedAt: row.uploaded_at,
  takenAt: row.taken_at,
});
const lineColumns = ['id', 'file_name', 'state', 'role_id', 'as_of', 'counts', 'uploaded_at', 'taken_at'] as const;

const shown = 50;

/** The lists that were uploaded, the latest first. */
export async function listUploads(ctx: Ctx): Promise<UploadLine[]> {
  const rows = await visibleUploads(ctx).select(lineColumns).orderBy('id', 'desc').limit(shown).execute();
  return rows.map(lineOf);
}

export type Upload = UploadLine & {
  content: Buffer | null;
  refused: { row: number; key: string; values: Record<string, unknown> }[];
  undoable: boolean;
};

/** One upload with its bytes; `lock` holds its row until the transaction ends. */
export async function findUpload(ctx: Ctx, id: string, lock = false): Promise<Upload | undefined> {
  const query = visibleUploads(ctx)
    .select([...lineColumns, 'content', 'refused', sql<boolean>`before is not null`.as('undoable')])
    .where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return (
    row && { ...lineOf(row), content: row.content, refused: row.refused as Upload['refused'], undoable: row.undoable }
  );
}

/** The upload that was taken last for a list. */
export const lastTaken = (ctx: Ctx, roleId: string) =>
  visibleUploads(ctx)
    .select('id')
    .where('role_id', '=', roleId)
    .where('state', '=', 'taken')
    .orderBy('taken_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();

export type OwnList = { roleId: string; role: Texts; body: Texts; people: number; asOf: string | null };

/** The network's own lists: how many serve, and as of when that is known. */
export async function ownLists(ctx: Ctx): Promise<OwnList[]> {
  const { rows } = await sql<OwnList>`
    select r.id as "roleId", r.name as role, b.name as body,
      (select count(*)::int from own_tenures t where t.network_id = r.network_id and t.list = r.id and t.until_date is null) as people,
      (select max(p.known_as_of) from own_posts p where p.network_id = r.network_id and p.list = r.id) as "asOf"
    from own_roles r join own_bodies b on b.network_id = r.network_id and b.id = r.body_id
    where r.network_id = ${ctx.network.id} order by b.created_at, r.id`.execute(ctx.trx);
  return rows;
}

/** The people of a list who serve, as they are stored. */
export async function storedList(ctx: Ctx, list: string): Promise<Stored[]> {
  const rows = await ctx.trx
    .selectFrom('own_tenures as t')
    .innerJoin('own_officials as o', (join) =>
      join.onRef('o.network_id', '=', 't.network_id').onRef('o.id', '=', 't.official_id'),
    )
    .where('t.network_id', '=', ctx.network.id)
    .where('t.list', '=', list)
    .where('t.until_date', 'is', null)
    .select([
      'o.id',
      't.id as tenure_id',
      't.post_id',
      'o.name',
      'o.given_name',
      'o.family_name',
      'o.honorific',
      'o.party',
    ])
    .orderBy('o.id')
    .execute();
  const contacts = Map.groupBy(
    await ctx.trx
      .selectFrom('own_contacts as c')
      .innerJoin('own_officials as o', (join) =>
        join.onRef('o.network_id', '=', 'c.network_id').onRef('o.id', '=', 'c.official_id'),
      )
      .where('c.network_id', '=', ctx.network.id)
      .where('o.list', '=', list)
      .select(['c.official_id', 'c.kind', 'c.value', 'c.note'])
      .orderBy('c.position')
      .execute(),
    (each) => each.official_id,
  );
  return rows.map((row) => ({
    officialId: row.id,
    tenureId: row.tenure_id,
    postId: row.post_id,
    name: row.name,
    given: row.given_name,
    family: row.family_name,
    honorific: row.honorific,
    party: row.party,
    contacts: (contacts.get(row.id) ?? []).map(({ kind, value, note }): ListedContact => ({ kind, value, note })),
  }));
}

/** As of when the list is known; null for a new one. */
export async function listAsOf(ctx: Ctx, list: string): Promise<string | null> {
  const row = await ctx.trx
    .selectFrom('own_tenures')
    .where('network_id', '=', ctx.network.id)
    .where('list', '=', list)
    .select((eb) => eb.fn.max('as_of').as('as_of'))
    .executeTakeFirst();
  return row?.as_of ?? null;
}

/** The operator's posts of a role, by division. */
export async function postsByDivision(ctx: Ctx, roleId: string): Promise<Map<string, string>> {
  const rows = await ctx.trx
    .selectFrom('posts')
    .where('role_id', '=', roleId)
    .where('division_id', 'is not', null)
    .select(['id', 'division_id'])
    .orderBy('id', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.division_id!, row.id]));
}

/** The set by which a role's districts are drawn on a day. */
export async function setOn(ctx: Ctx, roleId: string, day: string): Promise<string | undefined> {
  const row = await ctx.trx
    .selectFrom('boundary_sets')
    .where('role_id', '=', roleId)
    .where('valid_from', '<=', day)
    .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_until', '>', day)]))
    .select('id')
    .orderBy('valid_from', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

/** The roles whose districts are drawn, and so whose people a list may name by district. */
export async function rolesWithLines(ctx: Ctx, day: string): Promise<{ id: string; name: Texts; body: Texts }[]> {
  const { rows } = await sql<{ id: string; name: Texts; body: Texts }>`
    select r.id, r.name, b.name as body from roles r join bodies b on b.id = r.body_id
    where (not b.sample or ${ctx.network.sample}) and exists (select from boundary_sets s where s.role_id = r.id
      and s.valid_from <= ${day}::date and (s.valid_until is null or s.valid_until > ${day}::date))
    order by (b.country is distinct from ${ctx.network.country}), b.country, r.position, r.id`.execute(ctx.trx);
  return rows;
}

export type Mapping = { id: string; name: string; columns: SavedColumns };

/** The saved mappings of columns, by name; a hundred at most. */
export async function listMappings(ctx: Ctx): Promise<Mapping[]> {
  const rows = await ctx.trx
    .selectFrom('people_mappings')
    .where('network_id', '=', ctx.network.id)
    .select(['id', 'name', 'columns'])
    .orderBy('name_key')
    .limit(100)
    .execute();
  return rows.map((row) => ({ ...row, columns: row.columns as SavedColumns }));
}

const listTables = ['own_posts', 'own_officials', 'own_contacts', 'own_tenures'] as const;
const ofList = (table: (typeof listTables)[number], network: string, list: string) =>
  table === 'own_contacts'
    ? sql`t.network_id = ${network} and exists (select from own_officials o where o.network_id = t.network_id and o.id = t.official_id and o.list = ${list})`
    : sql`t.network_id = ${network} and t.list = ${list}`;

/** Every row of a list, to put it back. */
export async function snapshotOf(ctx: Ctx, list: string): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const table of listTables) {
    const { rows } = await sql<{ rows: unknown }>`
      select coalesce(jsonb_agg(to_jsonb(t)), '[]') as rows from ${sql.table(table)} t where ${ofList(table, ctx.network.id, list)}`.execute(
      ctx.trx,
    );
    all[table] = rows[0]!.rows;
  }
  return all;
}

/** Puts a list back as an upload found it. */
export async function restoreList(ctx: Ctx, list: string, uploadId: string): Promise<void> {
  // Contacts go with their officials, and tenures name none that has gone.
  for (const table of ['own_tenures', 'own_contacts', 'own_officials', 'own_posts'] as const)
    await sql`delete from ${sql.table(table)} t where ${ofList(table, ctx.network.id, list)}`.execute(ctx.trx);
  for (const table of listTables)
    await sql`insert into ${sql.table(table)} select r.* from people_uploads u,
      jsonb_populate_recordset(null::${sql.table(table)}, u.before -> ${sql.lit(table)}) r
      where u.network_id = ${ctx.network.id} and u.id = ${uploadId} and r.network_id = ${ctx.network.id}`.execute(
      ctx.trx,
    );
}

/** Takes away an own body of which nobody is left and that no campaign asks. */
export async function removeEmptyBody(ctx: Ctx, roleId: string): Promise<void> {
  await sql`delete from own_bodies b using own_roles r where b.network_id = ${ctx.network.id} and r.network_id = b.network_id
    and r.body_id = b.id and r.id = ${roleId}
    and not exists (select from own_posts p where p.network_id = b.network_id and p.role_id = r.id)
    and not exists (select from campaign_targets k where k.network_id = b.network_id and (k.role_id = r.id or k.body_id = b.id))`.execute(
    ctx.trx,
  );
}

type Writing = { list: string; asOf: string; source: string };

/** Writes the people of a list with their posts and tenures; those who are in it already are rewritten. */
export async function writeList(
  ctx: Ctx,
  { list, asOf, source }: Writing,
  people: readonly (Listed & { postId: string; ownPost: boolean; label: Texts })[],
  stored: readonly Stored[],
  newContactId: () => string,
): Promise<void> {
  const { trx, network } = ctx;
  const own = { network_id: network.id, list };
  const posts = people.filter((each) => each.ownPost);
  await inChunks(posts, (chunk) =>
    trx
      .insertInto('own_posts')
      .values(
        chunk.map((each) => ({
          ...own,
          id: each.postId,
          role_id: list,
          division_id: each.post.divisionId,
          label: JSON.stringify(each.label),
          known_as_of: asOf,
          known_source: source,
        })),
      )
      .onConflict((c) =>
        c.columns(['network_id', 'id']).doUpdateSet((e) => ({
          label: e.ref('excluded.label'),
          known_as_of: e.ref('excluded.known_as_of'),
          known_source: e.ref('excluded.known_source'),
        })),
      )
      .execute(),
  );
  await trx
    .updateTable('own_posts')
    .set({ known_as_of: asOf, known_source: source })
    .where('network_id', '=', network.id)
    .where('list', '=', list)
    .execute();
  await inChunks(people, async (chunk) => {
    const ids = chunk.map((each) => officialIdOf(list, each.own));
    await trx
      .insertInto('own_officials')
      .values(
        chunk.map((each, i) => ({
          ...own,
          id: ids[i]!,
          name: each.name,
          given_name: each.given,
          family_name: each.family,
          honorific: each.honorific,
          party: each.party,
          source,
          as_of: asOf,
        })),
      )
      .onConflict((c) =>
        c.columns(['network_id', 'id']).doUpdateSet((e) => ({
          name: e.ref('excluded.name'),
          given_name: e.ref('excluded.given_name'),
          family_name: e.ref('excluded.family_name'),
          honorific: e.ref('excluded.honorific'),
          party: e.ref('excluded.party'),
          source: e.ref('excluded.source'),
          as_of: e.ref('excluded.as_of'),
        })),
      )
      .execute();
    await trx.deleteFrom('own_contacts').where('network_id', '=', network.id).where('official_id', 'in', ids).execute();
    const contacts = chunk.flatMap((each, i) =>
      each.contacts.map((contact, position) => ({
        network_id: network.id,
        id: newContactId(),
        official_id: ids[i]!,
        ...contact,
        position,
      })),
    );
    await inChunks(contacts, (some) => trx.insertInto('own_contacts').values(some).execute());
  });
  await writeTenures(ctx, { list, asOf, source }, people, stored);
}

async function writeTenures(
  { trx, network }: Ctx,
  { list, asOf, source }: Writing,
  people: readonly (Listed & { postId: string })[],
  stored: readonly Stored[],
): Promise<void> {
  const open = new Map(stored.map((each) => [`${each.officialId} ${each.postId}`, each.tenureId]));
  const earlier = await trx
    .selectFrom('own_tenures')
    .where('network_id', '=', network.id)
    .where('list', '=', list)
    .select('post_id')
    .distinct()
    .execute();
  const held = new Set(earlier.map((each) => each.post_id));
  const rows = people.map((each) => {
    const official = officialIdOf(list, each.own);
    return {
      network_id: network.id,
      list,
      // Who comes back has another tenure; the first one stays as it was.
      id: open.get(`${official} ${each.postId}`) ?? `${official}@${each.postId}@${asOf}`,
      official_id: official,
      post_id: each.postId,
      // Whoever follows somebody serves from the day of the list on; the first one since nobody knows when.
      from_date: held.has(each.postId) ? asOf : null,
      source,
      as_of: asOf,
    };
  });
  await inChunks(rows, (chunk) =>
    trx
      .insertInto('own_tenures')
      .values(chunk)
      .onConflict((c) =>
        c.columns(['network_id', 'id']).doUpdateSet((e) => ({
          as_of: e.ref('excluded.as_of'),
          source: e.ref('excluded.source'),
          until_date: null,
        })),
      )
      .execute(),
  );
}

/** Ends tenures on a day; what they were stays. */
export async function endOwnTenures(ctx: Ctx, ids: readonly string[], until: string): Promise<void> {
  await inChunks(ids, (chunk) =>
    ctx.trx
      .updateTable('own_tenures')
      .set({ until_date: until })
      .where('network_id', '=', ctx.network.id)
      .where('id', 'in', chunk)
      .execute(),
  );
}
