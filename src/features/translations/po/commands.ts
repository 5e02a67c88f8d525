import { record } from '../../../platform/audit/index.ts';
import { edit, found } from '../../../platform/http/index.ts';
import { enqueue } from '../../../platform/jobs/index.ts';
import type { JobHandler, Translatable } from '../../../platform/registry/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { accountOf, keepSources, mark, note } from '../commands.ts';
import { lockTranslation, marksOf, unitKey } from '../queries.ts';
import { digestOf, holds, readKey } from '../translation.ts';
import { byThing, planOf } from './plan.ts';
import { findImport, type Import, nextRows, settle, takenRows } from './queries.ts';
import type { ReadEntry } from './read.ts';

export const importJob = 'translations.import';
export const undoJob = 'translations.undo';
/** So many things are written in one transaction. */
const thingsAtOnce = 20;

/** Keeps a file that came back until somebody decides about it. Nothing of it is anywhere else yet. */
export async function keepImport(
  ctx: Ctx,
  id: string,
  file: Pick<Import, 'locale' | 'fileName' | 'made' | 'overReviewed'>,
  entries: readonly ReadEntry[],
): Promise<void> {
  const made = await ctx.trx
    .insertInto('translation_imports')
    .values({
      network_id: ctx.network.id,
      id,
      locale: file.locale,
      file_name: file.fileName.slice(0, 200) || 'po',
      made: file.made,
      over_reviewed: file.overReviewed,
      total: entries.length,
      created_at: ctx.now,
      created_by: accountOf(ctx),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return;
  for (let from = 0; from < entries.length; from += 500)
    await ctx.trx
      .insertInto('translation_import_rows')
      .values(
        entries.slice(from, from + 500).map((entry) => {
          const key = readKey(entry.key);
          return {
            network_id: ctx.network.id,
            import_id: id,
            line: entry.line,
            kind: key?.kind ?? '',
            thing_id: key?.id ?? '',
            field: key?.field ?? '',
            source: entry.source,
            target: entry.target.trim(),
            fuzzy: entry.fuzzy,
            refused: entry.refused ?? (key ? null : 'translations.po.key'),
          };
        }),
      )
      .execute();
  await record(ctx, {
    verb: 'uploaded',
    noun: 'translation-file',
    id,
    detail: { locale: file.locale, entries: entries.length },
  });
}

const setState = (ctx: Ctx, id: string, state: Import['state']) =>
  ctx.trx
    .updateTable('translation_imports')
    .set({ state })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();

const askForJob = (ctx: Ctx, job: string, id: string): Promise<void> =>
  enqueue(ctx, job, { import: id }, { key: `${job}:${id}` });

/** Asks again for the jobs of files that are under way: a restored installation has their rows, and not its queue. */
export async function goOnWithImports(ctx: Ctx): Promise<void> {
  const underWay = await ctx.trx
    .selectFrom('translation_imports')
    .select(['id', 'state'])
    .where('network_id', '=', ctx.network.id)
    .where('state', 'in', ['running', 'undoing'])
    .execute();
  for (const { id, state } of underWay) await askForJob(ctx, state === 'running' ? importJob : undoJob, id);
}

/** Begins to take a file over, as a job. Sent twice it begins once. */
export async function startImport(ctx: Ctx, id: string): Promise<void> {
  const file = found(await findImport(ctx, id, true));
  if (file.state !== 'read') return;
  await setState(ctx, id, 'running');
  await askForJob(ctx, importJob, id);
  await record(ctx, { verb: 'imported', noun: 'translation-file', id, detail: { entries: file.total } });
}

/** Begins to take back what a file brought and nobody changed since. */
export async function startUndo(ctx: Ctx, id: string): Promise<void> {
  const file = found(await findImport(ctx, id, true));
  if (file.state !== 'done') return;
  await setState(ctx, id, 'undoing');
  await askForJob(ctx, undoJob, id);
  await record(ctx, { verb: 'withdrew', noun: 'translation-file', id });
}

/** Deletes a file that was not taken over. */
export async function dropImport(ctx: Ctx, id: string): Promise<void> {
  const file = found(await findImport(ctx, id, true));
  if (file.state !== 'read') return;
  await ctx.trx
    .deleteFrom('translation_imports')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
  await record(ctx, { verb: 'removed', noun: 'translation-file', id });
}

/** Runs a step again and again, each in its own transaction, until nothing is left: killed in the middle, it goes on where it was. */
const stepwise =
  (step: (ctx: Ctx, file: Import, kinds: Translatable[]) => Promise<boolean>): JobHandler =>
  async ({ deps, network: networkId, payload }) => {
    const network = await deps.networks.byId(networkId);
    const id = String(payload.import);
    if (!network) return;
    const kinds = deps.features.flatMap((feature) => feature.translatable ?? []);
    for (let more = true; more; )
      more = await edit(deps, networkId, async (trx) => {
        const common = { trx, network, locale: network.locales[0]!, now: deps.clock() };
        const file = await findImport({ ...common, actor: { kind: 'system' } }, id, true);
        if (!file) return false;
        // What is written is hers who sent the file.
        const actor: Ctx['actor'] = file.createdBy
          ? { kind: 'account', id: file.createdBy, name: '', roles: ['coordinator'] }
          : { kind: 'system' };
        return step({ ...common, actor }, file, kinds);
      });
  };

/** Takes a file over. */
export const runImport = stepwise(async (ctx, file, kinds) => {
  if (file.state !== 'running') return false;
  const rows = await nextRows(ctx, file.id, thingsAtOnce);
  if (rows.length === 0) {
    await setState(ctx, file.id, 'done');
    return false;
  }
  for (const own of byThing(rows)) {
    const { kind: kindName, thingId } = own[0]!;
    const kind = kinds.find((one) => one.kind === kindName);
    if (kind) await lockTranslation(ctx, kindName, thingId, file.locale);
    const thing = kind && (await kind.find(ctx, [thingId]))[0];
    const known = await marksOf(ctx, { kind: kindName, ids: [thingId], locale: file.locale });
    const markOf = (field: string) => known.get(unitKey(kindName, thingId, field, file.locale));
    const plans = own.map((row) => ({ row, plan: planOf(row, kind, thing, markOf(row.field), file) }));
    const taken = plans.filter(({ plan }) => plan.taken);
    let wrong: string | undefined;
    if (taken.length > 0) {
      const texts = Object.fromEntries(kind!.fields.map(({ name }) => [name, thing!.texts[file.locale]?.[name] ?? '']));
      for (const { row } of taken) texts[row.field] = row.target;
      const same = taken.every(({ row, plan }) => row.target === plan.live.trim());
      const written = same ? { ok: true as const } : await kind!.write(ctx, thingId, file.locale, texts);
      if (!written.ok) wrong = Object.values(written.errors)[0]?.key ?? 'translations.po.line';
    }
    const after = taken.length > 0 && !wrong ? (await kind!.find(ctx, [thingId]))[0]?.texts[file.locale] : undefined;
    if (after) {
      await keepSources(
        ctx,
        taken.map(({ row }) => row.source),
      );
      await mark(
        ctx,
        taken.map(({ row }) => ({
          kind: kindName,
          id: thingId,
          locale: file.locale,
          field: row.field,
          sourceLocale: thing!.source,
          sourceDigest: digestOf(row.source),
          targetDigest: digestOf(after[row.field] ?? ''),
          madeBy: file.made === 'machine' ? 'machine' : 'person',
          reviewed: file.made === 'reviewed' && !row.fuzzy && row.source === thing!.texts[thing!.source]?.[row.field],
        })),
      );
      await note(
        ctx,
        { kind: kindName, id: thingId, locale: file.locale },
        'imported',
        taken.map(({ row }) => row.field),
      );
    }
    await settle(
      ctx,
      file.id,
      plans.map(({ row, plan }) => {
        if (!plan.taken) return { line: row.line, outcome: plan.fate, refused: plan.why };
        if (!after) return { line: row.line, outcome: 'refused', refused: wrong };
        const was = markOf(row.field);
        const stood = was && holds({ target: digestOf(plan.live), mark: was }) ? was : undefined;
        return {
          line: row.line,
          outcome: plan.fate,
          beforeText: plan.live,
          beforeMark: stood,
          afterDigest: digestOf(after[row.field] ?? ''),
        };
      }),
    );
  }
  return true;
});

/** Takes a file back: texts that are still the file's become what they were; what somebody changed since stays, and is named. */
export const runUndo = stepwise(async (ctx, file, kinds) => {
  if (file.state !== 'undoing') return false;
  const rows = await takenRows(ctx, file.id, thingsAtOnce);
  if (rows.length === 0) {
    await setState(ctx, file.id, 'undone');
    return false;
  }
  for (const own of byThing(rows)) {
    const { kind: kindName, thingId } = own[0]!;
    const kind = kinds.find((one) => one.kind === kindName);
    await lockTranslation(ctx, kindName, thingId, file.locale);
    const thing = kind && (await kind.find(ctx, [thingId]))[0];
    const live = thing?.texts[file.locale] ?? {};
    const same = own.filter((row) => thing && digestOf(live[row.field] ?? '') === row.afterDigest);
    let back = same.length > 0;
    if (back) {
      const texts = Object.fromEntries(kind!.fields.map(({ name }) => [name, live[name] ?? '']));
      for (const row of same) texts[row.field] = row.beforeText;
      back = (await kind!.write(ctx, thingId, file.locale, texts)).ok;
    }
    if (back) {
      const what = { kind: kindName, id: thingId, locale: file.locale };
      const marked = same.filter((row) => row.beforeMark !== null);
      await mark(
        ctx,
        marked.map((row) => ({ ...what, field: row.field, ...row.beforeMark! })),
      );
      await note(
        ctx,
        what,
        'taken-back',
        same.map((row) => row.field),
      );
    }
    await settle(
      ctx,
      file.id,
      own.map((row) => ({ line: row.line, outcome: back && same.includes(row) ? 'taken-back' : 'kept' })),
    );
  }
  return true;
});
