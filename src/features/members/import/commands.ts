import { sql } from 'kysely';
import { record } from '../../../platform/audit/index.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { found } from '../../../platform/http/index.ts';
import { enqueue } from '../../../platform/jobs/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { nameKey } from '../../organisations/index.ts';
import { listPlaces } from '../../vocabularies/index.ts';
import { actorId, seenCountry, today } from '../queries.ts';
import { decide, type Known, type Note, type Plan, type Surroundings } from './plan.ts';
import { importJob } from './taking.ts';

export type Import = {
  id: string;
  fileName: string;
  content: Buffer | null;
  state: 'waiting' | 'running' | 'taken' | 'undoing' | 'undone';
  counts: Record<string, number>;
  refused: Note[];
  uploadedAt: Date;
  takenAt: Date | null;
  /** How many rows are to be taken, or taken back, and how many are. */
  total: number;
  done: number;
};

/** The job that takes a list back, part by part. */
export const undoJob = 'members.import.undo';

/** One job waits for a list, however often it is asked for. */
export const askForJob = (ctx: Ctx, job: typeof importJob | typeof undoJob, id: string): Promise<void> =>
  enqueue(ctx, job, { import: id }, { key: `${job} ${id}` });

/** As many reasons are kept with a list. */
const mostNotes = 1_000;

/** How long a batch can be undone, and a file waits, in milliseconds. */
export const undoMs = 30 * 24 * 3_600_000;

const imports = (ctx: Ctx) =>
  ctx.trx
    .selectFrom('member_imports')
    .select([
      'id',
      'file_name as fileName',
      'content',
      'state',
      'counts',
      'refused',
      'uploaded_at as uploadedAt',
      'taken_at as takenAt',
      'total',
      'done',
    ])
    .where('network_id', '=', ctx.network.id);

/** One uploaded list. With `lock` nobody else changes it until the commit. */
export async function findImport(ctx: Ctx, id: string, lock = false): Promise<Import | undefined> {
  let query = imports(ctx).where('id', '=', id);
  if (lock) query = query.forUpdate();
  return (await query.executeTakeFirst()) as Import | undefined;
}

/** The imports of the last half year, the newest first; without their files. */
export const listImports = async (ctx: Ctx): Promise<Import[]> =>
  (await imports(ctx)
    .select(sql<null>`null`.as('content'))
    .orderBy('uploaded_at', 'desc')
    .limit(20)
    .execute()) as Import[];

/** Keeps an uploaded list until somebody decides about it. Returns its id. */
export async function keepImport(ctx: Ctx, file: { name: string; bytes: Buffer }): Promise<string> {
  const id = newId();
  await ctx.trx
    .insertInto('member_imports')
    .values({
      network_id: ctx.network.id,
      id,
      file_name: file.name || 'members.csv',
      content: file.bytes,
      state: 'waiting',
      uploaded_by: actorId(ctx),
      uploaded_at: ctx.now,
    })
    .execute();
  await record(ctx, { verb: 'uploaded', noun: 'member-list', id });
  return id;
}

/** What a list is compared with: accounts, countries by name and code, organisations by name. */
export async function surroundingsOf(ctx: Ctx): Promise<Surroundings> {
  const { rows: known } = await sql<Known>`
    select a.id, a.name, a.email_key as "emailKey", ${seenCountry(ctx)} as country,
      coalesce((select array_agg(f.organisation_id::text) from affiliations f
        where f.network_id = a.network_id and f.account_id = a.id), '{}') as organisations,
      exists (select from memberships m where m.network_id = a.network_id and m.account_id = a.id
        and m.state in ('active', 'suspended')) as member,
      a.disabled_at is not null as closed
    from accounts a left join profiles p on p.network_id = a.network_id and p.account_id = a.id
    where a.network_id = ${ctx.network.id}`.execute(ctx.trx);
  const countries = new Map<string, string>();
  for (const locale of ctx.network.locales)
    for (const { id, label } of await listPlaces({ trx: ctx.trx, locale }, { kind: 'country' })) {
      countries.set(nameKey(label), id);
      countries.set(id, id);
    }
  const organisations = await ctx.trx
    .selectFrom('organisations')
    .select(['id', 'name_key'])
    .where('network_id', '=', ctx.network.id)
    .where('closed_at', 'is', null)
    .execute();
  return {
    known,
    countries,
    organisations: new Map(organisations.map(({ id, name_key }) => [name_key, id])),
    locales: ctx.network.locales,
    today: today(ctx),
  };
}

/**
 * Somebody decided: the rows are written down as they are to be taken, and a job takes them. `answers` says for a line whose account it is.
 * Again changes nothing.
 */
export async function beginImport(
  ctx: Ctx,
  id: string,
  plan: Plan,
  answers: ReadonlyMap<number, string>,
): Promise<void> {
  const stored = found(await findImport(ctx, id, true));
  if (stored.state !== 'waiting') return;
  await ctx.trx
    .updateTable('member_imports')
    .set({
      state: 'running',
      content: null,
      plan: JSON.stringify(decide(plan, answers)),
      total: plan.rows.length,
      done: 0,
      refused: JSON.stringify(plan.refused.slice(0, mostNotes)),
      counts: JSON.stringify({ refused: plan.refused.length }),
      taken_by: actorId(ctx),
    })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
  await askForJob(ctx, importJob, id);
  await record(ctx, { verb: 'begun', noun: 'member-list', id, detail: { rows: plan.rows.length } });
}

/** Throws away a list that waits. */
export async function discardImport(ctx: Ctx, id: string): Promise<void> {
  found(await findImport(ctx, id));
  const gone = await ctx.trx
    .deleteFrom('member_imports')
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .returning('id')
    .executeTakeFirst();
  if (gone) await record(ctx, { verb: 'discarded', noun: 'member-list', id });
}

/** Asks again for the jobs of lists that are under way: a restored installation has their rows, and not its queue. */
async function goOnWithImports(ctx: Ctx): Promise<void> {
  const underWay = await imports(ctx).where('state', 'in', ['running', 'undoing']).execute();
  for (const { id, state } of underWay) await askForJob(ctx, state === 'running' ? importJob : undoJob, id);
}

/**
 * Files that nobody took go after a month, and names and addresses of rows that were refused once nothing can be undone any more. What
 * stands still goes on.
 */
export async function retainImports(ctx: Ctx): Promise<number> {
  await goOnWithImports(ctx);
  const past = new Date(ctx.now.getTime() - undoMs);
  const { numUpdatedRows } = await ctx.trx
    .updateTable('member_imports')
    .set({ refused: '[]' })
    .where('network_id', '=', ctx.network.id)
    .where('state', 'in', ['taken', 'undone'])
    .where((eb) => eb(eb.fn.coalesce('taken_at', 'uploaded_at'), '<', past))
    .where(sql<boolean>`refused <> '[]'`)
    .executeTakeFirstOrThrow();
  const { numDeletedRows } = await ctx.trx
    .deleteFrom('member_imports')
    .where('network_id', '=', ctx.network.id)
    .where('state', '=', 'waiting')
    .where('uploaded_at', '<', past)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows + numUpdatedRows);
}
