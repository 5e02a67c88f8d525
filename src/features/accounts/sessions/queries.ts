import { sql } from 'kysely';
import { newId } from '../../../platform/crypto/ids.ts';
import type { Trx } from '../../../platform/db/index.ts';
import type { Ctx } from '../../../platform/tenancy/index.ts';
import { type Day, isMemberOn, isSuspended } from '../belonging/queries.ts';

export type NewSession = {
  id: string;
  tokenHash: Buffer;
  accountId: string;
  expiresAt: Date;
  by: string;
  device: string | null;
  half: boolean;
  stay: boolean;
  secondAt: Date | null;
  keyWrapped: Buffer | null;
};

/** A new session, by the hash of its token. */
export async function insertSession(ctx: Ctx, session: NewSession): Promise<void> {
  await ctx.trx
    .insertInto('sessions')
    .values({
      network_id: ctx.network.id,
      id: session.id,
      token_hash: session.tokenHash,
      account_id: session.accountId,
      created_at: ctx.now,
      seen_at: ctx.now,
      proved_at: ctx.now,
      expires_at: session.expiresAt,
      opened_by: session.by,
      device: session.device,
      half: session.half,
      stay: session.stay,
      second_at: session.secondAt,
      key_wrapped: session.keyWrapped,
    })
    .execute();
}

/**
 * The living session of this token with its account, one row per granted role (one with a null role when there is none), each
 * with whether she is a member on that day (however she came to be one) and whether her membership is suspended.
 */
export const sessionWithRoles = (trx: Trx, day: Day, tokenHash: Buffer) => {
  const { network, now } = day;
  const account = sql.ref<string>('a.id');
  return trx
    .selectFrom('sessions as s')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 's.network_id').onRef('a.id', '=', 's.account_id'),
    )
    .leftJoin('grants as g', (join) =>
      join
        .onRef('g.network_id', '=', 'a.network_id')
        .onRef('g.account_id', '=', 'a.id')
        .on('g.from_at', '<=', now)
        .on((eb) => eb.or([eb('g.until_at', 'is', null), eb('g.until_at', '>', now)])),
    )
    .select((eb) => [
      's.id as session',
      's.seen_at',
      's.created_at',
      's.second_at',
      's.proved_at',
      's.stay',
      'a.id',
      'a.name',
      'a.sample',
      eb('a.passphrase_verifier', 'is not', null).as('has_passphrase'),
      'g.role',
      isMemberOn(day, account).as('member'),
      isSuspended(network, account).as('suspended'),
    ])
    .where('s.network_id', '=', network)
    .where('s.token_hash', '=', tokenHash)
    .where('s.expires_at', '>', now)
    .where('s.half', '=', false)
    .where('a.disabled_at', 'is', null)
    .execute();
};

/** A session of this token that waits for its second factor. */
export const halfSession = (trx: Trx, network: string, tokenHash: Buffer, now: Date) =>
  trx
    .selectFrom('sessions as s')
    .innerJoin('accounts as a', (join) =>
      join.onRef('a.network_id', '=', 's.network_id').onRef('a.id', '=', 's.account_id'),
    )
    .select(['s.id', 's.account_id', 's.opened_by', 's.stay', 's.key_wrapped'])
    .where('s.network_id', '=', network)
    .where('s.token_hash', '=', tokenHash)
    .where('s.expires_at', '>', now)
    .where('s.half', '=', true)
    .where('a.disabled_at', 'is', null)
    .executeTakeFirst();

/** Notes that a session was used, and until when it now lasts. */
export async function touchSession(trx: Trx, network: string, id: string, now: Date, expiresAt: Date): Promise<void> {
  await trx
    .updateTable('sessions')
    .set({ seen_at: now, expires_at: expiresAt })
    .where('network_id', '=', network)
    .where('id', '=', id)
    .execute();
}

/** Notes that she proved who she is; `second` when it was by a second factor. */
export async function noteProof(ctx: Ctx, tokenHash: Buffer, second: boolean): Promise<void> {
  await ctx.trx
    .updateTable('sessions')
    .set({ proved_at: ctx.now, ...(second ? { second_at: ctx.now } : {}) })
    .where('network_id', '=', ctx.network.id)
    .where('token_hash', '=', tokenHash)
    .execute();
}

