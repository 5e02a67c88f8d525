import { sql } from 'kysely';
import { record } from '../../platform/audit/index.ts';
import type { Ctx } from '../../platform/tenancy/index.ts';
import { grantsOf } from './people/queries.ts';
import { disableAccount, endLinks, noticesOf } from './queries.ts';
import { endSessions, sessionsOf } from './sessions/queries.ts';

/** Gives an account another name: what was written under it shows the new one. */
export async function renameAccount(ctx: Ctx, accountId: string, name: string): Promise<void> {
  await ctx.trx
    .updateTable('accounts')
    .set({ name })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', accountId)
    .execute();
}

/** Ways in and notices of an account, all of which go with it, in one statement. */
const tables = [
  'totp_secrets',
  'passkeys',
  'paper_codes',
  'key_wraps',
  'known_browsers',
  'account_notices',
  'sign_in_links',
] as const;

/**
 * Deletes what an account holds of its owner: address, username, ways in, keys, sessions. The row stays, closed, so that what
 * she wrote keeps an author; her name stays or goes by `renameAccount`.
 */
export async function eraseAccount(ctx: Ctx, accountId: string): Promise<void> {
  const of = { network: ctx.network.id, account: accountId };
  await endSessions(ctx, accountId);
  await endLinks(ctx, accountId);
  await disableAccount(ctx, accountId, ctx.now);
  await ctx.trx
    .updateTable('accounts')
    .set({
      email: null,
      email_key: null,
      username: `former-${accountId.slice(-12)}`,
      username_key: `former-${accountId.slice(-12)}`,
      passphrase_salt: null,
      passphrase_params: null,
      passphrase_verifier: null,
      public_key: null,
      private_key_wrapped: null,
    })
    .where('network_id', '=', of.network)
    .where('id', '=', of.account)
    .execute();
  const parts = sql.join(
    tables.map(
      (table) => sql`${sql.ref(`of_${table}`)} as (delete from ${sql.table(table)}
        where network_id = ${of.network} and account_id = ${of.account})`,
    ),
  );
  await sql`with ${parts} select 1`.execute(ctx.trx);
  await record(ctx, { verb: 'erased', noun: 'account', id: accountId });
}

/** What is held of an account, for its owner's copy. No secret and no hash of one. */
export async function exportAccount(ctx: Ctx, accountId: string): Promise<Record<string, unknown>> {
  const account = await ctx.trx
    .selectFrom('accounts')
    .select(['name', 'email', 'username', 'locale', 'created_at', 'first_signed_in_at'])
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', accountId)
    .executeTakeFirst();
  const grants = await grantsOf(ctx.trx, ctx.network.id, accountId);
  const sessions = await sessionsOf(ctx.trx, ctx.network.id, accountId, ctx.now);
  return {
    account,
    roles: grants.map(({ role, from, until, reason, endReason }) => ({ role, from, until, reason, endReason })),
    sessions: sessions.map(({ device, created_at, seen_at }) => ({ device, opened: created_at, lastUsed: seen_at })),
    notices: (await noticesOf(ctx.trx, ctx.network.id, accountId)).map(({ kind, at, device }) => ({
      kind,
      at,
      device,
    })),
  };
}
