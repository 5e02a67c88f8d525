import { record, recordExport } from '../../platform/audit/index.ts';
import { newToken, sha256 } from '../../platform/crypto/ids.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';

/** What a key may read. `people` names them; `actions` holds petitions, letters and the ids of who acted. */
export const scopes = ['people', 'actions'] as const;
export type Scope = (typeof scopes)[number];

export type Key = {
  id: string;
  name: string;
  ending: string;
  scopes: Scope[];
  createdAt: Date;
  usedAt: Date | null;
  revokedAt: Date | null;
};

const visibleKeys = (ctx: Ctx) => ctx.trx.selectFrom('api_keys').where('network_id', '=', ctx.network.id);

/** The network's keys, newest first, revoked ones last. */
export async function listKeys(ctx: Ctx): Promise<Key[]> {
  const rows = await visibleKeys(ctx).selectAll().orderBy('revoked_at', 'desc').orderBy('id', 'desc').execute();
  return rows.map(keyOf).sort((a, b) => Number(a.revokedAt !== null) - Number(b.revokedAt !== null));
}

/** One key of the network, if the actor may see it. */
export async function findKey(ctx: Ctx, id: string): Promise<Key | undefined> {
  const row = await visibleKeys(ctx).selectAll().where('id', '=', id).executeTakeFirst();
  return row && keyOf(row);
}

const keyOf = (row: {
  id: string;
  name: string;
  ending: string;
  scopes: string[];
  created_at: Date;
  used_at: Date | null;
  revoked_at: Date | null;
}): Key => ({
  id: row.id,
  name: row.name,
  ending: row.ending,
  scopes: scopes.filter((scope) => row.scopes.includes(scope)),
  createdAt: row.created_at,
  usedAt: row.used_at,
  revokedAt: row.revoked_at,
});

/** Makes a key; answers its token, which stands nowhere from then on. Undefined: that form was sent before. */
export async function makeKey(
  ctx: Ctx,
  id: string,
  form: { name: string; scopes: Scope[] },
): Promise<string | undefined> {
  const token = `casement_${newToken()}`;
  const made = await ctx.trx
    .insertInto('api_keys')
    .values({
      network_id: ctx.network.id,
      id,
      name: form.name,
      token_hash: sha256(token),
      ending: token.slice(-4),
      scopes: form.scopes,
      created_by: 'id' in ctx.actor ? ctx.actor.id : null,
      created_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['network_id', 'id']).doNothing())
    .executeTakeFirst();
  if (Number(made.numInsertedOrUpdatedRows) === 0) return undefined;
  await record(ctx, { verb: 'made', noun: 'api-key', id, detail: { scopes: form.scopes } });
  return token;
}

/** From now on it opens nothing. For good: another key can be made. */
export async function revokeKey(ctx: Ctx, id: string): Promise<void> {
  const revoked = await ctx.trx
    .updateTable('api_keys')
    .set({ revoked_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (Number(revoked.numUpdatedRows) > 0) await record(ctx, { verb: 'revoked', noun: 'api-key', id });
}

const hourMs = 3_600_000;

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** The key behind a token, or undefined; notes to the hour that it was used, and puts the first use of each day on record: data leaves. */
export async function useKey(ctx: Ctx, token: string): Promise<Key | undefined> {
  const row = await visibleKeys(ctx)
    .selectAll()
    .where('token_hash', '=', sha256(token))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (!row) return undefined;
  if (!row.used_at || ctx.now.getTime() - row.used_at.getTime() > hourMs) {
    const before = row.used_at;
    // Of many at the same moment one notes it.
    const noted = await ctx.trx
      .updateTable('api_keys')
      .set({ used_at: ctx.now })
      .where('network_id', '=', ctx.network.id)
      .where('id', '=', row.id)
      .where((eb) => eb.or([eb('used_at', 'is', null), eb('used_at', '<', new Date(ctx.now.getTime() - hourMs))]))
      .returning('id')
      .executeTakeFirst();
    if (noted && (!before || dayOf(before) !== dayOf(ctx.now)))
      await recordExport(ctx, { noun: 'api-key', id: row.id, detail: { scopes: row.scopes } });
  }
  return keyOf(row);
}
