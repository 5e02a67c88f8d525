import { record } from '../../../platform/audit/index.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { found, freeSlug, proposeSlug } from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { nameKey } from '../organisation.ts';
import { serviceStates } from '../services.ts';
import type { Entry, Part } from './directory.ts';
import { findImport, type Import } from './kept.ts';
import { snapshotOf } from './undo.ts';

/** What is done with one organisation of a file: it is the one we know, another one, or left out. */
export type Choice = 'same' | 'new' | 'leave';
export type Planned = { entry: Entry; match: { id: string; name: string; by: 'source' | 'name' } | undefined };

/** What taking the file would do: each organisation with the one of ours that it is, or looks like. Two queries. */
export async function planImport(ctx: Ctx, entries: readonly Entry[]): Promise<Planned[]> {
  const ours = () =>
    ctx.trx.selectFrom('organisations').where('network_id', '=', ctx.network.id).where('merged_into', 'is', null);
  const sources = entries.map((entry) => entry.sourceId).filter((id) => id !== null);
  const bySource = new Map<string, { id: string; name: string }>();
  if (sources.length > 0)
    for (const row of await ours().select(['id', 'name', 'source_id']).where('source_id', 'in', sources).execute())
      bySource.set(row.source_id!, row);
  const byName = new Map<string, { id: string; name: string }>();
  for (const row of await ours()
    .select(['id', 'name', 'name_key'])
    .where('name_key', 'in', [...new Set(entries.map((entry) => nameKey(entry.name)))])
    .execute())
    byName.set(row.name_key, row);
  return entries.map((entry) => {
    const source = entry.sourceId === null ? undefined : bySource.get(entry.sourceId);
    // A number that two directories count with says nothing unless the name agrees.
    if (source && (entry.sourceId!.length > 12 || nameKey(source.name) === nameKey(entry.name)))
      return { entry, match: { id: source.id, name: source.name, by: 'source' } };
    const name = byName.get(nameKey(entry.name));
    return { entry, match: name && { id: name.id, name: name.name, by: 'name' } };
  });
}

/** Takes a file: one batch, all or nothing. `choices` by place in the file; left out: what the plan says. False when it was taken before. */
export async function takeImport(ctx: Ctx, id: string, choices: ReadonlyMap<number, Choice>): Promise<boolean> {
  const file = found(await findImport(ctx, id, true));
  if (!file.directory) return false;
  const plan = await planImport(ctx, file.directory.entries);
  const taken = await slugsInUse(ctx);
  const counts = { made: 0, changed: 0, left: 0 };
  const used = new Set<string>();
  for (const [at, { entry, match }] of plan.entries()) {
    const choice = choices.get(at) ?? (match ? 'same' : 'new');
    // Two of the file cannot both be the same one.
    if (choice === 'leave' || (choice === 'same' && match && used.has(match.id))) {
      counts.left += 1;
      continue;
    }
    const same = choice === 'same' ? match : undefined;
    if (same) used.add(same.id);
    const organisation = same?.id ?? newId();
    const before = same ? await snapshotOf(ctx, same.id) : null;
    if (same) await overwrite(ctx, same.id, entry, file);
    else await insert(ctx, organisation, entry, file, taken);
    await putParts(ctx, organisation, entry);
    await ctx.trx
      .insertInto('organisation_import_rows')
      .values({
        network_id: ctx.network.id,
        import_id: id,
        organisation_id: organisation,
        before: before && JSON.stringify(before),
        written_at: ctx.now,
      })
      .execute();
    counts[same ? 'changed' : 'made'] += 1;
  }
  await ctx.trx
    .updateTable('organisation_imports')
    .set({ content: null, counts: JSON.stringify(counts), taken_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
  await record(ctx, { verb: 'imported', noun: 'organisation-import', id, detail: counts });
  return true;
}

async function slugsInUse(ctx: Ctx): Promise<Set<string>> {
  const now = await ctx.trx
    .selectFrom('organisations')
    .select('slug')
    .where('network_id', '=', ctx.network.id)
    .execute();
  const old = await ctx.trx
    .selectFrom('organisation_slugs')
    .select('slug')
    .where('network_id', '=', ctx.network.id)
    .execute();
  return new Set([...now, ...old].map((row) => row.slug));
}

/** What the file says of the organisation itself. */
const saidBy = (entry: Entry, file: Import) => ({
  name: entry.name,
  name_key: nameKey(entry.name),
  email: entry.email,
  website: entry.website,
  phone: entry.phone,
  source_id: entry.sourceId,
  hsds: JSON.stringify({ format: file.format, locale: file.locale, listed: entry.listed, fields: entry.doc }),
});

async function insert(ctx: Ctx, id: string, entry: Entry, file: Import, taken: Set<string>): Promise<void> {
  const slug = freeSlug(proposeSlug(entry.name, 'organisation'), taken);
  taken.add(slug);
  await ctx.trx
    .insertInto('organisations')
    .values({
      network_id: ctx.network.id,
      id,
      slug,
      kind: 'other',
      about: JSON.stringify(entry.description ? { [file.locale]: entry.description } : {}),
      ...saidBy(entry, file),
      created_at: ctx.now,
      created_by: ctx.actor.kind === 'account' ? ctx.actor.id : null,
      updated_at: ctx.now,
    })
    .execute();
}

async function overwrite(ctx: Ctx, id: string, entry: Entry, file: Import): Promise<void> {
  const { about } = await ctx.trx
    .selectFrom('organisations')
    .select('about')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const texts = { ...(about as Record<string, string>) };
  if (entry.description) texts[file.locale] = entry.description;
  await ctx.trx
    .updateTable('organisations')
    .set({ ...saidBy(entry, file), about: JSON.stringify(texts), closed_at: null, updated_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
}

/** The services and places of an organisation as the file has them; those that were there before keep their addresses. */
async function putParts(ctx: Ctx, organisationId: string, entry: Entry): Promise<void> {
  for (const [table, parts] of [
    ['organisation_services', entry.services],
    ['organisation_locations', entry.locations],
  ] as const) {
    const gone = await ctx.trx
      .deleteFrom(table)
      .where('network_id', '=', ctx.network.id)
      .where('organisation_id', '=', organisationId)
      .returning(['id', 'source_id'])
      .execute();
    const ids = new Map(gone.map((row) => [row.source_id, row.id]));
    const rows = parts.map((part, at) => ({
      network_id: ctx.network.id,
      id: (part.sourceId !== null && ids.get(part.sourceId)) || newId(),
      organisation_id: organisationId,
      position: at + 1,
      ...columnsOf(part, table),
      ...(table === 'organisation_services' ? { updated_at: ctx.now } : {}),
    }));
    for (let at = 0; at < rows.length; at += 500)
      await ctx.trx
        .insertInto(table)
        .values(rows.slice(at, at + 500) as never)
        .execute();
  }
}

/** A state that HSDS does not know stays in the document, and counts as active here. */
function columnsOf(part: Part, table: string) {
  const known = serviceStates.some((state) => state === part.status);
  const doc =
    known || part.status === '' || table !== 'organisation_services' ? part.doc : { ...part.doc, status: part.status };
  const shared = { name: part.name.slice(0, 400) || '–', source_id: part.sourceId, doc: JSON.stringify(doc) };
  return table === 'organisation_services' ? { ...shared, status: known ? part.status : 'active' } : shared;
}
