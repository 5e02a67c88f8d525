import { record } from '../../../platform/audit/index.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { edit, found, freeSlug, proposeSlug, slugsLike } from '../../../platform/http/index.ts';
import { enqueue } from '../../../platform/jobs/index.ts';
import type { JobHandler } from '../../../platform/registry/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { removeTags, setTags } from '../../spine/index.ts';
import { addresses, remember, subject } from '../commands.ts';
import { identifierKey, titleKey } from '../work.ts';
import { fateOf, Index } from './classify.ts';
import { guessMapping, type Mapping } from './mapping.ts';
import { type Defaults, keysOf, type Plan, type Planned, type PlannedVersion, planRow } from './plan.ts';
import {
  type Import,
  type ImportRow,
  knownWorks,
  lockImport,
  nextRows,
  rowsToUndo,
  type Term,
  termIndex,
} from './queries.ts';
import type { List } from './table.ts';

const atOnce = 100;

/** The mapping of a list that needs one: what was chosen, else what its headers say. */
export const mappingOf = (list: Pick<Import, 'columns' | 'choices'>): Mapping | undefined =>
  list.columns.length === 0 ? undefined : (list.choices.columns ?? guessMapping(list.columns));

/** What a list says where it says nothing itself. */
export const defaultsOf = (ctx: Pick<Ctx, 'network'>, list: Pick<Import, 'choices'>): Defaults =>
  list.choices.defaults ?? { kind: 'report', language: ctx.network.locales[0]! };

