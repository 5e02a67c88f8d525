import { newId } from '../../../platform/crypto/ids.ts';
import type { PassphraseParams } from '../../../platform/crypto/passphrase.ts';
import type { Trx } from '../../../platform/db/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';

export type WrapKind = 'kit' | 'code' | 'former' | 'passkey';
export type Wrap = {
  id: string;
  kind: WrapKind;
  passkey_id: string | null;
  salt: Buffer;
  params: PassphraseParams | null;
  wrapped: Buffer;
  created_at: Date;
  tested_at: Date | null;
};

/** The further ways in which an account's private key is closed, the newest first. */
export const wrapsOf = async (trx: Trx, network: string, accountId: string, kind?: WrapKind): Promise<Wrap[]> => {
  let query = trx
    .selectFrom('key_wraps')
    .select(['id', 'kind', 'passkey_id', 'salt', 'params', 'wrapped', 'created_at', 'tested_at'])
    .where('network_id', '=', network)
    .where('account_id', '=', accountId)
    .orderBy('id', 'desc');
  if (kind) query = query.where('kind', '=', kind);
  return (await query.execute()) as Wrap[];
};

/** Her key, wrapped by a passkey, a recovery kit or a code; gives the id. */
export async function insertWrap(
  ctx: Ctx,
  accountId: string,
  wrap: { kind: WrapKind; salt: Buffer; params: PassphraseParams | null; wrapped: Buffer; passkeyId?: string },
): Promise<string> {
  const id = newId();
  await ctx.trx
    .insertInto('key_wraps')
    .values({
      network_id: ctx.network.id,
      id,
      account_id: accountId,
      kind: wrap.kind,
      passkey_id: wrap.passkeyId ?? null,
      salt: wrap.salt,
      params: wrap.params ? JSON.stringify(wrap.params) : null,
      wrapped: wrap.wrapped,
      created_at: ctx.now,
    })
    .execute();
  return id;
}

/** Removes ways of one kind (or all), but the one that is named. */
export async function removeWraps(ctx: Ctx, accountId: string, kind?: WrapKind, but?: string): Promise<void> {
  let query = ctx.trx
    .deleteFrom('key_wraps')
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId);
  if (kind) query = query.where('kind', '=', kind);
  if (but) query = query.where('id', '!=', but);
  await query.execute();
}

/** Removes kits that nobody typed back. */
export async function removeUntestedKits(ctx: Ctx, accountId: string): Promise<void> {
  await ctx.trx
    .deleteFrom('key_wraps')
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('kind', '=', 'kit')
    .where('tested_at', 'is', null)
    .execute();
}

/** Notes that a wrap opened her key. */
export async function markTested(ctx: Ctx, id: string): Promise<void> {
  await ctx.trx
    .updateTable('key_wraps')
    .set({ tested_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .execute();
}

/** Writes an account's keys: the public one, and the private one as the passphrase closes it (null: it cannot). */
export async function writeKey(
  ctx: Ctx,
  accountId: string,
  key: { publicKey: Buffer; wrapped: Buffer | null },
): Promise<void> {
  await ctx.trx
    .updateTable('accounts')
    .set({ public_key: key.publicKey, private_key_wrapped: key.wrapped })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', accountId)
    .execute();
}

/** The public keys of these accounts, by account; those that have none yet are left out. */
export async function publicKeys(ctx: Ctx, accountIds: string[]): Promise<Map<string, Buffer>> {
  if (accountIds.length === 0) return new Map();
  const rows = await ctx.trx
    .selectFrom('accounts')
    .select(['id', 'public_key'])
    .where('network_id', '=', ctx.network.id)
    .where('id', 'in', accountIds)
    .where('public_key', 'is not', null)
    .where('disabled_at', 'is', null)
    .execute();
  return new Map(rows.map((row) => [row.id, row.public_key!]));
}

/** Writes an account's first pair; false when it has one already. */
export async function writeFirstKey(
  ctx: Ctx,
  accountId: string,
  key: { publicKey: Buffer; wrapped: Buffer },
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.trx
    .updateTable('accounts')
    .set({ public_key: key.publicKey, private_key_wrapped: key.wrapped })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', accountId)
    .where('public_key', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
