import { newId } from '../../../platform/crypto/ids.ts';
import type { Trx } from '../../../platform/db/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';

/** What second factors an account has. */
export type Factors = { totp: boolean; passkeys: number; paper: number; paperLeft: number };

/** Which second factors an account has. */
export async function factorsOf(trx: Trx, network: string, accountId: string): Promise<Factors> {
  const row = await trx
    .selectFrom('accounts as a')
    .select((eb) => [
      eb
        .selectFrom('totp_secrets as t')
        .select((inner) => inner.fn.countAll<number>().as('n'))
        .whereRef('t.network_id', '=', 'a.network_id')
        .whereRef('t.account_id', '=', 'a.id')
        .where('t.confirmed_at', 'is not', null)
        .as('totp'),
      eb
        .selectFrom('passkeys as p')
        .select((inner) => inner.fn.countAll<number>().as('n'))
        .whereRef('p.network_id', '=', 'a.network_id')
        .whereRef('p.account_id', '=', 'a.id')
        .as('passkeys'),
      eb
        .selectFrom('paper_codes as c')
        .select((inner) => inner.fn.countAll<number>().as('n'))
        .whereRef('c.network_id', '=', 'a.network_id')
        .whereRef('c.account_id', '=', 'a.id')
        .where('c.purpose', '=', 'second')
        .as('paper'),
      eb
        .selectFrom('paper_codes as c')
        .select((inner) => inner.fn.countAll<number>().as('n'))
        .whereRef('c.network_id', '=', 'a.network_id')
        .whereRef('c.account_id', '=', 'a.id')
        .where('c.purpose', '=', 'second')
        .where('c.used_at', 'is', null)
        .as('left'),
    ])
    .where('a.network_id', '=', network)
    .where('a.id', '=', accountId)
    .executeTakeFirst();
  const number = (value: unknown) => Number(value ?? 0);
  return {
    totp: number(row?.totp) > 0,
    passkeys: number(row?.passkeys),
    paper: number(row?.paper),
    paperLeft: number(row?.left),
  };
}

// Authenticator app

/** The secret of an account's authenticator app, confirmed or not. */
export const totpOf = (trx: Trx, network: string, accountId: string) =>
  trx
    .selectFrom('totp_secrets')
    .select(['secret_closed', 'confirmed_at', 'last_step'])
    .where('network_id', '=', network)
    .where('account_id', '=', accountId)
    .executeTakeFirst();