/** Keeps an uploaded list with its rows until somebody decides about it. Nothing of it is in the library yet. */
export async function keepImport(ctx: Ctx, id: string, fileName: string, list: List): Promise<void> {
  const made = await ctx.trx
    .insertInto('library_imports')
    .values({
      network_id: ctx.network.id,
      id,
      format: list.format,
      file_name: fileName.slice(0, 200) || 'list',
      columns: list.columns,
      total: list.rows.length,
      created_at: ctx.now,
      created_by: ctx.actor.kind === 'account' ? ctx.actor.id : null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return;
  for (let from = 0; from < list.rows.length; from += 500)
    await ctx.trx
      .insertInto('library_import_rows')
      .values(
        list.rows.slice(from, from + 500).map((fields, index) => ({
          network_id: ctx.network.id,
          import_id: id,
          position: from + index + 1,
          fields: JSON.stringify(fields),
        })),
      )
      .execute();
  await record(ctx, {
    verb: 'uploaded',
    noun: 'library-list',
    id,
    detail: { format: list.format, rows: list.rows.length },
  });
}

/** Says which column is what. Only before the list is taken over. */
export async function saveChoices(ctx: Ctx, id: string, choices: Import['choices']): Promise<void> {
  const list = found(await lockImport(ctx, id));
  found(list.state === 'read' ? list : undefined);
  await ctx.trx
    .updateTable('library_imports')
    .set({ mapping: JSON.stringify(choices) })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
}

async function setState(ctx: Ctx, id: string, state: Import['state']): Promise<void> {
  await ctx.trx
    .updateTable('library_imports')
    .set({ state })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
}

const askForJob = (ctx: Ctx, job: 'import' | 'undo', id: string): Promise<void> =>
  enqueue(ctx, `library.${job}`, { import: id }, { key: `library.${job}:${id}` });

/** Begins to take the list over, as a job. Sent twice it begins once. */
export async function startImport(ctx: Ctx, id: string): Promise<void> {
  const list = found(await lockImport(ctx, id));
  if (list.state !== 'read') return;
  await setState(ctx, id, 'running');
  await askForJob(ctx, 'import', id);
  await record(ctx, { verb: 'imported', noun: 'library-list', id, detail: { rows: list.total } });
}

/** Begins to take back what the list made and nobody changed since. */
export async function startUndo(ctx: Ctx, id: string): Promise<void> {
  const list = found(await lockImport(ctx, id));
  if (list.state !== 'done') return;
  await setState(ctx, id, 'undoing');
  await askForJob(ctx, 'undo', id);
  await record(ctx, { verb: 'withdrew', noun: 'library-list', id });
}

/** Deletes a list that was not taken over. */
export async function dropImport(ctx: Ctx, id: string): Promise<void> {
  const list = found(await lockImport(ctx, id));
  if (list.state !== 'read') return;
  await ctx.trx.deleteFrom('library_imports').where('network_id', '=', ctx.network.id).where('id', '=', id).execute();
  await record(ctx, { verb: 'removed', noun: 'library-list', id });
}

/** Runs a step again and again, each in its own transaction, until it says that nothing is left. */
function stepwise(step: (ctx: Ctx, list: Import) => Promise<boolean>): JobHandler {
  return async ({ deps, network: networkId, payload }) => {
    const network = await deps.networks.byId(networkId);
    const id = String(payload.import);
    if (!network) return;
    for (let more = true; more; )
      more = await edit(deps, networkId, async (trx) => {
        const ctx: Ctx = { trx, actor: { kind: 'system' }, network, locale: network.locales[0]!, now: deps.clock() };
        const list = await lockImport(ctx, id);
        return list !== undefined && step(ctx, list);
      });
  };
}

/** Takes a list over, a hundred rows a transaction: killed in the middle, it goes on where it was. */
export const importJob = stepwise(async (ctx, list) => {
  if (list.state !== 'running') return false;
  const rows = await nextRows(ctx, list.id, atOnce);
  if (rows.length === 0) {
    await setState(ctx, list.id, 'done');
    return false;
  }
  const mapping = mappingOf(list);
  const defaults = defaultsOf(ctx, list);
  const plans = rows.map((row) => planRow(row.fields, mapping, defaults));
  const index = new Index(await knownWorks(ctx, allKeys(plans)));
  const terms = await termIndex(ctx);
  for (const [at, row] of rows.entries()) {
    const plan = plans[at]!;
    const id = newId();
    const fate = fateOf(plan, index, id);
    let workId: string | null = null;
    let versionId: string | null = null;
    if (fate.outcome === 'made' && plan.ok) {
      await makeWork(ctx, list, id, plan.work, terms);
      workId = id;
    } else if (fate.outcome === 'added' && plan.ok) {
      workId = fate.work.id;
      versionId = await addVersions(
        ctx,
        list,
        workId,
        plan.work.versions.filter((version) => fate.locales.includes(version.locale)),
      );
    } else if (fate.outcome === 'same') workId = fate.work.id;
    await noteRow(ctx, list.id, row, { outcome: fate.outcome, work_id: workId, version_id: versionId });
  }
  return true;
});

/** The keys of many rows at once. */
export function allKeys(plans: readonly Plan[]): { titles: string[]; identifiers: string[] } {
  const keys = plans.flatMap((plan) => (plan.ok ? [keysOf(plan.work)] : []));
  return { titles: keys.flatMap((one) => one.titles), identifiers: keys.flatMap((one) => one.identifiers) };
}

async function noteRow(
  ctx: Ctx,
  id: string,
  row: Pick<ImportRow, 'position'>,
  set: { outcome: string; work_id?: string | null; version_id?: string | null },
): Promise<void> {
  await ctx.trx
    .updateTable('library_import_rows')
    .set(set)
    .where('network_id', '=', ctx.network.id)
    .where('import_id', '=', id)
    .where('position', '=', row.position)
    .execute();
}

/** A draft: nothing that comes from a list is shown before somebody looked at it. */
async function makeWork(ctx: Ctx, list: Import, id: string, work: Planned, terms: Map<string, Term>): Promise<void> {
  const { versions, terms: names, creators, contributors, identifiers, ...rest } = work;
  const wanted = proposeSlug(versions[0]!.title, 'work');
  await ctx.trx
    .insertInto('library_works')
    .values({
      network_id: ctx.network.id,
      id,
      slug: freeSlug(wanted, new Set([...(await slugsLike(ctx, wanted, ...addresses)), 'id', 'preview'])),
      ...rest,
      creators: JSON.stringify(creators),
      contributors: JSON.stringify(contributors),
      identifiers: JSON.stringify(identifiers),
      identifier_keys: identifiers.map(identifierKey),
      import_id: list.id,
      created_at: list.createdAt,
      // As long as this is the list's own moment, nobody has changed the work since.
      updated_at: list.createdAt,
    })
    .execute();
  await insertVersions(ctx, list, id, versions, true);
  const known = names.flatMap((name) => terms.get(titleKey(name.split('::').at(-1)!)) ?? []);
  const of = (noun: Term['noun']) => [...new Set(known.filter((term) => term.noun === noun).map((term) => term.id))];
  await setTags(ctx, subject, id, { issues: of('issue'), places: of('place'), provisions: [] });
  await remember(ctx, id);
}

async function insertVersions(
  ctx: Ctx,
  list: Import,
  workId: string,
  versions: readonly PlannedVersion[],
  firstIsOriginal: boolean,
): Promise<string> {
  const ids = versions.map(() => newId());
  await ctx.trx
    .insertInto('library_versions')
    .values(
      versions.map((version, index) => ({
        network_id: ctx.network.id,
        id: ids[index]!,
        work_id: workId,
        ...version,
        title_key: titleKey(version.title),
        original: firstIsOriginal && index === 0,
        updated_at: list.createdAt,
      })),
    )
    .execute();
  return ids[0]!;
}

async function addVersions(ctx: Ctx, list: Import, workId: string, versions: readonly PlannedVersion[]) {
  const id = await insertVersions(ctx, list, workId, versions, false);
  // A work of the same list counts as unchanged still.
  await ctx.trx
    .updateTable('library_works')
    .set((eb) => ({ revision: eb('revision', '+', 1), updated_at: ctx.now }))
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', workId)
    .where((eb) => eb.or([eb('import_id', 'is', null), eb('import_id', '!=', list.id)]))
    .execute();
  await remember(ctx, workId);
  return id;
}

/** Takes a list back, the last rows first: what somebody changed since is kept, and said. */
export const undoJob = stepwise(async (ctx, list) => {
  if (list.state !== 'undoing') return false;
  const rows = await rowsToUndo(ctx, list.id, atOnce);
  if (rows.length === 0) {
    await setState(ctx, list.id, 'undone');
    return false;
  }
  for (const row of rows) {
    const gone = row.outcome === 'made' ? await takeBackWork(ctx, list, row) : await takeBackVersion(ctx, list, row);
    await noteRow(ctx, list.id, row, { outcome: gone ? 'taken-back' : 'kept' });
  }
  return true;
});

async function takeBackWork(ctx: Ctx, list: Import, row: ImportRow): Promise<boolean> {
  const gone = await ctx.trx
    .deleteFrom('library_works')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', row.workId)
    .where('import_id', '=', list.id)
    .where('updated_at', '=', list.createdAt)
    .where('state', '=', 'draft')
    .where('deleted_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (gone) await removeTags(ctx, subject, [gone.id]);
  return gone !== undefined;
}

async function takeBackVersion(ctx: Ctx, list: Import, row: ImportRow): Promise<boolean> {
  const gone = await ctx.trx
    .deleteFrom('library_versions')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', row.versionId)
    .where('updated_at', '=', list.createdAt)
    .where('original', '=', false)
    .returning('work_id')
    .executeTakeFirst();
  if (gone) await remember(ctx, gone.work_id);
  return gone !== undefined;
}

const dayMs = 86_400_000;
/** How long an uploaded list and the way to take it back are kept, in days. */
const keptDays = 180;

/**
 * Deletes lists that are older than half a year; the works stay. Asks again for those that are under way: a restored installation has
 * their rows, and not its queue. Returns how many.
 */
export async function retainImports(ctx: Ctx): Promise<number> {
  const underWay = await ctx.trx
    .selectFrom('library_imports')
    .select(['id', 'state'])
    .where('network_id', '=', ctx.network.id)
    .where('state', 'in', ['running', 'undoing'])
    .execute();
  for (const { id, state } of underWay) await askForJob(ctx, state === 'running' ? 'import' : 'undo', id);
  const gone = await ctx.trx
    .deleteFrom('library_imports')
    .where('network_id', '=', ctx.network.id)
    .where('created_at', '<', new Date(ctx.now.getTime() - keptDays * dayMs))
    .where('state', 'not in', ['running', 'undoing'])
    .returning('id')
    .execute();
  return gone.length;
}
