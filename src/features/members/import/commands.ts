import { sql } from 'kysely';
import { record } from '../../../platform/audit/index.ts';
import { newId } from '../../../platform/crypto/ids.ts';
import { found, proposeSlug } from '../../../platform/http/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { nameKey } from '../../organisations/index.ts';
import { listPlaces } from '../../vocabularies/index.ts';
import { actorId, today } from '../queries.ts';
import { countsOf, type Known, type Note, type Plan, type Row, type Surroundings } from './plan.ts';

export type Import = {
  id: string;
  fileName: string;
  content: Buffer | null;
  state: 'waiting' | 'taken' | 'undone';
  counts: Record<string, number>;
  refused: Note[];
  uploadedAt: Date;
  takenAt: Date | null;
};

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
    ])
    .where('network_id', '=', ctx.network.id);

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
    select a.id, a.name, a.email_key as "emailKey", p.country,
      coalesce((select array_agg(f.organisation_id::text) from affiliations f
        where f.network_id = a.network_id and f.account_id = a.id), '{}') as organisations,
      exists (select from memberships m where m.network_id = a.network_id and m.account_id = a.id
        and m.state in ('active', 'suspended')) as member
    from accounts a left join profiles p on p.network_id = a.network_id and p.account_id = a.id
    where a.network_id = ${ctx.network.id} and a.disabled_at is null`.execute(ctx.trx);
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

const chunk = 500;

/**
 * Takes a list in one transaction. `same` says for a line whose account it is; a row of somebody who is known adds what she does not have
 * yet and changes nothing of hers. Nobody is written to. Again changes nothing.
 */
export async function takeImport(ctx: Ctx, id: string, plan: Plan, same: ReadonlyMap<number, string>): Promise<void> {
  const stored = found(await findImport(ctx, id, true));
  if (stored.state !== 'waiting') return;
  const names = await usernames(ctx);
  const made = plan.rows.map((row) => rowsOf(ctx, row, same.get(row.line), names));
  const network_id = ctx.network.id;
  for (let at = 0; at < made.length; at += chunk) {
    const part = made.slice(at, at + chunk);
    const put = async <T>(rows: (T | undefined)[], write: (rows: T[]) => Promise<unknown>) => {
      const all = rows.filter((each): each is T => each !== undefined);
      if (all.length > 0) await write(all);
    };
    await put(
      part.map((one) => one.account),
      (rows) => ctx.trx.insertInto('accounts').values(rows).execute(),
    );
    await put(
      part.map(({ row, accountId }) =>
        row.country ? { network_id, account_id: accountId, country: row.country, updated_at: ctx.now } : undefined,
      ),
      (rows) =>
        ctx.trx
          .insertInto('profiles')
          .values(rows)
          .onConflict((c) => c.doNothing())
          .execute(),
    );
    await put(
      part.map((one) => one.membership),
      (rows) => ctx.trx.insertInto('memberships').values(rows).execute(),
    );
    await put(
      part.map((one) => one.event),
      (rows) => ctx.trx.insertInto('membership_events').values(rows).execute(),
    );
    await put(
      part.map((one) => one.affiliation),
      (rows) => ctx.trx.insertInto('affiliations').values(rows).execute(),
    );
    await ctx.trx
      .insertInto('member_import_rows')
      .values(
        part.map((one) => ({
          network_id,
          import_id: id,
          line: one.row.line,
          account_id: one.accountId,
          made_account: one.account !== undefined,
          membership_id: one.membership?.id ?? null,
          affiliation_id: one.affiliation?.id ?? null,
        })),
      )
      .execute();
  }
  const counts = countsOf(plan, same);
  await ctx.trx
    .updateTable('member_imports')
    .set({
      state: 'taken',
      content: null,
      counts: JSON.stringify(counts),
      refused: JSON.stringify(plan.refused.slice(0, 1_000)),
      taken_at: ctx.now,
    })
    .where('network_id', '=', network_id)
    .where('id', '=', id)
    .execute();
  await record(ctx, { verb: 'taken', noun: 'member-list', id, detail: counts });
}

/** The rows that one row of a list makes. */
function rowsOf(ctx: Ctx, row: Row, chosen: string | undefined, names: Set<string>) {
  const network_id = ctx.network.id;
  const known = row.same ?? row.alike.find((each) => each.id === chosen);
  const accountId = known?.id ?? newId();
  const username = row.email || known ? null : freeName(row.name, names);
  const account = known
    ? undefined
    : {
        network_id,
        id: accountId,
        name: row.name,
        email: row.email,
        email_key: row.emailKey,
        username,
        username_key: username,
        locale: row.locale,
        made_by: actorId(ctx),
        created_at: ctx.now,
      };
  const membership = known?.member
    ? undefined
    : {
        network_id,
        id: newId(),
        account_id: accountId,
        state: 'active',
        from_on: row.since,
        renew_on: row.renewOn,
        created_at: ctx.now,
      };
  const event = membership && {
    network_id,
    id: newId(),
    membership_id: membership.id,
    at: ctx.now,
    by_account: actorId(ctx),
    kind: 'imported',
  };
  const affiliation =
    row.organisationId && !known?.organisations.includes(row.organisationId)
      ? {
          network_id,
          id: newId(),
          organisation_id: row.organisationId,
          account_id: accountId,
          position: row.position,
          from_on: row.since,
        }
      : undefined;
  return { row, accountId, account, membership, event, affiliation };
}

async function usernames(ctx: Ctx): Promise<Set<string>> {
  const rows = await ctx.trx
    .selectFrom('accounts')
    .select('username_key')
    .where('network_id', '=', ctx.network.id)
    .where('username_key', 'is not', null)
    .execute();
  return new Set(rows.map(({ username_key }) => username_key!));
}

/** A username made of a name, for somebody without an address; it is taken from then on. */
function freeName(name: string, taken: Set<string>): string {
  const wanted = proposeSlug(name, 'member').replaceAll('-', '.').slice(0, 30);
  let free = wanted.length < 3 ? `${wanted}.member` : wanted;
  for (let n = 2; taken.has(free); n += 1) free = `${wanted}.${n}`;
  taken.add(free);
  return free;
}

/**
 * Undoes a batch: what it made goes. An account that was opened since stays, as do those that were there before. False when
 * it is too late.
 */
export async function undoImport(ctx: Ctx, id: string): Promise<boolean> {
  const stored = found(await findImport(ctx, id, true));
  if (stored.state === 'undone') return true;
  if (stored.state !== 'taken' || ctx.now.getTime() - stored.takenAt!.getTime() > undoMs) return false;
  const network = ctx.network.id;
  const rows = sql`select * from member_import_rows where network_id = ${network} and import_id = ${id}`;
  await sql`delete from memberships where network_id = ${network} and id in (select membership_id from (${rows}) r)`.execute(
    ctx.trx,
  );
  await sql`delete from affiliations where network_id = ${network} and id in (select affiliation_id from (${rows}) r)`.execute(
    ctx.trx,
  );
  await sql`delete from accounts a where a.network_id = ${network} and a.first_signed_in_at is null
    and a.id in (select account_id from (${rows}) r where made_account)
    and not exists (select from grants g where g.network_id = a.network_id and g.account_id = a.id)
    and not exists (select from memberships m where m.network_id = a.network_id and m.account_id = a.id)
    and not exists (select from affiliations f where f.network_id = a.network_id and f.account_id = a.id)`.execute(
    ctx.trx,
  );
  await ctx.trx
    .updateTable('member_imports')
    .set({ state: 'undone', undone_at: ctx.now })
    .where('network_id', '=', network)
    .where('id', '=', id)
    .execute();
  await record(ctx, { verb: 'undone', noun: 'member-list', id });
  return true;
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

/** Files that nobody took go after a month. */
export async function retainImports(ctx: Ctx): Promise<number> {
  const { numDeletedRows } = await ctx.trx
    .deleteFrom('member_imports')
    .where('network_id', '=', ctx.network.id)
    .where('state', '=', 'waiting')
    .where('uploaded_at', '<', new Date(ctx.now.getTime() - undoMs))
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}
