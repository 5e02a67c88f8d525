import { sql } from 'kysely';
import type { Trx } from '../../../platform/db/index.ts';
import type { Ctx, Role } from '../../../platform/tenancy/index.ts';

const pageSize = 50;

export type Listed = {
  id: string;
  name: string;
  email: string | null;
  username: string | null;
  disabledAt: Date | null;
  firstSignedInAt: Date | null;
  roles: Role[];
};

/**
 * One page of people with accounts, the newest first. `madeBy`: only those whom this person made (leads and coordinators
 * see no others); `role`: only who holds it now.
 */
export async function listPeople(
  ctx: Ctx,
  filter: { madeBy?: string; role?: Role; before?: string },
): Promise<{ people: Listed[]; next: string | undefined }> {
  const holds = sql<boolean>`g.from_at <= ${ctx.now} and (g.until_at is null or g.until_at > ${ctx.now})`;
  let query = ctx.trx
    .selectFrom('accounts as a')
    .select([
      'a.id',
      'a.name',
      'a.email',
      'a.username',
      'a.disabled_at as disabledAt',
      'a.first_signed_in_at as firstSignedInAt',
      sql<Role[]>`coalesce((select array_agg(distinct g.role order by g.role) from grants g
        where g.network_id = a.network_id and g.account_id = a.id and ${holds}), '{}')`.as('roles'),
    ])
    .where('a.network_id', '=', ctx.network.id)
    .orderBy('a.id', 'desc')
    .limit(pageSize + 1);
  if (filter.madeBy) query = query.where('a.made_by', '=', filter.madeBy);
  if (filter.before) query = query.where('a.id', '<', filter.before);
  if (filter.role) {
    query = query.where(
      sql<boolean>`exists (select from grants g where g.network_id = a.network_id and g.account_id = a.id
        and g.role = ${filter.role} and ${holds})`,
    );
  }
  const rows = await query.execute();
  const people = rows.slice(0, pageSize);
  return { people, next: rows.length > pageSize ? people.at(-1)!.id : undefined };
}

export type Grant = {
  id: string;
  role: Role;
  from: Date;
  until: Date | null;
  reason: string;
  by: string | null;
  endedBy: string | null;
  endReason: string | null;
};

/** Everything that was ever granted to an account, the newest first, with the names of those who did. */
export const grantsOf = async (trx: Trx, network: string, accountId: string): Promise<Grant[]> => {
  const rows = await trx
    .selectFrom('grants as g')
    .leftJoin('accounts as b', (join) =>
      join.onRef('b.network_id', '=', 'g.network_id').onRef('b.id', '=', 'g.granted_by'),
    )
    .leftJoin('accounts as e', (join) =>
      join.onRef('e.network_id', '=', 'g.network_id').onRef('e.id', '=', 'g.ended_by'),
    )
    .select([
      'g.id',
      'g.role',
      'g.from_at as from',
      'g.until_at as until',
      'g.reason',
      'b.name as by',
      'e.name as endedBy',
      'g.end_reason as endReason',
    ])
    .where('g.network_id', '=', network)
    .where('g.account_id', '=', accountId)
    .orderBy('g.id', 'desc')
    .execute();
  return rows as Grant[];
};

/** A role between two moments, with who gave it and why. */
export async function insertGrant(
  ctx: Ctx,
  grant: { id: string; accountId: string; role: Role; from: Date; until: Date | null; reason: string },
): Promise<void> {
  await ctx.trx
    .insertInto('grants')
    .values({
      network_id: ctx.network.id,
      id: grant.id,
      account_id: grant.accountId,
      role: grant.role,
      from_at: grant.from,
      until_at: grant.until,
      reason: grant.reason,
      granted_by: ctx.actor.kind === 'account' ? ctx.actor.id : null,
    })
    .execute();
}

/** Ends a grant now; undefined when it is not there, not this account's, or over. */
export const endGrant = (
  ctx: Ctx,
  accountId: string,
  grantId: string,
  reason: string,
): Promise<{ role: string } | undefined> =>
  ctx.trx
    .updateTable('grants')
    .set({
      until_at: ctx.now,
      ended_by: ctx.actor.kind === 'account' ? ctx.actor.id : null,
      end_reason: reason,
    })
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('id', '=', grantId)
    .where((eb) => eb.or([eb('until_at', 'is', null), eb('until_at', '>', ctx.now)]))
    .returning('role')
    .executeTakeFirst();

/** Holds back everybody else who changes who administers, until this transaction ends. */
export async function lockAdministrators(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`administrators ${ctx.network.id}`}, 0))`.execute(ctx.trx);
}

/** How many people administer without an end, and may sign in. */
export async function lastingAdministrators(ctx: Ctx): Promise<number> {
  const row = await ctx.trx
    .selectFrom('grants as g')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 'g.network_id').onRef('a.id', '=', 'g.account_id'),
    )
    .select((eb) => eb.fn.count<number>('g.account_id').distinct().as('n'))
    .where('g.network_id', '=', ctx.network.id)
    .where('g.role', '=', 'administrator')
    .where('g.from_at', '<=', ctx.now)
    .where('g.until_at', 'is', null)
    .where('a.disabled_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/** Takes the passphrase away, and with it what it opened. */
export async function clearPassphrase(ctx: Ctx, accountId: string): Promise<void> {
  await ctx.trx
    .updateTable('accounts')
    .set({
      passphrase_salt: null,
      passphrase_params: null,
      passphrase_verifier: null,
      private_key_wrapped: null,
    })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', accountId)
    .execute();
}
