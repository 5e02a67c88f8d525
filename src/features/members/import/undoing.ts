import { sql } from 'kysely';
import { record } from '../../../platform/audit/index.ts';
import { found } from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { askForJob, findImport, undoJob, undoMs } from './commands.ts';
import { inParts, type Place, partRows } from './parts.ts';

/** Why something of a row is still there after its list was taken back. */
export type KeptReason = 'changed' | 'signed-in' | 'role' | 'belongs' | 'used';
export type Kept = { line: number; name: string; why: KeptReason };

/**
 * Begins to take a list back: what it made goes, by a job. One that is being taken stops with this: its job finds it so. Again changes
 * nothing. False when it is too late.
 */
export async function beginUndo(ctx: Ctx, id: string): Promise<boolean> {
  const stored = found(await findImport(ctx, id, true));
  if (stored.state === 'undoing' || stored.state === 'undone') return true;
  const late = stored.takenAt && ctx.now.getTime() - stored.takenAt.getTime() > undoMs;
  if (stored.state === 'waiting' || late) return false;
  await sql`update member_imports m set state = 'undoing', plan = null, done = 0, total = (
      select count(*) from member_import_rows r where r.network_id = m.network_id and r.import_id = m.id)
    where m.network_id = ${ctx.network.id} and m.id = ${id}`.execute(ctx.trx);
  await askForJob(ctx, undoJob, id);
  await record(ctx, { verb: 'withdrew', noun: 'member-list', id });
  return true;
}

/** Takes a list back. An account that the database does not let go, as something else holds on to it, stays and is named. */
export const undoImports = inParts(undoPart, passOver);

/**
 * Takes back the last rows that are still there, or ends it; false once there is nothing to do. The last come first: a later line of the
 * same woman belongs to the account that an earlier one made. A membership that somebody changed since stays as it is: taking it away would
 * lift a suspension. An account stays that its owner has opened, that has a role, or that belongs by something else as well: an affiliation,
 * a group, a story. Which of these it is the list does not tell.
 */
export async function undoPart(ctx: Ctx, id: string, most = partRows, at: Place = {}): Promise<boolean> {
  const network = ctx.network.id;
  const rows = await hold(ctx, id, most);
  if (!rows) return false;
  if (rows.length === 0) return end(ctx, id);
  // By their ids, so that a list that came a moment ago, of which no statistics are known, is found by its keys.
  const lines = rows.map(({ line }) => line);
  at.line = lines[0];
  const memberships = rows.flatMap(({ membership_id }) => membership_id ?? []);
  const affiliations = rows.flatMap(({ affiliation_id }) => affiliation_id ?? []);
  const accounts = rows.flatMap(({ account_id, made_account }) => (made_account ? account_id : []));
  // Held first, and looked at afterwards: whoever suspends, lets in or affiliates somebody of them at this moment is waited for and seen.
  await sql`select from accounts where network_id = ${network} and id = any(${accounts}::uuid[]) order by id for update`.execute(
    ctx.trx,
  );
  await sql`select from memberships where network_id = ${network} and id = any(${memberships}::uuid[]) order by id for update`.execute(
    ctx.trx,
  );
  await sql`delete from memberships m where m.network_id = ${network} and m.id = any(${memberships}::uuid[])
    and not exists (select from membership_events e
      where e.network_id = m.network_id and e.membership_id = m.id and e.kind <> 'imported')`.execute(ctx.trx);
  await sql`delete from affiliations f where f.network_id = ${network} and f.id = any(${affiliations}::uuid[])`.execute(
    ctx.trx,
  );
  // With its account a row goes as well.
  await sql`delete from accounts a where a.network_id = ${network} and a.first_signed_in_at is null
    and a.id = any(${accounts}::uuid[])
    and not exists (select from grants g where g.network_id = a.network_id and g.account_id = a.id)
    and not exists (select from memberships m where m.network_id = a.network_id and m.account_id = a.id)
    and not exists (select from affiliations f where f.network_id = a.network_id and f.account_id = a.id)
    and not exists (select from group_members g where g.network_id = a.network_id and g.account_id = a.id)
    and not exists (select from stories s where s.network_id = a.network_id and s.account_id = a.id)`.execute(ctx.trx);
  await sql`update member_import_rows r set taken_back = true, kept = case
      when exists (select from memberships m where m.network_id = r.network_id and m.id = r.membership_id) then 'changed'
      when not r.made_account then null
      when a.first_signed_in_at is not null then 'signed-in'
      when exists (select from grants g where g.network_id = r.network_id and g.account_id = r.account_id) then 'role'
      else 'belongs' end
    from accounts a where a.network_id = r.network_id and a.id = r.account_id
      and r.network_id = ${network} and r.import_id = ${id} and r.line = any(${lines}::integer[])`.execute(ctx.trx);
  await goOn(ctx, id, lines.length);
  return true;
}

/** The next rows of a list that is being taken back, held for this part; undefined where none is. */
async function hold(ctx: Ctx, id: string, most: number) {
  const held = await findImport(ctx, id, true);
  if (held?.state !== 'undoing') return undefined;
  return ctx.trx
    .selectFrom('member_import_rows')
    .select(['line', 'account_id', 'made_account', 'membership_id', 'affiliation_id'])
    .where('network_id', '=', ctx.network.id)
    .where('import_id', '=', id)
    .where('taken_back', '=', false)
    .orderBy('line', 'desc')
    .limit(most)
    .execute();
}

const goOn = (ctx: Ctx, id: string, rows: number) =>
  sql`update member_imports set done = done + ${rows}::integer
    where network_id = ${ctx.network.id} and id = ${id}`.execute(ctx.trx);

/** Passes over the next row, which something else holds on to. */
async function passOver(ctx: Ctx, id: string, line: number | undefined): Promise<boolean> {
  const [row] = (await hold(ctx, id, 1)) ?? [];
  if (!row || row.line !== line) return true;
  await ctx.trx
    .updateTable('member_import_rows')
    .set({ taken_back: true, kept: 'used' })
    .where('network_id', '=', ctx.network.id)
    .where('import_id', '=', id)
    .where('line', '=', row.line)
    .execute();
  await goOn(ctx, id, 1);
  return true;
}

/** All of it is taken back: the names and addresses of rows that were refused, which the coordinator has in her file, go with it. */
async function end(ctx: Ctx, id: string): Promise<false> {
  await ctx.trx
    .updateTable('member_imports')
    .set({ state: 'undone', undone_at: ctx.now, refused: '[]' })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
  await record(ctx, { verb: 'undone', noun: 'member-list', id, detail: { kept: (await keptOf(ctx, id)).length } });
  return false;
}

/** What of a list that was taken back is still there, by its lines, and why. */
export async function keptOf(ctx: Ctx, id: string): Promise<Kept[]> {
  const rows = await ctx.trx
    .selectFrom('member_import_rows as r')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'r.network_id').onRef('a.id', '=', 'r.account_id'),
    )
    .select(['r.line', 'a.name', 'r.kept as why'])
    .where('r.network_id', '=', ctx.network.id)
    .where('r.import_id', '=', id)
    .where('r.kept', 'is not', null)
    .orderBy('r.line')
    .execute();
  return rows as Kept[];
}