/** Keeps a new secret that does not count yet. One that counts already stays; false then. */
export async function writeTotp(ctx: Ctx, accountId: string, secretClosed: Buffer): Promise<boolean> {
  const row = await ctx.trx
    .insertInto('totp_secrets')
    .values({ network_id: ctx.network.id, account_id: accountId, secret_closed: secretClosed, created_at: ctx.now })
    .onConflict((oc) =>
      oc
        .columns(['network_id', 'account_id'])
        .doUpdateSet({ secret_closed: secretClosed, created_at: ctx.now, last_step: 0 })
        .where('totp_secrets.confirmed_at', 'is', null),
    )
    .returning('account_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes the code of a time step, once; false when it, or a later one, was taken before. `confirm` makes the secret count. */
export async function takeStep(ctx: Ctx, accountId: string, step: number, confirm: boolean): Promise<boolean> {
  let query = ctx.trx
    .updateTable('totp_secrets')
    .set({ last_step: step, ...(confirm ? { confirmed_at: ctx.now } : {}) })
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('last_step', '<', step);
  query = query.where('confirmed_at', confirm ? 'is' : 'is not', null);
  const { numUpdatedRows } = await query.executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Takes the app's secret away; false where there was none. */
export async function removeTotp(ctx: Ctx, accountId: string): Promise<boolean> {
  const { numDeletedRows } = await ctx.trx
    .deleteFrom('totp_secrets')
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

// Codes on paper

export type Purpose = 'second' | 'sign-in';

/** Puts new codes in the place of an account's earlier ones for the same purpose. */
export async function replacePaperCodes(
  ctx: Ctx,
  accountId: string,
  purpose: Purpose,
  hashes: Buffer[],
  expiresAt: Date | null = null,
): Promise<void> {
  await removePaperCodes(ctx, accountId, purpose);
  if (hashes.length === 0) return;
  await ctx.trx
    .insertInto('paper_codes')
    .values(
      hashes.map((hash) => ({
        network_id: ctx.network.id,
        id: newId(),
        account_id: accountId,
        purpose,
        code_hash: hash,
        created_at: ctx.now,
        expires_at: expiresAt,
      })),
    )
    .execute();
}

/** Takes the paper codes of one purpose away. */
export async function removePaperCodes(ctx: Ctx, accountId: string, purpose: Purpose): Promise<void> {
  await ctx.trx
    .deleteFrom('paper_codes')
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('purpose', '=', purpose)
    .execute();
}

/** Whether an unused code of this hash is there. */
export async function paperCodeFits(
  trx: Trx,
  network: string,
  accountId: string,
  purpose: Purpose,
  hash: Buffer,
  now: Date,
): Promise<boolean> {
  const row = await trx
    .selectFrom('paper_codes')
    .select('id')
    .where('network_id', '=', network)
    .where('account_id', '=', accountId)
    .where('purpose', '=', purpose)
    .where('code_hash', '=', hash)
    .where('used_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .executeTakeFirst();
  return row !== undefined;
}

/** Uses a code up; false when it is unknown, used or over. Of two at once, one gets it. */
export async function takePaperCode(ctx: Ctx, accountId: string, purpose: Purpose, hash: Buffer): Promise<boolean> {
  const { numUpdatedRows } = await ctx.trx
    .updateTable('paper_codes')
    .set({ used_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('purpose', '=', purpose)
    .where('code_hash', '=', hash)
    .where('used_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', ctx.now)]))
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Deletes printed sign-in codes and passkey challenges that are over; returns how many. */
export async function deleteExpiredFactors(ctx: Ctx): Promise<number> {
  const codes = await ctx.trx
    .deleteFrom('paper_codes')
    .where('network_id', '=', ctx.network.id)
    .where('expires_at', '<=', ctx.now)
    .executeTakeFirstOrThrow();
  const challenges = await ctx.trx
    .deleteFrom('passkey_challenges')
    .where('network_id', '=', ctx.network.id)
    .where('expires_at', '<=', ctx.now)
    .executeTakeFirstOrThrow();
  return Number(codes.numDeletedRows + challenges.numDeletedRows);
}

// Passkeys

export type Passkey = {
  id: string;
  account_id: string;
  name: string;
  credential_id: string;
  public_key: Buffer;
  counter: number;
  transports: string[];
  created_at: Date;
  used_at: Date | null;
};

const passkeys = (trx: Trx, network: string) =>
  trx
    .selectFrom('passkeys')
    .select([
      'id',
      'account_id',
      'name',
      'credential_id',
      'public_key',
      'counter',
      'transports',
      'created_at',
      'used_at',
    ])
    .where('network_id', '=', network);

export const passkeysOf = async (trx: Trx, network: string, accountId: string): Promise<Passkey[]> =>
  passkeys(trx, network).where('account_id', '=', accountId).orderBy('id').execute();

export const passkeyByCredential = async (
  trx: Trx,
  network: string,
  credentialId: string,
): Promise<Passkey | undefined> => passkeys(trx, network).where('credential_id', '=', credentialId).executeTakeFirst();

/** Keeps a passkey; false when this network knows it already. */
export async function insertPasskey(ctx: Ctx, passkey: Omit<Passkey, 'created_at' | 'used_at'>): Promise<boolean> {
  const row = await ctx.trx
    .insertInto('passkeys')
    .values({ network_id: ctx.network.id, ...passkey, created_at: ctx.now })
    .onConflict((oc) => oc.columns(['network_id', 'credential_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes a use; false when its counter went back meanwhile (a copy of the key, or the same answer twice). */
export async function notePasskeyUse(ctx: Ctx, id: string, before: number, counter: number): Promise<boolean> {
  const { numUpdatedRows } = await ctx.trx
    .updateTable('passkeys')
    .set({ counter, used_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', id)
    .where('counter', '=', before)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Takes one passkey away, or all; says how many. */
export async function removePasskey(ctx: Ctx, accountId: string, id?: string): Promise<number> {
  let query = ctx.trx
    .deleteFrom('passkeys')
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId);
  if (id) query = query.where('id', '=', id);
  return Number((await query.executeTakeFirstOrThrow()).numDeletedRows);
}

/** Keeps a challenge until it is answered. */
export async function insertChallenge(
  ctx: Ctx,
  challenge: string,
  accountId: string | null,
  expiresAt: Date,
): Promise<void> {
  await ctx.trx
    .insertInto('passkey_challenges')
    .values({ network_id: ctx.network.id, id: newId(), account_id: accountId, challenge, expires_at: expiresAt })
    .execute();
}

/** Takes a challenge, once: true when it was asked of this account (null: of nobody yet) and is not over. */
export async function takeChallenge(ctx: Ctx, challenge: string, accountId: string | null): Promise<boolean> {
  let query = ctx.trx
    .deleteFrom('passkey_challenges')
    .where('network_id', '=', ctx.network.id)
    .where('challenge', '=', challenge)
    .where('expires_at', '>', ctx.now);
  query = accountId === null ? query.where('account_id', 'is', null) : query.where('account_id', '=', accountId);
  return (await query.executeTakeFirstOrThrow()).numDeletedRows > 0n;
}