/** Keeps the closed private key with the session, or forgets it. */
export async function setSessionKey(ctx: Ctx, tokenHash: Buffer, keyWrapped: Buffer | null): Promise<void> {
  await ctx.trx
    .updateTable('sessions')
    .set({ key_wrapped: keyWrapped })
    .where('network_id', '=', ctx.network.id)
    .where('token_hash', '=', tokenHash)
    .execute();
}

export const sessionKey = async (trx: Trx, network: string, tokenHash: Buffer): Promise<Buffer | null> => {
  const row = await trx
    .selectFrom('sessions')
    .select('key_wrapped')
    .where('network_id', '=', network)
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return row?.key_wrapped ?? null;
};

export type SessionLine = {
  id: string;
  token_hash: Buffer;
  device: string | null;
  opened_by: string;
  created_at: Date;
  seen_at: Date;
  second_at: Date | null;
  proved_at: Date;
};

/** An account's living sessions, the last used first. */
export const sessionsOf = (trx: Trx, network: string, accountId: string, now: Date): Promise<SessionLine[]> =>
  trx
    .selectFrom('sessions')
    .select(['id', 'token_hash', 'device', 'opened_by', 'created_at', 'seen_at', 'second_at', 'proved_at'])
    .where('network_id', '=', network)
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .where('half', '=', false)
    .orderBy('seen_at', 'desc')
    .orderBy('id')
    .execute();

/** Ends one session, by its token's hash; returns whose it was. */
export const endSession = (ctx: Ctx, tokenHash: Buffer): Promise<{ account_id: string } | undefined> =>
  ctx.trx
    .deleteFrom('sessions')
    .where('network_id', '=', ctx.network.id)
    .where('token_hash', '=', tokenHash)
    .returning('account_id')
    .executeTakeFirst();

/** Ends one of an account's sessions by its id; false when it is not there. */
export async function endSessionById(ctx: Ctx, accountId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await ctx.trx
    .deleteFrom('sessions')
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

/** Ends an account's sessions, all of them or all but one; returns how many. */
export async function endSessions(ctx: Ctx, accountId: string, butTokenHash?: Buffer): Promise<number> {
  let query = ctx.trx
    .deleteFrom('sessions')
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId);
  if (butTokenHash) query = query.where('token_hash', '!=', butTokenHash);
  return Number((await query.executeTakeFirstOrThrow()).numDeletedRows);
}

// Browsers that are known, and what an account's owner is told

/** Notes that an account was opened in this browser; true when it never was before. */
export async function noteBrowser(ctx: Ctx, accountId: string, markHash: Buffer): Promise<boolean> {
  const { numUpdatedRows } = await ctx.trx
    .updateTable('known_browsers')
    .set({ last_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('account_id', '=', accountId)
    .where('mark_hash', '=', markHash)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows > 0n) return false;
  await ctx.trx
    .insertInto('known_browsers')
    .values({
      network_id: ctx.network.id,
      id: newId(),
      account_id: accountId,
      mark_hash: markHash,
      first_at: ctx.now,
      last_at: ctx.now,
    })
    // Two sign-ins of one browser at once.
    .onConflict((oc) => oc.columns(['network_id', 'account_id', 'mark_hash']).doNothing())
    .execute();
  return true;
}

/** Notes the first time that an account is opened; true when this is it. */
export async function noteFirstSignIn(ctx: Ctx, accountId: string): Promise<boolean> {
  const { numUpdatedRows } = await ctx.trx
    .updateTable('accounts')
    .set({ first_signed_in_at: ctx.now })
    .where('network_id', '=', ctx.network.id)
    .where('id', '=', accountId)
    .where('first_signed_in_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Deletes sessions that are over and browsers not seen for 400 days; returns how many rows. */
export async function deleteExpiredSessions(
  ctx: Ctx,
  before: { stayed: Date; shared: Date; browsers: Date },
): Promise<number> {
  const sessions = await ctx.trx
    .deleteFrom('sessions')
    .where('network_id', '=', ctx.network.id)
    .where((eb) =>
      eb.or([
        eb('expires_at', '<=', ctx.now),
        eb('created_at', '<=', before.stayed),
        eb.and([eb('stay', '=', false), eb('created_at', '<=', before.shared)]),
      ]),
    )
    .executeTakeFirstOrThrow();
  const browsers = await ctx.trx
    .deleteFrom('known_browsers')
    .where('network_id', '=', ctx.network.id)
    .where('last_at', '<=', before.browsers)
    .executeTakeFirstOrThrow();
  return Number(sessions.numDeletedRows + browsers.numDeletedRows);
}
